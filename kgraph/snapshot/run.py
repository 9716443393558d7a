"""Runs a query within limits of time, memory and rows, in a process that can be ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from pyoxigraph import QueryBoolean, Triple

from kgraph.cycles import uncollected
from kgraph.limited import QUERY, LimitReached, Limits
from kgraph.limited.walls import closed
from kgraph.names import PREFIXES
from kgraph.snapshot.store import Snapshot
from kgraph.sparql import engine
from kgraph.sparql.engine import Dataset
from kgraph.sparql.guard import check_readonly, check_size
from kgraph.sparql.spelling import unknown_prefix
from kgraph.sparql.syntax import broken
from kgraph.vocab import Object

__all__ = [
    "Dataset",
    "InvalidQuery",
    "LimitReached",
    "Limits",
    "Result",
    "Row",
    "evaluate",
    "run_query",
]

Row = tuple[Object | None, ...]
Found = TypeVar("Found", Row, Triple)


class InvalidQuery(Exception):
    """A query that the engine cannot read or evaluate. One line, with the place if known."""

    exit_code: Final = 2


@dataclass(frozen=True)
class Result:
    """What a query gave: rows for SELECT, triples for CONSTRUCT and DESCRIBE, `boolean` for ASK.

    `truncated` tells that there is more than the row limit let through.
    """

    form: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    triples: tuple[Triple, ...] = ()
    boolean: bool | None = None
    truncated: bool = False

    def __iter__(self) -> Iterator[Row | Triple]:
        """The rows, or the triples."""
        return iter(self.rows or self.triples)

    def __len__(self) -> int:
        return len(self.rows or self.triples)


def run_query(
    snapshot: Snapshot, sparql: str, limits: Limits = QUERY, dataset: Dataset | None = None
) -> Result:
    """The result of a query from outside, checked by the guard first.

    `dataset` names the graphs of the snapshot that are asked, by default as the query says. It runs
    in a process of its own that opens nothing and ends with its limits. Raises Refused for what may
    not run, InvalidQuery for what the engine cannot read or has no graph for, LimitReached.
    """
    check_size(sparql)
    arguments = {"snapshot": snapshot, "sparql": sparql, "limits": limits, "dataset": dataset}
    return snapshot.workers.call(guarded, arguments, limits, held=snapshot)


def guarded(
    snapshot: Snapshot, sparql: str, limits: Limits, dataset: Dataset | None = None
) -> Result:
    """Does what `run_query` says, in this process and without its limits of time and memory."""
    known = snapshot.graphs()
    form = check_readonly(sparql, known)
    for graph in (*dataset.default, *dataset.named) if dataset is not None else ():
        if graph not in known:
            raise InvalidQuery(
                f"query: there is no graph <{graph[:200]}>; GRAPH ?g {{}} gives those there are"
            )
    try:
        return evaluate(snapshot, sparql, form, limits, dataset)
    except InvalidQuery as error:
        told = unknown_prefix(sparql)
        raise InvalidQuery(told) if told else error from error


def evaluate(
    snapshot: Snapshot, sparql: str, form: str, limits: Limits, dataset: Dataset | None = None
) -> Result:
    """Runs a query in this process, however long it takes; within, the process opens nothing.

    A large store has more files than the engine opens at once: as many may still be opened.
    """
    try:
        with closed(snapshot.unopened), uncollected():
            answer = engine.query(snapshot.store, sparql, PREFIXES, dataset=dataset)
            if isinstance(answer, QueryBoolean):
                return Result(form, boolean=bool(answer))
            if isinstance(answer, engine.Solutions):
                rows, cut = _some(answer, limits)
                return Result(form, columns=answer.columns, rows=rows, truncated=cut)
            triples, cut = _some(answer, limits)
            return Result(form, triples=triples, truncated=cut)
    except (SyntaxError, RuntimeError, OSError, ValueError) as error:
        told = broken(error, sparql, PREFIXES)
        raise InvalidQuery(f"{told}; correct it and ask again") from error


def _some(answer: Iterable[Found], limits: Limits) -> tuple[tuple[Found, ...], bool]:
    """As much of an answer as the limits let through, and whether there is more."""
    found: list[Found] = []
    characters, most = 0, limits.characters
    for item in answer:
        for term in item:
            if term is not None:
                characters += len(str(term) if type(term) is Triple else term.value)
        if len(found) == limits.rows or (most or characters) < characters:
            return tuple(found), True
        found.append(item)
    return tuple(found), False
