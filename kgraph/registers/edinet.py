"""EDINET's list of codes and its list of fund codes, in Japanese or English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgraph.problems import LoadError, Problem
from kgraph.registers import words
from kgraph.registers.book import Book
from kgraph.registers.model import Candidate, Edition, Fact, Row, Tally, agreed_day, check_header
from kgraph.tables.cells import day, whole
from kgraph.tables.incoming import Line, read_sheet
from kgraph.vocab import JPST, SKOS, Term

_CODES: Final = {
    "Japanese": (
        "EDINETコード", "提出者種別", "上場区分", "連結の有無", "資本金", "決算日",
        "提出者名", "提出者名（英字）", "提出者名（ヨミ）", "所在地", "提出者業種",
        "証券コード", "提出者法人番号",
    ),
    "English": (
        "EDINET Code", "Type of Submitter", "Listed company / Unlisted company",
        "Consolidated / NonConsolidated", "Capital stock", "account closing date",
        "Submitter Name", "Submitter Name（alphabetic）", "Submitter Name（phonetic）", "Province",
        "Submitter's industry", "Securities Identification Code",
        "Submitter's Japan Corporate Number",
    ),
}  # fmt: skip
_FUNDS: Final = {
    "Japanese": (
        "ファンドコード", "証券コード", "ファンド名", "ファンド名（ヨミ）",
        "特定有価証券区分名", "特定期1", "特定期2", "EDINETコード", "発行者名",
    ),
    "English": (
        "Fund Code", "Securities Identification Code", "Fund Name", "Fund Name（phonetic）",
        "Type Of Specified Securities", "account closing date1", "account closing date2",
        "EDINET Code", "Issuer Name",
    ),
}  # fmt: skip
_LISTED: Final = MappingProxyType(
    {
        "上場": "listed",
        "非上場": "unlisted",
        "listed company": "listed",
        "unlisted company": "unlisted",
    }
)
_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_LAST: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY_OF_YEAR: Final = re.compile(
    r"(\d{1,2})(?:(?:月|\.)(?:(末)日?|(\d{1,2})日?)|(the end of the month))", re.ASCII
)
_FORMS: Final = MappingProxyType(
    {
        "内国信託受益証券・信託受益権": "trustInterest",
        "内国有価証券投資事業権利等": "collectiveInvestmentInterest",
    }
)
"""The classes of the fund list in which security tokens stand, and the right that each tells."""
_OTHER_RIGHT: Final = re.compile("信託社債|金銭信託|上場信託|持株組合|投資事業有限責任組合")
"""Products that by their own name are another right: trust bonds, money trusts, exchange-traded
trusts, and partnerships of which a token would be no unit."""
CLASS_OF_LIST: Final = Literal("class of the list", language="en")


def codes(data: bytes, file: Path, given: date | None, _: Book) -> Edition:
    """The list of codes: who files, with corporate number, names, capital and listing."""
    when, lines = _read(data, file, given, _CODES)
    tally = Tally()
    return Edition(when, _filers(lines, tally), tally)


def funds(data: bytes, file: Path, given: date | None, book: Book) -> Edition:
    """The list of fund codes: products, each with its class, periods and issuer."""
    when, lines = _read(data, file, given, _FUNDS)
    tally = Tally()
    return Edition(when, _products(lines, tally, book), tally)


def _read(
    data: bytes, file: Path, given: date | None, known: Mapping[str, tuple[str, ...]]
) -> tuple[date, Sequence[Line]]:
    lines = read_sheet(data, file).lines
    if len(lines) < 2:
        why = "it has no line of its day and no header"
        raise LoadError([Problem("this is no list of EDINET", why, "take the whole file", file)])
    told = _told_day(lines[0].cells)
    if told is None:
        check_header(lines[0].cells, known, file, lines[0].number)  # a list without its first line
        return agreed_day(None, given, file), lines[1:]
    check_header(lines[1].cells, known, file, lines[1].number)
    return agreed_day(told, given, file), lines[2:]


def _told_day(cells: Sequence[str]) -> str | None:
    if len(cells) < 2 or not cells[0].startswith(("ダウンロード実行日", "Date of download")):
        return None
    try:
        return day(re.sub(r"^As Of |現在$", "", cells[1]))
    except ValueError:
        return None


def _filers(lines: Sequence[Line], tally: Tally) -> Iterator[Row]:
    for line in lines:
        cells = (*line.cells, *[""] * (13 - len(line.cells)))
        code, kind, listed, _, capital, closing, name, english = cells[:8]
        securities, number = cells[11], words.corporate_number(cells[12])
        tally.rows += 1
        if kind.startswith("個人") or kind.lower().startswith("individual"):
            tally.persons += 1
            continue
        keys = [(JPST.corporateNumber, number)] if number else []
        facts = [Fact(JPST.edinetCode, words.string(code))]
        if number:
            facts.append(Fact(JPST.corporateNumber, words.string(number)))
        facts += _names(name, english)
        if listed and (status := _LISTED.get(listed.lower())):
            facts.append(Fact(JPST.listingStatus, words.concept("listingstatus", status)))
        if kind.startswith("内国法人・組合"):
            filer = "notObliged" if "義務者以外" in kind else "reportingIssuer"
            facts.append(Fact(JPST.edinetFilerType, words.concept("edinetfilertype", filer)))
        if capital.isdigit():
            facts.append(Fact(JPST.statedCapital, words.whole(whole(capital) * 1_000_000)))
        if securities:
            facts.append(Fact(JPST.securitiesCode, words.string(_four(securities))))
        if end := _month_end(closing):
            facts.append(Fact(JPST.fiscalYearEnd, words.concept("fiscalyearend", end)))
        yield Row(
            line.number,
            code,
            name,
            (*keys, (JPST.edinetCode, code)),
            tuple(facts),
            tuple(filter(None, (name, english))),
        )


def _names(name: str, english: str) -> list[Fact]:
    japanese = any(ord(letter) > 0x2E7F and not 0xFF00 <= ord(letter) < 0xFF60 for letter in name)
    found = [Fact(JPST.legalName, words.words(words.name(name), "ja"))] if japanese else []
    if english:
        found.append(Fact(JPST.legalName, words.words(words.name(english), "en")))
    return found


def _four(code: str) -> str:
    """The code of four characters, of which the list gives five with a 0 at the end."""
    return code[:-1] if len(code) == 5 and code.endswith("0") else code


def _day_of_year(text: str) -> tuple[int, int] | None:
    """Month and day; of “2月末日” the last day."""
    match = _DAY_OF_YEAR.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= len(_LAST):
        return None
    month = int(match[1])
    return month, int(match[3]) if match[3] else _LAST[month - 1]


def _month_end(text: str) -> str | None:
    found = _day_of_year(text)
    if found is None or found[1] < _LAST[found[0] - 1]:
        return None
    return _MONTH_NAMES[found[0] - 1]


def _products(lines: Sequence[Line], tally: Tally, book: Book) -> Iterator[Row]:
    for line in lines:
        cells = (*line.cells, *[""] * (9 - len(line.cells)))
        code, _, name, _, kind, first, second, issuer_code, issuer = cells[:9]
        tally.rows += 1
        form = _FORMS.get(kind)
        if form is None:
            continue
        facts = [Fact(JPST.edinetFundCode, words.string(code))]
        unsaid = []
        issued = _issuer(book, issuer_code, is_trust=form == "trustInterest")
        if not issued:
            unsaid.append(f"{words.name(issuer)}, {issuer_code} (jpst:issuer)")
        facts += issued
        narrowed = ((JPST.note, CLASS_OF_LIST),)
        facts.append(Fact(JPST.legalForm, words.concept("legalform", form), narrowed))
        for text in filter(None, (first, second)):
            period = _period(text)
            if period is not None and period.value in book.concepts:
                facts.append(Fact(JPST.accountingPeriodEnd, period))
            else:
                unsaid.append(f"{text} (accountingperiodend:)")
        is_known = bool(issued or book.named((issuer,), JPST.Organization))
        yield Row(
            line.number,
            code,
            name,
            ((JPST.edinetFundCode, code),),
            tuple(facts),
            (name,),
            None if _OTHER_RIGHT.search(name) else _token(code, name, kind, issuer, is_known),
            tuple(unsaid),
        )


def _issuer(book: Book, code: str, *, is_trust: bool) -> list[Fact]:
    """The issuer of a product where the graph knows it; of a trust it files as the trustee."""
    found = book.find(((JPST.edinetCode, code),), codes=False) if code else []
    if len(found) != 1:
        return []
    narrowed: tuple[tuple[NamedNode, Term], ...] = ()
    if is_trust:
        narrowed = ((JPST.capacity, words.concept("capacity", "trustee")),)
    return [Fact(JPST.issuer, book.thing(found[0]), narrowed)]


def _period(text: str) -> NamedNode | None:
    """The concept of a day of the year: `endOfApril`, or `june3`."""
    found = _day_of_year(text)
    if found is None:
        return None
    month = _MONTH_NAMES[found[0] - 1]
    if _month_end(text) is not None:
        return words.concept("accountingperiodend", f"endOf{month.capitalize()}")
    return words.concept("accountingperiodend", f"{month}{found[1]}")


def _token(code: str, name: str, kind: str, issuer: str, is_known: bool) -> Candidate:
    """What a row of a class of tokens would be: its English name is that of its row."""
    return Candidate(
        f"st-edinet-{code.lower()}",
        JPST.SecurityToken,
        (
            (SKOS.prefLabel, words.words(f"EDINET fund {code}", "en")),
            (SKOS.prefLabel, words.words(words.name(name), "ja")),
        ),
        "tokens.ttl",
        f"{kind}, {words.name(issuer)}",
        is_known,
    )
