"""The graph on another engine: pushed, compared, pulled and asked; and what may go wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.engines import Engine, give
from helpers.running import run_kgraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kgraph.questions.question import question
from kgraph.remote import Endpoint, RemoteError, virtuoso
from kgraph.remote.ask import ask, query
from kgraph.remote.credentials import Credentials
from kgraph.remote.differences import (
    Row,
    as_understood,
    each_once,
    normalized,
    refuse,
    rows,
    stored_rows,
    whole_numbers,
)
from kgraph.remote.errors import CannotAnswer
from kgraph.remote.layout import DIGEST, PUSHED, STATE, asked_by_name, parts
from kgraph.remote.push import pull, push, status
from kgraph.remote.virtuoso import text_of
from kgraph.snapshot import Snapshot
from kgraph.sparql.guard import Refused
from kgraph.vocab import XSD


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.close()


@pytest.fixture
def holding(engine: Engine) -> Engine:
    """An engine to which something was pushed."""
    name = NamedNode(STATE)
    engine.store.add(Quad(name, NamedNode(DIGEST), Literal("0"), NamedNode(PUSHED)))
    return engine


def endpoint(engine: Engine, **given: str) -> Endpoint:
    return Endpoint(engine.url, timeout=20, wait=lambda _: None, given=Credentials(**given))


def holds(store: Store, snapshot: Snapshot) -> bool:
    """Whether a store has the graphs of a snapshot, whatever else it has."""
    found = {one.name: one.lines for one in parts(store)}
    return all(found.get(one.name) == one.lines for one in parts(snapshot.store) if one.lines)


def has_just(store: Store, snapshot: Snapshot) -> bool:
    """Whether a store has the graphs of a snapshot, each triple once, and nothing else of ours."""
    wanted = {one.name: one.lines for one in parts(snapshot.store) if one.lines}
    found = {one.name: one.lines for one in parts(store) if one.lines and one.name != PUSHED}
    return wanted == found


def test_push_makes_the_graphs_those_of_the_snapshot(
    engine: Engine, asked_market: Snapshot
) -> None:
    there = endpoint(engine)
    assert not status(asked_market, there).is_current
    done = push(asked_market, there, batch=500)
    assert done.triples == sum(len(one.lines) for one in parts(asked_market.store))
    assert status(asked_market, there).is_current
    pulled = {one.name: one.lines for one in pull(there)}
    assert pulled == {one.name: one.lines for one in parts(asked_market.store)}


def test_only_what_changed_is_sent(engine: Engine, asked_market: Snapshot) -> None:
    there = endpoint(engine)
    push(asked_market, there)
    assert push(asked_market, there).triples == 0
    old = NamedNode("https://w3id.org/jpst/source/gone")
    note = NamedNode(DIGEST)
    engine.store.add(Quad(old, NamedNode("urn:p"), old, old))
    engine.store.add(Quad(old, note, Literal("0"), NamedNode(PUSHED)))
    state = NamedNode(STATE)
    wrong = list(engine.store.quads_for_pattern(state, note, None, NamedNode(PUSHED)))
    engine.store.remove(wrong[0])
    engine.store.add(Quad(state, note, Literal("0"), NamedNode(PUSHED)))
    done = push(asked_market, there)
    assert (done.written, done.removed) == ((STATE,), (old.value,))
    assert has_just(engine.store, asked_market)


@pytest.mark.parametrize("at", range(1, 9))
def test_push_that_breaks_off_leaves_the_old_graphs_and_can_be_repeated(
    engine: Engine, asked_market: Snapshot, at: int
) -> None:
    """The connection is cut at each of the first requests that write."""
    there = endpoint(engine)
    writes: list[str] = []
    struck: list[str] = []

    def cut(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if "INSERT" in text or "DROP GRAPH" in text:
            writes.append(text)
        if len(writes) < at:
            return False
        struck.append(text)
        handler.close_connection = True
        handler.connection.close()
        return True

    engine.fault = cut
    if at == 1:
        with pytest.raises(RemoteError, match="run the command again"):
            push(asked_market, there, batch=500)
    else:
        with suppress(RemoteError):
            push(asked_market, there, batch=500)
    if (
        struck
        and "DROP GRAPH" not in struck[0]
        and not any("DROP GRAPH" in text for text in writes)
    ):
        assert not any(engine.store.quads_for_pattern(None, None, None, NamedNode(STATE)))
    engine.fault = lambda _handler, _text: False
    push(asked_market, there, batch=500)
    assert has_just(engine.store, asked_market)


@pytest.mark.parametrize("at", range(1, 7))
def test_update_that_ran_but_was_not_answered_may_run_again(
    engine: Engine, asked_market: Snapshot, at: int
) -> None:
    """The answer to each of the first updates is lost: the engine is asked again, and has it."""
    there = endpoint(engine)
    updates: list[str] = []

    def lose(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if handler.headers.get_content_type() == "application/sparql-update":
            updates.append(text)
            if len(updates) == at:
                engine.answer(text, True)
                handler.close_connection = True
                handler.connection.close()
                return True
        return False

    engine.fault = lose
    with suppress(RemoteError):  # triples with blank nodes that arrived twice are sent again
        push(asked_market, there, batch=300)
    push(asked_market, there, batch=300)
    assert has_just(engine.store, asked_market)


def test_readers_never_see_a_graph_that_is_noted_and_not_there(
    engine: Engine, asked_market: Snapshot
) -> None:
    """Even where the engine did not answer in time, and is asked again."""
    there = endpoint(engine)
    seen: list[bool] = []

    def lose(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if f"INSERT {{ GRAPH <{PUSHED}>" not in text or len(seen) > 2:
            return False
        engine.answer(text, True)
        seen.append(holds(engine.store, asked_market))
        handler.close_connection = True
        handler.connection.close()
        return True

    engine.fault = lose
    push(asked_market, there)
    assert seen == [True, True, True]
    assert has_just(engine.store, asked_market)


def test_pull_of_nothing_is_told_and_writes_nothing(engine: Engine, tmp_path: Path) -> None:
    kept = tmp_path / "graph.nq"
    kept.write_text("kept", encoding="utf-8")
    done = run_kgraph("remote", "pull", engine.url, "-o", str(kept), cwd=tmp_path)
    assert done.returncode == 3
    assert "nothing of the graph was pushed here" in done.stderr
    assert kept.read_text(encoding="utf-8") == "kept"


def test_pull_tells_of_a_graph_that_others_changed(engine: Engine, asked_market: Snapshot) -> None:
    there = endpoint(engine)
    push(asked_market, there)
    thing = NamedNode("urn:x")
    engine.store.add(Quad(thing, thing, thing, NamedNode(STATE)))
    with pytest.raises(RemoteError, match="is not what was pushed"):
        list(pull(there))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (401, "KGRAPH_REMOTE_USER"),
        (403, "may not do this"),
        (404, "nothing at this address"),
        (500, "500: out of order"),
    ],
)
def test_refusals_are_told_in_words(engine: Engine, code: int, told: str) -> None:
    engine.fault = lambda handler, _: give(handler, code, "text/plain", b"out of order") is None
    with pytest.raises(RemoteError, match=told) as error:
        query(endpoint(engine, user="me", password="hidden"), "ASK { ?s ?p ?o }")
    assert "hidden" not in str(error.value)


def test_page_for_people_is_no_answer(engine: Engine) -> None:
    engine.fault = lambda handler, _: give(handler, 200, "text/html", b"<html>") is None
    with pytest.raises(RemoteError, match="page for people"):
        query(endpoint(engine), "ASK { ?s ?p ?o }")


def test_answer_that_breaks_off_is_told(engine: Engine) -> None:
    half = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri",'
    media = "application/sparql-results+json"
    engine.fault = lambda handler, _: give(handler, 200, media, half) is None
    with pytest.raises(RemoteError, match="breaks off"):
        query(endpoint(engine), "SELECT ?s { ?s ?p ?o }")


def result(columns: str, *rows: str) -> bytes:
    return f'{{"head":{{"vars":[{columns}]}},"results":{{"bindings":[{",".join(rows)}]}}}}'.encode()


_COUNT = '{{"graph":{{"type":"uri","value":"urn:g"}},"n":{{"type":"literal","value":"{}"}}}}'


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (b'{"head":{},"boolean":true}', "yes or no"),
        (result(""), "columns none"),
        (result('"graph","digest","more"'), "graph, digest, more"),
        (result('"digest","graph"'), "digest, graph"),
    ],
)
def test_answer_to_another_query_is_told(engine: Engine, told: bytes, why: str) -> None:
    media = "application/sparql-results+json"
    engine.fault = lambda handler, _: give(handler, 200, media, told) is None
    with pytest.raises(RemoteError, match=why):
        list(pull(endpoint(engine)))


def test_rows_are_no_answer_to_yes_or_no(engine: Engine) -> None:
    media = "application/sparql-results+json"
    engine.fault = lambda handler, _: give(handler, 200, media, result('"s"')) is None
    with pytest.raises(RemoteError, match="gives rows"):
        query(endpoint(engine), "ASK { ?s ?p ?o }")


@pytest.mark.parametrize("count", ["many", "-1", "1e3", "\u00b2", "9" * 5000])
def test_count_that_is_no_number_is_told(
    engine: Engine, asked_market: Snapshot, count: str
) -> None:
    def lie(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if "COUNT" not in text:
            return False
        told = result('"graph","n"', _COUNT.format(count))
        return give(handler, 200, "application/sparql-results+json", told) is None

    engine.fault = lie
    with pytest.raises(RemoteError, match="a number was asked for"):
        push(asked_market, endpoint(engine))


def test_columns_that_a_query_names_in_any_way_are_those_of_its_answer(engine: Engine) -> None:
    term = NamedNode("urn:x")
    engine.store.add(Quad(term, term, term))
    for text in (
        "SELECT * { ?s ?p ?o }",
        "SELECT DISTINCT ?s $p { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) (MAX(STR(?p)) AS ?m) WHERE { ?s ?p ?o }",
        "SELECT ?s { { SELECT ?s ?p { ?s ?p ?o } } }",
    ):
        found = rows(endpoint(engine), text)
        assert not isinstance(found, bool)
        assert len(found[1]) == 1, text


def test_limit_that_is_no_number_is_none(engine: Engine) -> None:
    media = "application/sparql-results+json"
    for most in ("\u00b2", "-1", "all", "9" * 5000):
        engine.fault = lambda handler, _, most=most: (  # type: ignore[misc]
            give(handler, 200, media, result('"s"'), X_SPARQL_MaxRows=most) is None
        )
        assert rows(endpoint(engine), "SELECT ?s { ?s ?p ?o }") == (("s",), [])


@pytest.mark.parametrize("is_whole", [True, False])
def test_rows_beyond_the_limit_of_the_engine_are_asked_for_by_pages(
    engine: Engine, is_whole: bool
) -> None:
    """What cannot be had whole is an error and no shorter answer."""
    named = [NamedNode(f"urn:{number}") for number in range(8)]
    engine.store.extend(Quad(name, name, name, NamedNode(STATE)) for name in named)
    media = "application/sparql-results+json"

    def limited(handler: BaseHTTPRequestHandler, text: str) -> bool:
        found = json.loads(engine.answer(text, False)[1])
        if "boolean" in found:
            return False
        del found["results"]["bindings"][3 if is_whole or "OFFSET 6" not in text else 0 :]
        body = json.dumps(found).encode()
        return give(handler, 200, media, body, X_SPARQL_MaxRows="3") is None

    engine.fault = limited
    asked = f"PREFIX x: <urn:x> SELECT ?s {{ GRAPH <{STATE}> {{ ?s ?p ?o }} }}"
    if is_whole:
        columns, found = rows(endpoint(engine), asked)
        assert columns == ("s",)
        assert sorted(str(row[0]) for row in found) == sorted(map(str, named))
        turned = rows(endpoint(engine), f"{asked} ORDER BY DESC(STR(?s))")
        assert turned == (("s",), [(name,) for name in reversed(named)])
        with pytest.raises(CannotAnswer, match="which of 7 come first"):
            rows(endpoint(engine), f"{asked} ORDER BY ?s LIMIT 7")
    else:
        with pytest.raises(RemoteError, match="3 rows at most, and of 8 6 by pages"):
            rows(endpoint(engine), asked)


def test_busy_engine_is_asked_again_after_a_while(holding: Engine) -> None:
    left, waits = [503, 429], []

    def busy(handler: BaseHTTPRequestHandler, _: str) -> bool:
        if left:
            give(handler, left.pop(), "text/plain", b"", Retry_After="2")
            return True
        return False

    holding.fault = busy
    there = Endpoint(holding.url, timeout=20, wait=waits.append, given=Credentials())
    assert query(there, "ASK { ?s ?p ?o }").boolean is False
    assert waits == [2.0, 2.0]


@pytest.mark.parametrize("pause", ["nan", "-5", "inf", "soon"])
def test_no_time_to_wait_is_taken_at_its_word(engine: Engine, pause: str) -> None:
    engine.fault = lambda handler, _: (
        give(handler, 503, "text/plain", b"busy", Retry_After=pause) is None
    )
    waits: list[float] = []
    there = Endpoint(engine.url, timeout=20, wait=waits.append, given=Credentials())
    with pytest.raises(RemoteError, match="503: busy"):
        query(there, "ASK { ?s ?p ?o }")
    assert len(waits) == 3
    assert all(0 <= one <= 30 for one in waits)


def test_answer_that_trickles_in_ends_with_the_time_of_a_request(engine: Engine) -> None:
    ended: list[bool] = []

    def trickle(handler: BaseHTTPRequestHandler, _: str) -> bool:
        handler.send_response(200)
        handler.end_headers()
        with suppress(OSError):
            for _second in range(40):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                if stop.wait(0.1):
                    break
        ended.append(True)
        return True

    stop = threading.Event()
    engine.fault = trickle
    there = Endpoint(engine.url, timeout=0.3, wait=lambda _: None, given=Credentials())
    with pytest.raises(RemoteError, match=r"not whole after 0\.3 s"):
        query(there, "ASK { ?s ?p ?o }")
    assert not ended  # it was not waited for to its end
    stop.set()


def test_query_that_is_late_is_not_asked_again(engine: Engine) -> None:
    asked: list[str] = []

    def silent(_: BaseHTTPRequestHandler, body: str) -> bool:
        if "NOW" not in body:
            return False
        asked.append(body)
        return stop.wait(5) or True

    stop = threading.Event()
    engine.fault = silent
    there = Endpoint(engine.url, timeout=0.3, wait=lambda _: None, given=Credentials())
    with pytest.raises(RemoteError, match=r"not whole after 0\.3 s; .*--wait"):
        rows(there, "ASK { BIND(NOW() AS ?now) }")
    assert len(asked) == 1
    with pytest.raises(RemoteError, match=r"not whole after 0\.3 s"):
        there.update("INSERT { ?s ?p ?now } WHERE { ?s ?p ?o BIND(NOW() AS ?now) }")
    stop.set()
    assert len(asked) == 5


def test_length_that_is_a_lie_is_told(engine: Engine) -> None:
    def short(handler: BaseHTTPRequestHandler, _: str) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Length", str(10**14))
        handler.end_headers()
        handler.wfile.write(b"{}")
        handler.close_connection = True
        return True

    engine.fault = short
    with pytest.raises(RemoteError, match="connection failed"):
        query(endpoint(engine), "ASK { ?s ?p ?o }")


@pytest.mark.parametrize("way", ['Digest realm="x"', "Digest", "Negotiate", "Basic"])
def test_ways_to_ask_who_it_is_that_are_not_known(engine: Engine, way: str) -> None:
    engine.fault = lambda handler, _: (
        give(handler, 401, "text/plain", b"", WWW_Authenticate=way) is None
    )
    with pytest.raises(RemoteError) as error:
        query(endpoint(engine, user="me", password="hidden"), "ASK { ?s ?p ?o }")
    assert "hidden" not in str(error.value)


def test_loopback_is_asked_by_no_proxy(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert rows(endpoint(engine, token="hidden"), "ASK { ?s ?p ?o }") is False


def test_no_redirect_is_followed(engine: Engine) -> None:
    other = Engine()
    try:
        engine.fault = lambda handler, _: (
            give(handler, 302, "text/plain", b"", Location=other.url) is None
        )
        with pytest.raises(RemoteError, match="another address"):
            query(endpoint(engine, token="hidden"), "ASK { ?s ?p ?o }")
        assert other.texts == []
    finally:
        other.close()


def test_credentials_come_from_the_environment_and_cross_no_network_in_clear(
    holding: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KGRAPH_REMOTE_TOKEN", "hidden")
    query(Endpoint(holding.url, timeout=20), "ASK { ?s ?p ?o }")
    assert holding.heads[-1]["Authorization"] == "Bearer hidden"
    with pytest.raises(RemoteError, match="https alone"):
        query(Endpoint("http://graphs.example/sparql"), "ASK { ?s ?p ?o }")
    with pytest.raises(RemoteError, match="carries no password") as error:
        Endpoint("https://me:hidden@graphs.example/sparql")
    assert "hidden" not in str(error.value)
    assert "hidden" not in repr(Credentials(token="hidden", user="me", password="hidden"))


@pytest.mark.parametrize("token", ["hid den", "hidden\n", "hidden\r\nX: y", "ひみつhidden"])
def test_token_that_is_none_is_told_without_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("KGRAPH_REMOTE_TOKEN", token)
    with pytest.raises(RemoteError, match="KGRAPH_REMOTE_TOKEN holds") as error:
        query(Endpoint(engine.url, timeout=20), "ASK { ?s ?p ?o }")
    assert "hid" not in str(error.value)
    assert engine.texts == []


def test_empty_name_or_token_is_none(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_REMOTE_TOKEN", "")
    monkeypatch.setenv("KGRAPH_REMOTE_USER", "")
    rows(Endpoint(engine.url, timeout=20), "ASK { ?s ?p ?o }")
    assert "Authorization" not in engine.heads[-1]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/日本",
        "http://日本.example/",
        "http://127.0.0.1:1/a b",
        "http://127.0.0.1:1/\x7f",
        "ftp://me:hidden@graphs.example/",
        "http:me:hidden@graphs.example/",
        "//me:hidden@graphs.example/",
        "http://" + "a" * 70 + ".example/",
    ],
)
def test_address_that_is_none_is_told_in_one_line(url: str) -> None:
    with pytest.raises(RemoteError) as error:
        query(Endpoint(url, timeout=1, wait=lambda _: None), "ASK { ?s ?p ?o }")
    assert "hidden" not in str(error.value)


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
