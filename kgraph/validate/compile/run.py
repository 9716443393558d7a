"""Runs a compiled plan in the embedded store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kgraph.names import XSD
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
    merge = {key: triples for key, triples in data.items() if key == MERGE}
    each = {key: triples for key, triples in data.items() if key != MERGE}
    if merge:
        yield from _run(plan(shapes, Frame()), ox.DefaultGraph(), merge)
    if each:
        yield from _run(plan(shapes, Frame(each=True)), None, each)


def _run(steps: tuple[Step, ...], into: ox.DefaultGraph | None, data: Data) -> Iterator[Result]:
    store = ox.Store()
    for key, triples in data.items():
        graph = into or ox.NamedNode(key)
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    if into is None:
        true = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
        listed, scratch = ox.NamedNode(SCRATCH + ":each"), ox.NamedNode(SCRATCH)
        store.extend(ox.Quad(ox.NamedNode(key), listed, true, scratch) for key in data)
    for step in steps:
        if isinstance(step, Update):
            store.update(step.text)
        else:
            yield from results_of(step, _rows(store, step.text))


def _rows(store: ox.Store, query: str) -> Iterator[Mapping[str, Term]]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: solution[name] for name in names if solution[name] is not None}


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
