"""A snapshot → the graphs of an engine: what changed, beside what is there, switched at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kgraph.remote import first, whole
from kgraph.remote.around import all_counts, counts, fetch, noted
from kgraph.remote.errors import RemoteError
from kgraph.remote.held import held, otherwise
from kgraph.remote.layout import DIGEST, HELD, PUSHED
from kgraph.remote.part import Part, Spool, parts
from kgraph.remote.sent import BATCH, send
from kgraph.remote.staging import STAGING, Abandoned, Beside, alone, drop, of_runs, switch
from kgraph.remote.transport import Endpoint
from kgraph.snapshot.store import Snapshot


@dataclass(frozen=True)
class Otherwise:
    """A graph that an engine cannot hold as it is: triples with a number of another kind there,
    and triples that are one there with another of an equal value."""

    graph: str
    changed: int
    joined: int


@dataclass(frozen=True)
class State:
    """What an engine has of a snapshot: graphs that are the same, differ, are missing or left; and
    what runs that broke off, on this machine or another, left beside them."""

    same: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    left: tuple[str, ...]
    otherwise: tuple[Otherwise, ...] = ()
    abandoned: tuple[Abandoned, ...] = ()

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
    there = noted(endpoint, PUSHED, DIGEST)
    with Spool() as spool:
        wanted = list(parts(snapshot.store, spool.keep, told))
        found = _compared(wanted, there)
        same = set(found.same)
        all_of = [(one, otherwise(endpoint, one)) for one in wanted if one.name in same]
    runs = of_runs(all_counts(endpoint, STAGING))
    return replace(
        found,
        otherwise=tuple(Otherwise(one.name, *how) for one, how in all_of if any(how)),
        abandoned=tuple(
            Abandoned(run, len(graphs), sum(graphs.values()))
            for run, graphs in sorted(runs.items())
        ),
    )


def push(
    snapshot: Snapshot,
    endpoint: Endpoint,
    *,
    batch: int | None = None,
    sweep: bool = False,
    told: Callable[[str], None] = lambda _: None,
) -> Pushed:
    """Makes the graphs of the engine those of the snapshot.

    Only what changed is sent: where an engine does a request whole or not at all, as such; else
    into graphs of another name that take the place of the old ones once all are whole, or, where
    there are no old ones and much comes, to their own (`first`). What breaks off leaves the old
    graphs as they were; a push after it goes on with what was sent whole. `batch` is how many
    triples go in one request, `told` hears what is done. `sweep` removes first what runs from other
    machines left beside the graphs, of which none may be under way. Raises RemoteError.
    """
    with alone(endpoint) as run, Spool() as spool:
        if sweep:
            runs = of_runs(all_counts(endpoint, STAGING))
            drop(endpoint, sorted(name for other in runs.keys() - {run} for name in runs[other]))
        there = noted(endpoint, PUSHED, DIGEST)
        wanted = {one.name: one for one in parts(snapshot.store, spool.keep, told)}
        state = _compared(list(wanted.values()), there)
        write = (*state.changed, *state.missing)
        staged = all_counts(endpoint, f"{STAGING}{run}:")
        kept = {name: held(endpoint, one) for name, one in wanted.items()}
        is_first = not endpoint.runs_whole and first.is_first(there, kept.values())
        if not is_first:
            first.forget(endpoint, there)
        if endpoint.runs_whole:
            drop(endpoint, sorted(staged))
            graphs = [wanted[name] for name in write]
            most = batch or whole.MOST
            sent, at_once = whole.write(endpoint, graphs, state.left, there, most, told)
        elif is_first:
            drop(endpoint, sorted(staged))
            straight = [Beside(name, wanted[name], kept[name]) for name in write]
            sent, at_once = first.write(endpoint, run, straight, batch or BATCH, told), False
        else:
            new = [Beside(_staging(run, wanted[o]), wanted[o], kept[o]) for o in write]
            sent = send(endpoint, new, staged, batch or BATCH, told)
            at_once = switch(endpoint, run, new, state.left, told)
            drop(endpoint, sorted(all_counts(endpoint, f"{STAGING}{run}:")))
        after = _compared(list(wanted.values()), noted(endpoint, PUSHED, DIGEST))
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


def pull(endpoint: Endpoint, told: Callable[[str], None] = lambda _: None) -> Iterator[Part]:
    """Every graph that was pushed, as the engine has it now, by name.

    Raises RemoteError where one is not what was pushed, and where none was.
    """
    there = noted(endpoint, PUSHED, DIGEST) | noted(endpoint, PUSHED, HELD)
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


def _compared(wanted: Sequence[Part], there: Mapping[str, str]) -> State:
    names = {one.name for one in wanted}
    return State(
        tuple(one.name for one in wanted if there.get(one.name) == one.digest),
        tuple(o.name for o in wanted if there.get(o.name, o.digest) != o.digest),
        tuple(one.name for one in wanted if one.name not in there),
        tuple(sorted(there.keys() - names)),
    )
