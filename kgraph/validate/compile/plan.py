"""Shapes → an ordered list of SPARQL updates and queries that find every validation result.

The plan first stages, parents before parts, which nodes each shape is asked about; then, parts
before parents, which of them fail; and last selects the results. Every step is plain SPARQL 1.1, so
the same plan runs in the embedded store and on any engine with a graph to write the sets to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kgraph.load import LoadError, Problem
from kgraph.names import RDF, RDFS, SH
from kgraph.validate.compile.components import Body, CannotCompileError, compile_core
from kgraph.validate.compile.constraint_query import compile_ask, compile_select
from kgraph.validate.compile.frame import Frame, Scope
from kgraph.validate.compile.model import Constraint, Shape, Target
from kgraph.validate.compile.read import read_shapes
from kgraph.validate.shapegraph import Object, ShapeGraph


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
    reporting: set[Object] = field(default_factory=set)
    needed: set[Object] = field(default_factory=set)
    problems: dict[Problem, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.number = {shape.node: i for i, shape in enumerate(self.shapes)}
        for shape in self.shapes:
            if shape.targets:
                self.reporting.add(shape.node)
            if shape.deactivated:
                continue
            for constraint in shape.constraints:
                for part in constraint.shapes:
                    # Through sh:property a reporting shape lets its part report; whatever else
                    # refers to a shape asks only whether a node conforms.
                    if constraint.kind != "property" or shape.node in self.needed:
                        self.needed.add(part)
                    if constraint.kind == "property" and shape.node in self.reporting:
                        self.reporting.add(part)

    def scope(self, shape: Shape, role: str) -> Scope:
        return Scope(self.frame, self.set_name(role, shape.node), shape.path)

    def set_name(self, role: str, node: Object) -> str:
        return self.frame.set_name(role, self.number[node])

    def failing(self, node: Object, variable: str) -> str:
        return self.frame.member(self.set_name("failing", node), variable)

    def steps(self) -> Iterator[Step]:
        active = [shape for shape in self.shapes if not shape.deactivated]
        for shape in active:
            for target in shape.targets:
                yield self.stage_target(shape, target)
            yield from self.stage_parts(shape)
        for shape in reversed(active):
            if shape.node in self.needed:
                for constraint in shape.constraints:
                    yield from self.stage_failing(shape, constraint)
        for shape in active:
            if shape.node in self.reporting:
                for constraint in shape.constraints:
                    yield from self.select(shape, constraint)

    def stage_target(self, shape: Shape, target: Target) -> Update:
        name = self.set_name("focus", shape.node)
        if target.kind == "targetNode":
            if isinstance(target.term, ox.BlankNode):
                raise self.graph.refusal(
                    shape.node,
                    "its sh:targetNode is a blank node",
                    "a blank node of the shapes is no node of the data",
                    "give the node an IRI",
                )
            where = self.frame.graphs() + f" BIND({target.term} AS ?this)"
        else:
            pattern = {
                "targetClass": f"?this <{RDF}type>/<{RDFS}subClassOf>* {target.term}",
                "targetSubjectsOf": f"?this {target.term} ?any",
                "targetObjectsOf": f"?any {target.term} ?this",
            }[target.kind]
            where = f"{self.frame.graphs()} {self.frame.data(pattern)}"
        return Update(self.frame.insert(name, "?this", where))

    def stage_parts(self, shape: Shape) -> Iterator[Update]:
        for role, holds in (("focus", self.reporting), ("asked", self.needed)):
            if shape.node not in holds:
                continue
            scope = self.scope(shape, role)
            parts: dict[str, None] = {}
            for constraint in shape.constraints:
                reports = role == "focus" and constraint.kind == "property"
                for part in constraint.shapes:
                    parts[self.set_name("focus" if reports else "asked", part)] = None
            for name in parts:
                yield Update(self.frame.insert(name, scope.node, scope.values()))

    def stage_failing(self, shape: Shape, constraint: Constraint) -> Iterator[Update]:
        body, prologue = self.body(shape, constraint, self.scope(shape, "asked"))
        if body is not None:
            columns = self.frame.columns
            query = f"{{ SELECT DISTINCT {columns} WHERE {{ {body.where} }} {body.tail} }}"
            name = self.set_name("failing", shape.node)
            yield Update(prologue + self.frame.insert(name, "?this", query))

    def select(self, shape: Shape, constraint: Constraint) -> Iterator[Select]:
        if constraint.kind == "property":
            return
        body, prologue = self.body(shape, constraint, self.scope(shape, "focus"))
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
                return compile_core(constraint, scope, self.failing), ""
            asks = self.graph.objects(constraint.node, SH + "ask")
            body, prologue = (compile_ask if asks else compile_select)(
                self.graph, shape, constraint, scope
            )
            _parse(f"{prologue}SELECT * WHERE {{ {body.where} }}")
        except CannotCompileError as error:
            where = constraint.node if isinstance(constraint.node, ox.NamedNode) else shape.node
            problem = self.graph.problem(where, error.what, error.why, error.fix)
            self.problems[problem] = None
            return None, ""
        return body, prologue


def _parse(query: str) -> None:
    """Raises CannotCompileError for a query of the shapes that the engine cannot run."""
    try:
        ox.Store().query(query)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise CannotCompileError(
            "its query does not run",
            " ".join(str(error).split()),
            "correct the query; the prefixes it uses are declared with sh:prefixes",
        ) from None


def plan(graph: ShapeGraph, frame: Frame) -> tuple[Step, ...]:
    """The steps that validate the data of `frame` against the shapes.

    Where the frame runs over each of many graphs, the caller first puts
    `<graph> <scratch:each> true` for each of them into the scratch graph. Raises LoadError that
    names every constraint that cannot be compiled.
    """
    planner = _Planner(graph, read_shapes(graph), frame)
    steps = tuple(planner.steps())
    if planner.problems:
        raise LoadError(planner.problems)
    return steps
