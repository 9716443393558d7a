"""Transitive closure of one property, kept up as edges are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

Edge = tuple[Any, Any]


class Paths:
    """The edges that generate a transitive relation.

    Pairs that the closure itself yields are no edges, so a long path costs what its pairs cost,
    not the product of its pairs.
    """

    def __init__(self) -> None:
        self._forward: dict[Any, set[Any]] = defaultdict(set)
        self._backward: dict[Any, set[Any]] = defaultdict(set)
        self._given: set[Edge] = set()

    def close(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        """Takes the first edges in and gives all pairs more than one step apart."""
        for start, end in edges:
            self._forward[start].add(end)
            self._backward[end].add(start)
        for start in list(self._forward):
            direct = self._forward[start]
            for end in _reached(self._forward, start):
                if end not in direct:
                    self._given.add((start, end))
                    yield start, end

    def add(self, start: Any, end: Any) -> Iterator[Edge]:
        """Takes one more edge in and gives the pairs that it may newly connect.

        A pair that was given before connects nothing new.
        """
        if (start, end) in self._given or end in _reached(self._forward, start):
            return
        before = {start, *_reached(self._backward, start)}
        after = {end, *_reached(self._forward, end)}
        self._forward[start].add(end)
        self._backward[end].add(start)
        for first in before:
            for last in after:
                self._given.add((first, last))
                yield first, last


def _reached(steps: dict[Any, set[Any]], start: Any) -> set[Any]:
    found: set[Any] = set()
    queue = list(steps.get(start, ()))
    while queue:
        node = queue.pop()
        if node not in found:
            found.add(node)
            queue.extend(steps.get(node, ()))
    return found
