"""What a day makes of a snapshot, as N-Quads: all that is written beside what lasts.

As text, since the engine reads lines faster than Python makes quads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kgraph.snapshot.claims import Sorted
from kgraph.snapshot.labels import Ranked
from kgraph.snapshot.register_marks import mark_quads
from kgraph.snapshot.standing import Weighed
from kgraph.snapshot.state import State
from kgraph.snapshot.write_claims import day_claim_lines, resting_quads


def day_lines(
    state: State,
    always: Set[Triple],
    taken: Sorted,
    names: Sequence[NamedNode],
    weighed: Weighed,
    ranked: Ranked,
    steady: Set[int],
) -> Iterator[str]:
    """The state of a day, what the day makes of each claim, what rests on each source then, and
    what the registers said last.

    In: `always`, what is inferred on every day, and `steady`, as in `day_claim_lines`: both are
    left out here.
    """
    for graph, triples in state.graphs().items():
        end = " .\n" if isinstance(graph, DefaultGraph) else f" {graph} .\n"
        for fact in map(str, triples - always):
            yield fact + end
    standings = map(weighed.standing, range(len(names)))
    yield from day_claim_lines(names, state.claim_states, standings, ranked, steady)
    yield from map(line, resting_quads(taken.claims, state.claim_states))
    yield from map(line, mark_quads(taken, names, state.claim_states, state.day))


def line(quad: Quad) -> str:
    """A quad of a named graph as a line of N-Quads."""
    return f"{quad} .\n"
