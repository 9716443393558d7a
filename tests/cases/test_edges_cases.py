"""Small inputs that once failed at the edges of the command: each gives what is expected of it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.project import PROJECT
from helpers.running import run_bytes

HERE = Path(__file__).parent
LONG_QUERY = HERE / "ask-01-long-one-line-query" / "query.txt"
OTHER_LOCALE = HERE / "ask-02-stdin-locale"


@pytest.fixture(scope="module")
def graph(real_snapshot) -> Path:
    """The folder of the built graph of the checkout."""
    return real_snapshot.path


def run(
    *words: str, stdin: bytes = b"", env: dict[str, str] | None = None, cwd: Path = PROJECT
) -> subprocess.CompletedProcess[bytes]:
    return run_bytes(*words, cwd=cwd, env=env, stdin=stdin)


def kgraph(graph: Path, *words: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return run(*words, "--out", str(graph), **options)


def test_a_long_query_on_one_line_is_no_file_name(graph: Path) -> None:
    text = LONG_QUERY.read_text(encoding="utf-8")
    assert 255 < len(text) < 1024
    given = kgraph(graph, "query", text)
    piped = kgraph(graph, "query", "-", stdin=text.encode())
    assert (given.returncode, given.stdout) == (0, piped.stdout)
    for length in (256, 1023, 1024, 5000):
        asked = 'SELECT ?s { ?s skos:prefLabel "START"@en } #'
        padded = kgraph(graph, "query", asked + "x" * (length - len(asked)))
        assert padded.returncode == 0, padded.stderr
        assert b"id:start\n" in padded.stdout


@pytest.mark.parametrize("encoding", ["latin-1", "cp932", "euc-jp", "ascii"])
def test_standard_input_is_utf_8_whatever_the_locale(graph: Path, encoding: str) -> None:
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    told = kgraph(graph, "query", "-", stdin=(OTHER_LOCALE / "ja.rq").read_bytes(), env=env)
    assert told.returncode == 0, told.stderr
    assert b"id:odx" in told.stdout


def test_a_byte_order_mark_on_standard_input_is_no_part_of_the_query(graph: Path) -> None:
    told = kgraph(graph, "query", "-", stdin=(OTHER_LOCALE / "bom.rq").read_bytes())
    assert told.returncode == 0, told.stderr
    assert b"id:st-" in told.stdout


def test_other_encodings_are_told_with_their_place(graph: Path) -> None:
    told = kgraph(graph, "query", "-", stdin="SELECT *\n{ ?s ?p '日本' }".encode("cp932"))
    assert told.returncode == 3
    assert b"<stdin>:2:" in told.stderr
    assert b"UTF-8" in told.stderr


@pytest.mark.parametrize(
    "line",
    [
        ("ask", "company-owners", "--lang", "ja"),
        ("query", "SELECT ('日本' AS ?x) {}"),
        ("show", "odx", "--lang", "ja"),
        ("questions", "--lang", "ja"),
    ],
    ids=lambda line: line[0],
)
def test_a_csv_file_opens_in_a_spreadsheet_with_its_letters(
    graph: Path, tmp_path: Path, line: tuple[str, ...]
) -> None:
    target = tmp_path / "ans.csv"
    out = () if line[0] == "questions" else ("--out", str(graph))
    told = run(*line, "-o", str(target), *out)
    assert told.returncode == 0, told.stderr
    assert target.read_bytes().startswith("\ufeff".encode())


SELECT = "SELECT (1 AS ?x) {}"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        *(((SELECT,), f"x.{ending}") for ending in ("ttl", "jsonld", "xlsx", "parquet", "html")),
        *(((SELECT,), f"x.{ending}") for ending in ("nq", "xml1", "pdf", "7z")),
        *(((CONSTRUCT,), f"c.{ending}") for ending in ("csv", "zip", "trig", "tsv", "md", "xlsx")),
        *((("ASK {}",), f"x.{ending}") for ending in ("ttl", "html")),
        ((SELECT, "-f", "csv"), "x.json"),
        ((SELECT, "-f", "json"), "x.xlsx"),
        ((SELECT, "-f", "sparql-xml"), "x.srj"),
        ((CONSTRUCT, "-f", "turtle"), "x.nt"),
    ],
)
def test_a_file_is_never_named_after_another_format(
    graph: Path, tmp_path: Path, words: tuple[str, ...], name: str
) -> None:
    told = kgraph(graph, "query", *words, "-o", str(tmp_path / name))
    assert told.returncode == 2, told.stderr
    assert name in told.stderr.decode()
    assert len(told.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "name", "begin"),
    [
        ((SELECT,), "x", "x\n-\n1\n"),
        ((SELECT,), "x.txt", "x\n-\n1\n"),
        ((SELECT,), "x.srj", '{\n "head"'),
        ((SELECT,), "x.SRX", "<?xml"),
        ((SELECT, "-f", "sparql-json"), "x.json", '{\n "head"'),
        ((SELECT, "-f", "sparql-csv"), "x.csv", "x\r\n1\r\n"),
        ((SELECT, "-f", "json"), "x.unknown", "[\n"),
        ((CONSTRUCT,), "x.nt", "<https://"),
        ((CONSTRUCT,), "x.ttl", "@prefix"),
    ],
)
def test_an_ending_names_what_is_written(
    graph: Path, tmp_path: Path, words: tuple[str, ...], name: str, begin: str
) -> None:
    told = kgraph(graph, "query", *words, "-o", str(tmp_path / name))
    assert told.returncode == 0, told.stderr
    assert (tmp_path / name).read_bytes().decode().startswith(begin)


def test_output_into_what_is_no_file_leaves_it_what_it_is(graph: Path, tmp_path: Path) -> None:
    """Case ask-04: a pipe, a process substitution, a device, and a file that is read-only."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "kept").write_text("old")
    (tmp_path / "kept").chmod(0o444)
    script = """
        ask() { "$PY" -m kgraph query 'ASK {}' --out "$OUT" -o "$1"; }
        cat pipe > through-pipe & ask pipe && wait $!
        ask >(cat > through-substitution) && ask /dev/null; echo $?
        ask /dev/stdout | cat
        ask kept; echo $?
    """
    told = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PY": sys.executable, "OUT": str(graph)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert told.stdout == "0\ntrue\n3\n", told.stderr
    assert "kept: cannot write the file: the file is read-only" in told.stderr
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert (tmp_path / "through-pipe").read_text() == "true\n"
    assert (tmp_path / "through-substitution").read_text() == "true\n"
    assert (tmp_path / "kept").read_text() == "old"


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_has_several_names_and_is_no_file(
    graph: Path, tmp_path: Path, name: str
) -> None:
    told = kgraph(graph, "query", SELECT, "-f", "json", "-o", name, cwd=tmp_path)
    assert (told.returncode, told.stdout) == (0, b'[\n  {\n    "x": 1\n  }\n]\n'), told.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_example_of_the_readme_lists_sources_and_nothing_else(graph: Path) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"kgraph query '(SELECT \?source .*)'", readme)
    told = kgraph(graph, "query", query, "-f", "tsv")
    rows = told.stdout.decode().splitlines()[1:]
    assert len(rows) == 4
    assert all(row.startswith("<https://w3id.org/jpst/source/") for row in rows)
    assert told.stderr == b""
