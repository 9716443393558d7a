"""Fixtures that tests of the snapshot share."""

from __future__ import annotations

import pytest
from helpers.on_the_day import read_shipped
from pyoxigraph import Quad

from kgraph.snapshot.reason import Reasoner


@pytest.fixture(scope="session")
def shipped() -> tuple[list[Quad], Reasoner]:
    """The ontology that ships as quads, and its rules; tests only read them."""
    return read_shipped()
