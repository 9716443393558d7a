"""Small inputs that once failed at the edges of the command: each gives what is expected of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

HERE = Path(__file__).parent
LONG_QUERY = HERE / "ask-01-long-one-line-query" / "query.txt"
OTHER_LOCALE = HERE / "ask-02-stdin-locale"


@pytest.fixture(scope="module")
def graph(real_snapshot) -> Path:
    """The folder of the built graph of the checkout."""
    return real_snapshot.path


def kgraph(
    graph: Path, *words: str, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kgraph", *words, "--out", str(graph)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **(env or {})},
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_long_query_on_one_line_is_no_file_name(graph: Path) -> None:
    text = LONG_QUERY.read_text(encoding="utf-8")
    assert 255 < len(text) < 1024
    given = kgraph(graph, "query", text)
    piped = kgraph(graph, "query", "-", stdin=text.encode())
    assert (given.returncode, given.stdout) == (0, piped.stdout)
    assert b"Tosei" in given.stdout
    for length in (256, 1023, 1024, 5000):
        padded = kgraph(graph, "query", text + "#" + "x" * (length - len(text) - 1))
        assert (padded.returncode, padded.stdout) == (0, given.stdout)


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
