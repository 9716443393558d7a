"""The tokenizer, the structure it reveals, and the substitution of values."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.sparql.lexer import code, join, place, spaced, tokenize
from kgraph.sparql.prefixes import declared, iri
from kgraph.sparql.structure import selects
from kgraph.sparql.substitute import substitute

THING = NamedNode("http://example.org/a")
OTHER = NamedNode("http://example.org/b")
LINK = NamedNode("http://example.org/p")


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?x $y", [("var", "?x"), ("var", "$y")]),
        ("<http://a/#b>#c", [("iri", "<http://a/#b>"), ("comment", "#c")]),
        ("?a<?b", [("var", "?a"), ("mark", "<"), ("var", "?b")]),
        ("?a <= 3", [("var", "?a"), ("mark", "<="), ("number", "3")]),
        ("'a # b'", [("string", "'a # b'")]),
        (r'"it\"s"', [("string", r'"it\"s"')]),
        ('"""a "b"\n"""', [("string", '"""a "b"\n"""')]),
        ("''", [("string", "''")]),
        ("'x'@en-GB", [("string", "'x'"), ("lang", "@en-GB")]),
        ("id:a.b.", [("pname", "id:a.b"), ("mark", ".")]),
        (r"id:a\-b", [("pname", r"id:a\-b")]),
        (":", [("pname", ":")]),
        ("jpst:取引", [("pname", "jpst:取引")]),
        ("1.5e3 .5 7.", [("number", "1.5e3"), ("number", ".5"), ("number", "7"), ("mark", ".")]),
        ("_:b1.", [("blank", "_:b1"), ("mark", ".")]),
        ("x^^xsd:date", [("word", "x"), ("mark", "^^"), ("pname", "xsd:date")]),
        ("'open to # the end", [("bad", "'open to # the end")]),
        (r"'no \escape'", [("bad", r"'no \escape'")]),
        (r"'\u00e9\U0001F600'", [("string", r"'\u00e9\U0001F600'")]),
        (r"<a:\u00e9\U0001F600>", [("iri", r"<a:\u00e9\U0001F600>")]),
        ("a.b.c", [("word", "a"), ("mark", "."), ("word", "b"), ("mark", "."), ("word", "c")]),
        ("a.b.c:d", [("pname", "a.b.c:d")]),
        ("a.b.:c", [("word", "a"), ("mark", "."), ("word", "b"), ("mark", "."), ("pname", ":c")]),
        ("a.5e3", [("word", "a"), ("number", ".5e3")]),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@given(st.text(alphabet="?$<>:'\"\\#@^._-{}()abAB01 \n\u3042", max_size=40))
def test_tokens_with_what_stands_between_them_spell_an_equal_query(text: str) -> None:
    found = list(spaced(text))
    assert [token for token in found if token.kind != "space"] == code(text)
    assert all(text.startswith(t.text, t.start) for t in found if t.text.strip("\n"))
    assert kinds(join(found)) == [(token.kind, token.text) for token in code(text)]


def test_names_and_the_prefixes_of_their_query() -> None:
    tokens = code(r"PREFIX a: <http://a/> SELECT * { a:b\-c ?p <http://d/> . b:c a 1 }")
    known = declared(tokens)
    assert known == {"a": "http://a/"}
    named = [iri(token, known) for token in tokens if token.text.partition(":")[2]]
    assert named == ["http://a/", "http://a/b-c", "http://d/", None]


@given(st.text(alphabet="?$<>:'\"\\#@^._-{}()abAB01 \n\u3042", max_size=40))
def test_tokens_are_the_text_without_its_spaces(text: str) -> None:
    found = list(tokenize(text))
    assert all(text[token.start : token.end] == token.text for token in found)
    gaps = "".join(text).strip()
    for token in found:
        gaps = gaps.replace(token.text, "", 1)
    starts = [token.start for token in found]
    assert starts == sorted(starts)
    covered = sum(len(token.text) for token in found)
    spaces = sum(
        char in " \n"
        for i, char in enumerate(text)
        if not any(token.start <= i < token.end for token in found)
    )
    assert covered + spaces == len(text)


def test_a_place_counts_lines_and_columns_from_one() -> None:
    assert place("ab\ncd", 0) == (1, 1)
    assert place("ab\ncd", 4) == (2, 2)


def test_the_parts_of_nested_selects() -> None:
    text = """
      PREFIX : <http://a/>
      SELECT DISTINCT ?a (COUNT(DISTINCT ?b) AS ?n) FROM <http://g> WHERE {
        { SELECT ?a ?b { ?a :p ?b } ORDER BY ?b LIMIT 3 }
      } GROUP BY ?a (STR(?c) AS ?d) HAVING (?n > 1) ORDER BY DESC(?n) ?a STR(?d) LIMIT 10
    """
    outer, inner = selects(code(text))
    assert (outer.outermost, outer.distinct, outer.columns()) == (True, True, ["a", "n"])
    assert [item.variable for item in outer.group_by] == ["a", "d"]
    assert [item.variable for item in outer.order_by] == ["n", "a", "d"]
    assert (inner.outermost, inner.distinct, inner.columns()) == (False, False, ["a", "b"])
    assert [item.variable for item in inner.order_by] == ["b"]
    assert inner.group_by == ()


def store() -> Store:
    found = Store()
    found.add(Quad(THING, LINK, Literal("1")))
    found.add(Quad(OTHER, LINK, Literal("2")))
    return found


def rows(query: str, **values: NamedNode | Literal) -> list[tuple[str | None, ...]]:
    answer = store().query(substitute(query, values))
    return [tuple(term.value if term else None for term in row) for row in answer]


A = THING.value


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?o { ?s ?p ?o }", [("1",)]),
        ("SELECT ?s ?o { ?s ?p ?o }", [(A, "1")]),
        ("SELECT ?o { { SELECT ?o { ?s ?p ?o } } }", [("1",)]),
        ("SELECT ?o { { SELECT ?s ?o { ?s ?p ?o } } }", [("1",)]),
        ("SELECT ?s ?o { { SELECT ?s ?o { ?s ?p ?o } } }", [(A, "1")]),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } } }", [(A,)]),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s", [(A, "1")]),
        ("SELECT ?o { ?s ?p ?o } GROUP BY ?o ?s ORDER BY ?s DESC(?s)", [("1",)]),
        ("SELECT ?o { ?x ?p ?o FILTER(?x=?s) }", [("1",)]),
        ("SELECT ?o { ?x ?p ?o FILTER NOT EXISTS { ?s ?p ?o } }", [("2",)]),
        ("SELECT (STR(?s) AS ?t) { }", [(A,)]),
        ("SELECT ?o { ?s ?p ?o . ?sx ?q ?o }", [("1",)]),
        ("SELECT ('?s' AS ?t) { } # ?s", [("?s",)]),
    ],
)
def test_a_value_replaces_its_variable_wherever_it_stands(
    query: str, expected: list[tuple[str, ...]]
) -> None:
    assert rows(query, s=THING) == expected


def test_a_variable_without_a_value_stays_open() -> None:
    query = "SELECT ?o { ?s ?p ?o FILTER(?s = COALESCE(?_t, ?s)) } ORDER BY ?o"
    assert rows(query) == [("1",), ("2",)]
    assert rows(query, _t=OTHER) == [("2",)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o { BIND(1 AS ?s) }",
        "SELECT (1 AS ?s) { }",
        "SELECT ?o { VALUES ?s { 1 } }",
        "SELECT ?o { VALUES (?o ?s) { (1 2) } }",
        "SELECT ?o { FILTER(BOUND(?s)) }",
    ],
)
def test_where_no_value_can_stand_it_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match="no value can stand"):
        substitute(query, {"s": THING})


@given(st.text(max_size=30))
def test_no_text_breaks_out_of_its_literal(text: str) -> None:
    """Whatever is typed, the query asks for exactly that text."""
    try:
        value = Literal(text)
    except (ValueError, UnicodeEncodeError):
        return  # a lone surrogate is no text
    assert rows("SELECT ?s { }", s=value) == [(text,)]


HOSTILE = [
    "a.", "a-", "a_.", "a:b.", "a.:", "_:a.", ".", "'\\'", "'''a", "\"\"\"'", "<a", "<\\u0061",
    "'\\u0061",    "1.", "1e", "1", "%41", "a:%41.", "@a-", "?a", "[", "SELECT ", "''' ''",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_time_grows_with_the_length_only(piece: str) -> None:
    """What is hard to read takes no more than a multiple of what a plain query takes."""

    def taken(text: str) -> float:
        started = time.process_time()
        for _ in tokenize(text):
            pass
        return time.process_time() - started

    length = 100_000
    plain = min(taken("?s a:b 'c' . " * (length // 13)) for _ in range(3))
    assert min(taken(piece * (length // len(piece))) for _ in range(3)) < 30 * plain
