"""A graph of an engine, whole: where the engine cuts it, in parts and by pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kgraph.remote.answers import count_rows, rows
from kgraph.remote.errors import RemoteError
from kgraph.remote.held import alters
from kgraph.remote.transport import Answered, Endpoint

_N_TRIPLES: Final = "application/n-triples"
_FEW: Final = 100
"""Triples that no engine cuts."""
_READ: Final = 500_000
"""Triples of one part of a graph: Virtuoso reads no further than a million by pages (FRVEC)."""
_DIGITS: Final = 8
"""Of a digest, that tell subjects apart."""
_DIGESTS: Final = 16**_DIGITS
_DIGEST: Final = f"SUBSTR(MD5(STR(?s)), 1, {_DIGITS})"
_ALL: Final = "?s ?p ?o"


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
    found = rows(endpoint, f"SELECT DISTINCT ?p {{ GRAPH <{graph}> {{ {_ALL} }} }}")
    assert not isinstance(found, bool)
    for (predicate,) in found[1]:
        part = f"{_ALL} FILTER(?p = {predicate})"
        yield from _by_subject(endpoint, graph, part, 0, _DIGESTS)


def _by_subject(
    endpoint: Endpoint, graph: str, part: str, low: int, high: int
) -> Iterator[tuple[str, int]]:
    """Those triples of a part of which a digest of the subject lies in a range, cut in halves."""
    cut = part
    if low > 0:
        cut += f' FILTER({_DIGEST} >= "{low:0{_DIGITS}x}")'
    if high < _DIGESTS:
        cut += f' FILTER({_DIGEST} < "{high:0{_DIGITS}x}")'
    size = _size(endpoint, graph, cut)
    if size <= _READ:
        yield cut, size
    elif high - low == 1:
        raise RemoteError(
            f"{endpoint.query_url}: one thing has more than {_READ:,} values in <{graph}>; the "
            "engine does not give so many"
        )
    else:
        middle = (low + high) // 2
        yield from _by_subject(endpoint, graph, part, low, middle)
        yield from _by_subject(endpoint, graph, part, middle, high)


def _construct(graph: str, pattern: str) -> str:
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ {pattern} }} }}"


def _size(endpoint: Endpoint, graph: str, pattern: str) -> int:
    return count_rows(endpoint, f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ {pattern} }} }}")


def _ends(page: bytes) -> int:
    """How many triples a page has, on a line each."""
    return sum(line.rstrip().endswith(b".") for line in page.split(b"\n"))
