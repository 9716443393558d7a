"""Errors in Japanese: each text that the command line words itself has a Japanese one."""

from __future__ import annotations

import ast
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.error_texts import Texts, code_of, template
from helpers.project import PROJECT
from helpers.running import run_kgraph

from kgraph.cli import language
from kgraph.cli.misuse import report
from kgraph.japanese import TABLES_OF_TEXTS, TEXTS, in_japanese
from kgraph.japanese.around import AROUND
from kgraph.japanese.foreign import FOREIGN
from kgraph.remote.errors import RemoteError
from kgraph.remote.transport import Endpoint
from kgraph.render import console

PACKAGE = PROJECT / "kgraph"
ERRORS = (
    # What is wrong with a file, and what makes such problems
    *("Problem", "Complaint", "RowError", "Uncompilable", "CannotCompileError"),
    *("problem", "complain", "complaint", "fail", "refusal", "_refused", "wrong"),
    *("ValueRefused", "UnreadableError", "HeaderError", "Refused", "TooLarge", "NotInXml"),
    # What a command refuses
    *("Misuse", "DraftError", "FactTableError", "TokenTableError", "BadValue", "InvalidQuery"),
    *("ExportError", "ReleaseError", "SiteError", "CompareError", "RemoteError", "CannotAnswer"),
    *("SnapshotError", "DamagedSnapshot", "DayError", "LimitReached", "TooMuchFollows"),
    *("OSError", "PermissionError", "TimeoutError", "ImportError", "SyntaxError", "ValueError"),
)
TO_PROGRAMS = (
    "kgraph/mcp/",  # models read these
    "kgraph/web/reconciliation/",  # the protocol has no language
    "kgraph/web/protocol.py",
    "kgraph/rdflib_terms.py",  # the API of Python
    "kgraph/words/",
    "kgraph/limited/worker.py",
)
IN_BOTH = (  # worded in either language where they happen
    "kgraph/cli/things.py",
    "kgraph/questions/find.py",
    "kgraph/questions/params.py",
    "kgraph/validate/disjoint.py",
    "kgraph/validate/file_checks.py",
    "kgraph/validate/observation_names.py",
    "kgraph/validate/identifiers.py",
    "kgraph/validate/kinds.py",
    "kgraph/validate/kinds_of_things.py",
)
NAMES = (  # of columns and of things
    "kgraph/registers/edinet.py",
    "kgraph/align/coverage.py",
    "kgraph/verify/history.py",
)
SPARQL = ("kgraph/remote/validate.py", "kgraph/remote/whole.py", "kgraph/remote/staging.py")
PARTS = {
    # What a text is put together of; the whole is asked for by itself.
    "{}; use --format with one of {}",
    *(" of {}", " up to {}", "; use {}", " or ", " and ", " and in "),
    *(" and {} more", " (and {} more)", ", the other way round", "the list{} is broken"),
    *("; a parameter is written NAME=VALUE, without dashes", "kgraph {}"),
    *("{} here, {}", "an {}"),  # what a comment in English has to begin with
    "{}\n# ---- what the document says\n",  # what is written into a file
    *("a view", "Virtuoso 7", "@prefix {}: <{}> ."),
    # Of a fault of ours, which is told as such
    "the places of its values depend on each other",
}
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
ENGLISH = re.compile("[a-z]{2,} [a-z]{2,}")
TELLING = {"say", "tell", "on_wait", "console.say", "console.ask"}


def nodes(folder: Path) -> Iterator[ast.AST]:
    for path in folder.rglob("*.py"):
        if path.parent.name != "japanese":
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def raised() -> dict[str, str]:
    """The texts that errors are made with, and the file of each."""
    texts = Texts(code_of(PACKAGE))
    for name in ERRORS:
        texts.of_calls(name)
    texts.of_words()
    left_out = (*TO_PROGRAMS, *IN_BOTH, *NAMES, *SPARQL, "kgraph/japanese/")
    found = {}
    for text, place in texts.found.items():
        path = place.path.relative_to(PROJECT).as_posix()
        is_command = re.fullmatch("kgraph [a-z]+", text)
        is_name = is_command or not re.search("[a-z]{2}.* |[a-z] .*[a-z]{2}", text)
        if not is_name and not path.startswith(left_out):
            found[text] = path
    return found


def is_told(text: str) -> bool:
    """Whether nothing of a text, alone or behind a place, stays in English but what it carries."""
    alone = text.replace("{}", "X")
    told = (in_japanese(alone), in_japanese(f"a.ttl: {alone}"))
    return text in TEXTS or any(JAPANESE.search(one) and not ENGLISH.search(one) for one in told)


def test_each_error_has_its_japanese() -> None:
    texts = raised()
    assert len(texts) > 1000
    assert texts.keys() >= PARTS
    assert {text: path for text, path in texts.items() if not is_told(text)}.keys() <= PARTS


@pytest.mark.parametrize(
    "code",
    [
        'raise DraftError("it is quite wrong: mend it")',
        'what = "it is quite wrong"\nraise LoadError([Problem(what, str(error), fix)])',
        "raise DraftError(f\"{name}: {more if more else 'it is quite wrong'}\")",
        'raise DraftError(_WHY[name])\n_WHY = MappingProxyType({1: "it is quite wrong"})',
        'def fail(self, why):\n  self.found.append(RowError(why))\nfail("it is quite wrong")',
        'def why():\n  return "it is quite wrong"\nraise DraftError(f"no: {why()}")',
    ],
)
def test_a_text_is_found_wherever_it_stands(tmp_path: Path, code: str) -> None:
    (tmp_path / "one.py").write_text(code, encoding="utf-8")
    texts = Texts(code_of(tmp_path))
    for name in ERRORS:
        texts.of_calls(name)
    assert any("it is quite wrong" in text for text in texts.found)


@pytest.mark.parametrize("text", TEXTS)
def test_each_text_is_told_in_its_own_words(text: str) -> None:
    """No other template takes it first, and all that it carries over is there."""
    names = [f"〈{number}〉" for number in range(text.count("{}"))]
    said, told = text, TEXTS[text]
    for number, name in enumerate(names):
        said = said.replace("{}", name, 1)
        told = told.replace(f"{{{number}}}", name)
    for name in names:
        if "{}" in told:
            told = told.replace("{}", name, 1)
    assert in_japanese(said) == told
    assert all(name in told for name in names)


def test_no_text_stands_in_two_tables() -> None:
    assert sum(map(len, TABLES_OF_TEXTS)) == len(TEXTS)


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
    left = []
    for text in TEXTS:
        if text not in (*FOREIGN, *AROUND):
            # Some are put together of several texts: each part of some length is one of them.
            parts = [part.strip(" ,;()") for part in re.split(r"\{\}|[;:]", text)]
            lost = [part for part in parts if len(part) > 8 and part not in whole]
            left += [text] if lost else []
    assert left == []


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


@pytest.mark.parametrize(
    ("words", "name", "text", "lines"),
    [
        (
            ["validate", "broken.ttl"],
            "broken.ttl",
            '@prefix a: <http://a/> .\na:b a:c a:d\na:e a:f "x .\n',
            [
                "broken.ttl:3:1: Turtle の構文エラーです：文の終わりにピリオドが必要です。"
                "この行か前の行で「.」「;」「,」の抜けや余分がないか確かめてください"
            ],
        ),
        (
            ["validate", "prefix.ttl"],
            "prefix.ttl",
            "@prefix a: <http://a/> .\nb:c a:d a:e .\n",
            [
                "prefix.ttl:2:1: Turtle の構文エラーです：接頭辞 b: は宣言されていません。"
                "接頭辞を直すか、@prefix の行を加えてください。"
                "プロジェクトの接頭辞は kgraph fmt が加えます"
            ],
        ),
        (
            ["import", "tokens", "bad.csv", "--source", "odx-launch"],
            "bad.csv",
            "name_en,coupon\nOne,abc\n,1\n",
            [
                "bad.csv：2 行目、列 coupon：「abc」は数ではありません。"
                "数字で書き、小数点には . を使ってください",
                "bad.csv：3 行目、列 name_en：空です。英語の名称を書くか、説明的な名称を書いて "
                "name_status を unconfirmed にしてください",
            ],
        ),
        (
            ["import", "tokens", "empty.csv", "--source", "odx-launch"],
            "empty.csv",
            "name_en\n",
            [
                "empty.csv: 表に行がありません：見出しの下に何もありません。"
                "一件を一行に書いてください"
            ],
        ),
        (
            ["import", "register", "edinet", "other.csv"],
            "other.csv",
            "token,coupon\n",
            [
                "other.csv: EDINET の一覧ではありません：日付の行と見出しがありません。"
                "ファイル全体を指定してください"
            ],
        ),
        (
            ["add", "fact", "subject=nobody", "value=1", "--source", "odx-launch"],
            "none",
            "",
            ["列 property：空です。書いてください"],
        ),
        (
            ["query", "wrong.rq"],
            "wrong.rq",
            "SELECT * { ?s ?p }",
            ["クエリ:1:18: 「?p」の次に「}」は書けません。直してもう一度実行してください"],
        ),
    ],
)
def test_what_is_wrong_with_a_file_comes_in_the_language_asked_for(
    built_market: Path, tmp_path: Path, words: list[str], name: str, text: str, lines: list[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = run_kgraph(
        *words, env={"KGRAPH_LANG": "ja", "KGRAPH_ROOT": str(built_market)}, cwd=tmp_path
    )
    assert done.returncode != 0
    assert done.stderr.splitlines() == [f"エラー：{line}" for line in lines]


def test_an_engine_that_does_not_answer_is_told_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as nobody:  # the port is taken, and nobody listens
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/sparql"
        with pytest.raises(RemoteError) as caught:
            Endpoint(url, wait=lambda _: None).ask("ASK {}", "*/*")
    asked_for = console.LANGUAGE.set("ja")
    try:
        assert report(caught.value) == 3
    finally:
        console.LANGUAGE.reset(asked_for)
    assert capsys.readouterr().err == (
        f"エラー：{url}：接続に失敗しました（4 回、接続が拒否されました）。"
        "エンジンが動いているか確かめ、もう一度実行してください\n"
    )


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


@pytest.mark.parametrize(
    ("english", "told"),
    [
        (
            "--as-of: “once” is no day; write it as 2024-03-31",
            "--as-of: 「once」は日付ではありません。2024-03-31 のように書いてください",
        ),
        (
            "months: there is no such file; give a query, its file, or -",
            "months: そのファイルはありません。クエリ、そのファイル、または - を指定してください",
        ),
    ],
)
def test_a_name_that_reads_like_a_text_stays_as_it_is(english: str, told: str) -> None:
    assert {"once", "months"} < TEXTS.keys()
    assert in_japanese(english) == told


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
