"""With the values of which properties a query of the shapes may compute."""

import pytest
from helpers.shacl import EX, shapes_of

from kgraph.shacl.computed import computed
from kgraph.shacl.paths import predicate
from kgraph.vocab import SH

P, Q, R = EX + "p", EX + "q", EX + "r"


@pytest.mark.parametrize(
    ("query", "those"),
    [
        ("SELECT $this ?v WHERE { $this :p ?v ; :q ?w FILTER(?v > 5) }", {P}),
        ("SELECT $this ?v WHERE { $this :p ?v ; :q ?w }", set()),
        ("SELECT $this ?v WHERE { $this :p 1 , ?v . $this :q ?w FILTER(?v > 5) }", {P}),
        ("SELECT $this WHERE { $this :q ?w FILTER(?w > 5) $this :p ?v }", {Q}),
        ("SELECT $this WHERE { FILTER(?v > 5) $this (:p|:q)/:r ?v . $this :x ?y }", {P, Q, R}),
        ("SELECT $this WHERE { $this a :T ; <http://example.org/p> ?v . BIND(?v + 1 AS ?w) }", {P}),
        ("SELECT $this (MAX(?v) AS ?m) WHERE { $this :p ?v } GROUP BY $this", {P}),
        ("SELECT $this (COUNT(?v) AS ?m) WHERE { $this :p ?v } GROUP BY $this", set()),
        ("SELECT $this WHERE { $this :p ?v FILTER(DATATYPE(?v) = :T && isLiteral(?v)) }", set()),
        ("SELECT $this WHERE { $this :q ?x FILTER(!EXISTS { ?x :p ?v FILTER(?v < 1) }) }", {P}),
        ("SELECT $this WHERE { $this :q [ :p ?v ; :r ?w ] FILTER(?w > 1) }", {R}),
        ("SELECT $this WHERE { $this $PATH ?v FILTER(?v > 1) }", {Q}),
        ("PREFIX x: <http://example.org/> SELECT $this { $this x:p ?v FILTER(?v > 1) }", {P}),
        ("SELECT $this ?v WHERE { $this ?any ?v FILTER(STRSTARTS(STR(?any), 'x')) }", set()),
    ],
)
def test_properties_whose_values_are_computed_with(query, those):
    shapes = shapes_of(
        ':ns sh:declare [ sh:prefix "" ; sh:namespace "http://example.org/" ] . '
        f':S sh:sparql :C . :C sh:prefixes :ns ; sh:select """{query}""" .'
    )
    [node] = {t.object for t in shapes.triples if t.predicate.value == SH.sparql.value}
    found = computed(shapes, node, predicate(Q))
    assert {name for name in (P, Q, R, EX + "x") if name in found} == those


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { $this ?any ?v FILTER(?v > 1) }",
        "SELECT $this WHERE { $this !:p ?v FILTER(?v > 1) }",
        "SELECT $this WHERE { ?s :p $this ; ?any ?v FILTER(?v > 1) }",
        "SELECT $this WHERE { [ ?any ?v ] :p $this FILTER(?v > 1) }",
    ],
)
def test_where_any_property_may_stand_each_is_meant(query):
    shapes = shapes_of(f':S sh:sparql :C . :C sh:select """{query}""" .')
    [node] = {t.object for t in shapes.triples if t.predicate.value == SH.sparql.value}
    assert "urn:whatever" in computed(shapes, node, None)
