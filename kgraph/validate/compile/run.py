"""Runs a compiled plan in the embedded store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from kgraph.names import XSD
from kgraph.questions import engine
from kgraph.validate.compile.frame import KEY, SCRATCH, Frame
from kgraph.validate.compile.plan import Select, Step, Update, plan
from kgraph.validate.paths import predicate
from kgraph.validate.results import MERGE, Data, Result, Term
from kgraph.validate.shapegraph import ShapeGraph

_OWN: Final = frozenset({"this", "path", "value", KEY})


def run(shapes: ShapeGraph, data: Data) -> Iterator[Result]:
    """Every result of validating each graph of `data` alone against the shapes.

    Raises LoadError for shapes that cannot be compiled. The data is copied to a store of its own.
    """
    if MERGE in data:
        yield from run_merge(shapes, _copy(ox.Quad(*triple) for triple in data[MERGE]))
    graphs = {ox.NamedNode(key): triples for key, triples in data.items() if key != MERGE}
    if graphs:
        quads = (ox.Quad(*t, graph) for graph, triples in graphs.items() for t in triples)
        yield from run_each(shapes, graphs, quads)


def run_merge(shapes: ShapeGraph, store: ox.Store) -> Iterator[Result]:
    """Every result of validating the default graph of a store against the shapes.

    The store is only read. Raises LoadError for shapes that cannot be compiled.
    """
    steps = _plan(shapes, Frame(), store)
    if any(isinstance(step, Update) for step in steps):
        # Sets are staged where the data is.
        store = _copy(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    yield from _run(steps, store)


def run_each(
    shapes: ShapeGraph, graphs: Iterable[ox.NamedNode], quads: Iterable[ox.Quad]
) -> Iterator[Result]:
    """Every result of validating each of the graphs alone, which together hold the quads.

    Raises LoadError for shapes that cannot be compiled.
    """
    store = _copy(quads)
    true = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
    listed, scratch = ox.NamedNode(SCRATCH + ":each"), ox.NamedNode(SCRATCH)
    store.extend(ox.Quad(graph, listed, true, scratch) for graph in graphs)
    yield from _run(_plan(shapes, Frame(each=True), store), store)


def _copy(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def _plan(shapes: ShapeGraph, frame: Frame, store: ox.Store) -> tuple[Step, ...]:
    return plan(shapes, replace(frame, closed=not engine.ask(store, frame.not_closed())))


def _run(steps: tuple[Step, ...], store: ox.Store) -> Iterator[Result]:
    for step in steps:
        if isinstance(step, Update):
            engine.update(store, step.text)
        else:
            yield from results_of(step, _rows(store, step.text))


def _rows(store: ox.Store, query: str) -> Iterator[Mapping[str, Term]]:
    solutions = engine.select(store, query)
    for row in solutions:
        pairs = zip(solutions.columns, row, strict=True)
        yield {name: term for name, term in pairs if term is not None}


def results_of(step: Select, rows: Iterable[Mapping[str, Term]]) -> Iterator[Result]:
    """The results that the rows of a step stand for; each row holds its bound variables."""
    of_query = step.constraint.kind == "sparql"
    for row in rows:
        value, path, graph = (row.get(name) for name in ("value", "path", KEY))
        if value is None and step.value == "this":
            value = row["this"]
        yield Result(
            focus=row["this"],
            path=predicate(path.value) if isinstance(path, ox.NamedNode) else step.shape.path,
            value=value,
            component=step.constraint.component,
            shape=step.shape.node,
            severity=step.shape.severity,
            constraint=step.constraint.node if of_query else None,
            graph=MERGE if graph is None else graph.value,
            bindings=tuple(pair for pair in row.items() if pair[0] not in _OWN),
        )
