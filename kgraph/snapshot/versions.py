"""What a page that was read again, or a source that was withdrawn, makes of the days of claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from datetime import date, timedelta
from typing import Final

from pyoxigraph import NamedNode

from kgraph.snapshot.claims import Claim
from kgraph.snapshot.observed import differ, parts, qualifiers
from kgraph.snapshot.pages import Pages
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.same_value import same_value
from kgraph.snapshot.span import ClaimState, Span
from kgraph.vocab import Node, Object

_DAY: Final = timedelta(days=1)
NEVER: Final = Span(
    date.min,
    date.min,
    ClaimState.WITHDRAWN,
    ClaimState.WITHDRAWN,
    earliest=date.max,
    latest=date.min,
)
"""The days of what was our mistake: none."""


def unheard_of(claims: Sequence[Claim], mistaken: Set[Node]) -> Set[int]:
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


def read_again(claims: Sequence[Claim], found: list[Span], terms: Terms, pages: Pages) -> None:
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
        return both and parts(claim) == parts(other) and not differ(claim, other)
    return qualifiers(claim) == qualifiers(other) and same_value(claim.object, other.object)


def _begins_anew(claim: Claim, other: Claim, since: date, terms: Terms) -> bool:
    """Whether what a later version says so is only of days to come, and not of those before."""
    start = other.start
    return start is not None and since < start != claim.start and not terms.is_plan(other)


def _corrects(claim: Claim, other: Claim, terms: Terms) -> bool:
    """Whether a later version has another value in its place, and not one beside it."""
    if claim.is_record or other.is_record:
        return claim.is_record and other.is_record and parts(claim) == parts(other)
    single = claim.predicate in terms.single or claim.predicate in terms.unchanging
    return single and qualifiers(claim) == qualifiers(other)


def end_withdrawn(claims: Sequence[Claim], found: list[Span], pages: Pages) -> None:
    """Ends what withdrawn sources say; a reading rests on what is left of what was read."""
    for i, claim in enumerate(claims):
        withdrawn = pages.withdrawn.get(claim.source)
        if withdrawn is not None:
            last = withdrawn.day - _DAY
            found[i] = _over(found[i], last, last, ClaimState.WITHDRAWN, frozenset())
