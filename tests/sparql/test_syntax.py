"""What the engine says of a wrong query, in a line that people can read, about the true place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kgraph.sparql.syntax import broken


def told(sparql: str) -> str:
    with pytest.raises(SyntaxError) as error:
        Store().query(sparql)
    return str(broken(error.value, sparql))


@pytest.mark.parametrize(
    ("sparql", "line"),
    [
        ("SELECT ?x", "1:8: the query ends with “?x”, which something must follow"),
        ("SELECT *\n{ ?s ?p ?o } ORDER",
         "2:14: the query ends with “ORDER”, which something must follow"),
        ("SELECT (COUNT(?x) ?y) {?x ?y ?z}", "1:19: “?y” cannot follow “)”"),
        ("SELECT * { ?s ?p }", "1:18: “}” cannot follow “?p”"),
        ("SELECT * {\n  ?s ?p ?o\n", "1:10: “{” is never closed"),
        ("SELECT * { ?s ?p ?o }}", "1:22: “}” closes nothing"),
        ("SELECT * { ( ?s ?p ?o }",
         "1:23: “}” cannot follow “?o”; “(” opened at 1:12 is never closed"),
        ("SELECT ?x WHER { ?s ?p ?o }", "1:11: “WHER” cannot follow “?x”"),
        ("} SELECT * { }", "1:1: “}” closes nothing"),
        ("SELECT * {?s foo:bar ?o}", "1:21: Prefix not found"),
        ("SELECT (1 AS ?s) ?s { }",
         "1:18: “?s” is selected twice; give one of them another name"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s",
         "1:8: “?x” is selected and not grouped; name it in GROUP BY, or select one value of "
         "each group: (SAMPLE(?x) AS ?one)"),
        ("SELECT * { <a b> ?p ?o }", "1:16: “>” cannot follow “b”"),
        ("", "1:1: there is no query"),
    ],
)  # fmt: skip
def test_the_word_that_cannot_stand_where_it_does_is_told(sparql: str, line: str) -> None:
    assert told(sparql) == f"query:{line}"


@given(st.lists(st.sampled_from(["?s", "{", "}", "(", ")", "a", ".", ";", "FILTER", "'x'", "1"])))
def test_every_wrong_query_is_told_within_it(tokens: list[str]) -> None:
    """Whatever is wrong, the place is one of the text, and the line is one."""
    sparql = " ".join(["SELECT * {", *tokens])
    try:
        Store().query(sparql)
    except SyntaxError as error:
        found = broken(error, sparql)
        assert found.line == 1
        assert found.column is not None
        assert 1 <= found.column <= len(sparql) + 1
        assert "\n" not in str(found)
        assert "[" not in found.why


def test_other_words_stay() -> None:
    assert str(broken("the sort failed", "SELECT * { }")) == "query: the sort failed"
