"""What is asked of another engine is asked of the state and of graphs that were pushed."""

from __future__ import annotations

import pytest
from helpers.engines import Engine, endpoint
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kgraph.remote import RemoteError
from kgraph.remote.ask import query
from kgraph.remote.layout import DIGEST, PUSHED, STATE, asked_by_name
from kgraph.remote.push import push
from kgraph.snapshot import Snapshot
from kgraph.sparql.guard import Refused


def test_query_is_of_the_state_and_of_graphs_that_were_pushed(
    engine: Engine, asked_market: Snapshot
) -> None:
    there = endpoint(engine)
    push(asked_market, there)
    stranger = NamedNode("urn:stranger")
    engine.store.add(Quad(stranger, stranger, stranger, stranger))
    engine.store.add(Quad(stranger, stranger, stranger))
    for text in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { ?s a jpst:SecurityToken GRAPH graph:claims { ?c ?p ?s } }",
        "ASK { <urn:stranger> ?p ?o }",
    ):
        here, found = asked_market.query(text), query(there, text)
        assert (found.rows, found.boolean) == (here.rows, here.boolean), text
    with pytest.raises(Refused):
        query(there, "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_engine_without_the_graph_gives_no_empty_answer(engine: Engine) -> None:
    with pytest.raises(RemoteError, match="nothing of the graph was pushed"):
        query(endpoint(engine), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def test_rewriting_leaves_text_alone() -> None:
    text = asked_by_name('SELECT ?s WHERE { ?s ?p "GRAPH ?g {" }')
    assert text == f'SELECT ?s WHERE {{ GRAPH <{STATE}> {{ ?s ?p "GRAPH ?g {{" }} }}'


_NAMED = "GRAPH <urn:b> { ?g ?said ?y }"


@pytest.mark.parametrize(
    ("where", "is_behind"),
    [
        ("GRAPH ?g { ?s <urn:p> ?o ; <urn:q> [] }", True),
        ("?o ?is ?it OPTIONAL { GRAPH ?g { ?o <urn:p> ?x } }", True),
        ("?s ?p ?o FILTER EXISTS { GRAPH ?g { ?s <urn:p> ?o } }", True),
        (f"GRAPH ?g {{ ?s <urn:p> ?o . {_NAMED} FILTER(?o != <urn:y>) }}", True),
        (f"GRAPH ?g {{ {_NAMED} ?s <urn:p> ?o }}", False),
        ("GRAPH ?g { ?s <urn:p>|<urn:q> ?o }", False),
        ("GRAPH ?g { ?s <urn:p> ?o FILTER NOT EXISTS { ?s <urn:q> ?o } }", False),
        ("GRAPH ?g { ?s <urn:p> ?o OPTIONAL { ?s <urn:q> ?x } }", False),
        ("GRAPH ?g { FILTER(true) }", False),
    ],
)
def test_graphs_are_named_behind_what_finds_them(where: str, is_behind: bool) -> None:
    """Wherever they are named, the rows are the same."""
    store = Store()
    store.load(
        f"""
        GRAPH <{STATE}> {{ <urn:s> <urn:p> <urn:o> . <urn:o> <urn:is> <urn:it> }}
        GRAPH <{PUSHED}> {{ <{STATE}> <{DIGEST}> "0" . <urn:a> <{DIGEST}> "1" }}
        GRAPH <urn:a> {{ <urn:s> <urn:p> <urn:o> , <urn:y> ; <urn:q> <urn:z> }}
        GRAPH <urn:b> {{ <urn:s> <urn:p> <urn:o> . <urn:a> <urn:in> <urn:b> }}
        """.encode(),
        format=RdfFormat.TRIG,
    )
    query = f"SELECT * {{ {where} }}"
    before, behind = asked_by_name(query), asked_by_name(query, behind=True)
    assert (before != behind) is is_behind
    if is_behind:
        assert behind.index(DIGEST) > behind.index("<urn:p>")
    found = [sorted(map(str, store.query(text))) for text in (before, behind)]
    assert found[0] == found[1] != []
