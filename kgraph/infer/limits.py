"""What inference may come to before it is refused."""

from __future__ import annotations

from typing import Final

LIMIT: Final = 1_000_000
"""Facts that may follow where nothing else is said; from a larger graph, as many as it has."""


class TooMuchFollows(Exception):
    """More follows than the limit allows. One line: how much, from what, and what to do."""

    exit_code: Final = 4
