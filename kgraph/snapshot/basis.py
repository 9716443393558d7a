"""What the states of other days are made from: found out by the build, kept beside the store.

The file is a pickle in which each term stands once. Only the kinds of values named here are read
back, so that the file of a stranger runs no code.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence, Set
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

from kgraph.infer import Atom, Rule
from kgraph.locks import open_regular
from kgraph.snapshot.claims import Claim, Dated, Sorted
from kgraph.snapshot.conflicts import Conflict, Side
from kgraph.snapshot.intact import BASIS
from kgraph.snapshot.pages import Silence
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.reason import Grown
from kgraph.snapshot.span import ClaimState, Span
from kgraph.snapshot.standing import Weighed
from kgraph.snapshot.state import Living


@dataclass(frozen=True)
class Basis:
    """The claims with their days and standing, what bears on them, and the rules.

    `identified` is what follows from that which identifies things, `always` what of it is inferred
    on every day and stands in the lasting part of the store; `steady` are the places of the claims
    that hold on every day; `identifying` is how many triples identify things.
    """

    taken: Sorted
    names: Sequence[NamedNode]
    spans: Sequence[Span]
    weighed: Weighed
    terms: Terms
    living: Living
    rules: tuple[Rule, ...]
    identified: Grown
    always: Set[Triple]
    steady: frozenset[int]
    identifying: int


_TERMS: Final = (NamedNode, BlankNode, Literal, Variable)
_KINDS: Final = (
    *(Basis, Sorted, Claim, Dated, Silence, Span, ClaimState, Terms, Living),
    *(Grown, Weighed, Conflict, Side, Rule, Atom, Triple, *_TERMS, date),
)
_PARTS: Final = {
    kind: attrgetter(*(field.name for field in fields(kind)))
    for kind in _KINDS
    if is_dataclass(kind)
} | dict.fromkeys((Atom, Claim, Span, Triple), tuple)


class _Writer(pickle.Pickler):
    """Writes terms once: the engine makes a new value of each every time it is asked for one."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._known: dict[Any, Any] = {}

    def reducer_override(self, value: Any) -> Any:
        parts = _PARTS.get(type(value))
        if parts is None:
            return NotImplemented
        return type(value), tuple(self._once(part) for part in parts(value))

    def _once(self, value: Any) -> Any:
        if type(value) is tuple:
            return tuple(self._once(part) for part in value)
        return self._known.setdefault(value, value) if isinstance(value, _TERMS) else value


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        for kind in _KINDS:
            if (kind.__module__, kind.__name__) == (module, name):
                return kind
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a basis")


def write_basis(snapshot: Path, basis: Basis) -> None:
    """Writes it into the folder of an unfinished snapshot."""
    with (snapshot / BASIS).open("xb") as stream:
        _Writer(stream, pickle.HIGHEST_PROTOCOL).dump(basis)
        stream.flush()
        os.fsync(stream.fileno())


def read_basis(snapshot: Path) -> Basis:
    """That of a snapshot. Raises UnpicklingError or EOFError where the file is not as written."""
    with os.fdopen(open_regular(snapshot / BASIS, os.O_RDONLY), "rb") as stream:
        return _Reader(stream).load()
