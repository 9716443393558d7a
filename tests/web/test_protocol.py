"""SPARQL 1.1 Protocol: what a request may be, and what it gets.

After the protocol tests of the W3C (data-sparql11/protocol), as far as they are about queries.
"""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from starlette.testclient import TestClient

ASK = "ASK {}"
SELECT = "SELECT ?s { ?s a jpst:Company } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s a jpst:Company } WHERE { ?s a jpst:Company }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
SOURCE = "https://w3id.org/jpst/source/odx-launch"


def test_query_get(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": ASK})
    assert got.status_code == 200
    assert got.headers["content-type"] == "application/sparql-results+json"
    assert got.json()["boolean"] is True


def test_query_post_form(client: TestClient) -> None:
    got = client.post("/sparql", data={"query": ASK})
    assert got.json()["boolean"] is True


def test_query_post_direct(client: TestClient) -> None:
    for kind in (DIRECT, f"{DIRECT}; charset=utf-8"):
        got = client.post("/sparql", content=ASK, headers={"content-type": kind})
        assert got.json()["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
        ("application/json", QueryResultsFormat.JSON),
        ("application/xml", QueryResultsFormat.XML),
    ],
)
def test_rows_in_each_format(client: TestClient, accept: str, format: QueryResultsFormat) -> None:
    got = client.get("/sparql", params={"query": SELECT}, headers={"accept": accept})
    assert got.headers["content-type"].partition(";")[0] == accept
    names = [row["s"].value for row in parse_query_results(got.content, format=format)]
    assert "https://w3id.org/jpst/id/odx" in names


def test_rows_in_csv(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/csv"})
    assert got.text.splitlines()[0] == "s"
    assert "https://w3id.org/jpst/id/odx" in got.text.splitlines()


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-quads", RdfFormat.N_QUADS),
    ],
)
def test_graphs_in_each_format(client: TestClient, accept: str, format: RdfFormat) -> None:
    got = client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": accept})
    assert got.headers["content-type"].partition(";")[0] == accept
    names = {quad.subject.value for quad in parse(got.content, format=format)}
    assert "https://w3id.org/jpst/id/odx" in names


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/html"), (CONSTRUCT, "text/csv"), (ASK, "text/csv"), (SELECT, "text/turtle")],
)
def test_what_no_form_fits_is_not_acceptable(client: TestClient, query: str, accept: str) -> None:
    got = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert got.status_code == 406
    assert got.headers["content-type"] == "application/problem+json"
    assert got.json()["offers"]


def test_a_dataset_is_asked_in_place_of_the_state(client: TestClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole = _number(client.get("/sparql", params={"query": query}))
    part = _number(client.get("/sparql", params={"query": query, "default-graph-uri": SOURCE}))
    assert 0 < part < whole
    posted = client.post("/sparql", data={"query": query, "default-graph-uri": SOURCE})
    assert _number(posted) == part
    direct = client.post(
        f"/sparql?{urlencode({'default-graph-uri': SOURCE})}",
        content=query,
        headers={"content-type": DIRECT},
    )
    assert _number(direct) == part


def test_named_graphs_alone_leave_the_default_graph_empty(client: TestClient) -> None:
    inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    outside = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    fields = {"named-graph-uri": SOURCE}
    assert _number(client.get("/sparql", params={"query": inside, **fields})) > 0
    assert _number(client.get("/sparql", params={"query": outside, **fields})) == 0


def test_the_dataset_of_the_request_wins_over_that_of_the_query(client: TestClient) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{SOURCE}> {{ ?s ?p ?o }}"
    other = "https://w3id.org/jpst/graph/entities"
    asked = _number(client.get("/sparql", params={"query": query, "default-graph-uri": other}))
    plain = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert asked == _number(
        client.get("/sparql", params={"query": plain, "default-graph-uri": other})
    )


def _number(got: object) -> int:
    return int(got.json()["results"]["bindings"][0]["n"]["value"])  # type: ignore[attr-defined]


def test_a_graph_outside_is_refused(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": ASK, "default-graph-uri": "http://example.org/g"})
    assert got.status_code == 400
    assert "example.org" in got.json()["detail"]


@pytest.mark.parametrize(
    ("send", "status"),
    [
        ({"method": "GET", "params": {"query": "SELECT nonsense"}}, 400),
        ({"method": "GET", "params": [("query", ASK), ("query", ASK)]}, 400),
        ({"method": "POST", "data": {"x": "y"}}, 400),
        ({"method": "POST", "content": ASK, "headers": {"content-type": "text/plain"}}, 415),
        ({"method": "POST", "content": ASK}, 415),
        (
            {
                "method": "POST",
                "content": ASK.encode("utf-16"),
                "headers": {"content-type": f"{DIRECT}; charset=UTF-16"},
            },
            415,
        ),
        ({"method": "POST", "content": b"\xff", "headers": {"content-type": DIRECT}}, 400),
        ({"method": "POST", "content": b"query=%ff", "headers": {"content-type": FORM}}, 400),
        ({"method": "PUT", "content": ASK}, 405),
        ({"method": "DELETE"}, 405),
        ({"method": "GET", "params": {"update": "CLEAR ALL"}}, 403),
        ({"method": "POST", "data": {"update": "CLEAR ALL"}}, 403),
        (
            {
                "method": "POST",
                "content": "CLEAR ALL",
                "headers": {"content-type": "application/sparql-update"},
            },
            403,
        ),
        ({"method": "GET", "params": {"query": "CLEAR ALL"}}, 400),
        ({"method": "GET", "params": {"query": "ASK { SERVICE <http://a/> { ?s ?p ?o } }"}}, 400),
        ({"method": "GET", "params": {"query": "ASK FROM <file:///etc/passwd> {}"}}, 400),
        ({"method": "GET", "params": {"query": ASK, "as-of": "2999-01-01"}}, 400),
        ({"method": "GET", "params": {"query": ASK, "as-of": "yesterday"}}, 400),
        ({"method": "GET", "params": {"query": "ASK { " * 2000}}, 422),
        ({"method": "GET", "params": {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"}}, 422),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    client: TestClient, send: dict[str, object], status: int
) -> None:
    got = client.request(url="/sparql", **send)  # type: ignore[arg-type]
    assert got.status_code == status
    assert got.headers["content-type"] == "application/problem+json"
    told = got.json()
    assert told["status"] == status
    assert told["detail"]
    assert "Traceback" not in got.text
    assert "/kgraph/" not in got.text


def test_head_and_options(client: TestClient) -> None:
    got = client.head("/sparql", params={"query": ASK})
    assert (got.status_code, got.content) == (200, b"")
    assert int(got.headers["content-length"]) > 0
    allowed = client.options("/sparql")
    assert allowed.status_code == 204
    assert {"GET", "POST", "HEAD", "OPTIONS"} <= set(allowed.headers["allow"].split(", "))


@pytest.mark.parametrize(
    "path", ["/sparql", "/questions", "/health", "/api/questions", "/reconcile", "/reconcile/ja"]
)
def test_an_address_with_a_slash_at_its_end_leads_to_the_one_without(
    client: TestClient, path: str
) -> None:
    response = client.get(f"{path}/?a=b&c=%C3%A9", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (308, f"{path}?a=b&c=%C3%A9")
    direct, led = client.get(path), client.get(f"{path}/", follow_redirects=True)
    assert (led.status_code, led.content) == (direct.status_code, direct.content)
    if path == "/sparql":
        asked = {"query": "ASK { ?s ?p ?o }"}
        sent = client.post(f"{path}/", data=asked, follow_redirects=True)
        assert sent.json()["boolean"] is True


def test_without_a_query_the_service_describes_itself(client: TestClient) -> None:
    got = client.get("/sparql", headers={"accept": "application/n-triples"})
    lines = got.text
    assert "sparql-service-description#Service" in lines
    assert "sparql-service-description#SPARQL11Query" in lines
    count = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    triples = json.dumps(str(_number(count)))
    assert f"<https://w3id.org/jpst/dataset> <http://rdfs.org/ns/void#triples> {triples}" in lines


def test_the_same_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    again = client.get(
        "/sparql", params={"query": SELECT}, headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        "/sparql",
        params={"query": SELECT},
        headers={"if-none-match": first.headers["etag"], "accept": "text/csv"},
    )
    assert other.status_code == 200
