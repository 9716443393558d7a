"""What the engine says of a wrong query, in a line that people can read."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kgraph.sparql.syntax import in_words


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("SELECT ?x", 'query:1:10: expected one of "$" "(" "?" "{" CONSTRUCT'),
        ("SELECT *\n{ ?s ?p ?o } ORDER", "query:2:19: expected one of GROUP LATERAL LIMIT SERVICE"),
        ("SELECT (COUNT(?x) ?y) {?x ?y ?z}", "query:1:23: expected DISTINCT"),
        ("SELECT * {?s foo:bar ?o}", "query:1:21: Prefix not found"),
        (
            "SELECT ?x { ?s ?p ?o } GROUP BY ?s",
            "query:1:35: The SELECT contains a variable that is unbound",
        ),
        ("", "query:1:1: the query does not go on as it should"),
    ],
)
def test_where_and_what_is_wrong_is_told_without_classes_of_characters(
    sparql: str, told: str
) -> None:
    with pytest.raises(SyntaxError) as error:
        Store().query(sparql)
    assert in_words(" ".join(str(error.value).split())) == told


def test_a_bracket_that_is_expected_is_a_symbol() -> None:
    said = 'error at 1:6: expected one of "[", "]", "\\"", [\'a\'..=\'z\'], [_]'
    assert in_words(said) == 'query:1:6: expected one of "[" "]" "\\""'


def test_other_words_stay() -> None:
    assert in_words("the sort failed") == "query: the sort failed"
