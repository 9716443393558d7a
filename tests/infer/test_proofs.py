"""Explanations: proofs of what is inferred, sources of what is asserted, and what is missing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from helpers.infer_graphs import EX, closed, filled, having, one, triples
from helpers.terms import jpst
from pyoxigraph import NamedNode, Quad, Triple

from kgraph.infer import INFERRED, Leaf, Proof, check_proof, compile_rules, explain, run
from kgraph.names import EDITORIAL, SRC, STANDING
from kgraph.vocab import GRAPH

CORE, ENTITIES = jpst("core").value, GRAPH.entities.value


def test_a_chain_with_the_source_of_each_premise() -> None:
    store, rules = closed(
        graphs={
            CORE: ":r owl:propertyChainAxiom ( :p :q ) .",
            SRC + "one": ":a :p :b .",
            SRC + "two": ":b :q :c .",
            EDITORIAL + "e": ":b :q :c .",
        }
    )
    found = explain(store, rules, one(":a :r :c ."))
    assert found.status == "inferred"
    assert found.sources == ()
    assert not found.stopped
    (proof,) = found.proofs
    assert proof.premises == (
        Leaf(one(":a :p :b ."), (SRC + "one",)),
        Leaf(one(":b :q :c ."), (EDITORIAL + "e", SRC + "two")),
    )
    assert [axiom.sources for axiom in proof.axioms] == [(CORE,)]
    assert proof.size == 1
    assert check_proof(proof, rules)


def test_steps_below_steps_and_leaves() -> None:
    store, rules = closed(":p rdfs:subPropertyOf :q . :q a owl:SymmetricProperty .", ":a :p :b .")
    (first, *_) = explain(store, rules, one(":b :q :a .")).proofs
    assert first.size == 2
    (below,) = first.premises
    assert isinstance(below, Proof)
    assert below.conclusion == one(":a :q :b .")
    assert first.leaves() == (Leaf(one(":a :p :b ."), ()),)
    assert check_proof(first, rules)


def test_proofs_come_smallest_first_and_each_once() -> None:
    store, rules = closed(
        ":A rdfs:subClassOf :B . " + having(":p", ":A") + having(":q", ":B"),
        ":x :p :y ; :q :y .",
    )
    proofs = explain(store, rules, one(":x a :B .")).proofs
    assert [proof.size for proof in proofs] == [1, 2]
    assert len(set(proofs)) == 2


def test_the_number_of_proofs_is_bounded_and_said_so() -> None:
    store, rules = closed(having(":p", ":A"), " ".join(f":x :p :y{i} ." for i in range(5)))
    few = explain(store, rules, one(":x a :A ."), limit=3)
    assert len(few.proofs) == 3
    assert few.stopped
    every = explain(store, rules, one(":x a :A ."), limit=5)
    assert len(every.proofs) == 5
    assert not every.stopped


def test_an_asserted_fact_lists_its_sources_and_how_else_it_follows() -> None:
    store, rules = closed(
        having(":p", ":A"),
        graphs={
            SRC + "one": ":x a :A .",
            SRC + "two": ":x a :A ; :p :y .",
            STANDING + "likely": "",
        },
    )
    store.add(Quad(*one(":x a :A ."), NamedNode(STANDING + "confirmed")))
    found = explain(store, rules, one(":x a :A ."))
    assert found.status == "asserted"
    assert found.sources == (SRC + "one", SRC + "two")
    (proof,) = found.proofs
    assert proof.leaves()[0].triple == one(":x :p :y .")


def test_a_fact_of_no_named_graph_is_asserted_without_source() -> None:
    store, rules = closed(":x :p :y .")
    found = explain(store, rules, one(":x :p :y ."))
    assert (found.status, found.sources, found.proofs) == ("asserted", (), ())


def test_an_asserted_premise_is_a_leaf_even_where_it_follows_too() -> None:
    store, rules = closed(having(":p", ":A"), ":A rdfs:subClassOf :B .", ":x :p :y ; a :A .")
    assert [proof.size for proof in explain(store, rules, one(":x a :B .")).proofs] == [1]


def test_no_fact_is_proved_by_way_of_itself() -> None:
    store, rules = closed(
        ":A owl:equivalentClass :B . :B owl:equivalentClass :C . " + having(":p", ":A"),
        ":x :p :y .",
    )
    for name in "ABC":
        found = explain(store, rules, one(f":x a :{name} ."))
        assert found.proofs
        for proof in found.proofs:
            assert check_proof(proof, rules)
            assert proof.leaves() == (Leaf(one(":x :p :y ."), ()),)


def test_a_transitive_cycle() -> None:
    store, rules = closed(":p a owl:TransitiveProperty .", ":a :p :b . :b :p :c . :c :p :a .")
    found = explain(store, rules, one(":a :p :a ."), limit=50)
    assert found.proofs[0].size == 2
    assert {leaf.triple for leaf in found.proofs[0].leaves()} == set(
        triples(":a :p :b . :b :p :c . :c :p :a .")
    )
    assert all(check_proof(proof, rules) for proof in found.proofs)


def test_a_proof_is_found_where_the_first_ways_go_in_circles() -> None:
    # Every way over :n… needs what is to be shown, and there are more of them than are looked at
    # at first; the one good way comes from far off.
    ring = " ".join(f":x :p :n{i} . :n{i} :p :x ." for i in range(200))
    store, rules = closed(
        ":p a owl:SymmetricProperty . :p a owl:TransitiveProperty . :q rdfs:subPropertyOf :p .",
        ring + " :x :q :y .",
    )
    found = explain(store, rules, one(":y :p :n7 ."), limit=2)
    assert found.proofs
    assert found.stopped
    assert all(check_proof(proof, rules) for proof in found.proofs)


def test_a_proof_along_a_long_path() -> None:
    store, rules = closed(
        ":p a owl:TransitiveProperty .", " ".join(f":n{i} :p :n{i + 1} ." for i in range(120))
    )
    (proof,) = explain(store, rules, one(":n0 :p :n120 ."), limit=1).proofs
    assert proof.size == 119
    assert len(proof.leaves()) == 120


def test_a_schema_triple_is_explained_by_its_axioms() -> None:
    store, rules = closed(graphs={CORE: ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C ."})
    (proof,) = explain(store, rules, one(":A rdfs:subClassOf :C .")).proofs
    assert {axiom.triple for axiom in proof.axioms} == set(
        triples(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .")
    )
    assert all(axiom.sources == (CORE,) for axiom in proof.axioms)
    assert check_proof(proof, rules)


def test_rules_compiled_anew_explain_a_finished_store() -> None:
    store, _ = closed(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .", ":x a :A .")
    rules = compile_rules(store)
    (proof,) = explain(store, rules, one(":x a :C ."), limit=1).proofs
    assert len(proof.axioms) == 2


def test_what_is_missing() -> None:
    store, rules = closed(
        ":r owl:propertyChainAxiom ( :p :q ) . :s rdfs:subPropertyOf :r .", ":a :p :b ."
    )
    found = explain(store, rules, one(":a :r :c ."))
    assert found.status == "absent"
    assert found.proofs == ()
    near, far = found.near
    assert near.held == (one(":a :p :b ."),)
    assert [str(atom) for atom in near.missing] == [f"<{EX}b> <{EX}q> <{EX}c> ."]
    assert far.held == ()
    assert [str(atom) for atom in far.missing] == [f"<{EX}a> <{EX}s> <{EX}c> ."]


def test_what_is_missing_of_something_not_named() -> None:
    store, rules = closed(
        "[ owl:onProperty :p ; owl:someValuesFrom :B ] rdfs:subClassOf :A .", ":z a :B ."
    )
    (miss,) = explain(store, rules, one(":x a :A .")).near
    # That something is a :B says nothing of :x, so it does not count as held.
    assert miss.held == ()
    assert [str(atom) for atom in miss.missing] == [
        f"<{EX}x> <{EX}p> ?y .",
        f"?y <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}B> .",
    ]


def test_the_list_of_near_misses_is_bounded() -> None:
    store, rules = closed(" ".join(having(f":p{i}", ":A") for i in range(4)))
    found = explain(store, rules, one(":x a :A ."), limit=2)
    assert len(found.near) == 2
    assert found.stopped


def test_nothing_is_near_where_no_rule_concludes_it() -> None:
    store, rules = closed(having(":p", ":A"))
    assert explain(store, rules, one(":x :q :y .")).near == ()


@pytest.fixture
def checked() -> tuple[Proof, tuple]:
    store, rules = closed(
        ":p rdfs:subPropertyOf :q . :r owl:propertyChainAxiom ( :q :q ) .", ":a :p :b . :b :p :c ."
    )
    (proof,) = explain(store, rules, one(":a :r :c .")).proofs
    return proof, rules


def test_a_sound_proof_replays(checked: tuple[Proof, tuple]) -> None:
    proof, rules = checked
    assert proof.size == 3
    assert check_proof(proof, rules)


def test_a_proof_with_a_premise_missing_fails(checked: tuple[Proof, tuple]) -> None:
    proof, rules = checked
    assert not check_proof(replace(proof, premises=proof.premises[:1]), rules)


def test_a_proof_of_something_else_fails(checked: tuple[Proof, tuple]) -> None:
    proof, rules = checked
    assert not check_proof(replace(proof, conclusion=one(":a :r :d .")), rules)


def test_a_proof_by_an_unknown_rule_fails(checked: tuple[Proof, tuple]) -> None:
    proof, rules = checked
    assert not check_proof(proof, [rule for rule in rules if rule.kind != "chain"])


def test_a_proof_with_foreign_axioms_fails(checked: tuple[Proof, tuple]) -> None:
    proof, rules = checked
    assert not check_proof(replace(proof, axioms=(Leaf(one(":a :b :c ."), ()),)), rules)


def test_a_proof_with_an_unsound_step_below_fails(checked: tuple[Proof, tuple]) -> None:
    proof, rules = checked
    below = proof.premises[0]
    assert isinstance(below, Proof)
    unsound = replace(below, premises=(Leaf(one(":x :p :b ."), ()),))
    assert not check_proof(replace(proof, premises=(unsound, proof.premises[1])), rules)


def test_a_proof_in_a_circle_fails() -> None:
    rules = compile_rules(triples(":A owl:equivalentClass :B ."))
    to = {rule.head[0].object.value[-1]: rule.id for rule in rules if rule.body}
    a, b = one(":x a :A ."), one(":x a :B .")
    inner = Proof(b, to["B"], (Leaf(a, ()),))
    circle = Proof(a, to["A"], (inner,))
    assert check_proof(inner, rules)
    assert check_proof(circle, rules)  # :A is a leaf here: asserted, then concluded again
    deeper = Proof(a, to["A"], (Proof(b, to["B"], (circle,)),))
    assert not check_proof(deeper, rules)


def test_json_holds_only_json() -> None:
    store, rules = closed(
        graphs={
            CORE: ":r owl:propertyChainAxiom ( :p :q ) .",
            ENTITIES: ':a :p :b . :b :q "c"@en .',
        }
    )
    for text in (':a :r "c"@en .', ":a :r :z .", ":a :p :b ."):
        found = explain(store, rules, one(text))
        again = json.loads(json.dumps(found.to_json()))
        assert again == found.to_json()
        assert again["status"] == found.status
    proof = explain(store, rules, one(':a :r "c"@en .')).to_json()["proofs"][0]
    assert proof["conclusion"] == [f"<{EX}a>", f"<{EX}r>", '"c"@en']
    assert proof["premises"][1]["sources"] == [ENTITIES]


def test_a_triple_inferred_by_other_rules_has_no_proof() -> None:
    store = filled(":x :p :y .")
    store.add(Quad(*one(":x :q :y .")))
    store.add(Quad(*one(":x :q :y ."), NamedNode(INFERRED)))
    found = explain(store, compile_rules(triples(":r rdfs:subPropertyOf :s .")), one(":x :q :y ."))
    assert (found.status, found.proofs, found.stopped) == ("inferred", (), False)


def test_another_inferred_graph() -> None:
    store = filled(having(":p", ":A"), ":x :p :y .")
    rules = compile_rules(store)
    run(store, rules, EX + "mine")
    found = explain(store, rules, Triple(*one(":x a :A .")), inferred=EX + "mine")
    assert (found.status, len(found.proofs)) == ("inferred", 1)
