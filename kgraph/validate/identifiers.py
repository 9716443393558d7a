"""Check digits of identifiers: what a pattern cannot see. The arithmetic is python-stdnum's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.names import SHAPE, local_name
from kgraph.shacl.paths import Path
from kgraph.shacl.results import Result
from kgraph.validate.findings import Finding
from kgraph.validate.locate import Locator, SourceFile, origin
from kgraph.validate.messages import Labels, show, store_labels
from kgraph.vocab import JPST, as_term

COMPONENT: Final = SHAPE + "check-digit"
"""Stands in the place of a SHACL component, since no shape can compute a check digit."""

CHECKED: Final[Mapping[str, tuple[str, str, str, str]]] = MappingProxyType(
    {
        JPST.lei.value: ("lei", r"[A-Z0-9]{18}[0-9]{2}", "LEI", "LEI"),
        JPST.micLei.value: ("lei", r"[A-Z0-9]{18}[0-9]{2}", "LEI", "LEI"),
        JPST.corporateNumber.value: ("jp.cn", r"[0-9]{13}", "corporate number", "法人番号"),
    }
)
"""Property → module of python-stdnum, form, and names. A wrong form is a finding of the shapes."""


def check_identifiers(
    store: ox.Store, files: Iterable[SourceFile] | Locator = ()
) -> Iterator[Finding]:
    """A violation for each well-formed identifier in the merged graph with a wrong check digit.

    `files` give file and line, as in `validate_store`.
    """
    locator = Locator.of(files)
    labels = store_labels(store)
    for iri in sorted(CHECKED):
        valid, form = _validator(CHECKED[iri][0]), re.compile(CHECKED[iri][1])
        for quad in store.quads_for_pattern(None, ox.NamedNode(iri), None, ox.DefaultGraph()):
            code = quad.object.value if isinstance(quad.object, ox.Literal) else ""
            if form.fullmatch(code) and not valid(code):
                yield _finding(quad, store, locator, labels)


def _validator(module: str) -> Callable[[str], bool]:
    from importlib import import_module

    return import_module(f"stdnum.{module}").is_valid


def _finding(quad: ox.Quad, store: ox.Store, locator: Locator, labels: Labels) -> Finding:
    iri = quad.predicate.value
    _, _, english, japanese = CHECKED[iri]
    shape = f"{SHAPE}{local_name(iri)}-check-digit"
    result = Result(
        focus=quad.subject,
        path=Path("predicate", iri),
        value=quad.object,
        component=COMPONENT,
        shape=ox.NamedNode(shape),
        severity="violation",
    )
    said = origin(result, store)
    file, line, column = locator.place(said)
    name = {lang: show(quad.subject, lang, labels) for lang in ("en", "ja")}
    code = as_term(quad.object).value
    return Finding(
        id=local_name(shape),
        severity="violation",
        focus=quad.subject,
        path=result.path,
        value=quad.object,
        component=COMPONENT,
        shape=shape,
        message_en=f"{name['en']} has the {english} {code}, whose check digit is wrong; "
        "copy it again from the source",
        message_ja=f"{name['ja']}の{japanese}「{code}」の検査用数字が誤っています。"
        "出典から写し直してください。",
        graphs=said.graphs,
        file=file,
        line=line,
        column=column,
    )
