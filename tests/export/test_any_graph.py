"""Any graph, also one made to be misread, comes back from every export in every reader."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import pytest
from helpers.exported import ONTOLOGY, canonical, read_back, with_rdflib
from helpers.terms import jpst
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kgraph.export import WITHOUT_GRAPHS, WRITERS, ExportError
from kgraph.export.selection import in_order
from kgraph.names import BASE, ID, PREFIXES, SRC
from kgraph.vocab import JPST, RDF, SCHEMA, SKOS, XSD

pytestmark = pytest.mark.filterwarnings("ignore:Parsing weird boolean")
INTEGER = XSD.integer
NODE = NamedNode("http://example.org/s")
# Schemes that are prefixes or keys of ours, or of any JSON-LD context, beside plain ones.
SCHEMES = ("schema", "rdf", "jpst", "id", "org", "title", "words", "day", "url", "urn", "http", "a")
LOCALS = ("x", "foo", "1x", "a.b", "a-b.", "x%20y", "é", "文", "a,b;c=(d)", "~x", "x'y", "", "a:b")
IRIS = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(SCHEMES), st.sampled_from(LOCALS)),
    st.builds(
        "{}{}".format,
        st.sampled_from([*sorted(PREFIXES.values()), BASE, "http://example.org/", "urn:x:"]),
        st.sampled_from(LOCALS),
    ),
    st.sampled_from(
        (
            *(ID + "../x", ID + "./x", BASE + "a//b", "http://example.org?a=b&c#d", "mailto:a@b"),
            *(ID + "@type", JPST.BASE + "@id", "tag:a@b.c,2020:x", "http://[::1]:8/", "SCHEMA:x"),
            *(
                RDF.BASE + "_1",
                RDF.nil.value,
                RDF.first.value,
                RDF.rest.value,
                RDF.type.value,
                RDF.value.value,
            ),
        )
    ),
).map(NamedNode)
PREDICATES = st.one_of(
    IRIS,
    st.sampled_from(
        [
            *(
                JPST.BASE + name
                for name in ("refers", "day", "words", "count", "flag", "title", "id")
            ),
            *(SKOS.prefLabel.value, RDF.type.value, RDF.object.value, SCHEMA.url.value, "words:x"),
            *("http://example.org/é", "http://example.org/·x", "http://example.org/a²"),
        ]
    ).map(NamedNode),
)
BLANK = st.sampled_from(["b0", "b1", "0a", "a.b"]).map(BlankNode)
TEXTS = st.one_of(
    st.sampled_from(
        (
            *("", " ", "@id", "@type", "_:b0", "schema:name", "https://w3id.org/jpst/id/odx"),
            *('"', "'''", '"""', "\\", "\\u0041", "<!--", "]]>", "&amp;", "a\rb\r\nc\nd\te"),
            *("\x0b", "\x7f\x85\u2028", "\ufeff", "🙂", "true", "1", "null", "{}", "[1]"),
        )
    ),
    st.text(st.characters(codec="utf-8"), max_size=4),
)
LANGUAGES = ("en", "ja", "en-GB", "ja-Latn-hepburn", "x-a", "none", "und")
KINDS = (
    *(XSD.BASE + kind for kind in ("integer", "boolean", "decimal", "double", "date", "string")),
    *(XSD.anyURI.value, RDF.JSON.value, RDF.HTML.value, jpst("kind").value, "schema:kind", "day:x"),
)
LEXICAL = ("0", "-0", "05", "5", "9007199254740993", "1e400", "true", "1.0", "NaN", "{}", "x")
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(LANGUAGES)),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        st.sampled_from(LEXICAL),
        st.sampled_from(KINDS),
    ),
)
QUADS = st.builds(
    Quad,
    st.one_of(IRIS, BLANK),
    PREDICATES,
    st.one_of(IRIS, BLANK, LITERALS),
    st.one_of(
        st.just(DefaultGraph()), st.sampled_from([NamedNode(SRC + "one"), BlankNode("g")]), IRIS
    ),
)


def by_rdflib(quads: Iterable[Quad]) -> set[Quad]:
    """As canonical, less what rdflib drops: the case of tags, the zeros before a number."""

    def folded(value: object) -> object:
        if isinstance(value, Literal) and value.language:
            return Literal(value.value, language=value.language.lower())
        if isinstance(value, Literal) and value.datatype == INTEGER:
            with suppress(ValueError):
                return Literal(str(int(value.value)), datatype=INTEGER)
        return value

    return canonical(Quad(q.subject, q.predicate, folded(q.object), q.graph_name) for q in quads)


@pytest.mark.parametrize("format", WRITERS)
@settings(max_examples=40, deadline=None)
@given(extra=st.lists(QUADS, max_size=8), typed=st.booleans())
def test_what_is_written_is_what_is_read(format: str, extra: list[Quad], typed: bool) -> None:
    quads = in_order({*(ONTOLOGY if typed else ()), *extra})
    if format in WITHOUT_GRAPHS:
        quads = in_order({Quad(*quad.triple) for quad in quads})
    if format == "rdfxml":
        quads = [quad for quad in quads if is_refused(quad) is None]
    content = WRITERS[format](quads)
    assert canonical(read_back(content, format)) == canonical(quads)
    assert by_rdflib(with_rdflib(content, format)) == by_rdflib(quads)


def is_refused(quad: Quad) -> str | None:
    """What the RDF/XML writer says where it refuses one statement."""
    try:
        WRITERS["rdfxml"]([quad])
    except ExportError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    "predicate",
    [
        *(
            RDF.BASE + name
            for name in ("li", "about", "Description", "RDF", "bagID", "aboutEachPrefix")
        ),
        *("http://www.w3.org/2000/xmlns/x", "http://example.org/a²", "http://example.org/", "a:1"),
    ],
)
def test_rdfxml_refuses_a_property_that_is_no_name(predicate: str) -> None:
    told = is_refused(Quad(NODE, NamedNode(predicate), NODE))
    assert told is not None
    assert f"<{predicate}>" in told
    assert "export another format" in told


@pytest.mark.parametrize("name", ["x", "a.b", "é", "文", "いろは", "a-b."])
def test_rdfxml_writes_any_property_that_ends_in_a_name(name: str) -> None:
    for namespace in (ID, "http://example.org/%20", "urn:x:", "http://example.org/1"):
        quads = [Quad(NODE, NamedNode(namespace + name), NODE)]
        content = WRITERS["rdfxml"](quads)
        assert read_back(content, "rdfxml") == with_rdflib(content, "rdfxml") == quads


def test_rdfxml_writes_any_class() -> None:
    for iri in ("http://example.org/1", RDF.li.value, "urn:x:", "http://www.w3.org/2000/xmlns/x"):
        quads = [Quad(NODE, RDF.type, NamedNode(iri))]
        content = WRITERS["rdfxml"](quads)
        assert read_back(content, "rdfxml") == with_rdflib(content, "rdfxml") == quads


RDF_1_2 = (
    (Triple(NODE, NODE, NODE), "triple used as a term"),
    (Literal("a", language="ar", direction=BaseDirection.RTL), "direction"),
)


@pytest.mark.parametrize(("value", "why"), RDF_1_2)
def test_what_only_rdf_1_2_has_is_kept_or_refused(value: Triple | Literal, why: str) -> None:
    quads = [Quad(NODE, NODE, value)]
    for name in ("turtle", "trig", "ntriples", "nquads"):
        assert read_back(WRITERS[name](quads), name) == quads
    assert why in str(is_refused(*quads))
    if isinstance(value, Literal):
        assert read_back(WRITERS["jsonld"](quads), "jsonld") == quads
    else:
        with pytest.raises(ExportError, match=why):
            WRITERS["jsonld"](quads)
