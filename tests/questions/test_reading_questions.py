"""A question is read by its text, and is that of its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.problems import LoadError
from kgraph.questions.question import read_question


def test_the_same_text_in_two_files_is_two_questions_of_one_name(market: Path) -> None:
    path = market / "queries" / "units.rq"
    other = market / "copy" / "units.rq"
    other.parent.mkdir()
    other.write_bytes(path.read_bytes())
    first, second = read_question(path), read_question(other)
    assert (first.path, second.path) == (path, other)
    assert first.parameters == second.parameters
    text = path.read_text("utf-8")
    path.write_text(text.replace("Units issued of each token", "Other words"), "utf-8")
    assert (read_question(path).summary, read_question(other).summary) == (
        "Other words",
        "Units issued of each token",
    )


def test_a_fault_is_told_in_each_file_that_has_it(market: Path) -> None:
    path = market / "queries" / "units.rq"
    text = path.read_text("utf-8").replace("SELECT ?token", "SELECT DISTINCT REDUCED ?token")
    for place in (path, market / "units.rq"):
        place.write_text(text, "utf-8")
        for _ in range(2):
            with pytest.raises(LoadError) as raised:
                read_question(place)
            assert {problem.path for problem in raised.value.problems} == {place}
