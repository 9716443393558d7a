"""The tools for assistants, asked with the client of the protocol's own SDK."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from typing import Any

import anyio
import jsonschema
import pytest
from helpers.project import PROJECT, TESTS
from helpers.served import served
from helpers.serving import serving

from kgraph.limited import Limits
from kgraph.questions.ask import ask
from kgraph.questions.question import questions
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDF, SCHEMA

# It takes a second to import: only a process that runs these tests does. This folder has its name.
SDK = find_spec("mcp")
pytestmark = pytest.mark.skipif(
    SDK is None or SDK.origin is None, reason="the SDK is not installed (kgraph[mcp] has it)"
)

TOOLS = {
    *("list_questions", "ask", "search", "show", "who_says", "explain", "conflicts", "verify"),
    *("describe_schema", "sparql"),
}
SECONDS = 60
Talk = Callable[[Any], Awaitable[Any]]


def talk(server: object, what: Talk) -> Any:
    """What a client gets out of a server, within a minute."""

    import mcp

    async def talked() -> Any:
        with anyio.fail_after(SECONDS):
            async with mcp.Client(server, read_timeout_seconds=SECONDS) as client:
                return await what(client)

    return anyio.run(talked)


@pytest.fixture(scope="module")
def server(real_snapshot: Snapshot) -> Any:
    from kgraph.mcp.server import server
    from kgraph.mcp.tools import Tools

    one = served(real_snapshot)
    return server(Tools(one.states, one.questions, Limits(20, 10_000, 1 << 30)))


@pytest.fixture(scope="module")
def call(server: Any) -> Callable[..., dict[str, Any]]:
    def called(name: str, **values: object) -> dict[str, Any]:
        result = talk(server, lambda client: client.call_tool(name, values))
        if result.is_error:
            return {"error": result.content[0].text}
        return result.structured_content

    return called


def test_every_tool_only_reads_and_tells_what_it_gives(server: Any) -> None:
    listed = talk(server, lambda client: client.list_tools()).tools
    assert {tool.name for tool in listed} == TOOLS
    for tool in listed:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert tool.description
        assert "record" in tool.output_schema["properties"]


def test_the_schema_and_each_question_can_be_read(server: Any) -> None:
    slugs = {one.slug for one in questions(PROJECT)}
    listed = {str(one.uri) for one in talk(server, lambda c: c.list_resources()).resources}
    assert listed == {"kgraph://schema"} | {f"kgraph://question/{slug}" for slug in slugs}
    (text,) = talk(server, lambda c: c.read_resource("kgraph://question/token-route")).contents
    assert text.text == (PROJECT / "queries" / "token-route.rq").read_text(encoding="utf-8")
    (schema,) = talk(server, lambda c: c.read_resource("kgraph://schema")).contents
    assert '"jpst:SecurityToken"' in schema.text


def test_a_question_has_the_rows_that_the_command_gives(
    call: Callable[..., dict[str, Any]], real_snapshot: Snapshot
) -> None:
    values = {"company": "progmat"}
    told = call("ask", question="company-owners", values=values, limit=3)
    answer = ask(real_snapshot, "company-owners", values)
    assert (told["total"], len(told["rows"]), told["next_offset"]) == (len(answer), 3, 3)
    assert [row["holderLabel"] for row in told["rows"]] == [
        row["holderLabel"] for row in answer.rows_as_dicts()[:3]
    ]
    rest = call("ask", question="company-owners", values=values, offset=3)
    assert (len(rest["rows"]), rest["next_offset"]) == (len(answer) - 3, None)
    record = told["record"]
    assert record["fingerprint"] == real_snapshot.fingerprint
    assert record["as_of"] == str(real_snapshot.day.as_of)


def test_an_answer_on_law_says_what_it_does_not_decide(
    call: Callable[..., dict[str, Any]],
) -> None:
    told = call("ask", question="needed-registration", lang="ja", limit=1)
    assert len(told["caveats"]) > 1
    assert all("。" in caveat for caveat in told["caveats"])
    assert call("ask", question="venue-participants", limit=1)["caveats"] == []


def test_an_answer_is_of_the_day(call: Callable[..., dict[str, Any]]) -> None:
    told = call("ask", question="venue-participants", as_of="2020-01-01", lang="ja")
    assert told["record"]["as_of"] == "2020-01-01"
    assert told["rows"] == []
    assert told["needed"].startswith("これに答える記録はない。")
    assert "参加" in told["needed"]


def test_every_fact_has_its_source_standing_and_receipt(
    call: Callable[..., dict[str, Any]], real_snapshot: Snapshot
) -> None:
    told = call("show", thing="START")
    store = real_snapshot.store
    addressed = {q.subject for q in store.quads_for_pattern(None, SCHEMA.url, None, None)}
    sources = store.quads_for_pattern(None, RDF.type, JPST.Source, None)
    without = {q.subject.value for q in sources if q.subject not in addressed}
    assert told["thing"].endswith("/id/start")
    stated = [fact for fact in told["facts"] if not fact["inferred"] and fact["standing"]]
    assert len(stated) > 10
    for fact in stated:
        assert fact["source"]["title"]
        assert fact["source"]["url"] or fact["reading"] or fact["source"]["iri"] in without
        assert fact["source"]["read"] or fact["reading"]
    # A page may state a fact twice, of several days: that is one fact with one receipt.
    what = {
        (f["property"], f["value"], f["language"], f["source"] and f["source"]["iri"]): f["id"]
        for f in told["facts"]
    }
    assert len(set(what.values())) == len(what) == len({f["id"] for f in told["facts"]})
    again = call("who_says", thing="START", property="operatedBy")
    assert {fact["id"] for fact in again["facts"]} <= {fact["id"] for fact in told["facts"]}
    assert {fact["value_label"] for fact in again["facts"]} == {"Osaka Digital Exchange Co., Ltd."}


def test_what_is_not_on_record_says_what_would_be_needed(
    call: Callable[..., dict[str, Any]],
) -> None:
    told = call("who_says", thing="START", property="lei")
    assert told["facts"] == []
    assert told["needed"] == "Not on record. It would take a source that states it of START."


def test_an_explanation_leads_to_pages(call: Callable[..., dict[str, Any]]) -> None:
    told = call("explain", thing="progmat", property="shareholder", value="SBI Holdings, Inc.")
    assert told["explanation"]["derivations"]
    assert "SBI Holdings" in told["text"]
    missing = call("explain", thing="progmat", property="operatedBy", value="START")
    assert missing["explanation"]["derivations"] == []


def test_sides_of_a_conflict(call: Callable[..., dict[str, Any]]) -> None:
    told = call("conflicts", thing="progmat")
    assert {row["subjectLabel"] for row in told["rows"]} == {"Progmat, Inc."}
    assert told["total"] > 1


def test_terms_are_found_by_words_of_either_language(call: Callable[..., dict[str, Any]]) -> None:
    english, japanese = (
        call("describe_schema", words=words, lang=lang)
        for words, lang in (("security token", "en"), ("セキュリティトークン", "ja"))
    )
    for told in (english, japanese):
        assert "jpst:SecurityToken" in {term["name"] for term in told["terms"]}
        assert told["prefixes"]["jpst"]
    assert len(call("describe_schema", limit=5)["terms"]) == 5
    assert call("describe_schema", limit=5)["left_out"] > 500


def test_a_query_is_read_only_and_its_unknown_terms_are_told(
    call: Callable[..., dict[str, Any]],
) -> None:
    told = call("sparql", query="SELECT ?x { ?x jpst:operatedBy id:odx }")
    assert {row["x"] for row in told["rows"]} >= {"https://w3id.org/jpst/id/start"}
    assert call("sparql", query="ASK { id:start jpst:operatedBy id:odx }")["boolean"] is True
    unknown = call("sparql", query="SELECT ?x { ?x jpst:operatedB id:odx }")
    assert (unknown["rows"], len(unknown["warnings"])) == ([], 1)
    assert "jpst:operatedBy" in unknown["warnings"][0]
    for query in ("DELETE WHERE { ?a ?b ?c }", "SELECT * { SERVICE <http://x/> { ?a ?b ?c } }"):
        assert "error" in call("sparql", query=query)


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("ask", {"question": "venue"}, "there is no question “venue”; see list_questions"),
        ("ask", {"question": "token-route", "values": {"token": "nothing"}}, "token: "),
        ("show", {"thing": "Progmat Unlimited"}, "names nothing in the graph"),
        ("show", {"thing": "START", "as_of": "2100-01-01"}, "this day lies ahead"),
        ("show", {"thing": "START", "as_of": "soon"}, "as-of"),
        ("sparql", {"query": "SELECT ?x {"}, "query"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(
    call: Callable[..., dict[str, Any]], name: str, values: dict[str, Any], told: str
) -> None:
    error = call(name, **values)["error"]
    assert told in error
    assert len(error.splitlines()) == 1
    assert "Traceback" not in error


def test_a_language_or_a_number_beyond_measure_breaks_nothing(
    call: Callable[..., dict[str, Any]],
) -> None:
    assert "lang" in call("search", text="START", lang="fr")["error"]
    assert "'en' or 'ja'" in call("ask", question="venue-participants", lang="")["error"]
    assert len(call("search", text="a", limit=-5)["hits"]) == 1
    told = call("ask", question="registrations", limit=-1, offset=-7)
    assert (len(told["rows"]), told["next_offset"]) == (1, 1)
    beyond = call("ask", question="registrations", offset=10**6)
    assert (beyond["rows"], beyond["next_offset"], beyond["needed"]) == ([], None, None)
    assert call("sparql", query="SELECT ?x { ?x a jpst:SecurityToken }", limit=0)["truncated"]


def test_over_standard_input_and_output(real_snapshot: Snapshot) -> None:
    from mcp import StdioServerParameters

    program = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kgraph", "mcp", "--out", str(real_snapshot.path.parents[1])],
        cwd=str(PROJECT),
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
    )

    async def asked(client: Any) -> Any:
        return await client.call_tool("search", {"text": "東京証券取引所"})

    found = talk(program, asked).structured_content
    assert found["hits"][0]["iri"].endswith("/id/tse")


def test_over_http_beside_the_pages(real_snapshot: Snapshot) -> None:
    out = str(real_snapshot.path.parents[1])
    with serving(PROJECT, "--out", out) as one:

        async def asked(client: Any) -> Any:
            return await client.call_tool("ask", {"question": "venue-participants"})

        told = talk(f"{one.address}/mcp", asked).structured_content
        assert told["total"] >= 1
        assert b'"ok"' in one.get("/health").read()


# -- by the protocol's inspector


INSPECTOR = TESTS / "mcp" / "node_modules" / ".bin" / "mcp-inspector-cli"
needs_inspector = pytest.mark.skipif(
    shutil.which("node") is None or not INSPECTOR.exists(),
    reason="the inspector is not there (needs Node; fetch it with `npm ci` in tests/mcp)",
)


def inspected(*line: str) -> dict[str, Any]:
    """What the inspector gets out of a server, as it shows it."""
    run = subprocess.run(
        [str(INSPECTOR), "--cli", *line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS * 2,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
    )
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


@needs_inspector
def test_the_inspector_finds_the_tools_over_standard_input_and_output(
    real_snapshot: Snapshot,
) -> None:
    program = [sys.executable, "-m", "kgraph", "mcp", "--out", str(real_snapshot.path.parents[1])]
    listed = inspected("-e", f"PYTHONPATH={PROJECT}", *program, "--method", "tools/list")
    assert {tool["name"] for tool in listed["tools"]} == TOOLS
    for tool in listed["tools"]:
        assert tool["annotations"]["readOnlyHint"] is True
        jsonschema.Draft202012Validator.check_schema(tool["inputSchema"])
        jsonschema.Draft202012Validator.check_schema(tool["outputSchema"])


@needs_inspector
def test_the_inspector_calls_tools_and_reads_resources_over_http(real_snapshot: Snapshot) -> None:
    with serving(PROJECT, "--out", str(real_snapshot.path.parents[1])) as one:
        server = f"{one.address}/mcp", "--transport", "http"
        values = "--tool-name", "search", "--tool-arg", "text=東京証券取引所", "lang=ja"
        found = inspected(*server, "--method", "tools/call", *values)["structuredContent"]
        assert found["hits"][0]["iri"].endswith("/id/tse")
        assert found["record"]["fingerprint"] == real_snapshot.fingerprint
        wrong = "--tool-name", "show", "--tool-arg", "thing=Progmat Unlimited"
        told = inspected(*server, "--method", "tools/call", *wrong)
        assert told["isError"] is True
        assert "names nothing in the graph" in told["content"][0]["text"]
        listed = inspected(*server, "--method", "resources/list")["resources"]
        assert "kgraph://question/token-route" in {one["uri"] for one in listed}
