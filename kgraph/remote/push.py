"""A snapshot → the graphs of an engine: what changed, beside what is there, switched at the end."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kgraph.locks import acquire, open_regular
from kgraph.remote.differences import normalized, rows
from kgraph.remote.errors import RemoteError
from kgraph.remote.layout import DIGEST, PUSHED, TRIPLES, Part, part, parts
from kgraph.remote.transport import Endpoint
from kgraph.snapshot.store import Snapshot

BATCH: Final = 20_000
"""Triples in one request."""
_SWITCHED: Final = 500_000
"""Triples switched in one update, which engines run whole or not at all."""
_STAGING: Final = "urn:x-kgraph:staging:"


@dataclass(frozen=True)
class State:
    """What an engine has of a snapshot: graphs that are the same, differ, are missing or left."""

    same: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether the engine has just the snapshot."""
        return not (self.changed or self.missing or self.left)


@dataclass(frozen=True)
class Pushed:
    """What a push did: graphs written, removed and left alone, triples sent."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    triples: int
    at_once: bool
    """Whether readers saw the old graphs until they saw the new ones."""


def status(snapshot: Snapshot, endpoint: Endpoint) -> State:
    """How what the engine has differs from the snapshot, by its own word. Raises RemoteError."""
    return _compared(list(parts(snapshot.store)), _there(endpoint))


def push(
    snapshot: Snapshot,
    endpoint: Endpoint,
    *,
    batch: int = BATCH,
    told: Callable[[str], None] = lambda _: None,
) -> Pushed:
    """Makes the graphs of the engine those of the snapshot.

    Only what changed is sent, into graphs of another name that take the place of the old ones once
    all are whole. What breaks off leaves the old graphs as they were; a push after it goes on with
    what was sent whole. `told` hears what is done. Raises RemoteError.
    """
    with _alone(endpoint) as run:
        wanted = {one.name: one for one in parts(snapshot.store)}
        there = _there(endpoint)
        state = _compared(list(wanted.values()), there)
        write = (*state.changed, *state.missing)
        staged = _counts(endpoint, f"{_STAGING}{run}:")
        sent = _stage(endpoint, [wanted[name] for name in write], run, staged, batch, told)
        beside = {_staging(run, wanted[name]): wanted[name] for name in write}
        for left in sorted(staged.keys() - beside.keys()):
            endpoint.update(f"DROP SILENT GRAPH <{left}>")
        if beside:
            _check_staged(endpoint, beside, f"{_STAGING}{run}:")
        at_once = _switch(endpoint, [wanted[name] for name in write], state.left, run)
        after = _compared(list(wanted.values()), _there(endpoint))
        counted = _counts(endpoint, "")
        lost = [one for one in wanted.values() if counted.get(one.name, 0) != len(one.lines)]
        if lost or not after.is_current:
            for one in lost:  # so that it is sent again
                endpoint.update(f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{one.name}> ?p ?o }} }}")
            raise RemoteError(
                f"{endpoint.query_url}: the graphs are not what was pushed; another push may be "
                "under way; run the command again"
            )
        return Pushed(write, state.left, len(state.same), sent, at_once)


def pull(endpoint: Endpoint, told: Callable[[str], None] = lambda _: None) -> Iterator[Part]:
    """Every graph that was pushed, as the engine has it now, by name.

    Raises RemoteError where one is not what was pushed.
    """
    there = _there(endpoint)
    for name in sorted(there):
        told(name)
        yield _graph(endpoint, name, there[name])


def _graph(endpoint: Endpoint, name: str, digest: str) -> Part:
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    answered = endpoint.ask(query, "application/n-triples")
    kind = RdfFormat.from_media_type(answered.media) or RdfFormat.N_TRIPLES
    try:
        quads = parse(answered.body, format=kind)
        found = part(name, (_as_here(quad.triple) for quad in quads))
    except SyntaxError as error:
        raise RemoteError(f"{endpoint.query_url}: <{name}> breaks off ({error}); again") from None
    if found.digest != digest:
        raise RemoteError(
            f"{endpoint.query_url}: <{name}> is not what was pushed; push it again, or see who "
            "else writes there"
        )
    return found


def _as_here(triple: Triple) -> Triple:
    value = normalized(triple.object)
    assert value is not None
    return Triple(triple.subject, triple.predicate, value)


@contextmanager
def _alone(endpoint: Endpoint) -> Iterator[str]:
    """The name of the pushes from this machine to an endpoint, of which one runs at a time."""
    told = f"{platform.node()}|{endpoint.query_url}"
    run = hashlib.sha256(told.encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"kgraph-push-{run}.lock"
    descriptor = open_regular(path, os.O_RDWR | os.O_CREAT)
    try:
        if not acquire(descriptor):
            raise RemoteError(
                f"{endpoint.query_url}: another push from this machine is under way; wait for it"
            )
        yield run
    finally:
        os.close(descriptor)


def _staging(run: str, one: Part) -> str:
    name = hashlib.sha256(one.name.encode()).hexdigest()[:12]
    return f"{_STAGING}{run}:{name}:{one.digest[:16]}"


def _stage(
    endpoint: Endpoint,
    write: Sequence[Part],
    run: str,
    staged: Mapping[str, int],
    batch: int,
    told: Callable[[str], None],
) -> int:
    """Sends graphs under other names, but for those that are there whole; gives triples sent.

    Small ones go together: an engine that writes each request to the disk takes its time for each.
    """
    together: list[tuple[str, Part]] = []
    waiting = sent = 0
    for number, one in enumerate(write, 1):
        name = _staging(run, one)
        if staged.get(name, 0) == len(one.lines):
            continue
        if name in staged:
            endpoint.update(f"DROP SILENT GRAPH <{name}>")
        told(f"{number}/{len(write)} {one.name}")
        sent += len(one.lines)
        if len(one.lines) > batch or any(map(one.has_blank, one.lines)):
            for some in one.batches(batch):
                endpoint.post_graph(name, some)
            continue
        if together and waiting + len(one.lines) > batch:
            _send_together(endpoint, together)
            together, waiting = [], 0
        together.append((name, one))
        waiting += len(one.lines)
    if together:
        _send_together(endpoint, together)
    return sent


def _send_together(endpoint: Endpoint, graphs: Sequence[tuple[str, Part]]) -> None:
    if endpoint.takes_long_updates:
        endpoint.post_graphs({name: one.lines for name, one in graphs})
        return
    for name, one in graphs:
        for some in one.batches(len(one.lines)):
            endpoint.post_graph(name, some)


def _check_staged(endpoint: Endpoint, wanted: Mapping[str, Part], prefix: str) -> None:
    """Raises RemoteError where a graph under another name is not whole."""
    arrived = _counts(endpoint, prefix)
    for name, one in wanted.items():
        count = arrived.get(name, 0)
        if count != len(one.lines):
            raise RemoteError(
                f"{endpoint.query_url}: of <{one.name}> {len(one.lines):,} triples were sent and "
                f"{count:,} arrived; nothing was switched; run the command again, and where that "
                "does not help, this engine cannot tell apart what differs"
            )


def _switch(endpoint: Endpoint, write: Sequence[Part], left: Sequence[str], run: str) -> bool:
    """Puts the new graphs in the place of the old; whether at once.

    A graph is noted as pushed right after it was put there, so that what breaks off in between is
    sent again. Its triples are inserted as the answer of a query, which every engine reads to its
    end before it writes: Fuseki 5.6 moves and copies a graph while it reads it, and loses some.
    """
    steps: list[tuple[int, str]] = []
    for one in write:
        note, beside = f"<{one.name}>", f"<{_staging(run, one)}>"
        gone = f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ {note} ?p ?o }} }}"
        new = f'<{DIGEST}> "{one.digest}" ; <{TRIPLES}> {len(one.lines)}'
        copied = (
            f"INSERT {{ GRAPH {note} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {beside} {{ ?s ?p ?o }} }}"
        )
        said = f"INSERT DATA {{ GRAPH <{PUSHED}> {{ {note} {new} }} }}"
        step = [gone, f"DROP SILENT GRAPH {note}", copied, said, f"DROP SILENT GRAPH {beside}"]
        steps.append((len(one.lines), " ;\n".join(step)))
    steps += [
        (
            0,
            f"DROP SILENT GRAPH <{name}> ;\n"
            f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{name}> ?p ?o }} }}",
        )
        for name in left
    ]
    most = _SWITCHED if endpoint.takes_long_updates else 0
    switched = list(_together(steps, most))
    for update in switched:
        endpoint.update(update)
    return len(switched) <= 1


def _together(steps: Sequence[tuple[int, str]], most: int) -> Iterator[str]:
    """Steps in updates that write so many triples, at least one in each."""
    some: list[str] = []
    written = 0
    for triples, step in steps:
        if some and written + triples > most:
            yield " ;\n".join(some)
            some, written = [], 0
        some.append(step)
        written += triples
    if some:
        yield " ;\n".join(some)


def _compared(wanted: Sequence[Part], there: Mapping[str, str]) -> State:
    names = {one.name for one in wanted}
    return State(
        tuple(one.name for one in wanted if there.get(one.name) == one.digest),
        tuple(o.name for o in wanted if there.get(o.name, o.digest) != o.digest),
        tuple(one.name for one in wanted if one.name not in there),
        tuple(sorted(there.keys() - names)),
    )


def _there(endpoint: Endpoint) -> dict[str, str]:
    """Name and digest of each graph that was pushed."""
    found = rows(
        endpoint, f"SELECT ?graph ?digest {{ GRAPH <{PUSHED}> {{ ?graph <{DIGEST}> ?digest }} }}"
    )
    assert not isinstance(found, bool)
    return {
        name.value: digest.value
        for name, digest in found[1]
        if isinstance(name, NamedNode) and isinstance(digest, Literal)
    }


def _counts(endpoint: Endpoint, prefix: str) -> dict[str, int]:
    """How many triples the graphs hold whose name begins so."""
    found = rows(
        endpoint,
        "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } "
        f'FILTER(STRSTARTS(STR(?graph), "{prefix}")) }} GROUP BY ?graph',
    )
    assert not isinstance(found, bool)
    return {
        name.value: int(number.value)
        for name, number in found[1]
        if isinstance(name, NamedNode) and isinstance(number, Literal)
    }
