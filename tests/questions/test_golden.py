"""Every stored question against its golden answers over the real data."""

from __future__ import annotations

import json
from collections.abc import Mapping
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


def asked(graph: Snapshot, golden: Mapping[str, Any]) -> Answer:
    """The answer to a golden's question with its parameters."""
    return ask(graph, golden["question"], golden["parameters"], root=PROJECT)


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


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_answer_is_the_golden_one(real_snapshot: Snapshot, path: Path) -> None:
    """The same rows in the same order."""
    golden = read(path)
    answer = plain(asked(real_snapshot, golden))
    expected = golden["rows"]
    assert len(answer) == len(expected)
    for number, (row, wanted) in enumerate(zip(answer, expected, strict=True), 1):
        assert row == wanted, f"row {number}"


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_japanese_answer_has_the_same_rows(real_snapshot: Snapshot, path: Path) -> None:
    """The language changes words only: the same number of rows, the same things, no gap."""
    golden = read(path)
    spoken = golden["parameters"].get("lang", "en")
    other = "ja" if spoken == "en" else "en"
    here = asked(real_snapshot, golden)
    there = asked(real_snapshot, {**golden, "parameters": {**golden["parameters"], "lang": other}})
    assert sorted(things(here)) == sorted(things(there))


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
