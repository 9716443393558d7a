"""Constraint components of SHACL Core → SPARQL patterns that bind the failing nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.names import RDF, RDFS, SH, XSD, compact
from kgraph.validate.compile.frame import Scope
from kgraph.validate.compile.model import Constraint
from kgraph.validate.shapegraph import Object


@dataclass(frozen=True)
class Body:
    """What a constraint compiles to.

    `where` binds ?this (and ?value, ?path) to what fails, `tail` is the grouping behind it.
    `value` tells what a result names as its value: `value` the variable of that name, `this` the
    focus node, `` nothing.
    """

    where: str
    tail: str = ""
    value: str = ""


class CannotCompileError(Exception):
    """Why a constraint cannot be compiled, and what to write in its place."""

    def __init__(self, what: str, why: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.why, self.fix = what, why, fix


Failing = Callable[[Object, str], str]
"""The pattern that holds where a shape's conformance has failed for a variable."""

_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "IRI": "isIRI({0})",
        "BlankNode": "isBlank({0})",
        "Literal": "isLiteral({0})",
        "BlankNodeOrIRI": "(isIRI({0}) || isBlank({0}))",
        "BlankNodeOrLiteral": "(isBlank({0}) || isLiteral({0}))",
        "IRIOrLiteral": "(isIRI({0}) || isLiteral({0}))",
    }
)
_COMPARED: Final[Mapping[str, str]] = MappingProxyType(
    {"minExclusive": "<", "minInclusive": "<=", "maxExclusive": ">", "maxInclusive": ">="}
)
# How a well-formed literal of each datatype is spelled. Integers and decimals are matched as
# text, because a cast also fails for numbers that are too large for the engine.
_SPELLED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "integer": r"^[+-]?[0-9]+$",
        "decimal": r"^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$",
        "boolean": "^(true|false|0|1)$",
        "double": r"^([+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)$",
        "float": r"^([+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)$",
    }
)
_CAST: Final = frozenset(
    {"date", "dateTime", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"}
    | {"duration", "dayTimeDuration", "yearMonthDuration"}
)
_STORED_AS_INTEGER: Final = frozenset(
    {"byte", "short", "int", "long", "nonNegativeInteger", "positiveInteger"}
    | {"nonPositiveInteger", "negativeInteger"}
    | {"unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong"}
)


def compile_core(constraint: Constraint, scope: Scope, failing: Failing) -> Body | None:
    """The failing nodes of one constraint of SHACL Core, None where it cannot fail.

    Raises CannotCompileError where the engine cannot decide the constraint.
    """
    kind = constraint.kind
    if kind in ("minCount", "maxCount", "qualifiedMinCount", "qualifiedMaxCount"):
        return _counted(constraint, scope, failing)
    if kind in _PAIRS:
        return _PAIRS[kind](constraint, scope)
    node = scope.node
    value = "this" if scope.path is None else "value"
    if kind in ("not", "and", "or", "xone", "node", "property"):
        return Body(f"{scope.values()} FILTER({_logic(constraint, node, failing)})", value=value)
    if kind == "class":
        name = _iri(constraint)
        instance = scope.frame.data(f"{node} <{RDF}type>/<{RDFS}subClassOf>* {name}")
        return Body(f"{scope.values()} FILTER NOT EXISTS {{ {instance} }}", value=value)
    return Body(f"{scope.values()} FILTER(!({_holds(constraint, node)}))", value=value)


def _holds(constraint: Constraint, node: str) -> str:
    """The condition on one value node, for the components that look at nothing else."""
    kind, parameter = constraint.kind, constraint.value
    if kind == "datatype":
        return _datatype(constraint, node)
    if kind == "nodeKind":
        name = parameter.value.removeprefix(SH) if isinstance(parameter, ox.NamedNode) else ""
        if name not in _KINDS:
            raise CannotCompileError(
                f"sh:nodeKind is {parameter}",
                "SHACL knows six kinds",
                "name one of them, as sh:IRI",
            )
        return _KINDS[name].format(node)
    if kind in _COMPARED:
        # A comparison that is an error does not hold.
        return f"COALESCE({_constant(parameter)} {_COMPARED[kind]} {node}, false)"
    if kind == "in":
        # sameTerm, for `=` and IN compare values: 1 and 1.0 are different terms.
        same = [f"sameTerm({node}, {_constant(term)})" for term in constraint.terms]
        return " || ".join(same) or "false"
    if kind == "languageIn":
        tags = [f"langMatches(LANG({node}), {_constant(term)})" for term in constraint.terms]
        return f"isLiteral({node}) && ({' || '.join(tags) or 'false'})"
    assert isinstance(parameter, ox.Literal)
    if kind == "minLength":
        return f"!isBlank({node}) && STRLEN(STR({node})) >= {int(parameter.value)}"
    if kind == "maxLength":
        return f"!isBlank({node}) && STRLEN(STR({node})) <= {int(parameter.value)}"
    assert kind == "pattern", kind
    pattern = f"{ox.Literal(parameter.value)}, {ox.Literal(constraint.flags)}"
    if not _works(f'isLiteral(REGEX("", {pattern}))'):
        raise CannotCompileError(
            f"the sh:pattern {parameter} does not work in this engine",
            "it is not an XPath regular expression, or looks ahead, looks behind or back",
            "write it without these, or validate with the pyshacl engine",
        )
    return f"!isBlank({node}) && REGEX(STR({node}), {pattern})"


def _datatype(constraint: Constraint, node: str) -> str:
    parameter = constraint.value
    assert isinstance(parameter, ox.NamedNode)
    name = parameter.value.removeprefix(XSD)
    if parameter.value.startswith(XSD) and name in _STORED_AS_INTEGER:
        raise CannotCompileError(
            f"sh:datatype {compact(parameter.value)} cannot be checked in the store",
            "it keeps every whole number as an xsd:integer",
            "write sh:datatype xsd:integer with sh:minInclusive or sh:maxInclusive, or validate "
            "with the pyshacl engine",
        )
    right = f"isLiteral({node}) && DATATYPE({node}) = {_iri(constraint)}"
    if name in _SPELLED:
        return f'{right} && REGEX(STR({node}), "{_SPELLED[name]}")'
    if name in _CAST:
        return f"{right} && COALESCE(isLiteral(<{XSD}{name}>(STR({node}))), false)"
    return right


def _logic(constraint: Constraint, node: str, failing: Failing) -> str:
    """The condition that holds where the constraint fails, over the parts' staged failures."""
    fails = [f"EXISTS {{ {failing(shape, node)} }}" for shape in constraint.shapes]
    if constraint.kind == "not":
        return f"!{fails[0]}"
    if constraint.kind == "or":
        return " && ".join(fails) or "true"
    if constraint.kind == "xone":
        several = [
            f"(!{one} && !{other})" for i, one in enumerate(fails) for other in fails[i + 1 :]
        ]
        return " || ".join([f"({' && '.join(fails) or 'true'})", *several])
    return " || ".join(fails) or "false"


def _counted(constraint: Constraint, scope: Scope, failing: Failing) -> Body | None:
    assert isinstance(constraint.value, ox.Literal)
    number = int(constraint.value.value)
    values = scope.values()
    if constraint.kind.startswith("qualified"):
        counted, *siblings = constraint.shapes
        values += f" FILTER NOT EXISTS {{ {failing(counted, '?value')} }}"
        for sibling in siblings:
            values += f" FILTER EXISTS {{ {failing(sibling, '?value')} }}"
    grouped = f"GROUP BY {scope.frame.columns} HAVING(COUNT(DISTINCT ?value)"
    if constraint.kind in ("maxCount", "qualifiedMaxCount"):
        return Body(values, f"{grouped} > {number})")
    if number == 0:
        return None
    if number == 1:
        assert scope.path is not None
        if scope.path.nullable and constraint.kind == "minCount":
            return None
        # The staged set stands in `values` again; the pattern is the same for the same ?this.
        return Body(f"{scope.focus()} FILTER NOT EXISTS {{ {values} }}")
    return Body(f"{scope.focus()} OPTIONAL {{ {values} }}", f"{grouped} < {number})")


def _equals(constraint: Constraint, scope: Scope) -> Body:
    other = scope.frame.data(f"?this {_iri(constraint)} ?value .")
    values = scope.values()
    if scope.path is None:
        values += " BIND(?this AS ?value)"
    return Body(
        f"{{ {values} FILTER NOT EXISTS {{ {other} }} }} UNION "
        f"{{ {scope.focus()} {other} {scope.not_reached('?value')} }}",
        value="value",
    )


def _disjoint(constraint: Constraint, scope: Scope) -> Body:
    other = scope.frame.data(f"?this {_iri(constraint)} {scope.node} .")
    value = "this" if scope.path is None else "value"
    return Body(f"{scope.values()} FILTER EXISTS {{ {other} }}", value=value)


def _less(operator: str) -> Callable[[Constraint, Scope], Body]:
    def compiled(constraint: Constraint, scope: Scope) -> Body:
        other = scope.frame.data(f"?this {_iri(constraint)} ?other .")
        less = f"COALESCE(?value {operator} ?other, false)"
        return Body(f"{{ {scope.values()} }} {other} FILTER(!{less})", value="value")

    return compiled


def _has_value(constraint: Constraint, scope: Scope) -> Body:
    return Body(f"{scope.focus()} {scope.not_reached(_constant(constraint.value))}")


def _unique_lang(_: Constraint, scope: Scope) -> Body:
    tagged = f'{scope.values()} BIND(LCASE(LANG(?value)) AS ?tag) FILTER(?tag != "")'
    columns = scope.frame.columns
    grouped = f"GROUP BY {columns} ?tag HAVING(COUNT(DISTINCT ?value) > 1)"
    return Body(f"{{ SELECT {columns} ?tag WHERE {{ {tagged} }} {grouped} }}")


def _closed(constraint: Constraint, scope: Scope) -> Body:
    allowed = " || ".join(f"?path = {term}" for term in constraint.terms) or "false"
    triple = scope.frame.data(f"{scope.node} ?path ?found .")
    rest = f"FILTER(!({allowed}))"
    if scope.path is None:
        return Body(f"{scope.focus()} {triple} {rest} BIND(?found AS ?value)", value="value")
    # The value node is what is closed; a result names the value of the property not allowed.
    return Body(
        f"{{ SELECT {scope.frame.columns} ?path (?found AS ?offending) "
        f"WHERE {{ {scope.values()} {triple} {rest} }} }} BIND(?offending AS ?value)",
        value="value",
    )


_PAIRS: Final[Mapping[str, Callable[[Constraint, Scope], Body]]] = MappingProxyType(
    {
        "equals": _equals,
        "disjoint": _disjoint,
        "lessThan": _less("<"),
        "lessThanOrEquals": _less("<="),
        "hasValue": _has_value,
        "uniqueLang": _unique_lang,
        "closed": _closed,
    }
)


def _iri(constraint: Constraint) -> str:
    if not isinstance(constraint.value, ox.NamedNode):
        raise CannotCompileError(
            f"sh:{constraint.kind} is {constraint.value}", "it takes an IRI", "name one there"
        )
    return str(constraint.value)


def _constant(term: Object | None) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return str(term)
    raise CannotCompileError(
        "a blank node stands where a value is compared",
        "a blank node of the shapes is no node of the data",
        "name a node or write a literal",
    )


def _works(expression: str) -> bool:
    """Whether the engine evaluates an expression without variables to an answer, not an error."""
    return bool(ox.Store().query(f"ASK {{ FILTER(COALESCE({expression}, false)) }}"))
