"""The state of a day: a set of what holds then, and the same by another computation."""

from __future__ import annotations

import pickle
import random
import re
from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.here import right_here, rows
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

import kgraph
from kgraph.infer import run
from kgraph.limited import UNLIMITED
from kgraph.names import DCAM, ID, MODULE, SCHEME, SRC
from kgraph.questions.ask import ask
from kgraph.show.dossier import dossier
from kgraph.snapshot import Snapshot, days
from kgraph.snapshot.basis import read_basis
from kgraph.snapshot.errors import DayError, SnapshotError
from kgraph.snapshot.graphs import is_standing, states_facts
from kgraph.snapshot.intact import BASIS
from kgraph.snapshot.state import LIVING
from kgraph.snapshot.verify import check_snapshot
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


def on_day(snapshot: Snapshot, as_of: date | None = None, known_at: date | None = None) -> Snapshot:
    """The state of a day, made in this process."""
    with right_here():
        return days.on_day(snapshot, as_of, known_at)


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
    living = (
        *("SecurityToken", "TradingVenue", "Market", "TokenInfrastructure"),
        "SelfRegulatoryRule",
    )
    things = {
        row[0]
        for kind in living
        for row in rows(snapshot, f"SELECT ?x WHERE {{ ?x a/rdfs:subClassOf* jpst:{kind} }}")
    }
    started = jpst("startedOperation")
    dates = {started, *map(jpst, ends)}
    stated: dict[tuple[object, str], list[str]] = defaultdict(list)
    for t in given:
        if t.predicate in dates and isinstance(t.object, Literal):
            name = t.predicate.value.removeprefix(JPST.BASE)
            stated[t.subject, name].append(bound(t.object.value, last=t.predicate != started))
    today = day.isoformat()
    marks = {
        Triple(GRAPH.state, AS_OF, Literal(today, datatype=XSD.date)),
    }
    for thing in things:

        def of(name: str, thing: NamedNode = thing) -> list[str]:
            return stated.get((thing, name), [])

        if any(of(name) and max(of(name)) <= today for name in ends):
            stage = "ended"
        elif of("startedOperation") and min(of("startedOperation")) > today:
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


def test_the_state_of_the_snapshots_own_day_is_the_snapshot(real_snapshot: Snapshot) -> None:
    assert on_day(real_snapshot) is real_snapshot
    assert on_day(real_snapshot, LATEST) is real_snapshot
    assert real_snapshot.day.as_of == LATEST


def test_a_state_is_made_once_and_has_the_sources_of_its_snapshot(real_snapshot: Snapshot) -> None:
    first, again = (on_day(real_snapshot, date(2024, 6, 1)) for _ in range(2))
    assert first.path == again.path
    graphs = {g for g in real_snapshot.graphs() if states_facts(NamedNode(g))}
    assert graphs <= first.graphs()
    of_state = (DefaultGraph(), GRAPH.state, GRAPH.inferred)
    apart = {q for q in first.store if q.graph_name not in of_state} ^ {
        q for q in real_snapshot.store if q.graph_name not in of_state
    }
    assert {q.predicate for q in apart if not is_standing(q.graph_name)} == {
        JPST.claimState,
        JPST.currentStanding,
        JPST.restingFacts,
        JPST.soleFacts,
        JPST.registerMark,
        JPST.soughtSubject,
        JPST.soughtValue,
    }


@pytest.mark.parametrize("known_at", [None, date(2026, 11, 24)], ids=str)
def test_the_claims_of_another_day_have_their_standing_on_that_day_in_words(
    real_snapshot: Snapshot, known_at: date | None
) -> None:
    query = """
        SELECT ?claim ?state ?standing ?told ?label WHERE {
          GRAPH graph:claims { ?claim jpst:claimState ?state ; jpst:standing ?standing }
          OPTIONAL {
            GRAPH graph:claims { ?claim jpst:currentStanding ?told FILTER(LANG(?told) = "ja") }
          }
          GRAPH graph:labels { ?standing jpst:rankedLabel ?label FILTER(LANG(?label) = "ja") }
        }
    """
    seen = set()
    for claim, state, _, told, label in rows(
        on_day(real_snapshot, date(2024, 6, 1), known_at), query
    ):
        counts = state.value.rpartition("/")[2] in ("holds", "undated")
        assert told == (label if counts else None), claim
        seen.add(counts)
    assert seen == {True, False}


def test_a_state_is_whole_and_another_is_made_from_the_snapshot_that_it_came_from(
    real_snapshot: Snapshot,
) -> None:
    first = on_day(real_snapshot, date(2024, 6, 1))
    assert check_snapshot(first.path).damages == ()
    assert on_day(first, date(2023, 12, 25)).path == on_day(real_snapshot, date(2023, 12, 25)).path


def test_what_states_are_made_from_runs_no_code(tmp_path: Path) -> None:
    """A snapshot may come from a stranger, and what a pickle names is called when it is read."""
    (tmp_path / BASIS).write_bytes(pickle.dumps(Path("a")))
    with pytest.raises(pickle.UnpicklingError, match="is no part of a basis"):
        read_basis(tmp_path)


def test_a_question_is_asked_of_another_day_within_its_limits(real_snapshot: Snapshot) -> None:
    """The store of the state needs no further file while a query runs: then none can be opened."""
    answer = ask(real_snapshot, "trust-banks", {"asOf": "2024-06-01"}, root=PROJECT)
    assert len(answer) == len(ask(real_snapshot, "trust-banks", root=PROJECT))


def test_every_fact_of_a_state_has_exactly_one_standing(real_snapshot: Snapshot) -> None:
    for snapshot in (real_snapshot, on_day(real_snapshot, date(2024, 6, 1))):
        weighed = [q.triple for q in snapshot.store if is_standing(q.graph_name)]
        assert len(weighed) == len(set(weighed))
        inferred = {
            q.triple for q in snapshot.store.quads_for_pattern(None, None, None, GRAPH.inferred)
        }
        assert {t for t in inferred if t.predicate.value.startswith(JPST.BASE + "mayBe")} <= set(
            weighed
        )


def test_sums_count_no_narrowed_amount(real_snapshot: Snapshot) -> None:
    """Net and gross of one token both stood plain: too much by that token's net amount."""
    query = "SELECT (SUM(?a) AS ?sum) { ?t jpst:trustee id:mufg-trust ; jpst:offeringAmount ?a }"
    (row,) = rows(real_snapshot, query)
    assert row[0].value == "16356000000"


def test_the_ontology_names_the_classes_whose_things_start_and_end(real_snapshot: Snapshot) -> None:
    named = real_snapshot.store.quads_for_pattern(
        JPST.lifecycle, NamedNode(DCAM + "domainIncludes"), None, DefaultGraph()
    )
    assert {quad.object for quad in named} == set(LIVING)


def test_what_is_over_derives_nothing(real_snapshot: Snapshot) -> None:
    """For a bond that matured no firm is registered any more."""
    bond = NamedNode(ID + "st-bond-okasan-1")
    may = jpst("registeredFirm")
    assert list(real_snapshot.store.quads_for_pattern(bond, may, None, None)) == []
    before = on_day(real_snapshot, date(2026, 11, 21))
    ended = NamedNode("https://w3id.org/jpst/lifecycle/ended")
    assert list(before.store.quads_for_pattern(bond, JPST.lifecycle, ended, None))


@pytest.mark.parametrize(
    ("as_of", "known_at", "told"),
    [
        (date.today() + timedelta(days=1), None, "lies ahead"),
        (None, date(2020, 1, 1), "no source had been read by then"),
        (None, date.today() + timedelta(days=1), "nobody knows what will have been read"),
    ],
)
def test_a_day_without_a_state_is_refused(
    real_snapshot: Snapshot, as_of: date | None, known_at: date | None, told: str
) -> None:
    with pytest.raises(DayError, match=told) as caught:
        on_day(real_snapshot, as_of, known_at)
    assert caught.value.exit_code == 2


def test_what_was_not_known_has_no_days_and_displaces_nothing(market: Path) -> None:
    later = (market / "data/sources/odx-launch.ttl").read_text("utf-8")
    for old, new in (
        ("odx-launch", "odx-later"),
        ("example.org/launch", "example.org/later"),
        ('issued "2023-12-25"', 'issued "2024-06-01"'),
        ('read "2026-11-22"', 'read "2026-11-23"'),
        ('startedOperation "2023-12-25"', 'startedOperation "2024-01-01"'),
    ):
        later = later.replace(old, new)
    (market / "data/sources/odx-later.ttl").write_text(later, "utf-8")
    kgraph.build(market, limits=UNLIMITED)
    snapshot = kgraph.open(market)
    starts = """
        SELECT ?source ?until WHERE {
          GRAPH graph:claims {
            ?claim rdf:predicate jpst:startedOperation ; dcterms:source ?source
            OPTIONAL { ?claim jpst:holdsUntil ?until }
            %s
          }
        }
    """
    displaced = "{ ?claim jpst:displacedBy ?other }"
    ((source, until),) = rows(snapshot, starts % displaced)
    assert (source.value, until.value) == (SRC + "odx-launch", "2024-05-31")
    before = on_day(snapshot, known_at=date(2026, 11, 22))
    assert rows(before, starts % displaced) == []
    assert [row[1] for row in rows(before, starts % "")] == [None, None]


def test_what_was_not_known_disputes_no_claim(market: Path) -> None:
    text = (market / "data/sources/odx-launch.ttl").read_text("utf-8")
    for old, new in (
        ("odx-launch", "odx-other"),
        ("example.org/launch", "example.org/other"),
        ('read "2026-11-22"', 'read "2026-11-23"'),
        ('startedOperation "2023-12-25"', 'startedOperation "2024-01-01"'),
    ):
        text = text.replace(old, new)
    (market / "data/sources/odx-other.ttl").write_text(text, "utf-8")
    kgraph.build(market, limits=UNLIMITED)
    snapshot = kgraph.open(market)
    standing = """
        SELECT ?standing WHERE {
          GRAPH graph:claims {
            ?claim rdf:predicate jpst:startedOperation ; dcterms:source src:odx-launch ;
              jpst:standing ?standing
          }
        }
    """
    for known, told in ((None, "conflicting"), (date(2026, 11, 22), "confirmed")):
        state = on_day(snapshot, known_at=known)
        ((found,),) = rows(state, standing)
        assert found.value.endswith(told)
        said = {s.source.iri for f in dossier(state, ID + "start").past for s in f.stated}
        assert SRC + "odx-other" not in said  # it says nothing yet, and is not what ended


def test_a_snapshot_of_an_older_format_says_what_to_do(market: Path) -> None:
    import json

    report = kgraph.build(market, limits=UNLIMITED)
    assert report.snapshot is not None
    manifest = report.snapshot / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    content["format"] = 1
    manifest.write_text(json.dumps(content), "utf-8")
    with pytest.raises(SnapshotError, match=r"format 1.*kgraph build"):
        kgraph.open(market)
