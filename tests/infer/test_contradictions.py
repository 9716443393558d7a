"""Things in two disjoint classes."""

from __future__ import annotations

import json

import pytest
from helpers.infer_graphs import EX, closed, having, one, triples

from kgraph.infer import contradictions, explain
from kgraph.problems import LoadError


def test_a_thing_in_two_disjoint_classes() -> None:
    store, _ = closed(":A owl:disjointWith :B .", ":x a :A , :B . :y a :A . :z a :B .")
    (found,) = contradictions(store, store)
    assert found.individual.value == EX + "x"
    assert found.left == (one(":x a :A ."),)
    assert found.right == (one(":x a :B ."),)
    assert found.axiom == one(":A owl:disjointWith :B .")


def test_inferred_types_count_and_can_be_explained() -> None:
    store, rules = closed(
        ":A owl:disjointWith :B . :C rdfs:subClassOf :A . " + having(":p", ":B"),
        ":x a :C ; :p 1 .",
    )
    (found,) = contradictions(store, triples(":A owl:disjointWith :B ."))
    assert explain(store, rules, found.left[0]).proofs
    assert explain(store, rules, found.right[0]).proofs


def test_all_disjoint_classes_pair_by_pair() -> None:
    store, _ = closed(
        "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .", ":x a :A , :B , :C . :y a :A ."
    )
    pairs = {
        frozenset((c.left_class.value[-1], c.right_class.value[-1]))
        for c in contradictions(store, store)
    }
    assert pairs == {frozenset("AB"), frozenset("AC"), frozenset("BC")}


def test_both_ways_of_saying_it_give_one_contradiction() -> None:
    store, _ = closed(":A owl:disjointWith :B . :B owl:disjointWith :A .", ":x a :A , :B .")
    assert len(contradictions(store, store)) == 1


def test_a_class_expression_on_one_side() -> None:
    store, _ = closed(
        ":A owl:disjointWith [ owl:onProperty :p ; owl:hasValue :v ] .",
        ":x a :A ; :p :v . :y a :A ; :p :w .",
    )
    (found,) = contradictions(store, store)
    assert found.right == (one(":x :p :v ."),)


def test_none_where_nothing_is_disjoint() -> None:
    store, _ = closed(":A rdfs:subClassOf :B .", ":x a :A .")
    assert contradictions(store, store) == ()


def test_an_axiom_that_names_no_class_is_an_error() -> None:
    store, _ = closed(":x a :A .")
    with pytest.raises(LoadError, match="disjointWith"):
        contradictions(store, triples(":A owl:disjointWith owl:Thing ."))


def test_json() -> None:
    store, _ = closed(":A owl:disjointWith :B .", ":x a :A , :B .")
    (found,) = contradictions(store, store)
    again = json.loads(json.dumps(found.to_json()))
    assert again["individual"] == f"<{EX}x>"
    assert len(again["left"]) == len(again["right"]) == 1
