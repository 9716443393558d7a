"""A long answer becomes a matrix that people can take in at one look."""

import pytest
from rich.cells import cell_len

from kgraph.tables.matrix import Shape, as_matrix
from kgraph.tables.table import Table

SHAPE = Shape("tokenLabel", "number", "fieldLabel", "status", "sources", {"missing": "·"})
COLUMNS = ("tokenLabel", "number", "fieldLabel", "status", "sources", "token")
ROWS = (
    ("A", 1, "Issuer", "filled", 3, "id:a"),
    ("A", 2, "Venue", "missing", 0, "id:a"),
    ("B", 1, "Issuer", "missing", 0, "id:b"),
    ("市ヶ谷のトークン、長い名前の第三号", 2, "Venue", "filled", 12, "id:c"),
)


def test_one_line_a_thing_and_one_column_a_field() -> None:
    told = as_matrix(Table(COLUMNS, ROWS[:3]), SHAPE, "token", counted="{} (sources)")
    assert told.splitlines() == [
        "token 1 2",
        "---------",
        "A     3 ·",
        "B     ·",
        "",
        "   1  Issuer",
        "   2  Venue",
        "   n  filled (sources)",
        "   ·  missing",
    ]


def test_marks_that_do_not_occur_are_not_explained() -> None:
    assert "missing" not in as_matrix(Table(COLUMNS, ROWS[:1]), SHAPE, "token")


def test_things_of_one_name_stay_two_lines() -> None:
    rows = [*ROWS[:2], ("A", 1, "Issuer", "filled", 7, "id:other")]
    lines = as_matrix(Table(COLUMNS, rows), SHAPE, "token").splitlines()
    assert lines[2:4] == ["A     3 ·", "A     7"]


@pytest.mark.parametrize("width", [10, 20, 30, 40])
def test_names_fold_beside_the_marks_or_stand_above_them(width: int) -> None:
    text = as_matrix(Table(COLUMNS, ROWS), SHAPE, "token", width)
    lines = text.split("\n\n")[0].splitlines()
    assert max(map(cell_len, lines)) <= width
    assert (
        "市ヶ谷のトークン、長い名前の第三号" in text.replace("\n", "").replace(" ", "")
        or width >= 30
    )
    marked = next(line for line in lines if line.endswith("12"))
    assert cell_len(marked) == cell_len(next(line for line in lines if line.endswith("2")))
