"""What the engine says of a wrong query, in a line that people can read."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kgraph.sparql.syntax import in_words

WRONG = "the query does not go on as it should"


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("SELECT ?x", f'1:10: {WRONG}; among what may stand here: "$" "(" "?" "{{" CONSTRUCT'),
        ("SELECT *\n{ ?s ?p ?o } ORDER",
         f"2:19: {WRONG}; among what may stand here: GROUP LATERAL LIMIT SERVICE"),
        ("SELECT (COUNT(?x) ?y) {?x ?y ?z}", f"1:23: {WRONG}; among what may stand here: DISTINCT"),
        ("SELECT * {?s foo:bar ?o}", "1:21: Prefix not found"),
        ("SELECT (1 AS ?s) ?s { }", "1:24: Duplicated variable name in SELECT"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s",
         "1:35: The SELECT contains a variable that is unbound"),
        ("", f"1:1: {WRONG}"),
    ],
)  # fmt: skip
def test_where_and_what_is_wrong_is_told_without_classes_of_characters(
    sparql: str, told: str
) -> None:
    with pytest.raises(SyntaxError) as error:
        Store().query(sparql)
    assert in_words(" ".join(str(error.value).split())) == f"query:{told}"


def test_a_bracket_is_a_symbol() -> None:
    said = "error at 1:6: expected one of \"[\", \"]\", \"\\\"\", ['a'..='z'], [']'], ['\\''], [_]"
    assert in_words(said).endswith('among what may stand here: "[" "]" "\\""')


def test_other_words_stay() -> None:
    assert in_words("the sort failed") == "query: the sort failed"
