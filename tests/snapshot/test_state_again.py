"""The state of a day by another computation, from the claims with the days that they carry."""

from __future__ import annotations

import random
import re
from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from helpers.here import on_day, rows
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

import kgraph
from kgraph.infer import run
from kgraph.names import MODULE, SCHEME
from kgraph.snapshot import Snapshot
from kgraph.snapshot.graphs import states_facts
from kgraph.vocab import DCTERMS, GRAPH, JPST, RDF, XSD

TYPE = RDF.type
SUBJECT, PREDICATE, OBJECT = (
    NamedNode(RDF.BASE + part) for part in ("subject", "predicate", "object")
)
NARROWING = JPST.NarrowingQualifier
AS_OF, FROM, UNTIL, QUALIFIER = (
    jpst(name) for name in ("asOf", "holdsFrom", "holdsUntil", "qualifier")
)
ISSUED = DCTERMS.issued
LATEST = date(2026, 11, 29)
DAYS = [
    date(2019, 12, 31),
    date(2023, 12, 24),
    date(2023, 12, 25),
    LATEST,
    *(date(2020, 1, 1) + timedelta(days=n) for n in random.Random(5).sample(range(2500), 3)),
]


def default(snapshot: Snapshot) -> set[Triple]:
    found = snapshot.store.quads_for_pattern(None, None, None, DefaultGraph())
    return {quad.triple for quad in found}


@dataclass(frozen=True)
class Stated:
    """The quads of a snapshot by graph, and what its claims say by claim and property."""

    graphs: dict[NamedNode, list[Quad]]
    claims: dict[NamedNode, dict[NamedNode, list]]


@pytest.fixture(scope="module")
def stated(real_snapshot: Snapshot) -> Stated:
    store = real_snapshot.store
    claims: dict[NamedNode, dict[NamedNode, list]] = {}
    for quad in store.quads_for_pattern(None, None, None, GRAPH.claims):
        claims.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    graphs = {
        graph: list(store.quads_for_pattern(None, None, None, graph))
        for graph in store.named_graphs()
        if graph != GRAPH.claims
    }
    return Stated(graphs, claims)


def naive(snapshot: Snapshot, stated: Stated, day: date) -> set[Triple]:
    """The state, by a walk over all claims with the days that they carry, and one closure."""
    store, claims = snapshot.store, stated.claims
    narrowing = {q.subject for q in store.quads_for_pattern(None, TYPE, NARROWING, DefaultGraph())}
    given: set[Triple] = set()
    for graph, quads in stated.graphs.items():
        if graph.value.startswith((MODULE, SCHEME)) or graph.value in (
            JPST.BASE.rstrip("/"),
            GRAPH.entities.value,
        ):
            given |= {quad.triple for quad in quads}
        elif states_facts(graph):
            notes = {
                quad.subject
                for quad in quads
                if quad.predicate == TYPE
                and quad.object.value.endswith(("Disagreement", "NotFoundInSource"))
            }
            out = [q.object.value for q in quads if q.subject == graph and q.predicate == ISSUED]
            if out and out[0] > day.isoformat():
                notes = set()  # the page in which something was not found was not out yet
            given |= {q.triple for q in quads if q.subject == graph or q.subject in notes}
    against = set_aside(store)
    for claim in claims.values():
        if SUBJECT not in claim:
            continue  # what is said of a source
        told = tuple(claim[part][0] for part in (SUBJECT, PREDICATE, OBJECT))
        if (*told, frozenset(claim.get(QUALIFIER, ()))) in against:
            continue
        first = claim.get(FROM, [None])[0]
        last = claim.get(UNTIL, [None])[0]
        if first is not None and first.value > day.isoformat():
            continue
        if last is not None and last.value < day.isoformat():
            continue
        if set(claim.get(QUALIFIER, ())) & narrowing:
            continue
        (subject,), (predicate,), (value,) = (claim[p] for p in (SUBJECT, PREDICATE, OBJECT))
        given.add(Triple(subject, predicate, value))
        if JPST.recordClass in claim:
            (source,) = claim[NamedNode("http://purl.org/dc/terms/source")]
            given |= {quad.triple for quad in store.quads_for_pattern(value, None, None, source)}
    given |= lifecycle(snapshot, given, day)
    closed = Store()
    closed.extend(Quad(*triple) for triple in given)
    run(closed, kgraph.rules(snapshot), GRAPH.inferred.value)
    return {q.triple for q in closed.quads_for_pattern(None, None, None, DefaultGraph())}


def set_aside(store: Store) -> set[tuple[object, ...]]:
    """What a text decides against: subject, property, value, and qualifiers of the statement."""
    found = set()
    for row in store.query(
        f"""SELECT ?node ?s ?p ?o WHERE {{
          ?conflict <{JPST.resolvedBy.value}> ?text ; <{JPST.rejectedStatement.value}> ?node .
          GRAPH ?page {{
            ?node <{SUBJECT.value}> ?s ; <{PREDICATE.value}> ?p ; <{OBJECT.value}> ?o }} }}"""
    ):
        node, *told = row
        narrowed = store.quads_for_pattern(node, JPST.qualifier, None, None)
        found.add((*told, frozenset(quad.object for quad in narrowed)))
    return found


def bound(text: str, *, last: bool) -> str:
    """The first or the last day of a month or year; any other text as it is."""
    if re.fullmatch(r"\d{4}", text):
        return text + ("-12-31" if last else "-01-01")
    if re.fullmatch(r"\d{4}-\d{2}", text):
        end = monthrange(int(text[:4]), int(text[5:]))[1]
        return f"{text}-{end if last else 1:02}"
    return text


def lifecycle(snapshot: Snapshot, given: set[Triple], day: date) -> set[Triple]:
    """The marks of the day, by asking each thing for its dates."""
    ends = ("maturityDate", "redemptionDate", "endedOperation")
    begins = ("issueDate", "startedOperation")
    living = (
        *("SecurityToken", "TradingVenue", "Market", "TokenInfrastructure"),
        "SelfRegulatoryRule",
    )
    things = {
        row[0]
        for kind in living
        for row in rows(snapshot, f"SELECT ?x WHERE {{ ?x a/rdfs:subClassOf* jpst:{kind} }}")
    }
    dates = set(map(jpst, (*begins, *ends)))
    stated: dict[tuple[object, str], list[str]] = defaultdict(list)
    for t in given:
        if t.predicate in dates and isinstance(t.object, Literal):
            name = t.predicate.value.removeprefix(JPST.BASE)
            stated[t.subject, name].append(bound(t.object.value, last=name in ends))
    today = day.isoformat()
    marks = {
        Triple(GRAPH.state, AS_OF, Literal(today, datatype=XSD.date)),
    }
    for thing in things:

        def of(name: str, thing: NamedNode = thing) -> list[str]:
            return stated.get((thing, name), [])

        if any(of(name) and max(of(name)) <= today for name in ends):
            stage = "ended"
        elif any(map(of, begins)) and min(day for name in begins for day in of(name)) > today:
            stage = "notStarted"
        else:
            stage = "current"
        concept = NamedNode(f"https://w3id.org/jpst/lifecycle/{stage}")
        marks.add(Triple(thing, JPST.lifecycle, concept))
    return marks


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_state_is_what_a_second_computation_makes_of_the_claims(
    real_snapshot: Snapshot, stated: Stated, day: date
) -> None:
    found, expected = default(on_day(real_snapshot, day)), naive(real_snapshot, stated, day)
    assert found - expected == set()
    assert expected - found == set()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_rests_on_a_source_is_counted_over_the_claims_of_the_day(
    real_snapshot: Snapshot, day: date
) -> None:
    """Each fact once, whoever states it; a reading is another voice, and nobody's word."""
    query = """
        SELECT ?claim ?source ?subject ?property ?value ?reading WHERE {
          GRAPH graph:claims {
            ?claim jpst:claimState <https://w3id.org/jpst/claimstate/holds> ; rdf:object ?value ;
              rdf:subject ?subject ; rdf:predicate ?property ; dcterms:source ?source .
          }
          BIND(EXISTS {
            GRAPH graph:claims { ?claim jpst:origin <https://w3id.org/jpst/origin/reading> }
          } AS ?reading)
        }
    """
    state = on_day(real_snapshot, day)
    resting, voices = defaultdict(int), defaultdict(set)
    for _, source, *fact, reading in rows(state, query):
        resting[source] += reading.value == "false"
        voices[tuple(fact)].add(source)
    alone = Counter(source for (source,) in filter(lambda v: len(v) == 1, voices.values()))
    for name, expected in (("restingFacts", resting), ("soleFacts", alone)):
        found = {
            quad.subject: int(quad.object.value)
            for quad in state.store.quads_for_pattern(None, jpst(name), None, GRAPH.claims)
        }
        assert found.keys() >= {source for source, number in resting.items() if number}
        assert found == {source: expected[source] for source in found}
        assert any(found.values())


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_last_word_of_the_registers_is_the_mark_or_the_later_edition_without_it(
    real_snapshot: Snapshot, day: date
) -> None:
    """Found out again from the claims that hold and the pages in which the mark was sought."""
    marked = """
        SELECT ?firm ?activity ?node ?day WHERE {
          GRAPH graph:claims {
            ?node rdf:predicate jpst:holdsGrant ; rdf:subject ?firm ;
              jpst:grantedActivity ?activity ; jpst:claimState claimstate:holds .
            OPTIONAL { ?node jpst:asOf ?day }
          }
        }
    """
    sought = """
        SELECT ?firm ?activity ?node ?day WHERE {
          ?node jpst:soughtProperty jpst:holdsGrant ; jpst:soughtSubject ?firm ;
            jpst:soughtValue ?activity .
          GRAPH ?page { ?node a jpst:NotFoundInSource }
          ?page dcterms:issued ?day .
        }
    """
    state = on_day(real_snapshot, day)
    words: dict[tuple, list[tuple[str, bool, object]]] = defaultdict(list)
    for query, is_mark in ((marked, True), (sought, False)):
        for firm, activity, node, seen in rows(state, query):
            if is_mark or date.fromisoformat(seen.value) <= day:
                words[firm, activity].append((seen.value if seen else "", is_mark, node))
    expected = set()
    for told in words.values():
        last, is_mark, _ = max(told, key=lambda word: word[:2])
        english = "marked" if is_mark else f"not marked in the register of {last}"
        japanese = "記載あり" if is_mark else f"{last}時点の登録簿に記載なし"
        for _, of_mark, node in told:
            if of_mark == is_mark:
                expected |= {(node, english, "en"), (node, japanese, "ja")}
    found = {
        (quad.subject, quad.object.value, quad.object.language)
        for quad in state.store.quads_for_pattern(None, JPST.registerMark, None, GRAPH.claims)
    }
    assert found == expected
    assert found or day != LATEST
