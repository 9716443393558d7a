"""Everything the snapshot holds about one thing, each fact with who says it and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kgraph.dates import to_date
from kgraph.names import local_name
from kgraph.show.on_record import STANDINGS, Dossier, Fact, Sought, SourceRef, Stated
from kgraph.snapshot.citations import READING
from kgraph.snapshot.graphs import is_source
from kgraph.snapshot.span import ClaimState
from kgraph.snapshot.standing import CONFLICTING
from kgraph.snapshot.store import Snapshot
from kgraph.snapshot.write_claims import claimed, is_of_record
from kgraph.vocab import (
    DCTERMS,
    GRAPH,
    JPST,
    PROV,
    RDF,
    SCHEMA,
    Node,
    Object,
    as_iri,
    as_node,
    as_term,
)
from kgraph.words.addresses import address_in
from kgraph.words.punctuation import PUNCTUATION

Values = Mapping[NamedNode, Sequence[Object]]


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
        self.marks = PUNCTUATION[lang]

    def read(self, node: NamedNode) -> Dossier:
        told = sorted(self.told(RDF.subject, node), key=_order)
        mentions = sorted(self.mentions(node), key=_order)
        # A record is told of by the claims that hang it on a thing.
        parts = [part for fact in mentions if fact.object == node for part in fact.record]
        facts = [fact for fact in told if fact.holds]
        facts += self.others(node, {(fact.property, fact.object) for fact in told})
        facts += self.terms_of_use(node)
        types = sorted(
            quad.object.value
            for quad in self.store.quads_for_pattern(node, RDF.type, None, DefaultGraph())
            if isinstance(quad.object, NamedNode)
        )
        return Dossier(
            iri=node.value,
            label=self.snapshot.label(node.value, self.lang),
            types=tuple(types),
            facts=tuple(sorted(facts, key=_order)),
            mentions=tuple(fact for fact in mentions if fact.holds),
            past=_past([*told, *(part for part in parts if not part.holds)]),
            past_mentions=_past(mentions),
            day=self.snapshot.day,
            sought=tuple(sorted(self.sought(node), key=lambda one: (one.property_label, str(one)))),
        )

    def sought(self, node: NamedNode) -> Iterator[Sought]:
        """What was looked for about a thing and not found, source by source."""
        known_at = self.snapshot.day.known_at
        for quad in self.store.quads_for_pattern(None, JPST.soughtSubject, node, None):
            graph = quad.graph_name
            if not is_source(graph):
                continue
            read = [day for day in map(to_date, self.values(graph, graph)[JPST.read]) if day]
            if known_at is not None and read and min(read) > known_at:
                continue
            values = self.values(as_node(quad.subject), graph)
            for name in values[JPST.soughtProperty]:
                yield Sought(
                    as_iri(name).value,
                    self.show(name),
                    self.marks.listed(map(self.show, values.get(JPST.soughtValue, ()))),
                    self.source(graph),
                    (note,) if (note := self.in_language(values.get(JPST.note, ()))) else (),
                )

    def told(self, place: NamedNode, node: Node) -> Iterator[Fact]:
        """The facts that claims state in which a thing stands at `place` (SUBJECT, OBJECT …)."""
        claims: dict[Triple, list[Values]] = defaultdict(list)
        for claim in self.claims(place, node):
            values = self.values(claim, GRAPH.claims)
            claims[claimed(values)].append(values)
        for triple, found in claims.items():
            yield self.fact(triple, found)

    def claims_of(self, triple: Triple) -> list[Values]:
        """The claims that state a triple."""
        said = ((RDF.predicate, triple.predicate), (RDF.object, triple.object))
        return [
            self.values(claim, GRAPH.claims)
            for claim in self.claims(RDF.subject, triple.subject)
            if all(self.is_in(Triple(claim, *part), GRAPH.claims) for part in said)
        ]

    def claims_on_record(self, triple: Triple) -> list[Values]:
        """The claims about a record that holds a triple."""
        name = JPST.recordClass if triple.predicate == RDF.type else triple.predicate
        return [
            self.values(claim, GRAPH.claims)
            for claim in self.claims(RDF.object, triple.subject)
            if self.is_in(Triple(claim, name, triple.object), GRAPH.claims)
        ]

    def claims(self, place: NamedNode, node: Node) -> Iterator[Node]:
        """The claims in which a thing stands at `place` (SUBJECT, OBJECT …)."""
        for quad in self.store.quads_for_pattern(None, place, node, GRAPH.claims):
            yield as_node(quad.subject)

    def stated_of(self, triple: Triple) -> list[Stated]:
        """Who says a triple, and how; of what a record holds, without the notes on the record."""
        stated = list(map(self.stated, self.claims_of(triple)))
        stated += (
            replace(self.stated(values), notes=(), qualifiers=())
            for values in self.claims_on_record(triple)
        )
        return sorted(stated, key=_by_source)

    def fact(self, triple: Triple, claims: Sequence[Values]) -> Fact:
        stated = tuple(sorted(map(self.stated, claims), key=_by_source))
        return Fact(
            subject=triple.subject,
            property=triple.predicate.value,
            property_label=self.snapshot.label(triple.predicate.value, self.lang),
            object=triple.object,
            object_label=self.show(triple.object),
            standing=self.standing(triple) or _strongest(stated),
            inferred=False,
            stated=stated,
            record=tuple(sorted(self.record(triple.object, claims, stated), key=_order)),
            disputes=tuple(sorted({text for each in stated for text in self.disputes(each)})),
            rivals=tuple(self.rivals(triple, claims)),
        )

    def disputes(self, stated: Stated) -> Iterator[str]:
        """Why editors hold a statement or record against others, or reject it."""
        conflicting = stated.standing == local_name(CONFLICTING.value)
        if stated.node is None or not (conflicting or stated.state == ClaimState.REJECTED.value):
            return
        node = NamedNode(stated.node)
        for quad in self.store.quads_for_pattern(
            None, JPST.disagreeingStatement, node, DefaultGraph()
        ):
            reasons = self.values(as_node(quad.subject), DefaultGraph())[JPST.reason]
            if text := self.in_language(reasons):
                yield text

    def rivals(self, triple: Triple, claims: Iterable[Values]) -> Iterator[str]:
        """The other values that sources give where there is one at a time."""
        single = Triple(triple.predicate, RDF.type, JPST.SingleValuedProperty)
        parts = {part for values in claims if (part := _disputed_part(values)) is not None}
        if not parts or not self.is_in(single, DefaultGraph()):
            return
        others = set()
        for claim in self.claims(RDF.subject, triple.subject):
            values = self.values(claim, GRAPH.claims)
            other = claimed(values)
            same = other.predicate == triple.predicate and _disputed_part(values) in parts
            if same and other.object != triple.object:
                others.add(self.show(other.object))
        yield from sorted(others)

    def record(
        self, node: Object, claims: Sequence[Values], stated: tuple[Stated, ...]
    ) -> Iterator[Fact]:
        """The facts of the record that claims are about."""
        if not any(JPST.recordClass in values for values in claims):
            return
        for name, value in dict.fromkeys(
            (name, value)
            for values in claims
            for name, several in values.items()
            for value in several
            if is_of_record(name)
        ):
            triple = Triple(as_node(node), name, value)
            yield replace(self.plain(triple), standing=_strongest(stated), stated=stated)

    def others(self, node: Node, known: set[tuple[str, Object | None]]) -> Iterator[Fact]:
        """What no claim states: what follows by the rules, and what identifies the thing."""
        for quad in self.store.quads_for_pattern(node, None, None, DefaultGraph()):
            if (quad.predicate.value, quad.object) not in known:
                yield self.plain(quad.triple)

    def terms_of_use(self, node: Node) -> Iterator[Fact]:
        """The terms under which a source may be used, with what they permit and forbid."""
        for quad in self.store.quads_for_pattern(node, JPST.termsOfUse, None, GRAPH.claims):
            terms = as_node(quad.object)
            told = [
                fact
                for name in (JPST.permission, JPST.prohibition, JPST.creditText)
                for fact in self.told(RDF.subject, terms)
                if fact.property == name.value and fact.holds and self.is_read(fact.object)
            ]
            yield replace(self.plain(quad.triple), record=tuple(told))

    def is_read(self, value: Object | None) -> bool:
        """Whether a value is no text, or one in the language of the reader."""
        return not isinstance(value, Literal) or value.language in (None, self.lang)

    def plain(self, triple: Triple) -> Fact:
        return Fact(
            subject=triple.subject,
            property=triple.predicate.value,
            property_label=self.snapshot.label(triple.predicate.value, self.lang),
            object=triple.object,
            object_label=self.show(triple.object),
            standing=self.standing(triple),
            inferred=self.is_inferred(triple),
            stated=(),
        )

    def mentions(self, node: NamedNode) -> Iterator[Fact]:
        """The facts in which a thing is the value, or is named in a record."""
        known: set[object] = set()
        for fact in self.told(RDF.object, node):
            known.add((fact.subject, fact.property))
            yield fact
        for quad in self.store.quads_for_pattern(None, None, node, GRAPH.claims):
            if is_of_record(quad.predicate):
                values = self.values(quad.subject, GRAPH.claims)
                if RDF.subject not in values:
                    continue  # what a build tells of a source is no claim
                triple = claimed(values)
                if triple not in known:
                    known.add(triple)
                    yield self.fact(triple, self.claims_of(triple))
        for quad in self.store.quads_for_pattern(None, None, node, GRAPH.inferred):
            if (quad.subject, quad.predicate.value) not in known:
                yield self.plain(quad.triple)

    def stated(self, values: Values) -> Stated:
        """A claim as a value."""
        reading = READING in values.get(JPST.origin, ())
        qualifiers = values.get(JPST.qualifier, ())
        narrowed = [*qualifiers, *values.get(JPST.capacity, ())]
        read = (
            sorted(as_iri(source).value for source in values.get(PROV.wasDerivedFrom, ()))
            if reading
            else ()
        )
        return Stated(
            source=self.source(as_iri(values[DCTERMS.source][0])),
            as_of=_day(values, JPST.asOf),
            as_of_earliest=_day(values, JPST.asOfEarliest),
            valid_from=_day(values, JPST.validFrom),
            valid_until=_day(values, JPST.validUntil),
            valid_from_latest=_day(values, JPST.validFromLatest),
            valid_until_earliest=_day(values, JPST.validUntilEarliest),
            held_from=_day(values, JPST.holdsFrom),
            held_until=_day(values, JPST.holdsUntil),
            qualifiers=tuple(sorted(map(self.show, narrowed))),
            notes=tuple(sorted(map(self.show, values.get(JPST.note, ())))),
            stated_values=tuple(sorted(map(self.show, values.get(JPST.statedValue, ())))),
            node=next((as_node(node).value for node in values.get(JPST.statedIn, ())), None),
            standing=local_name(as_iri(values[JPST.standing][0]).value),
            state=local_name(as_iri(values[JPST.claimState][0]).value),
            narrowed=any(map(self.is_narrowing, qualifiers)),
            reason=self.in_language(values.get(JPST.reason, ())) if reading else "",
            read=tuple(self.source(NamedNode(iri)) for iri in read),
        )

    def source(self, graph: NamedNode) -> SourceRef:
        known = self.sources.get(graph.value)
        if known is None:
            values = self.values(graph, graph)
            publishers = [*values.get(DCTERMS.publisher, ()), *values.get(JPST.publisherName, ())]
            known = self.sources[graph.value] = SourceRef(
                iri=graph.value,
                title=self.snapshot.label(graph.value, self.lang),
                publisher=" / ".join(sorted(map(self.show, publishers))),
                issued=_day(values, DCTERMS.issued),
                url=next((as_term(url).value for url in values.get(SCHEMA.url, ())), None),
            )
        return known

    def values(self, node: Node, graph: NamedNode | DefaultGraph) -> dict[NamedNode, list[Object]]:
        """What a graph says of a node, by property."""
        values: dict[NamedNode, list[Object]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(node, None, None, graph):
            values[quad.predicate].append(quad.object)
        return values

    def in_language(self, texts: Sequence[Object]) -> str:
        found = {text.language: text.value for text in texts if isinstance(text, Literal)}
        return found.get(self.lang) or next(iter(found.values()), "")

    def show(self, term: Object) -> str:
        if isinstance(term, NamedNode):
            return self.snapshot.label(term.value, self.lang)
        return address_in(term.value, self.lang) if isinstance(term, Literal) else str(term)

    def standing(self, triple: Triple) -> str | None:
        """The standing of a fact of the state."""
        graphs = (graph for graph in STANDINGS if self.is_in(triple, graph))
        return next((local_name(graph.value) for graph in graphs), None)

    def is_inferred(self, triple: Triple) -> bool:
        """Whether a rule gave a fact, or the day of the state did."""
        return self.is_in(triple, GRAPH.inferred) or self.is_in(triple, GRAPH.state)

    def is_narrowing(self, qualifier: Object) -> bool:
        kind = Triple(as_node(qualifier), RDF.type, JPST.NarrowingQualifier)
        return self.is_in(kind, DefaultGraph())

    def is_in(self, triple: Triple, graph: NamedNode | DefaultGraph) -> bool:
        return next(self.store.quads_for_pattern(*triple, graph), None) is not None


def _past(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts with a claim that does not hold them up, each with such claims alone.

    What had not been read by the day of knowledge says nothing.
    """
    others = (
        replace(fact, stated=tuple(s for s in fact.stated if not s.holds and s.is_known))
        for fact in facts
    )
    return tuple(fact for fact in others if fact.stated)


def _disputed_part(values: Values) -> frozenset[Object] | None:
    """What a conflicting claim is about, by its qualifiers; None for any other claim."""
    if CONFLICTING not in values[JPST.standing]:
        return None
    return frozenset(values.get(JPST.qualifier, ()))


def _strongest(stated: Sequence[Stated]) -> str | None:
    """The standing of a fact by its claims: disputed where one is, else as its best one."""
    found = {each.standing for each in stated}
    return next((s for s in ("conflicting", "confirmed", "likely") if s in found), None)


def _day(values: Values, name: NamedNode) -> date | None:
    return next((day for value in values.get(name, ()) if (day := to_date(value))), None)


def _by_source(stated: Stated) -> tuple[str, str]:
    return stated.source.iri, stated.node or ""


def _order(fact: Fact) -> tuple[str, ...]:
    return fact.property, str(fact.object), str(fact.subject)
