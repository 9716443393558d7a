"""Literals in canonical form: one spelling for one value, so that no tool's rewriting shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias, TypeGuard, TypeVar, overload

from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.datatypes import INTEGERS
from kgraph.vocab import XSD, Object

Other = TypeVar("Other")

Spellings: TypeAlias = Mapping[Quad, tuple[Literal, ...]]
"""A quad as the engine gives it back → the literals that its graph says in its place."""

NO_SPELLINGS: Final[Spellings] = MappingProxyType({})
MARK: Final = "\x1f"
"""What may be put before the text of a literal, so that the engine keeps it as it is."""

INTEGER: Final = XSD.integer.value
DECIMAL: Final = XSD.decimal.value
DOUBLE: Final = XSD.double.value
BOOLEAN: Final = XSD.boolean.value

_ZONED: Final = frozenset(
    XSD.BASE + name for name in ("date", "dateTime", "time", "gYear", "gYearMonth", "gMonthDay")
)
_REWRITTEN_NOT: Final = frozenset((XSD.string.value, XSD.anyURI.value))
_INTEGER: Final = re.compile(r"([+-]?)([0-9]+)")
_DECIMAL: Final = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
_FRACTION: Final = re.compile(r"(?<=:[0-9]{2})\.[0-9]+")
_ZERO_ZONE: Final = re.compile(r"[+-]00:00$")


def canonical(literal: Literal) -> Literal:
    """The same value in its canonical spelling; a spelling that is not valid is left as it is.

    Integers lose signs and zeros that say nothing, decimals keep one digit after the point (the
    bare form of Turtle), booleans are words, and a zero time zone is Z. The data type stays.
    """
    datatype = literal.datatype.value
    if datatype in INTEGERS:
        value = _integer(literal.value)
    elif datatype == DECIMAL:
        value = _decimal(literal.value)
    elif datatype == BOOLEAN:
        value = {"1": "true", "0": "false"}.get(literal.value, literal.value)
    elif datatype in _ZONED:
        value = _ZERO_ZONE.sub("Z", literal.value)
        if datatype in (XSD.dateTime.value, XSD.time.value):
            value = _FRACTION.sub(lambda m: m[0].rstrip("0").rstrip("."), value, count=1)
    else:
        return literal
    return literal if value == literal.value else Literal(value, datatype=literal.datatype)


def _integer(value: str) -> str:
    match = _INTEGER.fullmatch(value)
    if match is None:
        return value
    digits = match[2].lstrip("0")
    if not digits:
        return "0"
    return "-" + digits if match[1] == "-" else digits


def _decimal(value: str) -> str:
    match = _DECIMAL.fullmatch(value)
    if match is None or not (match[2] or match[3]):
        return value
    whole = match[2].lstrip("0") or "0"
    fraction = (match[3] or "").rstrip("0") or "0"
    sign = "-" if match[1] == "-" and (whole, fraction) != ("0", "0") else ""
    return f"{sign}{whole}.{fraction}"


@overload
def engine_form(term: Literal) -> Literal: ...
@overload
def engine_form(term: Other) -> Other: ...
def engine_form(term: object) -> object:
    """A term as the embedded engine gives it back: it rewrites numbers, booleans and times."""
    if not may_be_rewritten(term):
        return term
    return engine_forms([term])[term]


def may_be_rewritten(term: object) -> TypeGuard[Literal]:
    """Whether the engine may give this term back in another spelling or data type."""
    if not isinstance(term, Literal):
        return False
    datatype = term.datatype.value
    return datatype.startswith(XSD.BASE) and datatype not in _REWRITTEN_NOT


def engine_forms(literals: Iterable[Literal]) -> dict[Literal, Literal]:
    """Each literal with what the engine makes of it. The engine itself is asked."""
    store = Store()
    predicate = NamedNode("urn:x")
    numbered = list(dict.fromkeys(literals))
    store.extend(
        Quad(NamedNode(f"urn:x:{number}"), predicate, literal)
        for number, literal in enumerate(numbered)
    )
    return {
        numbered[int(quad.subject.value[6:])]: quad.object
        for quad in store
        if isinstance(quad.object, Literal)
    }


def spellings(quads: Iterable[Quad], forms: Mapping[Literal, Literal] | None = None) -> Spellings:
    """What the engine loses of these quads, which are spelled as in their files.

    `forms` is what it makes of their literals, where that is known: of those that it may rewrite.
    """
    kept = [(quad, quad.object) for quad in quads if may_be_rewritten(quad.object)]
    if forms is None:
        forms = engine_forms(literal for _, literal in kept)
    gone = {literal for _, literal in kept if lost(literal, forms[literal])}
    found: dict[Quad, dict[Literal, None]] = {}
    for quad, literal in kept if gone else ():
        stored = Quad(quad.subject, quad.predicate, forms[literal], quad.graph_name)
        found.setdefault(stored, {})[literal] = None
    return {quad: tuple(texts) for quad, texts in found.items() if not gone.isdisjoint(texts)}


def lost(literal: Literal, stored: Literal) -> bool:
    """Whether what the engine gives back, in its canonical spelling, is another literal.

    One that begins as if it were marked counts as lost too.
    """
    return canonical(stored) != literal or literal.value.startswith(MARK)


def marked(literal: Literal) -> Literal:
    """The literal as a store can hold it without losing how it is spelled: with a mark before its
    text, where that is needed."""
    if not may_be_rewritten(literal) or not lost(literal, engine_form(literal)):
        return literal
    return Literal(MARK + literal.value, datatype=literal.datatype)


def unmarked(term: Object) -> Object:
    """The term as it was before `marked`."""
    if not isinstance(term, Literal) or not term.value.startswith(MARK):
        return term
    if not may_be_rewritten(term):
        return term
    return Literal(term.value[len(MARK) :], datatype=term.datatype)
