"""Every stored question against its golden answers over the real data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from helpers.golden import FILES, plain, read
from helpers.here import right_here
from helpers.project import PROJECT
from helpers.stored import stored_question, stored_questions

from kgraph.questions.ask import Answer, ask
from kgraph.questions.params import DAYS, plain_name
from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import on_day
from kgraph.sparql.values import Iri


@dataclass(frozen=True)
class Asked:
    """A golden, and the answer to its question with its parameters."""

    golden: Mapping[str, Any]
    snapshot: Snapshot
    answer: Answer


def day_of(path: Path) -> str:
    """The day whose state a golden is of, nothing where it is that of the graph."""
    golden = json.loads(path.read_text(encoding="utf-8"))
    own = {plain_name(one.name) for one in stored_question(golden["question"]).parameters}
    given = {plain_name(name): day for name, day in golden["parameters"].items()}
    return next((given[n] for n in given if DAYS.get(n) == "as_of" and n not in own), "")


BY_DAY = sorted(FILES, key=lambda path: (day_of(path), path))


@pytest.fixture(scope="module")
def on(real_snapshot: Snapshot) -> Callable[[str], Snapshot]:
    """The graph in the state of a day; that of the last one stays open."""

    @lru_cache(maxsize=1)
    def state(day: str) -> Snapshot:
        return on_day(real_snapshot, date.fromisoformat(day)) if day else real_snapshot

    return state


# A fixture, so that the tests of one golden follow each other and ask once.
@pytest.fixture(scope="module", params=BY_DAY, ids=[path.stem for path in BY_DAY])
def asked(on: Callable[[str], Snapshot], request: pytest.FixtureRequest) -> Asked:
    golden, day = read(request.param), day_of(request.param)
    given = golden["parameters"]
    # The state of the graph itself is asked within the limits of a question.
    with right_here() if day else nullcontext():
        snapshot = on(day)
        answer = ask(snapshot, golden["question"], given, root=PROJECT)
    return Asked(golden, snapshot, answer)


def test_every_question_has_a_golden() -> None:
    """A question without one is not known to be right, and a golden without one is left over."""
    answered = {json.loads(path.read_text(encoding="utf-8"))["question"] for path in FILES}
    assert answered == {question.slug for question in stored_questions()}


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


def test_japanese_answer_has_the_same_rows(asked: Asked) -> None:
    """The language changes words only: the same number of rows, the same things, no gap."""
    given = asked.golden["parameters"]
    other = "ja" if given.get("lang", "en") == "en" else "en"
    there = ask(asked.snapshot, asked.golden["question"], {**given, "lang": other}, root=PROJECT)
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
