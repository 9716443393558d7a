"""How certain each claim and each fact is: confirmed, likely or conflicting.

A claim is *confirmed* where its source is primary, can be cited and its publisher can speak for
the fact; otherwise *likely*; and *conflicting* where it is a side of a conflict. A fact of a state
is as certain as the best claim that holds it up, unless one of them is disputed; an inferred fact
has the standing of the weakest premise of its best proof. What only identifies things (the
ontology, data/entities, a source's description of itself) has no standing and weakens nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple

from kgraph.names import BASE
from kgraph.snapshot.claims import Claim
from kgraph.snapshot.conflicts import Conflict, conflicts, rejected
from kgraph.snapshot.graphs import CONFIRMED, CONFLICTING, LIKELY
from kgraph.vocab import DCTERMS, GRAPH, JPST, RDF, Node, Object

GOOD_HOSTING: Final = frozenset(NamedNode(f"{BASE}hosting/{x}") for x in ("page", "mirror"))
NOT_CITABLE: Final = NamedNode(BASE + "citability/notCitable")
LAWGIVERS: Final = tuple(
    NamedNode(JPST.BASE + name) for name in ("RegulatoryAuthority", "SelfRegulatoryOrganization")
)
LEGAL: Final = tuple(
    NamedNode(JPST.BASE + name) for name in ("LegalThing", "PublicRegister", "Grant")
)
NOT_A_TIE: Final = frozenset({RDF.subject, RDF.object, JPST.disagreeingStatement})

Grow = Callable[[Iterable[Triple]], Iterable[Triple]]
"""Adds triples to those given before; returns all that the rules infer from them together."""
Proofs = Callable[[Triple, int], tuple[Sequence[Set[Triple]], bool]]
"""The asserted facts that each of up to so many proofs of an inferred fact rests on, and whether
there may be more proofs."""
_PROOFS: Final = (64, 1_024)
"""Proofs looked at of a fact: at first, and where those leave it in doubt."""
_WORLDS: Final = 4_096
"""Choices of one side for each conflict that are looked at for a fact."""


@dataclass(frozen=True)
class Weighed:
    """How certain each claim is, in the order of the claims, and the conflicts among them.

    `quality` is what the source gives, confirmed or likely; `disputed` holds for each claim the
    sides it stands on, as (conflict, side). `rejected` are the places of the claims that editors
    found not to hold by the texts that they name.
    """

    quality: Sequence[NamedNode]
    disputed: list[frozenset[tuple[int, int]]]
    conflicts: list[Conflict]
    rejected: frozenset[int] = frozenset()

    def standing(self, claim: int) -> NamedNode:
        """The standing of one claim."""
        return CONFLICTING if self.disputed[claim] else self.quality[claim]


def weigh(
    store: Store,
    claims: Sequence[Claim],
    quality: Sequence[NamedNode] | None = None,
    unread: Set[Node] = frozenset(),
    mistaken: Set[Node] = frozenset(),
) -> Weighed:
    """The standing of each claim.

    `store` holds the asserted graphs, and their merge with what follows from it as default graph.
    `quality` is what each source gives, where it was weighed before: with a state as default graph,
    who was a party once is no longer seen. What `unread` sources say disputes nothing, and who is
    a party by the word of `mistaken` ones alone speaks for nothing.
    """
    found = conflicts(store, unread)
    by_node: dict[str, set[tuple[int, int]]] = defaultdict(set)
    by_triple: dict[tuple[Triple, str | None], set[tuple[int, int]]] = defaultdict(set)
    for i, conflict in enumerate(found):
        for j, side in enumerate(conflict.sides):
            for node in side.nodes:
                by_node[node].add((i, j))
            if side.triple is not None:
                # An editor disputes a fact whoever states it; a computed conflict is one of days.
                for source in (None,) if conflict.editorial else side.sources:
                    by_triple[side.triple, source].add((i, j))
    if quality is None:
        speech = _Speech(store, _ties_of(claims, mistaken))
        quality = [CONFIRMED if speech.confirms(claim) else LIKELY for claim in claims]
    facts, nodes = rejected(store, unread)
    told = {triple for triple, _ in (*by_triple, *facts)}
    things = {triple.subject for triple in told}
    disputed: list[frozenset[tuple[int, int]]] = []
    gone: set[int] = set()
    for i, claim in enumerate(claims):
        on: set[tuple[int, int]] = set()
        if claim.node is not None:
            on |= by_node.get(claim.node.value, set())
            if claim.node in nodes:
                gone.add(i)
        if claim.subject in things and (triple := claim.triple) in told:
            on |= by_triple.get((triple, None), set())
            if claim.node is None:  # a statement of other days is no side of it
                on |= by_triple.get((triple, claim.source.value), set())
            if (triple, frozenset(claim.values(JPST.qualifier))) in facts:
                gone.add(i)
        disputed.append(frozenset(on))
    return Weighed(quality, disputed, found, frozenset(gone))


@dataclass(frozen=True)
class Standings:
    """The facts of a state by standing."""

    confirmed: set[Triple]
    likely: set[Triple]
    conflicting: set[Triple]

    def graphs(self) -> dict[NamedNode, Set[Triple]]:
        """The facts by the graph of their standing."""
        return {CONFIRMED: self.confirmed, LIKELY: self.likely, CONFLICTING: self.conflicting}


@dataclass
class Asserted:
    """A fact of a state: the best quality with which a source states it, and its disputes."""

    confirmed: bool = False
    disputed: frozenset[tuple[int, int]] = frozenset()


def stand(
    facts: Mapping[Triple, Asserted],
    given: Iterable[Triple],
    grow: Grow,
    proofs: Proofs,
    sides: Mapping[int, int],
) -> tuple[set[Triple], Standings]:
    """All that follows from the facts of a state, and the standing of every fact.

    In: the asserted facts; what has no standing and weakens nothing; `grow`, which applies the
    rules step by step, starting from nothing; `proofs`, which gives for an inferred fact, once all
    is grown, the asserted facts that its proofs rest on; the number of sides of each conflict.

    The rules are monotone, so what follows from confirmed facts and what is given is exactly what
    has a proof with no weaker premise; and so on for likely. What rests on a disputed fact is
    conflicting only if it fails on some side of the conflict.
    """
    confirmed = {t for t, fact in facts.items() if fact.confirmed and not fact.disputed}
    likely = {t for t, fact in facts.items() if not fact.confirmed and not fact.disputed}
    disputed = {t for t, fact in facts.items() if fact.disputed}
    without = set(grow(given))
    from_confirmed = set(grow(confirmed)) - without
    from_likely = set(grow(likely)) - without
    inferred = (set(grow(disputed)) if disputed else from_likely | without) - facts.keys()
    raised = likely & from_confirmed
    confirmed |= raised | (inferred & from_confirmed)
    likely = (likely - raised) | (inferred & from_likely - from_confirmed)
    for triple in inferred - without - from_likely - from_confirmed:
        best = None
        for limit in _PROOFS:
            found, are_more = proofs(triple, limit)
            best = _on_every_side(found, facts, sides)
            if best or not are_more:
                break
        (disputed if best is None else confirmed if best else likely).add(triple)
    return inferred, Standings(confirmed, likely, disputed)


def _on_every_side(
    proofs: Sequence[Set[Triple]], facts: Mapping[Triple, Asserted], sides: Mapping[int, int]
) -> bool | None:
    """Whether the best proof is confirmed whichever side of each conflict holds; None where no
    proof is left on some of them.

    A proof holds where the side that each conflict is given is one on which all its facts stand.
    Beside what is held against no fact of ours, that may be right which it is held against.
    """
    rests = [_rest([facts[t] for t in proof if t in facts]) for proof in proofs]
    met = sorted({conflict for _, on in rests for conflict in on})
    of_each = [range(max(2, sides[conflict])) for conflict in met]
    if not met or prod(map(len, of_each)) > _WORLDS:
        return None
    best = True
    for world in product(*of_each):
        chosen = dict(zip(met, world, strict=True))
        holding = [
            confirmed
            for confirmed, on in rests
            if all(chosen[conflict] in its for conflict, its in on.items())
        ]
        if not holding:
            return None
        best &= any(holding)
    return best


def _rest(facts: Iterable[Asserted]) -> tuple[bool, dict[int, set[int]]]:
    """Whether all facts of a proof are confirmed, and on which sides of each conflict all stand."""
    confirmed = True
    on: dict[int, set[int]] = {}
    for fact in facts:
        confirmed &= fact.confirmed
        mine: dict[int, set[int]] = defaultdict(set)
        for conflict, side in fact.disputed:
            mine[conflict].add(side)
        for conflict, its in mine.items():
            on[conflict] = on.get(conflict, its) & its
    return confirmed, on


def _ties_of(claims: Iterable[Claim], mistaken: Set[Node]) -> Set[frozenset[Object]]:
    """The pairs of things that only mistaken sources tie to each other."""
    if not mistaken:
        return frozenset()
    ties: dict[bool, set[frozenset[Object]]] = {True: set(), False: set()}
    for claim in claims:
        for triple in (claim.triple, *claim.record_triples()):
            ties[claim.source in mistaken].add(frozenset((triple.subject, triple.object)))
    return ties[True] - ties[False]


class _Speech:
    """Who can speak for what, read once from the closure of a store, but for some ties."""

    def __init__(self, store: Store, unheard: Set[frozenset[Object]]) -> None:
        self.store = store
        self.parties = {
            thing: {party for party in parties if frozenset((thing, party)) not in unheard}
            for thing, parties in self._pairs(JPST.hasParty).items()
        }
        self.records = self._instances(JPST.Record)
        self.legal = self._instances(*LEGAL)
        self.lawgivers = self._instances(*LAWGIVERS)
        self.official = self._instances(JPST.OfficialText)
        self.publishers = self._confirming_sources()
        self.agents = self._instances(JPST.Agent)
        self.bearers = self._bearers()
        self.named = self._named()
        self.known: dict[Object, set[Object]] = {}

    def confirms(self, claim: Claim) -> bool:
        """Whether a source that states a fact confirms it."""
        source, subject, value = claim.source, claim.subject, claim.object
        publishers = self.publishers.get(source)
        if publishers is None:
            return False
        legal = subject in self.legal or (claim.is_record and value in self.legal)
        if legal and source in self.official:
            return True
        return any(
            publisher == value
            or publisher in self._speakers(subject)
            or (value not in self.agents and publisher in self._speakers(value))
            or (legal and publisher in self.lawgivers)
            for publisher in publishers
        )

    def _speakers(self, thing: Object) -> set[Object]:
        """The thing itself and its parties; for a record those of what it hangs on or names.

        The operator of a venue or platform speaks for what is handled there: it is its product.
        Of an organization named in a record, only that organization speaks.
        """
        known = self.known.get(thing)
        if known is None:
            known = self.known[thing] = {thing} | self.parties.get(thing, set())
            if thing in self.records:
                for bearer in self.bearers.get(thing, ()):
                    known |= self._speakers(bearer)
                for named in self.named.get(thing, ()):
                    known |= {named} if named in self.agents else self._speakers(named)
        return known

    def _pairs(self, predicate: NamedNode) -> dict[Object, set[Object]]:
        pairs: dict[Object, set[Object]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, predicate, None, DefaultGraph()):
            pairs[quad.subject].add(quad.object)
        return pairs

    def _instances(self, *classes: NamedNode) -> set[Node]:
        return {
            quad.subject
            for cls in classes
            for quad in self.store.quads_for_pattern(None, RDF.type, cls, DefaultGraph())
        }

    def _confirming_sources(self) -> dict[Node, set[Object]]:
        """Primary sources on the publisher's page or a mirror, with an address: who publishes."""
        hosting, citability = self._pairs(JPST.hosting), self._pairs(JPST.citability)
        publisher = self._pairs(DCTERMS.publisher)
        return {
            source: publisher.get(source, set())
            for source in self._instances(JPST.PrimarySource)
            if hosting.get(source, set()) & GOOD_HOSTING
            and NOT_CITABLE not in citability.get(source, ())
        }

    def _bearers(self) -> dict[Object, set[Node]]:
        return {
            record: {
                quad.subject
                for quad in self.store.quads_for_pattern(None, None, record, DefaultGraph())
                if quad.predicate not in NOT_A_TIE
            }
            for record in self.records
        }

    def _named(self) -> dict[Object, set[Object]]:
        """The things that each record names beside its class, measure, qualifier and the like."""
        things = {
            quad.subject
            for quad in self.store.quads_for_pattern(None, RDF.type, None, GRAPH.entities)
        }
        return {
            record: {
                quad.object
                for quad in self.store.quads_for_pattern(record, None, None, DefaultGraph())
                if quad.object in things
            }
            for record in self.records
        }
