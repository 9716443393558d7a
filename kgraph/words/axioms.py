"""Axioms of the ontology in words, English or Japanese: what a rule rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from kgraph.vocab import OWL, RDF, RDFS

# {0} is the subject of the axiom and {1} its object, each in quotes.
_SENTENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        RDFS.subClassOf.value: ("{0} is a kind of {1}", "{0}は{1}の一種である"),
        RDFS.subPropertyOf.value: ("{0} is a kind of {1}", "{0}は{1}の一種である"),
        RDFS.domain.value: ("only what is of the kind {1} has {0}", "{0}を持つのは{1}に限る"),
        RDFS.range.value: ("every {0} is of the kind {1}", "{0}は{1}に限る"),
        OWL.equivalentClass.value: ("{0} means {1}", "{0}とは{1}をいう"),
        OWL.equivalentProperty.value: ("{0} means {1}", "{0}とは{1}をいう"),
        OWL.inverseOf.value: ("{0} read backwards is {1}", "{0}の逆の関係が{1}である"),
        OWL.propertyChainAxiom.value: (
            "{0} follows from the chain {1}",
            "{0}は連鎖{1}から導かれる",
        ),
        OWL.disjointWith.value: ("nothing is both {0} and {1}", "{0}であり{1}でもあるものはない"),
        OWL.members.value: ("nothing is two of {1}", "{1}のうち2つに当たるものはない"),
    }
)
_TYPES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        OWL.TransitiveProperty.value: (
            "{0} carries over from one step to the next",
            "{0}は何段階でもつながる（推移的である）",
        ),
        OWL.SymmetricProperty.value: ("{0} holds both ways", "{0}は双方向に成り立つ"),
        OWL.AllDisjointClasses.value: _SENTENCES[OWL.members.value],
    }
)
_SOMETHING: Final = ("something that the ontology describes", "オントロジーが定めるもの")


class AxiomWords:
    """Words for axioms and for the expressions they are made of, which have no name.

    `quoted` gives a named term in quotes.
    """

    def __init__(self, store: Store, lang: str, quoted: Callable[[Any], str]) -> None:
        self._store = store
        self._ja = lang == "ja"
        self._quoted = quoted

    def sentence(self, subject: Any, predicate: Any, thing: Any) -> str | None:
        """The axiom that a triple states, in words; None where it states none."""
        if not isinstance(predicate, NamedNode):
            return None
        if predicate == RDF.type and isinstance(thing, NamedNode):
            pair = _TYPES.get(thing.value)
            if pair is not None and isinstance(subject, BlankNode):
                thing = self._value(subject, OWL.members.value) or thing
        else:
            pair = _SENTENCES.get(predicate.value)
        if pair is None:
            return None
        subject_words = "" if "{0}" not in pair[0] else self._quoted(subject)
        return self._pick(*pair).format(subject_words, self._quoted(thing))

    def expression(self, node: BlankNode) -> str:
        """A class or property expression or a list, in words."""
        on = self._value(node, OWL.onProperty.value)
        value = self._value(node, OWL.hasValue.value)
        if on is not None and value is not None:
            pair = ("whatever has {0} {1}", "{0}が{1}であるもの")
            return self._pick(*pair).format(self._quoted(on), self._quoted(value))
        kind = self._value(node, OWL.someValuesFrom.value)
        if on is not None and kind is not None:
            pair = ("whatever has as {0} something of the kind {1}", "{0}が{1}であるもの")
            return self._pick(*pair).format(self._quoted(on), self._quoted(kind))
        for form, between in (
            ("intersectionOf", (" and ", "かつ")),
            ("unionOf", (" or ", "または")),
        ):
            items = self._value(node, OWL.BASE + form)
            if items is not None:
                return self._pick(*between).join(map(self._quoted, self._items(items)))
        inverse = self._value(node, OWL.inverseOf.value)
        if inverse is not None:
            pair = ("{0} read backwards", "{0}の逆")
            return self._pick(*pair).format(self._quoted(inverse))
        items = list(self._items(node))
        return self._pick(", then ", "、次に").join(map(self._quoted, items)) or self._pick(
            *_SOMETHING
        )

    def _pick(self, english: str, japanese: str) -> str:
        return japanese if self._ja else english

    def _value(self, node: BlankNode, predicate: str) -> Any:
        found = self._store.quads_for_pattern(node, NamedNode(predicate), None, DefaultGraph())
        quad = next(found, None)
        return None if quad is None else quad.object

    def _items(self, node: Any) -> Iterator[Any]:
        seen = set()
        while isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            first = self._value(node, RDF.first.value)
            if first is not None:
                yield first
            node = self._value(node, RDF.rest.value)
