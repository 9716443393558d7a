"""“Holds at D”: the days over which each claim holds, computed once for every use.

The definition is that of docs/provenance.md, section “Holds at D”; this module is its only
implementation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kgraph.names import JPST, RDFS, XSD
from kgraph.snapshot.claims import Claim, Node, Term
from kgraph.snapshot.conflicts import QUALIFIER, SINGLE_VALUED, TYPE, UNCHANGING
from kgraph.snapshot.same import same_value, to_number

NARROWING: Final = NamedNode(JPST + "NarrowingQualifier")
PLAN: Final = NamedNode(JPST + "PlanProperty")
ROLE: Final = NamedNode(JPST + "RecordRoleProperty")
FIGURE: Final = NamedNode(JPST + "RecordFigureProperty")
NOTE: Final = NamedNode(JPST + "note")
RANGE: Final = NamedNode(RDFS + "range")
DATE: Final = NamedNode(XSD + "date")
MEASURE: Final = NamedNode(JPST + "measure")
_DAY: Final = timedelta(days=1)
# What tells observations of one relation apart is the things it names, never their days.
_NO_PART: Final = frozenset(
    NamedNode(JPST + name)
    for name in ("asOfPrecision", "validFromPrecision", "validUntilPrecision", "citesSource",
                 "statedConfidence", "precision")
)  # fmt: skip


class ClaimState(Enum):
    """What a day makes of a claim. The values are the local names of the scheme `claimstate`."""

    HOLDS = "holds"
    ENDED = "ended"
    SUPERSEDED = "superseded"
    NOT_YET = "notYet"
    UNDATED = "undated"
    NOT_KNOWN = "notKnown"


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day on which a claim holds, and what it is after and before them.

    The last day may lie before the first: then the claim holds on no day. `before` is UNDATED where
    no page tells since when it holds. `by` are the claims that took its place on the day after the
    last, where a later observation did.
    """

    first: date
    last: date
    before: ClaimState = ClaimState.NOT_YET
    after: ClaimState = ClaimState.ENDED
    by: frozenset[Claim] = frozenset()

    def on(self, day: date) -> ClaimState:
        """The state of the claim on a day."""
        if day > self.last:
            return self.after
        return ClaimState.HOLDS if day >= self.first else self.before


@dataclass(frozen=True)
class Terms:
    """What the ontology says that bears on claims: kinds of property, and qualifiers that narrow.

    `events` are the unchanging properties whose value is a day: those of events. `roles` and
    `figures` are the properties by which a record names a thing and gives a figure.
    """

    single: frozenset[Node]
    unchanging: frozenset[Node]
    events: frozenset[Node]
    plans: frozenset[Node]
    narrowing: frozenset[Node]
    roles: frozenset[Node] = frozenset()
    figures: frozenset[Node] = frozenset()

    @classmethod
    def read(cls, store: Store) -> Terms:
        """Reads them from the default graph of a store."""

        def subjects(predicate: NamedNode, value: NamedNode) -> frozenset[Node]:
            found = store.quads_for_pattern(None, predicate, value, DefaultGraph())
            return frozenset(quad.subject for quad in found)

        unchanging = subjects(TYPE, UNCHANGING)
        return cls(
            single=subjects(TYPE, SINGLE_VALUED),
            unchanging=unchanging,
            events=unchanging & subjects(RANGE, DATE),
            plans=subjects(TYPE, PLAN),
            narrowing=subjects(TYPE, NARROWING),
            roles=subjects(TYPE, ROLE),
            figures=subjects(TYPE, FIGURE),
        )

    def narrows(self, claim: Claim) -> bool:
        """Whether the claim says less than its triple: it then stays out of the state."""
        return any(value in self.narrowing for value in claim.values(QUALIFIER))


def spans(claims: Sequence[Claim], terms: Terms) -> list[Span]:
    """The days of each claim, in the order of the claims, as all of them together make it.

    1. A claim with a stated validity holds from its start to its end. A plan holds, as a plan, from
       the day it is stated.
    2. The day of an event holds on every day.
    3. Any other holds from the day that it speaks of until the day before a later observation of
       the same thing has another value. Only a property of one value, or a record with a figure,
       is such an observation, and no value that never changes; one that gives no figure displaces
       none.
    4. A claim of which no day is known holds from the day on which its source was read; that of
       earlier days is unknown.
    5. An end that one source states ends what others say of the same thing up to that day.
    """
    found = [_own(claim, terms) for claim in claims]
    for group in _groups(claims, terms):
        _supersede(claims, found, group)
    for group in _relations(claims, terms):
        _end(claims, found, group)
    return found


def _own(claim: Claim, terms: Terms) -> Span:
    """Its days by what the claim itself says."""
    planned = claim.predicate in terms.plans
    if (claim.start is not None or claim.until is not None) and not planned:
        return Span(claim.start or date.min, claim.until or date.max)
    if claim.predicate in terms.events:
        return Span(date.min, date.max)
    if claim.as_of is not None:
        return Span(claim.as_of, date.max)
    return Span(claim.read or date.min, date.max, ClaimState.UNDATED)


def _groups(claims: Sequence[Claim], terms: Terms) -> Iterator[list[int]]:
    """The claims that are observations of one same thing, of which the latest counts."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        if claim.is_record:
            key: tuple[object, ...] = (claim.subject, claim.predicate, *_parts(claim))
        elif claim.predicate in terms.single and claim.predicate not in terms.unchanging:
            key = (claim.subject, claim.predicate, _qualifiers(claim))
        else:
            continue
        found[key].append(i)
    return (group for group in found.values() if len(group) > 1)


def _relations(claims: Sequence[Claim], terms: Terms) -> Iterator[list[int]]:
    """The claims of one same relation, whatever narrows them: an end stated for one ends it.

    The end of a plan is that of what is planned, and ends no plan.
    """
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    ending = {
        (claim.subject, claim.predicate)
        for claim in claims
        if claim.until is not None and claim.predicate not in terms.plans
    }
    for i, claim in enumerate(claims):
        if (claim.subject, claim.predicate) not in ending:
            continue
        what = _things(claim) if claim.is_record else claim.object
        found[claim.subject, claim.predicate, what].append(i)
    return (group for group in found.values() if len(group) > 1)


def _supersede(claims: Sequence[Claim], found: list[Span], group: list[int]) -> None:
    dated = sorted((day, i) for i in group if (day := _begins(claims[i])) is not None)
    for i in group:
        claim = claims[i]
        if claim.as_of is None or claim.start is not None or claim.until is not None:
            continue
        others = [(day, j) for day, j in dated if day > claim.as_of and _differ(claim, claims[j])]
        if others:
            later = others[0][0]
            by = frozenset(claims[j] for day, j in others if day == later)
            found[i] = Span(
                found[i].first, later - _DAY, found[i].before, ClaimState.SUPERSEDED, by
            )


def _end(claims: Sequence[Claim], found: list[Span], group: list[int]) -> None:
    ends = [(claims[i].until, _qualifiers(claims[i])) for i in group if claims[i].until is not None]
    for i in group:
        claim = claims[i]
        if claim.until is not None:
            continue
        said = max((d for d in (claim.start, claim.as_of) if d is not None), default=date.min)
        mine = _qualifiers(claim)
        days = [day for day, narrowed in ends if day >= said and (not narrowed or narrowed == mine)]
        if days and min(days) < found[i].last:
            found[i] = Span(found[i].first, min(days), found[i].before, ClaimState.ENDED)


def _qualifiers(claim: Claim) -> frozenset[Term]:
    return frozenset(claim.values(QUALIFIER))


def _things(claim: Claim) -> frozenset[tuple[NamedNode, Term]]:
    """The things that a record names."""
    return frozenset(
        (name, value)
        for name, value in claim.attributes
        if isinstance(value, NamedNode) and name not in _NO_PART and name not in (TYPE, QUALIFIER)
    )


def _parts(claim: Claim) -> tuple[object, ...]:
    """What makes records observations of one thing.

    Statistics of one measure differ in scope, which only their notes tell.
    """
    notes: frozenset[Term] = frozenset()
    if claim.values(MEASURE):
        notes = frozenset(claim.values(NOTE))
    return _things(claim), _qualifiers(claim), notes


def _begins(claim: Claim) -> date | None:
    """The day from which an observation takes the place of earlier ones.

    One that only says until when its value held begins on no day that it tells.
    """
    return claim.start or (claim.as_of if claim.until is None else None)


def _differ(claim: Claim, later: Claim) -> bool:
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


def states_on(found: Iterable[Span | None], day: date) -> list[ClaimState]:
    """What a day makes of each claim; None stands for one that was not known."""
    return [ClaimState.NOT_KNOWN if span is None else span.on(day) for span in found]
