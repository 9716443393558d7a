"""The built graph that a command asks, on the day that its options name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import kgraph
from kgraph.cli.options import AsOf, KnownAt, Out, Root
from kgraph.cli.shared import Command, Shared, with_options
from kgraph.limited import UNLIMITED
from kgraph.questions.params import to_day
from kgraph.render import console

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot

_DAYS: Final[Shared] = {"as_of": (AsOf, None), "known_at": (KnownAt, None)}
_FOLDERS: Final[Shared] = {"root": (Root, None), "out": (Out, None)}


@dataclass(frozen=True)
class Asked:
    """Where the graph lies that is asked, and the day asked about."""

    root: Path | None
    out: Path | None
    as_of: str | None = None
    known_at: str | None = None

    def open(self) -> Snapshot:
        """The snapshot with the state of the day. Raises BadValue for what is no day, and as
        `kgraph.open`."""
        return kgraph.open(
            self.root,
            self.out,
            as_of=to_day("--as-of", self.as_of) if self.as_of is not None else None,
            known_at=to_day("--known-at", self.known_at) if self.known_at is not None else None,
            say=console.say,
            limits=UNLIMITED,  # the command has them
        )


def of_the_graph(command: Command) -> Command:
    """The command with the options of which graph is asked; it gets them as `graph`."""
    return with_options(command, _FOLDERS, "graph", Asked)


def of_a_day(command: Command) -> Command:
    """The command with the options of which graph is asked on which day, got as `graph`."""
    return with_options(command, {**_DAYS, **_FOLDERS}, "graph", Asked)
