"""How certain each fact is: confirmed, likely or conflicting, computed once by the build.

A fact is *confirmed* where a primary source that can be cited states it and its publisher can
speak for it; otherwise *likely*; and *conflicting* where it is a side of a conflict. An inferred
fact has the standing of the weakest premise of its best proof. What only identifies things (the
ontology, data/entities, a source's description of itself) has no standing and weakens nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kgraph.names import BASE, DCTERMS, GRAPH, JPST
from kgraph.snapshot.conflicts import (
    DISAGREEING,
    OBJECT,
    PREDICATE,
    SUBJECT,
    TYPE,
    Conflict,
    conflicts,
)
from kgraph.snapshot.graphs import (
    CONFIRMED,
    CONFLICTING,
    INFERRED,
    LIKELY,
    is_source,
    is_standing,
    states_facts,
)

PRIMARY: Final = NamedNode(JPST + "PrimarySource")
OFFICIAL_TEXT: Final = NamedNode(JPST + "OfficialText")
RECORD: Final = NamedNode(JPST + "Record")
AGENT: Final = NamedNode(JPST + "Agent")
ENTITIES: Final = NamedNode(GRAPH + "entities")
HAS_PARTY: Final = NamedNode(JPST + "hasParty")
HOSTING: Final = NamedNode(JPST + "hosting")
CITABILITY: Final = NamedNode(JPST + "citability")
PUBLISHER: Final = NamedNode(DCTERMS + "publisher")
GOOD_HOSTING: Final = frozenset(NamedNode(f"{BASE}hosting/{x}") for x in ("page", "mirror"))
NOT_CITABLE: Final = NamedNode(BASE + "citability/notCitable")
LAWGIVERS: Final = tuple(
    NamedNode(JPST + name) for name in ("RegulatoryAuthority", "SelfRegulatoryOrganization")
)
LEGAL: Final = tuple(
    NamedNode(JPST + name) for name in ("LegalThing", "PublicRegister", "Registration")
)
NOT_A_TIE: Final = frozenset({SUBJECT, OBJECT, DISAGREEING})

Node = NamedNode | BlankNode
Grow = Callable[[Iterable[Triple]], Iterable[Triple]]
"""Adds triples to those given before; returns all that the rules infer from them together."""


@dataclass
class Standings:
    """The facts by standing, and the conflicts that were found on the way."""

    confirmed: set[Triple] = field(default_factory=set)
    likely: set[Triple] = field(default_factory=set)
    conflicting: set[Triple] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)

    def quads(self) -> Iterator[Quad]:
        """Every fact as a quad in the graph of its standing."""
        for graph, facts in (
            (CONFIRMED, self.confirmed),
            (LIKELY, self.likely),
            (CONFLICTING, self.conflicting),
        ):
            for t in facts:
                yield Quad(t.subject, t.predicate, t.object, graph)


def compute_standings(store: Store, grow: Grow) -> Standings:
    """The standing of every asserted and inferred fact of a store.

    `store` holds the asserted graphs, graph:inferred, and their merge as default graph. `grow`
    applies the rules of inference step by step, starting from nothing.
    """
    found = conflicts(store)
    disputed, disputed_nodes = _disputed(found)
    speech = _Speech(store)
    identity: set[Triple] = set()
    confirmed: set[Triple] = set()
    stated: set[Triple] = set()
    for quad in store:
        graph, triple = quad.graph_name, quad.triple
        if isinstance(graph, DefaultGraph) or graph == INFERRED or is_standing(graph):
            continue
        if not states_facts(graph) or quad.subject == graph:
            identity.add(triple)
            continue
        stated.add(triple)
        hangs = quad.object in disputed_nodes and quad.predicate not in NOT_A_TIE
        if hangs or quad.subject in disputed_nodes:
            disputed.add(triple)
        if is_source(graph) and triple not in confirmed and speech.confirms(graph, triple):
            confirmed.add(triple)
    disputed &= stated
    confirmed -= disputed
    likely = stated - confirmed - disputed
    return _infer(store, grow, identity, Standings(confirmed, likely, disputed, found))


def _infer(store: Store, grow: Grow, identity: set[Triple], facts: Standings) -> Standings:
    """Adds the standing of inferred facts: the first level of premises that yields each.

    The rules are monotone, so what follows from confirmed facts and identity alone is exactly
    what has a proof with no weaker premise; and so on for likely.
    """
    without = set(grow(identity))
    from_confirmed = set(grow(facts.confirmed)) - without
    from_likely = set(grow(facts.likely)) - without
    inferred = (
        {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}
        - without
        - identity
        - facts.confirmed
        - facts.likely
        - facts.conflicting
    )
    raised = facts.likely & from_confirmed
    confirmed = facts.confirmed | raised | (inferred & from_confirmed)
    likely = (facts.likely - raised) | (inferred & from_likely - from_confirmed)
    conflicting = facts.conflicting | (inferred - from_likely - from_confirmed)
    return Standings(confirmed, likely, conflicting, facts.conflicts)


def _disputed(found: Iterable[Conflict]) -> tuple[set[Triple], set[Node]]:
    """The triples in conflict, and the statement and record nodes all of whose triples are."""
    sides = [side for conflict in found for side in conflict.sides]
    triples = {side.triple for side in sides if side.triple is not None}
    nodes: set[Node] = {NamedNode(node) for side in sides for node in side.nodes}
    return triples, nodes


class _Speech:
    """Who can speak for what, read once from the closure of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.parties = self._pairs(HAS_PARTY)
        self.records = self._instances(RECORD)
        self.legal = self._instances(*LEGAL)
        self.lawgivers = self._instances(*LAWGIVERS)
        self.official = self._instances(OFFICIAL_TEXT)
        self.publishers = self._confirming_sources()
        self.agents = self._instances(AGENT)
        self.bearers = self._bearers()
        self.named = self._named()
        self.statements = self._statements()
        self.known: dict[Node, set[Node]] = {}

    def confirms(self, source: NamedNode, fact: Triple) -> bool:
        """Whether a source that states a fact confirms it."""
        publishers = self.publishers.get(source)
        if publishers is None:
            return False
        subject, value = self.statements.get(fact.subject, (fact.subject, fact.object))
        legal = subject in self.legal or (value in self.records and value in self.legal)
        if legal and source in self.official:
            return True
        return any(
            publisher == value
            or publisher in self._speakers(subject)
            or (value not in self.agents and publisher in self._speakers(value))
            or (legal and publisher in self.lawgivers)
            for publisher in publishers
        )

    def _speakers(self, thing: Node) -> set[Node]:
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

    def _pairs(self, predicate: NamedNode) -> dict[Node, set[Node]]:
        pairs: dict[Node, set[Node]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, predicate, None, DefaultGraph()):
            pairs[quad.subject].add(quad.object)
        return pairs

    def _instances(self, *classes: NamedNode) -> set[Node]:
        return {
            quad.subject
            for cls in classes
            for quad in self.store.quads_for_pattern(None, TYPE, cls, DefaultGraph())
        }

    def _confirming_sources(self) -> dict[Node, set[Node]]:
        """Primary sources on the publisher's page or a mirror, with an address: who publishes."""
        hosting, citability = self._pairs(HOSTING), self._pairs(CITABILITY)
        publisher = self._pairs(PUBLISHER)
        return {
            source: publisher.get(source, set())
            for source in self._instances(PRIMARY)
            if hosting.get(source, set()) & GOOD_HOSTING
            and NOT_CITABLE not in citability.get(source, ())
        }

    def _bearers(self) -> dict[Node, set[Node]]:
        return {
            record: {
                quad.subject
                for quad in self.store.quads_for_pattern(None, None, record, DefaultGraph())
                if quad.predicate not in NOT_A_TIE
            }
            for record in self.records
        }

    def _named(self) -> dict[Node, set[Node]]:
        """The things that each record names beside its class, measure, qualifier and the like."""
        things = {quad.subject for quad in self.store.quads_for_pattern(None, TYPE, None, ENTITIES)}
        return {
            record: {
                quad.object
                for quad in self.store.quads_for_pattern(record, None, None, DefaultGraph())
                if quad.object in things
            }
            for record in self.records
        }

    def _statements(self) -> dict[Node, tuple[Node, Node | Literal | None]]:
        objects = self._pairs(OBJECT)
        return {
            quad.subject: (quad.object, next(iter(objects.get(quad.subject, ())), None))
            for quad in self.store.quads_for_pattern(None, SUBJECT, None, DefaultGraph())
            if next(self.store.quads_for_pattern(quad.subject, PREDICATE, None), None) is not None
        }
