"""Fixtures that tests of the snapshot share."""

from __future__ import annotations

import pytest
from helpers.on_the_day import Shipped, read_shipped


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    """The ontology that ships, and its rules; tests only read them."""
    return read_shipped()
