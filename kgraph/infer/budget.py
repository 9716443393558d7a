"""What inference may come to before it is refused."""

from __future__ import annotations

from typing import Final

from kgraph.limited.limits import LimitReached

LIMIT: Final = 1_000_000
"""Facts that may follow where nothing else is said; from a larger graph, as many as it has."""


class TooMuchFollows(LimitReached):
    """More follows than the limit allows. One line: how much, from what, and what to do."""
