"""Small graphs for the tests of inference."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kgraph.infer import INFERRED, Rule, compile_rules, run

EX = "https://example.org/"
PREFIXES = f"""
@prefix : <{EX}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def having(prop: str, kind: str) -> str:
    """The axiom that whatever has a property is of a class."""
    return f"[ owl:onProperty {prop} ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf {kind} ."


def triples(turtle: str) -> list[Triple]:
    """The triples of a Turtle text with the prefixes above."""
    return [quad.triple for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)]


def one(turtle: str) -> Triple:
    """The one triple of a Turtle text."""
    (triple,) = triples(turtle)
    return triple


def filled(*turtle: str, graphs: dict[str, str] | None = None) -> Store:
    """A store with the triples in its default graph, and with those of `graphs` in both."""
    store = Store()
    store.extend(Quad(*triple) for text in turtle for triple in triples(text))
    for name, text in (graphs or {}).items():
        for triple in triples(text):
            store.add(Quad(*triple))
            store.add(Quad(*triple, NamedNode(name)))
    return store


def inferred(store: Store) -> set[Triple]:
    """What a run added."""
    graph = NamedNode(INFERRED)
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}


def closed(*turtle: str, graphs: dict[str, str] | None = None) -> tuple[Store, tuple[Rule, ...]]:
    """A store after a run by the rules of its own axioms, and those rules."""
    store = filled(*turtle, graphs=graphs)
    rules = compile_rules(store)
    run(store, rules)
    return store, rules


def entails(schema: str, data: str, expected: str) -> None:
    """Asserts that a schema adds exactly the expected triples to data, but for schema triples."""
    store, _ = closed(schema, data)
    of_data = {
        t for t in inferred(store) if not t.predicate.value.startswith("http://www.w3.org/2")
    }
    assert of_data == set(triples(expected))
