"""Claims as RDF: the graph `graph:claims`, on which questions, dossiers and exports rest."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from datetime import date
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kgraph.dates import days_of, months_later, to_date
from kgraph.names import BASE, CLAIM
from kgraph.snapshot.citations import Citations, every
from kgraph.snapshot.claims import DATES, Claim
from kgraph.snapshot.grounds import Grounds
from kgraph.snapshot.labels import Ranked, of_unknown_date
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.span import ClaimState, Span
from kgraph.snapshot.standing import Weighed
from kgraph.vocab import (
    DCTERMS,
    GRAPH,
    JPST,
    PROV,
    RDF,
    XSD,
    Node,
    Object,
    as_iri,
    as_node,
    as_term,
)

STATES: Final[Mapping[ClaimState, NamedNode]] = {
    state: NamedNode(f"{BASE}claimstate/{state.value}") for state in ClaimState
}
# The claims that count on a day: since when one of unknown date holds is open, not that it does.
COUNTING: Final = frozenset({ClaimState.HOLDS, ClaimState.UNDATED})
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

    In: the places of the claims that hold on every day, whose standing then is the same.
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
    """The places of the claims that hold on every day.

    In: their days, and the places of those that editors rejected.
    """
    return frozenset(
        i
        for i, span in enumerate(spans)
        if span.first == date.min and span.last == date.max and i not in rejected
    )


def standing_values(
    standing: NamedNode, ranked: Ranked, *, steady: bool
) -> Iterator[tuple[NamedNode, Object]]:
    """The standing of a claim, and that in words where it holds on every day."""
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
    graph, undated = GRAPH.claims, of_unknown_date(ranked)
    told: dict[tuple[ClaimState, NamedNode, bool], list[str]] = {}
    for i, (name, state, standing) in enumerate(zip(names, states, standings, strict=True)):
        kind = state, standing, i in steady
        ends = told.get(kind)
        if ends is None:
            pairs: list[tuple[NamedNode, Object]] = [(JPST.claimState, STATES[state])]
            if state in COUNTING and i not in steady:
                texts = undated if state is ClaimState.UNDATED else ranked
                pairs += [(JPST.currentStanding, text) for text in texts[standing]]
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
    read, own = ({q.subject: to_date(q.object) for q in every(store, name)} for name in _DUE)
    months = {quad.subject: int(as_term(quad.object).value) for quad in every(store, JPST.months)}
    for quad in every(store, JPST.reviewPeriod):
        source, period = quad.subject, as_node(quad.object)
        day, stated = read.get(source), own.get(source)
        if stated is None and day is not None and period in months:
            with suppress(ValueError):  # a period beyond all days never ends
                stated = months_later(day, months[period])
        if stated is not None:
            yield Quad(source, JPST.reviewDue, _day(stated), GRAPH.claims)


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)
