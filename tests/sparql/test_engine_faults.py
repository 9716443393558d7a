"""The engine's own faults, each told in docs/engine.md: a test that fails once the engine mends it.

The right value is rdflib's. Nothing of ours may meet a fault: stored questions, checks, rules,
views and queries of shapes are looked through for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from helpers.project import PROJECT

from kgraph.load import load
from kgraph.names import expand
from kgraph.sparql.lexer import Token, closing, code
from kgraph.turtle.literals import engine_forms
from kgraph.validate import load_shapes
from kgraph.vocab import SH, XSD

PAGE = PROJECT / "docs" / "engine.md"
PREFIXES = f"PREFIX : <http://x/> PREFIX xsd: <{XSD.BASE}> "
DATA = (
    PREFIXES
    + """
:a :p :b . :b :p :c . :c :p :a .
GRAPH :g1 { :a :p :x . :x :p :y . :a :w 1 } GRAPH :g2 { :a :p :z . :m :w 2 }
"""
)

# Id of the fault → query, what the engine answers, what is right.
QUERIES: dict[str, tuple[str, list[str], list[str]]] = {
    "graph-name-lost": (
        "SELECT * { GRAPH ?g { SELECT ?s { ?s :w ?o } } }",
        ["s=:a", "s=:m"],
        ["g=:g1 s=:a", "g=:g2 s=:m"],
    ),
    "graph-name-lost-values": (
        "SELECT * { GRAPH ?g { VALUES ?v { 1 } } }",
        ["v=1"],
        ["g=:g1 v=1", "g=:g2 v=1"],
    ),
    "graphs-counted-together": (
        "SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }",
        ["n=5"],
        ["g=:g1 n=3", "g=:g2 n=2"],
    ),
    "graph-name-in-scope": (
        "SELECT * { GRAPH ?g { ?s :w ?o FILTER(?g = :g1) } }",
        ["g=:g1 o=1 s=:a"],
        [],
    ),
    "zero-length-path": ("SELECT * { :nope :p* ?o }", [], ["o=:nope"]),
    "zero-length-path-to": ("SELECT * { ?s :p? :nope }", [], ["s=:nope"]),
    "zero-length-path-bound": (
        "SELECT ?o { VALUES ?s { :nope } ?s :p? ?o }",
        [],
        ["o=:nope"],
    ),
    "equal-alternatives": ("SELECT ?o { :a :p|:p ?o }", ["o=:b"], ["o=:b", "o=:b"]),
    "same-term": ("SELECT (sameTerm(1, 01) AS ?v) {}", ["v=true"], ["v=false"]),
    "integer-beyond-64-bits": (
        "SELECT (9223372036854775807 + 1 AS ?v) {}",
        [""],
        ["v=9223372036854775808"],
    ),
    "equal-terms-in-order": ("SELECT (:a <= :a AS ?v) {}", ["v=true"], [""]),
    "cast-with-spaces": ('SELECT (xsd:integer(" 7 ") AS ?v) {}', [""], ["v=7"]),
    "group-concat": (
        "SELECT (GROUP_CONCAT(?v) AS ?t) { VALUES ?v { :x } }",
        [""],
        ["t=http://x/x"],
    ),
}

# Id of the fault → literals and what the store gives back for them.
REWRITTEN = {
    "100.0": ("decimal", "100"),
    "1.50": ("decimal", "1.5"),
    "+07": ("integer", "7"),
    "1": ("boolean", "true"),
    "1e2": ("double", "100"),
    "1e400": ("double", "INF"),
    "16777217": ("float", "16777216"),
    "2024-01-31T24:00:00": ("dateTime", "2024-02-01T00:00:00"),
    "2024-01-31+00:00": ("date", "2024-01-31Z"),
    "P1Y12M": ("duration", "P2Y"),
    "PT36H": ("dayTimeDuration", "P1DT12H"),
}

# Id of the fault → a text that the engine's reader of RDF/XML refuses.
RDFXML = {
    "rdfxml-cdata": "pre <![CDATA[<a>]]> post",
    "rdfxml-comment": "A<!-- note -->B",
    "rdfxml-instruction": "A<?pi x?>B",
}


def row(bindings: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(bindings.items()))


def of_engine(query: str) -> list[str]:
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    found = store.query(PREFIXES + query)
    names = [variable.value for variable in found.variables]
    return sorted(
        row({n: solution[n].value.replace("http://x/", ":", 1) if n != "t" else solution[n].value
             for n in names if solution[n] is not None})
        for solution in found
    )  # fmt: skip


def of_rdflib(query: str) -> list[str]:
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=DATA, format="trig")
    found = dataset.query(PREFIXES + query)
    return sorted(
        row({str(n): str(v).replace("http://x/", ":", 1) if str(n) != "t" else str(v)
             for n, v in solution.items()})
        for solution in found.bindings
    )  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_the_engine_still_answers_wrongly(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    query, wrong, right = QUERIES[name]
    assert of_engine(query) == wrong
    assert of_rdflib(query) == right


@pytest.mark.parametrize("value", REWRITTEN)
def test_the_store_still_rewrites_literals(value: str) -> None:
    datatype, rewritten = REWRITTEN[value]
    kind = ox.NamedNode(XSD.BASE + datatype)
    literal = ox.Literal(value, datatype=kind)
    assert engine_forms([literal]) == {literal: ox.Literal(rewritten, datatype=kind)}


@pytest.mark.parametrize("kind", ["int", "long", "byte", "nonNegativeInteger", "unsignedShort"])
def test_derived_integers_still_become_integers(kind: str) -> None:
    literal = ox.Literal("7", datatype=ox.NamedNode(XSD.BASE + kind))
    assert engine_forms([literal]) == {literal: ox.Literal(7)}


def test_language_tags_are_still_lowered() -> None:
    [quad] = ox.parse('<x:s> <x:p> "a"@EN-gb .', format=ox.RdfFormat.TURTLE)
    assert quad.object.language == "en-gb"


def rdfxml(text: str, attribute: str = "") -> str:
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
        f'<rdf:Description rdf:about="http://x/s"><x:p{attribute}>{text}</x:p>'
        "</rdf:Description></rdf:RDF>"
    )


@pytest.mark.parametrize("text", RDFXML.values(), ids=RDFXML)
def test_the_reader_of_rdfxml_still_refuses_text_in_pieces(text: str) -> None:
    with pytest.raises(SyntaxError, match="Unexpected text event"):
        list(ox.parse(rdfxml(text), format=ox.RdfFormat.RDF_XML))
    assert len(rdflib.Graph().parse(data=rdfxml(text), format="xml")) == 1


def test_the_reader_of_rdfxml_still_refuses_an_empty_language() -> None:
    text = rdfxml("x", ' xml:lang=""')
    with pytest.raises(SyntaxError, match="language tag"):
        list(ox.parse(text, format=ox.RdfFormat.RDF_XML))
    [(_, _, value)] = rdflib.Graph().parse(data=text, format="xml")
    assert value.language is None


def test_a_namespace_of_an_xml_literal_is_still_declared_twice() -> None:
    text = rdfxml('<b xmlns="http://h/">x</b>', ' rdf:parseType="Literal"')
    [quad] = ox.parse(text, format=ox.RdfFormat.RDF_XML)
    assert quad.object.value.count('xmlns="http://h/"') == 2


def test_a_term_of_more_than_16_mib_is_still_a_memory_error() -> None:
    text = f'<x:s> <x:p> "{"y" * (17 * 2**20)}" .'
    with pytest.raises(MemoryError, match="buffer maximal size"):
        list(ox.parse(text, format=ox.RdfFormat.TURTLE))


def test_json_ld_still_loses_what_is_no_iri() -> None:
    text = '{"@id": "http://x/a b", "http://x/p": 1}'
    assert list(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == []


def test_the_page_names_every_fault_and_the_version() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"pyoxigraph {version('pyoxigraph')}" in page
    tested = {
        *QUERIES,
        *RDFXML,
        "rewritten-literals",
        "derived-integers",
        "lowered-languages",
        "rdfxml-no-language",
    }
    tested |= {"xml-literal-namespace", "16-mib", "json-ld-in-silence"}
    tested.add("no-order")  # limited/test_limited.py
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.MULTILINE)) == tested
    for query, _, _ in QUERIES.values():
        assert query.replace("|", "\\|") in page


# -- nothing of ours meets them


def texts() -> Iterator[tuple[str, str]]:
    """Every query that is part of the project, with a name for it."""
    for folder in ("queries", "ontology"):
        for path in sorted((PROJECT / folder).rglob("*.rq")):
            yield str(path.relative_to(PROJECT)), path.read_text(encoding="utf-8")
    shapes = load_shapes(PROJECT / "shapes")
    for triple in shapes.triples:
        if triple.predicate.value in (SH.select.value, SH.ask.value):
            yield shapes.named(triple.subject), triple.object.value


TEXTS = dict(texts())
every_text = pytest.mark.parametrize("name", TEXTS)


def tokens_of(name: str) -> list[Token]:
    return code(TEXTS[name])


def test_there_are_queries_of_every_kind() -> None:
    assert {Path(name).parts[0] for name in TEXTS} >= {"queries", "ontology"}
    assert any("shape:" in name for name in TEXTS)


@every_text
def test_no_graph_of_a_variable_name_holds_what_loses_the_name(name: str) -> None:
    tokens = tokens_of(name)
    for at, token in enumerate(tokens):
        if token.upper != "GRAPH" or not tokens[at + 1].name:
            continue
        inside = tokens[at + 3 : closing(tokens, at + 2)]
        assert not {"SELECT", "VALUES"} & {t.upper for t in inside}
        for place, inner in enumerate(inside):
            if inner.upper in ("FILTER", "BIND"):
                used = inside[place : closing(inside, place + 1)]
                assert tokens[at + 1].name not in {t.name for t in used}


@every_text
def test_paths_of_no_step_begin_and_end_at_what_the_graph_knows(
    name: str, real_store: ox.Store
) -> None:
    tokens = tokens_of(name)
    variables = [token.name for token in tokens if token.name]
    for at, token in enumerate(tokens):
        if not at or token.text not in ("*", "?") or tokens[at - 1].end != token.start:
            continue
        if tokens[at - 1].text == "(":
            continue  # all rows counted
        begin = opening(tokens, at - 1)
        if {t.kind for t in tokens[begin:at]} - {"iri", "pname", "mark"}:
            continue  # a product
        before = begin - 2 if tokens[begin - 1].text == "^" else begin - 1
        if tokens[before].text == ";":
            before = 1 + max(i for i in range(before) if tokens[i].text in (".", "{", "}"))
        for end in (tokens[before], tokens[at + 1]):
            # A step of a sequence begins where another ended; parameters are things of the graph.
            if end.text in ("/", "|") or end.name.startswith("_"):
                continue
            known = variables.count(end.name) > 1 if end.name else describes(real_store, end)
            assert known, f"{end.text} at {token.start}"


def opening(tokens: list[Token], at: int) -> int:
    """Where the step of a path begins that ends at `at`: there, or at its opening bracket."""
    depth = 0
    for place in range(at, -1, -1):
        depth += {")": 1, "(": -1}.get(tokens[place].text, 0)
        if not depth:
            return place
    raise AssertionError("the brackets do not match")


@pytest.fixture(scope="module")
def real_store(real_snapshot) -> ox.Store:
    return real_snapshot.store


def describes(store: ox.Store, token: Token) -> bool:
    node = ox.NamedNode(expand(token.text))
    return next(store.quads_for_pattern(node, None, None, ox.DefaultGraph()), None) is not None


@every_text
def test_no_alternative_stands_twice(name: str) -> None:
    tokens = tokens_of(name)
    for at, token in enumerate(tokens):
        if token.text == "|":
            assert tokens[at - 1].text != tokens[at + 1].text


@every_text
def test_texts_are_joined_and_numbers_cast_as_every_engine_does(name: str) -> None:
    tokens = [*tokens_of(name), Token("end", "", 0)]
    for at, token in enumerate(tokens):
        if token.upper == "GROUP_CONCAT":
            first = at + 3 if tokens[at + 2].upper == "DISTINCT" else at + 2
            # What is unbound is joined as the empty text that stands in its place.
            first += 2 * (tokens[first].upper == "COALESCE")
            assert tokens[first].upper in ("STR", "CONCAT")
        if token.upper == "REPLACE":
            pattern = next(t for t in tokens[at:] if t.kind == "string").text[1:-1]
            assert re.match(pattern, "") is None
        if token.upper == "SAMETERM":
            # Of values of the graph, all spelled by the engine, it says whether they differ; of
            # what is given for a parameter only where that is an IRI, which has one spelling.
            inside = tokens[at + 2 : closing(tokens, at + 1)]
            assert {t.kind for t in inside} <= {"var", "mark", "word"}
            assert {t.upper for t in inside if t.kind == "word"} <= {"COALESCE"}
            given = [t.name for t in inside if t.kind == "var" and t.name.startswith("_")]
            assert all(name.endswith("_iri") for name in given)


def test_numbers_of_the_graph_are_far_from_where_the_engine_ends(real_store: ox.Store) -> None:
    for quad in real_store:
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype.value == XSD.integer.value:
            assert abs(int(value.value)) < 2**62 // 1_000_000
        if isinstance(value, ox.Literal) and value.datatype.value == XSD.decimal.value:
            assert abs(float(value.value)) < 10**14
            assert len(value.value.partition(".")[2]) <= 9


def test_the_files_of_the_graph_hold_what_the_engine_gives_back() -> None:
    literals = {
        triple.object
        for file in load(PROJECT).files
        for triple in file.triples
        if isinstance(triple.object, ox.Literal)
    }
    assert {old: new for old, new in engine_forms(literals).items() if old != new} == {}
    assert literals
