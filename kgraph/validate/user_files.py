"""Validates a user's own files together with the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kgraph.infer import Rule
from kgraph.validate.build import build_findings
from kgraph.validate.checks import run_checks
from kgraph.validate.contradictions import check_contradictions
from kgraph.validate.findings import Finding, in_order
from kgraph.validate.identifiers import check_identifiers
from kgraph.validate.locate import Locator, SourceFile
from kgraph.validate.misfits import check_misfits
from kgraph.validate.results import Result
from kgraph.validate.scopes import SCOPES
from kgraph.validate.shapegraph import Object, ShapeGraph
from kgraph.validate.shapes import load_shapes
from kgraph.validate.store import run_scopes
from kgraph.validate.stored_checks import Check


class UserFile(Protocol):
    """A user's file: its path and its quads (those of a format without graphs in the default)."""

    @property
    def path(self) -> Path: ...

    @property
    def quads(self) -> tuple[ox.Quad, ...]: ...


@dataclass(frozen=True)
class _Graph:
    """One graph of a user's file, spelled as in the store."""

    path: Path
    graph: str
    triples: tuple[ox.Triple, ...]


def validate_files(
    store: ox.Store,
    user_files: Sequence[UserFile],
    shapes: Path | ShapeGraph,
    *,
    files: Iterable[SourceFile] = (),
    infer: Callable[[ox.Store], object] | None = None,
    rules: Sequence[Rule] = (),
    engine: str = "compiled",
    scopes: Iterable[str] = SCOPES,
    everything: bool = False,
    checks: Iterable[Check] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:
    """The findings about a user's files, checked together with the graph in `store`.

    `store` is only read; `files` are those it was loaded from. `infer` adds to the default graph
    of a store what follows from it by `rules`. Each user's file counts as a source of its own,
    named by its address, unless it names its graphs itself. Findings that touch no subject and no
    triple of the user's files are left out, unless `everything` is asked for. `checks` and
    `today`, and what is raised, are as in `validate_store`.
    """
    graph = load_shapes(shapes) if isinstance(shapes, Path) else shapes
    working = ox.Store()
    working.bulk_extend(store.quads_for_pattern(None, None, None, None))
    loaded = tuple(_add(user_files, working))
    if infer is not None:
        infer(working)
    names = dict.fromkeys(one.graph for one in loaded)
    results = run_scopes(working, graph, engine, scopes, names)
    if not everything:
        results = _touching(results, {triple for one in loaded for triple in one.triples})
    known = Locator((*loaded, *files))
    told = build_findings(results, graph, working, known)
    more = (
        *check_identifiers(working, known),
        *check_contradictions(working, rules, known),
        *check_misfits(working, rules, known, told),
        *run_checks(working, checks, files=known, today=today),
    )
    if not everything:
        said = {quad.subject for file in user_files for quad in file.quads}
        more = tuple(f for f in more if f.focus in said or names.keys() & set(f.graphs))
    return in_order((*told, *more))


def _add(files: Iterable[UserFile], store: ox.Store) -> Iterator[_Graph]:
    """Adds the files to the store: to a graph of their own and to the merge."""
    for file in files:
        by_graph: dict[str, list[ox.Triple]] = {}
        for quad in file.quads:
            named = isinstance(quad.graph_name, ox.NamedNode)
            name = quad.graph_name.value if named else file.path.absolute().as_uri()
            by_graph.setdefault(name, []).append(quad.triple)
        for name, triples in by_graph.items():
            # A store of its own tells how the engine spells the literals.
            own = ox.Store()
            own.extend(ox.Quad(*triple) for triple in triples)
            spelled = tuple(quad.triple for quad in own)
            store.extend(ox.Quad(*triple, ox.NamedNode(name)) for triple in spelled)
            store.extend(ox.Quad(*triple) for triple in spelled)
            yield _Graph(file.path, name, spelled)


def _touching(results: Iterable[Result], said: set[ox.Triple]) -> Iterator[Result]:
    subjects: set[Object] = {triple.subject for triple in said}
    for result in results:
        if result.focus in subjects or result.value in subjects or _states(result, said):
            yield result


def _states(result: Result, said: set[ox.Triple]) -> bool:
    """Whether the files hold the very triple that the result is about."""
    path, value = result.path, result.value
    if path is None or path.kind != "predicate" or value is None:
        return False
    if isinstance(result.focus, ox.Literal):
        return False
    return ox.Triple(result.focus, ox.NamedNode(path.iri), value) in said
