"""The FSA's list of financial instruments business operators, a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from kgraph.names import ID
from kgraph.problems import LoadError, Problem
from kgraph.registers import words
from kgraph.registers.book import Book
from kgraph.registers.model import Edition, Fact, Row, Tally, agreed_day, check_header
from kgraph.tables.cells import day, plain
from kgraph.tables.incoming import Line, read_sheet
from kgraph.vocab import JPST, Term

_SHEET: Final = "日本語"
COLUMNS: Final = (
    "所管", "登録番号", "登録年月日", "金融商品取引業者名", "法人番号", "郵便番号", "本店等所在地",
    "代表等電話番号", "第一種", "第二種", "投資助言・代理業", "投資運用業", "有価証券関連業",
    "電子募集取扱業務", "電子取引基盤運営業務", "電子記録移転有価証券表示権利等取扱業務", "PTS認可",
    "特別金融商品取引業者", "日本証券業協会", "金融先物取引業協会", "第二種金融商品取引業協会",
    "資産運用業協会", "日本暗号資産等取引業協会", "日本STO協会",
)  # fmt: skip
"""The columns, the two lines of their header as one."""
_TYPES: Final[MappingProxyType[int, tuple[str, NamedNode, str]]] = MappingProxyType(
    {
        8: ("registration", JPST.grantType, "type-i-fib"),
        9: ("registration", JPST.grantType, "type-ii-fib"),
        10: ("registration", JPST.grantType, "investment-advisory-business"),
        11: ("registration", JPST.grantType, "investment-management-business"),
        13: ("registration", JPST.grantedActivity, "electronic-public-offering-handling"),
        15: ("registration", JPST.grantedActivity, "handling-ertsir"),
        16: ("authorization", JPST.grantType, "pts-authorization"),
    }
)
_ASSOCIATIONS: Final = MappingProxyType(
    {18: "jsda", 19: "ffaj", 20: "t2fifa", 21: "amba", 22: "jvcea", 23: "jstoa"}
)
_MARK: Final = "○"
_INTERMEDIARY: Final = plain("（非上場仲介業のみ）")
_NUMBER: Final = re.compile(r"(?P<bureau>\w+局)長\(金商\)第(?P<number>[1-9]\d*)号")
_COMPANY: Final = re.compile(
    "会社|法人|組合|銀行|金庫|信託|協会|リミテッド|カンパニー|インク|LLC|L\\.?P|Ltd|Limited|Inc|Corp|Co\\.",
    re.IGNORECASE,
)
HELD: Final = words.concept("recordstatus", "held")


def operators(data: bytes, file: Path, given: date | None, book: Book) -> Edition:
    """The firms of the list with their registrations, marks and associations."""
    lines = _sheet(data, file)
    at = next(
        (i for i, line in enumerate(lines) if len(line.cells) > 1 and line.cells[1] == COLUMNS[1]),
        None,
    )
    if at is None or at + 1 >= len(lines):
        why = f"no line has “{COLUMNS[1]}” in its second column"
        raise LoadError([Problem("the header is not found", why, "take another file", file)])
    upper, lower = lines[at], lines[at + 1]
    check_header(_one_header(upper.cells, lower.cells), {"": COLUMNS}, file, upper.number)
    tally = Tally()
    when = agreed_day(_day_above(lines[:at]), given, file)
    return Edition(when, _firms(lines[at + 2 :], tally, book), tally)


def _sheet(data: bytes, file: Path) -> Sequence[Line]:
    try:
        return read_sheet(data, file, _SHEET).lines
    except LoadError as error:
        if not any(f"no sheet “{_SHEET}”" in problem.what for problem in error.problems):
            raise
    return read_sheet(data, file).lines


def _one_header(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The second line names the columns of which the first tells what they have in common."""
    width = max(len(upper), len(lower))
    above = (*upper, *[""] * (width - len(upper)))
    below = (*lower, *[""] * (width - len(lower)))
    return [second or first for first, second in zip(above, below, strict=True)]


def _day_above(lines: Sequence[Line]) -> str | None:
    """The one day that stands above the header."""
    found = set()
    for line in lines:
        for cell in line.cells:
            try:
                found.add(day(cell))
            except ValueError:
                continue
    days = {text for text in found if len(text) == len("YYYY-MM-DD")}
    return days.pop() if len(days) == 1 else None


def _firms(lines: Sequence[Line], tally: Tally, book: Book) -> Iterator[Row]:
    for line in lines:
        cells = [*line.cells, *[""] * (len(COLUMNS) - len(line.cells))]
        stated, name = plain(cells[1]).replace(" ", ""), cells[3].split("\n")[0].strip()
        match = _NUMBER.fullmatch(stated)
        if match is None:
            continue
        tally.rows += 1
        number = words.corporate_number(cells[4])
        if number is None and not _COMPANY.search(name):
            tally.persons += 1
            continue
        facts = [Fact(JPST.corporateNumber, words.string(number))] if number else []
        unsaid: list[str] = []
        facts += _registration(stated, match, cells[2], unsaid, book)
        facts += _grants(cells, unsaid)
        yield Row(
            line.number,
            stated,
            words.name(name),
            ((JPST.corporateNumber, number),) if number else (),
            tuple(facts),
            (name,),
            unsaid=tuple(unsaid),
        )


def _registration(
    stated: str, match: re.Match[str], since: str, unsaid: list[str], book: Book
) -> Iterator[Fact]:
    """The registration itself, with its number, bureau and first day."""
    bureau = book.named((match["bureau"],), JPST.Agent)
    if len(bureau) != 1:
        unsaid.append(f"{match['bureau']} (jpst:grantedBy)")
        return
    try:
        begun = day(since)
    except ValueError:
        unsaid.append(f"{since} (jpst:validFrom)")
        return
    said: tuple[tuple[NamedNode, Term], ...] = (
        (JPST.grantKind, words.concept("grantkind", "registration")),
        (JPST.grantType, NamedNode(f"{ID}fib-registration")),
        (JPST.grantNumber, words.string(stated)),
        (JPST.grantedBy, NamedNode(ID + bureau[0])),
        (JPST.recordStatus, HELD),
    )
    observed = ("fib-registration", f"no-{match['number']}", bureau[0])
    yield Fact(JPST.holdsGrant, None, said, "registration", observed, begun)


def _grants(cells: Sequence[str], unsaid: list[str]) -> Iterator[Fact]:
    for column, (kind, predicate, slug) in _TYPES.items():
        mark = plain(cells[column]).replace(" ", "")
        if mark == _MARK + _INTERMEDIARY and slug == "type-i-fib":
            slug = "unlisted-special-intermediary"
        elif mark != _MARK:
            if mark:
                unsaid.append(f"{COLUMNS[column]}: {mark}")
            continue
        said = (
            (JPST.grantKind, words.concept("grantkind", kind)),
            (predicate, NamedNode(ID + slug)),
            (JPST.recordStatus, HELD),
        )
        yield Fact(JPST.holdsGrant, None, said, kind, (slug,))
    for column, slug in _ASSOCIATIONS.items():
        if plain(cells[column]) == _MARK:
            said_of = ((JPST.association, NamedNode(ID + slug)), (JPST.recordStatus, HELD))
            yield Fact(JPST.membership, None, said_of, "membership", (slug,))
