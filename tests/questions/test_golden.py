"""Every stored question against its golden answers over the real data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers.golden import FILES, plain, read
from helpers.project import PROJECT

from kgraph.questions.ask import Answer, ask
from kgraph.questions.question import questions
from kgraph.snapshot import Snapshot
from kgraph.sparql.values import Iri


@dataclass(frozen=True)
class Asked:
    """A golden, and the answer to its question with its parameters."""

    golden: Mapping[str, Any]
    answer: Answer


# A fixture, so that the tests of one golden follow each other and ask once.
@pytest.fixture(scope="module", params=FILES, ids=[path.stem for path in FILES])
def asked(real_snapshot: Snapshot, request: pytest.FixtureRequest) -> Asked:
    golden = read(request.param)
    given = golden["parameters"]
    return Asked(golden, ask(real_snapshot, golden["question"], given, root=PROJECT))


def test_every_question_has_a_golden() -> None:
    """A question without one is not known to be right, and a golden without one is left over."""
    answered = {json.loads(path.read_text(encoding="utf-8"))["question"] for path in FILES}
    assert answered == {question.slug for question in questions(PROJECT)}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_golden_says_what_it_is(path: Path) -> None:
    """Each golden is named after its question and says how it was checked, or why it is empty."""
    golden = read(path)
    assert set(golden) == {"question", "parameters", "note", "rows"}
    assert f"{path.stem}-".startswith(f"{golden['question']}-")
    assert golden["note"].strip()
    assert golden["rows"] or "empty" in golden["note"].lower()


def test_answer_is_the_golden_one(asked: Asked) -> None:
    """The same rows in the same order."""
    answer, expected = plain(asked.answer), asked.golden["rows"]
    assert len(answer) == len(expected)
    for number, (row, wanted) in enumerate(zip(answer, expected, strict=True), 1):
        assert row == wanted, f"row {number}"


def test_japanese_answer_has_the_same_rows(real_snapshot: Snapshot, asked: Asked) -> None:
    """The language changes words only: the same number of rows, the same things, no gap."""
    given = asked.golden["parameters"]
    other = "ja" if given.get("lang", "en") == "en" else "en"
    there = ask(real_snapshot, asked.golden["question"], {**given, "lang": other}, root=PROJECT)
    assert sorted(things(asked.answer)) == sorted(things(there))


def things(answer: Answer) -> list[tuple[str, ...]]:
    """Per row, the names of its columns that hold something and its things, numbers and days."""
    return [
        tuple(
            f"{name}={value}" if isinstance(value, Iri | int | float | Decimal | date) else name
            for name, value in row.items()
            if value is not None
        )
        for row in answer.rows_as_dicts()
    ]
