"""Transitive closure of one property, kept up as edges are added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Edge = tuple[Any, Any]


class Paths:
    """What is reached from where, over any number of steps.

    An edge that connects nothing new costs a look, and any other what it connects.
    """

    def __init__(self) -> None:
        self._after: dict[Any, set[Any]] = {}
        self._before: dict[Any, set[Any]] = {}
        self.size = 0

    def add(self, start: Any, end: Any) -> Iterator[Edge]:
        """Takes an edge in and gives the pairs that it newly connects, itself among them."""
        after, before = self._after, self._before
        if end in after.get(start, ()):
            return
        ends = {end, *after.get(end, ())}
        for first in [start, *before.get(start, ())]:
            known = after.setdefault(first, set())
            new = ends - known
            known |= new
            self.size += len(new)
            for last in new:
                before.setdefault(last, set()).add(first)
                yield first, last

    def holds(self, start: Any, end: Any) -> bool:
        """Whether one is known to be reached from the other."""
        return end in self._after.get(start, ())

    def __iter__(self) -> Iterator[Edge]:
        return ((start, end) for start, ends in self._after.items() for end in ends)
