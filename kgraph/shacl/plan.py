"""Shapes → an ordered list of SPARQL updates and queries that find every validation result.

The plan first stages, parents before parts, the sets of nodes that no pattern of the data gives;
then, parts before parents, which nodes fail the shapes that no expression can ask about; and last
selects the results. Every step is plain SPARQL 1.1, so the same plan runs in the embedded store and
on any engine with a graph to write the sets to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pyoxigraph as ox

from kgraph.problems import LoadError, Problem
from kgraph.shacl.components import Body, CannotCompileError, compile_core
from kgraph.shacl.conform import Conformance
from kgraph.shacl.constraint_query import compile_ask, compile_select
from kgraph.shacl.frame import Frame, Scope
from kgraph.shacl.model import Constraint, Shape
from kgraph.shacl.read import read_shapes
from kgraph.shacl.sets import Origin, Reached, Sets
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.sparql import engine
from kgraph.sparql.guard import Refused
from kgraph.sparql.syntax import broken
from kgraph.vocab import SH, Object


@dataclass(frozen=True)
class Update:
    """A step that fills a staged set."""

    text: str


@dataclass(frozen=True)
class Select:
    """A step whose rows are the results of one constraint of one shape.

    A row binds ?this, perhaps ?path, and what `value` says (see Body). Further columns are for
    messages.
    """

    text: str
    shape: Shape
    constraint: Constraint
    value: str


Step = Update | Select


@dataclass
class _Planner:
    graph: ShapeGraph
    shapes: tuple[Shape, ...]
    frame: Frame
    problems: dict[Problem, bool] = field(default_factory=dict)
    """What cannot be compiled, each with whether pySHACL evaluates it."""

    def __post_init__(self) -> None:
        self.number = {shape.node: i for i, shape in enumerate(self.shapes)}
        self.conformance = Conformance(self.frame, {shape.node: shape for shape in self.shapes})
        self.sets = Sets(self.frame)
        self.scopes: dict[tuple[str, Object], Scope] = {}
        self.place()

    def place(self) -> None:
        """Finds the nodes over which each shape reports, and those about which it is asked."""
        origins: dict[tuple[str, Object], dict[Origin, None]] = {}
        for shape in self.shapes:
            if shape.deactivated:
                continue
            for target in shape.targets:
                origins.setdefault(("focus", shape.node), {})[target] = None
            for role in ("focus", "asked"):
                found = origins.get((role, shape.node))
                if found is None:
                    continue
                scope = Scope(self.frame, self.sets.nodes(found), shape.path)
                self.scopes[role, shape.node] = scope
                below: dict[Origin, None] = found
                if shape.path is not None:
                    below = {Reached(scope.nodes, shape.path): None}
                for constraint in shape.constraints:
                    # Through sh:property a reporting shape lets its part report; whatever else
                    # refers to a shape asks only whether a node conforms.
                    reports = role == "focus" and constraint.kind == "property"
                    for part in constraint.shapes:
                        if reports:
                            origins.setdefault(("focus", part), {}).update(below)
                        elif self.conformance.expression(part, scope.node) is None:
                            origins.setdefault(("asked", part), {}).update(below)

    def fails(self, node: Object, variable: str) -> str:
        """The expression that holds where `variable` does not conform to a shape."""
        known = self.conformance.expression(node, variable)
        if known is not None:
            return f"(!{known})"
        failing = self.frame.set_name("failing", self.number[node])
        return f"EXISTS {{ {self.frame.member(failing, variable)} }}"

    def steps(self) -> Iterator[Step]:
        yield from map(Update, self.sets.updates)
        for shape in reversed(self.shapes):
            scope = self.scopes.get(("asked", shape.node))
            if scope is not None:
                for constraint in shape.constraints:
                    yield from self.stage_failing(shape, constraint, scope)
        for shape in self.shapes:
            scope = self.scopes.get(("focus", shape.node))
            if scope is not None:
                for constraint in shape.constraints:
                    yield from self.select(shape, constraint, scope)

    def stage_failing(self, shape: Shape, constraint: Constraint, scope: Scope) -> Iterator[Update]:
        body, prologue = self.body(shape, constraint, scope)
        if body is not None:
            columns = self.frame.columns
            query = f"{{ SELECT DISTINCT {columns} WHERE {{ {body.where} }} {body.tail} }}"
            name = self.frame.set_name("failing", self.number[shape.node])
            yield Update(prologue + self.frame.insert(name, "?this", query))

    def select(self, shape: Shape, constraint: Constraint, scope: Scope) -> Iterator[Select]:
        if constraint.kind == "property":
            return
        body, prologue = self.body(shape, constraint, scope)
        if body is None:
            return
        columns = self.frame.columns
        if constraint.node is not None:
            columns = "*"
        elif constraint.kind == "closed":
            columns += " ?path ?value"
        elif body.value == "value":
            columns += " ?value"
        text = f"{prologue}SELECT DISTINCT {columns} WHERE {{ {body.where} }} {body.tail}"
        yield Select(text, shape, constraint, body.value)

    def body(self, shape: Shape, constraint: Constraint, scope: Scope) -> tuple[Body | None, str]:
        """What the constraint compiles to; where it does not, nothing, and the problem is noted."""
        try:
            if constraint.node is None:
                return compile_core(constraint, scope, self.fails), ""
            asks = self.graph.objects(constraint.node, SH.ask.value)
            body, prologue = (compile_ask if asks else compile_select)(
                self.graph, shape, constraint, scope
            )
            _parse(f"{prologue}SELECT * WHERE {{ {body.where} }}")
        except CannotCompileError as error:
            where = constraint.node if isinstance(constraint.node, ox.NamedNode) else shape.node
            problem = self.graph.problem(where, error.what, error.why, error.fix)
            self.problems[problem] = error.by_pyshacl
            return None, ""
        return body, prologue


def _parse(query: str) -> None:
    """Raises CannotCompileError for a query of the shapes that the engine cannot run."""
    try:
        engine.query(ox.Store(), query)
    except (SyntaxError, ValueError, RuntimeError, Refused) as error:
        raise CannotCompileError(
            "its query does not run",
            broken(error, query).why if isinstance(error, SyntaxError) else str(error),
            "correct the query; the prefixes it uses are declared with sh:prefixes",
        ) from None


def plan(graph: ShapeGraph, frame: Frame) -> tuple[Step, ...]:
    """The steps that validate the data of `frame` against the shapes.

    Where the frame runs over each of many graphs, the caller first puts
    `<graph> <scratch:each> true` for each of them into the scratch graph. Raises LoadError that
    names every constraint that cannot be compiled.
    """
    return graph.once(("plan", frame), partial(_planned, graph, frame))


def _planned(graph: ShapeGraph, frame: Frame) -> tuple[Step, ...]:
    planner = _Planner(graph, read_shapes(graph), frame)
    steps = tuple(planner.steps())
    if planner.problems:
        raise LoadError(planner.problems)
    return steps


def beyond_both(graph: ShapeGraph) -> tuple[Problem, ...]:
    """What of well-formed shapes neither this compiler nor pySHACL evaluates rightly."""
    planner = _Planner(graph, read_shapes(graph), Frame(exact=True))
    for _ in planner.steps():
        pass
    return tuple(problem for problem, by_pyshacl in planner.problems.items() if not by_pyshacl)
