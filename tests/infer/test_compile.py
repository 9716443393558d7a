"""Axioms become rules: each construct on its own, and what is refused."""

from __future__ import annotations

import pytest
from helpers.infer_graphs import EX, closed, entails, filled, having, inferred, one, triples
from pyoxigraph import Store

from kgraph.infer import Rule, compile_rules, replays
from kgraph.problems import LoadError
from kgraph.words.rules import words


@pytest.mark.parametrize(
    ("schema", "data", "expected"),
    [
        (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .", ":x a :A .", ":x a :B , :C ."),
        (":A owl:equivalentClass :B .", ":x a :A . :y a :B .", ":x a :B . :y a :A ."),
        (":p rdfs:subPropertyOf :q .", ":x :p 1 , :y .", ":x :q 1 , :y ."),
        (":p owl:equivalentProperty :q .", ":x :p :y ; :q :z .", ":x :q :y ; :p :z ."),
        (":p rdfs:subPropertyOf [ owl:inverseOf :q ] .", ":x :p :y .", ":y :q :x ."),
        (":p rdfs:domain :A .", ":x :p 1 .", ""),
        (":p rdfs:range :A .", ":x :p :y , 1 .", ""),
        (":p rdfs:range xsd:integer .", ":x :p 1 .", ""),
        (":p rdfs:domain owl:Thing ; rdfs:range owl:Thing .", ":x :p :y .", ""),
        (":p rdfs:domain [ owl:unionOf ( :A :B ) ] .", ":x :p :y .", ""),
        (":p rdfs:domain [ owl:onProperty :p ; owl:hasValue :h ] .", ":x :p :y .", ""),
        (":p owl:inverseOf :q .", ":x :p :y . :z :q :y .", ":y :q :x . :y :p :z ."),
        (":p owl:inverseOf :q .", ":x :p 1 .", ""),
        (":p a owl:SymmetricProperty .", ":x :p :y , 1 .", ":y :p :x ."),
        (
            ":p a owl:TransitiveProperty .",
            ":a :p :b . :b :p :c . :c :p :d .",
            ":a :p :c , :d . :b :p :d .",
        ),
        (
            ":p a owl:TransitiveProperty .",
            ":a :p :b . :b :p :a .",
            ":a :p :a . :b :p :b .",
        ),
        (":r owl:propertyChainAxiom ( :p :q ) .", ":a :p :b . :b :q 1 , :c .", ":a :r 1 , :c ."),
        (
            ":r owl:propertyChainAxiom ( :p [ owl:inverseOf :q ] :p ) .",
            ":a :p :b . :c :q :b ; :p :d .",
            ":a :r :d .",
        ),
        (
            ":r owl:propertyChainAxiom ( :r :p ) .",
            ":a :r :b . :b :p :c . :c :p :d .",
            ":a :r :c , :d .",
        ),
        (
            ":A owl:equivalentClass [ owl:onProperty :p ; owl:hasValue :v ] .",
            ":x :p :v . :y :p :w . :z a :A .",
            ":x a :A . :z :p :v .",
        ),
        (
            ":A owl:equivalentClass [ owl:onProperty :p ; owl:hasValue 1 ] .",
            ":x :p 1 , 2 . :z a :A .",
            ":x a :A . :z :p 1 .",
        ),
        (
            "[ owl:onProperty [ owl:inverseOf :p ] ; owl:hasValue :v ] rdfs:subClassOf :A .",
            ":v :p :x . :w :p :y .",
            ":x a :A .",
        ),
        (
            "[ owl:onProperty :p ; owl:someValuesFrom :B ] rdfs:subClassOf :A .",
            ":x :p :y . :y a :B . :z :p :w .",
            ":x a :A .",
        ),
        (
            "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :A .",
            ":x :p 1 .",
            ":x a :A .",
        ),
        (
            ":A owl:equivalentClass [ owl:intersectionOf "
            "( :B [ owl:onProperty :p ; owl:hasValue :v ] ) ] .",
            ":x a :B ; :p :v . :y a :B . :z a :A .",
            ":x a :A . :z a :B ; :p :v .",
        ),
        (
            "[ owl:unionOf ( :A :B ) ] rdfs:subClassOf :C .",
            ":x a :A . :y a :B .",
            ":x a :C . :y a :C .",
        ),
        (
            "[ owl:onProperty :p ; owl:someValuesFrom [ owl:unionOf ( :A :B ) ] ] "
            "rdfs:subClassOf :C .",
            ":x :p :a . :a a :A . :y :p :b . :b a :B . :z :p :c .",
            ":x a :C . :y a :C .",
        ),
        # What a value entails by way of another rule, found in the one pass.
        (
            ":p rdfs:subPropertyOf :q . :A owl:equivalentClass "
            "[ owl:onProperty :q ; owl:hasValue :v ] . :A rdfs:subClassOf :B .",
            ":x :p :v .",
            ":x :q :v ; a :A , :B .",
        ),
    ],
)
def test_construct(schema: str, data: str, expected: str) -> None:
    entails(schema, data, expected)


def test_schema_triples_are_materialized_without_reflexive_ones() -> None:
    store, _ = closed(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :B owl:equivalentClass :D .")
    assert inferred(store) == set(
        triples(
            ":A rdfs:subClassOf :C , :D . :B rdfs:subClassOf :D . :D rdfs:subClassOf :B , :C ."
            " :D owl:equivalentClass :B ."
        )
    )


def test_hierarchy_through_an_expression_reaches_named_classes() -> None:
    store, _ = closed(":A owl:equivalentClass [ owl:intersectionOf ( :B :C ) ] .")
    assert inferred(store) == set(triples(":A rdfs:subClassOf :B , :C ."))


def test_a_rule_names_all_axioms_it_comes_from() -> None:
    rules = compile_rules(triples(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C ."))
    (rule,) = [r for r in rules if r.kind == "subclass" and len(r.axioms) == 2]
    assert words(rule, "en") == "Everything that is a “A” is a “C”."
    assert set(rule.axioms) == set(triples(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C ."))


SCHEMA = (
    ":A rdfs:subClassOf :B . :p rdfs:subPropertyOf :q ."
    " [ owl:onProperty :p ; owl:someValuesFrom [ owl:unionOf ( :A :B ) ] ] rdfs:subClassOf :C ."
)


def test_ids_are_the_same_each_time_and_all_different() -> None:
    first, second = compile_rules(triples(SCHEMA)), compile_rules(filled(SCHEMA))
    ids = [rule.id for rule in first]
    assert ids == [rule.id for rule in second]
    assert len(set(ids)) == len(ids)


def test_rules_compiled_from_a_finished_store_are_the_same() -> None:
    store, rules = closed(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .")
    assert compile_rules(store) == rules


@pytest.mark.parametrize("rule", compile_rules(triples(SCHEMA)), ids=lambda rule: rule.id)
def test_every_query_parses(rule: Rule) -> None:
    Store().query(rule.construct)
    Store().update(rule.update(EX + "inferred"))
    Store().update(rule.update(EX + "inferred", EX + "all"))


def test_update_of_a_named_graph_reads_and_writes_there() -> None:
    (rule,) = compile_rules(triples(having(":p", ":A")))
    store = Store()
    store.update(f"INSERT DATA {{ GRAPH <{EX}all> {{ <{EX}x> <{EX}p> 1 }} }}")
    store.update(rule.update(EX + "inferred", EX + "all"))
    found = {str(quad.graph_name) for quad in store if quad.predicate.value.endswith("type")}
    assert found == {f"<{EX}all>", f"<{EX}inferred>"}


def test_replay_of_a_rule() -> None:
    (rule,) = compile_rules(triples(having(":p", ":A")))
    assert replays(rule, [one(":x :p 1 .")], one(":x a :A ."))
    assert not replays(rule, [one(":x :p 1 .")], one(":y a :A ."))


@pytest.mark.parametrize(
    ("schema", "lang", "expected"),
    [
        (":A rdfs:subClassOf :B .", "en", "Everything that is a “A” is a “B”."),
        (":A rdfs:subClassOf :B .", "ja", "「A」であるものは「B」でもある。"),
        (having(":p", ":A"), "en", "If x has “p” y, then x is a “A”."),
        (having("[ owl:inverseOf :p ]", ":A"), "en", "If x has “p” y, then y is a “A”."),
        (
            ":r owl:propertyChainAxiom ( :p :q ) .",
            "en",
            "If x has “p” y and y has “q” z, then x has “r” z.",
        ),
        (
            ":r owl:propertyChainAxiom ( :p :q ) .",
            "ja",
            "xの「p」はyであり、yの「q」はzであるとき、xの「r」はzである。",
        ),
    ],
)
def test_words(schema: str, lang: str, expected: str) -> None:
    (rule,) = compile_rules(triples(schema))
    assert words(rule, lang) == expected


def test_words_take_the_callers_labels() -> None:
    (rule,) = compile_rules(triples(":p rdfs:subPropertyOf :q ."))
    assert words(rule, "en", lambda _: "it") == "Where “it” holds, “it” holds."


def test_words_in_an_unknown_language() -> None:
    (rule,) = compile_rules(triples(":p rdfs:subPropertyOf :q ."))
    with pytest.raises(ValueError, match="“fr”"):
        words(rule, "fr")


@pytest.mark.parametrize(
    ("axiom", "named", "why"),
    [
        (":p a owl:FunctionalProperty .", "owl:FunctionalProperty", "same thing"),
        (":p a owl:InverseFunctionalProperty .", "owl:InverseFunctionalProperty", "same thing"),
        (":a owl:sameAs :b .", "owl:sameAs", "same thing"),
        (":A owl:hasKey ( :p ) .", "owl:hasKey", "same thing"),
        (":A owl:complementOf :B .", "owl:complementOf", "no rule"),
        (
            ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] .",
            "subClassOf",
            "one of",
        ),
        (
            ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] .",
            "subClassOf",
            "2 RL",
        ),
        (":A rdfs:subClassOf [ owl:unionOf ( :B :C ) ] .", "rdfs:subClassOf", "2 RL"),
        (":A owl:equivalentClass [ owl:unionOf ( :B :C ) ] .", "owl:equivalentClass", "2 RL"),
        (":p rdfs:domain owl:Nothing .", "rdfs:domain", "nothing"),
        (":p rdfs:range [ owl:onProperty :p ; owl:allValuesFrom :B ] .", "rdfs:range", "one of"),
        (":A owl:unionOf ( :B :C ) .", "owl:unionOf", "no name of its own"),
        ("[ owl:unionOf ( :B :C ) ] .", "owl:unionOf", "no axiom uses"),
        (":r owl:propertyChainAxiom () .", "owl:propertyChainAxiom", "empty"),
        (":r owl:propertyChainAxiom [ rdf:first :p ] .", "owl:propertyChainAxiom", "broken"),
        (":r owl:propertyChainAxiom ( :p 1 ) .", "owl:propertyChainAxiom", "needs a property"),
        ("[ owl:unionOf ( :A owl:Thing ) ] rdfs:subClassOf :B .", "rdfs:subClassOf", "everything"),
        (":A rdfs:subClassOf owl:Nothing .", "rdfs:subClassOf", "owl:Nothing"),
        (
            "[ owl:onProperty :p ; owl:someValuesFrom xsd:date ] rdfs:subClassOf :B .",
            "subClassOf",
            "datatype",
        ),
        (
            ":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue [] ] .",
            "subClassOf",
            "blank node",
        ),
        (":A rdfs:subClassOf [ owl:hasValue :v ] .", "subClassOf", "one owl:onProperty"),
        (":p rdfs:subPropertyOf rdfs:subClassOf .", "rdfs:subPropertyOf", "conclude axioms"),
        (":p rdfs:subPropertyOf owl:sameAs .", "rdfs:subPropertyOf", "conclude axioms"),
        (":p rdfs:subPropertyOf rdf:type .", "rdfs:subPropertyOf", "conclude axioms"),
        (":A rdfs:subClassOf owl:TransitiveProperty .", "rdfs:subClassOf", "conclude axioms"),
        ("[ owl:inverseOf :p ] a owl:TransitiveProperty .", "TransitiveProperty", "without a name"),
        (
            ":A owl:disjointWith [ owl:onProperty :p ; owl:allValuesFrom :B ] .",
            "disjointWith",
            "one of",
        ),
        ("[] a owl:AllDisjointClasses .", "owl:AllDisjointClasses", "owl:members"),
        (':A rdfs:subClassOf "B" .', "rdfs:subClassOf", "no class"),
        (":A owl:subclassOf :B .", "owl:subclassOf", "no such term"),
        (":p a owl:TransitivProperty .", "owl:TransitivProperty", "no such term"),
    ],
)
def test_what_cannot_be_compiled_is_an_error(axiom: str, named: str, why: str) -> None:
    with pytest.raises(LoadError) as caught:
        compile_rules(triples(axiom))
    text = str(caught.value)
    assert named in text
    assert why in text
    assert caught.value.exit_code == 3


def test_every_bad_axiom_is_reported_at_once() -> None:
    with pytest.raises(LoadError) as caught:
        compile_rules(triples(":p a owl:FunctionalProperty . :A rdfs:subClassOf owl:Nothing ."))
    assert len(caught.value.problems) == 2


def test_an_axiom_hidden_in_the_data_of_a_store_is_compiled_too() -> None:
    store = filled(":x :p :y .", ":p a owl:SymmetricProperty .")
    assert [rule.kind for rule in compile_rules(store)] == ["symmetric"]


def test_annotations_and_declarations_are_no_axioms() -> None:
    text = (
        ":o a owl:Ontology ; owl:versionInfo '1' ; owl:imports :i . :A a owl:Class ;"
        " owl:deprecated true . :p a owl:ObjectProperty . :d a rdfs:Datatype . :q rdfs:range :d ."
    )
    assert compile_rules(triples(text)) == ()
