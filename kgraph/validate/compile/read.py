"""Shapes graph → shapes as values. Whatever is not understood is refused, never skipped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kgraph.load import LoadError, Problem
from kgraph.names import RDF, RDFS, SH, XSD, compact
from kgraph.validate.compile.declared import Declared, declared_components, read_declared
from kgraph.validate.compile.model import Constraint, Shape, Target
from kgraph.validate.paths import read_path
from kgraph.validate.shapegraph import Object, ShapeGraph

TRUE: Final = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
TARGETS: Final = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")

_COMPARED: Final = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
_COUNTED: Final = ("minCount", "maxCount", "minLength", "maxLength")
_SINGLE: Final = frozenset({"datatype", "nodeKind", "pattern", *_COMPARED, *_COUNTED})
_REPEATABLE: Final = frozenset(
    {"class", "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue"}
)
_PROPERTY_ONLY: Final = frozenset(
    {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"}
)
_ONE_SHAPE: Final = ("not", "node", "property")
_SHAPE_LISTS: Final = ("and", "or", "xone")
_READ_APART: Final = frozenset(
    {"in", "languageIn", "uniqueLang", "closed", "sparql", "qualifiedMinCount", "qualifiedMaxCount"}
)
# Properties of a shape that state no constraint of their own. The last line lets a SPARQL
# constraint, a component or a prefix declaration be the same node as the shape.
_SILENT: Final = frozenset(
    {
        *TARGETS,
        *("path", "severity", "message", "deactivated", "flags", "ignoredProperties"),
        *("qualifiedValueShape", "qualifiedValueShapesDisjoint"),
        *("name", "description", "order", "group", "defaultValue"),
        *("prefixes", "select", "declare"),
    }
)


def read_shapes(graph: ShapeGraph) -> tuple[Shape, ...]:
    """Every shape that has a target or is used by one that has, parents before their parts.

    Raises LoadError with the first fault under each target: shapes that are ill-formed, refer to
    themselves, or use what this compiler does not know.
    """
    components = declared_components(graph)
    read: dict[Object, Shape] = {}
    finished: list[Shape] = []

    def visit(node: Object, above: tuple[Object, ...]) -> None:
        if node in above:
            raise graph.refusal(
                node,
                "the shape refers to itself",
                "what recursive shapes mean is left open by SHACL",
                "break the circle, for instance with a SPARQL constraint",
            )
        if node in read:
            return
        shape = _read_shape(graph, node, components)
        read[node] = shape
        for constraint in shape.constraints:
            for part in constraint.shapes:
                visit(part, (*above, node))
        finished.append(shape)

    problems: dict[Problem, None] = {}
    for root in target_shapes(graph):
        try:
            visit(root, ())
        except LoadError as error:
            problems.update(dict.fromkeys(error.problems))
    if problems:
        raise LoadError(problems)
    return tuple(reversed(finished))


def target_shapes(graph: ShapeGraph) -> tuple[Object, ...]:
    """The nodes that declare a target, implicit class targets included, in the order written."""
    return tuple(node for node in graph.all_subjects() if read_targets(graph, node))


def read_targets(graph: ShapeGraph, node: Object) -> tuple[Target, ...]:
    """The target declarations of one shape."""
    found = [Target(kind, term) for kind in TARGETS for term in graph.objects(node, SH + kind)]
    types = set(graph.objects(node, RDF + "type"))
    shape_types = {ox.NamedNode(SH + "NodeShape"), ox.NamedNode(SH + "PropertyShape")}
    if types & shape_types and types & _class_types(graph):
        found.append(Target("targetClass", node))
    return tuple(found)


def _class_types(graph: ShapeGraph) -> set[Object]:
    known: set[Object] = {ox.NamedNode(RDFS + "Class")}
    waiting = list(known)
    while waiting:
        for narrower in graph.subjects(RDFS + "subClassOf", waiting.pop()):
            if narrower not in known:
                known.add(narrower)
                waiting.append(narrower)
    return known


def _read_shape(graph: ShapeGraph, node: Object, components: tuple[Declared, ...]) -> Shape:
    if isinstance(node, ox.Literal):
        raise graph.refusal(
            node,
            f"{node} stands where a shape is expected",
            "a literal is not a shape",
            "name a shape there",
        )
    path_node = graph.value(node, SH + "path")
    path = None if path_node is None else read_path(graph, path_node)
    severity = graph.value(node, SH + "severity") or ox.NamedNode(SH + "Violation")
    if not isinstance(severity, ox.NamedNode):
        raise graph.refusal(
            node,
            f"sh:severity is {severity}",
            "a severity is named by an IRI",
            "write sh:Violation, sh:Warning or sh:Info",
        )
    _know_all(graph, node)
    constraints = tuple(_constraints(graph, node, path is not None))
    constraints += tuple(
        made
        for component in components
        for made in read_declared(graph, node, component, path is not None)
    )
    return Shape(
        node=node,
        path=path,
        targets=read_targets(graph, node),
        severity=severity.value,
        deactivated=graph.value(node, SH + "deactivated") == TRUE,
        constraints=constraints,
    )


def _know_all(graph: ShapeGraph, node: Object) -> None:
    known = _SINGLE | _REPEATABLE | _READ_APART | _SILENT | {*_ONE_SHAPE, *_SHAPE_LISTS}
    for predicate in graph.predicates(node):
        if predicate.startswith(SH) and predicate.removeprefix(SH) not in known:
            raise graph.refusal(
                node,
                f"{compact(predicate)} is not understood",
                "it is outside SHACL Core and SHACL-SPARQL constraints, and a constraint that is "
                "not understood is never skipped",
                "write the same with SHACL Core or sh:sparql, or validate with the pyshacl engine",
            )


def _constraints(graph: ShapeGraph, node: Object, has_path: bool) -> Iterable[Constraint]:
    for predicate in graph.predicates(node):
        if not predicate.startswith(SH):
            continue
        kind = predicate.removeprefix(SH)
        component = f"{SH}{kind[:1].upper()}{kind[1:]}ConstraintComponent"
        if kind in _PROPERTY_ONLY and not has_path:
            raise graph.refusal(
                node,
                f"sh:{kind} stands on a node shape",
                "it is about the values of a path",
                "give the shape an sh:path, or move the constraint to a property shape",
            )
        if kind in _SINGLE:
            value = graph.value(node, predicate)
            flags = graph.value(node, SH + "flags") if kind == "pattern" else None
            if kind in _COUNTED or kind == "pattern":
                _need_literal(graph, node, kind, value)
            yield Constraint(
                kind, component, value, flags="" if flags is None else str(flags.value)
            )
        elif kind in _REPEATABLE:
            for value in graph.objects(node, predicate):
                yield Constraint(kind, component, value)
        elif kind in _ONE_SHAPE:
            for value in graph.objects(node, predicate):
                _need_kind(graph, node, kind, value)
                yield Constraint(kind, component, value, shapes=(value,))
        elif kind in _SHAPE_LISTS:
            for value in graph.objects(node, predicate):
                yield Constraint(kind, component, value, shapes=graph.items(value))
        elif kind in _READ_APART:
            yield from _read_apart(graph, node, kind, component, has_path)


def _read_apart(
    graph: ShapeGraph, node: Object, kind: str, component: str, has_path: bool
) -> Iterable[Constraint]:
    if kind in ("in", "languageIn"):
        value = graph.value(node, SH + kind)
        if value is not None:
            yield Constraint(kind, component, value, terms=graph.items(value))
    elif kind == "uniqueLang":
        if graph.value(node, SH + kind) == TRUE:
            yield Constraint(kind, component)
    elif kind == "closed":
        if graph.value(node, SH + kind) == TRUE:
            ignored = graph.value(node, SH + "ignoredProperties")
            allowed = [graph.value(p, SH + "path") for p in graph.objects(node, SH + "property")]
            allowed.extend(() if ignored is None else graph.items(ignored))
            terms = tuple(term for term in allowed if isinstance(term, ox.NamedNode))
            yield Constraint(kind, component, terms=terms)
    elif kind == "sparql":
        for value in graph.objects(node, SH + kind):
            if graph.value(value, SH + "deactivated") != TRUE:
                yield Constraint(kind, SH + "SPARQLConstraintComponent", value, node=value)
    # On a node shape, or without a shape to count, the qualified counts state nothing.
    elif has_path and graph.objects(node, SH + "qualifiedValueShape"):
        counted = graph.value(node, SH + "qualifiedValueShape")
        value = graph.value(node, SH + kind)
        _need_literal(graph, node, kind, value)
        siblings = _siblings(graph, node, counted)
        yield Constraint(kind, component, value, shapes=(counted, *siblings))


def _siblings(graph: ShapeGraph, node: Object, counted: Object | None) -> tuple[Object, ...]:
    if graph.value(node, SH + "qualifiedValueShapesDisjoint") != TRUE:
        return ()
    found: dict[Object, None] = {}
    for parent in graph.subjects(SH + "property", node):
        for sibling in graph.objects(parent, SH + "property"):
            for shape in graph.objects(sibling, SH + "qualifiedValueShape"):
                if shape != counted:
                    found[shape] = None
    return tuple(found)


def _need_kind(graph: ShapeGraph, node: Object, kind: str, value: Object) -> None:
    has_path = bool(graph.objects(value, SH + "path"))
    if kind == "property" and not has_path:
        raise graph.refusal(
            node,
            "a value of sh:property has no sh:path",
            "sh:property takes property shapes",
            "give it an sh:path, or use sh:node",
        )
    if kind == "node" and has_path:
        raise graph.refusal(
            node,
            "a value of sh:node has an sh:path",
            "sh:node takes node shapes",
            "use sh:property",
        )


def _need_literal(graph: ShapeGraph, node: Object, kind: str, value: Object | None) -> None:
    text = kind == "pattern"
    spelled = value.value if isinstance(value, ox.Literal) else ""
    if not isinstance(value, ox.Literal) or not (text or re.fullmatch(r"\+?[0-9]+", spelled)):
        raise graph.refusal(
            node,
            f"sh:{kind} is {value}",
            "it takes a string" if text else "it takes a whole number from 0 up",
            "write such a value",
        )
