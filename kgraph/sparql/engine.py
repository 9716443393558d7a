"""The one way to the engine: every query text goes through here, and can make no request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kgraph.sparql.guard import disarm
from kgraph.vocab import Object

Functions: TypeAlias = Mapping[NamedNode, Callable[..., Object | None]]
"""What a query may call by name besides the functions of SPARQL."""

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_NO_FUNCTIONS: Final[Functions] = MappingProxyType({})


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query is asked over: those merged to its default graph, and the named."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Solutions:
    """The rows of a SELECT query, which are found as they are taken."""

    def __init__(self, columns: tuple[str, ...], rows: QuerySolutions) -> None:
        self.columns: Final = columns
        """The names of the variables, as the query was written."""
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[Object | None, ...]]:
        return map(tuple, self._rows)


def query(
    store: Store,
    sparql: str,
    prefixes: Mapping[str, str] = _NONE,
    functions: Functions = _NO_FUNCTIONS,
    dataset: Dataset | None = None,
) -> Solutions | QueryTriples | QueryBoolean:
    """The engine's answer; `prefixes` need no declaration.

    `dataset` takes the place of the store's own graphs, and of what the query says by FROM. Raises
    Refused for a text that could make a request, SyntaxError for invalid SPARQL.
    """
    safe = disarm(sparql, prefixes)
    answer = store.query(
        safe.text,
        prefixes=dict(prefixes),
        custom_functions=dict(functions) or None,
        default_graph=None if dataset is None else list(map(NamedNode, dataset.default)),
        named_graphs=None if dataset is None else list(map(NamedNode, dataset.named)),
    )
    if isinstance(answer, QuerySolutions):
        return Solutions(tuple(safe.written(v.value) for v in answer.variables), answer)
    return answer


def select(
    store: Store,
    sparql: str,
    prefixes: Mapping[str, str] = _NONE,
    functions: Functions = _NO_FUNCTIONS,
) -> Solutions:
    """The answer to a query that is known to be a SELECT. Raises as `query`."""
    answer = query(store, sparql, prefixes, functions)
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


def update(store: Store, sparql: str, functions: Functions = _NO_FUNCTIONS) -> None:
    """Runs an update. Raises as `query`."""
    safe = disarm(sparql, update=True)
    store.update(safe.text, custom_functions=dict(functions) or None)
