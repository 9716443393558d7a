"""What follows from the state that an engine holds, worked out there by the compiled rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kgraph.infer import Rule
from kgraph.remote.around import fetch
from kgraph.remote.closing import close, count
from kgraph.remote.errors import RemoteError
from kgraph.remote.layout import STATE
from kgraph.remote.staging import STAGING, Beside, alone, switch
from kgraph.remote.transport import Endpoint
from kgraph.vocab import GRAPH


@dataclass(frozen=True)
class Inferred:
    """What a run came to: facts that follow, those that are new, those that follow no more."""

    facts: int
    new: int
    gone: int
    rounds: int


def infer(
    endpoint: Endpoint,
    rules: Sequence[Rule],
    *,
    limit: float | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Inferred:
    """Works out what follows from the state on an engine, and puts it in the place of what was
    said to follow.

    The rules run in graphs of other names, which take the place of
    `graph:inferred` and of the state once nothing more follows; what breaks off before leaves both
    as they were. Raises TooMuchFollows as `kgraph.remote.closing.close`, RemoteError.
    """
    old = GRAPH.inferred.value
    with alone(endpoint) as run:
        data, target = f"{STAGING}{run}:state", f"{STAGING}{run}:inferred"
        both = f"DROP SILENT GRAPH <{data}> ;\nDROP SILENT GRAPH <{target}>"
        if not count(endpoint, STATE):
            raise RemoteError(f"{endpoint.query_url}: there is no state to infer from; push first")
        endpoint.update(both)
        try:
            endpoint.update(
                f"INSERT {{ GRAPH <{data}> {{ ?s ?p ?o }} }} WHERE {{ "
                f"GRAPH <{STATE}> {{ ?s ?p ?o }} "
                f"FILTER NOT EXISTS {{ GRAPH <{old}> {{ ?s ?p ?o }} }} }}"
            )
            closed = close(endpoint, rules, data, target, limit, told)
            new, gone = _beyond(endpoint, target, old), _beyond(endpoint, old, target)
            if new or gone:
                _switch(endpoint, run, {target: old, data: STATE})
        finally:
            endpoint.update(both)
        return Inferred(closed.added, new, gone, closed.rounds)


def _beyond(endpoint: Endpoint, one: str, other: str) -> int:
    """How many triples of a graph are not in another."""
    return count(endpoint, one, f"FILTER NOT EXISTS {{ GRAPH <{other}> {{ ?s ?p ?o }} }}")


def _switch(endpoint: Endpoint, run: str, graphs: dict[str, str]) -> None:
    beside = []
    for one, name in graphs.items():
        found = replace(fetch(endpoint, one), name=name)
        if found.size != count(endpoint, one):
            raise RemoteError(
                f"{endpoint.query_url}: what follows could not be read back whole; nothing was "
                "switched; run the command again"
            )
        beside.append(Beside(one, found, found))
    switch(endpoint, run, beside)
