"""grlc serves the folder of stored questions as it is: lists each, and answers it the same.

grlc runs in a process of its own, because it takes its settings from the folder it is started in.
It asks a small SPARQL endpoint over the project's graph, which this test serves.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from helpers.golden import FILES
from helpers.project import PROJECT, TESTS
from helpers.stored import stored_question, stored_questions
from pyoxigraph import NamedNode, QueryResultsFormat

from kgraph.questions.params import bind, plain_name
from kgraph.questions.question import Question
from kgraph.snapshot import Snapshot
from kgraph.sparql.substitute import substitute

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("grlc") is None,
        reason="grlc is not installed (kgraph[grlc] is it)",
    ),
]

JSON = "application/sparql-results+json"

CLIENT = """
import json, sys
from functools import cache
from grlc import gquery

read = cache(gquery.get_metadata)  # else it parses each query for the list and for its answer
gquery.get_metadata = lambda query, endpoint: dict(read(query, endpoint))
from grlc.server import app
from helpers.quick_grammar import quicken_grammar

quicken_grammar()
client = app.test_client()
answers = []
for path, query in json.load(sys.stdin):
    response = client.get(path, query_string=query, headers={"Accept": "application/json"})
    answers.append([response.status_code, response.get_data(as_text=True)])
json.dump(answers, open("answers.json", "w"))
"""


@pytest.fixture(scope="module")
def endpoint(real_snapshot: Snapshot) -> Iterator[str]:
    """The address of a SPARQL endpoint that answers a query sent as the body of a request."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            try:
                answer = real_snapshot.store.query(sent).serialize(format=QueryResultsFormat.JSON)
                self.send_response(200)
            except SyntaxError as error:
                answer = f"{error}\n{sent}".encode()
                self.send_response(400)
            self.send_header("Content-Type", JSON)
            self.end_headers()
            self.wfile.write(answer or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()
    thread.join(60)


def fetched(folder: Path, endpoint: str, requests: list[tuple[str, dict[str, str]]]) -> list[Any]:
    """Status and text of each request to grlc, which serves our folder from the endpoint."""
    (folder / "config.ini").write_text(
        f"[auth]\n[defaults]\nsparql_endpoint = {endpoint}\nuser = none\npassword = none\n"
        f"server_name = \n[local]\nlocal_sparql_dir = {PROJECT / 'queries'}\n",
        encoding="utf-8",
    )
    subprocess.run(
        [sys.executable, "-c", CLIENT],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (TESTS, PROJECT)))},
        input=json.dumps(requests),
        encoding="utf-8",
        capture_output=True,
        timeout=300,
        check=True,
    )
    return json.loads((folder / "answers.json").read_text(encoding="utf-8"))


def of_another_day(one: Question, golden: dict[str, Any]) -> bool:
    names = {plain_name(parameter.name) for parameter in one.parameters}
    return any(plain_name(name) not in names for name in golden["parameters"])


def cases(real_snapshot: Snapshot) -> list[tuple[Question, dict[str, str], str]]:
    """Per question the values for grlc, from the golden with most of them, and our own query.

    An endpoint answers of the state that it was given, so goldens of another day are left out.
    """
    goldens = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
    goldens = [g for g in goldens if not of_another_day(stored_question(g["question"]), g)]
    fullest = {g["question"]: g for g in sorted(goldens, key=lambda g: len(g["parameters"]))}
    found = []
    for slug, golden in fullest.items():
        one = stored_question(slug)
        terms = bind(real_snapshot, one, golden["parameters"])
        names = {parameter.variable: parameter.name for parameter in one.parameters}
        values = {names[variable]: term.value for variable, term in terms.items()}
        found.append((one, values, substitute(one.body, terms)))
    return found


@dataclass(frozen=True)
class Served:
    """What grlc answers: status and text of its list, and of each question that was asked."""

    listed: tuple[int, str]
    answers: list[tuple[int, str]]
    asked: list[tuple[Question, dict[str, str], str]]


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, endpoint: str, real_snapshot: Snapshot
) -> Served:
    """grlc is started once: it reads the whole folder each time."""
    asked = cases(real_snapshot)
    requests = [(f"/api-local/{one.slug}", values) for one, values, _ in asked]
    listed, *answers = fetched(
        tmp_path_factory.mktemp("grlc"), endpoint, [("/api-local/swagger", {}), *requests]
    )
    return Served(listed, answers, asked)


def test_grlc_lists_each_question_with_summary_and_parameters(served: Served) -> None:
    status, text = served.listed
    assert status == 200
    paths = json.loads(text)["paths"]
    asked = {f"/{one.slug}": one for one in stored_questions()}
    assert set(paths) == set(asked)
    for path, one in asked.items():
        listed = paths[path]["get"]
        assert listed["summary"] == one.summary
        assert listed["tags"] == list(one.tags)
        given = {p["name"]: p for p in listed["parameters"] if p["name"] != "endpoint"}
        assert {name: p["required"] for name, p in given.items()} == {
            parameter.name: parameter.required for parameter in one.parameters
        }, path
        for parameter in one.parameters:
            is_iri = given[parameter.name].get("format") == "iri"
            assert is_iri == (parameter.form == "iri"), path
            shown = given[parameter.name].get("default")
            # A form fills the default in: for a thing only an IRI will do.
            assert not is_iri or shown is None or NamedNode(shown).value.startswith("http"), path


def test_grlc_answers_the_same_rows(served: Served, real_snapshot: Snapshot) -> None:
    wrong = {}
    for (one, values, query), (status, text) in zip(served.asked, served.answers, strict=True):
        found = real_snapshot.store.query(query)
        expected = json.loads(found.serialize(format=QueryResultsFormat.JSON) or b"")
        try:
            got = json.loads(text)["results"]["bindings"]
        except (ValueError, KeyError):
            got = text[:300]
        if status != 200 or got != expected["results"]["bindings"]:
            wrong[one.slug] = values, status, str(got)[:300]
    assert wrong == {}
