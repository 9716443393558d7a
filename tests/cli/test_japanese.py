"""Errors in Japanese: each text that the command line words itself has a Japanese one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.running import run_kgraph

from kgraph.cli import language
from kgraph.render.japanese import TEXTS, in_japanese

PACKAGE = PROJECT / "kgraph"
ERRORS = {"Misuse", "SnapshotError", "DamagedSnapshot", "LimitReached", "TooMuchFollows"}
ERRORS |= {"ReleaseError", "SiteError", "TooLarge", "CompareError"}
JAPANESE = re.compile("[ぁ-ん]")
TELLING = {"say", "tell", "on_wait", "console.say", "console.ask"}
# What stands around other texts.
FOREIGN = re.compile(r"\{\}; see")


def template(node: ast.expr) -> str | None:
    """A text of the code, with {} for what is put into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


def nodes(folder: Path) -> Iterator[ast.AST]:
    for path in folder.rglob("*.py"):
        if path.name != "japanese.py":
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def raised() -> set[str]:
    """The texts that errors are made with."""
    found = set()
    for node in nodes(PACKAGE):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", "")
            text = template(node.args[0])
            if name in ERRORS and text is not None and re.search("[a-z]", text):
                found.add(text)
    return found


def test_each_error_has_its_japanese() -> None:
    texts = raised()
    assert len(texts) > 50
    # Where the whole text is put together of others, those are asked for by themselves.
    texts.discard("{}; use --format with one of {}")
    lost = [text for text in texts if not JAPANESE.search(in_japanese(text.replace("{}", "X")))]
    assert lost == []


def said() -> set[str]:
    """The texts that the person at the keyboard is told or asked."""
    found = set()
    for node in nodes(PACKAGE):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in TELLING:
            said = node.args[0]
            either = (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,)
            found |= {text for one in either if (text := template(one)) is not None}
    return {text for text in found if " " in text and text != "{}: "}  # others are names


def test_each_notice_has_its_japanese() -> None:
    texts = said()
    assert len(texts) > 15, texts
    lost = [text for text in texts if in_japanese(text.replace("{}", "X")).isascii()]
    assert lost == []


def test_a_notice_comes_in_the_language_asked_for(tmp_path: Path, built_market: Path) -> None:
    done = run_kgraph("stats", "--lang", "ja", "-o", str(tmp_path / "x.csv"), cwd=built_market)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == f"{tmp_path / 'x.csv'} に書きました"
    plain = run_kgraph(
        "fmt", "--check", "--root", str(PROJECT), env={"KGRAPH_LANG": "ja"}, cwd=tmp_path
    )
    assert plain.returncode == 0
    assert re.fullmatch(r"\d+個のファイルのうち0個が変わります\n", plain.stderr)


def test_no_text_is_left_that_nothing_says() -> None:
    said = {t for node in nodes(PACKAGE) if isinstance(node, ast.expr) and (t := template(node))}
    said |= {re.sub(r"“[^”]*”|\d+", "{}", text) for text in said}
    whole = "\n".join(re.sub(r"\{\}", "", text) for text in said)
    for text in TEXTS:
        if not FOREIGN.match(text):
            # Some are put together of several texts: each part of some length is one of them.
            parts = [part.strip(" ,;()") for part in re.split(r"\{\}|[;:]", text)]
            lost = [part for part in parts if len(part) > 8 and part not in whole]
            assert not lost, text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask", "unit"], "「unit」"),
        (["ask", "units", "50"], "「50」はパラメータではありません"),
        (["ask", "units", "--bogus"], "--bogus というオプションはありません"),
        (["ask", "units", "-f", "xml"], "の値が正しくありません"),
        (["aks"], "「aks」というコマンドはありません（ask のことですか）"),
        (["ask", "x", "--formt", "csv"], "--formt というオプションはありません（--format"),
        (["ask", "x", "--lang"], "--lang には値が必要です"),
        (["build", "--force=yes"], "--force に値は付けられません"),
        (["show", "a", "b"], "「b」は余分な引数です"),
        (["validate", "--as-of", "soon"], "--as-of: 「soon」は日付ではありません"),
        (["search", "x", "--limit", "few"], "--limit: 「few」は数ではありません"),
        (["search", "x", "--limit", "0"], "1 以上が必要です"),
        (["show"], "がありません。`kgraph show --help` を参照してください"),
        (["query", "SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }"], "SERVICE は使えません"),
        (["query", "DROP ALL"], "読み取り専用です"),
        (["query", "ASK { ?s ex:p ?o }"], "接頭辞 ex: は宣言されていません"),
        (["query", "missing.rq"], "missing.rq: そのファイルはありません"),
        (["export", "-o", "x.ods"], "x.ods の拡張子に当たる形式はありません"),
        (["validate", "--explain", "nonsense"], "という検証結果の種類はありません"),
        (["release", "1", "-o", "x"], "「1」は版ではありません"),
        (
            ["query", "SELECT * {?a ?b ?c. ?d ?e ?f. ?g ?h ?i}", "--timeout", "0.2"],
            "0.2 秒を超えた",
        ),
    ],
)
def test_errors_come_in_the_language_asked_for(
    built_market: Path, words: list[str], told: str
) -> None:
    done = run_kgraph(*words, env={"KGRAPH_LANG": "ja"}, cwd=built_market)
    assert done.returncode != 0
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("エラー：")
    assert told in line


def test_a_warning_comes_in_the_language_asked_for(built_market: Path) -> None:
    done = run_kgraph("query", "ASK { ?s jpst:operatdBy ?o }", "--lang=ja", cwd=built_market)
    assert done.stderr == (
        "警告：クエリ:1:10: jpst:operatdBy はグラフのどこにもありません。"
        "jpst:operatedBy のことですか\n"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ask", "--lang", "ja"], "ja"),
        (["ask", "--lang=ja", "x"], "ja"),
        (["ask", "--lang", "en"], "en"),
        (["ask", "--lang"], "en"),
        ([], "en"),
    ],
)
def test_the_language_is_read_even_from_a_wrong_line(words: list[str], expected: str) -> None:
    assert language(words) == expected


@pytest.mark.parametrize(
    ("near", "told"),
    [
        ("one", "one のことですか"),
        ("one or two", "one か two のことですか"),
        ("one or two or three", "one、two、three のどれかのことですか"),
    ],
)
def test_what_may_be_meant_is_listed_in_japanese(near: str, told: str) -> None:
    assert in_japanese(f"did you mean {near}?") == told


def test_what_is_not_known_stays_as_it_is() -> None:
    assert in_japanese("something else") == "something else"
    assert in_japanese("x" * 100_000) == "x" * 100_000


@pytest.mark.parametrize(
    ("words", "told", "read"),
    [
        (["search", "アルファ"], "名称", '"how": "name"'),
        (["stats"], "スナップショット", '"group": "snapshot"'),
    ],
)
def test_tables_are_told_in_japanese_and_programs_read_what_stays(
    built_market: Path, words: list[str], told: str, read: str
) -> None:
    table, data = (
        run_kgraph(*words, "--lang=ja", f"--format={written}", cwd=built_market).stdout
        for written in ("table", "json")
    )
    assert told in table.split("\n", 2)[2]
    assert read in data
