"""Running rules: what goes where, how it is counted, and that nothing is missed or repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.infer_graphs import EX, closed, filled, having, inferred, one, triples
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kgraph.infer import INFERRED, batches, compile_rules, run
from kgraph.problems import LoadError


def test_new_triples_go_into_both_graphs_and_asserted_ones_into_neither_again() -> None:
    store, _ = closed(":A rdfs:subClassOf :B .", ":x a :A . :y a :A , :B .")
    assert inferred(store) == {one(":x a :B .")}
    assert Quad(*one(":x a :B ."), DefaultGraph()) in store


def test_a_second_run_adds_nothing() -> None:
    store, rules = closed(
        having(":p", ":A") + " :p a owl:TransitiveProperty . :r owl:propertyChainAxiom ( :p :p ) .",
        ":a :p :b . :b :p :c .",
    )
    before = set(store)
    closure = run(store, rules)
    assert closure.added == 0
    assert dict(closure.counts) == {}
    assert set(store) == before


def test_another_target() -> None:
    store = filled(having(":p", ":A"), ":x :p :y .")
    run(store, compile_rules(store), EX + "mine")
    (quad,) = store.quads_for_pattern(None, None, None, NamedNode(EX + "mine"))
    assert quad.triple == one(":x a :A .")


def test_counts_are_per_rule_and_add_up() -> None:
    store = filled(
        having(":p", ":A") + " :A rdfs:subClassOf :B . :r owl:propertyChainAxiom ( :p :p ) .",
        ":x :p :y . :y :p :z .",
    )
    rules = compile_rules(store)
    closure = run(store, rules)
    kinds = {rule.id: rule.kind for rule in rules}
    assert {kinds[name]: number for name, number in closure.counts.items()} == {
        "someValuesFrom": 2,
        "subclass": 2,
        "chain": 1,
    }
    assert closure.added == 5 == len(inferred(store))
    assert closure.rounds >= 2
    assert closure.seconds > 0


def test_identity_in_the_data_is_refused() -> None:
    store = filled(":a owl:sameAs :b .")
    with pytest.raises(LoadError, match="owl:sameAs"):
        run(store, ())


def test_a_long_path_closes_in_the_number_of_its_pairs() -> None:
    data = " ".join(f":n{i} :p :n{i + 1} ." for i in range(300))
    store, _ = closed(":p a owl:TransitiveProperty .", data)
    assert len(inferred(store)) == 300 * 301 // 2 - 300


def test_transitive_edges_that_other_rules_give() -> None:
    # The chain gives edges of p from its paths, and those make new paths: several rounds.
    store, _ = closed(
        ":p a owl:TransitiveProperty . :p owl:propertyChainAxiom ( :p :q ) .",
        ":a :p :b . :b :q :c . :c :p :d . :d :q :e . :z :p :a .",
    )
    assert inferred(store) == set(
        triples(":a :p :c , :d , :e . :c :p :e . :z :p :b , :c , :d , :e .")
    )


def test_paths_feed_the_rules_that_ran_before_them() -> None:
    # s needs the closed pair (a, c), which is found only after the chains have run once.
    store, _ = closed(
        ":p a owl:TransitiveProperty . :s owl:propertyChainAxiom ( :p :q ) ."
        " :p owl:propertyChainAxiom ( :s :t ) .",
        ":a :p :b . :b :p :c . :c :q :d .",
    )
    assert inferred(store) == set(triples(":a :p :c ; :s :d . :b :s :d ."))


def test_symmetric_and_transitive() -> None:
    store, _ = closed(
        ":p a owl:TransitiveProperty , owl:SymmetricProperty .", ":a :p :b . :b :p :c ."
    )
    nodes = "abc"
    every = {one(f":{x} :p :{y} .") for x in nodes for y in nodes}
    assert inferred(store) == every - set(triples(":a :p :b . :b :p :c ."))


def test_rules_that_feed_each_other() -> None:
    store, _ = closed(
        ":r owl:propertyChainAxiom ( :p :s ) . :s owl:propertyChainAxiom ( :q :r ) .",
        ":a :p :b . :b :q :c . :c :r :d . :z :p :b . :y :q :z .",
    )
    assert inferred(store) == set(triples(":b :s :d . :a :r :d . :z :r :d . :y :s :d ."))


def test_more_facts_than_are_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.infer.fixpoint._CHUNK", 3)
    monkeypatch.setattr("kgraph.infer.fixpoint._SMALL", 2)
    schema = (
        having(":p", ":A")
        + having("[ owl:inverseOf :p ]", ":B")
        + having(":r", ":D")
        + " :A rdfs:subClassOf :C . :q a owl:TransitiveProperty . :p rdfs:subPropertyOf :q ."
        " :r owl:propertyChainAxiom ( :q :q ) ."
    )
    data = " ".join(f":n{i} :p :n{i + 1} ." for i in range(8))
    store, rules = closed(schema, data)
    expected = filled(schema, data)
    monkeypatch.undo()
    closure = run(expected, rules)
    assert inferred(store) == inferred(expected)
    assert closure.added == len(inferred(expected))


def test_on_disk(tmp_path: Path) -> None:
    schema = having(":p", ":A") + " :p a owl:TransitiveProperty ."
    store = Store(str(tmp_path))
    store.extend(filled(schema, ":a :p :b . :b :p :c ."))
    run(store, compile_rules(store))
    assert inferred(store) == set(triples(":a :p :c ; a :A . :b a :A ."))


def test_literals_are_spelled_as_the_store_spells_them() -> None:
    # The value in the ontology's file is written 01, the data's 1: the store holds both as 1.
    schema = triples('[ owl:onProperty :p ; owl:hasValue "01"^^xsd:integer ] rdfs:subClassOf :A .')
    store = filled(":x :p 1 .")
    run(store, compile_rules(schema))
    assert inferred(store) == {one(":x a :A .")}


def test_a_literal_is_never_a_subject() -> None:
    store, _ = closed(
        having("[ owl:inverseOf :p ]", ":A")
        + having(":q", ":B")
        + ":p owl:inverseOf :q . :p a owl:SymmetricProperty ."
        " :r owl:propertyChainAxiom ( :p :q ) .",
        ":x :p 1 .",
    )
    assert inferred(store) == set()


def test_batches_are_few_and_add_the_same() -> None:
    schema = " ".join(f":A{i} rdfs:subClassOf :A{i + 1} ." for i in range(12)) + (
        having(":p", ":A0") + having("[ owl:inverseOf :p ]", ":A3")
    )
    store, remote = filled(schema, ":x :p :y ."), Store()
    remote.extend(store)
    rules = compile_rules(store)
    run(store, rules)
    updates = batches(rules, INFERRED)
    assert len(updates) < 10 < len(rules)
    for _ in range(3):
        for update in updates:
            remote.update(update)
    assert set(remote) == set(store)


def test_batches_of_a_given_size() -> None:
    rules = compile_rules(triples("".join(having(":p", kind) for kind in (":A", ":B", ":C"))))
    assert len(batches(rules, INFERRED, size=2)) == 2
    assert len(batches(rules, INFERRED, size=3)) == 1


def test_an_empty_rule_set() -> None:
    store = filled(":x :p :y .")
    assert run(store, ()).added == 0
    assert [quad.triple for quad in store] == [Triple(*one(":x :p :y ."))]
