"""A long answer becomes a matrix that people can take in at one look."""

from kgraph.render.matrix import Shape, as_matrix
from kgraph.render.table import Table

SHAPE = Shape("tokenLabel", "number", "fieldLabel", "status", "sources", {"missing": "·"})
COLUMNS = ("tokenLabel", "number", "fieldLabel", "status", "sources", "token")
ROWS = (
    ("A", 1, "Issuer", "filled", 3, "id:a"),
    ("A", 2, "Venue", "missing", 0, "id:a"),
    ("B", 1, "Issuer", "missing", 0, "id:b"),
)


def test_one_line_a_thing_and_one_column_a_field():
    matrix, told = as_matrix(Table(COLUMNS, ROWS), SHAPE)
    assert matrix.columns == ("token", "1", "2")
    assert matrix.rows == [("A", "3", "·"), ("B", "·", "")]
    assert told.splitlines() == ["   1  Issuer", "   2  Venue", "   ·  missing"]


def test_marks_that_do_not_occur_are_not_explained():
    _, told = as_matrix(Table(COLUMNS, ROWS[:1]), SHAPE)
    assert "missing" not in told
