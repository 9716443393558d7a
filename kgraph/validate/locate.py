"""Which source graphs say what a finding is about, and where in which file it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import pyoxigraph as ox

from kgraph.load.places import Places, read_places
from kgraph.names import STANDING
from kgraph.shacl.paths import Path as PropertyPath
from kgraph.shacl.results import MERGE, Result
from kgraph.turtle.literals import NO_SPELLINGS, Spellings
from kgraph.vocab import GRAPH, RDF, SH, Node, Object

Pattern: TypeAlias = tuple[Object | None, ox.NamedNode | None, Object | None]
"""A subject, predicate and object; None matches any."""

Index: TypeAlias = dict[Object, list[ox.Triple]]

# For these, nothing stands at the path that would be worth pointing at.
_MISSING: Final = frozenset(
    f"{SH.BASE}{name}ConstraintComponent" for name in ("MinCount", "HasValue", "QualifiedMinCount")
)
# What a build works out and no file says: a number there may be the very one a finding counts.
_NOT_SAID: Final = (
    STANDING,
    *(graph.value for graph in (GRAPH.claims, GRAPH.inferred, GRAPH.labels, GRAPH.state)),
)


class SourceFile(Protocol):
    """A file that was loaded: the graph it became and its triples, spelled as in the store."""

    @property
    def path(self) -> Path: ...

    @property
    def graph(self) -> str: ...

    @property
    def triples(self) -> tuple[ox.Triple, ...]: ...


@dataclass(frozen=True)
class UserGraph:
    """One graph of a user's file, as `store` holds it.

    `text` is as in `ExtraFile`, `spelled` as in `Parsed`.
    """

    path: Path
    graph: str
    format: ox.RdfFormat
    store: ox.Store
    text: str | None = None
    spelled: Spellings = field(default_factory=lambda: NO_SPELLINGS)

    @cached_property
    def triples(self) -> tuple[ox.Triple, ...]:
        """Its triples, spelled as in the store."""
        name = ox.NamedNode(self.graph)
        return tuple(q.triple for q in self.store.quads_for_pattern(None, None, None, name))

    @property
    def within(self) -> ox.NamedNode | None:
        """The graph of the file in which they stand; None where the file names none."""
        return None if self.graph == address(self.path) else ox.NamedNode(self.graph)


def address(path: Path) -> str:
    """The IRI that stands for a user's file, and for what it says outside of any named graph."""
    return path.absolute().as_uri()


def graph_name(path: Path, quad: ox.Quad) -> str:
    """The graph that a quad of a user's file becomes."""
    name = quad.graph_name
    return name.value if isinstance(name, ox.NamedNode) else address(path)


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
    for pattern in patterns(result):
        graphs = tuple(sorted(_asserting(store, pattern, result.graph)))
        if graphs:
            break
    return Origin(pattern, graphs)


class About(Protocol):
    """What a result or a finding is about."""

    @property
    def focus(self) -> Object: ...

    @property
    def path(self) -> PropertyPath | None: ...

    @property
    def value(self) -> Object | None: ...

    @property
    def component(self) -> str: ...


def patterns(result: About) -> Iterator[Pattern]:
    """Where what a result is about may be said, from the triple at fault to any about its node."""
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
    yield focus, RDF.type, None
    yield focus, None, None
    yield None, None, focus


def _asserting(store: ox.Store, pattern: Pattern, within: str) -> Iterable[str]:
    subject, predicate, value = pattern
    if subject is not None and not isinstance(subject, Node):
        return set()
    return {
        quad.graph_name.value
        for quad in store.quads_for_pattern(subject, predicate, value)
        if isinstance(quad.graph_name, ox.NamedNode)
        and not quad.graph_name.value.startswith(_NOT_SAID)
        and within in (MERGE, quad.graph_name.value)
    }


class Locator:
    """Finds the line of an origin. Each file is read again at most once, and only when needed.

    Without `lines`, none is read again, and of a place only the file is told.
    """

    def __init__(self, files: Iterable[SourceFile], *, lines: bool = True) -> None:
        self.lines = lines
        self._by_graph: dict[str, list[SourceFile]] = {}
        for file in files:
            self._by_graph.setdefault(file.graph, []).append(file)
        # By file and graph: one file of a user's may hold several graphs.
        self._subjects: dict[tuple[Path, str], Index] = {}
        self._objects: dict[tuple[Path, str], Index] = {}
        self._places: dict[Path, Places | None] = {}

    @property
    def spelled(self) -> Spellings:
        """The literals that the store loses, as far as the files tell (see `Parsed`)."""
        every = (file for files in self._by_graph.values() for file in files)
        told = (getattr(file, "spelled", NO_SPELLINGS) for file in every)
        return {quad: texts for spelled in told for quad, texts in spelled.items()}

    @classmethod
    def of(cls, files: Iterable[SourceFile] | Locator) -> Locator:
        """The locator of files; one that is given already, with what it has read, stays."""
        return files if isinstance(files, Locator) else cls(files)

    def place(self, origin: Origin) -> tuple[Path | None, int | None, int | None]:
        """File, line and column; what is not known is None (JSON-LD and RDF/XML have no lines)."""
        for graph in origin.graphs:
            for file in self._by_graph.get(graph, ()):
                if self._holds(file, origin.pattern):
                    line, column = self._find(file, origin.pattern)
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

    def _find(self, file: SourceFile, pattern: Pattern) -> tuple[int | None, int | None]:
        if not self.lines:
            return None, None
        user = file if isinstance(file, UserGraph) else None
        if file.path not in self._places:
            self._places[file.path] = (
                read_places(file.path)
                if user is None
                else read_places(user.path, user.format, user.text)
            )
        places = self._places[file.path]
        if places is None:
            return None, None
        subject, predicate, value = pattern
        # A missing value points at its subject.
        if value is None and predicate == RDF.type:
            predicate = None
        within = None if user is None else user.within or ox.DefaultGraph()
        found = places.find(subject, predicate, value, within)
        # What stands in a graph without a name counts as said by the file.
        return found or places.find(subject, predicate, value) or (None, None)
