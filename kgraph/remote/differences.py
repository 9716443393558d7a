"""How engines differ from SPARQL 1.1, and from each other: each difference once, with its test.

| engine | difference | here |
|---|---|---|
| Fuseki (TDB2) | writes decimals as `42.0`, in answers and in graphs | `normalized` |
| Fuseki (TDB2) | the same where a query asks for the text of one | `as_understood` |
| Virtuoso 7 | writes booleans as `1` and `0` | `normalized` |
| Virtuoso 7 | cuts an answer at its row limit | `rows`: refused |
| Virtuoso 7 | answers queries of several blocks wrongly, or not at all | `refuse`: by name |
| Virtuoso 7 | matches Japanese text with no pattern | `refuse_checks`: by name |
| Virtuoso 7 | holds integers beyond 31 bits as decimals, equal numbers or days as one | `held` |
| rdflib | answers queries of several blocks within GRAPH with other rows | `refuse`: by name |
| all | parts of GROUP_CONCAT in any order | compared as sets by tests |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from kgraph.remote.errors import CannotAnswer, RemoteError
from kgraph.remote.layout import Part, part
from kgraph.remote.transport import Endpoint
from kgraph.sparql.lexer import closing, code
from kgraph.vocab import XSD, Object

_MISREAD: Final = frozenset(("OPTIONAL", "UNION", "EXISTS", "MINUS", "GROUP", "HAVING", "VALUES"))
"""What engines were seen to get wrong where it stands in one query with others."""
_MISREADING: Final[Mapping[str, str]] = MappingProxyType(
    {"virtuoso": "Virtuoso 7", "uvicorn": "rdflib-endpoint"}
)
"""Engines that do, by what they call themselves."""

_VALUE: Final = re.compile(
    rf'(\S+ \S+) "([^"]+)"\^\^<{re.escape(XSD.BASE)}(integer|decimal|date|gYearMonth|gYear)> \.'
)

_DECIMAL: Final = re.compile(r"(?P<sign>[+-]?)(?=\.?[0-9])(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?")
_COUNTED: Final = re.compile(r"[0-9]{1,18}")

Row = tuple[Object | None, ...]


def refuse(endpoint: Endpoint, sparql: str, name: str) -> None:
    """Raises CannotAnswer for a query that the engine is known to answer wrongly."""
    server = endpoint.server.lower()
    engine = next((told for sign, told in _MISREADING.items() if sign in server), None)
    if engine is None:
        return
    tokens = code(sparql)
    found = {token.upper for token in tokens} & _MISREAD
    if sum(token.upper == "SELECT" for token in tokens) > 1:
        found.add("a sub-select")
    if found:
        raise CannotAnswer(
            f"{endpoint.query_url}: {engine} is known to answer such queries as {name} with "
            f"other rows ({', '.join(sorted(found))}); ask it of another engine, or here"
        )


def refuse_checks(endpoint: Endpoint) -> None:
    """Raises CannotAnswer for an engine that is known to find other faults than there are."""
    if "virtuoso" in endpoint.server.lower():
        raise CannotAnswer(
            f"{endpoint.query_url}: Virtuoso 7 is known to find faults where there are none (it "
            "reads patterns over Japanese text otherwise, and integers from 2³¹ as decimals); "
            "validate on another engine, or here"
        )


def as_understood(endpoint: Endpoint, sparql: str) -> str:
    """The query as this engine gives the answer that we mean.

    Fuseki has `STR(42)` of a decimal as “42.0”: the text without what stands for nothing is asked.
    """
    if "fuseki" not in endpoint.server.lower():
        return sparql
    tokens = code(sparql)
    for at in reversed(range(len(tokens) - 1)):
        if tokens[at].upper != "STR" or tokens[at + 1].text != "(":
            continue
        end = closing(code(sparql), at + 1)
        now = code(sparql)
        start, stop = now[at].start, now[end].end
        inner = sparql[now[at + 1].end : now[end].start]
        plain = f'REPLACE(STR({inner}), "[.]0$", "")'
        text = f"IF(DATATYPE({inner}) = <{XSD.decimal.value}>, {plain}, STR({inner}))"
        sparql = f"{sparql[:start]}COALESCE({text}, STR({inner})){sparql[stop:]}"
    return sparql


def alters(endpoint: Endpoint) -> bool:
    """Whether the engine is known to hold some values otherwise than they were sent."""
    return "virtuoso" in endpoint.server.lower()


def held(endpoint: Endpoint, one: Part) -> Part:
    """The graph as this engine holds it: as it was sent, but for what is known.

    Virtuoso 7 has an integer beyond 31 bits as a decimal. Of an integer and a decimal of one value,
    said of one thing, it has the one that came first; so of a day, a month and a year that begin
    together.
    """
    if not alters(endpoint):
        return one
    lines: dict[object, str] = {}
    for line in one.lines:
        found = _VALUE.fullmatch(line)
        if found is None:
            lines[line] = line
            continue
        said, value, kind = found.groups()
        if kind not in ("integer", "decimal"):
            begins = value + "-01" * (2 - value.count("-", 1))
            lines.setdefault((said, begins), line)
            continue
        if kind == "integer" and not -(2**31) <= int(value) < 2**31:
            line = f'{said} "{value}"^^<{XSD.decimal.value}> .'
        lines.setdefault((said, Decimal(value)), line)
    if tuple(lines.values()) == one.lines:
        return one
    text = "".join(f"{line}\n" for line in lines.values())
    return part(one.name, (quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)))


def rows(endpoint: Endpoint, sparql: str) -> tuple[tuple[str, ...], list[Row]] | bool:
    """The columns and rows of a SELECT, or what an ASK gives; values as we write them.

    Raises RemoteError for an answer that breaks off, is cut at a limit, is none, or is one to
    another query.
    """
    answered = endpoint.ask(sparql)
    most = _COUNTED.fullmatch(answered.headers.get("x-sparql-maxrows", ""))
    asked = _columns(sparql)
    try:
        results = parse_query_results(answered.body, format=QueryResultsFormat.JSON)
        if isinstance(results, QueryBoolean):
            if asked is None:
                return bool(results)
            raise _of_another(endpoint, "rows were asked for, and it says yes or no")
        assert isinstance(results, QuerySolutions)
        columns = tuple(variable.value for variable in results.variables)
        found = [tuple(map(normalized, row)) for row in results]
    except (SyntaxError, ValueError, OSError) as error:
        why = " ".join(str(error).split())[:200]
        raise RemoteError(
            f"{endpoint.query_url}: the answer breaks off or is no SPARQL result ({why}); ask again"
        ) from None
    if most is not None and len(found) >= int(most[0]):
        raise RemoteError(
            f"{endpoint.query_url}: the engine gives {most[0]} rows at most and there may be more; "
            "ask for less, or have its keeper raise the limit"
        )
    if asked is None:
        raise _of_another(endpoint, "yes or no was asked for, and it gives rows")
    if asked and asked != columns:
        raise _of_another(endpoint, f"it has the columns {', '.join(columns)[:200] or 'none'}")
    return columns, found


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


def same(one: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether two answers hold the same rows, in any order."""
    return sorted(map(str, one)) == sorted(map(str, other))
