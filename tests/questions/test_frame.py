"""A column of a data frame holds values of one type, and what is absent stays absent."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.questions.frame import to_frame
from kgraph.sparql.values import Iri, Value

pandas = pytest.importorskip("pandas", reason="pandas is not installed (kgraph[pandas] has it)")

DAY = datetime.date(2026, 3, 31)


def column(*values: Value):  # a pandas.Series
    return to_frame(("x",), [(value,) for value in values])["x"]


@pytest.mark.parametrize(
    ("values", "dtype", "held"),
    [
        ((1, None, 3), "Int64", [1, None, 3]),
        ((1, 2**63), "object", [1, 2**63]),
        ((Decimal("1.50"), None), "object", [Decimal("1.50"), None]),
        ((1, Decimal("0.1")), "object", [Decimal(1), Decimal("0.1")]),
        ((1, 2.5, Decimal("0.5")), "float64", [1.0, 2.5, 0.5]),
        ((True, None), "boolean", [True, None]),
        ((True, 1), "string", ["true", "1"]),
        ((DAY, None), "object", [DAY, None]),
        ((DAY, "2026-03"), "string", ["2026-03-31", "2026-03"]),
        ((Iri("https://x.org/a"), "b", None), "string", ["https://x.org/a", "b", None]),
        ((5, "five"), "string", ["5", "five"]),
        ((None, None), "string", [None, None]),
        ((DAY, datetime.datetime(2026, 1, 2, 3)), "string", ["2026-03-31", "2026-01-02T03:00:00"]),
    ],
)
def test_a_column_has_one_type(values: tuple[Value, ...], dtype: str, held: list[object]) -> None:
    made = column(*values)
    assert made.dtype == dtype
    assert [None if pandas.isna(value) else value for value in made] == held


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.decimals(allow_nan=False),
    st.floats(allow_nan=False), st.dates(), st.just(Iri("https://x.org/a")),
)  # fmt: skip


@given(st.lists(st.tuples(VALUES, VALUES), max_size=6))
def test_every_column_can_be_sorted_and_shows_what_is_absent(rows) -> None:
    frame = to_frame(("a", "b"), rows)
    assert frame.shape == (len(rows), 2)
    for i, name in enumerate(frame.columns):
        assert list(frame[name].isna()) == [row[i] is None for row in rows]
        assert len(frame.sort_values(name)) == len(rows)


def test_no_columns_no_rows_and_two_of_one_name() -> None:
    assert to_frame((), []).shape == (0, 0)
    assert to_frame(("a",), []).shape == (0, 1)
    assert to_frame(("a", "a"), [(1, "x")]).to_numpy().tolist() == [[1, "x"]]
