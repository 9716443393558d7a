"""The registers that can be imported, each with its reader and where it is published."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.registers import edinet, fsa, gleif, jpx, mic, nta
from kgraph.registers.book import Book
from kgraph.registers.model import Edition, Register
from kgraph.registers.streamed import Streamed
from kgraph.vocab import JPST

_WHOLE: Final[Mapping[str, Callable[[bytes, Path, datetime.date | None, Book], Edition]]] = (
    MappingProxyType(
        {
            "fsa": fsa.operators,
            "edinet": edinet.codes,
            "edinet-funds": edinet.funds,
            "mic": mic.codes,
            "jpx": jpx.issues,
        }
    )
)
_LONG: Final[Mapping[str, Callable[[Streamed, datetime.date | None, Book], Edition]]] = (
    MappingProxyType({"gleif": gleif.entities, "nta": nta.corporations})
)
_EDINET: Final = "https://disclosure2dl.edinet-fsa.go.jp/searchdocument/codelist/"

REGISTERS: Final[Mapping[str, Register]] = MappingProxyType(
    {
        register.name: register
        for register in (
            Register(
                "fsa",
                "fsa-{day}-fibo-register",
                (),
                "Register of financial instruments business operators as of {day}",
                "金融商品取引業者登録一覧（{day}現在）",
                "https://www.fsa.go.jp/menkyo/menkyoj/kinyushohin.xlsx",
                "fsa",
                None,
                JPST.Organization,
                frozenset({JPST.corporateNumber, JPST.holdsGrant, JPST.membership}),
            ),
            Register(
                "edinet",
                "edinet-code-list-{day}",
                ("fsa-{day}-edinet-code-list",),
                "EDINET code list as of {day}",
                "EDINETコードリスト（{day}現在）",
                _EDINET + "Edinetcode.zip",
                "fsa",
                None,
                JPST.Organization,
                frozenset(
                    {
                        JPST.edinetCode,
                        JPST.corporateNumber,
                        JPST.legalName,
                        JPST.listingStatus,
                        JPST.edinetFilerType,
                        JPST.statedCapital,
                        JPST.securitiesCode,
                        JPST.fiscalYearEnd,
                    }
                ),
            ),
            Register(
                "edinet-funds",
                "edinet-fund-codes-{day}",
                (),
                "EDINET fund-code list as of {day}",
                "EDINETファンドコードリスト（{day}現在）",
                _EDINET,
                "fsa",
                None,
                JPST.SecurityToken,
                frozenset(
                    {JPST.edinetFundCode, JPST.issuer, JPST.legalForm, JPST.accountingPeriodEnd}
                ),
            ),
            Register(
                "mic",
                "iso10383-ra-{day}-mic-list",
                (),
                "ISO 10383 list of market identifier codes, edition of {day}",
                "ISO 10383 市場識別コード一覧（{day}版）",
                "https://www.iso20022.org/sites/default/files/ISO10383_MIC/ISO10383_MIC.csv",
                None,
                "ISO 10383 Registration Authority (SWIFT)",
                JPST.MarketIdentifierCode,
                frozenset(
                    {
                        JPST.micCode,
                        JPST.operatingMic,
                        JPST.micLevel,
                        JPST.marketCategory,
                        JPST.micStatus,
                        JPST.countryCode,
                        JPST.city,
                        JPST.website,
                        JPST.micLei,
                        JPST.micLegalEntityName,
                        JPST.micCreationDate,
                        JPST.micLastUpdateDate,
                        JPST.micLastValidationDate,
                        JPST.micExpiryDate,
                    }
                ),
            ),
            Register(
                "gleif",
                "gleif-{day}-lei-records",
                (),
                "LEI records of {day}",
                "LEIレコード（{day}）",
                "https://api.gleif.org/api/v1/lei-records",
                None,
                "Global Legal Entity Identifier Foundation (GLEIF)",
                JPST.Organization,
                frozenset(
                    {JPST.lei, JPST.legalName, JPST.formerName, JPST.leiStatus, JPST.leiRenewalDate}
                ),
            ),
            Register(
                "nta",
                "nta-{day}-corporate-numbers",
                (),
                "Corporate numbers as of {day}",
                "法人番号公表情報（{day}現在）",
                "https://www.houjin-bangou.nta.go.jp/download/zenken/",
                None,
                "National Tax Agency",
                JPST.Organization,
                frozenset(
                    {
                        JPST.corporateNumber,
                        JPST.legalName,
                        JPST.registerClosureDate,
                        JPST.registerClosureReason,
                        JPST.succeededBy,
                    }
                ),
            ),
            Register(
                "jpx",
                "jpx-{day}-listed-issues",
                (),
                "List of listed issues as of {day}",
                "東証上場銘柄一覧（{day}現在）",
                "https://www.jpx.co.jp/markets/statistics-equities/misc/01.html",
                "jpx",
                None,
                JPST.Organization,
                frozenset({JPST.securitiesCode, JPST.listingStatus, JPST.marketSegment}),
            ),
        )
    }
)
"""Name → register. The name is the word of the command line."""


def read(register: Register, file: Streamed, given: datetime.date | None, book: Book) -> Edition:
    """The edition of a register that a file holds; `given` is its day where the file has none.

    Raises LoadError for any other file.
    """
    if register.name in _LONG:
        return _LONG[register.name](file, given, book)
    return _WHOLE[register.name](file.all(), file.path, given, book)
