"""Rows of an answer → the columns of a data frame, each of one type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kgraph.sparql.values import Value

if TYPE_CHECKING:
    from pandas import DataFrame, Series

_INT64: Final = range(-(2**63), 2**63)


def to_frame(columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> DataFrame:
    """The rows as a pandas DataFrame.

    A column holds values of one type: whole numbers (Int64, where they fit), decimals (exact, as
    objects), doubles, booleans, days (objects of `datetime.date`) or texts. Where values of several
    types meet, whole numbers become decimals beside decimals, all numbers doubles beside doubles,
    and everything else its text, so that a column can be sorted and grouped. What is absent is
    missing (`isna`) in every type. Raises ImportError where pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError(
            "pandas is not installed; install it with: pip install 'kgraph[pandas]'"
        ) from error

    made = [_column([row[i] for row in rows]) for i in range(len(columns))]
    # By place: two columns could have one name.
    frame = pandas.concat(made, axis=1) if made else pandas.DataFrame(index=range(len(rows)))
    frame.columns = list(columns)
    return frame


def _column(values: list[Value]) -> Series:
    import pandas

    kinds = {_kind(value) for value in values if value is not None}
    if kinds == {bool}:
        return pandas.Series(values, dtype="boolean")
    if kinds == {int} and all(value is None or value in _INT64 for value in values):
        return pandas.Series(values, dtype="Int64")
    if kinds == {float}:
        return pandas.Series(values, dtype="float64")
    if kinds <= {int, Decimal, float} and kinds:
        number = float if float in kinds else Decimal if Decimal in kinds else int
        numbers = [
            number(value) if isinstance(value, int | float | Decimal) else None for value in values
        ]
        return pandas.Series(numbers, dtype="float64" if number is float else object)
    if kinds in ({date}, {datetime}):
        return pandas.Series(values, dtype=object)
    texts = [None if value is None else _text(value) for value in values]
    return pandas.Series(texts, dtype="string")


def _kind(value: Value) -> type:
    return str if isinstance(value, str) else type(value)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
