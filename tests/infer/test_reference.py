"""Our closure equals owlrl's, restricted to the rules we compile, on random graphs.

Also: the SPARQL Update form of the rules, run until quiet, adds the same.
"""

from __future__ import annotations

import rdflib
from helpers.infer_graphs import filled, inferred
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from owlrl.OWLRL import OWLRL_Semantics
from pyoxigraph import Store, Triple

from kgraph.infer import INFERRED, batches, check_proof, compile_rules, explain, owlrl_closure, run
from kgraph.infer.reference import covered, expressions
from kgraph.rdflib_terms import from_rdflib, to_rdflib
from kgraph.vocab import RDFS

CLASSES = [":A", ":B", ":C", ":D", ":E"]
OBJECTS = [":p", ":q", ":r", ":s"]
DATA = [":d", ":e"]
THINGS = [":a", ":b", ":c", ":f"]
LITERALS = ['"x"', '"x"@en', "1", '"2020-01-01"^^xsd:date', "true", "2.5"]

DECLARED = " ".join(
    [f"{c} a owl:Class ." for c in CLASSES]
    + [f"{p} a owl:ObjectProperty ." for p in OBJECTS]
    + [f"{d} a owl:DatatypeProperty ." for d in DATA]
)

classes, objects, datas = map(st.sampled_from, (CLASSES, OBJECTS, DATA))
things, literals = map(st.sampled_from, (THINGS, LITERALS))
relations = st.one_of(objects, objects, objects.map(lambda p: f"[ owl:inverseOf {p} ]"))


def text(template: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda values: template.format(*values))


has_value = st.one_of(
    text("[ owl:onProperty {} ; owl:hasValue {} ]", relations, things),
    text("[ owl:onProperty {} ; owl:hasValue {} ]", datas, literals),
)
conditions = st.recursive(
    st.one_of(classes, has_value),
    lambda inner: st.one_of(
        text("[ owl:onProperty {} ; owl:someValuesFrom {} ]", relations, inner),
        text("[ owl:onProperty {} ; owl:someValuesFrom owl:Thing ]", st.one_of(relations, datas)),
        text("[ owl:intersectionOf ( {} {} ) ]", inner, inner),
        text("[ owl:unionOf ( {} {} ) ]", inner, inner),
    ),
    max_leaves=3,
)
conclusions = st.one_of(
    classes, has_value, text("[ owl:intersectionOf ( {} {} ) ]", classes, has_value)
)
both = st.one_of(has_value, text("[ owl:intersectionOf ( {} {} ) ]", classes, has_value))

axioms = st.one_of(
    text("{} rdfs:subClassOf {} .", classes, classes),
    text("{} rdfs:subClassOf {} .", conditions, conclusions),
    text("{} owl:equivalentClass {} .", classes, st.one_of(classes, both)),
    text("{} rdfs:subPropertyOf {} .", relations, objects),
    text("{} rdfs:subPropertyOf {} .", objects, relations),
    text("{} rdfs:subPropertyOf {} .", datas, datas),
    text("{} owl:equivalentProperty {} .", objects, objects),
    text("{} rdfs:domain {} .", st.one_of(relations, datas), conclusions),
    text("{} rdfs:range {} .", relations, conclusions),
    text("{} rdfs:range xsd:date .", datas),
    text("{} owl:inverseOf {} .", objects, objects),
    text("{} a owl:SymmetricProperty .", objects),
    text("{} a owl:TransitiveProperty .", objects),
    text("{} owl:propertyChainAxiom ( {} {} ) .", objects, relations, relations),
    text("{} owl:propertyChainAxiom ( {} {} {} ) .", objects, objects, relations, objects),
    text("{} owl:propertyChainAxiom ( {} {} ) .", datas, relations, datas),
    text("{} owl:disjointWith {} .", classes, classes),
)
facts = st.one_of(
    text("{} a {} .", things, classes),
    text("{} {} {} .", things, objects, things),
    text("{} {} {} .", things, objects, things),
    text("{} {} {} .", things, datas, literals),
)
# A literal where a thing should stand: no rule may make it a subject.
misplaced = text("{} {} {} .", things, objects, literals)


quick = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def agrees(schema: list[str], data: list[str]) -> bool:
    # Through a store, which spells literals its own way, for both.
    store = filled(DECLARED, *schema, *data)
    asserted = [quad.triple for quad in store]
    run(store, compile_rules(store))
    return inferred(store) == owlrl_closure(asserted)


@quick
@given(st.lists(axioms, min_size=1, max_size=7), st.lists(facts, min_size=1, max_size=8))
def test_closure_equals_owlrl(schema: list[str], data: list[str]) -> None:
    assert agrees(schema, data)


few = st.sampled_from(OBJECTS[:3])
joining = st.one_of(
    text("{} a owl:TransitiveProperty .", few),
    text("{} owl:propertyChainAxiom ( {} {} ) .", few, few, few),
    text("{} owl:propertyChainAxiom ( {} {} ) .", few, few, few),
    text("{} rdfs:subPropertyOf [ owl:inverseOf {} ] .", few, few),
)


@settings(quick, max_examples=30)
@given(
    st.lists(joining, min_size=3, max_size=4, unique=True),
    st.lists(text("{} {} {} .", things, few, things), min_size=4, max_size=6, unique=True),
)
@example(
    [
        ":p a owl:TransitiveProperty .",
        ":p owl:propertyChainAxiom ( :p :q ) .",
        ":q owl:propertyChainAxiom ( :p :p ) .",
    ],
    [":a :p :b , :c .", ":a :q :a .", ":b :p :a ."],
)
def test_rules_that_feed_each_other_equal_owlrl(schema: list[str], data: list[str]) -> None:
    assert agrees(schema, data)


@settings(quick, max_examples=15)
@given(
    st.lists(axioms.filter(lambda axiom: "[ owl:inverseOf" not in axiom), min_size=1, max_size=5),
    st.lists(st.one_of(facts, misplaced), min_size=1, max_size=6),
)
def test_closure_equals_owlrl_with_misplaced_literals(schema: list[str], data: list[str]) -> None:
    # Without inverse expressions: owlrl reads one only through a triple whose subject is the
    # literal, which it may not make here; our rule reads the asserted triple itself.
    assert agrees(schema, data)


@settings(quick, max_examples=40)
@given(st.lists(axioms, min_size=1, max_size=6), st.lists(facts, min_size=1, max_size=8))
def test_updates_add_the_same(schema: list[str], data: list[str]) -> None:
    store = filled(DECLARED, *schema, *data)
    remote, batched = Store(), Store()
    for copy in (remote, batched):
        copy.extend(store)
    rules = compile_rules(store)
    run(store, rules)
    for other, updates in (
        (remote, [rule.update(INFERRED) for rule in rules]),
        (batched, batches(rules, INFERRED)),
    ):
        before = -1
        while before != len(other):
            before = len(other)
            for update in updates:
                other.update(update)
        assert set(other) == set(store)


@settings(quick, max_examples=40)
@given(st.lists(axioms, min_size=1, max_size=7), st.lists(facts, min_size=1, max_size=8))
def test_every_inferred_triple_has_proofs_that_replay(schema: list[str], data: list[str]) -> None:
    store = filled(DECLARED, *schema, *data)
    asserted = {quad.triple for quad in store}
    rules = compile_rules(store)
    run(store, rules)
    for triple in inferred(store):
        proofs = explain(store, rules, triple, limit=4).proofs
        assert proofs
        assert [proof.size for proof in proofs] == sorted(proof.size for proof in proofs)
        assert len(set(proofs)) == len(proofs)
        for proof in proofs:
            assert check_proof(proof, rules)
            assert {leaf.triple for leaf in (*proof.leaves(), *proof.axioms)} <= asserted


class Plain(OWLRL_Semantics):
    """owlrl as it is, but for literals as subjects."""

    def store_triple(self, t: tuple[rdflib.term.Node, ...]) -> None:
        if not isinstance(t[0], rdflib.Literal):
            super().store_triple(t)


@settings(quick, max_examples=15)
@given(st.lists(axioms, min_size=1, max_size=7), st.lists(facts, min_size=1, max_size=8))
@example([":p a owl:FunctionalProperty ."], [":a :p :b , :c .", ":b :q :f .", ":f :p :c ."])
def test_nothing_is_lost_by_what_owlrl_is_spared(schema: list[str], data: list[str]) -> None:
    asserted = {quad.triple for quad in filled(DECLARED, *schema, *data)}
    told = {t for t in asserted if t.predicate not in (RDFS.domain, RDFS.range)}
    graph = rdflib.Graph()
    for triple in told:
        graph.add(tuple(map(to_rdflib, triple)))
    Plain(graph, axioms=False, daxioms=False).closure()
    errors = {s for s, p, _ in graph if str(p).startswith("http://www.daml.org/")}
    whole = {
        Triple(*map(from_rdflib, terms))
        for terms in graph
        if terms[0] not in errors and isinstance(terms[1], rdflib.URIRef)
    }
    anonymous = expressions(asserted)
    assert owlrl_closure(asserted) == {t for t in whole - asserted if covered(t, anonymous)}
