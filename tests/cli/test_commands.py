"""The commands: what goes to which stream, and the exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.commands import Command, Outcome
from helpers.market import write_market
from helpers.project import PROJECT
from helpers.running import run_kgraph
from pyoxigraph import RdfFormat, parse

import kgraph

# -- ask, questions


def test_ask_answers(command: Command, built_market: Path) -> None:
    told = command(built_market, "ask", "units")
    assert told == Outcome(
        0,
        "token (id)   token        units\n"
        "-----------  -----------  -----\n"
        "id:st-alpha  Alpha token    100\n"
        "id:st-beta   Beta token      20\n",
        "",
    )


def test_ask_takes_parameters_language_and_format(command: Command, built_market: Path) -> None:
    told = command(built_market, "ask", "units", "least=50", "--lang", "ja", "-f", "json")
    assert json.loads(told.out) == [
        {"token": "https://w3id.org/jpst/id/st-alpha", "tokenLabel": "アルファ", "units": 100}
    ]


def test_ask_writes_a_file_in_the_format_of_its_ending(
    command: Command, built_market: Path, tmp_path: Path
) -> None:
    target = tmp_path / "units.csv"
    told = command(built_market, "ask", "units", "-o", str(target))
    assert (told.code, told.out) == (0, "")
    # A spreadsheet program needs the mark; a pipe does not.
    assert target.read_text(encoding="utf-8").splitlines()[0] == "\ufefftoken,tokenLabel,units"
    assert command(built_market, "ask", "units", "-f", "csv").out.startswith("token,")


def test_ask_says_when_rows_are_left_out(command: Command, built_market: Path) -> None:
    told = command(built_market, "ask", "units", "--max-rows", "1", "-f", "csv")
    assert len(told.out.splitlines()) == 2
    assert "only the first 1 rows" in told.err


def test_an_answer_that_shows_no_row_says_why(command: Command, built_market: Path) -> None:
    told = command(built_market, "query", "SELECT * { FILTER(true) }")
    assert (told.code, told.out) == (0, "")
    assert "the query has no variable; ask with ASK" in told.err
    told = command(built_market, "query", "SELECT * { FILTER(false) }")
    assert "no row matches" in told.err
    large = "BIND('" + "x" * 1000 + "' AS ?a) BIND(CONCAT(?a,?a,?a,?a,?a,?a,?a,?a) AS ?b)"
    large += "".join(
        f"BIND(CONCAT({','.join([last] * 16)}) AS {new})"
        for last, new in (("?b", "?c"), ("?c", "?e"), ("?e", "?d"))
    )
    told = command(
        built_market, "query", f"SELECT ?d {{ {large} }}", "--max-memory", "200M", "--timeout", "20"
    )
    assert told.code == 4
    assert "no row matches" not in told.err


@pytest.mark.parametrize("line", [["ask"], ["questions"]])
def test_the_questions_are_listed(command: Command, built_market: Path, line: list[str]) -> None:
    told = command(built_market, *line, "-f", "json", "--lang", "ja")
    assert json.loads(told.out) == [
        {
            "question": "units",
            "summary": "トークンごとの発行口数",
            "parameters": "[least] [lang]",
            "tags": "securityToken",
        }
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["ask", "unit"], ["“unit”", "did you mean units?"]),
        (["ask", "units", "leest=1"], ["leest", "did you mean least?"]),
        (["ask", "units", "least=many"], ["least", "“many”"]),
        (["ask", "units", "50"], ["“50”", "write name=value"]),
        (["ask", "units", "least=1", "least=2"], ["least", "twice"]),
        (["ask", "units", "--format", "xml"], ["“xml”", "see `kgraph ask --help`"]),
        (["ask", "units", "--bogus"], ["--bogus", "see `kgraph ask --help`"]),
        (["aks"], ["“aks”", "did you mean ask?", "see `kgraph --help`"]),
        (["new", "tokn"], ["“tokn”", "did you mean token?", "see `kgraph new --help`"]),
        (["ask", "units", "--formt", "csv"], ["--formt", "did you mean --format"]),
        (["ask", "units", "--least", "1"], ["--least", "; a parameter is written NAME=VALUE"]),
        (["ask", "zzzz"], ["“zzzz” is none", "; `kgraph questions` lists them"]),
        (["query"], ["is missing", "see `kgraph query --help`"]),
        (["new", "source", "https://www.example.org/"], ["give --publisher"]),
        (["show", "odx", "start"], ["“start” is one word too many"]),
        (["ask", "units", "--lang"], ["--lang needs a value"]),
        (["build", "--force=yes"], ["--force takes no value"]),
        (["search", "odx", "--limit", "few"], ["--limit", "“few” is no number"]),
        (["search", "odx", "--limit", "0"], ["--limit", "at least 1"]),
        (["validate", "--as-of", "2024-02-30"], ["--as-of", "“2024-02-30” is no day"]),
        (["questions", "--sparql"], ["--sparql", "name it"]),
        (["questions", "unit", "--sparql"], ["“unit”", "did you mean units?"]),
        (["ask", "unit", "--help"], ["“unit”", "did you mean units?"]),
        (["query", "INSERT DATA { id:a id:b id:c }"], ["INSERT", "read-only"]),
        (["query", "SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }"], ["SERVICE"]),
        (["query", "SELECT ?s FROM <file:///etc/passwd> { ?s ?p ?o }"], ["FROM"]),
        (["query", "SELECT ?s { ?s ?p"], ["query:"]),
        (["query", "missing.rq"], ["missing.rq", "no such file"]),
        (["query", "ASK { ?s ?p ?o }", "-f", "turtle"], ["turtle"]),
        (["show", "nothing at all"], ["names nothing"]),
        (["export"], ["--format"]),
        (["export", "-o", "x.doc"], ["x.doc"]),
        (["export", "-f", "csv", "-o", "x.ttl"], ["x.ttl", "none of csv"]),
        (["export", "-f", "turtle", "-o", "x.nq"], ["x.nq", "none of turtle"]),
        (["release", "1.0.0", "-o", "-"], ["standard output", "folder"]),
        (["questions", "--pages", "-"], ["standard output", "folder"]),
        (["questions", "-o", "x.xlsx"], ["x.xlsx"]),
        (["ask", "units", "-o", "x.html"], ["x.html", "--format"]),
        (["ask", "units", "least="], ["least"]),
        (["ask", "-f", "sparql-xml"], ["list of questions"]),
        (["explain", "a", "n", "-5", "--bogus"], ["--bogus", "see `kgraph explain --help`"]),
        (["explain", "a", "n", "-5x"], ["-5", "see `kgraph explain --help`"]),
        (["validate", "-o", "x.xlsx"], ["x.xlsx", "--format"]),
        (["show", "odx", "-o", "x.ttl"], ["x.ttl", "--format"]),
        (["diff", ".", ".", "-o", "x.csv"], ["x.csv", "--format"]),
        (["query", "ASK {}", "-f", "sparql-csv"], ["yes or no", "sparql-json"]),
        (["validate", "--fail-on", "fatal"], ["“fatal”"]),
        (["new", "source", "nonsense", "--publisher", "x"], ["“nonsense”"]),
    ],
)
def test_bad_use_is_one_line_and_exit_code_2(
    command: Command, built_market: Path, line: list[str], words: list[str]
) -> None:
    told = command(built_market, *line)
    assert told.code == 2
    assert told.out == ""
    for word in words:
        assert word in told.error


# -- query, show, search, stats


@pytest.mark.parametrize("how", ["argument", "file", "stdin"])
def test_a_query_comes_as_text_as_a_file_or_on_stdin(
    command: Command, built_market: Path, tmp_path: Path, how: str
) -> None:
    sparql = "SELECT ?who WHERE { id:start jpst:operatedBy ?who }"
    file = tmp_path / "who.rq"
    file.write_text(sparql, encoding="utf-8")
    given = {"argument": sparql, "file": str(file), "stdin": "-"}[how]
    told = command(built_market, "query", given, "-f", "tsv", stdin=sparql)
    assert told == Outcome(0, "?who\n<https://w3id.org/jpst/id/odx>\n", "")


def test_a_fact_of_two_sources_is_summed_once(command: Command, built_market: Path) -> None:
    sparql = "SELECT (SUM(?n) AS ?sum) WHERE { ?token jpst:issuedUnits ?n }"
    assert json.loads(command(built_market, "query", sparql, "-f", "json").out) == [{"sum": 120}]


def test_a_query_that_takes_too_long_ends_with_exit_code_4(
    command: Command, built_market: Path
) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { " + " . ".join(
        f"?a{i} ?b{i} ?c{i}" for i in range(9)
    )
    told = command(built_market, "query", endless + " }", "--timeout", "0.5")
    assert told.code == 4
    assert "0.5 s" in told.error


@pytest.mark.parametrize(
    "name", ["odx", "id:odx", "https://w3id.org/jpst/id/odx", "ODX", "3538002ZFUQ3KMY5SA19"]
)
def test_show_knows_a_thing_by_any_of_its_names(
    command: Command, built_market: Path, name: str
) -> None:
    told = command(built_market, "show", name)
    assert told.code == 0
    assert told.out.startswith("Osaka Digital Exchange  id:odx\n")
    assert "(1) Launch of START" in told.out


def test_show_gives_a_tree_that_files_hold_too(
    command: Command, built_market: Path, tmp_path: Path
) -> None:
    shown = command(built_market, "show", "start", "-f", "jsonld").out
    tree = json.loads(shown)
    assert tree["@id"] == "id:start"
    assert [one["@id"] for one in tree["operatedBy"]] == ["id:odx"]
    command(built_market, "show", "start", "-o", str(tmp_path / "start.jsonld"))
    assert (tmp_path / "start.jsonld").read_text(encoding="utf-8") == shown


def test_show_in_japanese_and_as_rows(command: Command, built_market: Path) -> None:
    assert command(built_market, "show", "start", "--lang", "ja").out.startswith(
        "START（取引の場）  id:start\n"
    )
    rows = list(
        csv.DictReader(io.StringIO(command(built_market, "show", "start", "-f", "csv").out))
    )
    operated = [row for row in rows if row["property"].endswith("/operatedBy")]
    assert {row["source"].rpartition("/")[2] for row in operated} == {"odx-launch", "press-launch"}
    assert {row["standing"] for row in operated} == {"confirmed"}


def test_explain_goes_down_to_the_sources(command: Command, built_market: Path) -> None:
    told = command(built_market, "explain", "start", "hasParty", "ODX")
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0] == "START – has party: Osaka Digital Exchange  [inferred, confirmed]"
    assert "(1) Launch of START, Osaka Digital Exchange, page of 2023-12-25" in told.out
    assert lines[-1] == "  (2) https://www.example.org/press"


def test_explain_knows_values_labels_and_kinds(command: Command, built_market: Path) -> None:
    stated = command(built_market, "explain", "start", "startedOperation", "2023-12-25")
    assert stated.out.splitlines()[1].startswith("  (1) Launch of START")
    kind = command(built_market, "explain", "ODX", "a", "organization", "--lang", "ja")
    assert kind.out.startswith("大阪デジタルエクスチェンジは組織である  [推論]\n")


def test_explain_says_what_is_missing(command: Command, built_market: Path) -> None:
    told = command(built_market, "explain", "start", "has party", "st-alpha")
    assert "[not in the graph]" in told.out
    assert "✗ START – operated by: Alpha token" in told.out
    found = command(built_market, "explain", "start", "hasParty", "st-alpha", "-f", "json")
    assert json.loads(found.out)["status"] == "absent"


def test_search_finds_in_either_language(command: Command, built_market: Path) -> None:
    found = json.loads(command(built_market, "search", "アルファ", "-f", "json").out)
    assert found[0]["thing"] == "https://w3id.org/jpst/id/st-alpha"


def test_stats_count(command: Command, built_market: Path) -> None:
    rows = json.loads(command(built_market, "stats", "-f", "json").out)
    figures = {(row["group"], row["figure"]): row["value"] for row in rows}
    assert figures["graph", "sources"] == 2
    assert figures["graph", "tokens"] == 2
    assert figures["findings", "warning"] == 1
    assert figures["things", "security token"] == 2


@pytest.mark.parametrize(
    ("line", "name", "begins"),
    [
        (("search", "アルファ"), "found.csv", "\ufeffthing,label"),
        (("search", "アルファ"), "found.json", "[\n"),
        (("stats",), "figures.md", "| group |"),
        (("explain", "start", "operatedBy", "odx"), "why.txt", "START – operated by"),
        (("explain", "start", "operatedBy", "odx"), "why.md", "**START"),
        (("validate",), "findings.csv", "\ufeffseverity,"),
        (("validate",), "findings.sarif", '{\n  "$schema"'),
        (("validate",), "findings.ttl", "@prefix"),
        (("validate", "--format", "sarif"), "findings.json", '{\n  "$schema"'),
    ],
)
def test_what_is_shown_can_be_written_to_a_file(
    command: Command, built_market: Path, tmp_path: Path, line: tuple, name: str, begins: str
) -> None:
    told = command(built_market, *line, "-o", str(tmp_path / name))
    assert (told.code, told.out) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize("line", [["search", "x"], ["stats"], ["explain", "a", "b", "c"]])
def test_what_is_shown_is_written_in_no_other_format(
    command: Command, built_market: Path, line: list[str]
) -> None:
    told = command(built_market, *line, "-o", "x.xlsx")
    assert told.code == 2
    assert "x.xlsx" in told.error


# -- export


def test_export_to_stdout_and_to_a_file_are_the_same(
    command: Command, built_market: Path, tmp_path: Path
) -> None:
    shown = command(built_market, "export", "--format", "nquads").out
    told = command(built_market, "export", "-o", str(tmp_path / "all.nq"))
    assert told.out == ""
    assert (tmp_path / "all.nq").read_text(encoding="utf-8") == shown
    assert len(list(parse(shown, format=RdfFormat.N_QUADS))) == len(kgraph.open(built_market).store)


def test_export_leaves_out_what_is_not_wanted(command: Command, built_market: Path) -> None:
    line = ["export", "-f", "nquads", "--no-inferred", "--no-provenance"]
    told = command(built_market, *line)
    assert "hasParty" in told.out
    assert "id/start> <https://w3id.org/jpst/ontology/hasParty>" not in told.out
    assert "source/odx-launch> .\n" not in told.out


def test_a_folder_that_does_not_exist_is_one_line_and_exit_code_3(
    command: Command, built_market: Path, tmp_path: Path
) -> None:
    told = command(built_market, "export", "-o", str(tmp_path / "no" / "x.nq"))
    assert told.code == 3
    assert "does not exist; make it, or name another" in told.error


# -- the process


def test_help_and_version(command: Command, built_market: Path) -> None:
    told = command(built_market, "ask", "--help")
    assert told.code == 0
    assert "NAME=VALUE" in told.out
    assert command(built_market, "--version").out == f"kgraph {kgraph.__version__}\n"


def test_without_a_command_the_help_is_shown(command: Command, built_market: Path) -> None:
    told = command(built_market)
    assert told.code == 2
    assert "token-route" not in told.out
    assert "export" in told.out
    assert told.err == ""


def test_the_process_ends_with_the_exit_code(built_market: Path, tmp_path: Path) -> None:
    good = run_kgraph("ask", "units", "--root", str(built_market), "-f", "csv", cwd=tmp_path)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("token,tokenLabel,units\n")
    bad = run_kgraph("ask", "nothing", "--root", str(built_market), cwd=tmp_path)
    assert (bad.returncode, bad.stdout) == (2, "")


def test_a_pipe_gets_utf_8_whatever_the_locale(built_market: Path) -> None:
    told = run_kgraph(
        "search", "アルファ", cwd=built_market, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert "アルファ" in told.stdout


def test_a_reader_that_stops_early_is_no_error(built_market: Path) -> None:
    command = [sys.executable, "-m", "kgraph", "export", "-f", "nquads"]
    process = subprocess.Popen(
        command,
        cwd=built_market,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_answering_imports_none_of_the_heavy_libraries(built_market: Path) -> None:
    script = (
        "import sys; from kgraph.cli import run; run(['ask', 'units']); "
        "print([m for m in ('rdflib', 'pyshacl', 'owlrl', 'SPARQLWrapper', 'rich.table') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=built_market,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_api_answers_like_the_command(
    built_market: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built_market)
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    answer = kgraph.ask("units", least=50)
    assert [row["units"] for row in answer.rows_as_dicts()] == [100]
    assert len(kgraph.graph()) > 50
    assert [finding.id for finding in kgraph.findings()] == ["venue-lei"]


def test_another_root_is_found_by_its_variable(
    built_market: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_market(tmp_path / "other")
    monkeypatch.setenv("KGRAPH_ROOT", str(built_market))
    monkeypatch.chdir(other)
    assert kgraph.open().root == built_market
