"""Facts that a domain or range forbids: found, and never made to fit."""

from __future__ import annotations

import pytest
from helpers.infer_graphs import closed, one, triples
from pyoxigraph import Triple

from kgraph.infer import Misfit, misfits
from kgraph.problems import LoadError


def found(schema: str, data: str) -> dict[Triple, bool]:
    """Each fact that does not fit → whether it is the domain that forbids it."""
    store, _ = closed(schema, data)
    return {one.fact: one.is_domain for one in misfits(store, store)}


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (":p rdfs:domain :A .", ":x a :A ; :p :y , 1 .", ":z :p :y ."),
        (":p rdfs:domain :A .", ":x a :A ; :p :y .", ":z a :B ; :p 1 ."),
        (":p rdfs:range :A .", ":y a :A . :x :p :y .", ":x :p :z ."),
        (":p rdfs:range :A .", ":y a :A . :x :p :y .", ':x :p "a text" .'),
        # What is of a class below, or follows to be of the class, fits.
        (":p rdfs:domain :A . :B rdfs:subClassOf :A .", ":x a :B ; :p :y .", ":z a :C ; :p :y ."),
        (
            ":p rdfs:range :A . [ owl:onProperty :q ; owl:hasValue 1 ] rdfs:subClassOf :A .",
            ":x :p :y . :y :q 1 .",
            ":x :p :x .",
        ),
        # Expressions: what could be told of a thing may be asked of it.
        (
            ":p rdfs:domain [ owl:unionOf ( :A :B ) ] .",
            ":x a :A ; :p 1 . :y a :B ; :p 1 .",
            ":z a :C ; :p 1 .",
        ),
        (
            ":p rdfs:domain [ owl:intersectionOf ( :A :B ) ] .",
            ":x a :A , :B ; :p 1 .",
            ":z a :A ; :p 1 .",
        ),
        (
            ":p rdfs:domain [ owl:onProperty :p ; owl:hasValue :h ] .",
            ":x :p :h , :y .",
            ":z :p :y .",
        ),
        (
            ":p rdfs:range [ owl:onProperty :q ; owl:someValuesFrom :A ] .",
            ":x :p :y . :y :q :v . :v a :A .",
            ":x :p :v .",
        ),
        ("[ owl:inverseOf :p ] rdfs:range :A .", ":x a :A ; :p :y .", ":z :p :y ."),
        # A fact that follows is asked as well.
        (
            ":p rdfs:subPropertyOf :q . :q rdfs:domain :A .",
            ":x a :A ; :p :y .",
            ":z :q :y .",
        ),
    ],
)
def test_what_fits_and_what_does_not(schema: str, good: str, bad: str) -> None:
    assert found(schema, good) == {}
    assert set(found(schema, good + bad)) == set(triples(bad)) - {
        t for t in triples(bad) if t.predicate.value.endswith("#type")
    }


def test_of_a_fact_that_follows() -> None:
    of_both = found(":p rdfs:subPropertyOf :q . :q rdfs:domain :A .", ":x :p :y .")
    assert of_both == {one(":x :q :y ."): True}


@pytest.mark.parametrize(
    "schema",
    [
        ":p rdfs:domain owl:Thing ; rdfs:range owl:Thing .",
        ":p rdfs:range xsd:date .",
        ":p rdfs:range rdfs:Literal .",
    ],
)
def test_what_asks_nothing_of_a_thing(schema: str) -> None:
    assert found(schema, ":x :p :y , 1 .") == {}


def test_both_ends_of_one_fact() -> None:
    store, _ = closed(":p rdfs:domain :A ; rdfs:range :B .", ":x :p :y .")
    fact, kinds = one(":x :p :y ."), triples(":p rdfs:domain :A ; rdfs:range :B .")
    assert misfits(store, store) == tuple(
        Misfit(fact, end, axiom.object, axiom)
        for end, axiom in zip((fact.subject, fact.object), kinds, strict=True)
    )


def test_an_axiom_that_asks_what_nothing_can_be() -> None:
    store, _ = closed("", ":x :p :y .")
    with pytest.raises(LoadError, match="rdfs:domain"):
        misfits(store, triples(":p rdfs:domain owl:Nothing ."))
