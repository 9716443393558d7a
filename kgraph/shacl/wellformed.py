"""Whether all of a shapes graph is understood: the one check in front of both engines.

Whatever it lets pass, each engine evaluates or refuses by name; whatever would be skipped in
silence, such as a misspelt term or a switch in quotes, is refused here with its place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from types import MappingProxyType
from typing import Final, TypeGuard

import pyoxigraph as ox

from kgraph.names import compact, split
from kgraph.problems import LoadError, Problem
from kgraph.shacl.literal_values import well_formed
from kgraph.shacl.parts import parts, shape_nodes
from kgraph.shacl.paths import DEEPEST, read_path
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.targets import TARGETS, TRUE, target_shapes
from kgraph.shacl.vocabulary import (
    ADVANCED,
    KNOWN,
    NODE_KINDS,
    PROPERTIES,
    REQUIRED,
    ROLE_OF_TYPE,
    ROLE_OF_VALUE,
    ROLES,
    SEVERITY_IRIS,
    SHAPE,
    TAKES,
    XSD_TYPES,
    Rule,
)
from kgraph.vocab import OWL, RDF, SH, XSD, Object, as_term

_TYPE: Final = RDF.type.value
_NUMBERS: Final = frozenset(XSD.BASE + name for name in ("integer", "decimal", "double", "float"))
_TAG: Final = re.compile("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_CLASS: Final = re.compile(r"(?<!\\)(?:\\\\)*\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_SETS: Final = re.compile(r"(?<=.)(?<!\\)(?:\[|&&|--|~~)", re.DOTALL)
_NAMESPACE: Final = re.compile(r"(.*[#/:])([^#/:]*)")
_LISTS: Final = frozenset({"iris", "shapes", "tags", "terms"})
_NONE: Final[Set[str]] = frozenset()
_SHAPES: Final = frozenset({"shape", "node shape", "property shape", "shapes"})


def refuse(graph: ShapeGraph, own: Set[str] = _NONE) -> None:
    """Raises LoadError with all of a shapes graph that is not understood, or checks nothing.

    `own` are the IRIs of properties that the caller understands in shapes, besides those of SHACL.
    Any other property of another namespace is a remark, unless it looks like one of them misspelt.
    """
    found = faults(graph, own) or tuple(dict.fromkeys(idle(graph, own)))
    if found:
        raise LoadError(found)


def faults(graph: ShapeGraph, own: Set[str] = _NONE) -> tuple[Problem, ...]:
    """All of a shapes graph that is not understood, each with its place. `own` as in `refuse`."""
    reports = _reports(graph)
    roles = _roles(graph, reports)
    found = dict.fromkeys(_names(graph, reports))
    for node, its in roles.items():
        found.update(dict.fromkeys(_node(graph, node, its, own)))
    shapes = [node for node, its in roles.items() if "a shape" in its]
    found.update(dict.fromkeys(_circles(graph, shapes)))
    return tuple(found)


def idle(graph: ShapeGraph, own: Set[str] = _NONE) -> Iterator[Problem]:
    """What makes well-formed shapes check nothing, or give what is no finding.

    No target at all, no constraint under one, shapes that stand elsewhere, a severity that is none
    of the three. `own` as in `refuse`.
    """
    silent = _WITHOUT_CONSTRAINT | own
    yield from _imports(graph)
    roots = target_shapes(graph)
    if not roots and graph.triples:  # a file that says nothing promises nothing
        yield Problem(
            "no shape has a target",
            "so nothing is checked",
            f"write shapes in the namespace <{SH.BASE}>, with a target such as sh:targetClass",
            next(iter(graph.files.values()), None),
        )
    for node in roots:
        states = (p for p in graph.predicates(node) if p not in silent)
        if next(states, None) is None and graph.value(node, SH.deactivated.value) != TRUE:
            yield graph.problem(
                node,
                "it has a target but no constraint",
                "so it checks nothing",
                "say what holds of its nodes, or take the target out",
            )
    for node in shape_nodes(graph):
        for severity in graph.objects(node, SH.severity.value):
            if not isinstance(severity, ox.NamedNode) or severity.value not in SEVERITY_IRIS:
                yield graph.problem(
                    node,
                    f"sh:severity is {_short(severity)}",
                    "findings are violations, warnings or infos",
                    "write sh:Violation, sh:Warning or sh:Info",
                    SH.severity.value,
                    severity,
                )


_WITHOUT_CONSTRAINT: Final = frozenset(
    {_TYPE}
    | {SH.BASE + name for name in (*TARGETS, "path", "severity", "message", "deactivated")}
    | {SH.BASE + name for name in ("name", "description", "order", "group", "defaultValue")}
)


# -- names


def _imports(graph: ShapeGraph) -> Iterator[Problem]:
    """What the shapes say they import, and nothing is said of: no other file is ever read."""
    for subject, predicate, value in graph.triples:
        if predicate.value == OWL.imports.value and not graph.predicates(value):
            yield graph.problem(
                subject,
                f"it imports {_short(value)}, which is not among the shapes",
                "nothing is ever fetched, so its shapes would check nothing",
                "put the file beside the others, or take the import out",
                predicate.value,
                value,
            )


def _names(graph: ShapeGraph, reports: Set[Object]) -> Iterator[Problem]:
    """Terms of the namespace that SHACL does not have, and terms of SHACL in another namespace."""
    strange: set[str] = set()
    for subject, predicate, value in graph.triples:
        said = subject, predicate.value, value
        for name in (predicate.value, as_term(value).value if predicate.value == _TYPE else ""):
            namespace = _other_namespace(name)
            if namespace and namespace not in strange:
                strange.add(namespace)
                yield graph.problem(
                    subject,
                    f"<{name}> is no term of SHACL",
                    f"the namespace of SHACL is <{SH.BASE}>",
                    f"write @prefix sh: <{SH.BASE}>",
                    predicate.value,
                    value,
                )
        yield from _term(graph, said, predicate.value, reports, KNOWN)
        if isinstance(value, ox.NamedNode) and predicate.value == _TYPE:
            yield from _term(graph, said, value.value, reports, KNOWN)
        elif isinstance(value, ox.NamedNode) and value.value.startswith(SH.BASE):
            # What shapes are about may be terms of SHACL of any kind, as in shapes for shapes.
            yield from _term(graph, said, value.value, reports, KNOWN | ADVANCED)


def _term(
    graph: ShapeGraph,
    said: tuple[Object, str, Object],
    name: str,
    reports: Set[Object],
    known: Set[str],
) -> Iterator[Problem]:
    subject, predicate, value = said
    local = name.removeprefix(SH.BASE)
    if name.startswith(SH.BASE) and local not in known and subject not in reports:
        yield graph.problem(subject, *_not_understood(local), predicate, value)


def _not_understood(local: str) -> tuple[str, str, str]:
    if local in ADVANCED:
        return (
            f"sh:{local} is not understood",
            "it is outside SHACL Core and SHACL-SPARQL constraints, which is all that is evaluated",
            "write the same with SHACL Core or sh:sparql, or take it out",
        )
    near = difflib.get_close_matches(local, KNOWN, n=1, cutoff=0.6)
    folded = [name for name in KNOWN if name.lower() == local.lower()] or near
    return (
        f"sh:{local} is not understood",
        "SHACL has no such term, and what is not understood is never skipped",
        f"did you mean sh:{folded[0]}?" if folded else "correct it, or take it out",
    )


def _other_namespace(name: str) -> str:
    """The namespace of a term of SHACL that stands in one that is only like it, or nothing."""
    match = _NAMESPACE.fullmatch(name)
    if match is None or name.startswith(SH.BASE) or match[2] not in _UNMISTAKABLE:
        return ""
    namespace = match[1].lower()
    alike = difflib.SequenceMatcher(None, namespace, SH.BASE).ratio() >= _ALIKE
    return match[1] if alike or "shacl" in namespace else ""


_ALIKE: Final = 0.85
_UNMISTAKABLE: Final = (PROPERTIES | frozenset(ROLE_OF_TYPE)) - {"name", "order", "group"}


# -- what each node is


def _reports(graph: ShapeGraph) -> Set[Object]:
    """The nodes of reports on a validation, which shapes are sometimes published with."""
    kinds = [ox.NamedNode(SH.BASE + kind) for kind in ("ValidationReport", "ValidationResult")]
    typed = {node for kind in kinds for node in graph.subjects(_TYPE, kind)}
    named = {
        t.object for t in graph.triples if t.predicate.value in (SH.result.value, SH.detail.value)
    }
    return typed | named


def _roles(graph: ShapeGraph, reports: Set[Object]) -> Mapping[Object, set[str]]:
    """Each node that says something in terms of SHACL, with all that it is."""
    found: dict[Object, set[str]] = {}

    def add(node: Object, role: str) -> None:
        found.setdefault(node, set()).add(role)

    for subject, predicate, value in graph.triples:
        name, local = predicate.value, predicate.value.removeprefix(SH.BASE)
        if name == _TYPE and isinstance(value, ox.NamedNode) and value.value.startswith(SH.BASE):
            role = ROLE_OF_TYPE.get(value.value.removeprefix(SH.BASE))
            if role:
                add(subject, role)
        elif name.startswith(SH.BASE) and local in ROLE_OF_VALUE:
            add(value, ROLE_OF_VALUE[local])
        if name == SH.declare.value:
            add(subject, "an owner of prefixes")
        elif name == SH.parameter.value:
            add(subject, "a constraint component")
    for node in graph.all_subjects():
        says = any(
            predicate.startswith(SH.BASE) and predicate.removeprefix(SH.BASE) in SHAPE
            for predicate in graph.predicates(node)
        )
        if says and node not in found and node not in reports:
            add(node, "a shape")
    waiting = [*target_shapes(graph), *(n for n, roles in found.items() if "a shape" in roles)]
    while waiting:
        node = waiting.pop()
        add(node, "a shape")
        waiting.extend(p for p in _known_parts(graph, node) if "a shape" not in found.get(p, ()))
    return {node: roles for node, roles in found.items() if node not in reports}


def _node(graph: ShapeGraph, node: Object, roles: set[str], own: Set[str]) -> Iterator[Problem]:
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
            yield from _own_term(graph, node, predicate, own)
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
        elif not _FITS[takes](member):
            yield graph.problem(
                node,
                f"sh:{local} is {_short(member)}",
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
            f"sh:{local} names {_short(part)}, of which nothing is said",
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


def _nothing_said(graph: ShapeGraph, node: Object, roles: set[str]) -> Problem:
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


def _out_of_place(graph: ShapeGraph, node: Object, local: str, roles: set[str]) -> Problem:
    own = sorted(name for role in roles for name in ROLES[role] if role != "a shape")
    takes = f"it takes {', '.join(f'sh:{name}' for name in own)}" if own else "it checks nothing"
    return graph.problem(
        node,
        f"sh:{local} has no meaning for {' and '.join(sorted(roles))}",
        takes,
        "move it to where SHACL has it, or take it out",
        SH.BASE + local,
    )


def _own_term(graph: ShapeGraph, node: Object, predicate: str, own: Set[str]) -> Iterator[Problem]:
    beside = [term for term in own if split(term)[0] == split(predicate)[0]]
    near = difflib.get_close_matches(predicate, beside, n=1, cutoff=0.9)
    if near:
        yield graph.problem(
            node,
            f"{compact(predicate)} is not understood",
            "shapes are told apart by terms of ours, and this is none of them",
            f"did you mean {compact(near[0])}?",
            predicate,
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
            f"give {_short(node)} an sh:validator with an sh:ask query",
        )


def _circles(graph: ShapeGraph, shapes: Iterable[Object]) -> Iterator[Problem]:
    """Each shape that, by way of others, refers to itself, or one within which too many stand.

    A shape that others share is looked at once.
    """
    heights: dict[Object, int] = {}
    for start in shapes:
        above: dict[Object, tuple[Object, ...]] = {}
        waiting: list[tuple[Object, bool]] = [(start, False)]
        while waiting:
            node, leaving = waiting.pop()
            if leaving:
                heights[node] = 1 + max((heights.get(n, 0) for n in above.pop(node)), default=0)
                if heights[node] > DEEPEST:
                    yield graph.problem(
                        node,
                        "shapes are nested too deeply",
                        f"at most {DEEPEST} stand within each other",
                        "take the inner ones out, or write a SPARQL constraint",
                    )
                    return
            elif node in above:
                yield graph.problem(
                    node,
                    "the shape refers to itself",
                    "what recursive shapes mean is left open by SHACL",
                    "break the circle, for instance with a SPARQL constraint",
                )
            elif node not in heights:
                above[node] = _known_parts(graph, node)
                waiting.append((node, True))
                waiting.extend((part, False) for part in above[node])


def _known_parts(graph: ShapeGraph, node: Object) -> tuple[Object, ...]:
    try:
        return tuple(parts(graph, node))
    except LoadError:
        # A broken list is told where it stands.
        return ()


# -- values


def _text(value: Object) -> bool:
    return isinstance(value, ox.Literal) and value.datatype in (XSD.string, RDF.langString)


def _string(value: Object) -> TypeGuard[ox.Literal]:
    return isinstance(value, ox.Literal) and value.datatype == XSD.string


def _count(value: Object) -> bool:
    return (
        isinstance(value, ox.Literal)
        and value.datatype == XSD.integer
        and re.fullmatch(r"\+?[0-9]+|-0+", value.value) is not None
    )


def _boolean(value: Object) -> bool:
    # SHACL looks for the term true: `"1"^^xsd:boolean` would switch nothing on.
    return (
        isinstance(value, ox.Literal)
        and value.datatype == XSD.boolean
        and value.value in ("true", "false")
    )


def _datatype(value: Object) -> bool:
    if not isinstance(value, ox.NamedNode):
        return False
    # rdfs:Literal is a class: no literal has it for its datatype.
    return value.value in XSD_TYPES or not (
        "XMLSchema" in value.value or value.value.endswith("rdf-schema#Literal")
    )


def _node_kind(value: Object) -> bool:
    return isinstance(value, ox.NamedNode) and value.value in {
        SH.BASE + kind for kind in NODE_KINDS
    }


def _namespace(value: Object) -> bool:
    return isinstance(value, ox.Literal) and value.datatype.value in (
        XSD.anyURI.value,
        XSD.string.value,
    )


def _is_iri(value: Object) -> bool:
    return isinstance(value, ox.NamedNode)


def _number(value: Object) -> bool:
    return isinstance(value, ox.Literal) and value.datatype.value in _NUMBERS and well_formed(value)


_FITS: Final[Mapping[str, Callable[[Object], bool]]] = MappingProxyType(
    {
        "any": lambda _: True,
        "boolean": _boolean,
        "count": _count,
        "datatype": _datatype,
        "flags": lambda value: _string(value) and set(value.value) <= set("imsxq"),
        "iri": _is_iri,
        "iris": _is_iri,
        "literal": lambda value: isinstance(value, ox.Literal) and well_formed(value),
        "namespace": _namespace,
        "node": lambda value: not isinstance(value, ox.Literal),
        "node kind": _node_kind,
        "number": _number,
        "string": _string,
        "tags": lambda value: _string(value) and _TAG.fullmatch(value.value) is not None,
        # A blank node of the shapes is no node of the data.
        "term": lambda value: not isinstance(value, ox.BlankNode),
        "terms": lambda value: not isinstance(value, ox.BlankNode),
        "text": _text,
    }
)


def _short(value: Object) -> str:
    if isinstance(value, ox.NamedNode):
        return compact(value.value)
    return "a node without a name" if isinstance(value, ox.BlankNode) else str(value)
