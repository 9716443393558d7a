"""What inference may come to before it is refused."""

from __future__ import annotations

from typing import Final

LIMIT: Final = 1_000_000
"""Facts that may follow from a graph of ordinary size; a larger graph may double."""


class TooMuchFollows(Exception):
    """More follows than the limit allows. One line: how much, from what, and what to do."""

    exit_code: Final = 4
