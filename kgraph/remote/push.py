"""A snapshot → the graphs of an engine: what changed, beside what is there, switched at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgraph.remote import whole
from kgraph.remote.answers import rows
from kgraph.remote.around import counts, fetch
from kgraph.remote.errors import RemoteError
from kgraph.remote.held import alters, held, otherwise
from kgraph.remote.layout import DIGEST, HELD, PUSHED
from kgraph.remote.part import Part, Spool, parts
from kgraph.remote.staging import STAGING, Beside, alone, drop, graph_text, switch
from kgraph.remote.transport import Endpoint
from kgraph.snapshot.store import Snapshot

BATCH: Final = 20_000
"""Triples in one request to an engine that may do a part of it."""


@dataclass(frozen=True)
class Otherwise:
    """A graph that an engine cannot hold as it is: triples with a number of another kind there,
    and triples that are one there with another of an equal value."""

    graph: str
    changed: int
    joined: int


@dataclass(frozen=True)
class State:
    """What an engine has of a snapshot: graphs that are the same, differ, are missing or left."""

    same: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    left: tuple[str, ...]
    otherwise: tuple[Otherwise, ...] = ()

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


def status(
    snapshot: Snapshot, endpoint: Endpoint, told: Callable[[str], None] = lambda _: None
) -> State:
    """How what the engine has differs from the snapshot, by its own word; `told` hears how far the
    graphs were read. Raises RemoteError."""
    there = _there(endpoint)
    with Spool() as spool:
        wanted = list(parts(snapshot.store, spool.keep, told))
        found = _compared(wanted, there)
        same = set(found.same)
        all_of = [(one, otherwise(endpoint, one)) for one in wanted if one.name in same]
    return replace(
        found, otherwise=tuple(Otherwise(one.name, *how) for one, how in all_of if any(how))
    )


def push(
    snapshot: Snapshot,
    endpoint: Endpoint,
    *,
    batch: int | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Pushed:
    """Makes the graphs of the engine those of the snapshot.

    Only what changed is sent: where an engine does a request whole or not at all, as such; else
    into graphs of another name that take the place of the old ones once all are whole. What breaks
    off leaves the old graphs as they were; a push after it goes on with what was sent whole.
    `batch` is how many triples go in one request, `told` hears what is done. Raises RemoteError.
    """
    with alone(endpoint) as run, Spool() as spool:
        there = _there(endpoint)
        wanted = {one.name: one for one in parts(snapshot.store, spool.keep, told)}
        state = _compared(list(wanted.values()), there)
        write = (*state.changed, *state.missing)
        staged = counts(endpoint, f"{STAGING}{run}:")
        kept = {name: held(endpoint, one) for name, one in wanted.items()}
        if endpoint.runs_whole:
            drop(endpoint, sorted(staged))
            graphs = [wanted[name] for name in write]
            most = batch or whole.MOST
            sent, at_once = whole.write(endpoint, graphs, state.left, there, most, told)
        else:
            new = [Beside(_staging(run, wanted[o]), wanted[o], kept[o]) for o in write]
            sent = _beside(endpoint, new, run, staged, batch or BATCH, told)
            at_once = switch(endpoint, run, new, state.left, told)
            drop(endpoint, sorted(counts(endpoint, f"{STAGING}{run}:")))
        after = _compared(list(wanted.values()), _there(endpoint))
        number = counts(endpoint)
        lost = [one for one in kept.values() if number.get(one.name, 0) != one.size]
        if lost or not after.is_current:
            for one in lost:  # so that it is sent again
                endpoint.update(f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{one.name}> ?p ?o }} }}")
            raise RemoteError(
                f"{endpoint.query_url}: the graphs are not what was pushed; another push may be "
                "under way; run the command again"
            )
        return Pushed(write, state.left, len(state.same), sent, at_once)


def _beside(
    endpoint: Endpoint,
    new: Sequence[Beside],
    run: str,
    staged: Mapping[str, int],
    batch: int,
    told: Callable[[str], None],
) -> int:
    """Sends graphs under other names, but for those that are there whole; gives triples sent.

    Raises RemoteError where one is not as the engine should hold it.
    """
    beside = {one.name: one.there for one in new}
    lacking = [one for one in new if staged.get(one.name, 0) != one.there.size]
    sent = _stage(endpoint, lacking, staged, batch, told)
    drop(endpoint, sorted(staged.keys() - beside.keys()))
    if beside:
        _check_staged(endpoint, beside, f"{STAGING}{run}:", told)
    return sent


def pull(endpoint: Endpoint, told: Callable[[str], None] = lambda _: None) -> Iterator[Part]:
    """Every graph that was pushed, as the engine has it now, by name.

    Raises RemoteError where one is not what was pushed, and where none was.
    """
    there = _there(endpoint) | _there(endpoint, HELD)
    if not there:
        raise RemoteError(
            f"{endpoint.query_url}: nothing of the graph was pushed here; push it first, or name "
            "the address that it was pushed to"
        )
    for name in sorted(there):
        told(name)
        yield _graph(endpoint, name, there[name])


def _graph(endpoint: Endpoint, name: str, digest: str) -> Part:
    found = fetch(endpoint, name)
    if found.digest != digest:
        raise RemoteError(
            f"{endpoint.query_url}: <{name}> is not what was pushed; push it again, or see who "
            "else writes there"
        )
    return found


def _staging(run: str, one: Part) -> str:
    name = hashlib.sha256(one.name.encode()).hexdigest()[:12]
    return f"{STAGING}{run}:{name}:{one.digest[:16]}"


def _stage(
    endpoint: Endpoint,
    graphs: Sequence[Beside],
    staged: Mapping[str, int],
    batch: int,
    told: Callable[[str], None],
) -> int:
    """Sends graphs under other names, in the place of what is there of them; gives triples sent.

    Small ones go together: an engine takes its time for each request. Virtuoso reads long numbers
    in an update otherwise than in a graph, so that what it holds otherwise goes by itself.
    """
    drop(endpoint, [one.name for one in graphs if one.name in staged])
    most = min(batch, endpoint.most_triples or batch)
    together: list[Beside] = []
    sent = 0
    for number, one in enumerate(graphs, 1):
        told(f"{number}/{len(graphs)} {one.graph.name}")
        size = one.graph.size
        sent += size
        if size > most or one.graph.has_blanks or one.there != one.graph:
            for some in one.graph.batches(most if endpoint.data_url is None else batch):
                endpoint.post_graph(one.name, some)
            continue
        if sum(other.graph.size for other in together) + size > most:
            _send_together(endpoint, together)
            together = []
        together.append(one)
    _send_together(endpoint, together)
    return sent


def _send_together(endpoint: Endpoint, graphs: Sequence[Beside]) -> None:
    if graphs:
        text = "\n".join(graph_text(one.name, one.graph.lines) for one in graphs)
        endpoint.update(f"INSERT DATA {{\n{text}\n}}")


def _check_staged(
    endpoint: Endpoint, wanted: Mapping[str, Part], prefix: str, told: Callable[[str], None]
) -> None:
    """Raises RemoteError where a graph under another name is not whole."""
    arrived = counts(endpoint, prefix)
    for name, one in wanted.items():
        count = arrived.get(name, 0)
        if count != one.size:
            raise RemoteError(
                f"{endpoint.query_url}: of <{one.name}> {one.size:,} triples were sent and "
                f"{count:,} arrived; nothing was switched; run the command again, and where that "
                "does not help, this engine cannot tell apart what differs"
            )
    if not alters(endpoint):
        return
    for number, (name, one) in enumerate(wanted.items(), 1):
        told(f"read back {number}/{len(wanted)} {one.name}")
        found = fetch(endpoint, name, one.size) if one.size else one
        if found.digest != one.digest:
            other = sorted(set(one) - set(found))
            raise RemoteError(
                f"{endpoint.query_url}: this engine cannot hold <{one.name}>: it has "
                f"{other[0] if other else 'more'} otherwise; nothing was switched"
            )


def _compared(wanted: Sequence[Part], there: Mapping[str, str]) -> State:
    names = {one.name for one in wanted}
    return State(
        tuple(one.name for one in wanted if there.get(one.name) == one.digest),
        tuple(o.name for o in wanted if there.get(o.name, o.digest) != o.digest),
        tuple(one.name for one in wanted if one.name not in there),
        tuple(sorted(there.keys() - names)),
    )


def _there(endpoint: Endpoint, digest: str = DIGEST) -> dict[str, str]:
    """Name and digest of each graph that was pushed; of one with two, since two pushed it at once,
    a digest that is none."""
    found = rows(
        endpoint, f"SELECT ?graph ?digest {{ GRAPH <{PUSHED}> {{ ?graph <{digest}> ?digest }} }}"
    )
    assert not isinstance(found, bool)
    told: dict[str, str] = {}
    for name, value in found[1]:
        if isinstance(name, NamedNode) and isinstance(value, Literal):
            told[name.value] = "" if name.value in told else value.value
    return told
