"""A day of a state, as two days: the one asked about and the one of knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Day:
    """The day asked about, and the day by which sources had been read (None: all of them)."""

    as_of: date
    known_at: date | None = None

    def __str__(self) -> str:
        """The name of the folder in which the state of this day is kept."""
        return f"{self.as_of}" + (f"-known-{self.known_at}" if self.known_at else "")
