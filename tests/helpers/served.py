"""What a server answers from, in this process and without a network."""

from __future__ import annotations

from kgraph.limited import Limits
from kgraph.questions.question import questions
from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import drop, on_day
from kgraph.web.app import Served
from kgraph.web.states import States
from kgraph.web.walls import Bounds

ADDRESS = "http://testserver"


def served(snapshot: Snapshot, **given: object) -> Served:
    limits = Limits(seconds=10, rows=1000, memory=1 << 30)
    fields = {"limits": limits, "bounds": Bounds()} | given
    return Served(
        States(snapshot, on_day, drop), tuple(questions(snapshot.root)), ADDRESS, **fields
    )
