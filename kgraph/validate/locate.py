"""Which source graphs say what a finding is about, and where in which file it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import pyoxigraph as ox

from kgraph.load.lines import Places, read_places
from kgraph.names import GRAPH, RDF, SH, STANDING
from kgraph.validate.results import MERGE, Result, Term
from kgraph.validate.shapegraph import Object

Pattern: TypeAlias = tuple[Object | None, ox.NamedNode | None, Object | None]
"""A subject, predicate and object; None matches any."""

Index: TypeAlias = dict[Object, list[ox.Triple]]

_TYPE: Final = ox.NamedNode(RDF + "type")
# For these, nothing stands at the path that would be worth pointing at.
_MISSING: Final = frozenset(
    f"{SH}{name}ConstraintComponent" for name in ("MinCount", "HasValue", "QualifiedMinCount")
)
_NOT_SAID: Final = (STANDING, GRAPH + "inferred")


class SourceFile(Protocol):
    """A file that was loaded: the graph it became and its triples, spelled as in the store."""

    @property
    def path(self) -> Path: ...

    @property
    def graph(self) -> str: ...

    @property
    def triples(self) -> tuple[ox.Triple, ...]: ...


@dataclass(frozen=True)
class Origin:
    """What to look for, and the graphs that say it. `exact` where it is the triple at fault."""

    pattern: Pattern
    graphs: tuple[str, ...]


def origin(result: Result, store: ox.Store) -> Origin:
    """The triple a result is about, and the graphs that assert it.

    Where the triple is missing or inferred, it is the subject that counts: the graphs are those
    that give it a class, else all that describe it.
    """
    graphs: tuple[str, ...] = ()
    pattern: Pattern = (result.focus, None, None)
    for pattern in _patterns(result):
        graphs = tuple(sorted(_asserting(store, pattern, result.graph)))
        if graphs:
            break
    return Origin(pattern, graphs)


def _patterns(result: Result) -> Iterator[Pattern]:
    focus, path, value = result.focus, result.path, result.value
    about = value if value != focus else None
    if path is not None and path.kind == "predicate":
        predicate = ox.NamedNode(path.iri)
        if about is not None:
            yield focus, predicate, about
        elif result.component not in _MISSING:
            yield focus, predicate, None
    elif path is not None and path.kind == "inversePath" and path.parts[0].kind == "predicate":
        predicate = ox.NamedNode(path.parts[0].iri)
        if about is not None:
            yield about, predicate, focus
        elif result.component not in _MISSING:
            yield None, predicate, focus
    elif about is not None:
        yield focus, None, about
    if path is not None and path.kind == "sequence" and path.parts[0].kind == "predicate":
        yield focus, ox.NamedNode(path.parts[0].iri), None
    yield focus, _TYPE, None
    yield focus, None, None
    yield None, None, focus


def _asserting(store: ox.Store, pattern: Pattern, within: str) -> Iterable[str]:
    subject, predicate, value = pattern
    if isinstance(subject, ox.Literal):
        return set()
    return {
        quad.graph_name.value
        for quad in store.quads_for_pattern(subject, predicate, value)
        if isinstance(quad.graph_name, ox.NamedNode)
        and not quad.graph_name.value.startswith(_NOT_SAID)
        and within in (MERGE, quad.graph_name.value)
    }


class Locator:
    """Finds the line of an origin. Each file is read again at most once, and only when needed."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._by_graph: dict[str, list[SourceFile]] = {}
        for file in files:
            self._by_graph.setdefault(file.graph, []).append(file)
        # By file and graph: one file of a user's may hold several graphs.
        self._subjects: dict[tuple[Path, str], Index] = {}
        self._objects: dict[tuple[Path, str], Index] = {}
        self._places: dict[Path, Places | None] = {}

    @classmethod
    def of(cls, files: Iterable[SourceFile] | Locator) -> Locator:
        """The locator of files; one that is given already, with what it has read, stays."""
        return files if isinstance(files, Locator) else cls(files)

    def place(self, origin: Origin) -> tuple[Path | None, int | None, int | None]:
        """File, line and column; what is not known is None (JSON-LD and RDF/XML have no lines)."""
        for graph in origin.graphs:
            for file in self._by_graph.get(graph, ()):
                if self._holds(file, origin.pattern):
                    line, column = self._find(file.path, origin.pattern)
                    return file.path, line, column
        return None, None, None

    def _holds(self, file: SourceFile, pattern: Pattern) -> bool:
        subject, predicate, value = pattern
        candidates: Iterable[ox.Triple] = file.triples
        if subject is not None:
            candidates = self._indexed(self._subjects, file, 0).get(subject, ())
        elif value is not None:
            candidates = self._indexed(self._objects, file, 2).get(value, ())
        return any(
            predicate in (None, triple.predicate) and value in (None, triple.object)
            for triple in candidates
        )

    def _indexed(
        self, indexes: dict[tuple[Path, str], Index], file: SourceFile, position: int
    ) -> Index:
        """The triples of a file by their subject (0) or object (2), made when first asked for."""
        key = file.path, file.graph
        if key not in indexes:
            made: Index = {}
            for triple in file.triples:
                made.setdefault(triple[position], []).append(triple)
            indexes[key] = made
        return indexes[key]

    def _find(self, path: Path, pattern: Pattern) -> tuple[int | None, int | None]:
        if path not in self._places:
            self._places[path] = read_places(path)
        places = self._places[path]
        if places is None:
            return None, None
        # Blank nodes have no label that a second reading of the file would meet again, and a
        # missing value points at its subject.
        subject, predicate, value = (_readable(term) for term in pattern)
        if value is None and predicate == _TYPE:
            predicate = None
        if subject is None and predicate is None and value is None:
            return None, None
        return places.find(subject, predicate, value) or (None, None)


def _readable(term: Term | None) -> Term | None:
    return None if isinstance(term, ox.BlankNode) else term
