"""A first push of a large graph: each graph straight in its place, noted once all are whole.

An engine that does not do a request of any size whole shows a large graph piece by piece, wherever
it comes from: to send it under other names, and copy it from there, takes more than twice the time
(Virtuoso 7: 26 minutes a million triples of a market) and hides nothing. Until the notes are there
`kgraph remote` answers that nothing was pushed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from kgraph.remote.around import all_counts, noted
from kgraph.remote.part import Part
from kgraph.remote.sent import send
from kgraph.remote.staging import STAGING, SWITCHED, Beside, drop, listed, note
from kgraph.remote.transport import Endpoint

_BEGUN: Final = f"{STAGING}first"
"""The graph that says which graphs were begun, each with the digest of what it will be."""
_ANEW: Final = f"{_BEGUN}:anew"
"""The same while that is written anew, so that no cut leaves a graph that nothing tells of."""
_DIGEST: Final = f"{_BEGUN}:digest"


def is_first(there: Mapping[str, str], graphs: Collection[Part]) -> bool:
    """Whether graphs go straight to their places: the engine has none of ours, and they are more
    than it would put there at once."""
    return not there and sum(one.size for one in graphs) > SWITCHED


def write(
    endpoint: Endpoint,
    run: str,
    graphs: Sequence[Beside],
    batch: int,
    told: Callable[[str], None],
) -> int:
    """Sends graphs to their own names and notes them; gives triples sent.

    One that a push before began, and that breaks off, is gone on with if it was to be the same.
    Raises RemoteError where one is not as the engine should hold it; then none is noted.
    """
    wanted = {one.name: one.graph.digest for one in graphs}
    begun = _begun(endpoint)
    same = {name for name, digest in begun.items() if wanted.get(name) == digest}
    had = {name: n for name, n in all_counts(endpoint).items() if name in wanted}
    # What else has those names is of somebody else, or its note is lost.
    drop(endpoint, sorted((begun.keys() | had.keys()) - same))
    lines = [f'<{name}> <{_DIGEST}> "{digest}" .' for name, digest in wanted.items()]
    for place in (_ANEW, _BEGUN) if begun else (_BEGUN,):
        listed(endpoint, place, lines)
    drop(endpoint, [_ANEW])
    sent = send(endpoint, graphs, {name: had[name] for name in had.keys() & same}, batch, told)
    note(endpoint, run, graphs)
    drop(endpoint, [_BEGUN])
    return sent


def forget(endpoint: Endpoint, there: Collection[str]) -> None:
    """Removes what a first push began that broke off, but for what is `there`, noted."""
    begun = _begun(endpoint)
    if begun:
        drop(endpoint, sorted(begun.keys() - set(there)))
        drop(endpoint, [_BEGUN, _ANEW])


def _begun(endpoint: Endpoint) -> dict[str, str]:
    """What was begun, by either list; of a graph of which they differ, a digest that is none."""
    one, other = (noted(endpoint, place, _DIGEST) for place in (_BEGUN, _ANEW))
    return {
        name: digest if other.get(name, digest) == digest else ""
        for name, digest in (other | one).items()
    }
