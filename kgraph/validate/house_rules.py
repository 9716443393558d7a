"""The rules of the house for shapes: what each needs to give findings that people can use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kgraph.names import local_name
from kgraph.problems import LoadError, Problem
from kgraph.shacl.frame import Frame
from kgraph.shacl.idle import idle
from kgraph.shacl.messages import placeholders
from kgraph.shacl.parts import SILENT, parts, reporting_shapes, shape_nodes
from kgraph.shacl.plan import plan
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.targets import target_shapes
from kgraph.shacl.wellformed import faults
from kgraph.sparql.lexer import code
from kgraph.validate.house import namespaces
from kgraph.validate.messages import LANGUAGES
from kgraph.validate.scopes import split_by_scope
from kgraph.validate.shapes import OUR_TERMS
from kgraph.vocab import SH, Object, as_term

_ALWAYS_FILLED: Final = frozenset({"this", "value", "path", "shape"})


def check_shapes(shapes: ShapeGraph) -> tuple[Problem, ...]:
    """What the shapes lack to give findings people can use, each with the file.

    Every shape is understood and can be compiled; every one that can report has a name and a
    message in each language whose placeholders it can fill; its severity is one of the three, and
    the namespace that it binds is one; no named shape, and no parameter of one, is without use.
    """
    if found := faults(shapes, OUR_TERMS):
        return found
    problems = [
        *idle(shapes, OUR_TERMS),
        *_not_compiled(shapes),
        *_wrong_namespaces(shapes),
        *_unused(shapes),
        *(p for node in reporting_shapes(shapes) for p in _reporting(shapes, node)),
    ]
    return tuple(problems)


def _not_compiled(shapes: ShapeGraph) -> tuple[Problem, ...]:
    problems: dict[Problem, None] = {}
    try:
        merge, source = split_by_scope(shapes)
    except LoadError as error:
        return error.problems
    for scoped, frame in ((merge, Frame()), (source, Frame(each=True))):
        try:
            plan(scoped, frame)
        except LoadError as error:
            problems.update(dict.fromkeys(error.problems))
    return tuple(problems)


def _wrong_namespaces(shapes: ShapeGraph) -> tuple[Problem, ...]:
    try:
        namespaces(shapes)
    except LoadError as error:
        return error.problems
    return ()


def _unused(shapes: ShapeGraph) -> Iterator[Problem]:
    nodes = shape_nodes(shapes)
    used = {part for node in nodes for part in parts(shapes, node)} | set(target_shapes(shapes))
    for node in nodes:
        if isinstance(node, ox.NamedNode) and node not in used:
            yield shapes.problem(
                node,
                "the shape is without use",
                "it has no target and no other shape refers to it, so it checks nothing",
                "give it a target, refer to it with sh:property, or take it out",
            )


def _reporting(shapes: ShapeGraph, node: Object) -> Iterator[Problem]:
    constraints = shapes.objects(node, SH.sparql.value)
    if not isinstance(node, ox.NamedNode):
        yield shapes.problem(
            node,
            "a shape that reports has no name",
            "its name is the id of the findings it makes",
            "give it an IRI with the prefix shape:",
        )
    others = any(
        p.startswith(SH.BASE) and p not in SILENT and p != SH.sparql.value
        for p in shapes.predicates(node)
    )
    holders = [constraint for constraint in constraints if not _tagged(shapes, node)]
    if others or not constraints:
        holders.append(node)
    for holder in holders:
        yield from _messages(shapes, node, holder)
    for text in shapes.objects(node, SH.message.value):
        yield from _placeholders(shapes, node, text, constraints)


def _tagged(shapes: ShapeGraph, node: Object) -> set[str]:
    return {
        text.language
        for text in shapes.objects(node, SH.message.value)
        if isinstance(text, ox.Literal) and text.language
    } & set(LANGUAGES)


def _messages(shapes: ShapeGraph, node: Object, holder: Object) -> Iterator[Problem]:
    missing = [language for language in LANGUAGES if language not in _tagged(shapes, holder)]
    if missing:
        yield shapes.problem(
            node if holder == node else holder,
            f"there is no sh:message in {' and '.join(missing)}",
            "findings are shown in English and Japanese",
            "write one for each language that says what is wrong and how to mend it",
        )
    for text in shapes.objects(holder, SH.message.value) if holder != node else ():
        yield from _placeholders(shapes, node, text, (holder,))


def _placeholders(
    shapes: ShapeGraph, node: Object, text: Object, constraints: Iterable[Object]
) -> Iterator[Problem]:
    if not isinstance(text, ox.Literal):
        return
    known = set(_ALWAYS_FILLED)
    known.update(local_name(p) for p in shapes.predicates(node))
    for constraint in constraints:
        for query in shapes.objects(constraint, SH.select.value):
            known.update(_selected(as_term(query).value))
    unknown = [name for name in placeholders(text.value) if name not in known]
    if unknown:
        yield shapes.problem(
            node,
            f"its message has a placeholder that nothing fills: {', '.join(unknown)}",
            "it names no variable the query selects and no parameter of the shape",
            "correct the name, or select the variable",
        )


def _selected(query: str) -> set[str]:
    """The variables that a query selects; every one it uses where it selects `*`."""
    tokens = code(query)
    start = next((i for i, token in enumerate(tokens) if token.upper == "SELECT"), len(tokens))
    body = next((i for i, token in enumerate(tokens) if token.text == "{"), len(tokens))
    selected = tokens[start:body]
    everything = any(token.text == "*" for token in selected)
    return {token.name for token in (tokens if everything else selected)} - {""}
