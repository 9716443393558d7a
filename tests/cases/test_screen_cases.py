"""Reported screens: every cell of every row is shown, and no row can be taken for another's."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.terminal import on_terminal

from kgraph.snapshot import Snapshot

HERE = Path(__file__).parent
QUERY = HERE / "ask-06-blocks-hide-absent" / "blocks.rq"


@pytest.mark.parametrize("columns", [24, 40, 80, 120])
def test_ask_06_an_absent_value_is_not_that_of_the_row_above(
    real_snapshot: Snapshot, columns: int
) -> None:
    out = str(real_snapshot.path)
    code, seen = on_terminal("query", str(QUERY), "--out", out, columns=columns, cwd=PROJECT)
    assert code == 0
    assert seen.count("–") == 5
    assert seen.count("Token A") == 4
    assert seen.count("Progmat, of") == 2
    rows = [line for line in seen.splitlines() if "planned on" in line or "handled on" in line]
    assert len(rows) == 3


def test_ask_06_a_question_shows_each_row_whole(real_snapshot: Snapshot) -> None:
    out = str(real_snapshot.path)
    code, seen = on_terminal("ask", "indirect-ownership", "--out", out, columns=100, cwd=PROJECT)
    assert code == 0
    lines = seen.splitlines()
    rule = next(i for i, line in enumerate(lines) if line.startswith("---"))
    end, count = next((i, line) for i, line in enumerate(lines) if line.endswith(" rows"))
    body = [line for line in lines[rule + 1 : end] if line.strip()[:1].isdigit()]
    assert len(body) == int(count.split()[0])
