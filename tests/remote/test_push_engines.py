"""Real engines hold what was pushed."""

from __future__ import annotations

import pytest
from helpers.real_engines import STARTS, Running


@pytest.fixture(params=sorted(STARTS))
def engine(request: pytest.FixtureRequest) -> Running:
    found = request.getfixturevalue(request.param.replace("-", "_"))
    assert isinstance(found, Running)
    return found


def test_engine_answers(engine: Running) -> None:
    assert engine.endpoint().server
