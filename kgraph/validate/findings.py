"""Findings: what is wrong, where, why, and how to mend it. Values, rendered elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.names import compact
from kgraph.shacl.paths import Path
from kgraph.vocab import Object

SEVERITIES: Final = ("violation", "warning", "info")
"""From the gravest down."""

_RANK: Final[Mapping[str, int]] = MappingProxyType({name: i for i, name in enumerate(SEVERITIES)})


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with the graph, or worth a look.

    `id` names the kind of finding and is stable: the local name of the shape, such as
    `source-publisher`. `focus` is the node it is about, `path` and `value` what about it, both None
    where they do not apply. `component` and `shape` are IRIs (`shape` the nearest named one).
    `graphs` are the source graphs that say it. `file`, `line` and `column` are None where the place
    is not known; `shape_file` and `shape_line` are the place of the shape or check. `bindings` are
    the further variables of the query that found it: they count for no comparison.
    """

    id: str
    severity: str
    focus: Object
    path: Path | None
    value: Object | None
    component: str
    shape: str
    message_en: str
    message_ja: str
    fix_en: str | None = None
    fix_ja: str | None = None
    graphs: tuple[str, ...] = ()
    file: FilePath | None = None
    line: int | None = None
    column: int | None = None
    shape_file: FilePath | None = None
    shape_line: int | None = None
    bindings: tuple[tuple[str, Object | str], ...] = field(default=(), compare=False)

    def message(self, language: str = "en") -> str:
        """The message in English or, for `ja`, Japanese."""
        return self.message_ja if language == "ja" else self.message_en

    def fix(self, language: str = "en") -> str | None:
        """How to mend it, where the shape says so apart from its message."""
        return self.fix_ja if language == "ja" else self.fix_en

    @property
    def focus_name(self) -> str:
        """The focus node in short form: `id:start`."""
        return short(self.focus)

    @property
    def value_name(self) -> str:
        """The value in short form, empty where there is none."""
        return "" if self.value is None else short(self.value)

    @property
    def place(self) -> str:
        """`file:line:column`, as far as known."""
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


def short(term: Object) -> str:
    """A term in Turtle, with a short name where it is an IRI."""
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(term)


def sort_key(finding: Finding) -> tuple[object, ...]:
    """The order of findings: gravest first, then by kind, node, path, value, text and place."""
    return (
        _RANK[finding.severity],
        finding.id,
        str(finding.focus),
        str(finding.path or ""),
        str(finding.value or ""),
        finding.component,
        finding.message_en,
        finding.graphs,
        finding.place,
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without repeats, in the order that does not depend on engine or run."""
    return tuple(sorted(set(findings), key=sort_key))


def by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each of the three severities, in their order."""
    found = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        found[finding.severity] += 1
    return found


def exceeds(findings: Iterable[Finding], fail_on: str) -> bool:
    """Whether any finding is as grave as `fail_on` (violation, warning, info, or `never`).

    Raises ValueError for any other word.
    """
    if fail_on == "never":
        return False
    if fail_on not in _RANK:
        raise ValueError(f"“{fail_on}” is no severity; use {', '.join(SEVERITIES)} or never")
    return any(_RANK[finding.severity] <= _RANK[fail_on] for finding in findings)
