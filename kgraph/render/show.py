"""A dossier → text with numbered sources, or one row per fact and source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kgraph.tables.screen import UNBROKEN
from kgraph.tables.table import FORMATS, Table
from kgraph.tables.value_text import for_people
from kgraph.vocab import DCTERMS, JPST, RDF, SKOS
from kgraph.words.punctuation import PUNCTUATION
from kgraph.words.units import NUMBERS, Units, written

if TYPE_CHECKING:
    from kgraph.show.on_record import Dossier, Fact, Sought, SourceRef, Stated
    from kgraph.snapshot import Snapshot

_COLUMNS: Final = (
    "subject",
    "property",
    "propertyLabel",
    "value",
    "valueLabel",
    "standing",
    "inferred",
    "asOf",
    "validFrom",
    "validUntil",
    "qualifiers",
    "notes",
    "statedValues",
    "state",
    "origin",
    "dispute",
    "source",
    "sourceTitle",
    "publisher",
    "issued",
    "url",
)
_TYPE: Final = RDF.type.value
_SOURCE: Final = JPST.Source.value
_TERMS: Final = JPST.termsOfUse.value
_NAMES: Final = frozenset({SKOS.prefLabel.value, SKOS.altLabel.value, DCTERMS.title.value})
_WORDS: Final = MappingProxyType(
    {
        "en": {
            "confirmed": "confirmed",
            "likely": "likely",
            "conflicting": "conflicting",
            "inferred": "inferred",
            "asOf": "as of {}",
            "validFrom": "from {}",
            "validUntil": "until {}",
            "stated": "stated as “{}”",
            "also": "Also",
            "mentions": "Mentioned by",
            "sources": "Sources",
            "disputes": "Why conflicting or rejected",
            "rivals": "{}: one value at a time, and sources differ: {}",
            "undated": "undated",
            "reading": "our reading",
            "readFrom": "our reading of {}",
            "follows": "What follows by the rules",
            "past": "Said by sources, but not part of what holds on {}",
            "sought": "Looked for and not in the page, which does not mean that it is not so",
            "terms": "Terms of use: not on record (not looked at), which does not make it free",
            "day": "What holds on {}",
            "known": "What holds on {}, by what had been read on {}",
        },
        "ja": {
            "confirmed": "確認済み",
            "likely": "可能性が高い",
            "conflicting": "矛盾あり",
            "inferred": "推論",
            "asOf": "{}時点",
            "validFrom": "{}から",
            "validUntil": "{}まで",
            "stated": "記録上の文言「{}」",
            "also": "別名",
            "mentions": "言及元",
            "sources": "出典",
            "disputes": "矛盾・不採用の理由",
            "rivals": "{}は一時点で一つの値しか取らないが、出典により異なる：{}",
            "undated": "日付なし",
            "reading": "当方の読み取り",
            "readFrom": "当方の読み取り：{}",
            "follows": "規則から導かれる事柄",
            "past": "出典にあるが、{}に成り立つ事柄に含めないもの",
            "sought": "探したがページに記載のないもの（「ない」ことを意味しない）",
            "terms": "利用条件：記録なし（未確認）。自由に利用できることを意味しない",
            "day": "{}に成り立つ事柄",
            "known": "{}に成り立つ事柄（{}までに読んだ出典による）",
        },
    }
)
_STATES: Final = MappingProxyType(
    {
        "en": {
            "holds": "narrowed",
            "ended": "ended",
            "superseded": "superseded by a later observation",
            "notYet": "not yet",
            "undated": "since when or until when is unknown",
            "rejected": "rejected by a text",
            "notKnown": "not read by then",
            "withdrawn": "its source was withdrawn",
        },
        "ja": {
            "holds": "限定付き",
            "ended": "終了",
            "superseded": "後の観測により更新",
            "notYet": "開始前",
            "undated": "いつから・いつまでか不明",
            "rejected": "条文等により不採用",
            "notKnown": "その時点で未読",
            "withdrawn": "出典が撤回されたもの",
        },
    }
)
"""What a claim that holds no fact up is called, by its state."""


def write(dossier: Dossier, snapshot: Snapshot, format: str, language: str = "en") -> str:
    """The dossier in one of the formats of rows; a table as text for people."""
    if format != "table":
        return FORMATS[format](as_table(dossier, language))
    kinds = (snapshot.label(kind, language) for kind in dossier.types)
    return as_text(dossier, kinds, language, Units(snapshot))


def as_json(document: Mapping[str, object]) -> str:
    """The document of a thing (`kgraph.models.document`)."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_table(dossier: Dossier, language: str = "en") -> Table:
    """One row for each fact and each source that states it; facts of records have rows too."""
    rows = [
        row
        for fact in (
            *dossier.facts,
            *dossier.past,
            *dossier.mentions,
            *dossier.past_mentions,
        )
        for each in _all(fact)
        for row in _rows(each, _WORDS[language]["rivals"])
    ]
    return Table(_COLUMNS, rows)


def as_text(
    dossier: Dossier, kinds: Iterable[str], language: str = "en", units: Units | None = None
) -> str:
    """The thing, what is said of it and how certain that is, and at the end the numbered sources.

    `kinds` are the labels of its classes; with `units`, figures say what they are figures of.
    """
    return _Writer(language, units).write(dossier, kinds)


class _Writer:
    def __init__(self, language: str, units: Units | None) -> None:
        self.language = language
        self.units = units
        self.states = _STATES[language]
        self.words = _WORDS[language]
        self.marks = PUNCTUATION[language]
        self.sources: dict[SourceRef, int] = {}
        self.disputes: dict[str, int] = {}

    def write(self, dossier: Dossier, kinds: Iterable[str]) -> str:
        lines = [f"{for_people(dossier.label)}  {_short(dossier.iri)}"]
        listed = self.marks.listed(map(for_people, kinds))
        lines += [listed] if listed else []
        names = {
            for_people(fact.object_label) for fact in dossier.facts if fact.property in _NAMES
        } - {for_people(dossier.label)}
        if names:
            lines.append(self.marks.pair(self.words["also"], self.marks.listed(sorted(names))))
        if dossier.day is not None:
            known = dossier.day.known_at
            text = self.words["known" if known else "day"]
            lines.append(text.format(dossier.day.as_of, known))
        told = [fact for fact in dossier.facts if fact.property not in _NAMES | {_TYPE}]
        stated = [fact for fact in told if not fact.inferred]
        if stated:
            lines += ["", *self.facts(stated)]
        if _SOURCE in dossier.types and all(f.property != _TERMS for f in dossier.facts):
            lines.append(self.words["terms"])
        following = [fact for fact in told if fact.inferred]
        if following:
            lines += ["", self.words["follows"], *self.grouped(following)]
        if dossier.mentions:
            lines += ["", self.words["mentions"]]
            named = [fact for fact in dossier.mentions if not fact.inferred]
            lines += (f"  {self.mention(f)}{self.said(f)}" for f in named)
            lines += self.grouped([f for f in dossier.mentions if f.inferred], inverse=True)
        if dossier.past or dossier.past_mentions:
            day = dossier.day.as_of if dossier.day is not None else ""
            lines += ["", self.words["past"].format(day), *self.facts(dossier.past, "  ")]
            lines += (f"  {self.mention(f)}{self.said(f)}" for f in dossier.past_mentions)
        if dossier.sought:
            lines += ["", self.words["sought"], *map(self.missing, dossier.sought)]
        if self.disputes:
            lines += ["", self.words["disputes"]]
            lines += (f"  (C{number}) {text}" for text, number in self.disputes.items())
        if self.sources:
            lines += ["", self.words["sources"], *map(self.source, self.sources)]
        return "\n".join(lines) + "\n"

    def facts(
        self, facts: Iterable[Fact], indent: str = "", above: Fact | None = None
    ) -> Iterator[str]:
        for fact in facts:
            said = "" if above is not None and _same_grounds(fact, above) else self.said(fact)
            shown = self.figure(fact) or self.value(fact)
            yield indent + self.marks.pair(for_people(fact.property_label), shown) + said
            inner = [f for f in fact.record if f.property not in _NAMES | {_TYPE}]
            yield from self.facts(inner, indent + "  ", fact)

    def grouped(self, facts: Sequence[Fact], *, inverse: bool = False) -> Iterator[str]:
        """What follows, a line for each property and standing: there may be much of it."""
        groups: dict[tuple[str, str | None], list[str]] = {}
        for fact in facts:
            shown = for_people(fact.subject) if inverse else for_people(fact.object_label)
            groups.setdefault((fact.property_label, fact.standing), []).append(shown)
        for (label, standing), things in groups.items():
            marks = self.marks.listed(
                (self.words[standing] if standing else "", self.words["inferred"])
            )
            listed = self.marks.semicolon.join(sorted(set(things)))
            yield f"  {self.marks.pair(for_people(label), listed)}  [{marks}]"

    def figure(self, fact: Fact) -> str | None:
        """A number with its unit; None for what is none."""
        number = fact.object
        if not isinstance(number, Literal) or number.datatype not in NUMBERS:
            return None
        unit = self.units.of(fact.property) if self.units is not None else None
        return written(number.value, unit or "", self.language).replace(UNBROKEN, " ")

    def value(self, fact: Fact) -> str:
        text = for_people(fact.object_label)
        if isinstance(fact.object, NamedNode) and not fact.record:
            short = _short(fact.object.value)
            return self.marks.aside(text, short if text != short else "")
        return text

    def missing(self, sought: Sought) -> str:
        """What was looked for, in which source."""
        number = self.sources.setdefault(sought.source, len(self.sources) + 1)
        what = for_people(sought.property_label)
        value = for_people(sought.value_label)
        text = self.marks.pair(what, value) if value else what
        notes = (self.marks.quoted(for_people(note)) for note in sought.notes)
        return f"  {text}  [{self.marks.listed((*notes, f'({number})'))}]"

    def mention(self, fact: Fact) -> str:
        """The other thing is known by its short name: its label stands in its own dossier."""
        return f"{for_people(fact.subject)} {for_people(fact.property_label)}"

    def said(self, fact: Fact) -> str:
        """Standing, dates and sources: `  [confirmed, as of 2023-12-25 (1, 2); as of … (3)]`."""
        marks = [self.words[fact.standing] + self.why(fact)] if fact.standing else []
        marks += [self.words["inferred"]] if fact.inferred and not fact.stated else []
        told: dict[str, list[int]] = {}
        for stated in fact.stated:
            number = self.sources.setdefault(stated.source, len(self.sources) + 1)
            numbers = told.setdefault(self.when(stated), [])
            if number not in numbers:
                numbers.append(number)
        spans = [
            " ".join(filter(None, (text, f"({', '.join(map(str, numbers))})")))
            for text, numbers in told.items()
        ]
        # Of a page that tells no more, only the number stands there, and that needs no comma.
        joint = " " if spans and spans[0].startswith("(") else self.marks.comma
        parts = (self.marks.listed(marks), self.marks.semicolon.join(spans))
        text = joint.join(filter(None, parts))
        return f"  [{text}]" if text else ""

    def why(self, fact: Fact) -> str:
        """The numbers of the reasons for which it is conflicting, told further below."""
        texts = disputes(fact, self.words["rivals"])
        numbers = (self.disputes.setdefault(t, len(self.disputes) + 1) for t in texts)
        return self.marks.aside("", self.marks.listed(f"C{number}" for number in numbers))

    def when(self, stated: Stated) -> str:
        parts = [] if stated.holds else [self.states[stated.state]]
        if stated.read:
            numbers = (self.sources.setdefault(s, len(self.sources) + 1) for s in stated.read)
            read = self.marks.listed(f"({number})" for number in numbers)
            parts.append(self.words["readFrom"].format(read))
        elif stated.is_reading:
            parts.append(self.words["reading"])
        if stated.valid_from:
            parts.append(self.words["validFrom"].format(since(stated)))
        if stated.valid_until:
            parts.append(self.words["validUntil"].format(till(stated)))
        if stated.as_of:
            day = period(stated.as_of_earliest or stated.as_of, stated.as_of)
            parts.append(self.words["asOf"].format(day))
        parts += map(for_people, stated.qualifiers)
        parts += (self.words["stated"].format(for_people(text)) for text in stated.stated_values)
        parts += (self.marks.quoted(for_people(note)) for note in stated.notes)
        return self.marks.listed(parts)

    def source(self, source: SourceRef) -> str:
        issued = str(source.issued) if source.issued else self.words["undated"]
        parts = (source.title, source.publisher, issued, source.url or _short(source.iri))
        text = self.marks.listed(for_people(part) for part in parts if part)
        return f"  ({self.sources[source]}) {text}"


def disputes(fact: Fact, rivals: str) -> list[str]:
    """Why a fact is conflicting; `rivals` words it where a property has one value at a time."""
    texts = list(map(for_people, fact.disputes))
    if fact.rivals:
        values = sorted(map(for_people, (fact.object_label, *fact.rivals)))
        texts.append(rivals.format(for_people(fact.property_label), "; ".join(values)))
    return texts


def _same_grounds(fact: Fact, above: Fact) -> bool:
    """Whether a fact of a record rests on what the record itself rests on."""
    grounds = [{stated.source for stated in each.stated} for each in (fact, above)]
    return fact.standing == above.standing and grounds[0] == grounds[1]


def _all(fact: Fact) -> Iterator[Fact]:
    yield fact
    for inner in fact.record:
        yield from _all(inner)


def _rows(fact: Fact, rivals: str) -> Iterator[tuple[object, ...]]:
    value = fact.object if fact.object is not None else fact.object_label
    head = (
        fact.subject,
        NamedNode(fact.property),
        fact.property_label,
        value,
        fact.object_label,
        fact.standing,
        fact.inferred,
    )
    for stated in fact.stated:
        source = stated.source
        yield (
            *head,
            period(stated.as_of_earliest or stated.as_of, stated.as_of) if stated.as_of else None,
            since(stated),
            till(stated),
            " | ".join(stated.qualifiers) or None,
            " | ".join(stated.notes) or None,
            " | ".join(stated.stated_values) or None,
            stated.state,
            "reading" if stated.is_reading else "stated",
            " | ".join(disputes(fact, rivals)) or None,
            NamedNode(source.iri),
            source.title,
            source.publisher or None,
            source.issued,
            source.url,
        )
    if not fact.stated:
        yield (*head, *[None] * (len(_COLUMNS) - len(head)))


def since(stated: Stated) -> str | None:
    """The start of its validity, as precisely as it is known."""
    first = stated.valid_from
    return period(first, stated.valid_from_latest or first) if first else None


def till(stated: Stated) -> str | None:
    """The end of its validity, as precisely as it is known."""
    last = stated.valid_until
    return period(stated.valid_until_earliest or last, last) if last else None


def period(earliest: date, latest: date) -> str:
    """2024-03 for a month, 2024 for a year, else the day or both ends."""
    if earliest == latest:
        return str(latest)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%Y-%m}"
    whole_year = (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31)
    return f"{latest:%Y}" if whole_year and earliest.year == latest.year else f"{earliest}/{latest}"


def _short(iri: str) -> str:
    return for_people(NamedNode(iri))
