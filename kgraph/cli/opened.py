"""The built graph that a command asks, on the day that its options name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import kgraph
from kgraph.limited import UNLIMITED
from kgraph.questions.params import to_day
from kgraph.render import console

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot


def opened(
    root: Path | None, out: Path | None, as_of: str | None = None, known_at: str | None = None
) -> Snapshot:
    """The snapshot with the state of a day. Raises BadValue for what is no day, and as
    `kgraph.open`."""
    return kgraph.open(
        root,
        out,
        as_of=to_day("--as-of", as_of) if as_of is not None else None,
        known_at=to_day("--known-at", known_at) if known_at is not None else None,
        say=console.say,
        limits=UNLIMITED,  # the command has them
    )
