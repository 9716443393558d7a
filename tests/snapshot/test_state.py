"""The state of a day: a set of what holds then."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.here import on_day, rows
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

import kgraph
from kgraph.limited import UNLIMITED
from kgraph.names import DCAM, ID, SRC
from kgraph.questions.ask import ask
from kgraph.show.dossier import dossier
from kgraph.snapshot import Snapshot
from kgraph.snapshot.basis import read_basis
from kgraph.snapshot.errors import DayError, SnapshotError
from kgraph.snapshot.graphs import is_standing, states_facts
from kgraph.snapshot.intact import BASIS, LASTING
from kgraph.snapshot.labels import UNDATED
from kgraph.snapshot.state import LIVING
from kgraph.snapshot.verify import check_snapshot
from kgraph.vocab import GRAPH, JPST

LATEST = date(2026, 11, 29)


def test_the_state_of_the_snapshots_own_day_is_the_snapshot(real_snapshot: Snapshot) -> None:
    assert on_day(real_snapshot) is real_snapshot
    assert on_day(real_snapshot, LATEST) is real_snapshot
    assert real_snapshot.day.as_of == LATEST


def beside_the_state(snapshot: Snapshot) -> set[Quad]:
    graphs = set(snapshot.store.named_graphs()) - {GRAPH.state, GRAPH.inferred}
    return {q for g in graphs for q in snapshot.store.quads_for_pattern(None, None, None, g)}


def test_a_state_is_made_once_and_has_the_sources_of_its_snapshot(real_snapshot: Snapshot) -> None:
    first, again = (on_day(real_snapshot, date(2024, 6, 1)) for _ in range(2))
    assert first.path == again.path
    graphs = {g for g in real_snapshot.graphs() if states_facts(NamedNode(g))}
    assert graphs <= first.graphs()
    apart = beside_the_state(first) ^ beside_the_state(real_snapshot)
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
        if state == UNDATED:
            label = Literal(
                f"{int(label.value[0]) + 5}{label.value[1:]}（日付不明）", language="ja"
            )
        assert told == (label if counts else None), claim
        seen.add(state == UNDATED if counts else None)
    assert seen == {True, False, None}


@pytest.mark.parametrize("known_at", [None, date(2026, 11, 24)], ids=str)
def test_a_claim_that_holds_on_every_day_has_its_standing_in_words_from_what_lasts(
    real_snapshot: Snapshot, known_at: date | None
) -> None:
    """But on days of knowledge, by which its page may not have been read."""
    lasting = Store.read_only(str(real_snapshot.path / LASTING))
    of_state = on_day(real_snapshot, date(2024, 6, 1), known_at).store
    written, told = (
        set(store.quads_for_pattern(None, JPST.currentStanding, None, GRAPH.claims))
        for store in (lasting, of_state)
    )
    basis = read_basis(real_snapshot.path)
    steady = {basis.names[i] for i in basis.steady}
    assert {quad.subject for quad in written} == steady
    assert len(steady) > 100
    assert bool(written - told) == (known_at is not None)
    assert told - written


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
        graphs = filter(is_standing, snapshot.store.named_graphs())
        of_each = (snapshot.store.quads_for_pattern(None, None, None, graph) for graph in graphs)
        weighed = [quad.triple for quads in of_each for quad in quads]
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
