"""Every stored question against its golden answers over the real data.

A golden, `golden/<slug>.json` or `golden/<slug>-<case>.json`, is an answer that was compared with
the fact base by other means than the graph, and then kept:

    {"question": slug, "parameters": {name: value}, "note": how it was checked, "rows": [{…}]}

A row holds what is bound (null is as good as absent): an IRI in full or in its short form, a number
as a number (text where JSON would round it), a day as `YYYY-MM-DD`, all else as text. The parts of
a cell joined by ` | ` may come in any order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT

from kgraph.names import BASE, compact
from kgraph.questions.ask import Answer, ask
from kgraph.questions.question import questions
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.sparql.values import Iri, Value

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*.json"))


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The project's own data, built once; validation has tests of its own."""
    out = tmp_path_factory.mktemp("graph")
    build(PROJECT, out, validate=False)
    return open_snapshot(out)


def cell(value: Value) -> str | int | float | bool:
    """A value of a row as a golden spells it."""
    if isinstance(value, str) and value.startswith(BASE) and " " not in value:
        return compact(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        near = float(value)
        return near if Decimal(repr(near)) == value else format(value.normalize(), "f")
    if isinstance(value, str):
        return " | ".join(sorted(value.split(" | ")))
    assert value is not None
    return value


def plain(answer: Answer) -> list[dict[str, str | int | float | bool]]:
    """The rows of an answer as a golden spells them."""
    return [
        {name: cell(value) for name, value in row.items() if value is not None}
        for row in answer.rows_as_dicts()
    ]


def read(path: Path) -> dict[str, Any]:
    """A golden file, the parts of its joined cells in order."""
    golden: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    golden["rows"] = [
        {
            name: cell(value) if isinstance(value, str) else value
            for name, value in row.items()
            if value is not None
        }
        for row in golden["rows"]
    ]
    return golden


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
def test_answer_is_the_golden_one(graph: Snapshot, path: Path) -> None:
    """The same rows in the same order."""
    golden = read(path)
    answer = plain(asked(graph, golden))
    expected = golden["rows"]
    assert len(answer) == len(expected)
    for number, (row, wanted) in enumerate(zip(answer, expected, strict=True), 1):
        assert row == wanted, f"row {number}"


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_japanese_answer_has_the_same_rows(graph: Snapshot, path: Path) -> None:
    """The language changes words only: the same number of rows, the same things, no gap."""
    golden = read(path)
    spoken = golden["parameters"].get("lang", "en")
    other = "ja" if spoken == "en" else "en"
    here = asked(graph, golden)
    there = asked(graph, {**golden, "parameters": {**golden["parameters"], "lang": other}})
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
