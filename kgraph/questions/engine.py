"""The one way to the engine: every query text goes through here, and can make no request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from kgraph.questions.guard import disarm

if TYPE_CHECKING:
    from kgraph.questions.values import Term

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Solutions:
    """The rows of a SELECT query, which are found as they are taken."""

    def __init__(self, columns: tuple[str, ...], rows: QuerySolutions) -> None:
        self.columns: Final = columns
        """The names of the variables, as the query was written."""
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return map(tuple, self._rows)


def query(
    store: Store, sparql: str, prefixes: Mapping[str, str] = _NONE
) -> Solutions | QueryTriples | QueryBoolean:
    """The engine's answer; `prefixes` need no declaration.

    Raises Refused for a text that could make a request, SyntaxError for invalid SPARQL.
    """
    safe = disarm(sparql, prefixes)
    answer = store.query(safe.text, prefixes=dict(prefixes))
    if isinstance(answer, QuerySolutions):
        return Solutions(tuple(safe.written(v.value) for v in answer.variables), answer)
    return answer


def select(store: Store, sparql: str, prefixes: Mapping[str, str] = _NONE) -> Solutions:
    """The answer to a query that is known to be a SELECT. Raises as `query`."""
    answer = query(store, sparql, prefixes)
    assert isinstance(answer, Solutions)
    return answer


def construct(store: Store, sparql: str) -> QueryTriples:
    """The answer to a query that is known to be a CONSTRUCT. Raises as `query`."""
    answer = query(store, sparql)
    assert isinstance(answer, QueryTriples)
    return answer


def ask(store: Store, sparql: str) -> bool:
    """The answer to a query that is known to be an ASK. Raises as `query`."""
    return bool(query(store, sparql))


def update(store: Store, sparql: str) -> None:
    """Runs an update. Raises as `query`."""
    store.update(disarm(sparql, update=True).text)
