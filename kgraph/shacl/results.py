"""What an engine gives back, and what it is given: the boundary behind which engines change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgraph.shacl.paths import Path
from kgraph.vocab import Object

MERGE: Final = ""
"""The key of the merged graph in the data handed to an engine; other keys are source graphs."""


@dataclass(frozen=True)
class Result:
    """One validation result, as SHACL defines it, plus the source graph it was found in.

    `severity`, `component` and `graph` are IRIs (`graph` is MERGE for the merged graph). `value` is
    spelled as in the store, `written` as in the file where that differs. `bindings` holds the
    further variables of a SPARQL constraint, for its message.
    """

    focus: Object
    path: Path | None
    value: Object | None
    component: str
    shape: Object
    severity: str
    constraint: Object | None = None
    graph: str = MERGE
    bindings: tuple[tuple[str, Object | str], ...] = ()
    written: ox.Literal | None = field(default=None, compare=False)


class ValueRefused(Exception):
    """A statement whose value an engine cannot compute with, where a query may look at it."""

    def __init__(self, triple: ox.Triple, what: str, why: str, fix: str) -> None:
        super().__init__(what)
        self.triple, self.what, self.why, self.fix = triple, what, why, fix


Data: TypeAlias = Mapping[str, Sequence[ox.Triple]]
"""Graph key → its triples. Every graph is validated alone."""
