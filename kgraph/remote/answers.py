"""What an engine answers → rows as the embedded engine gives them, each whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from kgraph.remote.errors import CannotAnswer, RemoteError
from kgraph.remote.transport import Endpoint
from kgraph.sparql.lexer import closing, code
from kgraph.sparql.ordering import unordered
from kgraph.sparql.structure import selects
from kgraph.vocab import XSD, Object

_DECIMAL: Final = re.compile(r"(?P<sign>[+-]?)(?=\.?[0-9])(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?")
_COUNTED: Final = re.compile(r"[0-9]{1,18}")
_FAILED: Final = "Error SQ156: Internal Optimized compiler error"
_AS_WRITTEN: Final = 'DEFINE sql:select-option "order"\n'
"""Tells Virtuoso to join patterns in the order of the text."""

Row = tuple[Object | None, ...]


def rows(endpoint: Endpoint, sparql: str) -> tuple[tuple[str, ...], list[Row]] | bool:
    """The columns and rows of a SELECT, or what an ASK gives; values as we write them.

    What the engine cuts at its row limit is asked for page by page, and put in order here. Raises
    RemoteError for an answer that breaks off, is not whole, is none, or is one to another query;
    CannotAnswer for more rows than the limit, of which an order says which.
    """
    found, most = _answered(endpoint, sparql)
    if isinstance(found, bool) or most is None or len(found[1]) < most:
        return found
    whole = count_rows(endpoint, sparql)
    if whole == len(found[1]):
        return found
    plain = unordered(sparql)
    if plain is None and any(one.outermost and one.order_by for one in selects(code(sparql))):
        raise CannotAnswer(
            f"{endpoint.query_url}: the engine gives {most} rows at most, and which of {whole:,} "
            "come first cannot be asked by pages; leave LIMIT and OFFSET out, or ask for less"
        )
    text, columns = (sparql, found[0]) if plain is None else (plain.text, _columns(plain.text))
    assert columns is not None
    paged: list[Row] = []
    while len(paged) < whole:
        page, _ = _answered(endpoint, _page(text, columns, most, len(paged)))
        assert not isinstance(page, bool)
        if not page[1]:
            break
        paged += page[1]
    if len(paged) != whole:
        raise RemoteError(
            f"{endpoint.query_url}: the engine gives {most} rows at most, and of {whole:,} "
            f"{len(paged):,} by pages; ask for less, or have its keeper raise the limit"
        )
    return found[0], paged if plain is None else plain.ordered(paged)


def stored_rows(endpoint: Endpoint, sparql: str) -> tuple[tuple[str, ...], list[Row]]:
    """The columns and rows of a stored question, as `rows` has them.

    Where the compiler of Virtuoso fails, patterns are joined in the order of the text. That loses
    rows of some questions, so that nothing else is asked so: these were tried (`refuse_question`).
    """
    if "virtuoso" in endpoint.server.lower():
        sparql = _compared(sparql)
    try:
        found = rows(endpoint, sparql)
    except RemoteError as error:
        if _FAILED not in str(error):
            raise
        found = rows(endpoint, f"{_AS_WRITTEN}{sparql}")
    assert not isinstance(found, bool)
    return found


def _compared(sparql: str) -> str:
    """The query with `=` for each sameTerm, which Virtuoso gets wrong with a COALESCE in it."""
    while True:
        tokens = code(sparql)
        at = next((i for i, token in enumerate(tokens) if token.upper == "SAMETERM"), None)
        if at is None:
            return sparql
        end, depth, comma = closing(tokens, at + 1), 0, at
        for place in range(at + 2, end):
            depth += (tokens[place].text == "(") - (tokens[place].text == ")")
            if tokens[place].text == "," and depth == 0:
                comma = place
        one = sparql[tokens[at + 1].end : tokens[comma].start]
        other = sparql[tokens[comma].end : tokens[end].start]
        start, stop = tokens[at].start, tokens[end].end
        sparql = f"{sparql[:start]}(({one}) = ({other})){sparql[stop:]}"


def _answered(
    endpoint: Endpoint, sparql: str
) -> tuple[tuple[tuple[str, ...], list[Row]] | bool, int | None]:
    """What one request gives, and the most rows that the engine gives at once."""
    answered = endpoint.ask(sparql)
    asked = _columns(sparql)
    try:
        results = parse_query_results(answered.body, format=QueryResultsFormat.JSON)
        if isinstance(results, QueryBoolean):
            if asked is None:
                return bool(results), None
            raise _of_another(endpoint, "rows were asked for, and it says yes or no")
        assert isinstance(results, QuerySolutions)
        columns = tuple(variable.value for variable in results.variables)
        found = [tuple(map(normalized, row)) for row in results]
    except (SyntaxError, ValueError, OSError) as error:
        why = " ".join(str(error).split())[:200]
        raise RemoteError(
            f"{endpoint.query_url}: the answer breaks off or is no SPARQL result ({why}); ask again"
        ) from None
    if asked is None:
        raise _of_another(endpoint, "yes or no was asked for, and it gives rows")
    if asked and asked != columns:
        raise _of_another(endpoint, f"it has the columns {', '.join(columns)[:200] or 'none'}")
    most = _COUNTED.fullmatch(answered.headers.get("x-sparql-maxrows", ""))
    return (columns, found), int(most[0]) if most is not None else None


def count_rows(endpoint: Endpoint, sparql: str) -> int:
    """How many rows a query has."""
    head, body = _halves(sparql)
    found, _ = _answered(endpoint, f"{head}SELECT (COUNT(*) AS ?rows) {{ {{ {body} }} }}")
    assert not isinstance(found, bool)
    return counted(endpoint, found[1][0][0] if found[1] else None)


def _page(sparql: str, columns: Sequence[str], most: int, start: int) -> str:
    """The query for the rows from one on; rows that are alike stand together.

    The order is that of a query within it: Virtuoso sorts no more rows than its limit in one that
    has a LIMIT itself.
    """
    head, body = _halves(sparql)
    order = " ".join(f"?{column}" for column in columns)
    ordered = f"SELECT {order} {{ {{ {body} }} }} ORDER BY {order}"
    return f"{head}SELECT {order} {{ {{ {ordered} }} }} LIMIT {most} OFFSET {start}"


def _halves(sparql: str) -> tuple[str, str]:
    """The prologue of a SELECT and the rest."""
    start = next(token.start for token in code(sparql) if token.upper == "SELECT")
    return sparql[:start], sparql[start:]


def counted(endpoint: Endpoint, term: Object | None) -> int:
    """What an engine counted. Raises RemoteError for what is no count."""
    told = _COUNTED.fullmatch(term.value) if isinstance(term, Literal) else None
    if told is None:
        raise _of_another(endpoint, "a number was asked for, and it gives none")
    return int(told[0])


def _columns(sparql: str) -> tuple[str, ...] | None:
    """The columns that a SELECT names, none where it takes all there are; None for an ASK."""
    tokens = code(sparql)
    start = next((i for i, token in enumerate(tokens) if token.upper in ("SELECT", "ASK")), None)
    if start is None or tokens[start].upper == "ASK":
        return None
    named: list[str] = []
    depth = 0
    for before, token in zip(tokens[start:], tokens[start + 1 :], strict=False):
        if token.text == "{":
            break
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "var" and (depth == 0 or (depth == 1 and before.upper == "AS")):
            named.append(token.text[1:])
    return tuple(named)


def _of_another(endpoint: Endpoint, why: str) -> RemoteError:
    return RemoteError(
        f"{endpoint.query_url}: the answer is not one to what was asked: {why}; see whether this "
        "is a SPARQL endpoint"
    )


def normalized(term: Object | None) -> Object | None:
    """The term as the embedded engine writes its value."""
    if not isinstance(term, Literal):
        return term
    if term.datatype == XSD.boolean and term.value in ("0", "1"):
        return Literal("true" if term.value == "1" else "false", datatype=XSD.boolean)
    if term.datatype == XSD.decimal:
        return Literal(_decimal(term.value), datatype=XSD.decimal)
    return term


def _decimal(text: str) -> str:
    """A decimal in its canonical form, with every digit that counts; what is none as it is."""
    found = _DECIMAL.fullmatch(text)
    if found is None:
        return text
    whole, part = found["whole"].lstrip("0") or "0", (found["part"] or "").rstrip("0")
    value = f"{whole}.{part}" if part else whole
    return f"-{value}" if found["sign"] == "-" and value != "0" else value
