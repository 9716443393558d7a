"""`kgraph import register` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.registers import CODES, MUTB, REGISTERS, edinet, write_copy
from helpers.running import run_kgraph

NAMED = MUTB.replace("E03626", "E31130").replace("6010001008770", "3010005002599")
NAMED = NAMED.replace("三菱ＵＦＪ信託銀行株式会社", "日本銀行")


@pytest.fixture
def root(tmp_path: Path, fixed: Path) -> Path:
    return write_copy(tmp_path, fixed, REGISTERS)


def test_a_dry_run_shows_report_and_diff_and_writes_nothing(root: Path) -> None:
    path = edinet(root, MUTB, NAMED, day="2026年11月02日")
    before = {file: file.read_bytes() for file in root.rglob("data/**/*.ttl")}
    ran = run_kgraph("import", "register", "edinet", path.name, "--dry-run", cwd=root)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("EDINET code list as of 2026-11-02\n2 rows; ")
    assert "--match E31130=boj" in ran.stdout
    assert "--- /dev/null\n+++ b/data/sources/edinet-code-list-2026-11-02.ttl" in ran.stdout
    assert {file: file.read_bytes() for file in root.rglob("data/**/*.ttl")} == before


def test_the_file_is_written_and_the_report_goes_where_it_is_asked_to(root: Path) -> None:
    path = edinet(root, MUTB, NAMED, day="2026年11月02日")
    line = ("import", "register", "edinet", path.name, "--match", "E31130=id:boj")
    ran = run_kgraph(*line, "-o", "report.json", "--url", "https://www.example.org/a.csv", cwd=root)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert "run kgraph validate and kgraph build" in ran.stderr
    told = json.loads((root / "report.json").read_text("utf-8"))
    assert told["files"] == ["data/sources/edinet-code-list-2026-11-02.ttl"]
    text = (root / told["files"][0]).read_text("utf-8")
    assert "https://www.example.org/a.csv" in text
    assert "id:boj" in text
    again = run_kgraph(*line, "--lang", "ja", "--format", "md", cwd=root)
    assert again.returncode == 0
    assert again.stdout.startswith("# EDINETコードリスト（2026-11-02現在）")
    assert "変わるものはありません" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("edinets", "codes.csv"), 2, "edinets"),
        (("edinet", "nowhere.csv"), 3, "there is no such file"),
        (("edinet", "codes.csv"), 3, "codes.csv:2:1: the header is not known from column 1 on"),
        (("edinet", "codes.csv", "--as-of", "soon"), 2, "soon"),
        (("edinet", "codes.csv", "--match", "E1"), 2, "write the code of a row"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    root: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    path = edinet(root, MUTB, header=CODES.replace("ＥＤＩＮＥＴコード", "コード"))
    path.rename(root / "codes.csv")
    ran = run_kgraph("import", "register", *arguments, cwd=root)
    assert (ran.returncode, ran.stdout) == (code, "")
    assert told in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
