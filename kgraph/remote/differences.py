"""How engines differ from SPARQL 1.1, and from each other: each difference once, with its test.

| engine | difference | here |
|---|---|---|
| Fuseki (TDB2) | writes decimals as `42.0`, in answers and in graphs | `normalized` |
| Fuseki (TDB2) | the same where a query asks for the text of one | `fuseki.as_understood` |
| Fuseki (TDB2) | reads GRAPH with a variable for each graph there is | `fuseki.as_asked`: behind |
| Fuseki (TDB2) | reads a sub-select anew for each row before it | `fuseki.as_asked`: each once |
| Fuseki (TDB2) | reads all claims of a property for each thing | `fuseki.as_asked`: it first |
| Virtuoso 7 | gives what it has when its time is over | `Endpoint`: refused |
| Virtuoso 7 | writes booleans as `1` and `0` | `normalized` |
| Virtuoso 7 | its compiler fails on joins that it puts in order | `stored_rows`: as written |
| Virtuoso 7 | compares terms otherwise within sameTerm | `stored_rows`: by `=` |
| Virtuoso 7 | cuts an answer at its row limit | `rows`, `triples`: page by page, and counted |
| Virtuoso 7 | reads no further than a million triples by pages | `triples`: in parts |
| Virtuoso 7 | sorts no more rows than that before it cuts | `_page`: sorted within, in order here |
| Virtuoso 7 | answers queries of several blocks wrongly, or not at all | `refuse`: by name |
| Virtuoso 7 | so with stored questions, each of which was tried | `refuse_question`: by name |
| Virtuoso 7 | has integers from 2³¹ as decimals | `whole_numbers`, else refused |
| Virtuoso 7 | matches Japanese text with no pattern | `refuse_checks`: by name |
| Virtuoso 7 | holds integers beyond 31 bits as decimals, equal numbers or days as one | `held` |
| rdflib | answers queries of several blocks within GRAPH with other rows | `refuse`: by name |
| all | parts of GROUP_CONCAT in any order | compared as sets by tests |
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import hexdigits
from types import MappingProxyType
from typing import Final

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
)

from kgraph.questions.question import Question
from kgraph.remote.errors import CannotAnswer, RemoteError
from kgraph.remote.part import Part
from kgraph.remote.transport import Answered, Endpoint
from kgraph.remote.virtuoso import why_not
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.engine import select
from kgraph.sparql.lexer import closing, code
from kgraph.sparql.ordering import unordered
from kgraph.sparql.structure import selects
from kgraph.vocab import XSD, Object

_MISREAD: Final = frozenset(("OPTIONAL", "UNION", "EXISTS", "MINUS", "GROUP", "HAVING", "VALUES"))
"""What engines were seen to get wrong where it stands in one query with others."""
_MISREADING: Final[Mapping[str, str]] = MappingProxyType(
    {"virtuoso": "Virtuoso 7", "uvicorn": "rdflib-endpoint"}
)
"""Engines that do, by what they call themselves."""
_MISJUDGING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "virtuoso": "Virtuoso 7 matches Japanese text with no pattern",
        "uvicorn": "rdflib-endpoint reads what has several blocks otherwise",
    }
)
"""Engines on which checks are not run, and why."""

_VALUE: Final = re.compile(
    rf'(\S+ \S+) "([^"]+)"\^\^<{re.escape(XSD.BASE)}(integer|decimal|date|gYearMonth|gYear)> \.'
)

_DECIMAL: Final = re.compile(r"(?P<sign>[+-]?)(?=\.?[0-9])(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?")
_COUNTED: Final = re.compile(r"[0-9]{1,18}")
_N_TRIPLES: Final = "application/n-triples"
_FAILED: Final = "Error SQ156: Internal Optimized compiler error"
_AS_WRITTEN: Final = 'DEFINE sql:select-option "order"\n'
"""Tells Virtuoso to join patterns in the order of the text."""
_FEW: Final = 100
"""Triples that no engine cuts."""
_READ: Final = 500_000
"""Triples of one part of a graph: Virtuoso reads no further than a million by pages (FRVEC)."""
_DIGITS: Final = 8
"""Of a digest, that tell subjects apart."""
_ALL: Final = "?s ?p ?o"
_LONG: Final = 10
"""Characters of the shortest number beyond 31 bits."""
_DECIMALS: Final = (
    "SELECT DISTINCT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } "
    f"FILTER(DATATYPE(?o) = <{XSD.decimal.value}> && STRLEN(STR(?o)) >= {_LONG}) }}"
)
"""Those of a snapshot that may be beyond 31 bits."""

Row = tuple[Object | None, ...]


def refuse(endpoint: Endpoint, sparql: str, name: str) -> None:
    """Raises CannotAnswer for a query that the engine is known to answer wrongly."""
    server = endpoint.server.lower()
    engine = next((told for sign, told in _MISREADING.items() if sign in server), None)
    if engine is None:
        return
    tokens = code(sparql)
    found = {token.upper for token in tokens} & _MISREAD
    found |= {token.text for token in tokens if token.text == "/"}
    if sum(token.upper == "SELECT" for token in tokens) > 1:
        found.add("a sub-select")
    if found:
        raise CannotAnswer(
            f"{endpoint.query_url}: {engine} is known to answer such queries as {name} with "
            f"other rows ({', '.join(sorted(found))}); ask it of another engine, or here"
        )


def refuse_question(endpoint: Endpoint, question: Question, sparql: str) -> None:
    """Raises CannotAnswer for a stored question that the engine is not known to answer rightly.

    `sparql` is the question with its values.
    """
    if "virtuoso" not in endpoint.server.lower():
        refuse(endpoint, sparql, question.slug)
        return
    why = why_not(question.slug, question.body)
    if why is not None:
        raise CannotAnswer(
            f"{endpoint.query_url}: {question.slug} is not asked of Virtuoso 7: {why}; ask it of "
            "another engine, or here"
        )


def whole_numbers(endpoint: Endpoint, snapshot: Snapshot, found: list[Row]) -> list[Row]:
    """The rows with whole numbers beyond 31 bits as integers: Virtuoso has them as decimals.

    Raises CannotAnswer where the snapshot has a decimal of such a value: nothing tells them apart.
    """
    if "virtuoso" not in endpoint.server.lower():
        return found
    long = {term for row in found for term in row if isinstance(term, Literal) and _is_long(term)}
    if not long:
        return found
    decimal = _long_decimal(snapshot.store, long)
    if decimal is not None:
        raise CannotAnswer(
            f"{endpoint.query_url}: Virtuoso 7 has integers from 2³¹ as decimals, and the "
            f"graph has such a decimal ({decimal}); ask another engine, or here"
        )
    return [
        tuple(
            Literal(term.value, datatype=XSD.integer)
            if isinstance(term, Literal) and term in long
            else term
            for term in row
        )
        for row in found
    ]


def _long_decimal(store: Store, wanted: Collection[Literal]) -> Literal | None:
    """A decimal of the snapshot that one of the values may be, or come from; None for none.

    What stands there as an integer is that, unless it stands there as a decimal, too; what was
    computed, as a sum, may come from any.
    """
    for one in wanted:
        if any(True for _ in store.quads_for_pattern(None, None, one, None)):
            return one
    integers = (Literal(one.value, datatype=XSD.integer) for one in wanted)
    if all(any(True for _ in store.quads_for_pattern(None, None, n, None)) for n in integers):
        return None
    rows = select(store, _DECIMALS)
    return next((o for (o,) in rows if isinstance(o, Literal) and _is_long(o)), None)


def _is_long(term: object) -> bool:
    if not isinstance(term, Literal) or term.datatype != XSD.decimal or len(term.value) < _LONG:
        return False
    value = Decimal(term.value)
    return value == value.to_integral_value() and not -(2**31) <= value < 2**31


def refuse_checks(endpoint: Endpoint) -> None:
    """Raises CannotAnswer for an engine that is known to find other faults than there are."""
    server = endpoint.server.lower()
    why = next((told for sign, told in _MISJUDGING.items() if sign in server), None)
    if why is not None:
        raise CannotAnswer(
            f"{endpoint.query_url}: {why}, and finds faults where there are none; validate on "
            "another engine, or here"
        )


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
    there = Part.like(one.name, _Held(one))
    return one if there == one else there


def otherwise(endpoint: Endpoint, one: Part) -> tuple[int, int]:
    """How many triples of a graph this engine holds with a number of another kind, and how many as
    one with another (see `held`)."""
    if not alters(endpoint):
        return 0, 0
    changed = [is_changed for _, is_changed in _held(one)]
    return sum(changed), one.size - len(changed)


@dataclass(frozen=True)
class _Held:
    """The lines of a graph as Virtuoso holds them, worked out anew each time."""

    one: Part

    def __iter__(self) -> Iterator[str]:
        return (line for line, _ in _held(self.one))


def _held(one: Part) -> Iterator[tuple[str, bool]]:
    """Each line that Virtuoso has, and whether it is another than was sent."""
    had: set[int] = set()  # hashes: texts of millions of values would fill the memory
    for line in one:
        found = _VALUE.fullmatch(line)
        if found is None:
            yield line, False
            continue
        said, value, kind = found.groups()
        is_number = kind in ("integer", "decimal")
        means = Decimal(value) if is_number else value + "-01" * (2 - value.count("-", 1))
        key = hash((said, means))
        if key in had:
            continue
        had.add(key)
        if kind == "integer" and not -(2**31) <= int(value) < 2**31:
            yield f'{said} "{value}"^^<{XSD.decimal.value}> .', True
        else:
            yield line, False


def rows(endpoint: Endpoint, sparql: str) -> tuple[tuple[str, ...], list[Row]] | bool:
    """The columns and rows of a SELECT, or what an ASK gives; values as we write them.

    What the engine cuts at its row limit is asked for page by page, and put in order here. Raises
    RemoteError for an answer that breaks off, is not whole, is none, or is one to another query;
    CannotAnswer for more rows than the limit, of which an order says which.
    """
    found, most = _answered(endpoint, sparql)
    if isinstance(found, bool) or most is None or len(found[1]) < most:
        return found
    whole = _count(endpoint, sparql)
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


def triples(endpoint: Endpoint, graph: str, size: int | None = None) -> Iterator[Answered]:
    """A graph, whole or by pages where the engine cuts it: Virtuoso does, without a word. `size` is
    how many triples it has, where that is known. Raises RemoteError."""
    if not alters(endpoint):
        yield endpoint.ask(_construct(graph, _ALL), _N_TRIPLES)
        return
    for pattern, part in _parts(endpoint, graph, size or _size(endpoint, graph, _ALL)):
        answered = endpoint.ask(_construct(graph, pattern), _N_TRIPLES)
        most = _ends(answered.body)
        if most >= part or most < _FEW:
            yield answered
            continue
        ordered = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ {pattern} }} }} ORDER BY ?s ?p ?o"
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ {ordered} }} }} LIMIT {most} OFFSET "
        for start in range(0, part, most):
            yield endpoint.ask(f"{query}{start}", _N_TRIPLES)


def _parts(endpoint: Endpoint, graph: str, size: int) -> Iterator[tuple[str, int]]:
    """Patterns that have all triples of a graph, each once, and no more than Virtuoso gives by
    pages, with how many they have: by predicate, and by a digest of the subject."""
    if size <= _READ:
        yield _ALL, size
        return
    found, _ = _answered(endpoint, f"SELECT DISTINCT ?p {{ GRAPH <{graph}> {{ {_ALL} }} }}")
    assert not isinstance(found, bool)
    for (predicate,) in found[1]:
        part = f"{_ALL} FILTER(?p = {predicate})"
        yield from _by_subject(endpoint, graph, part, "")


def _by_subject(
    endpoint: Endpoint, graph: str, part: str, begins: str
) -> Iterator[tuple[str, int]]:
    cut = f'{part} FILTER(STRSTARTS(MD5(STR(?s)), "{begins}"))' if begins else part
    size = _size(endpoint, graph, cut)
    if size <= _READ:
        yield cut, size
    elif len(begins) == _DIGITS:
        raise RemoteError(
            f"{endpoint.query_url}: one thing has more than {_READ:,} values in <{graph}>; the "
            "engine does not give so many"
        )
    else:
        for digit in hexdigits[:16]:
            yield from _by_subject(endpoint, graph, part, begins + digit)


def _construct(graph: str, pattern: str) -> str:
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ {pattern} }} }}"


def _size(endpoint: Endpoint, graph: str, pattern: str) -> int:
    return _count(endpoint, f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ {pattern} }} }}")


def _ends(page: bytes) -> int:
    """How many triples a page has, on a line each."""
    return sum(line.rstrip().endswith(b".") for line in page.split(b"\n"))


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


def _count(endpoint: Endpoint, sparql: str) -> int:
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


def same(one: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether two answers hold the same rows, in any order."""
    return sorted(map(str, one)) == sorted(map(str, other))
