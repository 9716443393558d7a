"""A view of the graph → tables with a row for each thing, for people who work with spreadsheets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kgraph.export.selection import term_key
from kgraph.export.view import View, short
from kgraph.names import compact, is_part, local_name
from kgraph.snapshot.labels import NAMES
from kgraph.vocab import JPST, RDF, RDFS, SKOS, XSD, Object
from kgraph.words.outside import outside_label

Cell = tuple[str, ...]
"""The values in one place of a table; none, one or several."""

BETWEEN: Final = " | "
"""What stands between several values where there is room for one text only."""

NUMBERS: Final = (XSD.integer.value, XSD.decimal.value)


@dataclass(frozen=True)
class Column:
    """A column: its title, and the datatype of NUMBERS that all its values have, if they do.

    `many` tells whether a row may have several values in it.
    """

    title: str
    datatype: str | None = None
    many: bool = True


@dataclass(frozen=True)
class Sheet:
    """A table: its name, its columns, and rows with a cell for each column; the name that people
    read, where it is another."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class Kind:
    """Which things a table holds: those of `classes` that are of none of `without`."""

    name: str
    classes: tuple[str, ...]
    without: tuple[str, ...] = ()

    def holds(self, classes: frozenset[object]) -> bool:
        """Whether something of these classes stands in the table."""
        return _any(self.classes, classes) and not _any(self.without, classes)


KINDS: Final = (
    Kind("tokens", ("SecurityToken",)),
    Kind("organizations", ("Organization",)),
    Kind("people", ("Person",)),
    Kind("venues", ("TradingVenue", "Venue", "Market")),
    Kind("platforms", ("TokenInfrastructure", "Software", "DigitalMoney")),
    Kind("statutes", ("LegalText",), without=("Article",)),
    Kind("articles", ("Article",)),
    Kind("legal-concepts", ("LegalThing",), without=("LegalText",)),
    Kind("market-identifier-codes", ("MarketIdentifierCode",)),
    Kind("registrations", ("Registration",)),
    Kind("memberships", ("Membership",)),
    Kind("participations", ("TradingParticipation",)),
    Kind("shareholdings", ("Shareholding",)),
    Kind("listings", ("Listing",)),
    Kind("statistics", ("MarketStatistic",)),
)
"""The tables of things, each for a main class. What belongs to none of them is in `others`."""

SOURCES: Final = "sources"
CONCEPTS: Final = "concepts"
TERMS: Final = "terms"
OTHERS: Final = "others"
_SUFFIXES_JA: Final[Mapping[str, str]] = MappingProxyType(
    {" (id)": "（ID）", " (en)": "（英）", " (ja)": "（日）"}
)
_NAMES_JA: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tokens": "トークン",
        "organizations": "組織",
        "people": "人物",
        "venues": "取引の場",
        "platforms": "トークン基盤等",
        "statutes": "法令等",
        "articles": "条文",
        "legal-concepts": "法律上の概念",
        "market-identifier-codes": "市場識別コード",
        "registrations": "登録",
        "memberships": "会員資格",
        "participations": "取引参加",
        "shareholdings": "株式保有",
        "listings": "上場・取扱い",
        "statistics": "統計",
        OTHERS: "その他",
        SOURCES: "出典",
        CONCEPTS: "概念",
        TERMS: "用語",
        "facts": "事実",
        "id": "ID",
        "label": "名称",
        "kind": "種類",
        "record of": "記録の対象",
        "record as": "記録の関係",
        "subject": "対象",
        "property": "事項",
        "value": "値",
        "language": "言語",
        "datatype": "データ型",
        "standing": "確度",
        "inferred": "推論",
        "source": "出典",
        "as of": "時点",
        "as of, earliest": "時点の下限",
        "valid from": "開始日",
        "valid until": "終了日",
        "holds from": "成立の初日",
        "holds until": "成立の末日",
        "state": "状態",
        "origin": "由来",
        "first release": "最初のリリース",
        "last release": "最後のリリース",
    }
)
"""Names of tables and titles of columns that no property has, in Japanese."""
_NOT_COLUMNS: Final = frozenset({RDF.type, SKOS.prefLabel})
_NOT_A_TIE: Final = frozenset({RDF.subject, RDF.object, JPST.disagreeingStatement})


def sheets(view: View, *, sources: bool = True) -> list[Sheet]:
    """The tables of all things, of sources, of concepts and of the terms of the ontology.

    A row gives slug, labels and kind; for a record what it hangs on; then each property under its
    label in the language of the view: for links the label of what they lead to and, in a column of
    its own, its slug.
    The column `sources` names who says any of it, unless that is not wanted. Tables without rows
    are left out.
    """
    members: dict[str, list[NamedNode]] = defaultdict(list)
    for thing in view.things():
        classes = view.classes(thing)
        names = [kind.name for kind in KINDS if kind.holds(classes)]
        for name in names or [OTHERS]:
            members[name].append(thing)
    for node in view.values:
        if isinstance(node, NamedNode):
            if is_part(node.value, "source"):
                members[SOURCES].append(node)
            elif is_part(node.value, "ontology"):
                members[TERMS].append(node)
            elif SKOS.Concept in view.classes(node):
                members[CONCEPTS].append(node)
    writer = _Writer(view, sources)
    order = [*(kind.name for kind in KINDS), OTHERS, SOURCES, CONCEPTS, TERMS]
    return [writer.sheet(name, members[name]) for name in order if members[name]]


def in_words(name: str, language: str) -> str:
    """The name of a table, or the title of a column that is no property, in a language."""
    if language != "ja":
        return name
    bare, mark, _ = name.rpartition(" (")
    suffix = _SUFFIXES_JA.get(name[len(bare) :]) if mark else None
    if suffix is not None and name not in _NAMES_JA:
        return _NAMES_JA.get(bare, bare) + suffix
    return _NAMES_JA.get(name, name)


def _any(names: Iterable[str], classes: frozenset[object]) -> bool:
    return any(NamedNode(JPST.BASE + name) in classes for name in names)


@dataclass(frozen=True)
class _Field:
    """What a column holds; fields are sorted by rank, then label."""

    rank: int
    label: str
    suffix: str = ""
    property: str = ""
    datatype: str | None = None

    def order(self) -> tuple[object, ...]:
        return self.rank, self.label.casefold(), self.property, self.suffix


_ID: Final = _Field(0, "id")
_LABELS: Final = (_Field(1, "label (en)"), _Field(2, "label (ja)"))
_KIND: Final = _Field(3, "kind")
_BEARER: Final = (_Field(4, "record of"), _Field(5, "record of (id)"), _Field(6, "record as"))
_SAID_BY: Final = _Field(8, "sources")
_SINGLE: Final = frozenset({_ID, *_LABELS})


class _Writer:
    def __init__(self, view: View, sources: bool) -> None:
        self.view = view
        self.sources = sources
        self.bearers = self._bearers()

    def sheet(self, name: str, things: Iterable[NamedNode]) -> Sheet:
        rows = [self.row(thing) for thing in sorted(things, key=term_key)]
        fields = sorted({field for row in rows for field in row}, key=_Field.order)
        titles = [in_words(title, self.view.language) for title in _titles(fields)]
        return Sheet(
            name,
            tuple(
                Column(title, field.datatype, field not in _SINGLE)
                for field, title in zip(fields, titles, strict=True)
            ),
            tuple(tuple(row.get(field, ()) for field in fields) for row in rows),
            in_words(name, self.view.language),
        )

    def row(self, thing: NamedNode) -> dict[_Field, Cell]:
        view = self.view
        row = {_ID: (short(thing),), _KIND: tuple(map(view.name, view.kinds(thing)))}
        for field, language in zip(_LABELS, ("en", "ja"), strict=True):
            label = view.label(thing, language)
            row[field] = () if label is None else (label,)
        bearers = self.bearers.get(thing, ())
        if bearers:
            row[_BEARER[0]] = tuple(view.name(node) for node, _ in bearers)
            row[_BEARER[1]] = tuple(short(node) for node, _ in bearers)
            row[_BEARER[2]] = tuple(view.name(link) for _, link in bearers)
        for predicate in view.values[thing]:
            if predicate not in _NOT_COLUMNS:
                row |= self.cells(thing, predicate)
        said = view.sources(thing) if self.sources else ()
        if said:
            row[_SAID_BY] = tuple(map(compact, said))
        return row

    def cells(self, thing: NamedNode, predicate: NamedNode) -> Iterator[tuple[_Field, Cell]]:
        label = self.view.name(predicate)
        if label == compact(predicate.value):
            outside = outside_label(predicate.value, "ja") if self.view.language == "ja" else None
            label = outside or local_name(predicate.value)
        found: dict[str, list[str]] = defaultdict(list)
        for value in self.view.of(thing, predicate):
            if isinstance(value, BlankNode):
                continue  # an expression of the ontology, which no cell can hold
            if isinstance(value, Literal):
                if predicate in NAMES and value.value == self.view.label(thing, value.language):
                    continue  # the label has a column already
                found[f" ({value.language})" if value.language else ""].append(value.value)
            else:
                found[""].append(self.view.name(value))
                found[" (id)"].append(short(value))
        ranges = [
            node for node in self.view.of(predicate, RDFS.range) if isinstance(node, NamedNode)
        ]
        number = ranges[0].value if len(ranges) == 1 and ranges[0].value in NUMBERS else None
        for suffix, texts in found.items():
            if texts:
                yield _Field(7, label, suffix, predicate.value, number), tuple(texts)

    def _bearers(self) -> Mapping[object, Sequence[tuple[Object, NamedNode]]]:
        """What each record hangs on, and by which property."""
        records = {node for node in self.view.values if JPST.Record in self.view.classes(node)}
        found: dict[object, list[tuple[Object, NamedNode]]] = defaultdict(list)
        for node, pairs in self.view.values.items():
            for predicate, values in pairs.items():
                for value in values:
                    if value in records and predicate not in _NOT_A_TIE:
                        found[value].append((node, predicate))
        return found


def _titles(fields: Sequence[_Field]) -> list[str]:
    """The title of each column; where two properties have one label, the name tells them apart."""
    properties: dict[str, set[str]] = defaultdict(set)
    for field in fields:
        properties[field.label].add(field.property)
    titles = [
        field.label
        + (f" ({local_name(field.property)})" if len(properties[field.label]) > 1 else "")
        + field.suffix
        for field in fields
    ]
    # Outside terms of different vocabularies may share even that name.
    twice = {title for title, number in Counter(titles).items() if number > 1}
    return [
        f"{compact(field.property)}{field.suffix}" if title in twice else title
        for field, title in zip(fields, titles, strict=True)
    ]
