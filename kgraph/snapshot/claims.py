"""Claims: one for each fact as one source states it, read from the named graphs.

A plain triple is one claim; where `rdf:Statement` nodes beside it narrow it, each of them is one. A
record (a holding, a membership, a statistic …) is one observation and so one claim: that of the
triple which hangs it on its subject, with all that the record holds as attributes.

What only identifies or describes is no claim: the ontology, `data/entities/`, what a source says of
itself, and the notes of editors on statements (disagreements, what was not found).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kgraph.dates import Days, days_of, to_date
from kgraph.names import BASE
from kgraph.snapshot.day import Day
from kgraph.snapshot.graphs import is_editorial, is_merged, states_facts
from kgraph.snapshot.pages import Silence, read_silences
from kgraph.vocab import DCTERMS, JPST, PROV, RDF, RDFS, Node, Object

Attributes = tuple[tuple[NamedNode, Object], ...]

PLANNED: Final = NamedNode(BASE + "recordstatus/planned")
HELD: Final = NamedNode(BASE + "recordstatus/held")
ENDED: Final = NamedNode(BASE + "recordstatus/ended")
NOTES: Final = tuple(NamedNode(JPST.BASE + name) for name in ("Disagreement", "NotFoundInSource"))
DATES: Final = frozenset({JPST.asOf, JPST.validFrom, JPST.validUntil})
_OF_A_STATEMENT: Final = frozenset({RDF.subject, RDF.predicate, RDF.object, RDF.type})


@dataclass(frozen=True, slots=True)
class Dated:
    """The days of a source: that of its page, and that on which it was read.

    `silences` tell since when it says nothing more.
    """

    issued: date | None
    read: date | None
    silences: tuple[Silence, ...] = ()

    def speaks(self, day: Day) -> bool:
        """Whether the page is out and says so on a day, as far as it was known."""
        if self.issued is not None and self.issued > day.as_of:
            return False
        if day.known_at is not None and self.read is not None and self.read > day.known_at:
            return False
        return all(
            day.as_of < silence.since for silence in self.silences if silence.is_known(day.known_at)
        )


_UNDATED: Final = Dated(None, None)


class Claim(NamedTuple):
    """A fact as one source states it.

    `node` is the statement or record that says more, None for a plain triple; `attributes` is what
    that node holds beside the fact. `is_record` tells that `object` is a record. `as_of` is the day
    the source speaks of (the last one of a month or year), else that of its page; `start` and
    `until` bound the stated validity, a month or year at its outer end; `read` is the day on which
    the source was read.
    `as_of_earliest`, `start_latest` and `until_earliest` are the other ends of days known only to
    the month or year. `page` is the day of the page, of a reading that of the last that was read.
    """

    subject: Node
    predicate: NamedNode
    object: Object
    source: NamedNode
    node: Node | None
    attributes: Attributes
    is_record: bool
    as_of: date | None
    start: date | None
    until: date | None
    read: date | None
    page: date | None = None
    as_of_earliest: date | None = None
    start_latest: date | None = None
    until_earliest: date | None = None

    @property
    def triple(self) -> Triple:
        """The fact itself."""
        return Triple(self.subject, self.predicate, self.object)

    @property
    def is_reading(self) -> bool:
        """Whether an editor concluded it and no source says it."""
        return is_editorial(self.source)

    def values(self, predicate: NamedNode) -> list[Object]:
        """The values of one attribute."""
        return [value for name, value in self.attributes if name == predicate]

    def has_status(self, status: NamedNode) -> bool:
        """Whether the source gives the record this status."""
        return (JPST.recordStatus, status) in self.attributes

    def record_triples(self) -> Iterator[Triple]:
        """What the source says of the record beside the claim itself."""
        if self.is_record and isinstance(self.object, Node):
            for name, value in self.attributes:
                yield Triple(self.object, name, value)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The asserted graphs, taken apart.

    `claims` are the facts; `identity` holds every other asserted triple that is neither a claim nor
    part of a statement node: terms, things, what sources and editors say of their own documents;
    `notes` what was looked for in a source and not found there, and disagreements, by the days of
    the source.
    """

    claims: list[Claim]
    identity: Set[Triple]
    notes: list[tuple[Dated, frozenset[Triple]]]

    def noted(self, day: Day) -> set[Triple]:
        """The notes on a day: what a page does not say can be noted once it is out and was read,
        until another version speaks for it."""
        return set().union(*(triples for page, triples in self.notes if page.speaks(day)))

    def of_days(self) -> Sorted:
        """The same with no more of the identity than what claims and notes say, too.

        That is all that tells the states of two days apart.
        """
        return Sorted(self.claims, self._said(self.identity), self.notes)

    def unsaid(self, triples: Iterable[Triple]) -> Set[Triple]:
        """Those that nothing asserts: no claim, no note and nothing that identifies things."""
        left = frozenset(triples) - self.identity
        return left - self._said(left)

    def _said(self, triples: Set[Triple]) -> Set[Triple]:
        """Those that claims and notes say."""
        things = {triple.subject for triple in triples}
        said: set[Triple] = set().union(*(noted for _, noted in self.notes))
        for claim in self.claims:
            if claim.subject in things:
                said.add(claim.triple)
            if claim.is_record and claim.object in things:
                said.update(claim.record_triples())
        return said.intersection(triples)


def read_claims(store: Store) -> Sorted:
    """Takes the named graphs of a store apart.

    In: a store with the asserted graphs, and with the ontology in the default graph.
    """
    records = _instances(store, JPST.Record, *_subclasses(store, JPST.Record))
    noted = _instances(store, *NOTES)
    days = source_days(store)
    claims: list[Claim] = []
    identity: set[Triple] = set()
    notes: list[tuple[Dated, frozenset[Triple]]] = []
    for graph in sorted(_named(store), key=str):
        quads = store.quads_for_pattern(None, None, None, graph)
        if states_facts(graph):
            _read_graph(graph, quads, days, records, noted, claims, identity, notes)
        else:
            identity.update(quad.triple for quad in quads)
    return Sorted(claims, identity, notes)


def source_days(store: Store) -> dict[Node, Dated]:
    """The days of each source and editorial graph, by its IRI.

    An editor's graph has none of its own: a reading is as old as what it was read from.
    """
    issued = _dates(store, DCTERMS.issued)
    read = _dates(store, JPST.read)
    silences = read_silences(store)
    return {
        source: Dated(issued.get(source), read.get(source), tuple(silences.get(source, ())))
        for source in issued | read
    }


def _read_graph(
    graph: NamedNode,
    quads: Iterable[Quad],
    days: Mapping[Node, Dated],
    records: set[Node],
    noted: set[Node],
    claims: list[Claim],
    identity: set[Triple],
    notes: list[tuple[Dated, frozenset[Triple]]],
) -> None:
    told: dict[Node, list[tuple[NamedNode, Object]]] = defaultdict(list)
    for quad in quads:
        told[quad.subject].append((quad.predicate, quad.object))
    narrow = {node for node, pairs in told.items() if (RDF.type, RDF.Statement) in pairs}
    statements: dict[tuple[Object, Object, Object], list[Node]] = defaultdict(list)
    for node, pairs in told.items():
        if node not in narrow:
            continue
        parts = {name: value for name, value in pairs if name in _OF_A_STATEMENT}
        subject, predicate, value = (
            parts.get(key) for key in (RDF.subject, RDF.predicate, RDF.object)
        )
        if not isinstance(subject, Node) or not isinstance(predicate, NamedNode):
            continue
        if value is not None:
            statements[subject, predicate, value].append(node)
    hung: set[Object] = {
        value
        for node, pairs in told.items()
        if node not in narrow
        for _, value in pairs
        if value in records
    }
    for node, pairs in told.items():
        if node == graph or node in noted:
            said = frozenset(Triple(node, name, value) for name, value in pairs)
            if node == graph:
                identity |= said
            else:
                notes.append((days.get(graph, _UNDATED), said))
            continue
        if node in narrow:
            continue
        for name, value in pairs:
            if value in records:
                # A record says itself how far it holds; what a statement on it adds is not lost.
                inner = told.get(value, []) + [
                    pair
                    for narrowing in statements.get((node, name, value), ())
                    for pair in told[narrowing]
                    if pair[0] not in _OF_A_STATEMENT
                ]
                claims.append(_claim(graph, node, name, value, value, inner, days, record=True))
                continue
            if node in hung:
                continue  # part of the claim that hangs it on its subject
            for narrowing in statements.get((node, name, value), (None,)):
                inner = told[narrowing] if narrowing is not None else []
                claims.append(_claim(graph, node, name, value, narrowing, inner, days))


def _claim(
    graph: NamedNode,
    subject: Node,
    predicate: NamedNode,
    value: Object,
    node: Node | None,
    pairs: list[tuple[NamedNode, Object]],
    days: Mapping[Node, Dated],
    *,
    record: bool = False,
) -> Claim:
    attributes = pairs if record else [p for p in pairs if p[0] not in _OF_A_STATEMENT]
    if record and all(name != RDF.type for name, _ in pairs):
        attributes = [
            *pairs,
            (RDF.type, JPST.Record),
        ]  # its page leaves it to another to say of what class
    dates = {name: days_of(what) for name, what in attributes if name in DATES}
    # What editors wrote on some day was not observed on that day.
    page = _of_reading(attributes, days) if is_editorial(graph) else days.get(graph, _UNDATED)
    as_of, start, until = map(dates.get, (JPST.asOf, JPST.validFrom, JPST.validUntil))
    seen = as_of[1] if as_of else _issued(page, attributes if record else [], days)
    last, last_earliest = until[1] if until else None, _if_apart(until, 0)
    if until is None and (JPST.recordStatus, ENDED) in attributes:
        # It was over when the source spoke of it, or by the end of the month of which it spoke; on
        # which day before that, nothing tells.
        over = seen or page.read
        last, last_earliest = (over - timedelta(days=1) if over else date.min), date.min
    return Claim(
        subject=subject,
        predicate=predicate,
        object=value,
        source=graph,
        node=node,
        attributes=tuple(attributes),
        is_record=record,
        as_of=seen,
        start=start[0] if start else None,
        until=last,
        read=page.read,
        page=page.issued,
        as_of_earliest=_if_apart(as_of, 0),
        start_latest=_if_apart(start, 1),
        until_earliest=last_earliest,
    )


def _issued(
    page: Dated, record: list[tuple[NamedNode, Object]], days: Mapping[Node, Dated]
) -> date | None:
    """The day of a page; a figure that it takes from another page is as old as that one."""
    cited = [
        days[what].issued
        for name, what in record
        if name == JPST.citesSource and isinstance(what, Node) and what in days
    ]
    return min((day for day in cited if day), default=None) if cited else page.issued


def _of_reading(attributes: list[tuple[NamedNode, Object]], days: Mapping[Node, Dated]) -> Dated:
    """A reading speaks of the day on which the last of what it was read from was out."""
    of = [
        days[what]
        for name, what in attributes
        if name == PROV.wasDerivedFrom and isinstance(what, Node) and what in days
    ]
    issued = [day.issued for day in of if day.issued]
    read = [day.read for day in of if day.read]
    return Dated(
        max(issued) if issued and len(issued) == len(of) else None, max(read, default=None)
    )


def _if_apart(days: Days | None, end: int) -> date | None:
    """One end of a month or year; None of a day, which has no two."""
    return days[end] if days and days[0] != days[1] else None


def _instances(store: Store, *classes: NamedNode) -> set[Node]:
    """What any graph calls an instance: the default graph may hold only what holds on a day."""
    return {
        quad.subject
        for cls in classes
        for quad in store.quads_for_pattern(None, RDF.type, cls, None)
    }


def _subclasses(store: Store, cls: NamedNode) -> set[NamedNode]:
    """All of them, whether or not the store holds what follows."""
    found: set[NamedNode] = set()
    queue = [cls]
    while queue:
        for quad in store.quads_for_pattern(None, RDFS.subClassOf, queue.pop(), DefaultGraph()):
            if isinstance(quad.subject, NamedNode) and quad.subject not in found:
                found.add(quad.subject)
                queue.append(quad.subject)
    return found


def _named(store: Store) -> Iterator[NamedNode]:
    for graph in store.named_graphs():
        if is_merged(graph):
            yield graph


def _dates(store: Store, predicate: NamedNode) -> dict[Node, date]:
    found = store.quads_for_pattern(None, predicate, None, DefaultGraph())
    return {quad.subject: day for quad in found if (day := to_date(quad.object)) is not None}
