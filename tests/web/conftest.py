"""A served graph, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.served import served
from starlette.testclient import TestClient

from kgraph.snapshot import Snapshot
from kgraph.web.app import application


@pytest.fixture(scope="package")
def client(asked_market: Snapshot) -> Iterator[TestClient]:
    with TestClient(application(served(asked_market)), follow_redirects=False) as asking:
        yield asking
