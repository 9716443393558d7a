"""Each register as it is published: its layouts, its marks, and what is no file of it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.registers import FSA_UPPER, ISSUES, MIC, ODST, csv_file, fsa, nta_row, quoted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from kgraph.names import local_name
from kgraph.problems import LoadError
from kgraph.registers.book import Book
from kgraph.registers.known import REGISTERS, read
from kgraph.registers.model import Edition, Row
from kgraph.registers.streamed import Streamed

DAY = datetime.date(2026, 11, 2)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(PROJECT)


def edition(name: str, path: Path, book: Book, day: datetime.date | None = None) -> Edition:
    return read(REGISTERS[name], Streamed.of(path), day, book)


def rows(name: str, path: Path, book: Book, day: datetime.date | None = None) -> list[Row]:
    return list(edition(name, path, book, day).rows)


def told(row: Row) -> set[tuple[str, str]]:
    """Property and value of each fact; of a record the things and texts that it holds."""
    found = set()
    for fact in row.facts:
        name = local_name(fact.predicate.value)
        if fact.value is not None:
            value = fact.value
            found.add(
                (name, value.value if isinstance(value, Literal) else local_name(value.value))
            )
        for predicate, value in fact.narrowed:
            text = value.value if isinstance(value, Literal) else local_name(value.value)
            found.add((f"{name}.{local_name(predicate.value)}", text))
    return found


# -- the FSA's list of operators

SBI = (
    *(
        "金融庁\n【計413者】",
        "関東財務局長(金商)第44号",
        39355,
        "株式会社ＳＢＩ証券",
        3010401049814,
    ),
    *(1066019, "東京都港区六本木１－６－１", "03-5562-7210", "○", "○", "○", None, "○", None, None),
    *("○", None, "○", "○", "○", "○", "○", "○", "○"),
)
TOKAI = (
    *(None, "東海財務局長（金商）第140号", "平成22年4月1日", "東海東京証券株式会社"),
    *("\t5180001088789", 4506212, "愛知県", "052", "○\n（非上場仲介業のみ）", "○", None),
    *("○\n(適格投資家向け)", "○", None, None, None, "○", None, "", " ", None, None, None, None),
)
PERSON = (None, "関東財務局長(金商)第9999号", 44669, "山田　太郎", "－", None, "東京都")
FOREIGN = (None, "関東財務局長(金商)第9998号", 44669, "ネームレス・リミテッド", "－", None, "香港")


def test_operators_with_their_marks(tmp_path: Path, book: Book) -> None:
    found = edition("fsa", fsa(tmp_path, SBI, TOKAI, PERSON, FOREIGN), book)
    sbi, tokai, foreign = found.rows
    assert found.day == datetime.date(2026, 9, 30)
    assert (found.tally.rows, found.tally.persons) == (4, 1)
    assert sbi.keys[0][1] == "3010401049814"
    assert told(sbi) >= {
        ("corporateNumber", "3010401049814"),
        ("holdsGrant.grantNumber", "関東財務局長(金商)第44号"),
        ("holdsGrant.grantedBy", "kanto-local-finance-bureau"),
        ("holdsGrant.grantedActivity", "handling-ertsir"),
        ("holdsGrant.grantType", "type-i-fib"),
        ("holdsGrant.grantType", "type-ii-fib"),
        ("holdsGrant.grantType", "investment-advisory-business"),
        ("membership.association", "jstoa"),
        ("membership.association", "amba"),
    }
    assert ("holdsGrant.grantType", "investment-management-business") not in told(sbi)
    (registration,) = [fact for fact in sbi.facts if fact.valid_from]
    assert registration.valid_from == "2007-09-30"
    assert registration.observed == ("fib-registration", "no-44", "kanto-local-finance-bureau")
    assert told(tokai) >= {
        ("corporateNumber", "5180001088789"),
        ("holdsGrant.grantNumber", "東海財務局長(金商)第140号"),
        ("holdsGrant.grantType", "unlisted-special-intermediary"),
        ("holdsGrant.grantType", "pts-authorization"),
        ("holdsGrant.grantKind", "authorization"),
    }
    kinds = {value for name, value in told(tokai) if name == "holdsGrant.grantType"}
    assert not kinds & {"type-i-fib", "investment-management-business"}
    assert not any(name.startswith("membership") for name, _ in told(tokai))
    assert tokai.unsaid == ("投資運用業: ○(適格投資家向け)",)
    assert foreign.keys == ()
    assert all("山田" not in row.name for row in (sbi, tokai, foreign))


def test_the_header_is_found_wherever_it_stands_and_refused_where_it_differs(
    tmp_path: Path, book: Book
) -> None:
    upper = list(FSA_UPPER)
    upper[3] = "商号"
    with pytest.raises(LoadError, match=r"12:4: the header is not known from column 4 on: “商号”"):
        rows("fsa", fsa(tmp_path, SBI, upper=upper), book)
    with pytest.raises(LoadError, match="the header is not found"):
        rows("fsa", csv_file(tmp_path, "x.csv", "a,b", "1,2"), book)


# -- ISO 10383

NEWJ = (
    *("NEWJ", "NEWJ", "OPRT", "NEW MARKET", "NEW CO.", "", "ATSS", "NJ", "JP", "OSAKA", ""),
    *("UPDATED", "20261001", "20261001", "", "", ""),
)
XLON = (
    *("XLON", "XLON", "OPRT", "LONDON", "LSE", "", "RMKT", "", "GB", "LONDON", ""),
    *("ACTIVE", "20050627", "20050627", "", "", ""),
)
ELEMENTS = [
    name.replace(" ", "_x0020_").replace("/", "_x002F_").replace("(", "_x0028_")
    .replace(")", "_x0029_") for name in MIC.split(",")
]  # fmt: skip


def xml(folder: Path, *records: Sequence[str], head: str = "") -> Path:
    body = "".join(
        "<ISO10383_MIC>"
        + "".join(f"<{e}>{cell}</{e}>" for e, cell in zip(ELEMENTS, record, strict=True) if cell)
        + "</ISO10383_MIC>"
        for record in records
    )
    path = folder / "mic.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        f'<dataroot generated="2026-11-02T12:42:57">{body}</dataroot>',
        encoding="utf-8",
    )
    return path


def test_both_forms_of_the_header_and_xml_tell_the_same(tmp_path: Path, book: Book) -> None:
    plain = csv_file(tmp_path, "a.csv", MIC, *(quoted(*row) for row in (ODST, NEWJ, XLON)))
    lines = [
        quoted(*MIC.split(",")),
        *(",".join(row) for row in (NEWJ, XLON)),
        quoted(*ODST[:-2]) + ",,",
    ]
    other = csv_file(tmp_path, "b.csv", *lines, encoding="utf-8")
    forms = [
        {row.key: told(row) for row in rows("mic", path, book, day)}
        for path, day in ((plain, DAY), (other, DAY), (xml(tmp_path, ODST, NEWJ, XLON), None))
    ]
    assert forms[0] == forms[1] == forms[2]
    assert set(forms[0]) == {"ODST", "NEWJ"}
    assert forms[0]["ODST"] == {
        ("micCode", "ODST"),
        ("operatingMic", "mic-odxe"),
        ("micLevel", "segment"),
        ("micLegalEntityName", "OSAKA DIGITAL EXCHANGE CO.,LTD."),
        ("micLei", "3538002ZFUQ3KMY5SA19"),
        ("marketCategory", "OTHR"),
        ("micStatus", "active"),
        ("countryCode", "JP"),
        ("city", "Tokyo"),
        ("website", "https://www.odx.co.jp"),
        ("micCreationDate", "2023-12-25"),
        ("micLastUpdateDate", "2023-12-25"),
        ("micLastValidationDate", "2023-12-25"),
    }
    assert ("micStatus", "updated") in forms[0]["NEWJ"]
    assert ("operatingMic", "mic-newj") in forms[0]["NEWJ"]


def test_only_japanese_codes_are_proposed(tmp_path: Path, book: Book) -> None:
    found = rows("mic", xml(tmp_path, ODST, NEWJ, XLON), book)
    assert [row.candidate and row.candidate.slug for row in found] == [None, "mic-newj"]


def test_the_day_of_csv_is_to_be_given(tmp_path: Path, book: Book) -> None:
    path = csv_file(tmp_path, "a.csv", MIC, quoted(*ODST))
    with pytest.raises(LoadError, match=r"the day of the edition is not known.*--as-of"):
        rows("mic", path, book)
    with pytest.raises(LoadError, match=r"edition of 2026-11-02: --as-of says 2026-11-03"):
        rows("mic", xml(tmp_path, ODST), book, datetime.date(2026, 11, 3))


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>', "declares a document type"),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "declares a document type"),
        ("<other/>", "this is no list of ISO 10383"),
        ("<", "this is no XML"),
    ],
)
def test_xml_that_is_not_safe_or_another_is_refused(
    tmp_path: Path, book: Book, head: str, why: str
) -> None:
    with pytest.raises(LoadError, match=why):
        rows("mic", xml(tmp_path, ODST, head=head), book)


def test_the_old_layout_is_refused_by_its_header(tmp_path: Path, book: Book) -> None:
    old = "COUNTRY,ISO COUNTRY CODE (ISO 3166),MIC,OPERATING MIC,O/S"
    with pytest.raises(
        LoadError, match="from column 1 on: “COUNTRY” stands where “MIC” is expected"
    ):
        rows("mic", csv_file(tmp_path, "a.csv", old, "JAPAN,JP,XTKS,XJPX,S"), book, DAY)


# -- GLEIF


def record(**changes) -> dict:
    entity = {
        "legalName": {"name": "株式会社ＳＢＩ証券", "language": "ja"},
        "otherNames": [
            {"name": "SBI SECURITIES CO., LTD.", "language": "en",
             "type": "ALTERNATIVE_LANGUAGE_LEGAL_NAME"},
            {"name": "Former Co.", "language": "en", "type": "PREVIOUS_LEGAL_NAME"},
            {"name": "SBI", "language": "en", "type": "TRADING_OR_OPERATING_NAME"},
        ],
        "registeredAt": {"id": "RA000412", "other": None},
        "registeredAs": "0104-01-049814",
        "category": "GENERAL",
    }  # fmt: skip
    registration = {"status": "LAPSED", "nextRenewalDate": "2026-12-01T00:00:00Z"}
    return {
        "attributes": {
            "lei": changes.pop("lei", "3538002ZFUQ3KMY5SA19"),
            "entity": entity | changes,
            "registration": registration,
        }
    }


GOLDEN = (
    *("LEI", "Entity.LegalName", "Entity.LegalName.xmllang"),
    *("Entity.OtherEntityNames.OtherEntityName.1",),
    *("Entity.OtherEntityNames.OtherEntityName.1.xmllang",),
    *("Entity.OtherEntityNames.OtherEntityName.1.type",),
    *("Entity.RegistrationAuthority.RegistrationAuthorityID",),
    *("Entity.RegistrationAuthority.RegistrationAuthorityEntityID", "Entity.EntityCategory"),
    *("Registration.RegistrationStatus", "Registration.NextRenewalDate"),
)
LEI_FACTS = {
    ("lei", "3538002ZFUQ3KMY5SA19"),
    ("legalName", "株式会社SBI証券"),
    ("legalName", "SBI SECURITIES CO., LTD."),
    ("leiStatus", "lapsed"),
    ("leiRenewalDate", "2026-12-01"),
}


def test_records_as_json(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "lei.json"
    person = record(category="SOLE_PROPRIETOR")
    wrong = record(lei="3538002ZFUQ3KMY5SA18")
    golden = {"goldenCopy": {"publishDate": "2026-11-02T00:00:00Z"}}
    path.write_text(json.dumps({"meta": golden, "data": [record(), person, wrong]}), "utf-8")
    found = edition("gleif", path, book)
    (row,) = found.rows
    assert found.day == DAY
    assert (found.tally.rows, found.tally.persons) == (3, 1)
    assert told(row) == LEI_FACTS | {("formerName", "Former Co.")}
    # The register's number lacks the first digit of the corporate number, its check digit.
    assert [value for _, value in row.keys] == ["3010401049814", "3538002ZFUQ3KMY5SA19"]
    path.write_text(json.dumps({"data": record(registeredAt={"id": "RA000001"})}), "utf-8")
    (row,) = rows("gleif", path, book, DAY)
    assert [value for _, value in row.keys] == ["3538002ZFUQ3KMY5SA19"]


def test_records_as_the_golden_copy(tmp_path: Path, book: Book) -> None:
    cells = (
        *("3538002ZFUQ3KMY5SA19", "株式会社ＳＢＩ証券", "ja", "SBI SECURITIES CO., LTD.", "en"),
        *("ALTERNATIVE_LANGUAGE_LEGAL_NAME", "RA000412", "0104-01-049814", "GENERAL", "LAPSED"),
        *("2026-12-01T00:00:00Z",),
    )
    path = csv_file(tmp_path, "g.csv", quoted(*GOLDEN), quoted(*cells), encoding="utf-8")
    (row,) = rows("gleif", path, book, DAY)
    assert told(row) == LEI_FACTS
    lacking = csv_file(
        tmp_path, "h.csv", quoted(*GOLDEN[:-1]), quoted(*cells[:-1]), encoding="utf-8"
    )
    with pytest.raises(LoadError, match=r"the column “Registration\.NextRenewalDate” is not there"):
        rows("gleif", lacking, book, DAY)


@pytest.mark.parametrize("text", ["{}", "[1]", '{"data": {"attributes": {}}}', "[" * 100_000, "{"])
def test_json_that_is_no_record(tmp_path: Path, book: Book, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError, match="this is no record of GLEIF") as caught:
        rows("gleif", path, book, DAY)
    assert "\n" not in str(caught.value)


# -- the tax agency's list


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_corporations_are_read_one_by_one(tmp_path: Path, book: Book, encoding: str) -> None:
    strangers = [nta_row(f"{number:013d}", f"無名{number}") for number in range(2000)]
    closed = nta_row("3010401049814", "株式会社ＳＢＩ証券", closed="2026-10-01", reason="11",
                     heir="6010001008770")  # fmt: skip
    path = csv_file(tmp_path, "nta.csv", *strangers, closed, encoding=encoding)
    found = edition("nta", path, book, DAY)
    (row,) = found.rows
    assert found.tally.rows == 2001
    assert row.number == 2001
    assert told(row) == {
        ("corporateNumber", "3010401049814"),
        ("legalName", "株式会社SBI証券"),
        ("registerClosureDate", "2026-10-01"),
        ("registerClosureReason", "merger"),
        ("succeededBy", "mufg-trust"),
    }


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("一連番号,法人番号", r"nta\.csv:2: this is no line of the list of corporate numbers"),
        ('"never closed', r"nta\.csv:2: the file is not valid CSV"),
    ],
)
def test_lines_of_another_list_are_refused(tmp_path: Path, book: Book, line: str, why: str) -> None:
    path = csv_file(tmp_path, "nta.csv", nta_row("3010401049814", "a"), line)
    with pytest.raises(LoadError, match=why):
        rows("nta", path, book, DAY)


def test_bytes_of_no_encoding_are_told_with_their_line(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "nta.csv"
    path.write_bytes(nta_row("3010401049814", "a").encode() + b"\r\n" + b"\x81" * 3 + b"\x00\r\n")
    with pytest.raises(LoadError, match=r"the encoding is not known|no line of the list"):
        rows("nta", path, book, DAY)


# -- JPX's list of issues


def test_issues(tmp_path: Path, book: Book) -> None:
    lines = (
        "20260131,8473,ＳＢＩホールディングス,プライム（内国株式）,7100,証券,16,金融,4,-",
        "20260131,130A,Ｖｅｒｉｔａｓ　Ｉｎ　Ｓｉｌｉｃｏ,グロース（内国株式）,3250,医薬品,5,-,-,-",
        "20260131,1305,ＥＴＦ,ETF・ETN,-,-,-,-,-,-",
    )
    found = edition("jpx", csv_file(tmp_path, "j.csv", ISSUES, *lines), book)
    first, second = found.rows
    assert found.day == datetime.date(2026, 1, 31)
    assert found.tally.rows == 3
    assert told(first) == {
        ("securitiesCode", "8473"), ("listingStatus", "listed"), ("marketSegment", "Prime"),
    }  # fmt: skip
    assert (second.key, second.name) == ("130A", "Veritas In Silico")
    mixed = csv_file(tmp_path, "k.csv", ISSUES, lines[0], lines[1].replace("20260131", "20260228"))
    with pytest.raises(LoadError, match="the lines tell 2 days"):
        rows("jpx", mixed, book)


# -- any file


@pytest.mark.parametrize("name", sorted(REGISTERS))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(data=st.binary(max_size=120), like=st.sampled_from([b"", b"<dataroot>", b"{", MIC.encode()]))
def test_any_file_is_an_edition_or_refused(
    tmp_path: Path, book: Book, name: str, data: bytes, like: bytes
) -> None:
    path = tmp_path / "any"
    path.write_bytes(like + data)
    try:
        found = rows(name, path, book, DAY)
    except LoadError as error:
        assert all("\n" not in str(problem) for problem in error.problems)  # noqa: PT017
    else:
        assert all(row.number >= 1 for row in found)
