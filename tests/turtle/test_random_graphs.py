"""The canonical Turtle form over random graphs, and the reader with offsets against the engine."""

import difflib
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kgraph.names import ID
from kgraph.turtle.canonical import format_turtle, write_turtle
from kgraph.turtle.lexer import Lines
from kgraph.turtle.parse import parse_turtle, relabel
from kgraph.turtle.positions import Subjects, read_document
from kgraph.turtle.same_graph import same_graph
from kgraph.vocab import JPST, OWL, RDF, SH, XSD

LOCALS = ["a", "b2", "b10", "x.y", "x.", "-z", "é", "a/b", "%41", "", "a'b"]
IRIS = st.one_of(
    st.sampled_from(
        [RDF.nil.value, RDF.type.value, RDF.first.value, OWL.Class.value, SH.path.value]
    ),
    st.builds(
        lambda namespace, local: namespace + local,
        st.sampled_from([ID, JPST.BASE, "http://example.org/", "http://example.org/x#"]),
        st.sampled_from(LOCALS),
    ),
).map(NamedNode)
PREDICATES = st.one_of(
    IRIS, st.sampled_from([RDF.type.value, RDF.first.value, RDF.rest.value]).map(NamedNode)
)
BLANKS = st.sampled_from([BlankNode(name) for name in ("a", "b0", "b1", "c9")])
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text('"\\\n\r\tab#.', max_size=8),
)
TYPED = st.builds(
    lambda value, datatype: Literal(value, datatype=NamedNode(XSD.BASE + datatype)),
    st.one_of(st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,3}(e[0-9])?", fullmatch=True), TEXT),
    st.sampled_from(["integer", "decimal", "double", "boolean", "date", "int", "string"]),
)
TAGGED = st.builds(
    lambda value, language: Literal(value, language=language),
    TEXT,
    st.sampled_from(["en", "ja", "EN-us"]),
)
GRAPHS = st.lists(
    st.builds(
        Triple,
        st.one_of(IRIS, BLANKS),
        PREDICATES,
        st.one_of(IRIS, BLANKS, TEXT.map(Literal), TYPED, TAGGED),
    ),
    max_size=12,
)


@given(GRAPHS)
@settings(max_examples=150, deadline=None)
def test_writing_keeps_the_graph_and_formatting_finds_nothing_to_do(triples):
    text = write_turtle(triples)
    assert same_graph(parse_turtle(text, None), triples)
    assert format_turtle(text) == text


@given(GRAPHS)
@settings(max_examples=150, deadline=None)
def test_formatting_any_spelling_keeps_the_graph_and_is_idempotent(triples):
    loose = serialize(triples, format=RdfFormat.TURTLE).decode()
    once = format_turtle(loose)
    assert same_graph(parse_turtle(once, None), triples)
    assert format_turtle(once) == once


@given(GRAPHS, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_and_labels_do_not_matter(triples, chance: random.Random):
    labels = [BlankNode(name) for name in ("q1", "b3", "r", "s")]
    chance.shuffle(labels)
    new = dict(zip((BlankNode(n) for n in ("a", "b0", "b1", "c9")), labels, strict=True))
    other = [Triple(new.get(s, s), p, new.get(o, o)) for s, p, o in triples]
    chance.shuffle(other)
    assert write_turtle(other) == write_turtle(triples)


# No value is a subject: what a new value leads to may move under it, as a record does.
VALUES = st.one_of(
    st.sampled_from([NamedNode("http://value/a"), NamedNode("http://value/b#1")]),
    TEXT.map(Literal),
    TYPED,
    TAGGED,
)
NAMED = st.lists(st.builds(Triple, IRIS, PREDICATES, VALUES), min_size=2, max_size=12)


@given(NAMED, PREDICATES, VALUES)
@settings(max_examples=200, deadline=None)
def test_one_more_value_is_one_more_statement_and_changes_no_other_line(triples, verb, value):
    def lines(what: list[Triple]) -> list[str]:
        text = re.sub(r"(?m)\A(?:@prefix .*\n)*\n?", "", write_turtle(what))
        return text.split("\n")

    before, after = lines(triples), lines([*triples, Triple(triples[0].subject, verb, value)])
    changes = [
        code for code in difflib.SequenceMatcher(None, before, after, False).get_opcodes()
        if code[0] != "equal"
    ]  # fmt: skip
    if before != after:
        ((kind, _, _, start, end),) = changes
        assert kind == "insert"
        # Lines alike around a text with line ends: which of them are new can be told in two ways.
        assert any(line.endswith(" ;") for line in after[start:end])
        # A text with line ends has as many lines as it has; anything else has one.
        ends = value.value.count("\n") if isinstance(value, Literal) else 0
        assert end - start == 1 + ends


@given(GRAPHS)
@settings(max_examples=100, deadline=None)
def test_the_reader_with_offsets_agrees_with_the_engine(triples):
    text = write_turtle(triples)
    document = read_document(text)
    assert same_graph(
        [Triple(*placed[:3]) for placed in document.triples], parse_turtle(text, None)
    )
    for placed in document.triples:
        if isinstance(placed.object, Literal):
            assert text[placed.object_at] in '"tf+-.0123456789'
        if isinstance(placed.subject, NamedNode):
            assert text[placed.subject_at] not in " \n"
    subjects_are_where_they_are_read(text)


def subjects_are_where_they_are_read(text, base=None):
    """Each alone, the last one first, is found where it stands in the whole."""
    placed = read_document(text, base).triples
    whole = {p.subject: p.subject_at for p in reversed(placed) if isinstance(p.subject, NamedNode)}
    found = Subjects(text, base)
    assert {subject: found.first(subject) for subject in whole} == whole
    assert found.first(NamedNode("urn:absent")) is None


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX a: <http://a/>\nbase <http://b/>\na:x a a:C;;a:p 1,2 ; .",
        "@prefix : <http://a/> . :x :p 'q', '''l'l''l''' , \"\"\"x\"y\"\"z\"\"\" .",
        '@prefix a: <http://a/> . a:x a:p "1"^^a:t, "\\u0041\\U0001F600"@en-GB, -1.5E-3, .5, 5. ',
        "@prefix a: <http://a/> . a:x.y a:p%41 a:b\\,c, a:1, a:: , a:é.é, a:x.a:z.\na:p a:p a:q.",
        "@prefix a: <http://a/> . [ a:p [ a:q ( 1 ( 2 ) [] ) ] ] . [ a:p 1 ] a:q 2 . (1) a:p ().",
        "@prefix a: <http://a/> . _:x.y a:p _:0 . _:b0 a:p [] , _:b1.",
        "<http://a/\\u0041> <http://p> true, false, <http://a#b> .# end",
        "@prefix a: <http://a/>. a:x a:p a:y . @prefix a: <http://c/>. a:x a:p a:y .",
        "@base <http://b/c/d> . <> <#x> <../y?z>, <//h/i> .",
        "<http://a/x><http://a/p>'a'@en,<http://a/q>.",
    ],
)
def test_every_kind_of_syntax(text):
    placed = [Triple(*t[:3]) for t in read_document(text).triples]
    assert same_graph(placed, parse_turtle(text, None))
    subjects_are_where_they_are_read(text)


@pytest.mark.parametrize(
    "text",
    [
        "<http://s> <http://p> 1 . <http://g> { <http://s> <http://p> 2 ; . }",
        "GRAPH <http://g> { <http://s> <http://p> 1 . [ <http://p> 2 ] }",
        "graph _:g {} { <http://s> <http://p> 1 } [] { <http://s> <http://p> ( 1 ) . }",
        "@prefix a: <http://a/> . a:g { a:s a:p a:o . a:s a:p a:q } a:s a:p a:r .",
    ],
)
def test_graphs_of_trig(text):
    ours = read_document(text, trig=True).triples
    engine = list(parse(text, format=RdfFormat.TRIG))
    for graph in {t.graph for t in ours} | {q.graph_name for q in engine}:
        if isinstance(graph, BlankNode):
            continue
        left = [Triple(*t[:3]) for t in ours if t.graph == graph]
        assert same_graph(left, [q.triple for q in engine if q.graph_name == graph])
    assert len(ours) == len(engine)


def verbs_of(terms):
    objects = st.lists(terms, min_size=1, max_size=2).map(" , ".join)
    pairs = st.tuples(st.sampled_from([":p", "a"]), objects).map(" ".join)
    return st.lists(pairs, min_size=1, max_size=2).map(" ; ".join)


TERMS = st.recursive(
    st.sampled_from(
        [":a", "1", "2.5", '"x"', '"x"@en', '"y"^^:t', "'''z'''", "true", "_:l", "_:b0", "[]", "()"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda members: f"( {' '.join(members)} )"),
        verbs_of(inner).map(lambda verbs: f"[ {verbs} ]"),
    ),
    max_leaves=8,
)
VERBS = st.deferred(lambda: verbs_of(TERMS))
SUBJECTS = st.one_of(
    st.sampled_from([":s", "_:l", "_:b1", "[]"]),
    st.lists(TERMS, max_size=2).map(lambda members: f"( {' '.join(members)} )"),
    VERBS.map(lambda verbs: f"[ {verbs} ]"),
)
STATEMENTS = st.lists(st.tuples(SUBJECTS, VERBS).map(" ".join), min_size=1, max_size=2).map(
    " . ".join
)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(["", ":g", "GRAPH :h", "_:l", None]), STATEMENTS), max_size=3
)


@given(BLOCKS)
@settings(max_examples=200, deadline=None)
def test_the_reader_with_offsets_gives_triples_in_the_order_of_the_engine(blocks):
    trig = any(graph is not None for graph, _ in blocks)
    text = "@prefix : <http://x/> .\n" + "".join(
        f"{body} .\n" if graph is None else f"{graph} {{ {body} }}\n" for graph, body in blocks
    )
    engine = parse(text, format=RdfFormat.TRIG if trig else RdfFormat.TURTLE)
    ours = (Quad(*placed[:4]) for placed in read_document(text, trig=trig).triples)
    # Numbered in order of appearance, blank nodes are the same ones only if the order is.
    assert list(relabel(ours, "n")) == list(relabel(engine, "n"))
    if not trig:
        subjects_are_where_they_are_read(text)


def test_lines_count_characters_from_one():
    lines = Lines("あa\n\nb")
    assert [lines.place(offset) for offset in (0, 1, 2, 3, 4)] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 1),
        (3, 1),
    ]
