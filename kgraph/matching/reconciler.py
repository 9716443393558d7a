"""A name with constraints → things that may be meant, each with a score and what speaks for it.

What the W3C Reconciliation Service API calls a query. A candidate is a match only where that is
safe: its whole name or a code, of it alone, with nothing that is given against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.matching.matcher import WHOLE, Candidate, Matcher
from kgraph.names import compact, is_part, local_name
from kgraph.search.folding import fold, spelling
from kgraph.search.lookup import CODES, NAMES, ORDER
from kgraph.snapshot.store import Snapshot
from kgraph.vocab import OWL, RDF, RDFS, SKOS

STRICT: Final = ("any", "should", "all")
"""How several types are meant: one of them, one of them if there is such a thing, all of them."""
_MOST: Final = 200
"""Candidates by name that are held against the constraints."""
_BY_CODE: Final = 100.0
_BY_VALUE: Final = 50.0
"""Where no name is asked for: things of which a code, or every other value given, is that."""
_FOR: Final = 0.5
"""How much of what a score lacks each value makes up for that is as given."""
_AGAINST: Final = 0.6
"""What is left of a score with each value that is not as given, and with another type."""
_CODES: Final = frozenset(code.value for code in CODES)
_PROPERTIES: Final = (OWL.DatatypeProperty, OWL.ObjectProperty)


@dataclass(frozen=True)
class Constraint:
    """A property, by its IRI, that one of the values is to be of: texts, or names of things."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What is looked for: a name or a code, of things of some types, with some values."""

    text: str = ""
    types: tuple[str, ...] = ()
    strict: str = "any"
    constraints: tuple[Constraint, ...] = ()
    limit: int = 5


@dataclass(frozen=True)
class Offer:
    """A thing that may be meant, with a score up to 100.

    `features` are what the score is made of: how like the name is (`name`, up to 100), whether it
    is the whole name or a code (`wholeName`, `code`), of another legal form (`otherForm`), of the
    types asked for (`type`), and for the IRI of each property whether its value is as given, where
    it has one.
    """

    iri: str
    score: float
    match: bool
    features: Mapping[str, float | bool]


@dataclass
class Reconciler:
    """Answers queries about one snapshot, whose names it reads once."""

    snapshot: Snapshot
    _read: dict[str, _Values] = field(default_factory=dict)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.snapshot)

    @cached_property
    def types(self) -> Mapping[str, frozenset[str]]:
        """The classes of which there are things, or concepts, to be found, with their instances."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.snapshot.store.quads_for_pattern(None, RDF.type, None, DefaultGraph()):
            thing, kind = quad.subject, quad.object
            if not isinstance(thing, NamedNode) or not isinstance(kind, NamedNode):
                continue
            if is_part(thing.value, "id") or kind == SKOS.Concept:
                found[kind.value].add(thing.value)
        return {
            kind: frozenset(things)
            for kind, things in found.items()
            if self.snapshot.label(kind, "en") != compact(kind)
        }

    @cached_property
    def main_types(self) -> tuple[str, ...]:
        """The kinds of things of the market, as far as there are any."""
        return tuple(kind for kind in ORDER[0] if kind in self.types)

    def types_of(self, iri: str) -> list[str]:
        """The classes of a thing, the narrowest first."""
        kinds = [kind for kind, things in self.types.items() if iri in things]
        return sorted(kinds, key=lambda kind: (len(self.types[kind]), kind))

    def broader(self, kind: str) -> list[str]:
        """The classes right above a class, of those that have things."""
        quads = self.snapshot.store.quads_for_pattern(
            NamedNode(kind), RDFS.subClassOf, None, DefaultGraph()
        )
        above = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
        above = {one for one in above - {kind} if one in self.types}
        return sorted(
            one
            for one in above
            if not any(one in self._above(other) for other in above if other != one)
        )

    def _above(self, kind: str) -> set[str]:
        quads = self.snapshot.store.quads_for_pattern(
            NamedNode(kind), RDFS.subClassOf, None, DefaultGraph()
        )
        return {q.object.value for q in quads if isinstance(q.object, NamedNode)} - {kind}

    @cached_property
    def properties(self) -> Mapping[str, int]:
        """The properties that things have, each with the number of things that have it."""
        return self._used_by(None)

    @cached_property
    def properties_called(self) -> Mapping[str, frozenset[str]]:
        """The properties that have a label, in either language, by its folded form."""
        found: dict[str, set[str]] = defaultdict(set)
        for iri in self.properties:
            for lang in ("en", "ja"):
                found[fold(self.snapshot.label(iri, lang))].add(iri)
        return {label: frozenset(iris) for label, iris in found.items()}

    def properties_of(self, kind: str) -> Mapping[str, int]:
        """The same of the things of a class, the most used first."""
        return self._used_by(self.types.get(kind, frozenset()))

    def _used_by(self, things: frozenset[str] | None) -> Mapping[str, int]:
        store, used = self.snapshot.store, dict[str, int]()
        for kind in _PROPERTIES:
            for quad in store.quads_for_pattern(None, RDF.type, kind, DefaultGraph()):
                if not isinstance(quad.subject, NamedNode) or quad.subject in NAMES:
                    continue
                found = {
                    told.subject.value
                    for told in store.quads_for_pattern(None, quad.subject, None, DefaultGraph())
                    if isinstance(told.subject, NamedNode) and is_part(told.subject.value, "id")
                }
                number = len(found if things is None else found & things)
                if number:
                    used[quad.subject.value] = number
        return dict(sorted(used.items(), key=lambda one: (-one[1], one[0])))

    def offer(self, query: Query) -> list[Offer]:
        """The things that a query may mean, the best first."""
        wanted = self._of_types(query)
        among = None if query.strict == "should" else wanted
        named = self._named(query.text, among)
        held = [(one, self._values(one.property)) for one in query.constraints]
        coded = {
            iri
            for one, values in held
            if one.property in _CODES
            for iri in values.having(one.values)
            if among is None or iri in among
        }
        found = set(named) | coded
        if not query.text.strip():
            sets = [values.having(one.values) for one, values in held if one.values]
            both = set.intersection(*sets) if sets else set()
            found |= both if among is None else both & among
        offers = [
            self._weighed(iri, named.get(iri), coded, held, wanted, asked=bool(query.text.strip()))
            for iri in found
        ]
        if wanted is not None and any(one.features["type"] for one in offers):
            offers = [one for one in offers if one.features["type"]]
        sure = self._sure(query, named, coded, offers)
        offers = [
            Offer(one.iri, one.score, one.iri == sure, one.features)
            for one in sorted(offers, key=lambda one: (one.iri != sure, -one.score, one.iri))
        ]
        return offers[: query.limit]

    # -- how a candidate is weighed

    def _of_types(self, query: Query) -> frozenset[str] | None:
        if not query.types:
            return None
        sets = [self.types.get(kind, frozenset()) for kind in query.types]
        if query.strict == "all":
            return frozenset.intersection(*sets)
        return frozenset[str]().union(*sets)

    def _named(self, text: str, among: frozenset[str] | None) -> dict[str, Candidate]:
        if not text.strip():
            return {}
        found = self._matcher.match([text], _MOST, among)
        return {one.iri: one for one in found.candidates}

    def _weighed(
        self,
        iri: str,
        name: Candidate | None,
        coded: set[str],
        held: Sequence[tuple[Constraint, _Values]],
        wanted: frozenset[str] | None,
        *,
        asked: bool,
    ) -> Offer:
        features: dict[str, float | bool] = {}
        score = _BY_CODE if iri in coded and not asked else _BY_VALUE
        if asked:
            score = name.score if name is not None else 0.0
            features["name"] = score
            features["wholeName"] = name is not None and name.how in WHOLE and name.how != "code"
            features["code"] = name is not None and name.how == "code"
            features["otherForm"] = name is not None and name.how == "form"
        for one, values in held:
            told = values.agrees(iri, one.values)
            if told is None:
                continue
            features[one.property] = told
            share = 1 - (1 - _FOR) ** (2 if one.property in _CODES else 1)
            score = score + (100 - score) * share if told else score * _AGAINST
        if wanted is not None:
            features["type"] = iri in wanted
            score *= 1 if iri in wanted else _AGAINST
        return Offer(iri, round(score, 1), False, features)

    def _sure(
        self,
        query: Query,
        named: Mapping[str, Candidate],
        coded: set[str],
        offers: Sequence[Offer],
    ) -> str | None:
        """The thing that is meant, where nothing that is given speaks for another or against it."""
        against = {
            one.iri
            for one in offers
            if one.features.get("type") is False
            or any(one.features.get(c.property) is False for c in query.constraints)
        }
        kept = {one.iri for one in offers}
        whole = self._matcher.foremost(
            iri for iri, one in named.items() if one.how in WHOLE and iri in kept
        )
        if coded:
            # A code alone is enough where no name is given, else the name has to resemble it.
            fitting = (whole or set(named)) if query.text.strip() else coded
            meant = (coded & fitting) - against
            return next(iter(meant)) if len(coded) == len(meant) == 1 else None
        left = whole - against
        if len(left) != 1:
            return None
        (one,) = left
        # Of namesakes, the one that a value tells from the others.
        told = any(offer.iri == one and _supported(offer, query) for offer in offers)
        return one if len(whole) == 1 or told else None

    def _values(self, name: str) -> _Values:
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = _Values(self.snapshot, name)
        return found


def _supported(offer: Offer, query: Query) -> bool:
    return any(offer.features.get(one.property) is True for one in query.constraints)


class _Values:
    """The values of a property, each in every form in which it is compared."""

    def __init__(self, snapshot: Snapshot, name: str) -> None:
        self._by_thing: dict[str, set[str]] = defaultdict(set)
        self._by_value: dict[str, set[str]] = defaultdict(set)
        forms: dict[object, frozenset[str]] = {}
        for quad in snapshot.store.quads_for_pattern(None, NamedNode(name), None, DefaultGraph()):
            thing, value = quad.subject, quad.object
            if not isinstance(thing, NamedNode):
                continue
            if value not in forms:
                forms[value] = frozenset(_forms(snapshot, value))
            self._by_thing[thing.value] |= forms[value]
            for form in forms[value]:
                self._by_value[form].add(thing.value)

    def having(self, values: Sequence[str]) -> set[str]:
        """The things of which one of the values is that."""
        return {thing for text in values for thing in self._by_value.get(_compared(text), ())}

    def agrees(self, thing: str, values: Sequence[str]) -> bool | None:
        """Whether one of the values is of a thing; None where it has none."""
        known = self._by_thing.get(thing)
        return None if known is None else any(_compared(text) in known for text in values)


def _compared(text: str) -> str:
    return text if ":" in text else fold(text)


def _forms(snapshot: Snapshot, value: object) -> Iterator[str]:
    """A literal as it is compared; the IRI of a thing, its short name, slug and names."""
    if isinstance(value, Literal):
        yield fold(value.value)
        yield value.value
    elif isinstance(value, NamedNode):
        yield value.value
        yield compact(value.value)
        yield fold(local_name(value.value))
        for lang in ("en", "ja"):
            label = snapshot.label(value.value, lang)
            yield from (fold(label), spelling(label).core)
        for quad in snapshot.store.quads_for_pattern(value, SKOS.altLabel, None, DefaultGraph()):
            if isinstance(quad.object, Literal):
                yield fold(quad.object.value)
