"""A name in a query that leads nowhere is told, with the nearest that leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.running import run_kgraph

import kgraph
from kgraph.snapshot import Snapshot
from kgraph.snapshot.run import InvalidQuery, run_query
from kgraph.sparql.spelling import unknown_prefix, unknown_terms


@pytest.fixture(scope="module")
def snapshot(built_market: Path) -> Snapshot:
    return kgraph.open(built_market)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "SELECT * {\n  ?s jpts:operatedBy ?o }",
            "query:2:6: the prefix jpts: is not declared; did you mean jpst:?",
        ),
        (
            "SELECT * { ?s foaf:name ?o }",
            "query:1:15: the prefix foaf: is not declared; write PREFIX foaf: <…> before the query",
        ),
        ("PREFIX my: <https://x.org/>\nASK { ?s ny:x my:y }", "query:2:10: the prefix ny:"),
        ("ASK { ?s :x ?o }", "query:1:10: the prefix : is not declared"),
    ],
)
def test_a_prefix_that_nothing_declares_is_named(snapshot: Snapshot, query: str, told: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        run_query(snapshot, query)
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX my: <https://x.org/> ASK { ?s my:x my:y }",
        "ASK { ?s ?p 'no:prefix' } # nor:this",
        "ASK { _:b ?p <no:prefix> }",
    ],
)
def test_what_is_declared_or_no_prefix_at_all_is_not_told(query: str) -> None:
    assert unknown_prefix(query) is None


def test_other_faults_are_told_with_their_place(snapshot: Snapshot) -> None:
    with pytest.raises(InvalidQuery, match=r"^query:1:31: “}” cannot follow “jpst:operatedBy”"):
        run_query(snapshot, "SELECT * { ?s jpst:operatedBy }")


@pytest.mark.parametrize(
    ("query", "names", "near"),
    [
        ("ASK { ?s jpst:operatdBy ?o }", ["jpst:operatdBy"], "jpst:operatedBy"),
        ("ASK { ?s jpst:operatedby ?o }", ["jpst:operatedby"], "jpst:operatedBy"),
        ("ASK { ?s ?p standing:confirmd }", ["standing:confirmd"], "standing:confirmed"),
        ("ASK { GRAPH src:odx-lanch { ?s ?p ?o } }", ["src:odx-lanch"], "src:odx-launch"),
        ("ASK { ?s a <https://w3id.org/jpst/ontology/Venu> }", ["jpst:Venu"], "jpst:Venue"),
        ("PREFIX o: <https://w3id.org/jpst/ontology/> ASK { ?s a o:Venu }", ["jpst:Venu"], "Venue"),
        ("ASK { ?s jpst:xyzzy ?o }", ["jpst:xyzzy"], "kgraph search"),
        ("CONSTRUCT { ?s jpst:mine ?o } WHERE { ?s jpst:zzqqzz ?o }", ["jpst:zzqqzz"], "search"),
        ("ASK { id:a1 jpst:b2 id:c3 }", ["id:a1", "jpst:b2", "id:c3"], "search"),
    ],
)
def test_a_term_of_ours_that_the_graph_lacks_is_told(
    snapshot: Snapshot, query: str, names: list[str], near: str
) -> None:
    told = unknown_terms(snapshot.store, query)
    assert [line.split()[1] for line in told] == names
    assert near in told[0]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { id:start jpst:operatedBy ?o . ?o a jpst:Company }",
        "ASK { GRAPH standing:confirmed { ?s ?p ?o } }",
        "ASK { GRAPH src:odx-launch { ?s jpst:hosting hosting:page } }",
        "ASK { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(jpst:))) }",
        "ASK { ?s <https://example.org/p> owl:Nothing }",
        "PREFIX x: <https://w3id.org/jpst/nowhere> ASK { ?s ?p 'jpst:nothing' }",
        "BASE <https://w3id.org/jpst/nowhere> ASK { ?s ?p ?o }",
    ],
)
def test_what_is_there_or_not_ours_is_not_told(snapshot: Snapshot, query: str) -> None:
    assert unknown_terms(snapshot.store, query) == []


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX jpst: <http://w3id.org/jpst/ontology/> ASK { ?s jpst:operatedBy ?o }",
        "ASK { ?s <https://www.w3id.org/jpst/ontology/operatedBy> ?o }",
        "ASK { ?s <https://w3id.org:443/jpst//ontology/operatedBy> ?o }",
        "ASK { ?s jpst:OPERATEDBY ?o }",
    ],
)
def test_a_name_written_otherwise_is_told_with_ours(snapshot: Snapshot, query: str) -> None:
    [told] = unknown_terms(snapshot.store, query)
    assert "did you mean jpst:operatedBy?" in str(told)


def test_many_unknown_terms_are_told_in_a_few_lines(snapshot: Snapshot) -> None:
    values = " ".join(f"jpst:none{i}" for i in range(1000))
    assert len(unknown_terms(snapshot.store, f"ASK {{ VALUES ?p {{ {values} }} ?s ?p ?o }}")) == 5


def test_the_command_warns_and_answers_all_the_same(built_market: Path) -> None:
    told = run_kgraph("query", "SELECT ?s { ?s jpst:operatdBy ?o }", cwd=built_market)
    assert (told.returncode, told.stdout) == (0, "s\n-\n")
    warning, empty = told.stderr.splitlines()
    assert warning == (
        "warning: query:1:16: jpst:operatdBy stands nowhere in the graph; "
        "did you mean jpst:operatedBy?"
    )
    assert empty.startswith("no row matches")
