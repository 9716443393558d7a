"""Exports: the same bytes for the same graph, and the same graph when read back."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import rdflib
from helpers.exported import ONTOLOGY, canonical, read_back, with_rdflib
from helpers.project import PROJECT
from helpers.terms import jpst
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

import kgraph
from kgraph.export import FORMATS, WITHOUT_GRAPHS, WRITERS, ExportError, export, format_of
from kgraph.export.context import context
from kgraph.export.dataset import to_dataset
from kgraph.export.selection import in_one_graph, in_order, select
from kgraph.names import ID, SRC
from kgraph.snapshot.graphs import is_merged
from kgraph.turtle.literals import engine_forms
from kgraph.vocab import GRAPH, JPST, OWL, RDF, SKOS, XSD


@pytest.fixture(scope="module")
def snapshot(built_market: Path) -> object:
    return kgraph.open(built_market)


@pytest.mark.parametrize("format", WRITERS)
def test_reading_back_gives_the_same_quads(snapshot: object, format: str) -> None:
    content = export(snapshot, format)
    chosen = in_one_graph if format in WITHOUT_GRAPHS else select
    wanted = canonical(chosen(snapshot.store))
    assert len(wanted) > 50
    assert canonical(read_back(content, format)) == wanted
    assert canonical(with_rdflib(content, format)) == wanted


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "parquet"])
def test_the_order_of_the_store_does_not_matter(snapshot: object, format: str) -> None:
    backwards = Store()
    for quad in reversed(list(snapshot.store)):
        backwards.add(quad)
    assert export(SimpleNamespace(store=backwards), format) == export(snapshot, format)


def test_without_inferred_only_what_somebody_says_is_left(snapshot: object) -> None:
    stated = select(snapshot.store, inferred=False)
    party = JPST.hasParty
    odx = NamedNode(ID + "odx")
    assert any(quad.predicate == party and quad.object == odx for quad in select(snapshot.store))
    assert not any(quad.predicate == party and quad.object == odx for quad in stated)
    assert not any(quad.graph_name == GRAPH.inferred for quad in stated)
    said = {q.triple for q in stated if is_merged(q.graph_name) or q.graph_name == GRAPH.state}
    assert {quad.triple for quad in stated if quad.graph_name == DefaultGraph()} <= said


def test_without_inferred_what_is_stated_and_inferred_stays() -> None:
    fact = (NamedNode(ID + "a"), jpst("p"), NamedNode(ID + "b"))
    store = Store()
    for graph in (DefaultGraph(), GRAPH.inferred, NamedNode(SRC + "one")):
        store.add(Quad(*fact, graph))
    left = select(store, inferred=False)
    assert [quad.graph_name for quad in left] == [DefaultGraph(), NamedNode(SRC + "one")]


def test_without_provenance_there_is_one_graph(snapshot: object) -> None:
    content = export(snapshot, "nquads", provenance=False)
    quads = read_back(content, "nquads")
    assert {quad.graph_name for quad in quads} == {DefaultGraph()}
    assert content == export(snapshot, "ntriples", provenance=False)


def test_formats_without_graph_names_hold_claims_and_labels_too(snapshot: object) -> None:
    said = {quad.triple for quad in read_back(export(snapshot, "turtle"), "turtle")}
    for graph in (DefaultGraph(), GRAPH.claims, GRAPH.labels):
        quads = [
            quad
            for quad in snapshot.store.quads_for_pattern(None, None, None, graph)
            if not any(isinstance(term, BlankNode) for term in quad.triple)
        ]
        assert quads
        assert {quad.triple for quad in quads} <= said


def test_an_unknown_format_is_refused(snapshot: object) -> None:
    with pytest.raises(ExportError, match=", ".join(FORMATS)):
        export(snapshot, "n3")


def test_endings_name_formats() -> None:
    assert format_of(Path("a/b.TTL")) == "turtle"
    assert format_of(Path("x.jsonld")) == "jsonld"
    assert format_of(Path("x.rdf")) == "rdfxml"
    assert format_of(Path("x.graphml")) == "graphml"
    assert format_of(Path("x.zip")) == "csv"
    assert format_of(Path("x.txt")) is None


def test_turtle_declares_the_prefixes_it_uses_in_order(snapshot: object) -> None:
    lines = export(snapshot, "turtle").decode().splitlines()
    head = [line for line in lines if line.startswith("@prefix")]
    assert head == sorted(head) == lines[: len(head)]
    assert any(line.startswith("@prefix id:") for line in head)
    assert not any(line.startswith("@prefix dcat:") for line in head)


HASHES = """
import hashlib
from pathlib import Path
import kgraph
from kgraph.export import FORMATS, export
snapshot = kgraph.open(Path())
for name in FORMATS:
    if name != "parquet":
        print(name, hashlib.sha256(export(snapshot, name)).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_hash_seed(built_market: Path) -> None:
    def hashes(seed: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", HASHES],
            cwd=built_market,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    first = hashes("1")
    assert len(first.splitlines()) == len(FORMATS) - 1
    assert hashes("2") == first


def test_reading_an_export_rewrites_no_literal(snapshot: object) -> None:
    literals = {q.object for q in select(snapshot.store) if isinstance(q.object, Literal)}
    assert Literal("1.5", datatype=XSD.decimal) in literals
    assert {literal: literal for literal in literals} == engine_forms(literals)
    written = read_back(export(snapshot, "turtle"), "turtle")
    assert {quad.object for quad in written if isinstance(quad.object, Literal)} <= literals


def test_labels_of_blank_nodes_follow_from_the_graph() -> None:
    def selected(*labels: str) -> list[Quad]:
        first, second = map(BlankNode, labels)
        store = Store()
        store.add(Quad(jpst("A"), OWL.unionOf, first))
        store.add(Quad(first, RDF.first, jpst("B")))
        store.add(Quad(first, RDF.rest, second))
        store.add(Quad(second, RDF.first, jpst("C")))
        return select(store)

    assert selected("a", "b") == selected("z", "y")
    assert {str(q.object) for q in selected("a", "b")} >= {"_:c14n0", "_:c14n1"}


# -- RDF/XML


def one(value: Literal, predicate: str = JPST.note.value) -> list[Quad]:
    return [Quad(NamedNode(ID + "a"), NamedNode(predicate), value)]


@pytest.mark.parametrize("text", ["a\rb\r\nc\td", " <&>\"' ]]>", "文 🙂", ""])
def test_rdfxml_keeps_every_character(text: str) -> None:
    quads = one(Literal(text))
    content = WRITERS["rdfxml"](quads)
    assert read_back(content, "rdfxml") == quads
    assert with_rdflib(content, "rdfxml") == quads


def test_rdfxml_says_what_it_cannot_hold() -> None:
    with pytest.raises(ExportError, match=r"U\+0001 .*remove it"):
        WRITERS["rdfxml"](one(Literal("a\x01b")))
    with pytest.raises(ExportError, match=r"<http://example\.org/1>.*does not end in a name"):
        WRITERS["rdfxml"](one(Literal("a"), "http://example.org/1"))


def test_rdfxml_declares_the_prefixes_it_uses_in_order(snapshot: object) -> None:
    content = export(snapshot, "rdfxml").decode()
    declared = re.findall(r"xmlns:(\w+)=", content.partition("<rdf:Description")[0])
    assert declared == sorted(declared)
    assert {"jpst", "rdf", "skos"} <= set(declared)
    assert "id" not in declared  # no property has that namespace


# -- JSON-LD


def nodes(content: bytes) -> dict[str, dict[str, object]]:
    return {node["@id"]: node for node in json.loads(content)["@graph"]}


def test_jsonld_has_readable_keys_and_language_maps(snapshot: object) -> None:
    start = nodes(export(snapshot, "jsonld", provenance=False))["id/start"]
    assert start["@type"] == "Venue"
    assert start["prefLabel"] == {"en": "START", "ja": "START（取引の場）"}
    assert start["operatedBy"] == "id/odx"
    assert start["startedOperation"] == "2023-12-25"
    assert start["tradingHours"] == {"en": "9:00 to 15:00", "ja": "9時から15時"}


def test_jsonld_numbers_follow_the_ontology(snapshot: object) -> None:
    token = nodes(export(snapshot, "jsonld", provenance=False))["id/st-alpha"]
    assert token["issuedUnits"] == 100
    assert token["coupon"] == "1.5"


def test_jsonld_names_graphs_by_their_source(snapshot: object) -> None:
    graphs = {
        node["@id"]: node["@graph"]
        for node in json.loads(export(snapshot, "jsonld"))["@graph"]
        if "@graph" in node
    }
    said = {node["@id"] for node in graphs["source/odx-launch"]}
    assert {"id/start", "id/st-alpha", "source/odx-launch"} <= said


def test_a_name_that_means_an_outside_term_is_never_one_of_ours() -> None:
    assert context([]).local(jpst("operatedBy").value) == "operatedBy"
    assert context([]).local(jpst("title").value) is None
    assert context([]).local(jpst("skos").value) is None
    assert context([]).local(SKOS.prefLabel.value) is None


PROPERTIES = [
    NamedNode(iri)
    for iri in (
        jpst("refers").value,
        jpst("day").value,
        jpst("words").value,
        jpst("count").value,
        jpst("flag").value,
        jpst("free").value,
        jpst("title").value,
        JPST.BASE + "a-b.c",
        SKOS.prefLabel.value,
        RDF.object.value,
        RDF.type.value,
        "http://example.org/x#y",
    )
]
NODES = [
    NamedNode(ID + "odx"),
    NamedNode(ID + "a/b"),
    NamedNode(ID),
    jpst("title"),
    NamedNode("https://w3id.org/jpst/../x"),
    NamedNode("http://example.org/thing"),
    NamedNode("urn:isbn:1"),
    BlankNode("b0"),
    BlankNode("b1"),
]
VALUES = [
    Literal("text"),
    Literal("_:b0"),
    Literal("id/odx"),
    Literal("文", language="ja"),
    Literal("text", language="en-GB"),
    *(
        Literal(text, datatype=NamedNode(XSD.BASE + kind))
        for text, kind in (
            ("5", "integer"),
            ("05", "integer"),
            ("99999999999999999999", "integer"),
            ("true", "boolean"),
            ("1", "boolean"),
            ("1.50", "decimal"),
            ("2024-01-01", "date"),
            ("1E0", "double"),
        )
    ),
]
QUADS = st.builds(
    Quad,
    st.sampled_from(NODES),
    st.sampled_from(PROPERTIES),
    st.sampled_from(NODES + VALUES),
    st.sampled_from([DefaultGraph(), NamedNode(SRC + "one"), BlankNode("g")]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(QUADS, max_size=12))
def test_any_graph_survives_every_format_with_graphs(extra: list[Quad]) -> None:
    quads = in_order({*ONTOLOGY, *extra})
    for name in ("jsonld", "trig", "nquads"):
        assert canonical(read_back(WRITERS[name](quads), name)) == canonical(quads), name


# -- rdflib


def test_the_dataset_has_every_quad_and_a_merged_default_graph(snapshot: object) -> None:
    dataset = to_dataset(snapshot)
    back = list(parse(dataset.serialize(format="nquads"), format=RdfFormat.N_QUADS))
    assert canonical(back) == canonical(list(snapshot.store))
    units = rdflib.URIRef(jpst("issuedUnits").value)
    # Two sources say 100; the default graph holds it once.
    assert sum(int(value) for value in dataset.default_graph.objects(None, units)) == 120


def test_the_dataset_answers_who_says_so(snapshot: object) -> None:
    rows = to_dataset(snapshot).query(
        "SELECT ?g WHERE { GRAPH ?g { id:start jpst:operatedBy id:odx } "
        "FILTER(STRSTARTS(STR(?g), STR(src:))) }"
    )
    assert {str(row.g) for row in rows} == {SRC + "odx-launch", SRC + "press-launch"}
