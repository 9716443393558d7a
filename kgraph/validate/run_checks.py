"""Stored checks → findings: what the rules of the market ask and no shape can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import pyoxigraph as ox

from kgraph.names import SHAPE
from kgraph.shacl.messages import Value
from kgraph.shacl.paths import Path
from kgraph.shacl.results import Result
from kgraph.sparql import engine
from kgraph.validate.findings import Finding
from kgraph.validate.locate import Locator, SourceFile, origin
from kgraph.validate.messages import Labels, fill, store_labels
from kgraph.validate.stored_checks import Check, day_literal
from kgraph.vocab import Object

COMPONENT: Final = SHAPE + "stored-check"
"""Stands in the place of a SHACL component for what a stored check finds."""


def run_checks(
    store: ox.Store,
    checks: Iterable[Check],
    *,
    files: Iterable[SourceFile] | Locator = (),
    today: date | None = None,
) -> Iterator[Finding]:
    """The findings of the checks about a store that holds what is inferred.

    Checks that depend on the day of looking run only where `today` is given. `files` give file and
    line, as in `validate_store`.
    """
    locator = Locator.of(files)
    labels = store_labels(store)
    for check in checks:
        if today is None and check.needs_day:
            continue
        rows = engine.select(store, check.sparql(day_literal((today or date.min).isoformat())))
        for row in rows:
            pairs = zip(rows.columns, row, strict=True)
            bound = {name: term for name, term in pairs if term is not None}
            yield finding_of(check, bound, store, locator, labels)


def finding_of(
    check: Check, row: dict[str, Object], store: ox.Store, locator: Locator, labels: Labels
) -> Finding:
    """What a row of a check says; `store` tells which graph says what the row is about."""
    about = row.get("path")
    iri = about.value if isinstance(about, ox.NamedNode) else check.about
    result = Result(
        focus=row["focus"],
        path=None if iri is None else Path("predicate", iri),
        value=row.get("value"),
        component=COMPONENT,
        shape=ox.NamedNode(check.iri),
        severity=check.severity,
    )
    said = origin(result, store)
    file, line, column = locator.place(said)
    values: dict[str, Value] = dict(row)
    texts = {
        key: fill(text, values, "ja" if key.endswith("_ja") else "en", labels)
        for key, text in check.texts.items()
    }
    return Finding(
        id=check.slug,
        severity=check.severity,
        focus=result.focus,
        path=result.path,
        value=result.value,
        component=COMPONENT,
        shape=check.iri,
        message_en=texts["problem"],
        message_ja=texts["problem_ja"],
        fix_en=texts["fix"],
        fix_ja=texts["fix_ja"],
        graphs=said.graphs,
        file=file,
        line=line,
        column=column,
        shape_file=check.path,
        shape_line=1,
        bindings=tuple(row.items()),
    )
