"""Runs a compiled plan in the embedded store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeVar

import pyoxigraph as ox

from kgraph.shacl.engine_values import refuse_values
from kgraph.shacl.frame import KEY, SCRATCH, Frame
from kgraph.shacl.functions import FUNCTIONS
from kgraph.shacl.paths import predicate
from kgraph.shacl.plan import Select, Step, Update, plan
from kgraph.shacl.results import MERGE, Data, Result
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.sparql import engine
from kgraph.turtle.literals import (
    NO_SPELLINGS,
    Spellings,
    engine_form,
    marked,
    spellings,
    unmarked,
)
from kgraph.vocab import RDF, RDFS, XSD, Object, as_term

Statement = TypeVar("Statement", ox.Triple, ox.Quad)

_SCRATCH: Final = ox.NamedNode(SCRATCH)
_LISTED: Final = ox.NamedNode(SCRATCH + ":each")
_OWN: Final = frozenset({"this", "path", "value", KEY})


def run(shapes: ShapeGraph, data: Data) -> Iterator[Result]:
    """Every result of validating each graph of `data` alone against the shapes.

    The literals of the data are as their files spell them. Raises LoadError for shapes that cannot
    be compiled. The data is copied to a store of its own.
    """
    if MERGE in data:
        quads = [ox.Quad(*triple) for triple in data[MERGE]]
        spelled = {quad.triple: texts for quad, texts in spellings(quads).items()}
        yield from run_merge(shapes, _copy(quads), spelled)
    graphs = {ox.NamedNode(key): triples for key, triples in data.items() if key != MERGE}
    if graphs:
        quads = [ox.Quad(*t, graph) for graph, triples in graphs.items() for t in triples]
        yield from run_each(shapes, graphs, quads, spellings(quads))


def run_merge(
    shapes: ShapeGraph,
    store: ox.Store,
    spelled: Mapping[ox.Triple, tuple[ox.Literal, ...]] = MappingProxyType({}),
    only: Set[Object] | None = None,
) -> Iterator[Result]:
    """Every result of validating the default graph of a store against the shapes.

    With `only`, the results that these shapes report. The store is only read; `spelled` are the
    triples whose literals their files spell otherwise. Raises LoadError for shapes that cannot be
    compiled, and ValueRefused for a value that they ask about and the engine cannot compute with.
    """

    def copied(spelled: Mapping[ox.Triple, tuple[ox.Literal, ...]]) -> ox.Store:
        quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        return _copy(ox.Quad(*t) for t in _marked((q.triple for q in quads), spelled))

    yield from _run(shapes, Frame(exact=True), copied, spelled, only, store)


def run_each(
    shapes: ShapeGraph,
    graphs: Iterable[ox.NamedNode],
    quads: Iterable[ox.Quad],
    spelled: Spellings = NO_SPELLINGS,
    only: Set[Object] | None = None,
) -> Iterator[Result]:
    """Every result of validating each of the graphs alone, which together hold the quads.

    `only`, and what is raised, are as in `run_merge`.
    """
    kept = tuple(quads)
    true = ox.Literal("true", datatype=XSD.boolean)
    marks = [ox.Quad(graph, _LISTED, true, _SCRATCH) for graph in graphs]

    def copied(spelled: Spellings) -> ox.Store:
        store = _copy(_marked(kept, spelled))
        store.extend(marks)
        return store

    yield from _run(shapes, Frame(each=True, exact=True), copied, spelled, only)


def _marked(
    statements: Iterable[Statement], spelled: Mapping[Statement, tuple[ox.Literal, ...]]
) -> Iterator[Statement]:
    """The statements, with each literal that is spelled otherwise as its files spell it."""
    for statement in statements:
        for text in spelled.get(statement, ()):
            subject, predicate, _, *graph = statement
            yield type(statement)(subject, predicate, marked(text), *graph)
        if statement not in spelled:
            yield statement


def _copy(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def _run(
    shapes: ShapeGraph,
    frame: Frame,
    copied: Callable[[Mapping[Any, tuple[ox.Literal, ...]]], ox.Store],
    spelled: Mapping[Any, tuple[ox.Literal, ...]],
    only: Set[Object] | None,
    given: ox.Store | None = None,
) -> Iterator[Result]:
    """The results in the stores that `copied` makes of what the files spell otherwise.

    Queries of the shapes compute with values, so they see the data without marks. `given` is that
    data where it may be read, but not changed.
    """
    stored = copied({}) if given is None else given
    refuse_values(shapes, frame, stored, spelled)
    passes: list[tuple[ox.Store, bool | None]] = [(stored, None)]
    if spelled:
        passes = [(copied(spelled), False), (stored, True)]
    for store, of_queries in passes:
        steps = [
            step
            for step in _plan(shapes, frame, store)
            if isinstance(step, Update)
            or (
                of_queries in (None, step.constraint.node is not None)
                and (only is None or step.shape.node in only)
            )
        ]
        if not any(isinstance(step, Select) for step in steps):
            continue
        # Sets are staged where the data is.
        staged = store is given and any(isinstance(step, Update) for step in steps)
        yield from _results(steps, copied({}) if staged else store)


def _plan(shapes: ShapeGraph, frame: Frame, store: ox.Store) -> tuple[Step, ...]:
    graphs: Iterable[Any] = (ox.DefaultGraph(),)
    if frame.each:
        graphs = (q.subject for q in store.quads_for_pattern(None, _LISTED, None, _SCRATCH))
    return plan(shapes, replace(frame, closed=all(_is_closed(store, graph) for graph in graphs)))


def _is_closed(store: ox.Store, graph: Any) -> bool:
    """Whether each thing of a graph is stated to be of every class above its own.

    A class may be below very many others: to ask of each pair in a query takes far longer.
    """

    @cache
    def things(of_class: Any) -> frozenset[Any]:
        quads = store.quads_for_pattern(None, RDF.type, of_class, graph)
        return frozenset(quad.subject for quad in quads)

    steps = store.quads_for_pattern(None, RDFS.subClassOf, None, graph)
    return all(things(step.subject) <= things(step.object) for step in steps)


def _results(steps: Iterable[Step], store: ox.Store) -> Iterator[Result]:
    for step in steps:
        if isinstance(step, Update):
            engine.update(store, step.text, FUNCTIONS)
        else:
            yield from results_of(step, _rows(store, step.text))


def _rows(store: ox.Store, query: str) -> Iterator[Mapping[str, Object]]:
    solutions = engine.select(store, query, functions=FUNCTIONS)
    for row in solutions:
        pairs = zip(solutions.columns, row, strict=True)
        yield {name: term for name, term in pairs if term is not None}


def results_of(step: Select, rows: Iterable[Mapping[str, Object]]) -> Iterator[Result]:
    """The results that the rows of a step stand for; each row holds its bound variables."""
    of_query = step.constraint.kind == "sparql"
    for row in rows:
        value, path, graph = (row.get(name) for name in ("value", "path", KEY))
        if value is None and step.value == "this":
            value = row["this"]
        written = None if value is None else unmarked(value)
        yield Result(
            focus=_stored(row["this"]),
            path=predicate(path.value) if isinstance(path, ox.NamedNode) else step.shape.path,
            value=None if value is None else _stored(value),
            component=step.constraint.component,
            shape=step.shape.node,
            severity=step.shape.severity,
            constraint=step.constraint.node if of_query else None,
            graph=MERGE if graph is None else as_term(graph).value,
            bindings=tuple(pair for pair in row.items() if pair[0] not in _OWN),
            written=written if isinstance(written, ox.Literal) and written != value else None,
        )


def _stored(term: Object) -> Object:
    """The term as the store has it, without a mark."""
    plain = unmarked(term)
    return term if plain == term else engine_form(plain)
