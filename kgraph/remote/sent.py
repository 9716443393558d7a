"""Graphs sent under other names, or straight to their own, and looked at there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kgraph.remote.around import all_counts, fetch
from kgraph.remote.errors import RemoteError
from kgraph.remote.held import alters
from kgraph.remote.part import Part
from kgraph.remote.staging import Beside, drop, graph_text
from kgraph.remote.transport import Endpoint

BATCH: Final = 20_000
"""Triples in one request to an engine that may do a part of it."""


def send(
    endpoint: Endpoint,
    new: Sequence[Beside],
    had: Mapping[str, int],
    batch: int,
    told: Callable[[str], None],
) -> int:
    """Sends graphs to the names given, but for those that are there whole; gives triples sent.

    `had` is how many triples each name has that was begun before, of which those that are not
    wanted are removed. Raises RemoteError where a graph is not as the engine should hold it.
    """
    beside = {one.name: one.there for one in new}
    lacking = [one for one in new if had.get(one.name, 0) != one.there.size]
    sent = _stage(endpoint, lacking, had, batch, told)
    drop(endpoint, sorted(had.keys() - beside.keys()))
    if beside:
        _check(endpoint, beside, told)
    return sent


def _stage(
    endpoint: Endpoint,
    graphs: Sequence[Beside],
    had: Mapping[str, int],
    batch: int,
    told: Callable[[str], None],
) -> int:
    """Sends graphs to the names given, in the place of what is there of them; gives triples sent.

    Small ones go together: an engine takes its time for each request. Virtuoso reads long numbers
    in an update otherwise than in a graph, so that what it holds otherwise goes by itself.
    """
    drop(endpoint, [one.name for one in graphs if one.name in had])
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


def _check(endpoint: Endpoint, wanted: Mapping[str, Part], told: Callable[[str], None]) -> None:
    """Raises RemoteError where a graph is not whole under the name that it was sent to."""
    arrived = all_counts(endpoint)
    for name, one in wanted.items():
        count = arrived.get(name, 0)
        if count != one.size:
            raise RemoteError(
                f"{endpoint.query_url}: of <{one.name}> {one.size:,} triples were sent and "
                f"{count:,} arrived; none counts as pushed; run the command again, and where that "
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
                f"{other[0] if other else 'more'} otherwise; none counts as pushed"
            )
