"""Graphs beside those that readers see: how they are called, and one writer at a time."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.locks import acquire, open_regular
from kgraph.remote.errors import RemoteError
from kgraph.remote.layout import DIGEST, PUSHED, in_parts
from kgraph.remote.part import Part
from kgraph.remote.transport import Endpoint

STAGING: Final = "urn:x-kgraph:staging:"
"""How their names begin, before that of the run."""
_FOR: Final = f"{STAGING}for"
"""Ties a graph that is beside another to the name of that."""
_NOTHING: Final = f"{STAGING}nothing"
"""What is beside a graph that is removed."""
_OPERATIONS: Final = 25
"""Operations of an update that copies graphs."""
_DROPPED: Final = 1_000
"""Graphs dropped in one update."""
SWITCHED: Final = 500_000
"""Triples switched in one update, which most engines run whole or not at all."""
_SECOND: Final = 1000
"""Triples that an engine switches in a second at least."""


@dataclass(frozen=True)
class Abandoned:
    """What a run left beside the graphs that readers see, unless it is under way: its name, how
    many graphs, and how many triples they have together."""

    run: str
    graphs: int
    triples: int


@dataclass(frozen=True)
class Beside:
    """A graph under another name: what it will be, and how the engine holds that."""

    name: str
    graph: Part
    there: Part


@contextmanager
def alone(endpoint: Endpoint) -> Iterator[str]:
    """The name of what this machine does at an endpoint, of which one thing runs at a time.

    Raises RemoteError where another does.
    """
    told = f"{platform.node()}|{endpoint.query_url}"
    run = hashlib.sha256(told.encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"kgraph-push-{run}.lock"
    descriptor = open_regular(path, os.O_RDWR | os.O_CREAT)
    try:
        if not acquire(descriptor):
            raise RemoteError(
                f"{endpoint.query_url}: another run from this machine is under way; wait for it"
            )
        yield run
    finally:
        os.close(descriptor)


def of_runs(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """The graphs beside those that readers see, with their triples, by the run that made them.

    In: how many triples each graph of an engine has. What notes a first push is of no run.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for name, number in counts.items():
        run, is_of_one, _ = name.removeprefix(STAGING).partition(":")
        if name.startswith(STAGING) and is_of_one:
            found[run][name] = number
    return found


def update_each(endpoint: Endpoint, updates: Sequence[str]) -> None:
    """Runs updates of one operation each, as many at a time as the engine takes: one that writes
    to the disk does so for each request. Each operation has the time of a request."""
    size = min(endpoint.most_operations or _OPERATIONS, _OPERATIONS)
    for some in in_parts(updates, size):
        endpoint.update(" ;\n".join(some), least=len(some) * (endpoint.timeout or 0))


def drop(endpoint: Endpoint, names: Sequence[str]) -> None:
    """Removes graphs."""
    most = endpoint.most_operations or _DROPPED
    for some in in_parts(names, most):
        endpoint.update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in some))


def switch(
    endpoint: Endpoint,
    run: str,
    graphs: Sequence[Beside],
    left: Sequence[str] = (),
    told: Callable[[str], None] = lambda _: None,
) -> bool:
    """Puts graphs in the place of others and notes them as pushed, and removes those that are
    left; whether all at once.

    What is put there and noted stands in a graph that each update reads, so that it is as short
    for many as for one. It may run twice: an engine that does not answer in time is asked again,
    and may have done it. So what stands beside the graphs stays, and is removed by who calls.
    Graphs are inserted as the answer of a query, which every engine reads to its end before it
    writes. `ADD`, `COPY` and `MOVE` are not used: Fuseki 5.6 writes while it reads, and loses some.
    The note of a graph goes first and comes last, so that what breaks off is written again; that of
    one that is removed goes after it, so that it is removed again.
    """
    groups = list(_groups(graphs, left))
    at_once = len(groups) <= 1
    for number, (some, gone) in enumerate(groups):
        place = f"{STAGING}{run}:switch:{number}"
        lines = [f"<{_NOTHING}> <{_FOR}> <{name}> ." for name in gone]
        for one in some:
            lines += [f"<{one.name}> <{_FOR}> <{one.graph.name}> .", *one.graph.notes(one.there)]
        listed(endpoint, place, lines)
        first = some[0].graph.name if some else gone[0]
        told(f"put in place {number + 1}/{len(groups)} {first}")
        size = sum(one.there.size for one in some)
        at_once &= endpoint.update(_put_in_place(place), least=size / _SECOND)
        drop(endpoint, [place])
    return at_once


def note(endpoint: Endpoint, run: str, graphs: Sequence[Beside]) -> None:
    """Notes graphs as pushed that are in their places, however many, in one update."""
    place = f"{STAGING}{run}:notes"
    lines = [line for one in graphs for line in one.graph.notes(one.there)]
    listed(endpoint, place, lines)
    endpoint.update(_put_notes(place), least=len(lines) / _SECOND)
    drop(endpoint, [place])


def listed(endpoint: Endpoint, place: str, lines: Sequence[str]) -> None:
    """Puts lines of N-Triples in the place of a graph, as many at a time as an update may name."""
    drop(endpoint, [place])  # of a run that broke off
    for part in in_parts(lines, endpoint.most_triples or len(lines)):
        endpoint.update(f"INSERT DATA {{ {graph_text(place, part)} }}")


def _groups(
    graphs: Sequence[Beside], left: Sequence[str]
) -> Iterator[tuple[list[Beside], Sequence[str]]]:
    """What one update switches, and removes, so many triples at a time."""
    some: list[Beside] = []
    size = 0
    for one in graphs:
        if some and size + one.there.size > SWITCHED:
            yield some, ()
            some, size = [], 0
        some.append(one)
        size += one.there.size
    if some or left:
        yield some, left


def _put_in_place(listed: str) -> str:
    put = f"GRAPH <{listed}> {{ ?beside <{_FOR}> ?name }}"
    all_of, note = "GRAPH ?name { ?s ?p ?o }", f"GRAPH <{PUSHED}> {{ ?name ?p ?o }}"
    gone = f"GRAPH <{listed}> {{ <{_NOTHING}> <{_FOR}> ?name }}"
    return (
        f"DELETE {{ {note} }} WHERE {{ {put} {note} FILTER(?beside != <{_NOTHING}>) }} ;\n"
        f"DELETE {{ {all_of} }} WHERE {{ {put} {all_of} }} ;\n"
        f"INSERT {{ {all_of} }} WHERE {{ {put} GRAPH ?beside {{ ?s ?p ?o }} }} ;\n"
        f"DELETE {{ {note} }} WHERE {{ {gone} {note} }} ;\n"
        f"{_put_notes(listed)}"
    )


def _put_notes(listed: str) -> str:
    """The digest of a graph, by which it counts as pushed, comes after all else that is noted."""
    digest = f"?name <{DIGEST}> ?digest"
    return (
        f"INSERT {{ GRAPH <{PUSHED}> {{ ?name ?p ?o }} }} WHERE {{ GRAPH <{listed}> "
        f"{{ ?name ?p ?o FILTER(?p NOT IN (<{_FOR}>, <{DIGEST}>)) }} }} ;\n"
        f"INSERT {{ GRAPH <{PUSHED}> {{ {digest} }} }} WHERE {{ GRAPH <{listed}> {{ {digest} }} }}"
    )


def graph_text(name: str, lines: Sequence[str]) -> str:
    """Lines of N-Triples as SPARQL has them in a graph."""
    return "\n".join((f"GRAPH <{name}> {{", *lines, "}"))
