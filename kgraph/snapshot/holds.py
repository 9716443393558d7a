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
from typing import Final, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kgraph.snapshot.claims import PLANNED, Claim
from kgraph.snapshot.conflicts import part_of
from kgraph.snapshot.pages import Pages
from kgraph.snapshot.same_value import same_value, to_number
from kgraph.vocab import JPST, PROV, RDF, RDFS, XSD, Node, Object

_DAY: Final = timedelta(days=1)
# What tells observations of one relation apart is the things it names, never their days.
_NO_PART: Final = frozenset(
    NamedNode(JPST.BASE + name) for name in ("citesSource", "statedConfidence")
)


class ClaimState(Enum):
    """What a day makes of a claim. The values are the local names of the scheme `claimstate`."""

    HOLDS = "holds"
    ENDED = "ended"
    SUPERSEDED = "superseded"
    NOT_YET = "notYet"
    UNDATED = "undated"
    NOT_KNOWN = "notKnown"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Span(NamedTuple):
    """First and last day on which a claim surely holds, and what it is after and before them.

    The last day may lie before the first: then no day is sure. `earliest` and `latest` are the
    outer days, where a month or year leaves open when it began or ended; between those and the sure
    ones its date is unknown. `before` is UNDATED where no page tells since when it holds. `by` are
    the claims that took its place after the last day, where a later observation did.
    """

    first: date
    last: date
    before: ClaimState = ClaimState.NOT_YET
    after: ClaimState = ClaimState.ENDED
    by: frozenset[Claim] = frozenset()
    earliest: date | None = None
    latest: date | None = None

    def on(self, day: date) -> ClaimState:
        """The state of the claim on a day."""
        if day > (self.latest or self.last):
            return self.after
        if day < (self.earliest or self.first):
            return self.before
        return ClaimState.HOLDS if self.first <= day <= self.last else ClaimState.UNDATED


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

        unchanging = subjects(RDF.type, JPST.UnchangingProperty)
        return cls(
            single=subjects(RDF.type, JPST.SingleValuedProperty),
            unchanging=unchanging,
            events=unchanging
            & (subjects(RDFS.range, JPST.CalendarDate) | subjects(RDFS.range, XSD.date)),
            plans=subjects(RDF.type, JPST.PlanProperty),
            narrowing=subjects(RDF.type, JPST.NarrowingQualifier),
            roles=subjects(RDF.type, JPST.RecordRoleProperty),
            figures=subjects(RDF.type, JPST.RecordFigureProperty),
        )

    def is_plan(self, claim: Claim) -> bool:
        """Whether a claim is of what is planned: by its property, or the status of its record."""
        return claim.predicate in self.plans or claim.has_status(PLANNED)

    def narrows(self, claim: Claim) -> bool:
        """Whether the claim says less than its triple: it then stays out of the state."""
        return any(value in self.narrowing for value in claim.values(JPST.qualifier))


_NEVER: Final = Span(
    date.min,
    date.min,
    ClaimState.WITHDRAWN,
    ClaimState.WITHDRAWN,
    earliest=date.max,
    latest=date.min,
)
NO_PAGES: Final = Pages()
"""As if each page had been read but once, and none withdrawn."""


def spans(claims: Sequence[Claim], terms: Terms, pages: Pages = NO_PAGES) -> list[Span]:
    """The days of each claim, in the order of the claims, as all of them together make it.

    `pages` tells which sources are later versions of others, and which were withdrawn.

    1. A claim with a stated validity holds from its start to its end. A plan holds, as a plan, from
       the day it is stated.
    2. The day of an event holds on every day.
    3. Any other holds from the day that it speaks of until the day before a later observation of
       the same thing has another value. Only a property of one value, or a record with a figure,
       is such an observation, and no value that never changes; one that gives no figure displaces
       none.
    4. A claim of which no day is known holds from the day on which its source was read; that of
       earlier days is unknown.
    5. An end that a source states ends what is said of the same thing up to that day.
    6. What is said of a record holds no longer than the record.
    7. What the next version of its page says again is the word of that version from then on. What
       it does not say ends between the two readings, or the day before the one that it gives
       itself; what it says otherwise takes its place then.
    8. What a withdrawn source says holds no longer; withdrawn as a mistake, it never held.

    What a page said before another version spoke for it, or before it was withdrawn, ends others
    and takes their place up to then; what was a mistake never does.
    """
    unheard = _unheard(claims, pages.mistaken)
    heard = [claim for i, claim in enumerate(claims) if i not in unheard] if unheard else claims
    found = [_own(claim, terms) for claim in heard]
    for group in _groups(heard, terms):
        _supersede(heard, found, group, terms, pages)
    for group in _relations(heard, terms):
        _end(heard, found, group, pages)
    if pages.later:
        _read_again(heard, found, terms, pages)
    if pages.withdrawn:
        _withdraw(heard, found, pages)
    _bound_by_records(heard, found)
    theirs = iter(found)
    return [_NEVER if i in unheard else next(theirs) for i in range(len(claims))]


def _unheard(claims: Sequence[Claim], mistaken: Set[Node]) -> Set[int]:
    """The places of what mistaken sources say, and of what is said of records of theirs alone."""
    if not mistaken:
        return frozenset()
    hung: dict[Object, bool] = {}
    for claim in claims:
        if claim.is_record:
            hung[claim.object] = hung.get(claim.object, True) and claim.source in mistaken
    return {
        i
        for i, claim in enumerate(claims)
        if claim.source in mistaken or hung.get(claim.subject, False)
    }


def _own(claim: Claim, terms: Terms) -> Span:
    """Its days by what the claim itself says."""
    if (claim.start is not None or claim.until is not None) and not terms.is_plan(claim):
        return Span(
            _surely_begun(claim),
            claim.until_earliest or claim.until or date.max,
            earliest=claim.start,
            latest=claim.until,
        )
    if claim.predicate in terms.events:
        return Span(date.min, date.max)
    if claim.as_of is not None:
        return Span(claim.as_of, date.max, earliest=claim.as_of_earliest)
    return Span(claim.read or date.min, date.max, ClaimState.UNDATED)


def _surely_begun(claim: Claim) -> date:
    """The first day on which a stated validity has begun: where the page tells but a month or year,
    its last day, or that of the page if it lies within.
    """
    if claim.start is None or claim.start_latest is None:
        return claim.start or date.min
    seen = claim.as_of is not None and claim.start <= claim.as_of
    return min(claim.start_latest, claim.as_of) if seen and claim.as_of else claim.start_latest


def _groups(claims: Sequence[Claim], terms: Terms) -> Iterator[list[int]]:
    """The claims that are observations of one same thing, of which the latest counts."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        if claim.is_record:
            key: tuple[object, ...] = (claim.subject, claim.predicate, *_parts(claim))
        elif claim.predicate in terms.single and claim.predicate not in terms.unchanging:
            scope = part_of(_qualifiers(claim), claim.values(JPST.note))
            if scope is None:
                continue
            key = (claim.subject, claim.predicate, scope)
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
        if claim.until is not None and not terms.is_plan(claim)
    }
    for i, claim in enumerate(claims):
        if (claim.subject, claim.predicate) not in ending or terms.is_plan(claim):
            continue
        what = _things(claim) if claim.is_record else claim.object
        found[claim.subject, claim.predicate, what].append(i)
    return (group for group in found.values() if len(group) > 1)


def _supersede(
    claims: Sequence[Claim], found: list[Span], group: list[int], terms: Terms, pages: Pages
) -> None:
    dated = [
        (*days, i)
        for i in group
        if (days := _begins(claims[i], terms)) is not None
        and days[0] < pages.silent_since(claims[i].source)
    ]
    for i in group:
        claim = claims[i]
        if claim.as_of is None or claim.start is not None or claim.until is not None:
            continue
        others = [
            (earliest, day, claims[j])
            for earliest, day, j in dated
            if earliest > claim.as_of and _displaces(claims[j], claim)
        ]
        if others:
            later = min(day for _, day, _ in others)
            found[i] = found[i]._replace(
                last=min(earliest for earliest, _, _ in others) - _DAY,
                latest=later - _DAY,
                after=ClaimState.SUPERSEDED,
                by=frozenset(other for _, day, other in others if day == later),
            )


def _displaces(later: Claim, claim: Claim) -> bool:
    """Whether an observation of a later day takes the place of an earlier one.

    A reading knows no more than the pages it rests on. Of one page, what it says without a day of
    its own is said in one breath with the rest, and only days of their own make a history.
    """
    if not _differ(claim, later):
        return False
    if later.is_reading and (claim.as_of or date.max) > (later.page or date.min):
        return False
    return not (_pages(claim) & _pages(later)) or _has_own_day(later)


def _pages(claim: Claim) -> frozenset[Object]:
    """The page that states a claim; of a reading, those that were read."""
    return (
        frozenset(claim.values(PROV.wasDerivedFrom))
        if claim.is_reading
        else frozenset({claim.source})
    )


def _has_own_day(claim: Claim) -> bool:
    return claim.start is not None or any(
        name in (JPST.asOf, JPST.citesSource) for name, _ in claim.attributes
    )


def _end(claims: Sequence[Claim], found: list[Span], group: list[int], pages: Pages) -> None:
    ends = [
        (claim.until, claim.until_earliest or claim.until, claim)
        for i in group
        if (claim := claims[i]).until is not None and claim.until < pages.silent_since(claim.source)
    ]
    for i in group:
        claim = claims[i]
        if claim.until is not None:
            continue
        said = max((d for d in (claim.start, claim.as_of) if d is not None), default=date.min)
        mine = _qualifiers(claim)
        days = [
            (day, max(earliest, said))
            for day, earliest, ending in ends
            if day >= said
            and not (day == claim.start != ending.start)  # what began again on its last day
            and _qualifiers(ending) in (frozenset(), mine)
            and not (ending.is_reading and said > (ending.page or date.min))
        ]
        if days and min(days)[0] <= (found[i].latest or found[i].last):
            latest, last = min(days)
            found[i] = found[i]._replace(
                last=min(last, found[i].last),
                latest=latest,
                after=ClaimState.ENDED,
                by=frozenset(),
            )


def _read_again(claims: Sequence[Claim], found: list[Span], terms: Terms, pages: Pages) -> None:
    """Hands what a page says over to its next version, and ends what that says no more."""
    versions = {version.source for version in pages.later.values()}
    said: dict[tuple[Node, Node, NamedNode], list[int]] = defaultdict(list)
    for j, claim in enumerate(claims):
        if claim.source in versions:
            said[claim.source, claim.subject, claim.predicate].append(j)
    first = [span.first for span in found]
    for i, claim in enumerate(claims):
        version = pages.later.get(claim.source)
        if version is None:
            continue
        now = said.get((version.source, claim.subject, claim.predicate), [])
        again = [j for j in now if _says_again(claim, claims[j])]
        anew = {j for j in again if _begins_anew(claim, claims[j], version.since, terms)}
        if still := [j for j in again if j not in anew]:
            last = max(version.since, min(first[j] for j in still)) - _DAY
            by = frozenset(claims[j] for j in still)
            found[i] = _over(found[i], last, last, ClaimState.SUPERSEDED, by)
            continue
        by = frozenset(claims[j] for j in now if j in anew or _corrects(claim, claims[j], terms))
        state = ClaimState.SUPERSEDED if by else ClaimState.ENDED
        found[i] = _over(found[i], version.seen, version.since - _DAY, state, by)


def _over(span: Span, last: date, latest: date, state: ClaimState, by: frozenset[Claim]) -> Span:
    """A span that is over: up to the first of the days it surely holds, up to the other perhaps."""
    outer = span.latest or span.last
    if latest < outer:
        return span._replace(last=min(last, span.last), latest=latest, after=state, by=by)
    return span._replace(last=min(last, span.last), latest=outer)


def _says_again(claim: Claim, other: Claim) -> bool:
    """Whether a later version still says it, in whatever words."""
    if claim.is_record or other.is_record:
        both = claim.is_record and other.is_record
        return both and _parts(claim) == _parts(other) and not _differ(claim, other)
    return _qualifiers(claim) == _qualifiers(other) and same_value(claim.object, other.object)


def _begins_anew(claim: Claim, other: Claim, since: date, terms: Terms) -> bool:
    """Whether what a later version says so is only of days to come, and not of those before."""
    start = other.start
    return start is not None and since < start != claim.start and not terms.is_plan(other)


def _corrects(claim: Claim, other: Claim, terms: Terms) -> bool:
    """Whether a later version has another value in its place, and not one beside it."""
    if claim.is_record or other.is_record:
        return claim.is_record and other.is_record and _parts(claim) == _parts(other)
    single = claim.predicate in terms.single or claim.predicate in terms.unchanging
    return single and _qualifiers(claim) == _qualifiers(other)


def _withdraw(claims: Sequence[Claim], found: list[Span], pages: Pages) -> None:
    """Ends what withdrawn sources say; a reading rests on what is left of what was read."""
    for i, claim in enumerate(claims):
        withdrawn = pages.withdrawn.get(claim.source)
        if withdrawn is not None:
            last = withdrawn.day - _DAY
            found[i] = _over(found[i], last, last, ClaimState.WITHDRAWN, frozenset())


def _bound_by_records(claims: Sequence[Claim], found: list[Span]) -> None:
    """Keeps what is said of a record within the days on which the record itself holds."""
    hung: dict[Object, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        if claim.is_record:
            hung[claim.object].append(i)
    bound: set[int] = set()

    def bind(i: int) -> None:
        if i in bound:
            return
        bound.add(i)
        on = hung.get(claims[i].subject, [])
        for j in on:
            bind(j)
        if on:
            found[i] = _within(found[i], [found[j] for j in on])

    for i in range(len(claims)):
        bind(i)


def _within(span: Span, others: Sequence[Span]) -> Span:
    """A span cut to the days from which the first of the others holds, and until the last does."""
    first = min(others, key=lambda other: other.first)
    last = max(others, key=lambda other: other.last)
    if first.first > span.first:
        span = span._replace(first=first.first, earliest=first.earliest, before=first.before)
    if last.last < span.last:
        span = span._replace(last=last.last, latest=last.latest, after=last.after, by=frozenset())
    return span


def _qualifiers(claim: Claim) -> frozenset[Object]:
    return frozenset(claim.values(JPST.qualifier))


def _things(claim: Claim) -> frozenset[tuple[NamedNode, Object]]:
    """The things that a record names; a plan is no observation of what holds or has ended."""
    return frozenset(
        (name, value)
        for name, value in claim.attributes
        if isinstance(value, NamedNode)
        and name not in _NO_PART
        and name not in (RDF.type, JPST.qualifier)
        and (name != JPST.recordStatus or value == PLANNED)
    )


def _parts(claim: Claim) -> tuple[object, ...]:
    """What makes records observations of one thing.

    Statistics of one measure differ in scope, which only their notes tell.
    """
    notes: frozenset[Object] = frozenset()
    if claim.values(JPST.measure):
        notes = frozenset(claim.values(JPST.note))
    return _things(claim), _qualifiers(claim), notes


def _begins(claim: Claim, terms: Terms) -> tuple[date, date] | None:
    """The first and last of the days on which an observation may have taken the place of others.

    They are two where only a month or year is known. One that only says until when its value held
    begins on no day that it tells. The start that a plan names is that of what is planned: the plan
    is as old as the word of its page.
    """
    if claim.start is not None and terms.is_plan(claim):
        first = claim.as_of_earliest or claim.as_of or claim.read or date.min
        return first, claim.as_of or first
    if claim.start is not None:
        return claim.start, _surely_begun(claim)
    if claim.as_of is None or claim.until is not None:
        return None
    return claim.as_of_earliest or claim.as_of, claim.as_of


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
