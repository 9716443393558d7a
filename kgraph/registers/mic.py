"""ISO 10383, the list of market identifier codes: CSV in both spellings, and XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final
from xml.parsers import expat

from pyoxigraph import Literal

from kgraph.problems import LoadError, Problem
from kgraph.registers import words
from kgraph.registers.book import Book
from kgraph.registers.model import Candidate, Edition, Fact, Row, Tally, agreed_day, check_header
from kgraph.tables.incoming import read_sheet
from kgraph.vocab import JPST, SKOS, XSD

COLUMNS: Final = (
    "MIC", "OPERATING MIC", "OPRT/SGMT", "MARKET NAME-INSTITUTION DESCRIPTION",
    "LEGAL ENTITY NAME", "LEI", "MARKET CATEGORY CODE", "ACRONYM",
    "ISO COUNTRY CODE (ISO 3166)", "CITY", "WEBSITE", "STATUS", "CREATION DATE",
    "LAST UPDATE DATE", "LAST VALIDATION DATE", "EXPIRY DATE", "COMMENTS",
)  # fmt: skip
_ELEMENT: Final = "ISO10383_MIC"
_ESCAPED: Final = MappingProxyType({"_x0020_": " ", "_x002F_": "/", "_x0028_": "(", "_x0029_": ")"})
_LEVELS: Final = MappingProxyType({"OPRT": "operating", "SGMT": "segment"})
_DATES: Final = MappingProxyType(
    {
        "CREATION DATE": JPST.micCreationDate,
        "LAST UPDATE DATE": JPST.micLastUpdateDate,
        "LAST VALIDATION DATE": JPST.micLastValidationDate,
        "EXPIRY DATE": JPST.micExpiryDate,
    }
)
_DEEPEST: Final = 3
_COUNTRY: Final = "JP"
"""Whose codes are proposed where the graph has none."""


def codes(data: bytes, file: Path, given: date | None, book: Book) -> Edition:
    """The codes of the list. Only XML tells its day; CSV needs it given."""
    tally = Tally()
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        reader = _Xml(file)
        reader.read(data)
        day = agreed_day(reader.generated, given, file)
        return Edition(day, _rows(reader.records, tally, book), tally)
    lines = read_sheet(data, file).lines
    first = lines[0] if lines else None
    check_header(first.cells if first else (), {"": COLUMNS}, file, first.number if first else 1)
    records = [(line.number, dict(zip(COLUMNS, line.cells, strict=False))) for line in lines[1:]]
    return Edition(agreed_day(None, given, file), _rows(records, tally, book), tally)


class _Xml:
    """The records of the XML form. No document type is read, no entity and no other file."""

    def __init__(self, file: Path) -> None:
        self.generated: str | None = None
        self.records: list[tuple[int, dict[str, str]]] = []
        self._file = file
        self._path: list[str] = []
        self._record: dict[str, str] = {}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            why = expat.errors.messages[error.code]
            raise self._refused("this is no XML", why, "fetch the file again") from error

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name)
        depth = len(self._path)
        if depth == 1:
            if name != "dataroot":
                why = f"its root is “{name}”"
                raise self._refused("this is no list of ISO 10383", why, "take another file")
            self.generated = attributes.get("generated", "")[:10] or None
        elif depth == 2 and name == _ELEMENT:
            self._record = {}
        elif depth > _DEEPEST or (depth == _DEEPEST and _column(name) not in COLUMNS):
            why = f"“{name}” is no column of it"
            raise self._refused("this is no list of ISO 10383", why, "take another file")

    def _text(self, text: str) -> None:
        if len(self._path) == _DEEPEST:
            column = _column(self._path[-1])
            self._record[column] = self._record.get(column, "") + text

    def _end(self, name: str) -> None:
        self._path.pop()
        if len(self._path) == 1 and name == _ELEMENT:
            told = {column: text.strip() for column, text in self._record.items()}
            self.records.append((self._parser.CurrentLineNumber, told))

    def _doctype(self, *_: object) -> None:
        why = "entities can blow a small file up or point at other files"
        raise self._refused("the XML declares a document type", why, "remove the declaration")

    def _refused(self, what: str, why: str, fix: str) -> LoadError:
        line = self._parser.CurrentLineNumber
        return LoadError([Problem(what, why, fix, self._file, line)])


def _column(element: str) -> str:
    for escaped, letter in _ESCAPED.items():
        element = element.replace(escaped, letter)
    return element


def _rows(
    records: Sequence[tuple[int, Mapping[str, str]]], tally: Tally, book: Book
) -> Iterator[Row]:
    japanese = {told.get("MIC", "") for _, told in records if _is_japanese(told)}
    for number, told in records:
        tally.rows += 1
        code = told.get("MIC", "")
        keys = ((JPST.micCode, code),)
        is_known = bool(book.find(keys, codes=True))
        if not is_known and code not in japanese:
            continue
        unsaid: list[str] = []
        facts = tuple(_facts(told, unsaid, book, japanese))
        yield Row(
            number,
            code,
            told.get("MARKET NAME-INSTITUTION DESCRIPTION", ""),
            keys,
            facts,
            candidate=None if is_known else _candidate(code, told),
            unsaid=tuple(unsaid),
        )


def _is_japanese(told: Mapping[str, str]) -> bool:
    return told.get("ISO COUNTRY CODE (ISO 3166)") == _COUNTRY


def _candidate(code: str, told: Mapping[str, str]) -> Candidate:
    names = [
        (SKOS.prefLabel, words.words(told.get("MARKET NAME-INSTITUTION DESCRIPTION", code), "en"))
    ]
    if acronym := told.get("ACRONYM"):
        names.append((SKOS.altLabel, words.words(acronym, "en")))
    why = f"{_COUNTRY}, {' '.join(told.get('LEGAL ENTITY NAME', '').split())}"
    return Candidate(
        f"mic-{code.lower()}", JPST.MarketIdentifierCode, tuple(names), "mics.ttl", why, known=True
    )


def _facts(
    told: Mapping[str, str], unsaid: list[str], book: Book, japanese: set[str]
) -> Iterator[Fact]:
    code = told.get("MIC", "")
    yield Fact(JPST.micCode, words.string(code))
    operating = told.get("OPERATING MIC", "")
    above = book.find(((JPST.micCode, operating),), codes=True)
    if above or operating in japanese:
        slug = above[0] if above else f"mic-{operating.lower()}"
        yield Fact(JPST.operatingMic, book.thing(slug))
    if level := _LEVELS.get(told.get("OPRT/SGMT", "")):
        yield Fact(JPST.micLevel, words.concept("miclevel", level))
    for column, predicate, scheme in (
        ("MARKET CATEGORY CODE", JPST.marketCategory, "marketcategory"),
        ("STATUS", JPST.micStatus, "micstatus"),
    ):
        text = told.get(column, "")
        local = text.lower() if scheme == "micstatus" else text
        concept = words.concept(scheme, local)
        if text and concept.value in book.concepts:
            yield Fact(predicate, concept)
        elif text:
            unsaid.append(f"{text} ({scheme}:)")
    if country := told.get("ISO COUNTRY CODE (ISO 3166)"):
        yield Fact(JPST.countryCode, words.string(country))
    if city := told.get("CITY"):
        yield Fact(JPST.city, words.words(city.title(), "en"))
    if site := told.get("WEBSITE"):
        address = site.lower() if "://" in site else f"https://{site.lower()}"
        yield Fact(JPST.website, Literal(address, datatype=XSD.anyURI))
    if entity := told.get("LEGAL ENTITY NAME"):
        yield Fact(JPST.micLegalEntityName, words.string(" ".join(entity.split())))
    if lei := words.lei(told.get("LEI", "")):
        yield Fact(JPST.micLei, words.string(lei))
    for column, predicate in _DATES.items():
        day = words.day(told.get(column, ""))
        if day is not None:
            yield Fact(predicate, day)
