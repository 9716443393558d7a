"""Rows are ordered as the engine orders them, and only where nothing else hangs on it."""

from __future__ import annotations

import pytest
from helpers.stored import stored_questions
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from kgraph.sparql.ordering import unordered
from kgraph.vocab import XSD

STORE = Store()
NUMBERS = st.one_of(
    st.integers(-50, 50).map(Literal),
    st.decimals(-50, 50, places=2).map(
        lambda number: Literal(format(number, "f"), datatype=XSD.decimal)
    ),
)
IRIS = st.text("abcé日", max_size=3).map(lambda name: NamedNode(f"https://example.org/{name}"))
TEXTS = st.text("ab é日", max_size=3).map(Literal)
NAMES = st.text("abé日", max_size=2).map(lambda text: Literal(text, language="en"))
DAYS = st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date))
COLUMNS = [st.none() | kind for kind in (NUMBERS, IRIS | NUMBERS, TEXTS, NAMES, DAYS, IRIS | TEXTS)]
DIRECTIONS = ("?{}", "ASC(?{})", "DESC(?{})", "DESC(STR(?{}))")


def values(rows: list) -> str:
    written = (
        " ".join("UNDEF" if term is None else str(term) for term in (*row, Literal(number)))
        for number, row in enumerate(rows)
    )
    names = " ".join(f"?c{i}" for i in range(len(COLUMNS)))
    return f"VALUES ({names} ?number) {{ {' '.join(f'({row})' for row in written)} }}"


def answer(sparql: str) -> list[tuple]:
    return [tuple(row) for row in STORE.query(sparql)]


@given(
    st.lists(st.tuples(*COLUMNS), max_size=12),
    st.lists(
        st.tuples(st.integers(0, len(COLUMNS) - 1), st.sampled_from(DIRECTIONS)),
        min_size=1,
        max_size=4,
    ),
)
def test_the_order_is_that_of_the_engine(rows: list, chosen: list) -> None:
    order = " ".join(direction.format(f"c{column}") for column, direction in chosen)
    text = f"SELECT ?c0 ?c2 ?number WHERE {{ {values(rows)} }} ORDER BY {order} ?number"
    plain = unordered(text)
    assert plain is not None
    assert "ORDER" not in plain.text
    assert plain.ordered(answer(plain.text)) == answer(text)


def test_what_is_ordered_by_may_be_counted_and_is_no_column() -> None:
    text = """SELECT ?c (COUNT(?n) AS ?all) WHERE { VALUES (?c ?n) { (1 1) (1 5) (2 3) (3 0) } }
        GROUP BY ?c HAVING (?c < 3) ORDER BY DESC(MIN(?n)) ?c"""
    plain = unordered(text)
    assert plain is not None
    assert plain.columns == 2
    assert plain.ordered(answer(plain.text)) == answer(text)
    assert [row[0].value for row in answer(text)] == ["2", "1"]


def test_a_name_that_the_query_has_is_not_taken() -> None:
    plain = unordered("SELECT ?a WHERE { VALUES (?a ?order0) { (1 2) (3 1) } } ORDER BY (0 - ?a)")
    assert plain is not None
    assert "?order0x" in plain.text
    assert [row[0].value for row in plain.ordered(answer(plain.text))] == ["3", "1"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a WHERE { VALUES ?a { 1 } }",
        "SELECT ?a WHERE { VALUES ?a { 1 } } ORDER BY ?a LIMIT 1",
        "SELECT ?a WHERE { VALUES ?a { 1 } } ORDER BY ?a OFFSET 1",
        "SELECT DISTINCT ?a WHERE { VALUES (?a ?b) { (1 1) } } ORDER BY ?b",
        "SELECT * WHERE { VALUES ?a { 1 } } ORDER BY ?a",
        "SELECT ?a WHERE { { SELECT ?a WHERE { VALUES ?a { 1 } } ORDER BY ?a LIMIT 1 } }",
        "ASK { VALUES ?a { 1 } }",
    ],
)
def test_an_order_on_which_more_hangs_is_left_to_the_engine(text: str) -> None:
    assert unordered(text) is None


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.slug)
def test_the_order_of_every_stored_question_can_be_taken_from_the_engine(question) -> None:  # type: ignore[no-untyped-def]
    assert unordered(question.body) is not None
