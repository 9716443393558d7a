"""Stored questions by words, and their text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from helpers.commands import Command
from helpers.project import PROJECT
from helpers.stored import stored_questions

from kgraph.questions.find import having, named
from kgraph.questions.params import BadValue

QUESTIONS = stored_questions()


def slugs(*words: str) -> list[str]:
    return [question.slug for question in having(QUESTIONS, words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["custody"], {"custody-chain", "custody-models", "settlement-by-token"}),
        (["保管"], {"custody-chain"}),
        (["CUSTODY", "ledger"], {"custody-chain"}),
        (["settlementCustody"], {"custody-chain", "custody-models"}),
        (["settlement", "custody"], {"custody-chain"}),
        (["token-route"], {"token-route"}),
        (["token route"], {"token-route"}),
    ],
)
def test_questions_have_every_word(words: Sequence[str], expected: set[str]) -> None:
    assert expected <= set(slugs(*words))


def test_what_is_called_or_tagged_so_comes_first() -> None:
    found = slugs("custody")
    called = [place for place, slug in enumerate(found) if "custody" in slug]
    assert called[0] == 0
    assert len(found) < len(QUESTIONS)


def test_words_narrow_and_nothing_is_found_by_nothing() -> None:
    assert set(slugs("custody", "trustee")) < set(slugs("custody"))
    assert slugs("ustody") == slugs("?") == slugs("xyzzy") == []
    assert slugs() == [question.slug for question in QUESTIONS]


def test_a_question_that_is_none_is_told_with_the_nearest() -> None:
    assert named(PROJECT, "token-route").slug == "token-route"
    with pytest.raises(BadValue, match=r"“token-rout” is none .*did you mean token-route"):
        named(PROJECT, "token-rout")
    with pytest.raises(BadValue, match="「token-rout」という質問はありません"):
        named(PROJECT, "token-rout", "ja")


def test_the_command_finds_and_shows(command: Command, built_market: Path, tmp_path: Path) -> None:
    found = command(built_market, "questions", "発行口数", "-f", "json")
    assert [row["question"] for row in json.loads(found.out)] == ["units"]
    assert command(built_market, "questions", "units", "-f", "turtle").out.startswith("@prefix")
    none = command(built_market, "questions", "xyzzy")
    assert (none.code, none.err) == (
        0,
        "No stored question has the words “xyzzy”; `kgraph questions` lists all.\n",
    )
    text = (built_market / "queries" / "units.rq").read_text(encoding="utf-8")
    assert command(built_market, "questions", "units", "--sparql").out == text
    target = tmp_path / "mine.rq"
    assert command(built_market, "questions", "units", "--sparql", "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8") == text
