"""The days over which a claim holds, and what a day makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import NamedTuple

from kgraph.snapshot.claims import Claim


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


def states_on(found: Iterable[Span | None], day: date) -> list[ClaimState]:
    """What a day makes of each claim; None stands for one that was not known."""
    return [ClaimState.NOT_KNOWN if span is None else span.on(day) for span in found]
