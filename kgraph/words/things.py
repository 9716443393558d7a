"""Things and facts of a snapshot in words, English or Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Variable

from kgraph.dates import to_date
from kgraph.names import compact, local_name
from kgraph.snapshot.claims import HELD
from kgraph.snapshot.graphs import states_facts
from kgraph.snapshot.store import Snapshot
from kgraph.vocab import GRAPH, JPST, OWL, RDF, RDFS, SKOS, XSD, Node
from kgraph.words.axioms import AxiomWords
from kgraph.words.punctuation import PUNCTUATION

PARTS: Final = tuple(NamedNode(RDF.BASE + name) for name in ("subject", "predicate", "object"))
_NOT_TOLD: Final = frozenset({RDF.type})
_TERMS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        OWL.Class.value: ("class", "クラス"),
        OWL.ObjectProperty.value: ("property", "プロパティ"),
        OWL.DatatypeProperty.value: ("property", "プロパティ"),
        OWL.AnnotationProperty.value: ("property", "プロパティ"),
        RDF.Property.value: ("property", "プロパティ"),
        OWL.Ontology.value: ("module of the ontology", "オントロジーのモジュール"),
        SKOS.Concept.value: ("concept", "概念"),
        SKOS.ConceptScheme.value: ("concept scheme", "概念体系"),
    }
)
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SHOWN: Final = 8
"""How many things to choose from are named before the rest is only counted."""
_VOWEL: Final = re.compile(r"[aeio]|u(?!ni|se)", re.IGNORECASE)


class Namer:
    """Words for the terms of one snapshot in one language.

    A thing goes by its label. Where it has none, it is described, and its short name follows in
    parentheses the first time; with `ids`, every short name follows, every time.
    """

    def __init__(self, snapshot: Snapshot, lang: str = "en", ids: bool = False) -> None:
        self.snapshot = snapshot
        self.store = snapshot.store
        self.lang = lang
        self.ids = ids
        self.marks = PUNCTUATION[lang]
        self.axioms = AxiomWords(self.store, lang, self.quoted)
        self._told: dict[str, Node] = {}

    def name(self, term: Any) -> str:
        """A term: the label of a thing, a text in quotes, any other value as it is written."""
        if isinstance(term, Variable):
            return term.value
        if isinstance(term, Literal):
            text = term.language is not None or term.datatype.value == XSD.string.value
            return self.quote(term.value) if text else term.value
        if isinstance(term, BlankNode):
            return self.axioms.expression(term)
        label = self.label(term)
        if label is not None:
            return self.marks.aside(label, _short(term) if self.ids else "")
        return self._described(term)

    def label(self, thing: NamedNode) -> str | None:
        """The label of a thing, in another language where it has none in this; else None."""
        found = self.snapshot.label(thing.value, self.lang)
        return None if found == compact(thing.value) else found

    def quoted(self, term: Any) -> str:
        """A term in quotes, as a name within a sentence; an expression is words already."""
        if isinstance(term, BlankNode):
            return self.axioms.expression(term)
        return self.name(term) if isinstance(term, Literal) else self.quote(self.name(term))

    def plain(self, term: Any) -> str:
        """A term without quotes, for a sentence that has its own."""
        return term.value if isinstance(term, Literal) else self.name(term)

    def quote(self, text: str) -> str:
        """The text in the quotation marks of the language."""
        return self.marks.quoted(text)

    def fact(self, triple: Iterable[Any]) -> str:
        """A triple, or a pattern of which `variables` name the unknowns, as a short sentence."""
        subject, predicate, thing = triple
        axiom = self.axioms.sentence(subject, predicate, thing)
        if axiom is not None:
            return axiom
        return self.saying(subject, predicate, self.name(thing))

    def pattern(self, pattern: Iterable[Any], told: set[str]) -> str:
        """A pattern of which something is unknown; `told` remembers the unknowns named before."""
        subject, predicate, thing = pattern
        if isinstance(predicate, Variable):
            return " ".join(map(self.name, pattern))
        who = self._unknown(subject, told)
        return self.saying(who, predicate, self._unknown(thing, told))

    def saying(self, subject: Any, predicate: NamedNode, value: str) -> str:
        """The sentence that gives a value, in words already, to a property of a thing."""
        who = subject if isinstance(subject, str) else self.name(subject)
        if predicate == RDF.type:
            return f"{who}は{value}である" if self.lang == "ja" else f"{who} is {article(value)}"
        return f"{who} – {self.marks.pair(self.name(predicate), value)}"

    def kind(self, thing: NamedNode) -> str | None:
        """The label of the class that a thing is declared or said to be, else of one that follows.

        Of several, a narrower one.
        """
        given: dict[str, int] = {}
        for quad in self.store.quads_for_pattern(thing, RDF.type, None):
            if isinstance(quad.object, NamedNode) and quad.object != RDF.Statement:
                said = 0 if quad.graph_name == GRAPH.entities else 2 - states_facts(quad.graph_name)
                given[quad.object.value] = min(said, given.get(quad.object.value, said))
        for iri in sorted(given, key=lambda iri: (given[iri], self._is_wider(iri, given), iri)):
            label = self.label(NamedNode(iri))
            if label is not None:
                return label
        return None

    def _is_wider(self, iri: str, others: Iterable[str]) -> bool:
        narrower = self.store.quads_for_pattern(
            None, RDFS.subClassOf, NamedNode(iri), DefaultGraph()
        )
        return any(quad.subject.value in others and quad.subject.value != iri for quad in narrower)

    def is_record(self, term: Any) -> bool:
        """Whether a term is a record: a relation with a time, told by what it links."""
        if not isinstance(term, Node):
            return False
        found = self.store.quads_for_pattern(term, RDF.type, JPST.Record, DefaultGraph())
        return next(found, None) is not None

    def _unknown(self, slot: Any, told: set[str]) -> str:
        if not isinstance(slot, Variable):
            return self.name(slot)
        known = slot.value in told
        told.add(slot.value)
        if self.lang == "ja":
            return f"{'その' if known else 'ある'}{slot.value}"
        return f"{'that' if known else 'some'} {slot.value}"

    def described(self, thing: NamedNode) -> str | None:
        """What a thing without a label is, of a record with what it hangs on; None where nothing
        can be said."""
        text = self._description(thing)
        if text is None or not self.is_record(thing):
            return text
        bearers = sorted(
            label
            for quad in self.store.quads_for_pattern(None, None, thing, DefaultGraph())
            if isinstance(quad.subject, NamedNode) and quad.predicate not in PARTS
            if (label := self.label(quad.subject)) is not None
        )
        return self.marks.pair(bearers[0], text) if bearers else text

    def _described(self, thing: NamedNode) -> str:
        text = self._description(thing)
        if text is None:
            return _short(thing)
        again = text in self._told and not self.ids
        known = self._told.setdefault(text, thing)
        return self.marks.aside(text, "" if again and known == thing else _short(thing))

    def _description(self, thing: NamedNode) -> str | None:
        """What a thing without a label is; None where nothing can be said."""
        values = list(self.store.quads_for_pattern(thing, None, None, DefaultGraph()))
        objects = {quad.predicate: quad.object for quad in values}
        kind = self.kind(thing)
        if all(part in objects for part in PARTS):
            kind = kind or ("記述" if self.lang == "ja" else "statement")
            return f"{kind} {self.quote(self.fact(objects[part] for part in PARTS))}"
        if kind is None:  # a term of a vocabulary that is not described here speaks for itself
            return None if values else _HUMP.sub(" ", local_name(thing.value)).lower() or None
        named = sorted(
            label
            for quad in values
            if quad.predicate not in _NOT_TOLD and isinstance(quad.object, NamedNode)
            if quad.object != HELD
            if (label := self.label(quad.object)) is not None
        )
        day = to_date(objects.get(JPST.asOf))
        told = [*named, *([str(day)] if day else [])]
        return self.marks.aside(kind, self.marks.listed(told))


def kind_of(snapshot: Snapshot, iri: str, lang: str = "en") -> str:
    """What a thing is, in a word: the label of its class, `class` or `property` for a term."""
    node = NamedNode(iri)
    types = {
        quad.object.value
        for quad in snapshot.store.quads_for_pattern(node, RDF.type, None, DefaultGraph())
        if isinstance(quad.object, NamedNode)
    }
    term = next((words for kind, words in _TERMS.items() if kind in types), None)
    # Concepts and things have a class of ours; what OWL says of a term is told in our words.
    named = Namer(snapshot, lang).kind(node) if not term or SKOS.Concept.value in types else None
    return named or (term[lang == "ja"] if term else "")


def kind_name(snapshot: Snapshot, cls: str, lang: str = "en") -> str:
    """What instances of a class are called: its label, or our word for what OWL calls otherwise."""
    words = _TERMS.get(cls)
    return words[lang == "ja"] if words else snapshot.label(cls, lang)


def candidates(snapshot: Snapshot, iris: Iterable[str], lang: str = "en") -> str:
    """Things to choose from, each with its label and kind, the first few of many."""
    listed = list(iris)
    marks = PUNCTUATION[lang]
    told = [
        marks.aside(
            _short(NamedNode(iri)),
            marks.semicolon.join((snapshot.label(iri, lang), kind_of(snapshot, iri, lang))),
        )
        for iri in listed[:_SHOWN]
    ]
    rest = len(listed) - len(told)
    if rest:
        told.append(f"ほか {rest} 件" if lang == "ja" else f"and {rest} more")
    return marks.listed(told)


def _short(thing: NamedNode) -> str:
    short = compact(thing.value)
    return thing.value if short.startswith("<") else short


def article(noun: str) -> str:
    """An English noun with its indefinite article."""
    return f"{'an' if _VOWEL.match(noun) else 'a'} {noun}"
