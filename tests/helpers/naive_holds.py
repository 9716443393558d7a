"""“Holds at D” computed day by day, as the definition in docs/provenance.md reads.

It shares nothing with the computation of the package but the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from helpers.dated_claims import FEE, HOLDER, PERCENT, TERMS

from kgraph.snapshot.claims import Claim
from kgraph.vocab import JPST

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Naive:
    """All claims, among which each is looked at."""

    claims: tuple[Claim, ...]
    next_version: Mapping[str, tuple[str, date, date, date | None]] = field(default_factory=dict)
    """Page → the page it became, the days on which each was read, and the day that it shows."""
    withdrawn: Mapping[str, tuple[date, bool]] = field(default_factory=dict)
    """Page → the day on which it was withdrawn, and whether as our mistake."""

    @property
    def heard(self) -> list[Claim]:
        """All but those of pages that we had taken wrongly."""
        return [c for c in self.claims if not self.withdrawn.get(c.source.value, (0, False))[1]]

    def version(self, claim: Claim) -> tuple[str, date, date, date | None] | None:
        """The next version of its page, unless that was our mistake."""
        found = self.next_version.get(claim.source.value)
        return None if found and self.withdrawn.get(found[0], (0, False))[1] else found

    def counts(self, other: Claim, day: date) -> bool:
        """Whether its page still spoke for itself on the day from which it bears on others."""
        gone = self.withdrawn.get(other.source.value)
        if gone and day >= gone[0]:
            return False
        found = self.version(other)
        return found is None or day < self.since(*found[1:])

    def since(self, before: date, after: date, shown: date | None) -> date:
        return shown if shown is not None and before < shown <= after else after

    def state(self, claim: Claim, today: date) -> str:
        """What is over is over, whatever is known of its beginning."""
        gone = self.withdrawn.get(claim.source.value)
        if gone and gone[1]:
            return "withdrawn"
        end, superseded = self.last_by_end(claim), self.superseded_on(claim)
        # Each with the last sure and the last possible day; of two of one day the first counts.
        ways = []
        if end is not None:
            ways.append((*end, "ended"))
        if superseded is not None:
            ways.append((superseded[0] - ONE, superseded[1] - ONE, "superseded"))
        if (changed := self.changed(claim)) is not None:
            ways.append(changed)
        if gone:
            ways.append((gone[0] - ONE, gone[0] - ONE, "withdrawn"))
        over = [way for way in ways if way[1] < today]
        if over:
            return min(over, key=lambda way: way[1])[2]
        earliest, first = self.first(claim)
        if earliest > today:
            planned = self.planned(claim)
            dated = claim.as_of if planned else claim.as_of or claim.start or claim.until
            return "notYet" if dated else "undated"
        doubtful = first > today or any(way[0] < today for way in ways)
        return "undated" if doubtful else "holds"

    def changed(self, claim: Claim) -> tuple[date, date, str] | None:
        """The last sure and last possible day of what the next version of its page has changed."""
        if (found := self.version(claim)) is None:
            return None
        page, before, after, shown = found
        now = [
            other
            for other in self.heard
            if other.source.value == page
            and other.predicate == claim.predicate
            and other.values(JPST.qualifier) == claim.values(JPST.qualifier)
            and (not claim.is_record or self.what(other) == self.what(claim))
        ]
        dated = shown is not None and before < shown <= after
        since = self.since(before, after, shown)
        again = [
            other for other in now
            if self.value(other) == self.value(claim)
            or (claim.is_record and None in (self.value(other), self.value(claim)))
        ]  # fmt: skip
        lives = [
            other for other in again
            if other.start is not None
            and not self.planned(other)
            and since < other.start != claim.start
        ]  # fmt: skip
        if len(lives) < len(again):
            still = [other for other in again if other not in lives]
            last = max(since, min(self.first(other)[1] for other in still)) - ONE
            return last, last, "superseded"
        sure = since - ONE if dated else min(before, after - ONE)
        one_value = lives or claim.is_record or claim.predicate in (FEE, *TERMS.unchanging)
        return sure, since - ONE, "superseded" if now and one_value else "ended"

    def first(self, claim: Claim) -> tuple[date, date]:
        """The first day on which it may hold, and on which it does."""
        if self.planned(claim):
            days = claim.as_of_earliest, claim.as_of
        elif claim.start is not None or claim.until is not None:
            days = claim.start or date.min, claim.start_latest
            if days[1] and claim.as_of and days[0] <= claim.as_of < days[1]:
                days = days[0], claim.as_of
        elif claim.predicate in TERMS.events:
            days = date.min, None
        else:
            days = claim.as_of_earliest, claim.as_of
        first = days[0] or days[1] or claim.read or date.min
        return first, days[1] or first

    def last_by_end(self, claim: Claim) -> tuple[date, date] | None:
        """The day up to which it does hold, and that up to which it may, by what pages end."""
        if claim.until is not None:
            if self.planned(claim):
                return None
            return claim.until_earliest or claim.until, claim.until
        said = max((d for d in (claim.start, claim.as_of) if d is not None), default=date.min)
        mine = set(claim.values(JPST.qualifier))
        ends = [
            (other.until, max(other.until_earliest or other.until, said))
            for other in self.heard
            if other.until is not None
            and self.counts(other, other.until)
            and not self.planned(other)
            and other.predicate == claim.predicate
            and self.what(other) == self.what(claim)
            and (not other.values(JPST.qualifier) or set(other.values(JPST.qualifier)) == mine)
            and other.until >= said
            and (other.until != claim.start or other.start == claim.start)
        ]
        return min(ends)[::-1] if ends else None

    def superseded_on(self, claim: Claim) -> tuple[date, date] | None:
        """The first day on which a later observation may have another value, and does have it."""
        if claim.as_of is None or claim.start is not None or claim.until is not None:
            return None
        if not claim.is_record and claim.predicate != FEE:
            return None
        mine = self.value(claim)
        days = [
            seen
            for other in self.heard
            if other.predicate == claim.predicate
            and set(other.values(JPST.qualifier)) == set(claim.values(JPST.qualifier))
            and (not claim.is_record or self.what(other) == self.what(claim))
            and (seen := self.seen(other)) is not None
            and seen[0] > claim.as_of
            and self.counts(other, seen[0])
            and mine is not None
            and self.value(other) is not None
            and self.value(other) != mine
            and (other.source != claim.source or other.start or other.values(JPST.asOf))
        ]
        return (min(d for d, _ in days), min(d for _, d in days)) if days else None

    def seen(self, other: Claim) -> tuple[date, date] | None:
        """The days, first and last, from which its value may have been seen."""
        if other.start:
            return self.first(other)
        return None if other.until or not other.as_of else self.first(other)

    def what(self, claim: Claim) -> object:
        named = claim.values(HOLDER), self.planned(claim)
        return named if claim.is_record else claim.object

    def planned(self, claim: Claim) -> bool:
        stated = any(v.value.endswith("/planned") for v in claim.values(JPST.recordStatus))
        return stated or claim.predicate in TERMS.plans

    def value(self, claim: Claim) -> object:
        if claim.is_record:
            return next((v.value for v in claim.values(PERCENT)), None)
        return claim.object
