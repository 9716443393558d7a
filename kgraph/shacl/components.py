"""Constraint components of SHACL Core → SPARQL patterns that bind the failing nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.datatypes import NARROW
from kgraph.names import compact
from kgraph.shacl.frame import Frame, Scope
from kgraph.shacl.functions import LESS, LESS_OR_EQUAL, WELL_FORMED
from kgraph.shacl.model import Constraint
from kgraph.sparql import engine
from kgraph.turtle.literals import MARK, marked
from kgraph.vocab import RDF, SH, XSD, Object


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
    """Why a constraint cannot be compiled, and what to write in its place.

    `by_pyshacl` says that pySHACL evaluates it, and rightly.
    """

    def __init__(self, what: str, why: str, fix: str, *, by_pyshacl: bool = False) -> None:
        super().__init__(what)
        self.what, self.why, self.fix, self.by_pyshacl = what, why, fix, by_pyshacl


Fails = Callable[[Object, str], str]
"""The expression that holds where the node of a variable does not conform to a shape."""

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
LOGIC: Final = frozenset({"not", "and", "or", "xone", "node", "property"})
"""The kinds of constraints that ask whether a node conforms to other shapes."""

VALUES_ALONE: Final = frozenset(
    {"class", "datatype", "nodeKind", "in", "languageIn", "minLength", "maxLength", "pattern"}
    | {"minExclusive", "minInclusive", "maxExclusive", "maxInclusive"}
)
"""The kinds of constraints that look at each value node alone, and ask no other shape."""

_COMPARED: Final[Mapping[str, tuple[str, bool]]] = MappingProxyType(
    {
        "minExclusive": ("<", False),
        "minInclusive": ("<=", False),
        "maxExclusive": ("<", True),
        "maxInclusive": ("<=", True),
    }
)
"""The operator between bound and value, and whether the value comes first."""
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
_FEW: Final = 8
_GREATEST: Final = 2**63 - 1
"""No text is as long and no node has as many values."""
_BY_FUNCTION: Final = NARROW | {
    *("hexBinary", "base64Binary", "language", "normalizedString", "token"),
    *("NMTOKEN", "Name", "NCName"),
}


def compile_core(constraint: Constraint, scope: Scope, fails: Fails) -> Body | None:
    """The failing nodes of one constraint of SHACL Core, None where it cannot fail.

    Raises CannotCompileError where the engine cannot decide the constraint.
    """
    kind = constraint.kind
    if kind in ("minCount", "maxCount", "qualifiedMinCount", "qualifiedMaxCount"):
        return _counted(constraint, scope, fails)
    if kind in _PAIRS:
        return _PAIRS[kind](constraint, scope)
    value = "this" if scope.path is None else "value"
    return Body(scope.values_where(breaks(constraint, scope.node, scope.frame, fails)), value=value)


def breaks(constraint: Constraint, node: str, frame: Frame, fails: Fails) -> str:
    """The expression that holds where one value node breaks a constraint on each of them alone."""
    if constraint.kind in LOGIC:
        return _logic(constraint, node, fails)
    if constraint.kind == "class":
        return f"!EXISTS {{ {frame.instance(node, _iri(constraint))} }}"
    return f"!({_holds(constraint, node, frame)})"


def _holds(constraint: Constraint, node: str, frame: Frame) -> str:
    """The condition on one value node, for the components that look at nothing else."""
    kind, parameter = constraint.kind, constraint.value
    if kind == "datatype":
        return _datatype(constraint, node, frame)
    if kind == "nodeKind":
        assert isinstance(parameter, ox.NamedNode)
        return _KINDS[parameter.value.removeprefix(SH.BASE)].format(node)
    if kind in _COMPARED:
        operator, swapped = _COMPARED[kind]
        bound = constant(parameter)
        return compared(*((node, bound) if swapped else (bound, node)), operator, frame)
    if kind == "in":
        return _among(node, constraint.terms, frame)
    if kind == "languageIn":
        tags = [f"langMatches(LANG({node}), {constant(term)})" for term in constraint.terms]
        return f"isLiteral({node}) && ({_any(tags)})"
    assert isinstance(parameter, ox.Literal)
    if kind == "minLength":
        return f"!isBlank({node}) && STRLEN({_text(node, frame)}) >= {number(parameter)}"
    if kind == "maxLength":
        return f"!isBlank({node}) && STRLEN({_text(node, frame)}) <= {number(parameter)}"
    assert kind == "pattern", kind
    pattern = f"{ox.Literal(parameter.value)}, {ox.Literal(constraint.flags)}"
    if not _works(f'isLiteral(REGEX("", {pattern}))'):
        raise CannotCompileError(
            f"the sh:pattern {parameter} does not work",
            "it is not an XPath regular expression, or looks ahead, looks behind or back",
            "write it without these",
        )
    return f"!isBlank({node}) && REGEX({_text(node, frame)}, {pattern})"


def compared(one: str, other: str, operator: str, frame: Frame) -> str:
    """The condition that holds where one term is less than (or equal to) the other.

    A comparison that is an error does not hold.
    """
    if frame.exact:
        # The operators know no values beyond the engine's range, and hold for equal terms of any
        # kind, even such as cannot be compared.
        function = LESS if operator == "<" else LESS_OR_EQUAL
        return f"COALESCE(<{function}>({one}, {other}), false)"
    return f"COALESCE({one} {operator} {other}, false)"


def _text(node: str, frame: Frame) -> str:
    """The text of a term as it was written: the store drops the zero of 100.0."""
    if not frame.exact:
        return f"STR({node})"
    string = f"DATATYPE({node}) = <{XSD.BASE}string> || DATATYPE({node}) = <{RDF.BASE}langString>"
    whole = f'DATATYPE({node}) = <{XSD.BASE}decimal> && !CONTAINS(STR({node}), ".")'
    number = f'IF({whole}, CONCAT(STR({node}), ".0"), STR({node}))'
    return f"COALESCE(IF({string}, STR({node}), {_unmarked(node, number)}), STR({node}))"


def _unmarked(node: str, text: str) -> str:
    return f'IF(STRSTARTS(STR({node}), "{MARK}"), SUBSTR(STR({node}), 2), {text})'


def _datatype(constraint: Constraint, node: str, frame: Frame) -> str:
    parameter = constraint.value
    assert isinstance(parameter, ox.NamedNode)
    name = parameter.value.removeprefix(XSD.BASE) if parameter.value.startswith(XSD.BASE) else ""
    right = f"isLiteral({node}) && DATATYPE({node}) = {_iri(constraint)}"
    if frame.exact and name in _BY_FUNCTION:
        return f"{right} && COALESCE(<{WELL_FORMED}>({node}), false)"
    if name in NARROW:
        raise CannotCompileError(
            f"sh:datatype {compact(parameter.value)} cannot be checked in the store",
            "it keeps the value only, of a wider datatype",
            "write xsd:integer with sh:minInclusive or sh:maxInclusive, or xsd:dateTime with "
            "sh:pattern",
        )
    text = _unmarked(node, f"STR({node})") if frame.exact else f"STR({node})"
    if name in _SPELLED:
        return f'{right} && REGEX({text}, "{_SPELLED[name]}")'
    if name in _CAST:
        cast = f"isLiteral(<{XSD.BASE}{name}>({text}))"
        beyond = f"<{WELL_FORMED}>({node}), " if frame.exact else ""
        return f"{right} && COALESCE({cast}, {beyond}false)"
    return right


def _logic(constraint: Constraint, node: str, fails: Fails) -> str:
    """The condition that holds where the constraint fails, by the conformance to its parts."""
    failed = [fails(shape, node) for shape in constraint.shapes]
    if constraint.kind == "not":
        return f"!{failed[0]}"
    if constraint.kind == "or":
        return " && ".join(failed) or "true"
    if constraint.kind == "xone":
        several = [
            f"(!{one} && !{other})" for i, one in enumerate(failed) for other in failed[i + 1 :]
        ]
        return " || ".join([f"({' && '.join(failed) or 'true'})", *several])
    return _any(failed)


def _any(conditions: Sequence[str]) -> str:
    """The condition that holds where any of them does, however many, without nesting deeply."""
    if len(conditions) <= _FEW:
        return " || ".join(conditions) or "false"
    middle = len(conditions) // 2
    return f"({_any(conditions[:middle])}) || ({_any(conditions[middle:])})"


def _among(node: str, terms: Iterable[Object], frame: Frame) -> str:
    """The condition that holds where the node is one of the terms."""
    simple: list[str] = []
    same: list[str] = []
    for term in terms:
        text = term_of(term, frame)
        # `=` and IN compare the values of other literals: 1 and 1.0 are different terms.
        if isinstance(term, ox.NamedNode) or (
            isinstance(term, ox.Literal) and term.datatype.value == XSD.string.value
        ):
            simple.append(text)
        else:
            same.append(f"sameTerm({node}, {text})")
    if len(simple) <= _FEW:
        return _any([f"sameTerm({node}, {text})" for text in simple] + same)
    return _any([f"COALESCE({node} IN ({', '.join(simple)}), false)", *same])


def _counted(constraint: Constraint, scope: Scope, fails: Fails) -> Body | None:
    number = counted(constraint)
    chosen = ""
    if constraint.kind.startswith("qualified"):
        kind, *siblings = constraint.shapes
        chosen = f" FILTER(!{fails(kind, '?value')})"
        for sibling in siblings:
            chosen += f" FILTER({fails(sibling, '?value')})"
    columns = scope.frame.columns
    if constraint.kind in ("maxCount", "qualifiedMaxCount"):
        grouped = f"GROUP BY {columns} HAVING(COUNT(DISTINCT ?value) > {number})"
        if scope.direct:
            several = f"SELECT {columns} WHERE {{ {scope.reach('?value')}{chosen} }} {grouped}"
            return Body(f"{{ {several} }} {scope.in_focus()}")
        return Body(scope.values() + chosen, grouped)
    if number == 0:
        return None
    if number == 1:
        assert scope.path is not None
        if not scope.path.nullable:
            none = f"FILTER NOT EXISTS {{ {scope.reaches('?value')}{chosen} }}"
            return Body(f"{scope.focus()} {none}")
        if constraint.kind == "minCount":
            return None
        # The focus set stands in `values` again; the pattern is the same for the same ?this.
        return Body(f"{scope.focus()} FILTER NOT EXISTS {{ {scope.values()}{chosen} }}")
    grouped = f"GROUP BY {columns} HAVING(COUNT(DISTINCT ?value) < {number})"
    return Body(f"{scope.focus()} OPTIONAL {{ {scope.values()}{chosen} }}", grouped)


def counted(constraint: Constraint) -> int:
    """The number that a constraint on the count of values names."""
    return number(constraint.value)


def number(literal: Object | None) -> int:
    """The number that a literal names; any beyond the engine's range as the greatest within."""
    assert isinstance(literal, ox.Literal)
    return int(min(Decimal(literal.value), Decimal(_GREATEST)))


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
        less = compared("?value", "?other", operator, scope.frame)
        return Body(f"{{ {scope.values()} }} {other} FILTER(!{less})", value="value")

    return compiled


def _has_value(constraint: Constraint, scope: Scope) -> Body:
    return Body(f"{scope.focus()} {scope.not_reached(term_of(constraint.value, scope.frame))}")


def _unique_lang(_: Constraint, scope: Scope) -> Body:
    found = scope.reach("?value") if scope.direct else scope.values()
    tagged = f'{found} BIND(LCASE(LANG(?value)) AS ?tag) FILTER(?tag != "")'
    columns = scope.frame.columns
    grouped = f"GROUP BY {columns} ?tag HAVING(COUNT(DISTINCT ?value) > 1)"
    several = f"{{ SELECT {columns} ?tag WHERE {{ {tagged} }} {grouped} }}"
    return Body(f"{several} {scope.in_focus()}" if scope.direct else several)


def _closed(constraint: Constraint, scope: Scope) -> Body:
    allowed = _among("?path", constraint.terms, scope.frame)
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


def constant(term: Object | None) -> str:
    """A term of the shapes as it stands in a query. Raises CannotCompileError for a blank node."""
    if isinstance(term, ox.NamedNode | ox.Literal):
        return str(term)
    raise CannotCompileError(
        "a blank node stands where a value is compared",
        "a blank node of the shapes is no node of the data",
        "name a node or write a literal",
    )


def term_of(term: Object | None, frame: Frame) -> str:
    """A term of the shapes as the data holds the very same term. Raises as `constant`."""
    return constant(marked(term) if frame.exact and isinstance(term, ox.Literal) else term)


def _iri(constraint: Constraint) -> str:
    assert isinstance(constraint.value, ox.NamedNode)
    return str(constraint.value)


def _works(expression: str) -> bool:
    """Whether the engine evaluates an expression without variables to an answer, not an error."""
    return engine.ask(ox.Store(), f"ASK {{ FILTER(COALESCE({expression}, false)) }}")
