"""The closure is complete: compared with plain rules on thousands of random graphs.

The plain rules (`naive_closure`) are held against owlrl on some, so that they can stand for it.
"""

from __future__ import annotations

import pytest
from helpers.infer_graphs import entails, filled, inferred, triples
from helpers.naive_closure import naive_closure
from helpers.random_schemas import CLASSES, DECLARED, ROLES, THINGS, Maker
from pyoxigraph import Quad, Store

from kgraph.infer import compile_rules, explain, owlrl_closure, run

BLOCK = 500


def made(seed: int) -> tuple[Store, str]:
    """A random graph, and its text for where it fails."""
    schema, data = Maker(seed).graph()
    return filled(DECLARED, schema, data), f"seed {seed}:\n{schema}\n{data}"


def asserted(store: Store) -> list:
    return [quad.triple for quad in store]


@pytest.mark.parametrize("block", range(8))
def test_closure_equals_that_of_the_plain_rules(block: int) -> None:
    number = 0
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        store, text = made(seed)
        expected = naive_closure(asserted(store))
        run(store, compile_rules(store))
        assert inferred(store) == expected, text
        number += len(expected)
    assert number > 3 * BLOCK, "the graphs entail so little that the test says nothing"


def test_the_plain_rules_are_those_of_owlrl() -> None:
    for seed in range(70):
        store, text = made(seed)
        assert naive_closure(asserted(store)) == owlrl_closure(asserted(store)), text


def test_closure_is_the_same_however_often_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.infer.fixpoint._CHUNK", 2)
    monkeypatch.setattr("kgraph.infer.fixpoint._SMALL", 2)
    for seed in range(200):
        store, text = made(seed)
        expected = naive_closure(asserted(store))
        run(store, compile_rules(store))
        assert inferred(store) == expected, text


@pytest.mark.parametrize("looked_at", ["all", "what came"])
def test_a_closure_grows_to_the_same(looked_at: str) -> None:
    """Facts that come one by one, each followed by a run, as a state of another day is made."""
    for seed in range(200):
        whole, text = made(seed)
        rules = compile_rules(whole)
        _, data = Maker(seed).graph()
        grown = Store()
        grown.extend(Quad(*triple) for triple in asserted(whole))
        for quad in filled(data):
            grown.remove(quad)
        run(grown, rules)
        for quad in filled(data):
            grown.add(quad)
            run(grown, rules, fresh=None if looked_at == "all" else [quad])
        run(whole, rules)
        assert {q.triple for q in grown} == {q.triple for q in whole}, text


def test_nothing_is_absent_with_every_premise_there() -> None:
    """What `explain` says is missing for an absent fact is missing."""
    number = 0
    for seed in range(60):
        store, text = made(seed)
        rules = compile_rules(store)
        run(store, rules)
        known = set(asserted(store))
        for turtle in ABSENT:
            (triple,) = triples(turtle)
            if triple not in known:
                near = explain(store, rules, triple).near
                assert all(miss.missing for miss in near), f"{text}\n{triple}"
                number += len(near)
    assert number > 500


ABSENT = tuple(
    [f"{thing} a {kind} ." for thing in THINGS for kind in CLASSES]
    + [f"{one} {role} {other} ." for one in THINGS for role in ROLES for other in THINGS]
)
HUB = "[ owl:onProperty :p ; owl:hasValue :hub ]"
ANY = "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ]"


@pytest.mark.parametrize(
    ("schema", "data", "expected"),
    [
        # What a step gives stands already, and more hangs on it.
        (
            f"{ANY} rdfs:subClassOf {HUB} . :K owl:equivalentClass {HUB} .",
            ":m :p :hub . :n :p :far .",
            ":m a :K . :n :p :hub ; a :K .",
        ),
        (
            f"{ANY} rdfs:subClassOf {HUB} . {HUB} rdfs:subClassOf :K . :K rdfs:subClassOf :L .",
            ":m :p :hub ; a :K .",
            ":m a :L .",
        ),
        (
            f":q rdfs:subPropertyOf :p . {ANY} rdfs:subClassOf {HUB} . {HUB} rdfs:subClassOf :K .",
            ":m :q :hub .",
            ":m :p :hub ; a :K .",
        ),
        # Backwards, and in two names of one place.
        (
            "[ owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom owl:Thing ]"
            " rdfs:subClassOf [ owl:onProperty [ owl:inverseOf :p ] ; owl:hasValue :hub ] ."
            " [ owl:onProperty [ owl:inverseOf :p ] ; owl:hasValue :hub ] rdfs:subClassOf :K .",
            ":hub :p :m .",
            ":m a :K .",
        ),
        (
            f":p a owl:SymmetricProperty . {HUB} rdfs:subClassOf :K .",
            ":hub :p :hub .",
            ":hub a :K .",
        ),
        (
            ":p owl:inverseOf :q . :q rdfs:subPropertyOf :p . [ owl:onProperty :q ; owl:hasValue"
            " :a ] rdfs:subClassOf :K .",
            ":a :p :a .",
            ":a :q :a ; a :K .",
        ),
        # A value that two rules put there, one of them for just any.
        (
            f":q rdfs:subPropertyOf :p . :K owl:equivalentClass {HUB} ."
            f" [ owl:onProperty :q ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf {HUB} .",
            ":m :q :hub . :n :q :far .",
            ":m :p :hub ; a :K . :n :p :far , :hub ; a :K .",
        ),
        # Values that lead on to values.
        (
            "[ owl:onProperty :p ; owl:hasValue :a ] rdfs:subClassOf"
            " [ owl:onProperty :p ; owl:hasValue :b ] ."
            " [ owl:onProperty :p ; owl:hasValue :b ] rdfs:subClassOf"
            " [ owl:onProperty :p ; owl:hasValue :a ] , :K .",
            ":m :p :a . :n :p :b .",
            ":m :p :b ; a :K . :n :p :a ; a :K .",
        ),
        (
            '[ owl:onProperty :d ; owl:hasValue "x" ] rdfs:subClassOf'
            " [ owl:onProperty :e ; owl:hasValue 1 ] ."
            " [ owl:onProperty :e ; owl:hasValue 1 ] rdfs:subClassOf"
            ' [ owl:onProperty :d ; owl:hasValue "x" ] , :K .',
            ':m :d "x" . :n :e 1 .',
            ':m :e 1 ; a :K . :n :d "x" ; a :K .',
        ),
        # What joins give goes through the same steps.
        (
            f":p owl:propertyChainAxiom ( :q :r ) . {ANY} rdfs:subClassOf {HUB} ."
            f" {HUB} rdfs:subClassOf :K .",
            ":m :q :n . :n :r :hub .",
            ":m :p :hub ; a :K .",
        ),
        (
            f":p a owl:TransitiveProperty . {HUB} rdfs:subClassOf :K .",
            ":m :p :n . :n :p :hub .",
            ":m :p :hub ; a :K . :n a :K .",
        ),
    ],
)
def test_what_hangs_on_a_fact_that_stands(schema: str, data: str, expected: str) -> None:
    entails(schema, data, expected)
