"""What a day makes of a snapshot, as quads: all that is written beside what lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from pyoxigraph import NamedNode, Quad, Triple

from kgraph.snapshot.claims import Sorted
from kgraph.snapshot.labels import Ranked
from kgraph.snapshot.register_marks import mark_quads
from kgraph.snapshot.standing import Weighed
from kgraph.snapshot.state import State
from kgraph.snapshot.write_claims import day_claim_quads, resting_quads


def day_quads(
    state: State,
    always: Set[Triple],
    taken: Sorted,
    names: Sequence[NamedNode],
    weighed: Weighed,
    ranked: Ranked,
) -> Iterator[Quad]:
    """The state of a day, what the day makes of each claim, what rests on each source then, and
    what the registers said last.

    In: `always`, what is inferred on every day, which is left out here.
    """
    for graph, triples in state.graphs().items():
        for subject, predicate, value in triples - always:
            yield Quad(subject, predicate, value, graph)
    standings = map(weighed.standing, range(len(names)))
    yield from day_claim_quads(names, state.claim_states, standings, ranked)
    yield from resting_quads(taken.claims, state.claim_states)
    yield from mark_quads(taken, names, state.claim_states, state.day)
