"""A folder of someone else, a fork say, makes no request and reads no file outside itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.listener import Endpoint
from helpers.market import PREFIXES
from helpers.project import PROJECT
from helpers.running import run_kgraph
from rdflib import Graph, URIRef

import kgraph
from kgraph.align import fibo_view
from kgraph.problems import LoadError
from kgraph.shacl.offline import OfflineStore
from kgraph.sparql.guard import Refused

HIDDEN = (
    "FILTER(1<'>')SERVICE<URL>{?s ?p ?o}#'\n",
    "FILTER(1<?x)SERVICE<URL>{?s ?p ?o}#'\n",
    "VALUES ?v { '''x''' } SERVICE <URL> {?s ?p ?o} #\\z'''\n",
    "SERVICE<URL>{?s ?p ?o}",
)
"""What may stand in a group of a query; the engine alone would follow most of it."""

CHECK = """\
#+ problem: p
#+ problem_ja: p
#+ why: w
#+ why_ja: w
#+ fix: f
#+ fix_ja: f
#+ severity: info
SELECT ?focus { ?focus ?p ?o . HIDDEN } ORDER BY ?focus
"""
RULE = """\
#+ name: odd
#+ label_en: odd
#+ label_ja: odd
CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . HIDDEN }
"""
VIEW = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . HIDDEN }\n"
QUESTION = """\
#+ summary: s
#+ summary_ja: s
#+ description: d
#+ description_ja: d
#+ tags: [securityToken]
SELECT ?s { ?s ?p ?o . HIDDEN } ORDER BY ?s
"""


def shape(query: str) -> str:
    text = query.replace("\\", "\\\\").replace('"', '\\"')
    return f"""{PREFIXES}
shape:odd a sh:NodeShape ; sh:targetClass jpst:Venue ; sh:sparql shape:odd-query .
shape:odd-query sh:message "m"@en , "m"@ja ; sh:select \"\"\"{text}\"\"\" .
"""


def write(path: Path, text: str, hidden: str, endpoint: Endpoint) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = text.replace("HIDDEN", hidden.replace("URL", endpoint.url))
    path.write_text(made, encoding="utf-8")


def silent(endpoint: Endpoint, work: Callable[[], object]) -> Exception | None:
    """The error of a piece of work, None where there is none; nothing may have been heard."""
    before = endpoint.requests
    error = None
    try:
        work()
    except (LoadError, Refused) as found:
        error = found
    assert endpoint.requests == before
    return error


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("queries/checks/odd.rq", CHECK),
        ("ontology/rules/odd.rq", RULE),
        ("queries/odd.rq", QUESTION),
        ("shapes/derived/odd.rq", VIEW),
    ],
)
def test_queries_of_a_folder_make_no_request(
    market: Path, endpoint: Endpoint, place: str, text: str, hidden: str
) -> None:
    write(market / place, text, hidden, endpoint)
    told = silent(endpoint, lambda: kgraph.findings(root=market))
    built = silent(endpoint, lambda: kgraph.build(market))
    for error in (told, built):
        assert error is None or place in str(error).replace("\\", "/")
    assert built is not None


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_shapes_of_a_folder_make_no_request(
    market: Path, endpoint: Endpoint, hidden: str, engine: str
) -> None:
    query = f"SELECT $this {{ $this ?p ?o . {hidden} }}"
    write(market / "shapes" / "odd.ttl", shape(query), "", endpoint)
    path = market / "shapes" / "odd.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("URL", endpoint.url), encoding="utf-8")
    silent(endpoint, lambda: kgraph.findings(root=market, engine=engine))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_view_of_a_folder_makes_no_request(
    market: Path, endpoint: Endpoint, hidden: str
) -> None:
    kgraph.build(market)
    write(market / "ontology" / "fibo" / "odd.rq", VIEW, hidden, endpoint)
    store = kgraph.open(market).store
    assert silent(endpoint, lambda: fibo_view(store, market).triples) is not None


def test_the_command_says_which_file_it_refuses(market: Path, endpoint: Endpoint) -> None:
    write(market / "queries" / "checks" / "odd.rq", CHECK, HIDDEN[-1], endpoint)
    told = run_kgraph("validate", cwd=market)
    assert told.returncode == 3
    assert "odd.rq:8:32: the query is refused: SERVICE is not allowed" in told.stderr
    assert endpoint.requests == 0


# -- the engine of the reference


def graph() -> Graph:
    made = Graph(OfflineStore())
    made.add((URIRef("a:a"), URIRef("a:b"), URIRef("a:c")))
    return made


def test_the_reference_reads_no_file_and_asks_nobody(tmp_path: Path, endpoint: Endpoint) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:secret> <a:b> <a:c> .", encoding="utf-8")
    for query in (
        f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{secret.as_uri()}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT * {{ OPTIONAL {{ SERVICE <{endpoint.url}> {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE <{endpoint.url}> {{ ?s ?p ?o }} }} }}",
    ):
        with pytest.raises(Refused):
            list(graph().query(query))
    assert endpoint.requests == 0
    assert len(list(graph().query("SELECT * { ?s ?p ?o FILTER(STR(?s) != 'service from') }"))) == 1


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }", "FROM"),
    ],
)
def test_the_parser_of_the_reference_is_asked_too(
    monkeypatch: pytest.MonkeyPatch, query: str, word: str
) -> None:
    monkeypatch.setattr("kgraph.shacl.offline.check_readonly", lambda *_: "SELECT")
    with pytest.raises(Refused, match=f"{word} is not allowed: nothing but the graph"):
        list(graph().query(query))


# -- one door


def test_every_query_goes_through_one_door() -> None:
    """Nothing else in the package hands a text to the engine."""
    asks = re.compile(r"store(\(\))?\.(query|update)\(", re.IGNORECASE)
    found = [
        f"{path.relative_to(PROJECT)}:{number}"
        for path in sorted((PROJECT / "kgraph").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if asks.search(line)
    ]
    assert {place.split(":")[0] for place in found} == {"kgraph/sparql/engine.py"}, found


def test_no_module_can_open_a_connection() -> None:
    """But for the server, which listens, and what speaks to an engine that its user names."""
    listening = {"cli/serve.py": {"socket"}, "web/run.py": {"socket", "asyncio"}}
    listening["remote/transport.py"] = {"http", "ssl", "urllib.request"}
    reaching = {"socket", "ssl", "http", "ftplib", "smtplib", "asyncio", "requests", "httpx"}
    reaching |= {"urllib.request", "SPARQLWrapper", "xmlrpc", "telnetlib", "aiohttp"}
    for path in sorted((PROJECT / "kgraph").rglob("*.py")):
        allowed = listening.get(path.relative_to(PROJECT / "kgraph").as_posix(), set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)]
            else:
                continue
            found = {name for name in names if {name, name.split(".")[0]} & (reaching - allowed)}
            assert not found, path
