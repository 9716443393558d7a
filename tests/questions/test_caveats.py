"""What an answer on law or eligibility does not decide travels with it, in every form."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.stored import stored_questions

from kgraph.problems import LoadError
from kgraph.questions.ask import Answer, ask
from kgraph.questions.question import Question, read_question
from kgraph.render.ask import write
from kgraph.render.question_pages import page
from kgraph.snapshot import Snapshot
from kgraph.tables.formats import ROW_FORMATS
from kgraph.web import media, rest
from kgraph.words.caveats import CAVEATS, LEAD

ON_LAW = re.compile(
    r"jpst:(neededRegistration|requiresRegistration|requiresAuthorization|registeredFirm"
    r"|registeredFor|eligibleUnder|rankedGround|ground)\b"
)
"""What a question reads that tells of law or eligibility."""
IN_WORDS = ("table", "md")


def is_on_law(question: Question) -> bool:
    """Of the layer of rules, or of what they demand and whom they let in."""
    return "selfRegulatoryRoute" in question.tags or ON_LAW.search(question.body) is not None


@pytest.fixture(scope="module", params=("en", "ja"))
def answer(real_snapshot: Snapshot, request: pytest.FixtureRequest) -> Answer:
    return ask(real_snapshot, "needed-registration", {}, request.param, root=PROJECT)


def test_every_question_on_law_says_what_it_does_not_decide() -> None:
    on_law = [question for question in stored_questions() if is_on_law(question)]
    assert len(on_law) >= 20
    assert [question.slug for question in on_law if not question.caveats] == []


def test_every_caveat_is_of_some_question_and_said_in_both_languages() -> None:
    used = {key for question in stored_questions() for key in question.caveats}
    assert used == set(CAVEATS)
    for english, japanese in CAVEATS.values():
        assert english.endswith(".")
        assert japanese.endswith("。")


def test_an_unknown_caveat_is_named_with_the_nearest(tmp_path: Path) -> None:
    text = (PROJECT / "queries" / "law-calendar.rq").read_text(encoding="utf-8")
    path = tmp_path / "law-calendar.rq"
    path.write_text(text.replace("[drafts,", "[draft,"), encoding="utf-8")
    with pytest.raises(LoadError, match=r"unknown caveat draft.*write drafts"):
        read_question(path)


@pytest.mark.parametrize("format", IN_WORDS)
def test_forms_for_people_say_it_in_words(answer: Answer, format: str) -> None:
    text = write(answer, format, None).text
    assert LEAD[answer.lang == "ja"] in text
    assert all(f"- {caveat}\n" in text for caveat in answer.caveats)


def test_a_terminal_says_it_beside_the_answer(answer: Answer) -> None:
    shown = write(answer, "table", 80)
    assert {f"- {caveat}" for caveat in answer.caveats} <= set(shown.notes)


def test_an_empty_answer_says_it_too(real_snapshot: Snapshot) -> None:
    empty = ask(real_snapshot, "law-calendar", {"since": "2099-01-01"}, root=PROJECT)
    assert not empty.rows
    for width in (None, 80):
        assert f"- {empty.caveats[0]}" in write(empty, "table", width).notes


@pytest.mark.parametrize("format", [f for f in ROW_FORMATS if f not in IN_WORDS])
def test_forms_for_programs_name_it_on_every_row_and_tell_the_reader(
    answer: Answer, format: str
) -> None:
    shown = write(answer, format, None)
    keys = " | ".join(answer.question.caveats)
    assert shown.text.count(keys) == len(answer.rows) > 0
    assert {f"- {caveat}" for caveat in answer.caveats} <= set(shown.notes)


def test_the_column_is_the_last_one(answer: Answer) -> None:
    rows = list(csv.reader(io.StringIO(write(answer, "csv", None).text)))
    assert rows[0] == [*answer.columns, "caveats"]


@pytest.mark.parametrize("format", ROW_FORMATS)
def test_an_answer_that_leaves_nothing_open_has_no_such_column(
    real_snapshot: Snapshot, format: str
) -> None:
    answer = ask(real_snapshot, "venue-participants", {}, root=PROJECT)
    assert answer.caveats == ()
    text = write(answer, format, None).text
    assert "caveats" not in text
    assert LEAD[0] not in text


@pytest.mark.parametrize("kind", rest.offers())
def test_rest_gives_it_in_every_media_type(answer: Answer, kind: str) -> None:
    asked = rest.Page(answer.lang, None, None, kind, rest.MOST, 0, {})
    document = rest.document(answer, asked, "/x")
    if kind == "application/json":
        told = json.loads(document)["caveats"]
        assert [one["key"] for one in told] == list(answer.question.caveats)
        assert [one["text"] for one in told] == list(answer.caveats)
    elif kind == "text/markdown":
        assert f"- {answer.caveats[0]}\n" in document.decode()
    elif kind == media.XLSX:
        from openpyxl import load_workbook

        first = load_workbook(io.BytesIO(document)).worksheets[0]
        found = {cell for row in first.iter_rows(values_only=True) for cell in row}
        assert set(answer.caveats) <= found
    else:
        assert document.decode().count(" | ".join(answer.question.caveats)) == len(answer.rows)


def test_python_users_have_it(answer: Answer) -> None:
    assert f"- {answer.caveats[0]}\n" in answer.to_markdown()
    assert answer.caveats[0] in answer._repr_html_()


def test_a_table_of_pandas_has_it(answer: Answer) -> None:
    pytest.importorskip("pandas")
    assert answer.to_pandas().attrs["caveats"] == list(answer.caveats)


def test_the_page_of_a_question_says_it_in_both_languages(answer: Answer) -> None:
    text = page(answer.question)
    for lang in ("en", "ja"):
        assert all(caveat in text for caveat in answer.question.undecided(lang))
