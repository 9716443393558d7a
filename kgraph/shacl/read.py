"""Shapes graph → shapes as values, of shapes that `wellformed` has let pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kgraph.problems import LoadError, Problem
from kgraph.shacl.declared import Declared, declared_components, read_declared
from kgraph.shacl.model import Constraint, Shape
from kgraph.shacl.paths import read_path
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.targets import TRUE, read_targets, target_shapes
from kgraph.vocab import SH, Object, as_iri, as_term

_SINGLE: Final = frozenset(
    {"datatype", "nodeKind", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive"}
    | {"minCount", "maxCount", "minLength", "maxLength"}
)
_REPEATABLE: Final = frozenset(
    {"class", "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue"}
)
_ONE_SHAPE: Final = frozenset({"not", "node", "property"})
_SHAPE_LISTS: Final = frozenset({"and", "or", "xone"})
_TERM_LISTS: Final = frozenset({"in", "languageIn"})
_COUNTED: Final = frozenset({"qualifiedMinCount", "qualifiedMaxCount"})


def read_shapes(graph: ShapeGraph) -> tuple[Shape, ...]:
    """Every shape that has a target or is used by one that has, parents before their parts.

    Raises LoadError for declared components that cannot be used as the shapes use them.
    """
    components = declared_components(graph)
    read: set[Object] = set()
    finished: list[Shape] = []

    def visit(node: Object) -> None:
        if node in read:
            return
        read.add(node)
        shape = _read_shape(graph, node, components)
        for constraint in shape.constraints:
            for part in constraint.shapes:
                visit(part)
        finished.append(shape)

    problems: dict[Problem, None] = {}
    for root in target_shapes(graph):
        try:
            visit(root)
        except LoadError as error:
            problems.update(dict.fromkeys(error.problems))
    if problems:
        raise LoadError(problems)
    return tuple(reversed(finished))


def _read_shape(graph: ShapeGraph, node: Object, components: tuple[Declared, ...]) -> Shape:
    path_node = graph.value(node, SH.path.value)
    path = None if path_node is None else read_path(graph, path_node)
    severity = graph.value(node, SH.severity.value)
    constraints = tuple(_constraints(graph, node))
    constraints += tuple(
        made
        for component in components
        for made in read_declared(graph, node, component, path is not None)
    )
    return Shape(
        node=node,
        path=path,
        targets=read_targets(graph, node),
        severity=SH.Violation.value if severity is None else as_iri(severity).value,
        deactivated=graph.value(node, SH.deactivated.value) == TRUE,
        constraints=constraints,
    )


def _constraints(graph: ShapeGraph, node: Object) -> Iterable[Constraint]:
    for predicate in graph.predicates(node):
        if not predicate.startswith(SH.BASE):
            continue
        kind = predicate.removeprefix(SH.BASE)
        component = f"{SH.BASE}{kind[:1].upper()}{kind[1:]}ConstraintComponent"
        if kind in _SINGLE:
            yield Constraint(kind, component, graph.value(node, predicate))
        elif kind == "pattern":
            flags = graph.value(node, SH.flags.value)
            yield Constraint(
                kind,
                component,
                graph.value(node, predicate),
                flags="" if flags is None else as_term(flags).value,
            )
        elif kind in _REPEATABLE:
            for value in graph.objects(node, predicate):
                yield Constraint(kind, component, value)
        elif kind in _ONE_SHAPE:
            for value in graph.objects(node, predicate):
                yield Constraint(kind, component, value, shapes=(value,))
        elif kind in _SHAPE_LISTS:
            for value in graph.objects(node, predicate):
                yield Constraint(kind, component, value, shapes=graph.items(value, node, predicate))
        elif kind in _TERM_LISTS:
            head = graph.value(node, predicate)
            assert head is not None
            yield Constraint(kind, component, head, terms=graph.items(head, node, predicate))
        elif kind in ("uniqueLang", "closed"):
            if graph.value(node, predicate) == TRUE:
                yield Constraint(
                    kind, component, terms=_allowed(graph, node) if kind == "closed" else ()
                )
        elif kind == "sparql":
            for value in graph.objects(node, predicate):
                if graph.value(value, SH.deactivated.value) != TRUE:
                    yield Constraint(kind, SH.SPARQLConstraintComponent.value, value, node=value)
        elif kind in _COUNTED:
            number = graph.value(node, predicate)
            counted = graph.value(node, SH.qualifiedValueShape.value)
            assert counted is not None
            shapes = (counted, *_siblings(graph, node, counted))
            yield Constraint(kind, component, number, shapes=shapes)


def _allowed(graph: ShapeGraph, node: Object) -> tuple[ox.NamedNode, ...]:
    """The properties that a closed shape allows."""
    ignored = graph.value(node, SH.ignoredProperties.value)
    allowed = [graph.value(p, SH.path.value) for p in graph.objects(node, SH.property.value)]
    if ignored is not None:
        allowed.extend(graph.items(ignored, node, SH.ignoredProperties.value))
    return tuple(term for term in allowed if isinstance(term, ox.NamedNode))


def _siblings(graph: ShapeGraph, node: Object, counted: Object) -> tuple[Object, ...]:
    if graph.value(node, SH.qualifiedValueShapesDisjoint.value) != TRUE:
        return ()
    found: dict[Object, None] = {}
    for parent in graph.subjects(SH.property.value, node):
        for sibling in graph.objects(parent, SH.property.value):
            for shape in graph.objects(sibling, SH.qualifiedValueShape.value):
                if shape != counted:
                    found[shape] = None
    return tuple(found)
