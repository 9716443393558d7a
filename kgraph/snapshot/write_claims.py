"""Claims as RDF: the graph `graph:claims`, on which questions, dossiers and exports rest."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from datetime import date
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kgraph.dates import days_of, months_later, to_date
from kgraph.names import BASE, CLAIM, base_of
from kgraph.snapshot.claims import DATES, HELD, Claim
from kgraph.snapshot.grounds import Grounds
from kgraph.snapshot.holds import ClaimState, Span, Terms
from kgraph.snapshot.labels import LANGUAGES, Labels, Ranked
from kgraph.snapshot.standing import Weighed
from kgraph.vocab import (
    DCTERMS,
    GRAPH,
    JPST,
    PROV,
    RDF,
    SCHEMA,
    XSD,
    Node,
    Object,
    as_iri,
    as_node,
    as_term,
)

STATED: Final = NamedNode(BASE + "origin/stated")
READING: Final = NamedNode(BASE + "origin/reading")
STATES: Final[Mapping[ClaimState, NamedNode]] = {
    state: NamedNode(f"{BASE}claimstate/{state.value}") for state in ClaimState
}
# The claims that count on a day: since when one of unknown date holds is open, not that it does.
COUNTING: Final = frozenset({ClaimState.HOLDS, ClaimState.UNDATED})
UNDATED: Final[Mapping[str, str]] = {"en": "undated", "ja": "日付なし"}
AND: Final[Mapping[str, str]] = {"en": ", ", "ja": "・"}
READ_FROM: Final[Mapping[str, str]] = {"en": "our reading of ", "ja": "当方の読み取り："}
# What a publisher’s name says of the copy or the edition, not of who speaks.
_COPY: Final = re.compile(
    r",? \(?(?:mirrored|copied|hosted|syndicated|via|copy|document copy)\b.*| contributors$"
    r"| \((?:English|Japanese)\)$",
    re.IGNORECASE,
)
_DUE: Final = (JPST.read, JPST.reviewBy)
_OF_A_CLAIM: Final = frozenset(
    {
        *(
            RDF.type,
            RDF.subject,
            RDF.predicate,
            RDF.object,
            DCTERMS.source,
            JPST.statedIn,
            JPST.recordClass,
            JPST.standing,
            JPST.origin,
        ),
        *(
            JPST.claimState,
            JPST.names,
            JPST.figure,
            JPST.citation,
            JPST.holdsFrom,
            JPST.holdsUntil,
            JPST.displacedBy,
            JPST.earliest,
            JPST.latest,
            JPST.qualifier,
            JPST.qualifierText,
            JPST.ground,
            JPST.reason,
        ),
        *(JPST.currentStanding, JPST.noteText, JPST.rankedGround, JPST.valueText),
        JPST.registerMark,
        *(JPST.asOf, JPST.validFrom, JPST.validUntil, PROV.wasDerivedFrom),
        *(JPST.asOfEarliest, JPST.validFromLatest, JPST.validUntilEarliest),
        *(
            NamedNode(JPST.BASE + name)
            for name in ("note", "statedValue", "citesSource", "statedConfidence")
        ),
    }
)


def is_of_record(name: NamedNode) -> bool:
    """Whether a property of a claim is one of the record that it is about."""
    return name not in _OF_A_CLAIM


def claimed(said: Mapping[NamedNode, Sequence[Object]]) -> Triple:
    """The fact that a claim states, by what `graph:claims` says of the claim."""
    (subject,), (predicate,), (value,) = (
        said[part] for part in (RDF.subject, RDF.predicate, RDF.object)
    )
    return Triple(as_node(subject), as_iri(predicate), value)


def claim_iri(claim: Claim) -> NamedNode:
    """The name of a claim: a digest of what is stated, by whom, and of the node that narrows it."""
    parts = claim.subject, claim.predicate, claim.object, claim.source, claim.node
    digest = hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()[:16]
    return NamedNode(CLAIM + digest)


def claim_lines(
    claims: Sequence[Claim],
    names: Sequence[NamedNode],
    spans: Sequence[Span],
    weighed: Weighed,
    terms: Terms,
    cite: Citations,
    grounds: Grounds,
    steady: Set[int],
) -> Iterator[str]:
    """Every claim as a node of graph:claims, by its name, but for what a day makes of it: the
    lines of each as N-Quads.

    In: the places of the claims that count on every day, whose standing then is the same.
    """
    ranked = cite.labels.ranked()
    end = f" {GRAPH.claims} .\n"
    for i, (claim, node) in enumerate(zip(claims, names, strict=True)):
        values: list[tuple[NamedNode, Object]] = [
            (RDF.type, JPST.Claim),
            (RDF.subject, claim.subject),
            (RDF.predicate, claim.predicate),
            (RDF.object, claim.object),
            (DCTERMS.source, claim.source),
            *cite.origin(claim),
        ]
        if claim.attributes:
            values += [(JPST.qualifierText, text) for text in cite.qualifiers(claim)]
            values += [(JPST.noteText, text) for text in cite.notes(claim)]
        if claim.node is not None:
            values.append((JPST.statedIn, claim.node))
        for ground in grounds.of(claim):
            values.append((JPST.ground, ground))
            values += [(JPST.rankedGround, text) for text in ranked[ground]]
        values += _days(claim)
        named = []
        for name, value in claim.attributes:
            if name in DATES:
                continue  # said by its bounds
            if name == RDF.type and value == JPST.EditorialReading:
                continue  # said by the origin of the claim
            values.append((JPST.recordClass if name == RDF.type else name, value))
            if name in terms.roles:
                values.append((JPST.names, value))
                named.append(value)
            elif name in terms.figures:
                values.append((JPST.figure, value))
        values += [(JPST.valueText, text) for text in cite.values(named or [claim.object])]
        values += standing_values(weighed.standing(i), ranked, steady=i in steady)
        values += span_values(spans[i])
        start = str(node)
        yield "".join([f"{start} {name!s} {value!s}{end}" for name, value in values])


def _days(claim: Claim) -> Iterator[tuple[NamedNode, Object]]:
    """Its dates as days: of a month or year the first and the last one, which can be compared."""
    told = [(JPST.asOf, claim.as_of), (JPST.asOfEarliest, claim.as_of_earliest)]
    told += [(JPST.validFrom, claim.start), (JPST.validFromLatest, claim.start_latest)]
    if claim.values(JPST.validUntil):  # an end that only its status tells is no day of the source
        told += [(JPST.validUntil, claim.until), (JPST.validUntilEarliest, claim.until_earliest)]
    for name, day in told:
        if day is not None:
            yield name, _day(day)
    if (days := days_of(claim.object)) is not None:
        yield JPST.earliest, _day(days[0])
        yield JPST.latest, _day(days[1])


def steady_claims(spans: Sequence[Span], rejected: Set[int]) -> frozenset[int]:
    """The places of the claims that count on every day, if not always as one that holds.

    In: their days, and the places of those that editors rejected.
    """
    return frozenset(
        i
        for i, span in enumerate(spans)
        if (span.before in COUNTING or (span.earliest or span.first) == date.min)
        and (span.after in COUNTING or (span.latest or span.last) == date.max)
        and i not in rejected
    )


def standing_values(
    standing: NamedNode, ranked: Ranked, *, steady: bool
) -> Iterator[tuple[NamedNode, Object]]:
    """The standing of a claim, and that with which it counts where it does on every day."""
    yield JPST.standing, standing
    for text in ranked[standing] if steady else ():
        yield JPST.currentStanding, text


def day_claim_lines(
    names: Sequence[NamedNode],
    states: Sequence[ClaimState],
    standings: Iterable[NamedNode],
    ranked: Ranked,
    steady: Set[int],
) -> Iterator[str]:
    """What the day makes of each claim, and with what standing it counts there, as N-Quads.

    In: the places of the `steady` claims, of which the latter is written already.
    """
    graph = GRAPH.claims
    told: dict[tuple[ClaimState, NamedNode, bool], list[str]] = {}
    for i, (name, state, standing) in enumerate(zip(names, states, standings, strict=True)):
        kind = state, standing, i in steady
        ends = told.get(kind)
        if ends is None:
            pairs: list[tuple[NamedNode, Object]] = [(JPST.claimState, STATES[state])]
            if state in COUNTING and i not in steady:
                pairs += [(JPST.currentStanding, text) for text in ranked[standing]]
            ends = told[kind] = [f" {predicate} {value} {graph} .\n" for predicate, value in pairs]
        node = str(name)
        for end in ends:
            yield node + end


def span_values(span: Span) -> Iterator[tuple[NamedNode, Object]]:
    """The days on which a claim holds, and what takes its place after them."""
    if span.first != date.min:
        yield JPST.holdsFrom, _day(span.first)
    if span.last != date.max:
        yield JPST.holdsUntil, _day(span.last)
    for other in span.by:
        yield JPST.displacedBy, claim_iri(other)


def count_quads(claims: Iterable[Claim], store: Store) -> Iterator[Quad]:
    """How many facts sources state of each thing, and how many no primary source does.

    In: `store`, whose default graph tells the kinds of the sources.
    """
    primary, secondary = (
        {quad.subject for quad in store.quads_for_pattern(None, RDF.type, kind, DefaultGraph())}
        for kind in (JPST.PrimarySource, JPST.SecondarySource)
    )
    facts: dict[Node, dict[tuple[NamedNode, Object], bool]] = defaultdict(dict)
    for claim in claims:
        if claim.source in primary or claim.source in secondary:
            of, fact = facts[claim.subject], (claim.predicate, claim.object)
            of[fact] = of.get(fact, False) or claim.source in primary
    for thing, of in facts.items():
        yield Quad(thing, JPST.statedFacts, Literal(len(of)), GRAPH.claims)
        weak = len(of) - sum(of.values())
        yield Quad(thing, JPST.secondaryFacts, Literal(weak), GRAPH.claims)


def resting_quads(claims: Sequence[Claim], states: Sequence[ClaimState]) -> Iterator[Quad]:
    """How many claims of each source hold on the day, and how many facts on its word alone.

    What an editor reads is no word of a source, but another voice beside it.
    """
    resting: Counter[Node] = Counter()
    alone: dict[tuple[Node, NamedNode, Object], Node | None] = {}
    of: Node | None = None
    is_reading = False
    for claim, state in zip(claims, states, strict=True):
        source: Node = claim.source
        if source is not of:  # those of one source stand together
            of, is_reading = source, claim.is_reading
            if not is_reading:
                resting[source] += 0
        if state is ClaimState.HOLDS:
            if not is_reading:
                resting[source] += 1
            fact = claim.subject, claim.predicate, claim.object
            other = alone.setdefault(fact, source)
            if other is not source and other != source:
                alone[fact] = None
    sole = Counter(alone.values())
    for source, number in resting.items():
        yield Quad(source, JPST.restingFacts, Literal(number), GRAPH.claims)
        yield Quad(source, JPST.soleFacts, Literal(sole[source]), GRAPH.claims)


def due_quads(store: Store) -> Iterator[Quad]:
    """When each source falls due for review: the day it states itself, else some months on.

    They are those of its review period, from the day on which it was read. In: `store`, whose
    default graph describes sources and periods.
    """
    read, own = ({q.subject: to_date(q.object) for q in _all(store, name.value)} for name in _DUE)
    months = {
        quad.subject: int(as_term(quad.object).value) for quad in _all(store, JPST.months.value)
    }
    for quad in _all(store, JPST.reviewPeriod.value):
        source, period = quad.subject, as_node(quad.object)
        day, stated = read.get(source), own.get(source)
        if stated is None and day is not None and period in months:
            with suppress(ValueError):  # a period beyond all days never ends
                stated = months_later(day, months[period])
        if stated is not None:
            yield Quad(source, JPST.reviewDue, _day(stated), GRAPH.claims)


class Citations:
    """How the pages of a store are cited, and values and qualifiers called, in each language."""

    def __init__(self, store: Store, labels: Labels, marks: Mapping[str, str]) -> None:
        """Reads the sources in the default graph of a store.

        `marks` names the roots besides ours by their bases: whose a page is that others cannot see.
        """
        self.labels = labels
        self._marks = marks
        self._issued = _texts(store, DCTERMS.issued.value)
        self._url = _texts(store, SCHEMA.url.value)
        self._sources = {
            quad.subject
            for quad in store.quads_for_pattern(None, RDF.type, JPST.Source, DefaultGraph())
        }
        self._publishers = {lang: self._of_publishers(store, labels, lang) for lang in LANGUAGES}
        self._known: dict[Node, tuple[Literal, ...]] = {}
        self._origins: dict[Node, Sequence[tuple[NamedNode, Object]]] = {}
        self._named: dict[str, tuple[Literal, ...]] = {}

    def page(self, source: Node, lang: str) -> str:
        """The address and the day of a source."""
        days = self._issued.get(source)
        day = max(days) if days else UNDATED[lang]
        urls = self._url.get(source)
        mark = self._marks.get(base_of(source.value))
        page = f"{min(urls) if urls else source.value} ({day})"
        return page if mark is None else f"{page} [{mark}]"

    def origin(self, claim: Claim) -> Sequence[tuple[NamedNode, Object]]:
        """Whether a claim is stated or read, and its citation in each language; of a reading,
        that of what was read."""
        known = self._origins.get(claim.source)
        if known is not None:
            return known
        if claim.is_reading:
            read = (Literal(self._reading(claim, lang), language=lang) for lang in LANGUAGES)
            return [(JPST.origin, READING), *((JPST.citation, page) for page in read)]
        cited = [(JPST.citation, page) for page in self._of_source(claim.source)]
        return self._origins.setdefault(claim.source, [(JPST.origin, STATED), *cited])

    def qualifiers(self, claim: Claim) -> Iterator[Literal]:
        """What narrows a claim, as one text in each language; nothing where nothing does.

        That is its qualifier, and what is planned or has ended where it is of a record.
        """
        narrowing = [
            as_term(concept).value
            for concept in (*claim.values(JPST.recordStatus), *claim.values(JPST.qualifier))
            if concept != HELD
        ]
        if narrowing:
            for lang in LANGUAGES:
                labels = (self.labels.of(concept, lang) for concept in narrowing)
                yield Literal(AND[lang].join(labels), language=lang)

    def values(self, values: Sequence[Object]) -> Iterable[Literal]:
        """Values as one text in each language: things by their labels, literals as they stand."""
        if len(values) > 1:
            told = [[text.value for text in self.values([value])] for value in values]
            texts = zip(LANGUAGES, zip(*told, strict=True), strict=True)
            return [Literal(AND[lang].join(parts), language=lang) for lang, parts in texts]
        (value,) = values
        if isinstance(value, Literal):
            return [Literal(value.value, language=lang) for lang in LANGUAGES]
        iri = as_term(value).value
        named = self._named.get(iri)
        if named is None:
            named = self._named[iri] = tuple(
                Literal(self.labels.of(iri, lang), language=lang) for lang in LANGUAGES
            )
        return named

    def notes(self, claim: Claim) -> Iterator[Literal]:
        """What is noted beside a claim, else why editors concluded it, in each language.

        What is written in one language only stands in for the other.
        """
        found = claim.values(JPST.note) or claim.values(JPST.reason)
        notes = [note for note in found if isinstance(note, Literal)]
        for lang in LANGUAGES if notes else ():
            own = [note.value for note in notes if note.language == lang]
            yield Literal(AND[lang].join(own or [note.value for note in notes]), language=lang)

    def source_quads(self) -> Iterator[Quad]:
        """The citation of each source, who publishes it in one text a language, and its voice."""
        for source, text in self.voices().items():
            if source in self._sources:
                yield Quad(source, JPST.voice, Literal(text), GRAPH.claims)
        for source in self._sources:
            for page in self._of_source(source):
                yield Quad(source, JPST.citation, page, GRAPH.claims)
        for lang, texts in self._publishers.items():
            for source, text in texts.items():
                if source in self._sources:
                    text_in = Literal(text, language=lang)
                    yield Quad(source, JPST.publishers, text_in, GRAPH.claims)

    def sought_quads(self, store: Store) -> Iterator[Quad]:
        """The citation and the day of the page in which something was looked for and not found.

        In: the store that the sources were read from, with their graphs.
        """
        for quad in store.quads_for_pattern(None, RDF.type, JPST.NotFoundInSource, None):
            source = quad.graph_name
            if source in self._sources and isinstance(source, NamedNode):
                for page in self._of_source(source):
                    yield Quad(quad.subject, JPST.citation, page, GRAPH.claims)
                for out in store.quads_for_pattern(source, DCTERMS.issued, None, DefaultGraph()):
                    yield Quad(quad.subject, DCTERMS.issued, out.object, GRAPH.claims)

    def voices(self) -> dict[Node, str]:
        """Who speaks in each source, and sets each terms of use that name a publisher."""
        return {node: voice(text) for node, text in self._publishers["en"].items()}

    def _of_source(self, source: Node) -> tuple[Literal, ...]:
        known = self._known.get(source)
        if known is None:
            known = self._known[source] = tuple(
                Literal(self.page(source, lang), language=lang) for lang in LANGUAGES
            )
        return known

    def _reading(self, claim: Claim, lang: str) -> str:
        pages = sorted(self.page(as_node(s), lang) for s in claim.values(PROV.wasDerivedFrom))
        return READ_FROM[lang] + (" | ".join(pages) or self.labels.of(claim.source.value, lang))

    def _of_publishers(self, store: Store, labels: Labels, lang: str) -> dict[Node, str]:
        names: dict[Node, list[str]] = defaultdict(list)
        for name in (DCTERMS.publisher, JPST.setBy):
            for quad in _all(store, name.value):
                names[quad.subject].append(labels.of(as_term(quad.object).value, lang))
        for source, texts in _texts(store, JPST.publisherName.value).items():
            names[source] += texts
        return {source: " / ".join(sorted(set(texts))) for source, texts in names.items()}


def voice(publishers: str) -> str:
    """Who speaks in a source, told apart as far as its publishers’ names tell.

    All who publish a page together are one voice; a copy or another edition has that of its page.
    """
    return _COPY.sub("", _COPY.sub("", publishers)).casefold()


def _all(store: Store, predicate: str) -> Iterator[Quad]:
    return store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph())


def _texts(store: Store, predicate: str) -> dict[Node, list[str]]:
    found: dict[Node, list[str]] = defaultdict(list)
    for quad in _all(store, predicate):
        found[quad.subject].append(as_term(quad.object).value)
    return found


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)
