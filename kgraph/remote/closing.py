"""The compiled rules run on an engine to a fixpoint, in a graph beside those that readers see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.infer import Rule, TooMuchFollows, batches
from kgraph.infer.budget import LIMIT
from kgraph.remote.answers import counted, rows
from kgraph.remote.staging import update_each
from kgraph.remote.transport import Endpoint

ROUNDS: Final = 1_000
"""As many passes over the rules end every run: each adds what the longest chain is short of."""
_TABLE: Final = 200
"""Rules of one form in an update; an engine that compiles updates as programs takes fewer."""
_SHORT_TABLE: Final = 20


@dataclass(frozen=True)
class Closed:
    """What a run over a graph of an engine came to: facts that followed, and passes."""

    added: int
    rounds: int


def close(
    endpoint: Endpoint,
    rules: Sequence[Rule],
    data: str,
    target: str,
    limit: float | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Closed:
    """Adds to the graph `data` of an engine what follows from it, and to `target` what was new.

    The closure is that of `kgraph.infer.run`. Each pass is one operation a form of rule, as many in
    an update as the engine takes, and the last adds nothing. Raises TooMuchFollows where more than
    `limit` facts follow (None: LIMIT, or as many as a larger graph holds; infinity: no limit), with
    the graphs left halfway; RemoteError.
    """
    size = _TABLE if endpoint.most_operations is None else _SHORT_TABLE
    updates = batches(rules, target, data, size)
    start = before = count(endpoint, data)
    most = max(LIMIT, start) if limit is None else limit
    for number in range(1, ROUNDS + 1):
        told(f"pass {number}: {before - start:,}")
        update_each(endpoint, updates)
        now = count(endpoint, data)
        if now - start > most:
            raise TooMuchFollows(
                f"{endpoint.query_url}: more than {most:,.0f} facts follow there; look for a chain "
                "or a cycle that should not be, or raise the limit (--max-inferred)"
            )
        if now == before:
            return Closed(now - start, number)
        before = now
    raise TooMuchFollows(
        f"{endpoint.query_url}: after {ROUNDS:,} passes over the rules facts still follow; look "
        "for a chain that should not be"
    )


def count(endpoint: Endpoint, graph: str, filters: str = "") -> int:
    """How many triples ?s ?p ?o a graph of an engine has, of those that the filters leave.

    Raises RemoteError.
    """
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }} {filters}"
    found = rows(endpoint, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert not isinstance(found, bool)
    return counted(endpoint, found[1][0][0] if found[1] else None)
