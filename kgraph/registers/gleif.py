"""Records of the Global LEI Foundation: JSON of its interface, or the CSV of its golden copy."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kgraph.problems import LoadError, Problem
from kgraph.registers import words
from kgraph.registers.book import Book
from kgraph.registers.model import Edition, Fact, Row, Tally, agreed_day
from kgraph.registers.streamed import Streamed
from kgraph.vocab import JPST

_JAPAN: Final = "RA000412"
"""The registration authority of Japan's commercial register in GLEIF's list."""
_STATUSES: Final = MappingProxyType(
    {
        "ISSUED": "issued", "LAPSED": "lapsed", "RETIRED": "retired", "ANNULLED": "annulled",
        "DUPLICATE": "duplicate", "PENDING_TRANSFER": "pendingTransfer",
        "PENDING_ARCHIVAL": "pendingArchival",
    }
)  # fmt: skip
_NEEDED: Final = MappingProxyType(
    {
        "lei": "LEI",
        "name": "Entity.LegalName",
        "language": "Entity.LegalName.xmllang",
        "authority": "Entity.RegistrationAuthority.RegistrationAuthorityID",
        "registered": "Entity.RegistrationAuthority.RegistrationAuthorityEntityID",
        "category": "Entity.EntityCategory",
        "status": "Registration.RegistrationStatus",
        "renewal": "Registration.NextRenewalDate",
    }
)
_OTHER: Final = "Entity.OtherEntityNames.OtherEntityName."


def entities(file: Streamed, given: date | None, _: Book) -> Edition:
    """The legal entities of the records: those that the graph knows, and none besides."""
    tally = Tally()
    if file.begins_with(b"{", b"["):
        told, read = _json(file)
    else:
        told, read = None, _csv(file)
    return Edition(agreed_day(told, given, file.path), _rows(read, tally), tally)


def _json(file: Streamed) -> tuple[str | None, Iterator[tuple[int, dict[str, Any]]]]:
    try:
        read = json.loads(file.all())
        data = read["data"] if isinstance(read, dict) else read
        records = data if isinstance(data, list) else [data]
        told = [dict(_attributes(record["attributes"])) for record in records]
        day = (
            read.get("meta", {}).get("goldenCopy", {}).get("publishDate")
            if isinstance(read, dict)
            else None
        )
        if day is not None:
            day = date.fromisoformat(str(day)[:10]).isoformat()
    except RecursionError as error:
        raise _refused(file.path, "it nests without end") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refused(file.path, f"{type(error).__name__}: {error}") from error
    return day, iter(list(enumerate(told, 1)))


def _refused(file: Path, why: str) -> LoadError:
    what = "this is no record of GLEIF"
    fix = "take the answer of api/v1/lei-records as it is"
    return LoadError([Problem(what, " ".join(why.split()), fix, file)])


def _attributes(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    entity, registration = told["entity"], told["registration"]
    yield "lei", told["lei"]
    yield "name", entity["legalName"]["name"]
    yield "language", entity["legalName"].get("language") or ""
    yield "authority", (entity.get("registeredAt") or {}).get("id") or ""
    yield "registered", entity.get("registeredAs") or ""
    yield "category", entity.get("category") or ""
    yield "status", registration["status"]
    yield "renewal", registration.get("nextRenewalDate") or ""
    others = [*(entity.get("otherNames") or ()), *(entity.get("transliteratedOtherNames") or ())]
    yield (
        "others",
        [(n.get("name") or "", n.get("language") or "", n.get("type") or "") for n in others],
    )


def _csv(file: Streamed) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.reader(file.text(), strict=True)
    header = next(reader, [])
    for number, column in enumerate(_NEEDED.values(), 1):
        if column not in header:
            what, why = "the header is not known", f"the column “{column}” is not there"
            fix = "take the golden copy (CSV) as it is"
            raise LoadError([Problem(what, why, fix, file.path, 1, number)])
    places = {name: header.index(column) for name, column in _NEEDED.items()}
    others = [
        (header.index(column), header.index(column + ".xmllang"), header.index(column + ".type"))
        for column in (f"{_OTHER}{number}" for number in range(1, 6))
        if {column, column + ".xmllang", column + ".type"} <= set(header)
    ]
    number = 2
    try:
        for cells in reader:
            if len(cells) == len(header):
                told: dict[str, Any] = {name: cells[place] for name, place in places.items()}
                told["others"] = [tuple(cells[place] for place in three) for three in others]
                yield number, told
            elif cells:
                what, why = "the line does not fit the header", f"it has {len(cells)} cells"
                raise LoadError([Problem(what, why, "fetch it again", file.path, number)])
            number = reader.line_num + 1
    except csv.Error as error:
        what = "the file is not valid CSV"
        raise LoadError([Problem(what, str(error), "fetch it again", file.path, number)]) from error


def _rows(read: Iterator[tuple[int, dict[str, Any]]], tally: Tally) -> Iterator[Row]:
    for number, told in read:
        tally.rows += 1
        if told["category"] == "SOLE_PROPRIETOR":
            tally.persons += 1
            continue
        code = words.lei(told["lei"])
        if code is None:
            continue
        keys = [(JPST.lei, code)]
        if corporate := _corporate(told["authority"], told["registered"]):
            keys.insert(0, (JPST.corporateNumber, corporate))
        facts = [Fact(JPST.lei, words.string(code))]
        named = [(told["name"], told["language"], "LEGAL_NAME"), *told["others"]]
        for name, language, kind in named:
            if (fact := _name(name, language, kind)) is not None and fact not in facts:
                facts.append(fact)
        if status := _STATUSES.get(told["status"]):
            facts.append(Fact(JPST.leiStatus, words.concept("leistatus", status)))
        if (renewal := words.day(told["renewal"][:10])) is not None:
            facts.append(Fact(JPST.leiRenewalDate, renewal))
        names = tuple(name for name, _, _ in named if name)
        yield Row(number, code, told["name"], tuple(keys), tuple(facts), names)


def _corporate(authority: str, registered: str) -> str | None:
    """The corporate number of a number of the commercial register: its 12 digits, and a check."""
    from stdnum.jp import cn

    digits = registered.replace("-", "")
    if authority != _JAPAN or len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return None
    return str(cn.calc_check_digit(digits)) + digits


def _name(name: str, language: str, kind: str) -> Fact | None:
    short = language.split("-")[0].lower()
    if not name or short not in ("en", "ja"):
        return None
    if kind == "PREVIOUS_LEGAL_NAME":
        return Fact(JPST.formerName, words.words(words.name(name), short))
    if kind in ("LEGAL_NAME", "ALTERNATIVE_LANGUAGE_LEGAL_NAME"):
        return Fact(JPST.legalName, words.words(words.name(name), short))
    return None
