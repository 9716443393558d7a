"""Parsed files, and complaints about their triples before and after their lines are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from pyoxigraph import Triple

from kgraph.load.places import Place, Places, read_places
from kgraph.names import BASE
from kgraph.problems import Problem
from kgraph.turtle.literals import NO_SPELLINGS, Spellings


class Kind(StrEnum):
    """What a file holds."""

    MODULE = "module"
    SCHEME = "scheme"
    ENTITIES = "entities"
    SOURCE = "source"
    EDITORIAL = "editorial"
    BRIDGE = "bridge"
    """Links to an outside ontology: a named graph apart, never merged with ours."""
    CHECKED = "checked"
    """Outside the graph, but its names must exist: shapes, checks, the one-file ontology."""


DATA: Final = frozenset((Kind.ENTITIES, Kind.SOURCE, Kind.EDITORIAL))


@dataclass(frozen=True)
class Parsed:
    """One file after parsing: its triples and the named graph it becomes.

    `spelled` holds those literals of it that the engine loses, where the triples are as stored.
    """

    path: Path
    graph: str
    kind: Kind
    triples: tuple[Triple, ...]
    base: str = BASE
    """The base of the IRIs that the root of the file names its own things by."""
    spelled: Spellings = field(default_factory=lambda: NO_SPELLINGS)


@dataclass(frozen=True)
class Complaint:
    """A problem that still lacks its place: it is about `triple`, or the file as a whole."""

    path: Path
    what: str
    why: str
    fix: str
    triple: Triple | None = None
    term: object = None
    """The term of the triple that is at fault; None means the subject."""


def place(complaints: Iterable[Complaint]) -> list[Problem]:
    """The complaints with line and column, each file read once more."""
    by_path: dict[Path, list[Complaint]] = {}
    for complaint in complaints:
        by_path.setdefault(complaint.path, []).append(complaint)
    problems: list[Problem] = []
    for path, group in by_path.items():
        places = read_places(path)
        found = []
        for one in group:
            at = None
            if one.triple is not None and places is not None:
                at = _find(places, one.triple, one.term)
            line, column = at or (None, None)
            found.append(Problem(one.what, one.why, one.fix, path, line, column))
        problems += sorted(found, key=lambda problem: (problem.line or 0, problem.column or 0))
    return problems


def _find(places: Places, triple: Triple, at_fault: object) -> Place | None:
    subject, predicate, object_ = triple
    if at_fault is None or at_fault == subject:
        return places.find(subject)
    if at_fault == predicate:
        return places.find(subject, predicate)
    return places.find(subject, predicate, object_)
