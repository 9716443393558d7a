"""Everything the snapshot holds about one thing, each fact with who says it and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kgraph.names import DCTERMS, JPST, RDF, SCHEMA, local_name
from kgraph.questions.lookup import Hit, resolve, search
from kgraph.snapshot.conflicts import (
    DISAGREEING,
    EARLIEST,
    LATEST,
    OBJECT,
    PREDICATE,
    QUALIFIER,
    SUBJECT,
    issued,
)
from kgraph.snapshot.graphs import INFERRED, is_standing, states_facts
from kgraph.snapshot.store import Snapshot
from kgraph.snapshot.when import AS_OF_EARLIEST, VALID_FROM, VALID_UNTIL, read_when, to_date

__all__ = ["Dossier", "Fact", "Hit", "SourceRef", "Stated", "dossier", "resolve", "search"]

TYPE: Final = NamedNode(RDF + "type")
RECORD: Final = NamedNode(JPST + "Record")
NOTE: Final = NamedNode(JPST + "note")
STATED_VALUE: Final = NamedNode(JPST + "statedValue")
PUBLISHER: Final = NamedNode(DCTERMS + "publisher")
PUBLISHER_NAME: Final = NamedNode(JPST + "publisherName")
ISSUED: Final = NamedNode(DCTERMS + "issued")
URL: Final = NamedNode(SCHEMA + "url")
NOT_A_TIE: Final = frozenset({SUBJECT, OBJECT, PREDICATE, DISAGREEING})

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class SourceRef:
    """A source (or an editorial graph) as a reader cites it."""

    iri: str
    title: str
    publisher: str
    issued: date | None
    url: str | None


@dataclass(frozen=True)
class Stated:
    """How one source states a fact: as of when, valid when, narrowed or explained how.

    `as_of_earliest` is given where only the month or year of `as_of` is known. `node` is the
    statement that says so, None where the source has only the plain fact.
    """

    source: SourceRef
    as_of: date | None
    as_of_earliest: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    qualifiers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stated_values: tuple[str, ...] = ()
    node: str | None = None


@dataclass(frozen=True)
class Fact:
    """A fact with its standing, its sources, and the facts of the record it points to.

    `object` is None for a date of which only the bounds `earliest` and `latest` are known.
    `standing` is confirmed, likely, conflicting, or None for what only identifies things.
    """

    subject: Term
    property: str
    property_label: str
    object: Term | None
    object_label: str
    standing: str | None
    inferred: bool
    stated: tuple[Stated, ...]
    earliest: date | None = None
    latest: date | None = None
    record: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """A thing: its labels, its kinds, the facts about it, and those in which it is the object."""

    iri: str
    label: str
    types: tuple[str, ...]
    facts: tuple[Fact, ...]
    mentions: tuple[Fact, ...]

    @property
    def known(self) -> bool:
        """Whether the snapshot holds anything about the thing."""
        return bool(self.facts or self.mentions or self.types)


def dossier(snapshot: Snapshot, iri: str, lang: str = "en") -> Dossier:
    """All facts about a thing, those of records hung on it, and those that mention it.

    The names of the thing and what it is an instance of are facts like others. An IRI that the
    snapshot does not know gives an empty dossier (`known` is False).
    """
    return Reader(snapshot, lang).read(NamedNode(iri))


class Reader:
    """Reads facts of one snapshot with who says them; texts in one language."""

    def __init__(self, snapshot: Snapshot, lang: str) -> None:
        self.store = snapshot.store
        self.snapshot = snapshot
        self.lang = lang
        self.sources: dict[str, SourceRef] = {}

    def read(self, node: NamedNode) -> Dossier:
        facts = [*self.facts_about(node, frozenset()), *self.coarse_dates(node)]
        types = sorted(
            quad.object.value
            for quad in self.store.quads_for_pattern(node, TYPE, None, DefaultGraph())
            if isinstance(quad.object, NamedNode)
        )
        return Dossier(
            iri=node.value,
            label=self.snapshot.label(node.value, self.lang),
            types=tuple(types),
            facts=tuple(sorted(facts, key=_order)),
            mentions=tuple(sorted(self.mentions(node), key=_order)),
        )

    def facts_about(self, node: Node, above: frozenset[Node]) -> Iterator[Fact]:
        found = self.store.quads_for_pattern(node, None, None)
        for triple, graphs in _by_triple(found).items():
            # A record's own facts come with the fact that points to it, but not in a circle.
            inner: Iterable[Fact] = ()
            if triple.object not in above and self.is_record(triple.object):
                inner = self.facts_about(triple.object, above | {node})
            yield self.fact(triple, graphs, tuple(sorted(inner, key=_order)))

    def mentions(self, node: NamedNode) -> Iterator[Fact]:
        found = self.store.quads_for_pattern(None, None, node)
        for triple, graphs in _by_triple(found).items():
            if triple.predicate not in NOT_A_TIE:
                yield self.fact(triple, graphs, ())

    def fact(self, triple: Triple, graphs: set[NamedNode], record: tuple[Fact, ...]) -> Fact:
        stating = sorted((graph for graph in graphs if states_facts(graph)), key=str)
        statements = self.statements(triple) if stating else {}
        stated = [
            entry
            for graph in stating
            for entry in statements.get(graph) or [self.plainly(triple.subject, graph)]
        ]
        return Fact(
            subject=triple.subject,
            property=triple.predicate.value,
            property_label=self.snapshot.label(triple.predicate.value, self.lang),
            object=triple.object,
            object_label=self.show(triple.object),
            standing=_standing(graphs),
            inferred=INFERRED in graphs,
            stated=tuple(stated),
            record=record,
        )

    def coarse_dates(self, node: NamedNode) -> Iterator[Fact]:
        """Dates known to the month or year, which stand in statements without an object."""
        found: dict[tuple[Term, date, date], list[Stated]] = defaultdict(list)
        graphs: dict[tuple[Term, date, date], set[NamedNode]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, SUBJECT, node):
            values = self.values(quad.subject, quad.graph_name)
            predicate = values.get(PREDICATE)
            earliest, latest = to_date(values.get(EARLIEST)), to_date(values.get(LATEST))
            if predicate is None or earliest is None or latest is None:
                continue
            key = (predicate, earliest, latest)
            if is_standing(quad.graph_name):
                graphs[key].add(quad.graph_name)
            elif states_facts(quad.graph_name):
                found[key].append(self.stated(quad.subject, quad.graph_name, values))
        for (predicate, earliest, latest), stated in found.items():
            key = (predicate, earliest, latest)
            yield Fact(
                subject=node,
                property=predicate.value,
                property_label=self.snapshot.label(predicate.value, self.lang),
                object=None,
                object_label=_period(earliest, latest),
                standing=_standing(graphs[key]),
                inferred=False,
                stated=tuple(sorted(stated, key=lambda s: s.source.iri)),
                earliest=earliest,
                latest=latest,
            )

    def statements(self, triple: Triple) -> dict[NamedNode, list[Stated]]:
        """The statement nodes that speak of a triple, by graph."""
        found: dict[NamedNode, list[Stated]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(None, OBJECT, triple.object):
            graph = quad.graph_name
            if not states_facts(graph):
                continue
            values = self.values(quad.subject, graph)
            if values.get(SUBJECT) == triple.subject and values.get(PREDICATE) == triple.predicate:
                found[graph].append(self.stated(quad.subject, graph, values))
        return {graph: sorted(s, key=lambda x: x.node or "") for graph, s in found.items()}

    def plainly(self, subject: Node, graph: NamedNode) -> Stated:
        """How a source states a fact without a statement: by its record's dates, else its own."""
        described = self.stated(subject, graph, self.values(subject, graph))
        return Stated(
            source=described.source,
            as_of=described.as_of,
            as_of_earliest=described.as_of_earliest,
            valid_from=described.valid_from,
            valid_until=described.valid_until,
        )

    def stated(self, node: Node, graph: NamedNode, values: dict[NamedNode, Term]) -> Stated:
        when = read_when(values, issued(self.store, graph))
        return Stated(
            source=self.source(graph),
            as_of=when.as_of,
            as_of_earliest=to_date(values.get(AS_OF_EARLIEST)) or when.as_of_earliest,
            valid_from=to_date(values.get(VALID_FROM)),
            valid_until=to_date(values.get(VALID_UNTIL)),
            qualifiers=tuple(self.shown(node, QUALIFIER, graph)),
            notes=tuple(self.shown(node, NOTE, graph)),
            stated_values=tuple(self.shown(node, STATED_VALUE, graph)),
            node=node.value,
        )

    def source(self, graph: NamedNode) -> SourceRef:
        known = self.sources.get(graph.value)
        if known is None:
            values = self.values(graph, graph)
            publisher = values.get(PUBLISHER) or values.get(PUBLISHER_NAME)
            url = values.get(URL)
            known = self.sources[graph.value] = SourceRef(
                iri=graph.value,
                title=self.snapshot.label(graph.value, self.lang),
                publisher=self.show(publisher) if publisher is not None else "",
                issued=to_date(values.get(ISSUED)),
                url=url.value if isinstance(url, (Literal, NamedNode)) else None,
            )
        return known

    def values(self, node: Node, graph: NamedNode) -> dict[NamedNode, Term]:
        quads = self.store.quads_for_pattern(node, None, None, graph)
        return {quad.predicate: quad.object for quad in quads}

    def shown(self, node: Node, predicate: NamedNode, graph: NamedNode) -> list[str]:
        found = [q.object for q in self.store.quads_for_pattern(node, predicate, None, graph)]
        return sorted(map(self.show, found))

    def show(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self.snapshot.label(term.value, self.lang)
        return term.value if isinstance(term, Literal) else str(term)

    def is_record(self, term: Term) -> bool:
        if not isinstance(term, (NamedNode, BlankNode)):
            return False
        found = self.store.quads_for_pattern(term, TYPE, RECORD, DefaultGraph())
        return next(found, None) is not None


def _by_triple(quads: Iterable[Quad]) -> dict[Triple, set[NamedNode]]:
    """The named graphs of each triple."""
    found: dict[Triple, set[NamedNode]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            found[quad.triple].add(quad.graph_name)
    return found


def _standing(graphs: Iterable[NamedNode]) -> str | None:
    return next((local_name(g.value) for g in sorted(graphs, key=str) if is_standing(g)), None)


def _period(earliest: date, latest: date) -> str:
    """2024-03 for a month, 2024 for a year, else both ends."""
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%Y-%m}"
    if (earliest, latest) == (date(earliest.year, 1, 1), date(earliest.year, 12, 31)):
        return f"{earliest:%Y}"
    return f"{earliest} – {latest}"


def _order(fact: Fact) -> tuple[str, ...]:
    return fact.property, str(fact.object), str(fact.earliest), str(fact.subject)
