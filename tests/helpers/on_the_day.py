"""What the rules that ship conclude on a day, of a small market that sources state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from helpers.project import PROJECT
from pyoxigraph import DefaultGraph, Literal, Quad, RdfFormat, Store, Triple, parse

from kgraph.load import load
from kgraph.names import PREFIXES, compact
from kgraph.snapshot.content import Content, make_content
from kgraph.snapshot.day import Day
from kgraph.snapshot.graphs import states_facts
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.reason import Grown, Reasoner
from kgraph.snapshot.span import states_on
from kgraph.snapshot.state import Living, make_state
from kgraph.vocab import GRAPH

TODAY = date(2024, 6, 15)
ENTITIES = """
graph:entities {
  id:t a jpst:BondToken . id:v a jpst:TradingVenue . id:f a jpst:Company . id:o a jpst:Company .
  id:p a jpst:TokenPlatform . id:b a jpst:Bank .
}
"""


@dataclass(frozen=True, eq=False)
class Shipped:
    """The ontology that ships, without its words; its rules; and what follows from it alone."""

    terms: tuple[Quad, ...]
    reasoner: Reasoner
    grown: Grown


def read_shipped() -> Shipped:
    """Reads it from the files."""
    store = load(PROJECT).store
    terms = Store()
    terms.extend(
        quad
        for name in store.named_graphs()
        if not states_facts(name) and not name.value.endswith("/graph/entities")
        for quad in store.quads_for_pattern(None, None, None, name)
        if not (isinstance(quad.object, Literal) and quad.object.language)
    )
    for quad in list(terms):
        terms.add(Quad(*quad.triple))
    reasoner = Reasoner.read("compiled", terms, PROJECT / "ontology" / "rules")
    closing = reasoner.closing()
    closing.grow(_asserted(terms))
    return Shipped(tuple(terms), reasoner, Grown.of(closing))


def concluded(shipped: Shipped, text: str, day: date) -> set[Triple]:
    """The inferred facts on a day, of a market that sources state."""
    store, made = _made(shipped, text)
    closing = shipped.reasoner.closing(made.identified)
    states, living, terms = states_on(made.spans, day), Living.read(store), Terms.read(store)
    state = make_state(Day(day), made.sorted, states, made.weighed, living, terms, closing)
    return set(state.inferred)


Fact = tuple[str, str, str]
_OWN: Final = re.compile(r"\b(id|src):([a-z][a-z0-9-]*)")
_NUMBER: Final = re.compile(r"--(\d+)$")


class SideBySide:
    """Many small markets in one: the things and sources of each have names of their own."""

    def __init__(self, shipped: Shipped, texts: Mapping[tuple[object, ...], str]) -> None:
        self._shipped = shipped
        self._numbers = {asked: number for number, asked in enumerate(texts)}
        self._text = "".join(
            _OWN.sub(rf"\1:\2--{number}", ENTITIES + text)
            for number, text in enumerate(texts.values())
        )
        self._days: dict[date, dict[int, set[Fact]]] = {}

    def concluded(self, asked: tuple[object, ...], day: date) -> set[Fact]:
        """The inferred facts on a day in one of the markets, with its names as it has them."""
        if day not in self._days:
            self._days[day] = self._by_market(concluded(self._shipped, self._text, day))
        return self._days[day].get(self._numbers[asked], set())

    def _by_market(self, inferred: Iterable[Triple]) -> dict[int, set[Fact]]:
        found: dict[int, set[Fact]] = defaultdict(set)
        for triple in inferred:
            terms = [compact(term.value) for term in triple]
            numbers = {int(number) for term in terms for number in _NUMBER.findall(term)}
            assert len(numbers) < 2, f"markets meet in {triple}"
            for number in numbers:
                one, two, three = (_NUMBER.sub("", term) for term in terms)
                found[number].add((one, two, three))
        return found


def merged(shipped: Shipped, text: str) -> Store:
    """The store that a build makes of the market: all graphs, their merge and what follows."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = Store()
    store.bulk_extend(shipped.terms)
    stated = list(parse(prefixes + ENTITIES + text, format=RdfFormat.TRIG))
    store.extend([*stated, *(Quad(*quad.triple) for quad in stated)])
    closing = shipped.reasoner.closing(shipped.grown)
    inferred = set(closing.grow(quad.triple for quad in stated))
    store.bulk_extend(
        Quad(*triple, graph) for triple in inferred for graph in (DefaultGraph(), GRAPH.inferred)
    )
    return store


@lru_cache(maxsize=1)  # a market is asked about one day after the other
def _made(shipped: Shipped, text: str) -> tuple[Store, Content]:
    store = merged(shipped, text)
    return store, make_content(store, shipped.reasoner, known_from=TODAY)


def _asserted(store: Store) -> list[Triple]:
    return [q.triple for q in store.quads_for_pattern(None, None, None, DefaultGraph())]
