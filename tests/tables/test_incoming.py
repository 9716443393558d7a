"""Tables as programs write them: workbooks, encodings, separators; and what is no table."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.problems import LoadError
from kgraph.tables import workbook
from kgraph.tables.incoming import read_sheet, records

FILE = Path("table")
HEADER = ("slug", "name_ja", "amount")
ROWS = (("st-a", "ハーバー・トークン", "1,000"), ("st-b", "①髙﨑", "2"))
CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12).map(str.strip)


def cells(data: bytes, **options):
    return [line.cells for line in read_sheet(data, FILE, **options).lines]


def text_of(rows, delimiter=",", ends="\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ends).writerows(rows)
    return out.getvalue()


def book(*rows, formats=None, sheets=()) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("A")
        for name in sheets:
            made.add_worksheet(name).write(0, 0, "x")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                shown = (formats or {}).get((r, c))
                sheet.write(r, c, value, made.add_format({"num_format": shown}) if shown else None)
    return out.getvalue()


def with_part(data: bytes, name: str, change) -> bytes:
    """A workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return out.getvalue()


# -- text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932"]
)
def test_encodings_and_separators(encoding, delimiter, ends):
    data = text_of([HEADER, *ROWS], delimiter, ends).encode(encoding)
    assert cells(data) == [HEADER, *ROWS]


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=5))
def test_what_is_written_is_read(rows):
    header = [f"c{number}" for number in range(5)]
    for delimiter in ",;\t":
        data = text_of([header, *rows], delimiter).encode()
        kept = [tuple(row) for row in rows]
        while_ending = [_without_end(row) for row in kept]
        assert cells(data)[1:] == [row for row in while_ending if row]


def _without_end(row: tuple[str, ...]) -> tuple[str, ...]:
    while row and not row[-1]:
        row = row[:-1]
    return row


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(data):
    try:
        lines = read_sheet(data, FILE).lines
    except LoadError as error:
        told = [str(problem) for problem in error.problems]
    else:
        told = [str(line.number) for line in lines]
        assert all(line.cells and line.cells[-1] for line in lines)
    assert all("\n" not in line for line in told)


def test_empty_lines_and_ends_are_left_out_and_numbers_stay():
    data = 'a,b,,\n\n1,,,,\n ,　,\n"x\ny",2\n3\n'.encode()
    lines = read_sheet(data, FILE).lines
    assert [(line.number, line.cells) for line in lines] == [
        (1, ("a", "b")), (3, ("1",)), (5, ("x\ny", "2")), (7, ("3",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"name,b\n\x81,x\n", r"table:2: the encoding is not known: byte 0x81.*CP932"),
        (text_of([("name",), ("日本",), ("ｱ",)]).encode("euc_jp"), "save the table as UTF-8"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old binary kind"),
        (b'a,b\n"c,d\n', r"table:2: the table is not valid CSV"),
        (b"a,b\n\x07,d\n", r"table:2: the file is no table: the control character U\+0007"),
        (b"PK\x03\x04broken", "no workbook"),
    ],
)
def test_what_is_no_table(data, why):
    with pytest.raises(LoadError, match=why):
        read_sheet(data, FILE)


def test_a_header_of_many_columns_is_gone_through_once() -> None:
    names = [f"column {number}" for number in range(30_000)]
    data = "\n".join((",".join(names), "x")).encode()
    before = time.process_time()
    header, _ = records(read_sheet(data, FILE))
    assert len(header) == len(names)
    assert time.process_time() - before < 2  # each name beside all before it takes 4 s


def test_columns_and_rows_that_do_not_fit_are_told_at_once():
    data = b"a,,a\n1,2,3,4\n5,6,7\n8,9,10,11\n"
    with pytest.raises(LoadError) as caught:
        records(read_sheet(data, FILE))
    places = [(problem.line, problem.column, problem.what) for problem in caught.value.problems]
    assert places == [
        (1, 2, "a column has no name"),
        (1, 3, "the column “a” stands twice"),
        (2, 4, "the line has more cells than the header"),
        (4, 4, "the line has more cells than the header"),
    ]
    header, rows = records(read_sheet(b"a,b\n1,\n,2\n", FILE))
    assert (header, [(row.number, row.cells) for row in rows]) == (
        ("a", "b"), [(2, {"a": "1"}), (3, {"b": "2"})],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "why"), [(b"", "empty"), (b"\n\n", "empty"), (b"a,b\n", "no rows")]
)
def test_a_table_without_rows_is_told(data, why):
    with pytest.raises(LoadError, match=why):
        records(read_sheet(data, FILE))


# -- workbooks


def test_cells_of_a_workbook_are_as_people_see_them():
    when = datetime.datetime(2025, 1, 31)
    shown = [
        ("text", " 髙﨑 ", None, "髙﨑"),
        ("whole", 1830100000, None, "1830100000"),
        ("corporate number", 6010001008770, "0", "6010001008770"),
        ("decimal", 0.1 + 0.2, None, "0.3"),
        ("percent", 0.57, "0%", "57%"),
        ("percent with more", 0.0185, "0.00%", "1.85%"),
        ("units", 18301, '#,##0"口"', "18301口"),
        ("oku", 18.3, '0.0"億円"', "18.3億円"),
        ("yen", 1830, "¥#,##0", "¥1830"),
        ("yen of a locale", 1830, "[$¥-411]#,##0", "¥1830"),
        ("shown in millions", 1830100000, '#,##0,,"百万円"', "1830.1百万円"),
        ("accounts", 1830, '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ', "¥1830"),
        ("postal code", 1040031, "0000000", "1040031"),
        ("leading zeros", 123, "00000", "00123"),
        ("negative", -5, None, "-5"),
        ("day", when, "yyyy/m/d", "2025-01-31"),
        ("day of an era", when, '[$-411]ggge"年"m"月"d"日"', "2025-01-31"),
        ("month", when, 'yyyy"年"m"月"', "2025-01"),
        ("month in letters", when, "mmm-yy", "2025-01"),
        ("year", when, "yyyy", "2025"),
        ("hour", datetime.datetime(2025, 1, 31, 9, 30), "yyyy-mm-dd hh:mm", "2025-01-31 09:30:00"),
        ("yes", True, None, "TRUE"),
    ]
    formats = {(row, 1): shown for row, (_, _, shown, _) in enumerate(shown) if shown}
    data = book(*((name, value) for name, value, _, _ in shown), formats=formats)
    assert cells(data) == [(name, read) for name, _, _, read in shown]


def test_lines_of_a_workbook_keep_their_numbers():
    data = book(("a", "b"), (), (None, "x", None, ""), ("y",))
    assert [(line.number, line.cells) for line in read_sheet(data, FILE).lines] == [
        (1, ("a", "b")), (3, ("", "x")), (4, ("y",)),
    ]  # fmt: skip


def test_the_sheet_is_named_where_several_hold_something():
    data = book(("a",), ("1",), sheets=("B", "C"))
    with pytest.raises(LoadError, match="“A”, “B”, “C” hold something; name one with --sheet"):
        read_sheet(data, FILE)
    assert cells(data, sheet="B") == [("x",)]
    with pytest.raises(LoadError, match="no sheet “D”: there are “A”, “B”, “C”"):
        read_sheet(data, FILE, sheet="D")
    with pytest.raises(LoadError, match="workbooks only"):
        read_sheet(b"a,b\n", FILE, sheet="A")
    assert read_sheet(book(("a",)), FILE).name == "A"
    with pytest.raises(LoadError, match="the workbook is empty"):
        read_sheet(book(), FILE)


def test_errors_and_formulas_without_a_value_are_told_with_their_cells():
    out = io.BytesIO()
    made = openpyxl.Workbook()
    made.active.append(["a", "b"])
    made.active.append(["=1+1", "#REF!"])
    made.active["B2"].data_type = "e"
    made.save(out)
    with pytest.raises(LoadError) as caught:
        read_sheet(out.getvalue(), FILE)
    assert [(p.line, p.column, p.what) for p in caught.value.problems] == [
        (2, 1, "a formula whose value was not saved in the cell"),
        (2, 2, "the error #REF! in the cell"),
    ]
    with xlsxwriter.Workbook(out := io.BytesIO(), {"in_memory": True}) as kept:
        kept.add_worksheet().write_formula(0, 0, "=1+1", None, 2)
    assert cells(out.getvalue()) == [("2",)]


def test_dates_that_count_from_1904_are_refused():
    with xlsxwriter.Workbook(out := io.BytesIO(), {"in_memory": True, "date_1904": True}) as made:
        made.add_worksheet().write(0, 0, 5)
    with pytest.raises(LoadError, match="1904"):
        read_sheet(out.getvalue(), FILE)


def test_what_a_sheet_says_of_its_own_size_need_not_be_so():
    data = with_part(
        book(("a", "b"), ("1", "2")),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b'ref="A1:B2"', b'ref="A1"'),
    )
    assert cells(data) == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize(
    ("name", "before", "after", "why"),
    [
        ("xl/workbook.xml", b"?>", b'?><!DOCTYPE x [<!ENTITY e "e">]>', "document type"),
        ("docProps/core.xml", b"?>", b'?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/">', "document"),
        ("xl/worksheets/sheet1.xml", b'r="B1"', b'r="ZZZ1"', "1,000 columns"),
        ("xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="999999999"', "1,048,576 lines"),
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData", "no workbook"),
        ("xl/workbook.xml", b"<sheets>", b"<sheets", "no workbook"),
    ],
)
def test_a_workbook_that_is_not_safe_or_damaged_is_refused(name, before, after, why):
    data = book(("a", 5))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert before in archive.read(name)
    with pytest.raises(LoadError, match=why) as caught:
        read_sheet(with_part(data, name, lambda part: part.replace(before, after, 1)), FILE)
    assert "\n" not in str(caught.value)


def test_a_document_type_in_utf_16_is_seen():
    data = with_part(
        book(("a",)),
        "xl/styles.xml",
        lambda _: '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
    )
    with pytest.raises(LoadError, match="document type"):
        read_sheet(data, FILE)


def test_a_small_workbook_that_unpacks_to_much_is_refused_unread(monkeypatch):
    out = io.BytesIO(book(("a",)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * (workbook.MAX_UNPACKED + 1))
    assert len(out.getvalue()) < 1_000_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was read"))
    with pytest.raises(LoadError, match="the workbook is too large"):
        read_sheet(out.getvalue(), FILE)


def test_a_part_that_holds_more_than_it_says_is_damaged():
    data = book(("a",))
    with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.xml", b"x" * 100_000)
    lying = out.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != out.getvalue() != data
    with pytest.raises(LoadError, match="no workbook"):
        read_sheet(lying, FILE)


# -- programs


def _program() -> list[str] | None:
    """A spreadsheet program of this machine, as the words before the name of a CSV file."""
    for name in ("soffice", "libreoffice"):
        if path := shutil.which(name):
            # Else it reads CSV in the encoding of the locale.
            return [path, "--headless", "--infilter=CSV:44,34,76", "--convert-to", "xlsx"]
    path = shutil.which("ssconvert")
    return [path, "--export-type=Gnumeric_Excel:xlsx2"] if path else None


@pytest.mark.parametrize("saved", sorted((Path(__file__).parent / "saved").glob("*.xlsx")))
def test_workbooks_that_spreadsheet_programs_saved(saved):
    """Made of `as-typed.csv` beside them, by the program of their name."""
    assert cells(saved.read_bytes()) == _as_typed()


def _as_typed() -> list[tuple[str, ...]]:
    return [
        ("slug", "name_en", "name_ja", "trustee", "issue_date", "offering_amount", "coupon"),
        (
            "st-saved-1",
            "Saved One",
            "髙﨑トークン",
            "mufg-trust",
            "2026-11-05",
            "1830100000",
            "1.85",
        ),
        ("st-saved-2", "Saved Two", "第２回トークン", "smbc-trust", "2026-11-06", "5", "0.5"),
    ]


def test_a_workbook_that_a_program_of_this_machine_saves(tmp_path):
    program = _program()
    if program is None:
        pytest.skip("no spreadsheet program (soffice, ssconvert) is installed")
    source = Path(__file__).parent / "saved" / "as-typed.csv"
    told = [str(source)] if "--headless" in program else [str(source), str(tmp_path / "x.xlsx")]
    subprocess.run([*program, *told], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    (made,) = tmp_path.glob("*.xlsx")
    assert cells(made.read_bytes()) == _as_typed()
