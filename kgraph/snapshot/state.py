"""The state of a day: the set of what holds then, what follows from it, and how certain it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kgraph.dates import days_of
from kgraph.infer.search import Search
from kgraph.names import BASE
from kgraph.snapshot.claims import Sorted
from kgraph.snapshot.day import Day
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.reason import Closing
from kgraph.snapshot.span import ClaimState
from kgraph.snapshot.standing import CONFIRMED, Asserted, Standings, Weighed, stand
from kgraph.vocab import GRAPH, JPST, RDF, XSD, GraphName, Node, Object

CURRENT: Final = NamedNode(BASE + "lifecycle/current")
ENDED: Final = NamedNode(BASE + "lifecycle/ended")
NOT_STARTED: Final = NamedNode(BASE + "lifecycle/notStarted")
LIVING: Final = tuple(
    NamedNode(JPST.BASE + name)
    for name in (
        "SecurityToken",
        "TradingVenue",
        "Market",
        "TokenInfrastructure",
        "SelfRegulatoryRule",
    )
)


@dataclass(frozen=True)
class State:
    """The state of a day.

    `asserted` is the set of facts that hold and of notes; `marks` is what the day makes of things
    (`graph:state`); `inferred` what follows from both. All three together, with what identifies
    things whatever the day, are the default graph.
    """

    day: Day
    asserted: Set[Triple]
    marks: Set[Triple]
    inferred: Set[Triple]
    standings: Standings
    claim_states: Sequence[ClaimState]

    def __len__(self) -> int:
        """The number of triples of the default graph, but for what identifies things."""
        return len(self.asserted) + len(self.marks) + len(self.inferred)

    def graphs(self) -> dict[GraphName, Set[Triple]]:
        """What the day makes of the default graph, graph:state, graph:inferred, and of standing."""
        found: dict[GraphName, Set[Triple]] = {
            DefaultGraph(): self.asserted | self.marks | self.inferred,
            GRAPH.state: self.marks,
            GRAPH.inferred: self.inferred,
        }
        found.update(self.standings.graphs().items())
        return found


def make_state(
    day: Day,
    taken: Sorted,
    claim_states: Sequence[ClaimState],
    weighed: Weighed,
    living: Living,
    terms: Terms,
    closing: Closing,
) -> State:
    """The state of a day, from the claims and what the day makes of each.

    In: `closing`, which has grown from what identifies things, and grows on.
    """
    facts: dict[Triple, Asserted] = {}
    for i, claim in enumerate(taken.claims):
        if claim_states[i] is not ClaimState.HOLDS or (claim.attributes and terms.narrows(claim)):
            continue
        confirmed, disputed = weighed.quality[i] == CONFIRMED, weighed.disputed[i]
        for triple in (claim.triple, *claim.record_triples()):
            fact = facts.get(triple)
            if fact is None:
                facts[triple] = Asserted(confirmed, disputed)
            else:
                fact.confirmed |= confirmed
                fact.disputed |= disputed
    marks = set(_marks(day, facts, living))
    notes = taken.noted(day)
    given = notes | marks
    search: Search | None = None

    def rests_on(triple: Triple, limit: int) -> tuple[list[set[Triple]], bool]:
        nonlocal search
        search = search or Search(closing.store, closing.rules, GRAPH.inferred.value)
        found, are_more = search.proofs(triple, limit)
        return [{leaf.triple for leaf in proof.leaves()} for proof in found], are_more

    sides = {i: len(conflict.sides) for i, conflict in enumerate(weighed.conflicts)}
    inferred, standings = stand(facts, given, closing.grow, rests_on, sides)
    asserted = (notes | facts.keys()) - taken.identity
    inferred -= given | taken.identity
    return State(day, asserted, marks, inferred, standings, claim_states)


@dataclass(frozen=True)
class Living:
    """The things that start and end, and the properties that say when."""

    things: Set[Node]
    starting: Set[Node]
    ending: Set[Node]

    @classmethod
    def read(cls, store: Store) -> Living:
        """Reads them from the default graph of a store that holds the closure."""

        def instances(*classes: NamedNode) -> set[Node]:
            return {
                quad.subject
                for kind in classes
                for quad in store.quads_for_pattern(None, RDF.type, kind, DefaultGraph())
            }

        return cls(
            instances(*LIVING),
            instances(JPST.StartingDateProperty),
            instances(JPST.EndingDateProperty),
        )


def _marks(day: Day, facts: Iterable[Triple], living: Living) -> Iterator[Triple]:
    """The day itself, and whether each thing that starts and ends has done so by then.

    A thing has ended once the latest end that any of its properties gives has come, a month or year
    once that is over; what started again had ended before, and lives until an end after that. It
    has not started while the earliest start lies ahead. What nothing tells of is current: absence
    never means an end.
    """
    yield Triple(GRAPH.state, JPST.asOf, Literal(day.as_of.isoformat(), datatype=XSD.date))
    if day.known_at is not None:
        yield Triple(
            GRAPH.state, JPST.knownAt, Literal(day.known_at.isoformat(), datatype=XSD.date)
        )
    ends: dict[Node, list[tuple[Object, date]]] = defaultdict(list)
    starts: dict[Node, list[date]] = defaultdict(list)
    for triple in facts:
        thing, name = triple.subject, triple.predicate
        if thing not in living.things or not (name in living.ending or name in living.starting):
            continue
        span = days_of(triple.object)
        if span is None:
            continue
        first, last = span
        if name in living.ending:
            ends[thing].append((name, last))
        else:
            starts[thing].append(first)
    for thing in living.things:
        over = _over(ends[thing], starts[thing], day.as_of)
        if over is not None and over <= day.as_of:
            mark = ENDED
        elif min(starts[thing], default=day.as_of) > day.as_of:
            mark = NOT_STARTED
        else:
            mark = CURRENT
        yield Triple(thing, JPST.lifecycle, mark)


def _over(ends: Sequence[tuple[Object, date]], starts: Sequence[date], day: date) -> date | None:
    """The end of the life that the last start by a day began: the latest that each property gives,
    of those before the next start, and of these the earliest.
    """
    since = max((start for start in starts if start <= day), default=date.min)
    again = min((start for start in starts if start > day), default=date.max)
    latest: dict[Object, date] = {}
    for name, end in ends:
        if since <= end <= again:
            latest[name] = max(end, latest.get(name, end))
    return min(latest.values(), default=None)
