"""Queries from outside: what may run, and within which limits."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from helpers.listener import Endpoint
from helpers.market import write_market
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.limited import QUERY, LimitReached, Limits
from kgraph.names import ID, SRC
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.run import InvalidQuery, guarded, run_query
from kgraph.sparql import engine
from kgraph.sparql.guard import Refused, check_readonly, disarm

GRAPHS = (SRC + "odx-launch", "http://example.org/g")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    base = tmp_path_factory.mktemp("queried")
    build(write_market(base / "market"), base / "out", validate=False)
    return open_snapshot(base / "out")


# -- the guard


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("prefix a: <a:> ask{}", "ASK"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <a:a>", "DESCRIBE"),
        ("SELECT ?service ?from { ?service ?load ?insert }", "SELECT"),
        ("SELECT * { ?s ?p 'SERVICE <http://a/> {}' }", "SELECT"),
        ('SELECT * { ?s ?p """ DROP ALL; " """ }', "SELECT"),
        ("SELECT * { ?s ?p ?o } # LOAD <http://a/>", "SELECT"),
        ("SELECT * { ?s <http://a/service> <http://a/LOAD#SERVICE> }", "SELECT"),
        ("SELECT * { ?s jpst:sellerService jpst:insert . ?s a jpst:DELETE }", "SELECT"),
        (f"SELECT * FROM <{GRAPHS[0]}> FROM NAMED <{GRAPHS[1]}> {{ ?s ?p ?o }}", "SELECT"),
        ("SELECT * FROM src:odx-launch { ?s ?p ?o }", "SELECT"),
        ("PREFIX e: <http://example.org/> ASK FROM e:g { }", "ASK"),
        ("SELECT ('x' AS ?y) { FILTER(true || !false) }", "SELECT"),
        ("SELECT (GROUP_CONCAT(DISTINCT STR(?x); SEPARATOR=', ') AS ?y) { ?x ?p ?o }", "SELECT"),
        ("SELECT * { ?s ?p 1.5e3, .5, -3, 'x'@en, '1'^^xsd:integer ; ^a/a* _:b }", "SELECT"),
    ],
)
def test_a_reading_query_passes(query: str, form: str) -> None:
    assert check_readonly(query, GRAPHS) == form


@pytest.mark.parametrize(
    ("query", "reason", "place"),
    [
        (
            "INSERT DATA { <a:a> <a:b> <a:c> }",
            "INSERT is not allowed: the snapshot is read",
            (1, 1),
        ),
        ("\n  drop all", "DROP is not allowed", (2, 3)),
        ("PREFIX a: <a:>\nDELETE WHERE { ?s ?p ?o }", "DELETE is not allowed", (2, 1)),
        ("LOAD <http://a/>", "LOAD is not allowed", (1, 1)),
        ("CLEAR ALL", "CLEAR", (1, 1)),
        ("WITH <a:g> DELETE { ?s ?p ?o } WHERE { }", "WITH", (1, 1)),
        ("SELECT * { SERVICE <http://a/> { } }", "SERVICE is not allowed: no request", (1, 12)),
        ("SELECT * { service silent ?x { } }", "SERVICE is not allowed", (1, 12)),
        ("SELECT *\nFROM <http://a/> { }", "FROM may name only graphs of the snapshot", (2, 1)),
        ("SELECT * FROM NAMED <file:///etc/passwd> { }", "<file:///etc/passwd> is none", (1, 10)),
        ("SELECT * FROM a:b { }", "is none", (1, 10)),
        ("SELECT * FROM ?g { }", "what follows is none", (1, 10)),
        ("BASE <http://example.org/> SELECT * FROM <g> { }", "<g> is none", (1, 37)),
        ("", "there is no query", (1, 1)),
        ("PREFIX a: <a:>", "there is no query", (1, 1)),
        ("SELECT * { ?s ?p 'open }", "“'” is never closed", (1, 18)),
        (r"SELECT * { ?s ?p 'a\d+' }", r"“\d” means nothing in a text", (1, 20)),
        ("SELEC * { ?s ?p ?o }", "“SELEC” begins no query: write SELECT", (1, 1)),
        ("PREFIX a: <a:> hello", "“hello” begins no query", (1, 16)),
        (r"SELECT * { \u0053ERVICE <a:a> {} }", "cannot stand here", (1, 12)),
    ],
)
def test_anything_else_is_refused_with_its_place(
    query: str, reason: str, place: tuple[int, int]
) -> None:
    with pytest.raises(Refused) as caught:
        check_readonly(query, GRAPHS)
    assert reason in caught.value.reason
    assert (caught.value.line, caught.value.column) == place
    assert str(caught.value) == f"query:{place[0]}:{place[1]}: {caught.value.reason}"
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("pair", ["()", "{}", "[]"])
def test_nesting_that_would_overflow_the_engine_is_refused(pair: str) -> None:
    opening, closing = pair
    deep = f"SELECT * {{ {opening * 99}{closing * 99} }}"
    assert check_readonly(deep, ()) == "SELECT"
    with pytest.raises(Refused, match="more than 100 deep"):
        check_readonly(f"SELECT * {{ {opening * 100}{closing * 100} }}", ())


HIDDEN = [
    "PREFIX : <{url}> SELECT * {{ SERVICE: {{?u ?v ?w}} }}",
    "PREFIX x: <{url}> SELECT * {{ SERVICEx: {{?u ?v ?w}} }}",
    "PREFIX x: <{url}> SELECT * {{ serviceSILENTx: {{?u ?v ?w}} }}",
    "PREFIX a.b: <{url}> SELECT * {{ SERVICEa.b:{{?u ?v ?w}} }}",
    "SELECT * {{ ?s <a:b> ?a }} VALUES ?a {{ '1' }} SERVICE <{url}> {{?u ?v ?w}}",
    "SELECT * {{ ?s <a:b> '''1'''SERVICE <{url}> {{?u ?v ?w}} }}",
    "SELECT * {{ ?s <a:b> '1'SERVICE#c\n<{url}>{{?u ?v ?w}} }}",
    "SELECT * {{ ?s <a:b> true SERVICE <{url}> {{?u ?v ?w}} }}",
    "SELECT * {{ ?s <a:b> trueSERVICE <{url}> {{?u ?v ?w}} }}",
    "SELECT * {{ ?s <a:b> 1.SERVICE <{url}> {{?u ?v ?w}} }}",
    "PREFIX x: <{url}> SELECT * {{ ?s <a:b> ?a FILTER(?a<'2')SERVICE x:#>\n{{?u ?v ?w}} }}",
    "PREFIX x: <{url}> SELECT * {{ ?s <a:b> ?a FILTER(?s<?a)SERVICESILENTx:#>\n{{?u ?v ?w}} }}",
    "SELECT * {{ FILTER(1<'>')SERVICE<{url}>{{?s ?p ?o}}#'\n}}",
    "ASK {{ FILTER(1<id:#>'''\n) SERVICE <{url}> {{?s ?p ?o}} #'''\n}}",
    "SELECT * {{ VALUES ?v {{ '''x''' }} SERVICE <{url}> {{?s ?p ?o}} #\\z'''\n}}",
    "SELECT * {{ FILTER(1<?service)SERVICE <{url}> {{?s ?p ?o}} }}",
    "SELECT * {{ FILTER(1<_:service)SERVICE<{url}>{{?s ?p ?o}}#>\n}}",
    "SELECT * {{ ?s <a:b>?SERVICE<{url}>{{?s ?p ?o}} }}",
    "ASK {{ ?s ?p 'x'@en-SERVICE <{url}> {{?s ?p ?o}} }}",
]
PREFIX_ID = f"PREFIX id: <{ID}>\n"


@pytest.mark.parametrize("query", HIDDEN)
def test_service_makes_no_request_however_it_is_written(query: str, endpoint: Endpoint) -> None:
    assert not endpoint.is_asked_by(query.format(url=endpoint.url))


def test_the_engine_alone_would_follow_some_of_these(endpoint: Endpoint) -> None:
    """Otherwise nothing would be guarded against."""
    asked = [
        query
        for query in HIDDEN
        if endpoint.is_asked_by(PREFIX_ID + query.format(url=endpoint.url), guarded=False)
    ]
    assert len(asked) >= 8


PIECES = [
    "SERVICE", "service", "SERVICESILENT", "SILENT", "<URL>", ":", "x:", "SERVICEx:", "{?u ?v ?w}",
    "{", "}", "(", ")", ".", ";", ",", "?s", "?a", "a", "<a:b>", "true", "1", "1.", '"s"',
    "'''s'''", "@en", "#c\n", "#", "\n", " ", "FILTER", "(?a<3)", "BIND", "AS", "?u", "OPTIONAL",
    "MINUS", "UNION", "GRAPH", "<", ">", ">\n", "_:b", "_:b.", "x:a", "x:a.", "\\u0053", "%53",
    "VALUES", "FROM", "NOT", "EXISTS", "!", "=", "&&", "é", '"', "''", "'''", "'", "\\", "\\'",
    "'>'", "#'\n", "#'''\n", "#>\n", "(1<", "?service", "x:service", "_:service", "<SERVICE",
    "@service", "-", "^", "|", "/", "*", "+", "?", "$", "\\z", '"""',
]  # fmt: skip


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(st.sampled_from(PIECES), max_size=8),
    service=st.sampled_from(
        ["SERVICE", "SERVICE ", "SERVICESILENT", "Service\n", "SERVICE SILENT", "SERVICE#c\n"]
    ),
    target=st.sampled_from(["<URL>", ":", "x:", " x:", "SERVICEx:", "?u"]),
    after=st.lists(
        st.sampled_from(
            ["#>\n", "{?u ?v ?w}", " {?u ?v ?w}", "}", ")", "#", "#'\n", "#'''\n", "#\\z'''\n"]
        ),
        max_size=4,
    ),
    opening=st.sampled_from(
        ["SELECT * {", "ASK{?s <a:b>", "SELECT * {?s <a:b> ?a FILTER(?a", "CONSTRUCT WHERE{"]
    ),
)
def test_no_text_makes_a_request(
    endpoint: Endpoint, before: list[str], service: str, target: str, after: list[str], opening: str
) -> None:
    prefixes = "PREFIX : <URL> PREFIX x: <URL> PREFIX SERVICEx: <URL> "
    query = prefixes + opening + "".join(before) + service + target + "".join(after) + " }"
    assert not endpoint.is_asked_by(query.replace("URL", endpoint.url))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.booleans())
def test_a_text_is_refused_or_holds_nothing_that_requests(pieces: list[str], update: bool) -> None:
    try:
        safe = disarm("".join([*pieces, "load ?payload <a:load>"]), update=update)
    except Refused:
        return
    assert "service" not in safe.text.lower()
    assert not update or "load" not in safe.text.lower()


def rows_of(store: Store, query: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    found = engine.select(store, query)
    return found.columns, sorted(found, key=str)


def test_a_query_that_only_names_a_service_means_the_same() -> None:
    store = Store()
    name = NamedNode("http://example.org/service#Service")
    ours = NamedNode("http://example.org/ns/sellerService")
    store.add(Quad(name, ours, Literal("a SERVICE, a service")))
    store.add(Quad(name, NamedNode("http://example.org/ns/a"), Literal("other")))
    prologue = "# the service\nPREFIX service: <http://example.org/ns/>\n"
    pattern = "?service service:sellerService ?s_ervice"
    columns, (row,) = rows_of(store, f"{prologue}SELECT * {{ {pattern} }}")
    found = dict(zip(columns, row, strict=True))
    assert found == {"service": name, "s_ervice": Literal("a SERVICE, a service")}
    for same in (
        "$Service service:sellerService 'a SERVICE, a service' BIND($Service AS ?x)",
        "?x service:sellerService ?y FILTER(CONTAINS(?y, 'Service') || STRENDS(?y, \"service\"))",
        "?x service:sellerService [] . FILTER(STRENDS(STR(?x), 'service#Service'))",
        "<http://example.org/service#Service> <http://example.org/ns/sellerService> _:service "
        "BIND(<http://example.org/service#Service> AS ?x)",
        "?x service:seller\\u0053ervice ?y",
    ):
        query = f"{prologue}SELECT ?x {{ {same} }}"
        if "\\" in same:
            with pytest.raises((SyntaxError, Refused)):
                rows_of(store, query)
        else:
            assert rows_of(store, query) == (("x",), [(name,)]), same


def test_an_error_stands_where_it_stood() -> None:
    with pytest.raises(SyntaxError, match="3:"):
        engine.query(Store(), "# service\nSELECT * { ?a a 'service' . # a service\n ?b }")


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX s: <rel/> SELECT * { ?a s:service ?c }",
        "SELECT * { ?a unknown:service ?c }",
        "SELECT * { ?a ?b 'x'@service }",
        "SELECT * { ?a ?b ?c . serviceable }",
    ],
)
def test_what_cannot_be_written_otherwise_is_refused(query: str) -> None:
    with pytest.raises(Refused, match="service"):
        engine.query(Store(), query)


def test_an_update_loads_nothing(endpoint: Endpoint) -> None:
    store = Store()
    for text in (
        f"LOAD <{endpoint.url}>",
        f"INSERT DATA {{ <a:a> <a:b> '''x''' }}; LOAD <{endpoint.url}> #\\z'''",
        f"INSERT {{ <a:a> <a:b> 1 }} WHERE {{ SERVICE <{endpoint.url}> {{ ?s ?p ?o }} }}",
    ):
        before = endpoint.requests
        with pytest.raises((Refused, SyntaxError)):
            engine.update(store, text)
        assert endpoint.requests == before
    engine.update(store, "INSERT DATA { <a:load> <a:service> 'download' }")
    engine.update(store, "INSERT { ?s <a:new> ?payload } WHERE { ?s <a:service> ?payload }")
    assert len(store) == 2


@pytest.mark.parametrize(
    ("start", "link", "end"),
    [
        ("ASK { FILTER(", "!", "true) }"),
        ("ASK { FILTER(1", "-1", ") }"),
        ("ASK { FILTER(1", "+1", ") }"),
        ("ASK { FILTER(1", "*1", ") }"),
        ("ASK { FILTER(?a", "||?a", ") }"),
        ("ASK { FILTER(?a", "&&?a", ") }"),
        ("ASK { {?a ?b ?c}", "UNION{?a ?b ?c}", "}"),
        ("ASK { ", "OPTIONAL{?a ?b ?c}", "}"),
        ("ASK { ?a ?b ?c ", "MINUS{?a ?b ?d}", "}"),
        ("ASK { ", "FILTER(?a)", "}"),
        ("ASK { ", "FILTER EXISTS {?a ?b ?c}", "}"),
        ("ASK { ?s <a:b>", "|<a:b>", " ?o }"),
        ("ASK { ?s <a:b>", "/<a:b>", " ?o }"),
        ("SELECT ", "(1 AS ?v)", "{}"),
        ("ASK { FILTER(", "STR(", "1)"),
        ("ASK { ?s ?p ", "[ a ", "1 }"),
        ("ASK { ", "SELECT ", "}"),
    ],
)
def test_chains_and_nests_that_overflow_the_engine_are_refused(
    start: str, link: str, end: str
) -> None:
    with pytest.raises(Refused, match="more than"):
        check_readonly(start + link * 16_000 + end, ())


def test_a_text_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match="1,000,000 bytes"):
        check_readonly("ASK { } #" + "é" * 500_000, ())
    with pytest.raises(Refused, match="operators"):
        check_readonly("SELECT * {" + "a." * 40_000 + "+" * 2000, ())


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="SERVICEFROMservice <>:?#'\"{}()a1.\\\n", max_size=60))
def test_any_text_is_passed_or_refused(text: str) -> None:
    place = (1, 1)
    try:
        check_readonly(text, GRAPHS)
    except Refused as error:
        place = (error.line, error.column)
    assert min(place) >= 1


# -- running


def test_each_form_has_its_result(snapshot: Snapshot) -> None:
    rows = run_query(snapshot, "SELECT ?v ?none { ?v a jpst:Venue }")
    assert rows.columns == ("v", "none")
    assert rows.rows == ((NamedNode(ID + "start"), None),)
    assert run_query(snapshot, "ASK { id:start a jpst:Venue }").boolean is True
    assert run_query(snapshot, "ASK { id:start a jpst:Nothing }").boolean is False
    triples = run_query(snapshot, "CONSTRUCT { ?v a jpst:X } WHERE { ?v a jpst:Venue }").triples
    assert [triple.subject for triple in triples] == [NamedNode(ID + "start")]
    assert run_query(snapshot, "DESCRIBE id:start").triples
    asked = "SELECT * FROM src:press-launch { ?s jpst:coupon ?c }"
    assert run_query(snapshot, asked).rows == ()


def test_rows_are_limited(snapshot: Snapshot) -> None:
    every = run_query(snapshot, "SELECT * { ?s ?p ?o }")
    assert not every.truncated
    size = len(every)
    cut = run_query(snapshot, "SELECT * { ?s ?p ?o }", Limits(rows=size - 1))
    assert (len(cut.rows), cut.truncated) == (size - 1, True)
    whole = run_query(snapshot, "SELECT * { ?s ?p ?o }", Limits(rows=size))
    assert (len(whole.rows), whole.truncated) == (size, False)
    described = run_query(snapshot, "DESCRIBE ?s { ?s ?p ?o }", Limits(rows=3))
    assert (len(described.triples), described.truncated) == (3, True)


def test_an_answer_of_few_large_rows_is_limited_too(snapshot: Snapshot) -> None:
    tenfold = [f"BIND(CONCAT({','.join([f'?v{i}'] * 10)}) AS ?v{i + 1})" for i in range(4)]
    query = f"SELECT ?s ?v4 {{ ?s ?p ?o BIND('{'x' * 1000}' AS ?v0) {' '.join(tenfold)} }}"
    cut = run_query(snapshot, query)
    assert cut.truncated
    assert len(cut) < 10


def test_a_process_of_its_own_gives_the_same_result(snapshot: Snapshot) -> None:
    for query in (
        "SELECT * { ?s jpst:issuedUnits ?o } ORDER BY ?s ?o",
        "ASK { }",
        "DESCRIBE id:odx",
    ):
        here, there = guarded(snapshot, query, QUERY), run_query(snapshot, query)
        assert (here.form, here.columns, here.rows) == (there.form, there.columns, there.rows)
        assert (here.boolean, set(here.triples)) == (there.boolean, set(there.triples))


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def test_a_runaway_query_is_ended_in_time(snapshot: Snapshot) -> None:
    started = time.monotonic()
    with pytest.raises(LimitReached, match="longer than 1 s") as caught:
        run_query(snapshot, ENDLESS, Limits(seconds=1))
    assert time.monotonic() - started < 15
    assert caught.value.exit_code == 4


def test_invalid_sparql_is_one_line(snapshot: Snapshot) -> None:
    with pytest.raises(InvalidQuery) as caught:
        run_query(snapshot, "SELECT * {\n ?s ?p }")
    assert "\n" not in str(caught.value)
    assert "2:" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_snapshot_that_is_gone_is_told(tmp_path: Path) -> None:
    from kgraph.snapshot import SnapshotError

    build(write_market(tmp_path / "market"), tmp_path / "out", validate=False)
    snapshot = open_snapshot(tmp_path / "out")
    (snapshot.path / "manifest.json").unlink()
    with pytest.raises(SnapshotError):
        run_query(snapshot, "ASK { }")


def test_the_guard_stands_before_the_engine(snapshot: Snapshot) -> None:
    with pytest.raises(Refused):
        run_query(snapshot, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(Refused):
        run_query(snapshot, "DELETE WHERE { ?s ?p ?o }")
