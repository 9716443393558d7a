"""Which claims are observations of one same thing, and whether they say the same of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgraph.snapshot.claims import PLANNED, Claim
from kgraph.snapshot.same_value import same_value, to_number
from kgraph.vocab import JPST, RDF, Object

# What tells observations of one relation apart is the things it names, never their days.
_NO_PART: Final = frozenset(
    NamedNode(JPST.BASE + name) for name in ("citesSource", "statedConfidence")
)


def qualifiers(claim: Claim) -> frozenset[Object]:
    """What narrows a claim."""
    return frozenset(claim.values(JPST.qualifier))


def things(claim: Claim) -> frozenset[tuple[NamedNode, Object]]:
    """The things that a record names; a plan is no observation of what holds or has ended."""
    return frozenset(
        (name, value)
        for name, value in claim.attributes
        if isinstance(value, NamedNode)
        and name not in _NO_PART
        and name not in (RDF.type, JPST.qualifier)
        and (name != JPST.recordStatus or value == PLANNED)
    )


def parts(claim: Claim) -> tuple[object, ...]:
    """What makes records observations of one thing.

    Statistics of one measure differ in scope, which only their notes tell.
    """
    notes: frozenset[Object] = frozenset()
    if claim.values(JPST.measure):
        notes = frozenset(claim.values(JPST.note))
    return things(claim), qualifiers(claim), notes


def differ(claim: Claim, later: Claim) -> bool:
    """Whether a later observation of the same thing says something else.

    The same number, a translation, a day and its month are the same value. Of records only figures
    that both give are compared: one that leaves a figure out says nothing of it.
    """
    if not claim.is_record:
        return not same_value(claim.object, later.object)
    mine, its = _figures(claim), _figures(later)
    return any(mine[name] != its[name] for name in mine.keys() & its.keys())


def _figures(claim: Claim) -> Mapping[NamedNode, Set[object]]:
    """The figures of a record, the same whatever the spelling of a number."""
    found: dict[NamedNode, set[object]] = defaultdict(set)
    for name, value in claim.attributes:
        if isinstance(value, Literal) and value.language is None and not _is_date(value):
            number = to_number(value)
            found[name].add(value if number is None else number)
    return found


def _is_date(value: Literal) -> bool:
    return value.datatype.value.endswith(("#date", "#gYear", "#gYearMonth"))
