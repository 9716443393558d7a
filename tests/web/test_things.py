"""Every IRI leads to a description, in the form that a client asks for."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

BASE = "https://w3id.org/jpst/"
ODX = NamedNode(f"{BASE}id/odx")


def test_a_thing_leads_to_its_description(client: TestClient) -> None:
    for accept, ending in (("text/turtle", ".ttl"), ("application/ld+json", ".jsonld")):
        got = client.get("/id/odx", headers={"accept": accept})
        assert (got.status_code, got.headers["location"]) == (303, f"/id/odx{ending}")
        assert got.headers["vary"] == "Accept"


def test_a_description_says_what_the_graph_does(client: TestClient) -> None:
    got = client.get("/id/odx.nq")
    quads = list(parse(got.content, format=RdfFormat.N_QUADS))
    graphs = {str(quad.graph_name) for quad in quads}
    assert any(
        quad.subject == ODX and quad.object.value == f"{BASE}ontology/Company" for quad in quads
    )
    assert any(quad.object == ODX for quad in quads)
    assert {f"<{BASE}graph/claims>", f"<{BASE}graph/labels>"} <= graphs


def test_an_ending_names_the_form(client: TestClient) -> None:
    for ending, kind in (
        (".ttl", RdfFormat.TURTLE),
        (".nt", RdfFormat.N_TRIPLES),
        (".jsonld", RdfFormat.JSON_LD),
        (".rdf", RdfFormat.RDF_XML),
        (".trig", RdfFormat.TRIG),
    ):
        got = client.get(f"/id/odx{ending}", headers={"accept": "application/n-quads"})
        assert got.status_code == 200
        assert any(quad.subject == ODX for quad in parse(got.content, format=kind))


def test_a_source_is_a_document(client: TestClient) -> None:
    got = client.get("/source/odx-launch", headers={"accept": "application/n-triples"})
    assert got.status_code == 200
    assert f"<{BASE}id/start>" in got.text


def test_terms_and_concepts_have_descriptions(client: TestClient) -> None:
    assert client.get("/ontology/Company").status_code == 303
    assert client.get("/ontology/Company.ttl").status_code == 200


def test_shapes_and_questions_have_descriptions(client: TestClient) -> None:
    question = client.get("/question/traded-on", headers={"accept": "text/turtle"})
    assert question.headers["location"] == "/question/traded-on.ttl"
    assert "SPARQLSelectExecutable" in client.get("/question/traded-on.ttl").text


def test_what_is_not_there_has_neighbors(client: TestClient) -> None:
    got = client.get("/id/odxx")
    assert got.status_code == 404
    assert f"{BASE}id/odx" in got.json()["nearest"]
    for path in ("/nothing", "/id/", "/%00", "/id/a%20b", "/id/<x>", "/" + "x" * 5000):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/questions/traded-on", "question/traded-on"),
        ("/questions/traded-on/", "question/traded-on"),
        ("/question/tradedon", "question/traded-on"),
        ("/ask/traded.html", "question/traded-on"),
        ("/question/取引の場", "question/traded-on"),
        ("/odx", "id/odx"),
        ("/things/odx.ttl", "id/odx"),
        ("/ID/ODX", "id/odx"),
        ("/id/Osaka%20Digital%20Exchange", "id/odx"),
        ("/id/大阪デジタル", "id/odx"),
        ("/sources/odx-launch", "source/odx-launch"),
        ("/terms/operatedBy", "ontology/operatedBy"),
    ],
)
def test_what_is_looked_for_in_another_place_is_offered(
    client: TestClient, path: str, meant: str
) -> None:
    got = client.get(path)
    assert got.status_code == 404
    assert got.json()["nearest"][0] == BASE + meant


def test_nothing_is_offered_where_nothing_is_like_it(client: TestClient) -> None:
    for path in ("/id/", "/zzzzqqqq", "/question/zzzzqqqq", "/%F0%9F%92%A9"):
        assert client.get(path).json()["nearest"] == [], path
    for name in ("traded", "Traded-On", "取引の場"):
        assert client.get(f"/api/questions/{name}").json()["nearest"] == ["traded-on"]


def test_a_name_given_up_names_its_successor(client: TestClient) -> None:
    got = client.get("/id/odx-old")
    assert got.status_code == 410
    assert got.json()["successors"] == [ODX.value]
    assert got.headers["link"] == f'<{ODX.value}>; rel="successor-version"'


def test_the_same_description_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/id/odx.ttl")
    again = client.get("/id/odx.ttl", headers={"if-none-match": f'"x", {first.headers["etag"]}'})
    assert again.status_code == 304
    assert (
        client.get("/id/odx.nt", headers={"if-none-match": first.headers["etag"]}).status_code
        == 200
    )


def test_every_iri_of_ours_dereferences(client: TestClient) -> None:
    query = """SELECT DISTINCT ?iri {
      { ?iri ?p ?o } UNION { ?s ?p ?iri } UNION { ?s ?iri ?o } UNION { GRAPH ?iri { ?s ?p ?o } }
      FILTER(STRSTARTS(STR(?iri), "https://w3id.org/jpst/")) } ORDER BY ?iri"""
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert len(rows) > 50
    for row in rows:
        path = row["iri"]["value"].removeprefix(BASE)
        got = client.get(f"/{path}", follow_redirects=True)
        assert got.status_code in (200, 410), path
