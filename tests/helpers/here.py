"""Work that has limits, done in the process of a test that is about what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from kgraph.limited.limits import LIMITED
from kgraph.snapshot import Snapshot, days


@contextmanager
def right_here() -> Iterator[None]:
    """Within, no process is started to ask a snapshot: as in one that has limits itself.

    Each snapshot has processes of its own, which read it and the package anew; a test that opens
    many would start as many. What the limits do is tested in `limited/`.
    """
    before = LIMITED.set(True)
    try:
        yield
    finally:
        LIMITED.reset(before)


def rows(snapshot: Snapshot, query: str) -> list[tuple[Any, ...]]:
    """The rows of an answer, which this process finds itself."""
    with right_here():
        return [tuple(row) for row in snapshot.query(query)]


def on_day(snapshot: Snapshot, as_of: date | None = None, known_at: date | None = None) -> Snapshot:
    """The state of a day, which this process makes."""
    with right_here():
        return days.on_day(snapshot, as_of, known_at)
