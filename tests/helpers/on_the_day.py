"""What the rules that ship conclude on a day, of a small market that sources state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from helpers.project import PROJECT
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, Triple, parse

from kgraph.load import load
from kgraph.names import PREFIXES
from kgraph.snapshot.content import Content, make_content
from kgraph.snapshot.day import Day
from kgraph.snapshot.graphs import states_facts
from kgraph.snapshot.holds import Terms, states_on
from kgraph.snapshot.reason import Reasoner
from kgraph.snapshot.state import Living, make_state
from kgraph.vocab import GRAPH

TODAY = date(2024, 6, 15)
ENTITIES = """
graph:entities {
  id:t a jpst:BondToken . id:v a jpst:TradingVenue . id:f a jpst:Company . id:o a jpst:Company .
  id:p a jpst:TokenPlatform . id:b a jpst:Bank .
}
"""


def read_shipped() -> tuple[list[Quad], Reasoner]:
    """The ontology that ships as quads, and its rules."""
    store = load(PROJECT).store
    terms = Store()
    terms.extend(
        quad
        for name in store.named_graphs()
        if not states_facts(name) and not name.value.endswith("/graph/entities")
        for quad in store.quads_for_pattern(None, None, None, name)
    )
    for quad in list(terms):
        terms.add(Quad(*quad.triple))
    reasoner = Reasoner.read("compiled", terms, PROJECT / "ontology" / "rules")
    return list(terms), reasoner


def concluded(shipped: tuple, text: str, day: date) -> set[Triple]:
    """The inferred facts on a day, of a market that sources state."""
    terms, reasoner = shipped
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = Store()
    store.extend(terms)
    for quad in parse(prefixes + ENTITIES + text, format=RdfFormat.TRIG):
        store.add(quad)
        store.add(Quad(*quad.triple))
    asserted = (q.triple for q in store.quads_for_pattern(None, None, None, DefaultGraph()))
    for triple in set(reasoner.closing().grow(list(asserted))):
        store.extend([Quad(*triple), Quad(*triple, GRAPH.inferred)])
    made = make_content(store, reasoner, known_from=TODAY)
    return set(_on(made, store, reasoner, day))


def _on(made: Content, store: Store, reasoner: Reasoner, day: date) -> Iterable[Triple]:
    closing = reasoner.closing(made.identified)
    states, living, terms = states_on(made.spans, day), Living.read(store), Terms.read(store)
    return make_state(Day(day), made.sorted, states, made.weighed, living, terms, closing).inferred
