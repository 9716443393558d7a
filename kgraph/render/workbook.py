"""An answer, or the tables of an export → a workbook: a first sheet that says what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal

from kgraph.export.sheets import BETWEEN, Cell, Column, Sheet
from kgraph.names import LICENSE_IRI
from kgraph.render.ask import unit_in
from kgraph.render.caveats import with_caveats
from kgraph.render.notice import credit_lines
from kgraph.snapshot.graphs import CONFIRMED, CONFLICTING, LIKELY
from kgraph.sparql.values import to_value
from kgraph.tables.spreadsheet import Amount, Page, as_workbook
from kgraph.tables.table import Table
from kgraph.version import __version__
from kgraph.vocab import SKOS, as_term
from kgraph.words.heads import head
from kgraph.words.units import Units, written

if TYPE_CHECKING:
    from kgraph.questions.ask import Answer
    from kgraph.snapshot import Snapshot

_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "about": ("About", "はじめに"),
        "question": ("Question", "質問"),
        "release": ("Release", "リリース"),
        "graph": ("Fingerprint of the graph", "グラフの指紋"),
        "day": ("Day asked about", "指定日"),
        "known": ("By what had been read on", "この日までに読んだ出典による"),
        "terms": ("Terms of use", "利用条件"),
        "credits": ("Terms of use of the sources", "出典の利用条件"),
        "license": (
            f"Creative Commons Attribution 4.0 International (CC BY 4.0), {LICENSE_IRI}",
            f"クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）、{LICENSE_IRI}",
        ),
        "standing": ("Standing: {}", "確度：{}"),
        "sheet": ("Sheet: {}", "シート：{}"),
        "rows": ("{:,} rows", "{:,}行"),
        "open": ("What the answer does not decide", "この回答が判断しないこと"),
        "absence": ("What is not on record", "記録にないこと"),
        "never": (
            "Absence from the record never means no: on record is only what sources say.",
            "記録がないことは「ない」ことを意味しない。記録にあるのは出典が述べることだけである。",
        ),
    }
)
_MARK: Final = "\u0000"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def of_answer(answer: Answer, rows: Sequence[Sequence[object]] | None = None) -> bytes:
    """The answer, or some of its rows, as a workbook of two sheets.

    Raises NoWorkbook where XlsxWriter is not installed.
    """
    lang, snapshot = answer.lang, answer.snapshot
    units = Units(snapshot)
    heads = tuple(head(n, lang, snapshot, answer.question.heads) for n in answer.columns)
    table = Table(answer.columns, answer.terms if rows is None else rows, heads)
    table = with_caveats(answer, table)
    told = [
        [_cell(name, row, units, lang) for name in table.columns]
        for row in (dict(zip(table.columns, terms, strict=True)) for terms in table.rows)
    ]
    words = _Words(lang)
    first = [
        (words("question"), answer.title),
        ("", answer.question.about(lang)),
        *_given(answer),
        *_rests_on(snapshot, lang),
        *((words("open") if i == 0 else "", text) for i, text in enumerate(answer.caveats)),
    ]
    pages = [
        Page(words("about"), (), first, cover=True),
        Page(answer.title if lang == "ja" else answer.question.slug, table.heads or heads, told),
    ]
    return as_workbook(pages, snapshot.day.as_of)


def of_tables(snapshot: Snapshot, sheets: Sequence[Sheet], lang: str = "en") -> bytes:
    """The tables of an export as a workbook: a sheet each behind one that says what they rest on.

    Raises NoWorkbook where XlsxWriter is not installed.
    """
    words, units = _Words(lang), Units(snapshot)
    first = [
        *_rests_on(snapshot, lang),
        *((words("sheet", _title(one)), words("rows", len(one.rows))) for one in sheets),
    ]
    pages = [Page(words("about"), (), first, cover=True)]
    for sheet in sheets:
        affixes = [_affixes(column, units, lang) for column in sheet.columns]
        rows = [
            [_of_table(cell, affix) for cell, affix in zip(row, affixes, strict=True)]
            for row in sheet.rows
        ]
        pages.append(Page(_title(sheet), tuple(column.title for column in sheet.columns), rows))
    return as_workbook(pages, snapshot.day.as_of)


def _title(sheet: Sheet) -> str:
    return sheet.title or sheet.name


def _affixes(column: Column, units: Units, lang: str) -> tuple[str, str] | None:
    """What stands before and after the numbers of a column; None where it has none."""
    if column.datatype is None:
        return None
    before, _, after = written(_MARK, units.of(column.title) or "", lang).partition(_MARK)
    return before, after


def _of_table(cell: Cell, affixes: tuple[str, str] | None) -> object:
    """What a cell of an export holds: a number or a day where there is one, else text."""
    if len(cell) != 1:
        return BETWEEN.join(cell)
    (text,) = cell
    if affixes is not None:
        try:
            return Amount(Decimal(text), *affixes)
        except ArithmeticError:
            return text
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    return text


class _Words:
    def __init__(self, lang: str) -> None:
        self._at = lang == "ja"

    def __call__(self, key: str, *values: object) -> str:
        return _WORDS[key][self._at].format(*values)


def _given(answer: Answer) -> Iterator[tuple[str, str]]:
    for parameter in answer.question.parameters:
        term = answer.values.get(parameter.variable)
        if term is not None and parameter.kind != "lang":
            named = not isinstance(term, Literal)
            text = answer.snapshot.label(term.value, answer.lang) if named else term.value
            yield parameter.label(answer.lang), text


def _rests_on(snapshot: Snapshot, lang: str) -> Iterator[tuple[str, object]]:
    """Release, days and terms of use; what standing means, and what absence does not."""
    words, day = _Words(lang), snapshot.day
    yield words("release"), __version__
    yield words("graph"), snapshot.fingerprint
    yield words("day"), day.as_of
    if day.known_at is not None:
        yield words("known"), day.known_at
    yield words("terms"), words("license")
    for i, line in enumerate(credit_lines(snapshot, lang)):
        yield words("credits") if i == 0 else "", line
    for standing in (CONFIRMED, LIKELY, CONFLICTING):
        label = snapshot.label(standing.value, lang)
        found = snapshot.store.quads_for_pattern(standing, SKOS.definition, None, DefaultGraph())
        for quad in found:
            if isinstance(quad.object, Literal) and quad.object.language == lang:
                yield words("standing", label), quad.object.value
    yield words("absence"), words("never")


def _cell(name: str, row: Mapping[str, object], units: Units, lang: str) -> object:
    term = row[name]
    if term is None:
        return None
    unit = unit_in(name, row, units)
    if unit is None:
        return to_value(as_term(term))
    before, _, after = written(_MARK, unit, lang).partition(_MARK)
    return Amount(Decimal(as_term(term).value), before, after)
