"""How an engine is spoken to: what it refuses, sends wrong, late or in part, and who asks."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest
from helpers.engines import Engine, endpoint, give
from pyoxigraph import Literal, NamedNode, Quad

from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.answers import rows
from kgraph.remote.ask import query
from kgraph.remote.credentials import Credentials
from kgraph.remote.errors import CannotAnswer
from kgraph.remote.layout import DIGEST, PUSHED, STATE
from kgraph.remote.push import pull, push
from kgraph.snapshot import Snapshot


@pytest.fixture
def holding(engine: Engine) -> Engine:
    """An engine to which something was pushed."""
    name = NamedNode(STATE)
    engine.store.add(Quad(name, NamedNode(DIGEST), Literal("0"), NamedNode(PUSHED)))
    return engine


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


def test_a_full_disk_beneath_java_is_told_as_such(engine: Engine) -> None:
    """Fuseki calls it a fault of who asks."""
    said = b"a fault occurred in a recent unsafe memory access operation in compiled Java code"
    engine.fault = lambda handler, _: give(handler, 400, "text/plain", said) is None
    with pytest.raises(RemoteError, match=r"400: .*whether its disk is full, and run the command"):
        rows(endpoint(engine), "SELECT * { ?s ?p ?o }")


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


@pytest.mark.parametrize(
    ("status", "header"), [(206, ("X-Note", "part")), (200, ("X-SQL-State", "S1TAT"))]
)
def test_a_part_of_an_answer_is_none(engine: Engine, status: int, header: tuple[str, str]) -> None:
    def interrupted(handler: BaseHTTPRequestHandler, _: str) -> bool:
        body = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'
        handler.send_response(status)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header(*header)
        handler.end_headers()
        handler.wfile.write(body)
        return True

    engine.fault = interrupted
    there = Endpoint(engine.url, wait=lambda _: None, given=Credentials())
    with pytest.raises(RemoteError, match=r"stopped with a part of the answer; ask for less"):
        rows(there, "SELECT ?s { ?s ?p ?o }")


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
    with pytest.raises(RemoteError, match=r"not done after 0\.3 s, told 4 times; give it longer"):
        there.update("INSERT { ?s ?p ?now } WHERE { ?s ?p ?o BIND(NOW() AS ?now) }")
    stop.set()
    assert len(asked) == 5


def test_an_engine_that_does_not_run_is_told_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/sparql"
        with pytest.raises(RemoteError, match=r"\(Connection refused\); see whether"):
            Endpoint(address, wait=lambda _: None).ask("ASK {}", "*/*")


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


def test_who_asks_is_told_with_each_request_until_the_engine_wants_it_anew(engine: Engine) -> None:
    """Digest: the first request is sent twice, those after it once, and twice with each nonce."""
    nonces = ["one"]
    refused: list[str] = []

    def strict(handler: BaseHTTPRequestHandler, _: str) -> bool:
        told = handler.headers.get("Authorization", "")
        if f'nonce="{nonces[-1]}"' in told and 'username="me"' in told:
            return False
        refused.append(told)
        way = f'Digest realm="x", nonce="{nonces[-1]}", qop="auth"'
        give(handler, 401, "text/plain", b"", WWW_Authenticate=way)
        return True

    engine.fault = strict
    there = endpoint(engine, user="me", password="hidden")
    for _ in range(3):
        there.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert refused == [""]
    nonces.append("two")
    there.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    there.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert ['nonce="one"' in told for told in refused] == [False, True]
    accepted = [head["Authorization"] for head in engine.heads if "Authorization" in head]
    counts = [told.partition("nc=")[2][:8] for told in accepted]
    assert len(set(zip(accepted, counts, strict=True))) == len(accepted)
    with pytest.raises(RemoteError, match="401"):
        endpoint(engine, user="other", password="hidden").update("CLEAR ALL")


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
