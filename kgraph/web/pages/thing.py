"""The page of a thing: its dossier, of a token its route as a picture, of a source what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgraph.limited import Limits
from kgraph.names import is_part
from kgraph.questions.ask import ask
from kgraph.questions.question import Question
from kgraph.render.show import period, since, till
from kgraph.show.dossier import dossier
from kgraph.show.on_record import Dossier, Fact, SourceRef, Stated
from kgraph.snapshot.store import Snapshot
from kgraph.tables.value_text import for_people
from kgraph.vocab import DCTERMS, GRAPH, JPST, RDF, SKOS, XSD, Object
from kgraph.web.pages.view import View
from kgraph.words.addresses import address_in
from kgraph.words.things import kind_of
from kgraph.words.units import Units, written

_HIDDEN: Final = frozenset(
    {RDF.type.value, SKOS.prefLabel.value, SKOS.altLabel.value, DCTERMS.title.value}
)
_NAMES: Final = (SKOS.prefLabel.value, SKOS.altLabel.value)
MOST: Final = 400
"""Claims of a source that its page lists."""


@dataclass(frozen=True)
class Line:
    """A fact as a page shows it: the item, its value with a link, how certain, and who says so."""

    item: str
    item_link: str | None
    value: str
    link: str | None
    standing: str | None
    inferred: bool
    said: tuple[Said, ...]
    inner: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Said:
    """One source's statement: its number among the sources of the page, and its days and notes."""

    number: int
    details: str
    reading: bool


@dataclass(frozen=True)
class Cell:
    """What fills a layer of the route."""

    item: str
    value: str
    link: str | None
    standing: str | None
    about: str


@dataclass(frozen=True)
class Layer:
    """A layer of the route with what fills it."""

    step: int
    label: str
    cells: tuple[Cell, ...]


class Page:
    """Gathers what the page of a thing shows."""

    def __init__(self, view: View, units: Units) -> None:
        self.view = view
        self.sources: dict[SourceRef, int] = {}
        self.units = units

    def values(self, iri: str) -> dict[str, Any]:
        """What the template of a thing takes."""
        found = dossier(self.view.snapshot, iri, self.view.lang)
        told = [fact for fact in found.facts if fact.property not in _HIDDEN]
        return {
            "iri": iri,
            "label": self.view.label(iri),
            "kind": kind_of(self.view.snapshot, iri, self.view.lang),
            "names": self.names(found),
            "facts": [self.line(fact) for fact in told if not fact.inferred],
            "follows": [self.line(fact) for fact in told if fact.inferred],
            "mentions": [self.mention(fact) for fact in found.mentions],
            "past": [self.line(fact) for fact in found.past]
            + [self.mention(fact) for fact in found.past_mentions],
            "sought": [
                (
                    *(one.property_label, self.view.to(one.property), one.value_label, one.notes),
                    *(one.source.title, self.view.to(one.source.iri)),
                )
                for one in found.sought
            ],
            "sources": list(self.sources.items()),
        }

    def names(self, found: Dossier) -> list[str]:
        told = {for_people(f.object_label) for f in found.facts if f.property in _NAMES}
        return sorted(told - {found.label})

    def line(self, fact: Fact, above: Fact | None = None) -> Line:
        """A fact; one of a record says who states it only where that is not said above it."""
        same = above is not None and {s.source for s in fact.stated} == {
            s.source for s in above.stated
        }
        link = None
        if isinstance(fact.object, NamedNode):
            link = None if fact.record else self.view.to(fact.object.value)
        elif isinstance(fact.object, Literal) and fact.object.datatype == XSD.anyURI:
            link = fact.object.value if fact.object.value.startswith("http") else None
        return Line(
            self.view.label(fact.property),
            self.view.to(fact.property),
            self.value(fact),
            link,
            None
            if same and above is not None and above.standing == fact.standing
            else fact.standing,
            fact.inferred,
            () if same else tuple(map(self.said, fact.stated)),
            tuple(self.line(f, fact) for f in fact.record if f.property not in _HIDDEN),
        )

    def mention(self, fact: Fact) -> Line:
        """The other way round: what mentions the thing, and as what."""
        text, link = _shown(self.view, fact.subject)
        return Line(
            self.view.label(fact.property),
            self.view.to(fact.property),
            text,
            link,
            fact.standing,
            fact.inferred,
            tuple(map(self.said, fact.stated)),
        )

    def value(self, fact: Fact) -> str:
        unit = self.units.of(fact.property)
        if unit is not None and isinstance(fact.object, Literal):
            return written(fact.object.value, unit, self.view.lang)
        if isinstance(fact.object, NamedNode):
            return self.view.label(fact.object.value)
        return for_people(fact.object_label)

    def said(self, stated: Stated) -> Said:
        number = self.sources.setdefault(stated.source, len(self.sources) + 1)
        told = self.view.marks.semicolon.join(self.details(stated))
        return Said(number, told, stated.is_reading)

    def details(self, stated: Stated) -> Iterable[str]:
        word = self.view.word
        if stated.as_of:
            yield f"{word('asOf')} {period(stated.as_of_earliest or stated.as_of, stated.as_of)}"
        first, last = since(stated), till(stated)
        if first and last:
            yield f"{first} – {last}"
        elif first or last:
            yield word("since" if first else "till", first or last)
        yield from stated.qualifiers
        yield from map(self.view.marks.quoted, stated.stated_values)
        yield from stated.notes
        if stated.reason:
            yield stated.reason


def route(view: View, iri: str, question: Question, limits: Limits, units: Units) -> list[Layer]:
    """The seven layers of a token, each with what fills it; empty boxes are part of the picture."""
    answer = ask(view.snapshot, question, {"token": iri}, view.lang, limits=limits)
    rows = answer.rows_as_dicts()
    layers = []
    for (step, label), members in groupby(rows, lambda row: (row["step"], row["layerLabel"])):
        cells = [
            Cell(
                str(row["item"] or ""),
                _figure(view, units, str(row["item"]), row["value"]),
                view.to(str(row["thing"])) if str(row["thing"] or "").startswith("http") else None,
                _standing(row["standing"], view),
                str(row["aboutLabel"] or ""),
            )
            for row in members
        ]
        filled = tuple(cell for cell in cells if cell.standing is not None)
        layers.append(Layer(int(str(step)), str(label), filled))
    return layers


def _figure(view: View, units: Units, item: str, value: object) -> str:
    """The value for people: a figure with its unit, an address in the language."""
    unit = units.of(item)
    if unit is None:
        return address_in(for_people(value), view.lang)
    return written(str(value), unit, view.lang)


def _standing(text: object, view: View) -> str | None:
    """The key of a standing that an answer has in words; None where nothing is on record."""
    for key in ("confirmed", "likely", "conflicting"):
        if text == view.word(key):
            return key
    return None


def plain(view: View, iri: str, quads: Iterable[Quad]) -> dict[str, Any]:
    """What the template takes for a thing outside the graph: its triples, as they are."""
    lines = []
    for quad in sorted(quads, key=lambda quad: (str(quad.predicate), str(quad.object))):
        if quad.subject != NamedNode(iri) or isinstance(quad.object, BlankNode):
            continue
        text, link = _shown(view, quad.object)
        item = view.label(quad.predicate.value)
        lines.append(Line(item, view.to(quad.predicate.value), text, link, None, False, ()))
    empty: dict[str, Any] = {
        name: [] for name in ("names", "follows", "mentions", "past", "sought", "sources", "said")
    }
    return {
        **empty,
        "iri": iri,
        "label": view.short(iri),
        "kind": "",
        "facts": lines,
        "layers": None,
        "linked": None,
    }


def is_token(snapshot: Snapshot, iri: str) -> bool:
    """Whether a thing is a security token."""
    node = NamedNode(iri)
    kinds = snapshot.store.quads_for_pattern(node, RDF.type, None, None)
    return is_part(iri, "id") and any(quad.object == JPST.SecurityToken for quad in kinds)


def said_by(view: View, source: str) -> Sequence[dict[str, Any]]:
    """What a source says, claim by claim: thing, item, value and standing."""
    store = view.snapshot.store
    found = []
    for quad in store.quads_for_pattern(None, DCTERMS.source, NamedNode(source), GRAPH.claims):
        told = {
            part.predicate: part.object
            for part in store.quads_for_pattern(quad.subject, None, None, GRAPH.claims)
        }
        thing, item, value = (told.get(part) for part in (RDF.subject, RDF.predicate, RDF.object))
        if not isinstance(thing, NamedNode) or not isinstance(item, NamedNode) or value is None:
            continue
        text, link = _shown(view, value)
        found.append(
            {
                "thing": view.label(thing.value),
                "thing_link": view.to(thing.value),
                "item": view.label(item.value),
                "value": text,
                "value_link": link,
            }
        )
    return sorted(found, key=lambda one: (one["thing"], one["item"], one["value"]))[:MOST]


def _shown(view: View, term: Object) -> tuple[str, str | None]:
    """A term in words, and the address of its page where it has one."""
    if isinstance(term, NamedNode):
        return view.label(term.value), view.to(term.value)
    return for_people(term), None
