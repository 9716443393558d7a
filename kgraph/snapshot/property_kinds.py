"""The kinds of property, and of qualifier, that bear on how far claims hold."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store

from kgraph.snapshot.claims import PLANNED, Claim
from kgraph.vocab import JPST, RDF, RDFS, XSD, Node


@dataclass(frozen=True)
class Terms:
    """What the ontology says that bears on claims: kinds of property, and qualifiers that narrow.

    `events` are the unchanging properties whose value is a day: those of events. `roles` and
    `figures` are the properties by which a record names a thing and gives a figure.
    """

    single: frozenset[Node]
    unchanging: frozenset[Node]
    events: frozenset[Node]
    plans: frozenset[Node]
    narrowing: frozenset[Node]
    roles: frozenset[Node] = frozenset()
    figures: frozenset[Node] = frozenset()

    @classmethod
    def read(cls, store: Store) -> Terms:
        """Reads them from the default graph of a store."""

        def subjects(predicate: NamedNode, value: NamedNode) -> frozenset[Node]:
            found = store.quads_for_pattern(None, predicate, value, DefaultGraph())
            return frozenset(quad.subject for quad in found)

        unchanging = subjects(RDF.type, JPST.UnchangingProperty)
        return cls(
            single=subjects(RDF.type, JPST.SingleValuedProperty),
            unchanging=unchanging,
            events=unchanging
            & (subjects(RDFS.range, JPST.CalendarDate) | subjects(RDFS.range, XSD.date)),
            plans=subjects(RDF.type, JPST.PlanProperty),
            narrowing=subjects(RDF.type, JPST.NarrowingQualifier),
            roles=subjects(RDF.type, JPST.RecordRoleProperty),
            figures=subjects(RDF.type, JPST.RecordFigureProperty),
        )

    def is_plan(self, claim: Claim) -> bool:
        """Whether a claim is of what is planned: by its property, or the status of its record."""
        return claim.predicate in self.plans or claim.has_status(PLANNED)

    def narrows(self, claim: Claim) -> bool:
        """Whether the claim says less than its triple: it then stays out of the state."""
        return any(value in self.narrowing for value in claim.values(JPST.qualifier))
