"""A served graph, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from kgraph.limited import Limits
from kgraph.questions.question import questions
from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import drop, on_day
from kgraph.web.app import Served, application
from kgraph.web.states import States
from kgraph.web.walls import Bounds

ADDRESS = "http://testserver"


def served(snapshot: Snapshot, **given: object) -> Served:
    limits = Limits(seconds=10, rows=1000, memory=1 << 30)
    fields = {"limits": limits, "bounds": Bounds()} | given
    return Served(
        States(snapshot, on_day, drop), tuple(questions(snapshot.root)), ADDRESS, **fields
    )


@pytest.fixture(scope="package")
def client(asked_market: Snapshot) -> Iterator[TestClient]:
    with TestClient(application(served(asked_market)), follow_redirects=False) as asking:
        yield asking
