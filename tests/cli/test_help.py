"""Help: every command and every question, in both languages."""

from __future__ import annotations

import inspect
import re
import shlex
from pathlib import Path

import pytest
from helpers.commands import Command
from helpers.project import PROJECT
from helpers.stored import stored_questions

from kgraph.cli.call import Call
from kgraph.cli.commands import COMMANDS, GROUPS
from kgraph.cli.help import page
from kgraph.cli.line import LANG, Help, read
from kgraph.cli.options import Language
from kgraph.cli.parameters import parameters
from kgraph.render import help_words
from kgraph.render.help import Section, as_text
from kgraph.render.questions import help_text
from kgraph.tables.screen import cell_len

QUESTIONS = stored_questions()
NAMES = ["", *GROUPS, *COMMANDS]
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def texts() -> set[str]:
    """All texts that describe commands."""
    found = {help_words.ABOUT, help_words.HELPING, help_words.VERSIONS, help_words.DEBUGGING}
    found |= {*GROUPS.values(), LANG.given.help}
    for command in (get() for get in COMMANDS.values()):
        found |= {" ".join(part.split()) for part in inspect.getdoc(command).split("\n\n")}
        for parameter in parameters(command):
            found |= {parameter.given.help, parameter.given.default or ""}
    return {text for text in found if text and not text.endswith(".yaml")}


def test_each_text_has_its_japanese_and_none_is_left_over() -> None:
    assert sorted(texts() - set(help_words.TEXTS)) == []
    assert sorted(set(help_words.TEXTS) - texts()) == []
    assert [text for text in help_words.TEXTS.values() if not JAPANESE.search(text)] == []


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", NAMES)
def test_help_names_everything_and_fits(name: str, lang: str) -> None:
    for width in (40, 72, None):
        told = page(Help(name, {"lang": Language(lang)}), width)
        names = max(
            (len(w) for w in re.findall(r"^  (\S+(?: \S+)*?)(?:  |$)", told, re.M)), default=0
        )
        assert max(map(cell_len, told.splitlines())) <= max(width or 100, names + 2, 60)
    assert told.startswith(f"{'使い方：' if lang == 'ja' else 'Usage: '}kgraph {name}".rstrip())
    assert bool(JAPANESE.search(told)) == (lang == "ja")
    if name in COMMANDS:
        for parameter in parameters(COMMANDS[name]()):
            assert all(spelled in told for spelled in parameter.spellings or [parameter.called])
            assert all(choice in told for choice in parameter.choices)


def test_the_language_of_help_is_that_of_the_environment(
    command: Command, built_market: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KGRAPH_LANG", "ja")
    assert "使い方：kgraph fmt" in command(built_market, "fmt", "--help").out
    assert "使い方：kgraph ask units" in command(built_market, "ask", "units", "--help").out
    assert "Usage: kgraph fmt" in command(built_market, "fmt", "--help", "--lang", "en").out


def test_a_question_has_its_own_help(command: Command, built_market: Path) -> None:
    told = command(built_market, "ask", "units", "--help")
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == "Usage: kgraph ask units [NAME=VALUE]... [OPTION]..."
    assert any(re.match(r"  least  .*a whole number \[without it: stays open\]", x) for x in lines)
    assert any(re.match(r"  lang   .*en or ja \[without it: en\]", x) for x in lines)
    assert "  token, tokenLabel, units" in lines
    assert "  kgraph ask units least=0" in lines


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_the_help_of_a_question_tells_all_and_fits(question) -> None:
    for lang in ("en", "ja"):
        told = help_text(question, lang, 72)
        assert question.title(lang)[:12] in told
        for parameter in question.parameters:
            assert re.search(rf"^  {parameter.name}  ", told, re.M)
        example = next(line for line in told.splitlines() if line.startswith("  kgraph ask "))
        lines = [line for line in told.splitlines() if line != example]
        assert max(map(cell_len, lines)) <= 72
    call = read(shlex.split(example)[1:])
    assert isinstance(call, Call)
    given = {value.partition("=")[0] for value in call.values.get("values", ())}
    needed = {p.name for p in question.parameters if p.required and p.kind != "lang"}
    assert needed <= given, "the example leaves out what is needed"


def test_sections_line_up_and_names_stay_whole() -> None:
    told = as_text(["About.", Section("Names", [("a", "x"), ("b" * 40, "y z"), ("", "w")])], 60)
    long = "  " + "b" * 40
    assert told == f"About.\n\nNames\n  a  x\n{long}\n     y z\n     w\n"


def test_help_is_made_without_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_ROOT", str(PROJECT))
    monkeypatch.chdir(tmp_path)
    assert page(Help("ask", {"slug": "token-route"})).startswith("Usage: kgraph ask token-route")
    assert list(tmp_path.iterdir()) == []
