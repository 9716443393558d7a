"""What is wrong with what is said of one node of a shapes graph, by the rules of its roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final

import pyoxigraph as ox

from kgraph.problems import LoadError, Problem
from kgraph.shacl.paths import read_path
from kgraph.shacl.shapes_graph import ShapeGraph, short
from kgraph.shacl.unknown_terms import misspelt_term
from kgraph.shacl.value_kinds import fits
from kgraph.shacl.vocabulary import KNOWN, REQUIRED, ROLES, TAKES, Rule
from kgraph.vocab import SH, Object

_CLASS: Final = re.compile(r"(?<!\\)(?:\\\\)*\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_SETS: Final = re.compile(r"(?<=.)(?<!\\)(?:\[|&&|--|~~)", re.DOTALL)
_LISTS: Final = frozenset({"iris", "shapes", "tags", "terms"})
_SHAPES: Final = frozenset({"shape", "node shape", "property shape", "shapes"})


def node_faults(
    graph: ShapeGraph, node: Object, roles: Set[str], own: Set[str]
) -> Iterator[Problem]:
    """What is wrong with a node that is all that `roles` say. `own` as in `wellformed.refuse`."""
    rules: dict[str, Rule] = {}
    for role in ROLES:
        if role in roles:
            rules.update(ROLES[role])
    if isinstance(node, ox.Literal):
        yield _nothing_said(graph, node, roles)
        return
    for predicate in graph.predicates(node):
        local = predicate.removeprefix(SH.BASE)
        if predicate.startswith(SH.BASE) and local in rules:
            yield from _property(graph, node, local, rules[local])
        elif predicate.startswith(SH.BASE) and local in KNOWN:
            yield _out_of_place(graph, node, local, roles)
        elif "a shape" in roles and predicate not in own:
            yield from misspelt_term(graph, node, predicate, own)
    for role in sorted(roles):
        for local in REQUIRED.get(role, ()):
            if not graph.objects(node, SH.BASE + local):
                yield graph.problem(
                    node,
                    f"{role} has no sh:{local}",
                    "without it, it says nothing",
                    f"write {TAKES[ROLES[role][local].takes]} there",
                )
    if "a validator" in roles:
        yield from _one_query(graph, node)
    if "a constraint component" in roles:
        yield from _component(graph, node)


def _property(graph: ShapeGraph, node: Object, local: str, rule: Rule) -> Iterator[Problem]:
    values = graph.objects(node, SH.BASE + local)
    if rule.single and len(values) > 1:
        yield graph.problem(
            node,
            f"sh:{local} stands {len(values)} times",
            "SHACL allows one value there",
            "keep one, and move the others to shapes of their own",
            SH.BASE + local,
        )
    if rule.on_path and not graph.objects(node, SH.path.value):
        yield graph.problem(
            node,
            f"sh:{local} stands on a node shape",
            "it is about the values of a path",
            "give the shape an sh:path, or move the constraint to a property shape",
            SH.BASE + local,
        )
    if rule.needs and not any(graph.objects(node, SH.BASE + other) for other in rule.needs):
        wanted = " or ".join(f"sh:{other}" for other in rule.needs)
        yield graph.problem(
            node,
            f"sh:{local} checks nothing",
            f"it has no effect without {wanted} beside it",
            f"add {wanted}, or take it out",
            SH.BASE + local,
        )
    for value in values:
        yield from _value(graph, node, local, rule.takes, value)
        if local == "pattern" and isinstance(value, ox.Literal):
            yield from _pattern(graph, node, value)


def _pattern(graph: ShapeGraph, node: Object, pattern: ox.Literal) -> Iterator[Problem]:
    """Sets within character classes: XPath subtracts them, the engines each read them otherwise."""
    if any(_SETS.search(found[0]) for found in _CLASS.finditer(pattern.value)):
        yield graph.problem(
            node,
            f"sh:pattern is {pattern}",
            "a class of characters has brackets, && , -- or ~~ in it, which regular expressions of "
            "different kinds take for different things",
            "write the class out, with a backslash before each [ that is meant itself",
            SH.pattern.value,
            pattern,
        )


def _value(
    graph: ShapeGraph, node: Object, local: str, takes: str, value: Object
) -> Iterator[Problem]:
    predicate = SH.BASE + local
    members: tuple[Object, ...] = (value,)
    try:
        if takes == "path":
            read_path(graph, value)
            return
        if takes in _LISTS:
            members = graph.items(value, node, predicate)
    except LoadError as error:
        yield from error.problems
        return
    if takes == "shapes" and not members:
        yield graph.problem(
            node,
            f"the list of sh:{local} is empty",
            "it names no shape to check by",
            "name shapes in it, or take it out",
            predicate,
        )
    for member in members:
        if takes in _SHAPES:
            yield from _part(graph, node, local, takes, member)
        elif not fits(member, takes):
            yield graph.problem(
                node,
                f"sh:{local} is {short(member)}",
                f"it takes {TAKES[takes]}",
                "write such a value",
                predicate,
                value,
            )


def _part(
    graph: ShapeGraph, node: Object, local: str, takes: str, part: Object
) -> Iterator[Problem]:
    """What is wrong with a shape that another refers to."""
    if isinstance(part, ox.Literal):
        yield graph.problem(
            node,
            f"{part} stands where a shape is expected",
            "a literal is not a shape",
            "name a shape there",
            SH.BASE + local,
        )
        return
    has_path = bool(graph.objects(part, SH.path.value))
    if isinstance(part, ox.NamedNode) and not graph.predicates(part):
        yield graph.problem(
            node,
            f"sh:{local} names {short(part)}, of which nothing is said",
            "a shape that says nothing checks nothing",
            "correct the name, or write the shape",
            SH.BASE + local,
            part,
        )
    elif takes == "property shape" and not has_path:
        yield graph.problem(
            node,
            "a value of sh:property has no sh:path",
            "sh:property takes property shapes",
            "give it an sh:path, or use sh:node",
            SH.BASE + local,
            part,
        )
    elif takes == "node shape" and has_path:
        yield graph.problem(
            node,
            "a value of sh:node has an sh:path",
            "sh:node takes node shapes",
            "use sh:property",
            SH.BASE + local,
            part,
        )


def _nothing_said(graph: ShapeGraph, node: Object, roles: Set[str]) -> Problem:
    role = min(roles)
    user = next((t for t in graph.triples if t.object == node), None)
    return graph.problem(
        node if user is None else user.subject,
        f"{node} stands where {role} is expected",
        f"a literal is not {role}",
        "name or write one there",
        None if user is None else user.predicate.value,
        node,
    )


def _out_of_place(graph: ShapeGraph, node: Object, local: str, roles: Set[str]) -> Problem:
    own = sorted(name for role in roles for name in ROLES[role] if role != "a shape")
    takes = f"it takes {', '.join(f'sh:{name}' for name in own)}" if own else "it checks nothing"
    return graph.problem(
        node,
        f"sh:{local} has no meaning for {' and '.join(sorted(roles))}",
        takes,
        "move it to where SHACL has it, or take it out",
        SH.BASE + local,
    )


def _one_query(graph: ShapeGraph, node: Object) -> Iterator[Problem]:
    queries = [p for p in (SH.ask.value, SH.select.value) if graph.objects(node, p)]
    if len(queries) != 1:
        yield graph.problem(
            node,
            "the validator has not exactly one query",
            "sh:ask holds for what is right, sh:select finds what is wrong",
            "write one of the two",
        )


def _component(graph: ShapeGraph, node: Object) -> Iterator[Problem]:
    if not isinstance(node, ox.NamedNode):
        yield graph.problem(
            node,
            "a constraint component has no name",
            "its name is what results give",
            "give it an IRI",
        )
    kinds = ("validator", "nodeValidator", "propertyValidator")
    if not any(graph.objects(node, SH.BASE + kind) for kind in kinds):
        yield graph.problem(
            node,
            "the component has no validator",
            "so its constraint cannot be checked",
            f"give {short(node)} an sh:validator with an sh:ask query",
        )
