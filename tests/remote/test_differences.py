"""What engines understand or write in another way than this one, and what they get wrong."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.engines import Engine, endpoint, give
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kgraph.questions.question import question
from kgraph.remote import RemoteError, virtuoso
from kgraph.remote.answers import Row, normalized, rows, stored_rows
from kgraph.remote.ask import ask
from kgraph.remote.differences import refuse
from kgraph.remote.errors import CannotAnswer
from kgraph.remote.fuseki import as_checked, as_understood, each_once
from kgraph.remote.held import whole_numbers
from kgraph.remote.push import push
from kgraph.remote.virtuoso import text_of
from kgraph.snapshot import Snapshot
from kgraph.vocab import XSD


def test_sub_select_is_read_once(engine: Engine) -> None:
    """Fuseki reads one that is cut as it stands; that each begins with its first row is so."""
    there = endpoint(engine)
    inner = "{ SELECT DISTINCT ?x { VALUES ?x { 3 1 2 } } ORDER BY DESC(?x) }"
    text = f"SELECT ?x {{ {{ SELECT ?x {{ {inner} FILTER(?x > 1) }} GROUP BY ?x }} }} LIMIT 9"
    cut = "SELECT ?x { { SELECT ?x { VALUES ?x { 1 2 } } LIMIT 1 } }"
    assert each_once(there, text) == text
    there._server = "Fuseki"
    assert each_once(there, text).count("OFFSET 0") == 2
    assert sorted(map(str, Store().query(each_once(there, text)))) == sorted(
        map(str, Store().query(text))
    )
    assert each_once(there, cut) == cut
    claims = "SELECT * { ?c rdf:predicate ?p ; rdf:object ?o ; rdf:subject ?s ; urn:x 1 }"
    assert "{ ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; urn:x 1 }" in each_once(
        there, claims
    )
    for other in (
        "?c rdf:predicate ?p, ?q ; rdf:subject ?s",
        "?c rdf:predicate ?p . ?c a ?k",
        "?c rdf:predicate ?p ; rdf:subject ?s, ?t",
        "?p ^rdf:predicate ?c ; rdf:subject ?s",
        "?c <urn:x>/rdf:predicate ?p ; rdf:subject ?s",
        "?c !rdf:predicate ?p ; rdf:subject ?s",
        "?c ?x ?p } VALUES ?p { rdf:predicate",
    ):
        assert other in each_once(there, f"SELECT * {{ {other} }}")


def test_values_stand_behind_what_does_not_speak_of_them(engine: Engine) -> None:
    """Fuseki joins what follows once for each; the rows stay the same."""
    there = endpoint(engine)
    there._server = "Fuseki"
    graphs = "GRAPH ?g { ?s ?p ?o } GRAPH <urn:list> { ?g <urn:is> <urn:listed> }"
    values = "VALUES (?kind ?rank) { (<urn:k> 1) (<urn:l> 2) }"
    text = f"SELECT * {{ {values} {graphs} ?g a ?kind }}"
    asked = each_once(there, text)
    assert asked.index("VALUES") > asked.index("<urn:listed> }")
    store = Store()
    store.load(
        b"""GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> , <urn:d> } <urn:g> a <urn:k> , <urn:l> .
        GRAPH <urn:list> { <urn:g> <urn:is> <urn:listed> }""",
        format=RdfFormat.TRIG,
    )
    found = [sorted(map(str, store.query(one))) for one in (text, asked)]
    assert found[0] == found[1] != []
    for other in (
        f"SELECT * {{ {values} GRAPH ?g {{ ?s a ?kind }} }}",
        f"SELECT * {{ {values} ?s ?p ?o }}",
        f"SELECT * {{ {values} OPTIONAL {{ GRAPH ?g {{ ?s ?p ?o }} }} }}",
        "SELECT * { VALUES ?kind { <urn:k> } GRAPH ?g { ?s ?p ?o } }",
    ):
        assert each_once(there, other) == other


def test_shapes_are_counted_in_the_graphs_that_are_meant_and_asked_of_each_thing_once(
    engine: Engine,
) -> None:
    there = endpoint(engine)
    meant = "GRAPH <urn:list> { ?g <urn:is> <urn:listed> }"
    focus = f"{meant} GRAPH ?g {{ ?this a <urn:k> . }}"
    counted = (
        "SELECT DISTINCT ?g ?this WHERE { { SELECT ?g ?this WHERE { GRAPH ?g { ?this <urn:p> ?v } }"
        f" GROUP BY ?g ?this HAVING(COUNT(DISTINCT ?v) > 1) }} FILTER EXISTS {{ {focus} }} }}"
    )
    twice = (
        f"SELECT DISTINCT ?g ?this ?v WHERE {{ {focus}  GRAPH ?g {{ {focus} ?this <urn:p> ?v }} }}"
    )
    once = f"SELECT DISTINCT ?g ?this ?v WHERE {{   GRAPH ?g {{ {focus} ?this <urn:p> ?v }} }}"
    alone = f"SELECT DISTINCT ?this WHERE {{ {focus}  GRAPH ?g {{ {focus} }} }}"
    assert as_checked(there, counted, "?g", meant) == counted
    there._server = "Fuseki"
    assert f"WHERE {{ {meant} GRAPH ?g {{ ?this <urn:p>" in as_checked(there, counted, "?g", meant)
    assert as_checked(there, counted, "?g", "") == counted
    assert as_checked(there, twice, "?g", meant) == once
    assert as_checked(there, alone, "?g", meant) == alone
    store = Store()
    store.load(
        b"""GRAPH <urn:g> { <urn:a> a <urn:k> ; <urn:p> 1 , 2 }
        GRAPH <urn:h> { <urn:a> <urn:p> 3 , 4 }
        GRAPH <urn:list> { <urn:g> <urn:is> <urn:listed> }""",
        format=RdfFormat.TRIG,
    )
    for text in (counted, twice):
        asked = as_checked(there, text, "?g", meant)
        found = [sorted(map(str, store.query(one))) for one in (text, asked)]
        assert found[0] == found[1] != []


def test_values_are_written_as_here() -> None:
    kinds = {"42.0": "42", "0.0": "0", "1.50": "1.5", "-0.0": "0", "+05.": "5", ".5": "0.5"}
    kinds |= {"-00.10": "-0.1", "1" * 35 + ".50": "1" * 35 + ".5", "100": "100"}
    kinds |= {text: text for text in ("1E99999999", "sNaN", "Infinity", "1_000", "", ".", "１")}
    for there, here in kinds.items():
        assert normalized(Literal(there, datatype=XSD.decimal)) == Literal(
            here, datatype=XSD.decimal
        )
    true = Literal("true", datatype=XSD.boolean)
    assert normalized(Literal("1", datatype=XSD.boolean)) == true


def test_text_of_a_decimal_is_asked_as_here(engine: Engine) -> None:
    """Fuseki has it as “42.0”; an IRI, a text and a number of another kind stay."""
    there = endpoint(engine)
    there._server = "Fuseki"
    shown = "SELECT (STR(?v) AS ?t) { VALUES ?v { 42.0 <urn:x> 'a.0' 7 } }"
    text = as_understood(there, shown)
    found = [row[0].value for row in Store().query(text)]
    assert found == ["42", "urn:x", "a.0", "7"]
    nested = as_understood(there, "SELECT (CONCAT(STR(STR(1.0)), 'x') AS ?t) {}")
    assert [row[0].value for row in Store().query(nested)] == ["1x"]


def test_what_virtuoso_gets_wrong_is_refused_by_name(engine: Engine) -> None:
    there = endpoint(engine)
    nested = "SELECT ?s { ?s ?p ?o OPTIONAL { ?s ?q ?x } }"
    refuse(there, nested, "q")
    there._server = "Virtuoso/07.20.3229"
    with pytest.raises(CannotAnswer, match="such queries as q"):
        refuse(there, nested, "q")
    refuse(there, "SELECT ?s { ?s ?p ?o }", "q")


def test_stored_question_that_virtuoso_was_not_tried_with_is_refused(
    engine: Engine, asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By name and with the reason; a question counts as tried as long as its text is the same."""
    there = endpoint(engine)
    push(asked_market, there)
    there._server = "Virtuoso/07.20.3229"
    units = question(asked_market.root, "units")
    tried = tmp_path / "tried.json"
    monkeypatch.setattr(virtuoso, "LIST", tried)
    for kinds, why in (
        ({}, "it was not tried with this one as it now stands"),
        ({"answered": {"units": "0" * 16}}, "as it now stands"),
        ({"division": {"units": text_of(units.body)}}, "divides whole numbers without the rest"),
    ):
        tried.write_text(json.dumps(kinds))
        with pytest.raises(CannotAnswer, match=f"units is not asked of Virtuoso 7: .*{why}"):
            ask(asked_market, there, "units", {})
    tried.write_text(json.dumps({"answered": {"units": text_of(units.body)}}))
    assert len(ask(asked_market, there, "units", {}).rows) == 2


def test_question_on_which_a_compiler_fails_is_asked_in_the_order_of_its_text(
    engine: Engine,
) -> None:
    engine.store.add(Quad(NamedNode("urn:x"), NamedNode("urn:p"), Literal("x")))
    order = 'DEFINE sql:select-option "order"\n'
    failed = b"Virtuoso 37000 Error SQ156: Internal Optimized compiler error : Bad dfe"

    def fail(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if "SELECT" not in text:
            return False
        if not text.startswith(order):
            return give(handler, 500, "text/plain", failed) is None
        return give(handler, 200, *engine.answer(text.removeprefix(order), False)) is None

    engine.fault = fail
    text = "PREFIX x: <urn:x> SELECT ?s (STR(?o) AS ?t) { ?s ?p ?o }"
    found = stored_rows(endpoint(engine), text)
    assert found == (("s", "t"), [(NamedNode("urn:x"), Literal("x"))])
    with pytest.raises(RemoteError, match="SQ156"):
        rows(endpoint(engine), text)


def test_terms_are_compared_by_their_values_in_virtuoso(engine: Engine) -> None:
    """It gives other rows for sameTerm with a COALESCE."""
    for name in ("urn:x", "urn:y"):
        engine.store.add(Quad(NamedNode(name), NamedNode("urn:p"), Literal(name)))
    text = (
        "SELECT ?s { ?s ?p ?o FILTER(sameTerm(?s, COALESCE(?none, <urn:x>)) "
        "&& !sameTerm(COALESCE(?none, ?s, 1), <urn:y>)) }"
    )
    there = endpoint(engine)
    there._server = "Virtuoso/07.20.3229"
    assert stored_rows(there, text) == (("s",), [(NamedNode("urn:x"),)])
    assert "sameTerm" not in engine.texts[-1]
    there._server = "Fuseki"
    assert stored_rows(there, text) == (("s",), [(NamedNode("urn:x"),)])
    assert "sameTerm" in engine.texts[-1]


def test_long_whole_numbers_are_integers_where_the_graph_has_no_such_decimal(
    engine: Engine, asked_market: Snapshot
) -> None:
    there = endpoint(engine)
    long, other, short = (
        Literal(text, datatype=XSD.decimal) for text in ("3000000000", "3000000000.5", "42")
    )
    found: list[Row] = [(long, other, None), (short, NamedNode("urn:x"), long)]
    assert whole_numbers(there, asked_market, found) == found
    there._server = "Virtuoso/07.20.3229"
    number = Literal("3000000000", datatype=XSD.integer)
    mended = [(number, other, None), (short, NamedNode("urn:x"), number)]
    assert whole_numbers(there, asked_market, found) == mended
    store, thing = Store(), NamedNode("urn:x")
    graph: Any = SimpleNamespace(store=store)
    for value in (other, short, Literal("12345678.9", datatype=XSD.decimal)):
        store.add(Quad(thing, thing, value, thing))
    assert whole_numbers(there, graph, found) == mended
    # Of which decimals a sum was made nothing tells; but a value that stands there as an integer
    # alone is one.
    far = Literal("-4000000000", datatype=XSD.decimal)
    store.add(Quad(thing, thing, far, thing))
    with pytest.raises(CannotAnswer, match=r"from 2³¹ as decimals.*-4000000000"):
        whole_numbers(there, graph, found)
    store.add(Quad(thing, thing, number))
    assert whole_numbers(there, graph, found) == mended
    store.add(Quad(thing, thing, long, thing))
    with pytest.raises(CannotAnswer, match=r"from 2³¹ as decimals.*3000000000"):
        whole_numbers(there, graph, found)


def test_division_is_refused_of_virtuoso(engine: Engine) -> None:
    there = endpoint(engine)
    there._server = "Virtuoso/07.20.3229"
    with pytest.raises(CannotAnswer, match="other rows \\(/\\)"):
        refuse(there, "SELECT (?o / 2 AS ?half) { ?s ?p ?o }", "q")


def test_causes_and_questions_of_virtuoso_are_known() -> None:
    tried = json.loads(virtuoso.LIST.read_text(encoding="utf-8"))
    assert tried.keys() <= virtuoso.CAUSES.keys() | {"answered"}
    slugs = [slug for questions in tried.values() for slug in questions]
    assert len(slugs) == len(set(slugs)) > 60
