"""Puts the rows of an answer in order, in place of the engine.

The engine reads the terms that it compares from the disk anew at each comparison: of twenty
thousand rows sorted by four columns each is read a hundred times. What it gives is decoded anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.sparql.lexer import Token, closing, code
from kgraph.sparql.structure import Item, Select, selects
from kgraph.vocab import RDF, XSD, Object

Row = tuple[Object | None, ...]
Key = tuple[int, Decimal | str, str, str]

_NUMBERS: Final = frozenset(
    kind.value for kind in (XSD.integer, XSD.decimal, XSD.double, XSD.float)
)
_NOTHING: Final = Decimal(0)
_NAMED: Final = RDF.langString.value


@dataclass(frozen=True)
class Unordered:
    """A query without its ORDER BY, and how its rows are to be ordered.

    `columns` is how many of its columns were asked for; those after them are there to order by.
    `keys` are positions of columns, each with whether it descends.
    """

    text: str
    columns: int
    keys: tuple[tuple[int, bool], ...]

    def ordered(self, rows: Sequence[Row]) -> list[Row]:
        """The rows in order, without the columns that nobody asked for.

        As SPARQL orders them: what is unbound, blank nodes, IRIs, literals; numbers by value,
        before other literals, which come by their text.
        """
        return [row[: self.columns] for row in _ordered(rows, self.keys)]


def unordered(sparql: str) -> Unordered | None:
    """The query with its order taken away; None where it has none, or none that can be taken away.

    That is so with a number of rows, and with DISTINCT where it would need a further column.
    """
    tokens = code(sparql)
    found = selects(tokens)
    if not found or not found[0].outermost or not found[0].order_by or found[0].star:
        return None
    select = found[0]
    if any(token.upper in ("LIMIT", "OFFSET") for token in tokens[select.closing :]):
        return None
    columns = select.columns()
    places = {f"?{name}": place for place, name in enumerate(columns)}
    more: list[str] = []
    keys = []
    for item in select.order_by:
        expression = _expression(tokens, item)
        if len(expression) == 1 and expression[0].kind != "var":
            continue  # a constant orders nothing
        bare = len(expression) == 1
        text = sparql[expression[0].start : expression[-1].end]
        text = f"?{expression[0].name}" if bare else text
        if text not in places:
            places[text] = len(places)
            more.append(text if bare else f"({text} AS ?{_fresh(tokens, len(more))})")
        keys.append((places[text], tokens[item.start].upper == "DESC"))
    if select.distinct and more:
        return None
    return Unordered(_without(sparql, tokens, select, more), len(columns), tuple(keys))


def _expression(tokens: Sequence[Token], item: Item) -> Sequence[Token]:
    """What is ordered by, without a direction and the brackets around it."""
    start, end = item.start, item.end
    if tokens[start].upper in ("ASC", "DESC"):
        start += 1
    while tokens[start].text == "(" and closing(tokens, start) == end - 1:
        start, end = start + 1, end - 1
    return tokens[start:end]


def _fresh(tokens: Sequence[Token], number: int) -> str:
    """A name for a column that no variable of the query has."""
    name = f"order{number}"
    while any(token.name == name for token in tokens):
        name += "x"
    return name


def _without(sparql: str, tokens: Sequence[Token], select: Select, more: Sequence[str]) -> str:
    first, last = select.order_by[0], select.order_by[-1]
    after = tokens[select.projection[-1].end - 1].end
    order = tokens[first.start - 2].start  # ORDER BY
    rest = sparql[tokens[last.end - 1].end :]
    return "".join((sparql[:after], *(f" {text}" for text in more), sparql[after:order], rest))


def _ordered(rows: Sequence[Row], keys: Sequence[tuple[int, bool]]) -> Sequence[Row]:
    """The rows by these keys; of each only where those before it leave rows equal."""
    if len(rows) < 2 or not keys:
        return rows
    place, descending = keys[0]
    keyed = [(_key(row[place]), row) for row in rows]
    keyed.sort(key=itemgetter(0), reverse=descending)
    found: list[Row] = []
    for _, same in groupby(keyed, itemgetter(0)):
        found += _ordered([row for _, row in same], keys[1:])
    return found


def _key(term: Object | None) -> Key:
    if term is None:
        return 0, _NOTHING, "", ""
    if isinstance(term, NamedNode):
        return 2, term.value, "", ""
    if isinstance(term, Literal):
        language = term.language
        if language:
            return 4, term.value, _NAMED, language
        kind = term.datatype.value
        if kind in _NUMBERS:
            number = _number(term.value)
            if number is not None:
                return 3, number, "", ""
        return 4, term.value, kind, ""
    if isinstance(term, BlankNode):
        return 1, term.value, "", ""
    assert isinstance(term, Triple)
    return 5, str(term), "", ""


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return None if number.is_nan() else number
