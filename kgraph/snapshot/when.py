"""When a value holds: the span of days that decides whether two values can both be true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kgraph.dates import days_of
from kgraph.vocab import JPST


@dataclass(frozen=True)
class When:
    """The days over which one source states a value.

    Where a validity is stated, the span is that validity, open where an end is not stated; a
    coarse bound counts only from (or until) the day on which it is certain. Otherwise it is the
    as-of day (for a coarse one, its month or year). Without any date it is all time.
    """

    as_of: date | None = None
    as_of_earliest: date | None = None
    start: date | None = None
    until: date | None = None

    def span(self) -> tuple[date, date]:
        """First and last day; the first lies after the last where no day is certain."""
        if self.start is not None or self.until is not None:
            return self.start or date.min, self.until or date.max
        if self.as_of is not None:
            return self.as_of_earliest or self.as_of, self.as_of
        return date.min, date.max

    def up_to(self, day: date) -> When:
        """The same as told by a reading of a page of that day, which knows of no later one."""
        valid = self.start is not None or self.until is not None
        return When(
            as_of=min(self.as_of or day, day),
            as_of_earliest=self.as_of_earliest and min(self.as_of_earliest, day),
            start=self.start,
            until=min(self.until or day, day) if valid else None,
        )

    def without_as_of(self) -> When:
        """The same, as if no source said of which day it speaks."""
        return When(start=self.start, until=self.until)

    def overlaps(self, other: When) -> bool:
        """Whether both values are stated for one same day.

        The last stated day of one value may be the first day of the next: that is a handover.
        """
        (start, end), (other_start, other_end) = self.span(), other.span()
        if start > end or other_start > other_end:
            return False
        first, last = max(start, other_start), min(end, other_end)
        if first == last:
            return not (
                (self.until == last and start < last)
                or (other.until == last and other_start < last)
            )
        return first < last


def read_when(values: Mapping[NamedNode, object], issued: When) -> When:
    """The span that the dates of a statement or a record give, else the day of its source."""

    as_of, start, until = (
        days_of(values.get(name)) for name in (JPST.asOf, JPST.validFrom, JPST.validUntil)
    )
    return When(
        as_of=as_of[1] if as_of else issued.as_of,
        as_of_earliest=as_of[0] if as_of else issued.as_of_earliest,
        start=start[1] if start else None,
        until=until[0] if until else None,
    )
