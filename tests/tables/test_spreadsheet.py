"""Workbooks that are written, read back by another library and by a spreadsheet program."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from helpers.here import right_here
from helpers.running import run_kgraph

from kgraph.export.tabular import table_sheets
from kgraph.questions.ask import ask
from kgraph.render.workbook import of_answer, of_tables
from kgraph.snapshot import Snapshot
from kgraph.tables.spreadsheet import Amount, Page, as_workbook

openpyxl = pytest.importorskip("openpyxl", reason="kgraph[xlsx] has it")
pytest.importorskip("xlsxwriter", reason="kgraph[xlsx] has it")

DAY = date(2026, 11, 29)
JAPANESE = re.compile(r"[\u3040-\u9fff]")
ADDRESS = "https://www.example.org/a?b=1&c=2"
ROW = (
    *(
        "=1+1",
        "＋81",
        "a",
        Amount(Decimal("1830100000"), "", " yen"),
        Amount(Decimal("0.85"), "", "%"),
    ),
    *(7, Decimal("12.50"), 10**17, date(2026, 11, 5), date(1890, 1, 1), "2026-11"),
    *(f"ours {ADDRESS} (2026)", None, True, "bad\x0bchar"),
)
HEADS = tuple("abcdefghijklmno")


@pytest.fixture(scope="module")
def made() -> bytes:
    cover = Page("About", (), [("Release", "1.2.3"), ("", "more")], cover=True)
    return as_workbook([cover, Page("a/b: [c]", HEADS, [ROW])], DAY)


def test_values_keep_their_kind_and_their_units(made: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["About", "a b   c "]
    about, sheet = book.worksheets
    assert (about["A1"].value, about["B1"].value) == ("Release", "1.2.3")
    assert sheet.freeze_panes == "A2"
    heads, row = sheet.iter_rows()
    assert tuple(cell.value for cell in heads) == HEADS
    cells = dict(zip(HEADS, row, strict=True))
    for name, text in (("a", "=1+1"), ("b", "＋81")):
        assert (cells[name].value, cells[name].data_type) == (text, "s")
        assert cells[name].quotePrefix  # typed again, it stays a text
    assert not cells["c"].quotePrefix
    assert (cells["d"].value, cells["d"].number_format) == (1830100000, '#,##0" yen"')
    assert (cells["e"].value, cells["e"].number_format) == (0.85, '#,##0.00"%"')
    assert (cells["f"].value, cells["g"].value, cells["h"].value) == (7, 12.5, str(10**17))
    assert (cells["i"].value, cells["i"].number_format) == (datetime(2026, 11, 5), "yyyy-mm-dd")
    assert (cells["j"].value, cells["k"].value) == ("1890-01-01", "2026-11")
    assert (cells["l"].value, cells["l"].hyperlink.target) == (f"ours {ADDRESS} (2026)", ADDRESS)
    assert (cells["m"].value, cells["n"].value) == (None, True)


def test_the_same_pages_are_the_same_bytes(made: bytes) -> None:
    cover = Page("About", (), [("Release", "1.2.3"), ("", "more")], cover=True)
    assert as_workbook([cover, Page("a/b: [c]", HEADS, [ROW])], DAY) == made


def test_sheets_of_one_name_are_told_apart() -> None:
    made = as_workbook([Page("x" * 40, ("a",), []), Page("x" * 40, ("a",), [])], DAY)
    names = openpyxl.load_workbook(io.BytesIO(made)).sheetnames
    assert len(set(names)) == 2
    assert all(len(name) <= 31 for name in names)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_an_answer_says_what_it_rests_on(in_memory: Snapshot, lang: str) -> None:
    with right_here():
        answer = ask(in_memory, "needed-registration", {}, lang)
    book = openpyxl.load_workbook(io.BytesIO(of_answer(answer)))
    about, sheet = book.worksheets
    told = "\n".join(str(cell.value) for row in about.rows for cell in row)
    for text in (answer.title, in_memory.fingerprint, "CC BY 4.0", *answer.caveats):
        assert text in told
    terms = "of 575 sources no terms of use are on record" if lang == "en" else "出典575件のうち"
    for text in ("ISO 10383", terms):
        assert text in told
    for name in ("confirmed", "likely", "conflicting"):
        assert in_memory.label(f"https://w3id.org/jpst/standing/{name}", lang) in told
    assert in_memory.day.as_of in {
        value.date()
        for row in about.iter_rows(values_only=True)
        for value in row
        if isinstance(value, datetime)
    }
    assert sheet.max_row == len(answer) + 1
    assert any(cell.hyperlink for row in sheet.rows for cell in row)


def test_a_workbook_in_japanese_has_its_words_in_japanese(in_memory: Snapshot) -> None:
    """Also where the language is given as a value of the question; a name of two letters is one."""
    with right_here():
        answer = ask(in_memory, "needed-registration", {"lang": "ja"})
    assert (answer.lang, answer.title) == ("ja", answer.question.title("ja"))
    book = openpyxl.load_workbook(io.BytesIO(of_answer(answer)))
    assert book.sheetnames == ["はじめに", answer.title[:31]]
    heads, *_ = book.worksheets[1].iter_rows(values_only=True)
    assert [head for head in heads if not JAPANESE.search(head)] == []
    sheets = table_sheets(in_memory.store, lang="ja")
    assert [sheet.title for sheet in sheets if not JAPANESE.search(sheet.title)] == []
    titles = {column.title for sheet in sheets for column in sheet.columns}
    strange = {title for title in titles if not JAPANESE.search(title)}
    assert strange <= {"ID", "MIC"}
    names = openpyxl.load_workbook(io.BytesIO(of_tables(in_memory, sheets[:2], "ja"))).sheetnames
    assert names == ["はじめに", "トークン", "組織"]


def test_all_tables_are_one_workbook(asked_market: Snapshot) -> None:
    sheets = table_sheets(asked_market.store)
    content = of_tables(asked_market, sheets)
    assert content == of_tables(asked_market, sheets)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[1:] == [sheet.name for sheet in sheets]
    heads, *rows = book["facts"].iter_rows(values_only=True)
    (facts,) = [sheet for sheet in sheets if sheet.name == "facts"]
    assert len(rows) == len(facts.rows)
    days = {row[heads.index("as of")] for row in rows} - {None}
    assert days
    assert all(isinstance(day, datetime) for day in days)
    heads, *tokens = book["tokens"].iter_rows(values_only=True)
    units = {row[heads.index("issued units")] for row in tokens}
    assert units == {100, 20}


def test_the_command_writes_a_workbook(built_market: Path, tmp_path: Path) -> None:
    for line, sheet in ((["ask", "units"], "units"), (["export"], "facts")):
        place = tmp_path / f"{line[0]}.xlsx"
        run = run_kgraph(*line, "-o", str(place), cwd=built_market)
        assert run.returncode == 0, run.stderr
        assert sheet in openpyxl.load_workbook(place).sheetnames


def test_a_spreadsheet_program_opens_it(made: bytes, tmp_path: Path) -> None:
    source = tmp_path / "made.xlsx"
    source.write_bytes(made)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        place = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        line = [office, place, "--headless", "--convert-to", "ods", source.name]
        again = [
            office,
            place,
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "made.ods",
        ]
        lines = [line, again]
    elif program := shutil.which("ssconvert"):
        lines = [[program, "made.xlsx", "made.gnumeric"], [program, "made.gnumeric", "made.xlsx"]]
    else:
        pytest.skip("no spreadsheet program (soffice, ssconvert) is installed")
    for line in lines:
        subprocess.run(line, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert source.read_bytes() != made
    sheet = openpyxl.load_workbook(source).worksheets[1]
    cells = dict(zip(HEADS, list(sheet.rows)[1], strict=True))
    assert (cells["a"].value, cells["a"].data_type) == ("=1+1", "s")
    assert cells["d"].value == 1830100000
    assert "yen" in cells["d"].number_format
    assert cells["i"].value == datetime(2026, 11, 5)
    assert cells["l"].value.startswith("ours https")
