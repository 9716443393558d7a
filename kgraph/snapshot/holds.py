"""“Holds at D”: the days over which each claim holds, computed once for every use.

The definition is that of docs/provenance.md, section “Holds at D”; this module is its only
implementation, with `observed`, which tells what is an observation of the same thing, and
`versions`, which tells what came of pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from kgraph.snapshot.claims import Claim
from kgraph.snapshot.conflicts import part_of
from kgraph.snapshot.observed import differ, parts, qualifiers, things
from kgraph.snapshot.pages import Pages
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.span import ClaimState, Span
from kgraph.snapshot.versions import NEVER, end_withdrawn, read_again, unheard_of
from kgraph.vocab import JPST, PROV, Object

_DAY: Final = timedelta(days=1)
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
    unheard = unheard_of(claims, pages.mistaken)
    heard = [claim for i, claim in enumerate(claims) if i not in unheard] if unheard else claims
    found = [_own(claim, terms) for claim in heard]
    for group in _groups(heard, terms):
        _supersede(heard, found, group, terms, pages)
    for group in _relations(heard, terms):
        _end(heard, found, group, pages)
    if pages.later:
        read_again(heard, found, terms, pages)
    if pages.withdrawn:
        end_withdrawn(heard, found, pages)
    _bound_by_records(heard, found)
    theirs = iter(found)
    return [NEVER if i in unheard else next(theirs) for i in range(len(claims))]


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
            key: tuple[object, ...] = (claim.subject, claim.predicate, *parts(claim))
        elif claim.predicate in terms.single and claim.predicate not in terms.unchanging:
            scope = part_of(qualifiers(claim), claim.values(JPST.note))
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
        what = things(claim) if claim.is_record else claim.object
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
    if not differ(claim, later):
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
        mine = qualifiers(claim)
        days = [
            (day, max(earliest, said))
            for day, earliest, ending in ends
            if day >= said
            and not (day == claim.start != ending.start)  # what began again on its last day
            and qualifiers(ending) in (frozenset(), mine)
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
