"""Which variables every row of a group binds, by its text."""

from __future__ import annotations

import pytest

from kgraph.sparql.bound import surely_bound
from kgraph.sparql.lexer import code


def bound(group: str, *known: str) -> str:
    tokens = code(f"SELECT * WHERE {group}")
    opening = next(i for i, token in enumerate(tokens) if token.text == "{")
    return " ".join(sorted(surely_bound(tokens, opening, set(known)) - set(known)))


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("{ ?s ?p [ <x:y> ?o ] }", "o p s"),
        ("{ GRAPH ?g { ?s ?p 1 } }", "g p s"),
        ("{ ?s ?p 1 OPTIONAL { ?s <x:y> ?o } }", "p s"),
        ("{ ?s ?p 1 MINUS { ?s <x:y> ?o } }", "p s"),
        ("{ ?s ?p 1 FILTER(?o = 1) FILTER NOT EXISTS { ?s <x:y> ?z } }", "p s"),
        ("{ { ?s ?p 1 } UNION { ?s <x:y> ?o } }", "s"),
        ("{ { ?s ?p 1 } UNION { ?p <x:y> ?s } UNION { ?s ?p ?o } }", "p s"),
        ("{ { ?s ?p 1 } { ?o ?p 2 } }", "o p s"),
        ("{ VALUES ?v { 1 2 } VALUES (?a ?b) { (1 UNDEF) } }", "v"),
        ("{ ?s ?p 1 BIND(STR(?s) AS ?t) BIND(STR(?q) AS ?u) }", "p s t"),
        ("{ ?s ?p 1 BIND(STR(?q) AS ?u) BIND(STR(?u) AS ?v) }", "p s"),
        ('{ BIND(COALESCE(?q, "") AS ?u) BIND(COALESCE(?q, ?r) AS ?v) }', "u"),
        ("{ BIND(IF(BOUND(?q), STR(?q), 0) AS ?u) BIND(IF(?q, 1, 0) AS ?v) }", "u"),
        ("{ BIND(?lang AS ?u) }", "u"),
        ("{ SELECT ?s ?o { ?s ?p 1 OPTIONAL { ?s <x:y> ?o } } }", "s"),
        ("{ { SELECT ?s (STR(?p) AS ?t) (STR(?o) AS ?u) { ?s ?p 1 } } }", "s t"),
        ("{ { SELECT * { ?s ?p 1 } } }", "p s"),
        ("{ { SELECT ?s (COUNT(?o) AS ?n) (MIN(?o) AS ?m) { ?s ?p 1 } GROUP BY ?s } }", "n s"),
    ],
)
def test_what_every_row_binds(group: str, names: str) -> None:
    assert bound(group, "lang") == names
