"""A snapshot → the graphs of an engine: what changed, beside what is there, switched at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kgraph.remote.differences import alters, counted, held, normalized, rows
from kgraph.remote.errors import RemoteError
from kgraph.remote.layout import DIGEST, HELD, PUSHED, TRIPLES, Part, part, parts
from kgraph.remote.staging import STAGING, alone, put_in_place
from kgraph.remote.transport import Endpoint
from kgraph.snapshot.store import Snapshot

BATCH: Final = 20_000
"""Triples in one request."""
_SWITCHED: Final = 500_000
"""Triples switched in one update, which most engines run whole or not at all."""
_TOGETHER: Final = 200
"""Graphs dropped in one update."""
_SECOND: Final = 1000
"""Triples that an engine switches in a second at least."""
_OPERATIONS: Final = 4
"""How many operations switch a graph."""


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


def status(snapshot: Snapshot, endpoint: Endpoint) -> State:
    """How what the engine has differs from the snapshot, by its own word. Raises RemoteError."""
    wanted = list(parts(snapshot.store))
    found = _compared(wanted, _there(endpoint))
    same = set(found.same)
    there = [(one, held(endpoint, one)) for one in wanted if one.name in same]
    return replace(
        found, otherwise=tuple(_otherwise(*pair) for pair in there if pair[0] != pair[1])
    )


def _otherwise(one: Part, there: Part) -> Otherwise:
    joined = len(one.lines) - len(there.lines)
    return Otherwise(one.name, len(set(one.lines) - set(there.lines)) - joined, joined)


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
    with alone(endpoint) as run:
        wanted = {one.name: one for one in parts(snapshot.store)}
        there = _there(endpoint)
        state = _compared(list(wanted.values()), there)
        write = (*state.changed, *state.missing)
        batch = min(batch, endpoint.most_triples or batch)
        staged = _counts(endpoint, f"{STAGING}{run}:")
        kept = {name: held(endpoint, one) for name, one in wanted.items()}
        new = [(wanted[name], kept[name]) for name in write]
        beside = {_staging(run, one): there for one, there in new}
        lacking = [
            one for one, there in new if staged.get(_staging(run, one), 0) != len(there.lines)
        ]
        sent = _stage(endpoint, lacking, run, staged, batch, told)
        _drop(endpoint, sorted(staged.keys() - beside.keys()))
        if beside:
            _check_staged(endpoint, beside, f"{STAGING}{run}:")
        at_once = _switch(endpoint, new, state.left, run)
        _drop(endpoint, list(beside))
        after = _compared(list(wanted.values()), _there(endpoint))
        counted = _counts(endpoint, "")
        lost = [one for one in kept.values() if counted.get(one.name, 0) != len(one.lines)]
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


def fetch(endpoint: Endpoint, name: str) -> Part:
    """A graph as the engine has it, its values as we write them. Raises RemoteError."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    answered = endpoint.ask(query, "application/n-triples")
    kind = RdfFormat.from_media_type(answered.media) or RdfFormat.N_TRIPLES
    try:
        quads = parse(answered.body, format=kind)
        return part(name, (_as_here(quad.triple) for quad in quads))
    except SyntaxError as error:
        raise RemoteError(f"{endpoint.query_url}: <{name}> breaks off ({error}); again") from None


def _as_here(triple: Triple) -> Triple:
    value = normalized(triple.object)
    assert value is not None
    return Triple(triple.subject, triple.predicate, value)


def _staging(run: str, one: Part) -> str:
    name = hashlib.sha256(one.name.encode()).hexdigest()[:12]
    return f"{STAGING}{run}:{name}:{one.digest[:16]}"


def _stage(
    endpoint: Endpoint,
    write: Sequence[Part],
    run: str,
    staged: Mapping[str, int],
    batch: int,
    told: Callable[[str], None],
) -> int:
    """Sends graphs under other names, in the place of what is there of them; gives triples sent.

    Small ones go together: an engine that writes each request to the disk takes its time for each.
    """
    together: list[tuple[str, Part]] = []
    waiting = sent = 0
    for number, one in enumerate(write, 1):
        name = _staging(run, one)
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
    if endpoint.takes_many_graphs:
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
        if alters(endpoint) and one.lines:
            found = replace(fetch(endpoint, name), name=one.name)
            other = sorted(set(one.lines) - set(found.lines))
            if found.digest != one.digest:
                raise RemoteError(
                    f"{endpoint.query_url}: this engine cannot hold <{one.name}>: it has "
                    f"{other[0] if other else 'more'} otherwise; nothing was switched"
                )


def _switch(
    endpoint: Endpoint, write: Sequence[tuple[Part, Part]], left: Sequence[str], run: str
) -> bool:
    """Puts the new graphs, each beside it as the engine holds it, in the place of the old; whether
    at once.

    A graph is noted as pushed right after it was put there, so that what breaks off in between is
    sent again.
    """
    steps = [
        (len(one.lines), noted(one, put_in_place(_staging(run, one), one.name), there))
        for one, there in write
    ]
    for name in left:
        gone = f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{name}> ?p ?o }} }}"
        steps.append((0, f"DROP SILENT GRAPH <{name}> ;\n{gone}"))
    updates = list(_together(steps, endpoint.most_operations or len(steps) * _OPERATIONS))
    for triples, update in updates:
        endpoint.update(update, least=triples / _SECOND)
    return len(updates) <= 1


def _drop(endpoint: Endpoint, names: Sequence[str]) -> None:
    most = endpoint.most_operations or _TOGETHER
    for start in range(0, len(names), most):
        some = names[start : start + most]
        endpoint.update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in some))


def noted(one: Part, put: str, there: Part | None = None) -> str:
    """The updates that put a graph in its place by `put`, and note what it then is: as it was sent,
    or as it is `there`."""
    name, there = f"<{one.name}>", there or one
    gone = f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ {name} ?p ?o }} }}"
    new = f'<{DIGEST}> "{one.digest}" ; <{TRIPLES}> {len(there.lines)}'
    if there != one:
        new += f' ; <{HELD}> "{there.digest}"'
    return f"{gone} ;\n{put} ;\nINSERT DATA {{ GRAPH <{PUSHED}> {{ {name} {new} }} }}"


def _together(steps: Sequence[tuple[int, str]], operations: int) -> Iterator[tuple[int, str]]:
    """Steps, each with the triples it writes, in updates of so many operations."""
    some: list[str] = []
    written = 0
    for triples, step in steps:
        full = (len(some) + 1) * _OPERATIONS > operations or written + triples > _SWITCHED
        if some and full:
            yield written, " ;\n".join(some)
            some, written = [], 0
        some.append(step)
        written += triples
    if some:
        yield written, " ;\n".join(some)


def _compared(wanted: Sequence[Part], there: Mapping[str, str]) -> State:
    names = {one.name for one in wanted}
    return State(
        tuple(one.name for one in wanted if there.get(one.name) == one.digest),
        tuple(o.name for o in wanted if there.get(o.name, o.digest) != o.digest),
        tuple(one.name for one in wanted if one.name not in there),
        tuple(sorted(there.keys() - names)),
    )


def _there(endpoint: Endpoint, digest: str = DIGEST) -> dict[str, str]:
    """Name and digest of each graph that was pushed."""
    found = rows(
        endpoint, f"SELECT ?graph ?digest {{ GRAPH <{PUSHED}> {{ ?graph <{digest}> ?digest }} }}"
    )
    assert not isinstance(found, bool)
    return {
        name.value: digest.value
        for name, digest in found[1]
        if isinstance(name, NamedNode) and isinstance(digest, Literal)
    }


def _counts(endpoint: Endpoint, prefix: str) -> dict[str, int]:
    """How many triples the graphs hold whose name begins so."""
    chosen = f'FILTER(STRSTARTS(STR(?graph), "{prefix}"))' if prefix else ""
    pattern = f"GRAPH ?graph {{ ?s ?p ?o }} {chosen}"
    found = rows(endpoint, f"SELECT ?graph (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?graph")
    assert not isinstance(found, bool)
    return {
        name.value: counted(endpoint, count)
        for name, count in found[1]
        if isinstance(name, NamedNode)
    }
