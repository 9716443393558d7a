"""What the OpenAPI document promises holds for calls that nobody wrote: schemathesis makes them."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.served import served
from hypothesis import HealthCheck, given, seed, settings

from kgraph.snapshot import Snapshot
from kgraph.web.app import application

schemathesis = pytest.importorskip(
    "schemathesis", reason="schemathesis is not installed (kgraph[contract] has it)"
)
EXAMPLES = 25


@pytest.fixture(scope="module")
def operations(asked_market: Snapshot) -> dict[str, Any]:
    schema = schemathesis.openapi.from_asgi("/openapi.json", application(served(asked_market)))
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


def test_every_call_has_an_answer_as_the_document_says(operations: dict[str, Any]) -> None:
    # A day before the first reading, or a name that nothing has, is of the right form all the same.
    registered = schemathesis.checks.CHECKS
    left_out = [registered.get_one("positive_data_acceptance")]
    assert len(registered.get_all()) > 5
    calls = 0

    def check(case: Any) -> None:
        nonlocal calls
        calls += 1
        case.call_and_validate(excluded_checks=left_out)

    for operation in operations.values():
        asked = given(case=operation.as_strategy())(check)
        bounded = settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )(asked)
        seed(1)(bounded)()
    assert calls > EXAMPLES


def test_the_document_knows_all_that_answers(operations: dict[str, Any]) -> None:
    paths = {label.split()[1] for label in operations}
    assert {"/sparql", "/api/search", "/api/questions", "/health", "/void"} <= paths
