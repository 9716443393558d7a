"""The joins that rdflib is given follow SPARQL's algebra, also where its own do not."""

from __future__ import annotations

import pytest
from helpers.rdflib_joins import hash_joins
from pyoxigraph import RdfFormat, Store
from rdflib import Dataset

DATA = """
@prefix : <urn:x:> .
:a :knows :b , :c ; :name "A"@en , "甲"@ja ; :age 3 .
:b :knows :c ; :name "B"@en ; :age 5 .
:c :name "C"@en ; :mail "c" .
:g1 { :a :in :one . :b :in :two . :g1 :about :a }
:g2 { :a :in :three . :c :in :g2 }
"""

QUERIES = {
    "optional": "SELECT ?s ?m { ?s :name ?n OPTIONAL { ?s :mail ?m } }",
    "optional of VALUES": (
        "SELECT * { VALUES (?s ?p) { (:a :mail) (:b :age) } OPTIONAL { ?s ?p ?v } }"
    ),
    "optional filtered by what is outside": (
        "SELECT * { ?s :age ?age OPTIONAL { ?s :knows ?o . ?o :age ?b FILTER(?b > ?age) } }"
    ),
    "filter that must not see what is outside": (
        "SELECT ?s ?o { ?s :age ?age OPTIONAL { { ?s :knows ?o FILTER(BOUND(?age)) } } }"
    ),
    "optional that is not well designed": (
        "SELECT * { ?x :mail ?m OPTIONAL { ?s :age ?a OPTIONAL { ?s :knows ?x } } }"
    ),
    "unbound joins with anything": (
        "SELECT * { ?s :name ?n OPTIONAL { ?s :mail ?m } VALUES ?m { 'c' 'd' } }"
    ),
    "UNDEF joins with anything": "SELECT * { VALUES (?s ?a) { (:a UNDEF) (UNDEF 5) } ?s :age ?a }",
    "two optionals of one variable": (
        "SELECT * { ?s :name ?n OPTIONAL { ?s :mail ?x } OPTIONAL { ?s :age ?x } }"
    ),
    "minus": "SELECT ?s ?o { ?s :knows ?o MINUS { ?o :mail ?m } }",
    "minus that shares nothing": "SELECT ?s { ?s :age ?a MINUS { ?x :mail ?m } }",
    "minus whose variable is unbound": (
        "SELECT ?s { ?s :age ?a MINUS { ?t :mail ?m OPTIONAL { ?t :age ?s } } }"
    ),
    "minus of an optional": (
        "SELECT ?s ?m { ?s :name ?n OPTIONAL { ?s :mail ?m } MINUS { ?x :mail ?m } }"
    ),
    "bind that must not see what is outside": (
        "SELECT ?s ?b { ?s :age ?age { ?s :name ?n BIND(COALESCE(?age, 0) AS ?b) } }"
    ),
    "bind of what is bound elsewhere": "SELECT * { ?s :age ?a { BIND(5 AS ?a) } }",
    "union of different variables": (
        "SELECT * { { ?s :age ?a } UNION { ?s :mail ?m } ?s :name ?n FILTER(LANG(?n) = 'en') }"
    ),
    "graph of a variable": "SELECT * { GRAPH ?g { ?s :in ?o } ?s :name ?n }",
    "graph that names itself": "SELECT * { GRAPH ?g { ?s :in ?g } }",
    "graph in a graph": "SELECT * { GRAPH :g1 { ?s :in ?o GRAPH :g2 { ?s :in ?p } } }",
    "graph in a graph before an optional": (
        "SELECT * { GRAPH :g1 { ?s :in ?o GRAPH ?g { ?s :in ?p } OPTIONAL { ?x :about ?s } } }"
    ),
    "exists": "SELECT ?s { ?s :name ?n FILTER EXISTS { ?s :knows ?o . ?o :mail ?m } }",
    "not exists that compares": (
        "SELECT ?s { ?s :age ?a FILTER NOT EXISTS { ?t :age ?b FILTER(?b > ?a) } }"
    ),
    "exists in a graph": "SELECT ?s ?g { GRAPH ?g { ?s :in ?o FILTER EXISTS { ?g :about ?s } } }",
    "sub-select": (
        "SELECT ?s ?n { ?s :age ?a { SELECT ?s (COUNT(?o) AS ?n) { ?s :knows ?o } GROUP BY ?s } }"
    ),
    "sub-select of one row": "SELECT * { ?s :age ?a { SELECT (MAX(?b) AS ?a) { ?x :age ?b } } }",
    "sub-select that hides a variable": (
        "SELECT * { ?s :age ?a { SELECT DISTINCT ?s { ?s :knows ?a } } }"
    ),
    "rows that come twice": "SELECT ?s { ?s :knows ?o . ?s :name ?n }",
    "one variable twice": "SELECT * { GRAPH ?s { ?s ?p ?o } }",
    "paths": "SELECT * { ?s :knows+ ?o . ?o :name|:mail ?n }",
    "path from nowhere": "SELECT * { :a :knows* ?o OPTIONAL { ?o ^:knows ?s } }",
    "filter that errs": "SELECT ?s { ?s :name ?n FILTER(?z > 3 || ?n = 'C'@en) }",
    "filter of nothing bound": "SELECT ?s { ?s :age ?a FILTER(!BOUND(?z)) }",
}


def as_text(term: object) -> str | None:
    return None if term is None else str(getattr(term, "value", term))


@pytest.mark.parametrize("name", QUERIES)
def test_it_joins_as_the_algebra_says(name: str) -> None:
    text = f"PREFIX : <urn:x:> {QUERIES[name]}"
    store = Store()
    store.load(DATA.encode(), RdfFormat.TRIG)
    found = store.query(text)
    names = [variable.value for variable in found.variables]
    ours = sorted(str([as_text(row[name]) for name in names]) for row in found)
    with hash_joins({}, {}):
        theirs = Dataset().parse(data=DATA, format="trig").query(text)
        rows = sorted(str([as_text(row.get(name)) for name in names]) for row in theirs)
    assert ours
    assert rows == ours
