"""The rows that can be added: their kinds and columns, and how they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from kgraph.add.book import Book, column_of
from kgraph.add.source import DraftError
from kgraph.tables.incoming import Record, read_sheet, records
from kgraph.vocab import JPST

NARROWING: Final[Mapping[str, NamedNode]] = MappingProxyType(
    {
        "as_of": JPST.asOf,
        "from": JPST.validFrom,
        "until": JPST.validUntil,
        "qualifier": JPST.qualifier,
        "note": JPST.note,
        "capacity": JPST.capacity,
        "wording": JPST.statedValue,
    }
)
"""What a statement or a record may say besides its fact."""
OF_RECORDS: Final = ("as_of", "from", "until", "qualifier", "note", "wording")
"""What of that a record may say."""
NAMES: Final = ("slug", "name_en", "name_ja", "alias")
"""The columns for the names of a new thing."""
_REASONS: Final = ("derived", "derived_ja")


@dataclass(frozen=True)
class Kind:
    """A kind of what can be added: its columns, and those that each row needs.

    `cls` is the class of a new thing or record; a record hangs on the thing in the column
    `subject` by the property `link`.
    """

    name: str
    cls: str = ""
    file: str = ""
    prefix: str = ""
    subject: str = ""
    link: str = ""
    first: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("fact", subject="subject", needed=("subject", "property", "value")),
            Kind("token", "SecurityToken", subject="token", needed=("token",)),
            Kind(
                "organization",
                "Organization",
                "organizations.ttl",
                first=("kind",),
                needed=("name_en",),
            ),
            Kind(
                "experiment",
                "SettlementExperiment",
                "settlement.ttl",
                prefix="exp-",
                needed=("name_en",),
            ),
            Kind(
                "registration",
                "Grant",
                subject="organization",
                link="holdsGrant",
                first=("grant_kind", "grant_type", "granted_activity", "grant_number"),
                needed=("organization", "grant_kind"),
            ),
            Kind(
                "membership",
                "Membership",
                subject="organization",
                link="membership",
                first=("association",),
                needed=("organization", "association"),
            ),
            Kind(
                "holding",
                "Shareholding",
                subject="company",
                link="shareholding",
                first=("holder", "percentage"),
                needed=("company", "holder"),
            ),
            Kind(
                "statistic",
                "MarketStatistic",
                subject="subject",
                link="statistic",
                first=("measure", "count", "amount_in_yen", "share"),
                needed=("subject", "measure"),
                figures=("count", "amount_in_yen", "share"),
            ),
        )
    }
)
"""What `kgraph add` adds, by its word."""


def columns(kind: Kind, book: Book) -> list[str]:
    """The columns that rows of a kind may have, those that are asked for first in the front."""
    if kind.name == "fact":
        return ["subject", "property", "value", *NARROWING, *_REASONS]
    if kind.link:
        own = [column_of(name) for name in book.properties_of(kind.cls)]
        own = [
            column
            for column in own
            if NamedNode(JPST.BASE + _property(column, book)) not in NARROWING.values()
        ]
        found = [kind.subject, *kind.first, *own, "record_status", *OF_RECORDS]
        return list(dict.fromkeys(found))
    own = [column_of(name) for name in book.properties_of(kind.cls)]
    if kind.name == "token":
        return list(dict.fromkeys([kind.subject, *own]))
    return list(dict.fromkeys([*NAMES, *kind.first, *own]))


def _property(column: str, book: Book) -> str:
    try:
        return book.property(column)
    except ValueError:
        return column


def check_columns(kind: Kind, book: Book, names: Iterable[str]) -> None:
    """Raises DraftError with every column that rows of a kind do not have."""
    known = columns(kind, book)
    wrong = []
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            wrong.append(f"unknown column “{name}”: {hint}")
    if wrong:
        raise DraftError("\n".join(wrong))


def joined(pairs: Iterable[tuple[str, str]], book: Book) -> dict[str, str]:
    """Columns and values of one row; a column given twice has both, where it may have several.

    Raises DraftError where it may not.
    """
    cells: dict[str, str] = {}
    for name, value in pairs:
        if name in cells and value:
            if not _may_repeat(name, book):
                raise DraftError(f"{name} is given twice, and it has one value: keep one")
            cells[name] = f"{cells[name]};{value}" if cells[name] else value
        elif value or name not in cells:
            cells[name] = value
    return {name: value for name, value in cells.items() if value}


def _may_repeat(column: str, book: Book) -> bool:
    name = _property(column, book)
    return name in book.ranges and name not in book.single and column not in NARROWING


def rows_of(data: bytes, file: Path, sheet: str | None = None) -> tuple[Record, ...]:
    """The rows of a table: a workbook or CSV, with a header of column names. Raises LoadError."""
    return records(read_sheet(data, file, sheet))[1]


def row_of(root: Path, given: Iterable[str]) -> Record:
    """The row that texts such as `column=value` give.

    Raises DraftError for a text that is none, and for a column that is given twice and may not.
    """
    pairs = []
    for text in given:
        column, equals, value = text.partition("=")
        if not equals:
            raise DraftError(f"“{text}”: write column=value")
        pairs.append((column, value.strip()))
    return Record(None, joined(pairs, Book(root)))
