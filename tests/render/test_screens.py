"""What a person sees of an answer on terminals of 40, 80 and 120 columns, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from helpers.here import right_here
from helpers.stored import stored_questions
from helpers.terminal import on_terminal
from helpers.terms import jpst
from rich.cells import cell_len

from kgraph.names import ID
from kgraph.questions.ask import Answer, ask
from kgraph.questions.question import Question
from kgraph.render.ask import Shown, shown
from kgraph.render.brief import weakens
from kgraph.render.cite import Citations
from kgraph.snapshot import Snapshot
from kgraph.snapshot.graphs import CONFIRMED
from kgraph.tables import screen
from kgraph.tables.value_text import for_people, is_number
from kgraph.vocab import JPST
from kgraph.words.heads import HEADS, head
from kgraph.words.units import Units, grouped, unit_of, written

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def required(question: Question) -> dict[str, str]:
    """The example of what must be given but the language; of the terms of all issues, one's."""
    one = question.slug == "issue-terms"
    needed = (p for p in question.parameters if one or p.required)
    return {p.name: p.default for p in needed if p.default and p.name != "lang"}


@pytest.fixture(scope="module")
def answers(in_memory: Snapshot) -> dict[str, list[Answer]]:
    """Each question with its defaults, by language."""
    with right_here():
        return {
            lang: [ask(in_memory, one, required(one), lang) for one in stored_questions()]
            for lang in ("en", "ja")
        }


class Screens(dict[str, Shown]):
    """What a terminal of some width shows of each answer, by slug; made when first looked at."""

    def __init__(self, answers: list[Answer], width: int) -> None:
        super().__init__()
        self.answers = {answer.question.slug: answer for answer in answers}
        self.width = width

    def __missing__(self, slug: str) -> Shown:
        self[slug] = shown(self.answers[slug], self.width)
        return self[slug]

    def whole(self) -> Iterator[tuple[str, Shown]]:
        """Of every question."""
        return ((slug, self[slug]) for slug in self.answers)


See = Callable[[str, int], Screens]


@pytest.fixture(scope="module")
def see(answers: dict[str, list[Answer]]) -> See:
    """What each question shows in a language at a width, by slug."""
    return cache(lambda lang, width: Screens(answers[lang], width))


RULE = re.compile(r"-+(?:  -+)*")


def rule_of(text: str) -> int | None:
    """The number of the line under the heads of a table; None for cards."""
    return next((i for i, s in enumerate(text.splitlines()[:8]) if RULE.fullmatch(s)), None)


@pytest.mark.parametrize(
    ("lang", "width"), [("en", 40), ("ja", 40), ("en", 80), ("ja", 80), ("ja", 120)]
)
def test_no_line_is_wider_than_the_terminal(see: See, lang: str, width: int) -> None:
    for slug, found in see(lang, width).whole():
        assert [s for s in found.text.splitlines() if cell_len(s) > width] == [], slug


@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("ja", 80), ("ja", 120)])
def test_answers_are_tables_not_cards(see: See, lang: str, width: int) -> None:
    slugs = [slug for slug, found in see(lang, width).whole() if rule_of(found.text) is None]
    assert slugs == []


def rows_of(text: str) -> list[list[str]]:
    """The rows of a table, folded cells put together again.

    Only the first line of a row has all its cells, and none indented but figures, which are flush
    right; a word as wide as its column has no room to be indented.
    """
    lines = text.splitlines()
    rule = rule_of(text)
    assert rule is not None
    places = [(m.start(), m.end()) for m in re.finditer("-+", lines[rule])]
    rows: list[list[str]] = []
    for line in lines[rule + 1 :]:
        by_place = placed(line)
        cells = ["".join(by_place[start:end]).rstrip() for start, end in places]
        indented = any(re.match(r" +[^\d\s–+.-]", cell) for cell in cells)
        if all(cells) and not indented:
            rows.append(cells)
        else:
            rows[-1] = [above + cell for above, cell in zip(rows[-1], cells, strict=True)]
    return [[re.sub(r"\s", "", cell) for cell in row] for row in rows]


def placed(line: str) -> list[str]:
    """For each column of the screen the character that begins there, with what it bears."""
    if line.isascii() and line.isprintable():
        return list(line)
    found: list[str] = []
    for char in line:
        width = width_of(char)
        if width:
            found += [char, *[""] * (width - 1)]
        elif found:
            found[-1] += char
    return found


width_of = cache(cell_len)


@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("ja", 80), ("ja", 120)])
def test_columns_are_aligned_and_every_row_has_every_cell(
    see: See, answers: dict[str, list[Answer]], lang: str, width: int
) -> None:
    for answer in answers[lang]:
        if answer.question.matrix:
            continue
        text = see(lang, width)[answer.question.slug].text
        lines = text.splitlines()
        gaps = [m.start() for m in re.finditer("  ", lines[rule_of(text) or 0])]
        crossed = [
            line
            for line in lines
            for by_place in [placed(line)]
            for gap in gaps
            if "".join(by_place[gap : gap + screen.GAP]).rstrip()
        ]
        assert crossed == [], answer.question.slug
        assert len(rows_of(text)) == len(answer), answer.question.slug


def test_absent_values_are_shown_as_absent() -> None:
    grid = screen.Grid(
        ("token", "platform", "status"), [("A", "", "planned"), ("A", "", "")], (False,) * 3
    )
    assert screen.as_text(grid, 40).splitlines()[2:] == [
        "A      –         planned",
        "A      –         –",
    ]
    card = ["toke  A", "n", "plat  –", "form", "stat  {}", "us"]
    seen = screen.as_text(grid, 13).format("planned", "–").splitlines()
    assert seen == [s.format("planned") for s in card] + [""] + [s.format("–") for s in card]


def test_a_folded_line_is_indented_and_breaks_between_words_or_characters() -> None:
    assert screen.wrap("firm that sells or underwrites", 20, 2) == [
        "firm that sells or",
        "  underwrites",
    ]
    assert screen.wrap("三菱UFJ信託銀行株式会社(受託者)", 16, 2) == [
        "三菱UFJ信託銀行",
        "  株式会社(受託",
        "  者)",
    ]
    assert screen.wrap("取引の場、市場。", 14, 0) == ["取引の場、市", "場。"]
    assert screen.wrap("Bloomberg 日付なし, +1", 18, 0) == ["Bloomberg 日付な", "し, +1"]
    assert screen.wrap("on 2024-09-04", 10, 0) == ["on", "2024-09-04"]
    assert screen.wrap("合計 1,000,000円", 14, 0) == ["合計", "1,000,000円"]
    assert screen.wrap(f"1,000,000{screen.UNBROKEN}yen", 11, 0) == ["1,000,000", "yen"]
    assert "".join(screen.wrap("x" * 30, 8, 0)) == "x" * 30
    for width in range(1, 30):
        for line in screen.wrap(
            "A 三菱UFJ信託 long-word/https://example.org/a?b=c 銀行。", width, 2
        ):
            assert cell_len(line) <= max(width, 4)


def test_a_letter_that_is_joined_to_the_one_before_takes_no_place() -> None:
    text = "「家族」は👩\u200d👩\u200d👧と書く。"
    assert screen.wrap(text, 14, 0) == ["「家族」は👩\u200d👩\u200d👧と", "書く。"]


def test_brief_columns_tell_rows_apart_where_any_column_can(
    answers: dict[str, list[Answer]],
) -> None:
    for answer in answers["en"]:
        assert answer.question.brief or answer.question.matrix, answer.question.slug
        assert len(answer.question.brief) <= 7


def test_the_rest_is_named_and_shown_with_wide(answers: dict[str, list[Answer]]) -> None:
    answer = next(a for a in answers["en"] if a.question.slug == "custody-chain")
    brief, wide = shown(answer, 80), shown(answer, 80, wide=True)
    assert brief.title == (
        "The custody chain of a token, from the firm to the ledger",
        "security token: Kenedix Realty Token Shibuya Jinnan (transfer-restricted)",
    )
    assert brief.notes[0] == f"{len(answer)} rows"
    assert any("--wide also: " in note and "wording" in note for note in brief.notes)
    assert "wording" in wide.text
    assert "https://" in wide.text
    assert "https://" not in brief.text
    assert len(wide.notes) == 1


def test_without_a_terminal_all_columns_come_with_addresses_in_full(
    answers: dict[str, list[Answer]],
) -> None:
    answer = next(a for a in answers["ja"] if a.question.slug == "custody-chain")
    text = shown(answer, None).text
    assert len(text.splitlines()) == len(answer) + 2
    assert "https://" in text
    assert len(re.split(r"  +", text.splitlines()[1])) == len(answer.columns)


def test_every_column_of_ours_has_words_in_both_languages(
    answers: dict[str, list[Answer]], in_memory: Snapshot
) -> None:
    plain = {"lei", "mic", "bic"}
    for answer in answers["ja"]:
        for name in answer.columns:
            words = head(name, "ja", in_memory, answer.question.heads)
            assert JAPANESE.search(words) or name in plain, (answer.question.slug, name)
            assert not JAPANESE.search(head(name, "en", in_memory, answer.question.heads))


def test_shared_words_are_those_of_columns_that_are_there(
    answers: dict[str, list[Answer]],
) -> None:
    used = {name.removesuffix("Label") for answer in answers["en"] for name in answer.columns}
    assert sorted(HEADS.keys() - used) == []


def test_japanese_answers_have_no_english_words_around_them(see: See) -> None:
    for slug, found in see("ja", 80).whole():
        for text in (*found.title[:1], *found.notes):
            assert JAPANESE.search(text), slug


# -- figures and their units


@pytest.mark.parametrize(
    ("definition", "unit"),
    [
        ("The total amount of an issue in Japanese yen.", "Japanese yen"),
        ("A money threshold in Japanese yen; the qualifier says of what.", "Japanese yen"),
        ("The yearly yield realized in percent.", "percent"),
        ("The land area in square meters.", "square meters"),
        ("The planned term in years.", "years"),
        ("The number of units issued.", ""),
        ("The place of a concept in a sequence.", None),
    ],
)
def test_a_unit_is_read_from_the_definition(definition: str, unit: str | None) -> None:
    assert unit_of(definition) == unit


def test_every_property_with_figures_says_of_what_they_are(in_memory: Snapshot) -> None:
    with right_here():
        rows = in_memory.query(
            "SELECT ?p ?d WHERE { ?p rdfs:range ?r ; skos:definition ?d "
            "FILTER(LANG(?d) = 'en' && ?r IN (xsd:integer, xsd:decimal)) }"
        )
    silent = [term.value for term, said in rows if unit_of(said.value) is None]
    assert sorted(silent) == [JPST.figure.value, jpst("order").value]


@pytest.mark.parametrize(
    ("number", "unit", "en", "ja"),
    [
        ("22600000000", "Japanese yen", "22,600,000,000 yen", "22,600,000,000円"),
        ("0.80", "percent", "0.80%", "0.80%"),
        ("1", "years", "1 year", "1年"),
        ("5", "years", "5 years", "5年"),
        ("1903.41", "square meters", "1903.41 m²", "1903.41㎡"),
        ("282", "", "282", "282"),
    ],
)
def test_a_figure_is_written_with_its_unit(number: str, unit: str, en: str, ja: str) -> None:
    assert written(number, unit, "en").replace(screen.UNBROKEN, " ") == en
    assert written(number, unit, "ja") == ja


def test_only_numbers_are_grouped() -> None:
    assert [grouped(t) for t in ("9999", "10000", "-12345.60", "NaN", "1e400", "2024-01-01")] == [
        "9999", "10,000", "-12,345.60", "NaN", "1e400", "2024-01-01",
    ]  # fmt: skip


def test_a_record_has_the_unit_of_the_figures_it_is_of(in_memory: Snapshot) -> None:
    units = Units(in_memory)
    assert units.of(jpst("shareholding").value) == "percent"
    assert units.of("outstanding amount") == "Japanese yen"
    assert units.of("会員数") == ""
    assert units.of("operated by") is None


def test_figures_of_answers_have_their_unit(see: See) -> None:
    english, japanese = see("en", 80), see("ja", 80)
    for text in ("1,000,000,000 yen", "0.8%", "1 year"):
        assert text in english["issue-terms"].text
    assert "1,000,000,000円" in japanese["issue-terms"].text
    assert "amount (yen)" in english["tokens-by-platform"].text
    assert "金額（円）" in japanese["tokens-by-platform"].text
    assert "667,400,000,000" in english["platform-share"].text
    assert "(%)" in english["holdings"].text


# -- sources


def test_addresses_become_publisher_and_day(in_memory: Snapshot) -> None:
    cite = Citations(in_memory)
    launch = "https://toseicorp.co.jp/english/news/2024/20240904_1361.html"
    assert cite.short(f"{launch} (2024-09-04)") == "TOSEI 2024-09-04"
    other = "https://www.example.org/x (undated)"
    assert cite.short(other) == "example.org undated"
    assert cite.short(f"{other} | {launch} (2024-09-04)") == "TOSEI 2024-09-04, +1"
    assert cite.short("see https://www.example.org/x and more") == (
        "see https://www.example.org/x and more"
    )
    assert cite.short("https://w3id.org/jpst/editorial/instrument-classes (undated)") == (
        "our reading undated"
    )


# -- no row reads as a stronger fact than it is


@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("ja", 80), ("en", 120), ("ja", 120)])
def test_what_weakens_a_row_is_told_in_it_or_below(
    see: See, answers: dict[str, list[Answer]], in_memory: Snapshot, lang: str, width: int
) -> None:
    confirmed = in_memory.label(CONFIRMED.value, lang)
    for answer in answers[lang]:
        question, seen = answer.question, see(lang, width)[answer.question.slug]
        weak = [name for name in answer.columns if weakens(name)]
        if question.matrix:
            left = set(weak) - set(question.matrix)
            heads = [head(name, lang, in_memory, question.heads) for name in left]
            assert all(any(one in note for note in seen.notes) for one in heads), question.slug
            continue
        # What stands above the table is told of each of its rows.
        below = "".join((*seen.title, *seen.notes))
        shown_rows = rows_of(seen.text)
        for name in weak:
            cells = [for_people(row[answer.columns.index(name)]) for row in answer.terms]
            if set(cells) <= {confirmed, ""}:
                continue
            if name == "asOf" and name not in question.brief:
                assert_days_of_figures(answer, cells, shown_rows, below)
                continue
            for cell, row in zip(cells, shown_rows, strict=True):
                told = re.sub(r"\s", "", cell) in "".join(row) or cell in below
                assert told, (question.slug, name, cell, row)


def assert_days_of_figures(
    answer: Answer, cells: list[str], rows: list[list[str]], below: str
) -> None:
    figures = [
        answer.columns.index(name)
        for name in ("figure", "part", "percent")
        if name in answer.columns
    ]
    for terms, cell, row in zip(answer.terms, cells, rows, strict=True):
        if any(is_number(terms[at]) for at in figures):
            assert cell in "".join(row) or cell in below, (answer.question.slug, cell, row)


def test_what_most_rows_have_is_told_once_and_the_rest_in_its_row(see: See) -> None:
    seen = see("en", 80)["registrations"]
    assert "unless a row says otherwise: standing: likely" in seen.notes
    told = "".join("".join(row) for row in rows_of(seen.text))
    assert "(conflicting)" in told
    assert "(confirmed)" in told
    assert "(likely)" not in told
    assert not any("standing" in note for note in seen.notes if "--wide" in note)
    assert "行に別の記載がない限り：確度：可能性が高い" in see("ja", 80)["registrations"].notes


def test_a_note_that_is_not_shown_leaves_a_mark(see: See, answers: dict[str, list[Answer]]) -> None:
    for lang, mark in (("en", "*"), ("ja", "※")):
        answer = next(a for a in answers[lang] if a.question.slug == "maturities-ahead")
        noted = [row["note"] is not None for row in answer.rows_as_dicts()]
        assert set(noted) == {True, False}
        seen = see(lang, 80)["maturities-ahead"]
        rows = ["".join(row) for row in rows_of(seen.text)]
        assert [mark in row for row in rows] == noted
        assert any(note.startswith(mark) for note in seen.notes)


def test_the_days_of_a_figure_stand_behind_it(see: See) -> None:
    told = ["".join(row) for row in rows_of(see("en", 80)["platform-share"].text)]
    assert any("(asof:2026-05-18)" in row for row in told)
    assert any("(nodate:donotquote)" in row for row in told)


def test_the_numbers_of_a_matrix_are_explained(see: See) -> None:
    assert "   n  filled (number: sources)" in see("en", 80)["record-coverage"].text
    assert "   n  充足（数字は出典）" in see("ja", 80)["record-coverage"].text


# -- columns that tell nothing


def test_a_column_without_any_value_is_named_below_instead(see: See) -> None:
    seen = see("en", 80)["issue-terms"]
    assert "qualifier" not in seen.text.partition("----")[0]
    assert "nothing on record in any row: qualifier" in seen.notes


@pytest.mark.parametrize("width", [80, 120, 200])
def test_a_column_that_repeats_what_was_asked_for_is_left_out(see: See, width: int) -> None:
    seen = see("en", width)["issue-terms"]
    _, _, token = seen.title[1].partition(": ")
    assert token not in seen.text
    assert any("with --wide also: " in note and "token" in note for note in seen.notes)


def test_decimal_points_stand_below_each_other() -> None:
    cells = screen.at_point(["94.3", "66", "", "-1,008.25"])
    assert cells == ["94.3\u00a0", "66\u00a0\u00a0\u00a0", "", "-1,008.25"]
    assert screen.at_point(["1", "0.8%"]) == ["1", "0.8%"]


# -- an empty answer


@pytest.fixture(scope="module")
def empty(real_snapshot: Snapshot) -> dict[str, Shown]:
    values = {"association": "jsda", "member": "jpx", "asOf": "2000-01-01"}
    with right_here():
        return {
            lang: shown(ask(real_snapshot, "memberships", values, lang), 80)
            for lang in ("en", "ja")
        }


def test_an_empty_answer_says_so_and_why(real_snapshot: Snapshot, empty: dict[str, Shown]) -> None:
    for lang, nothing, meant, left in (
        (
            "en",
            "Nothing on record answers this",
            "does not mean “no”",
            "Leave out association, member",
        ),
        (
            "ja",
            "記録の中に答えはありません",
            "「ない」ことを意味しません",
            "association, member を省く",
        ),
    ):
        assert empty[lang].text == ""
        told = " ".join(empty[lang].notes)
        assert nothing in told
        assert meant in told
        assert left in told
        assert real_snapshot.label(ID + "jsda", lang) in told
        assert "2000-01-01" in told


# -- on a real terminal


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_on_a_terminal(built_market: Path, columns: int) -> None:
    code, seen = on_terminal("ask", "units", "--lang", "ja", columns=columns, cwd=built_market)
    assert code == 0
    lines = seen.splitlines()
    assert lines[0] == "トークンごとの発行口数"
    assert lines[1].split() == ["トークン", "units"]
    assert "2行" in lines
    assert max(map(cell_len, lines)) <= columns


def test_the_matrix_of_coverage_is_compact_and_names_every_token(
    see: See, answers: dict[str, list[Answer]]
) -> None:
    answer = next(a for a in answers["en"] if a.question.slug == "record-coverage")
    for width, most in ((40, 400), (80, 250), (120, 170)):
        text = see("en", width)["record-coverage"].text
        assert len(text.splitlines()) <= most
        assert max(map(cell_len, text.splitlines())) <= max(width, 43), "the legend may be wider"
    text = re.sub(r"(?m)(?: +[0-9·–?½]+){15}$", "", see("en", 80)["record-coverage"].text)
    bare = re.sub(r"\s", "", text)
    names = {str(row["tokenLabel"]) for row in answer.rows_as_dicts()}
    assert [name for name in names if re.sub(r"\s", "", name) not in bare] == []
