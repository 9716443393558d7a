"""The canonical Turtle form, case by case."""

import itertools
from pathlib import Path

import pytest
from helpers.terms import jpst
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.load.canonical_files import check, rewrite
from kgraph.names import ID
from kgraph.problems import LoadError
from kgraph.turtle.canonical import format_turtle, write_turtle
from kgraph.turtle.literals import canonical, engine_form
from kgraph.turtle.parse import parse_turtle
from kgraph.turtle.same_graph import same_graph
from kgraph.vocab import XSD

HEAD = """\
@prefix id: <https://w3id.org/jpst/id/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix src: <https://w3id.org/jpst/source/> .
"""


def body(text, path=None):
    """The formatted text without its prefix lines."""
    lines = format_turtle(HEAD + text, path).split("\n")
    return "\n".join(line for line in lines if not line.startswith("@prefix")).strip("\n")


def refused(text):
    with pytest.raises(LoadError) as caught:
        format_turtle(text, Path("f.ttl"))
    return [str(problem) for problem in caught.value.problems]


def test_a_whole_file():
    text = """\
# What the page says.
@prefix j: <https://w3id.org/jpst/ontology/> .
@prefix id: <https://w3id.org/jpst/id/> .
@prefix unused: <http://unused/> .
@prefix s: <http://www.w3.org/2004/02/skos/core#> .

id:st-10 a j:Token ; j:issuePrice 1.50 ; s:prefLabel "十"@ja, "Ten"@en .
# The second one.
id:st-2 j:trustee id:b, id:a ; a j:Token, j:Bond.
"""
    assert (
        format_turtle(text)
        == """\
# What the page says.

@prefix id: <https://w3id.org/jpst/id/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# The second one.
id:st-2
    a jpst:Bond ;
    a jpst:Token ;
    jpst:trustee id:a ;
    jpst:trustee id:b ;
.

id:st-10
    a jpst:Token ;
    skos:prefLabel "Ten"@en ;
    skos:prefLabel "十"@ja ;
    jpst:issuePrice 1.5 ;
.
"""
    )


def test_predicates_stand_in_the_fixed_order():
    text = (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix schema: <https://schema.org/> .\n"
        "@prefix prov: <http://www.w3.org/ns/prov#> .\n@prefix x: <http://x/> .\n"
        'id:a x:z 1 ; prov:wasDerivedFrom id:b ; jpst:b 1 ; jpst:a 1 ; schema:url "u" ;'
        'dcterms:title "t" ; rdfs:isDefinedBy id:o ; rdfs:range id:r ; rdfs:subClassOf id:c ;'
        'skos:definition "d" ; skos:altLabel "l" ; skos:prefLabel "p" ; a id:T .'
    )
    verbs = [line.split()[0] for line in body(text).splitlines()[2:-1]]
    assert verbs == [
        "skos:prefLabel",
        "skos:altLabel",
        "skos:definition",
        "rdfs:subClassOf",
        "rdfs:range",
        "dcterms:title",
        "schema:url",
        "jpst:a",
        "jpst:b",
        "prov:wasDerivedFrom",
        "x:z",
        "rdfs:isDefinedBy",
    ]


def test_every_value_has_a_line_of_its_own():
    long, longer = "a" * 45, "b" * 46
    assert body(f'id:x jpst:p "{longer}" , "{long}" , 1 .') == (
        f'id:x\n    jpst:p 1 ;\n    jpst:p "{long}" ;\n    jpst:p "{longer}" ;\n.'
    )


def test_a_nested_node_that_fits_no_line_is_broken():
    wide = "id:x jpst:p [ jpst:q " + " , ".join(f"id:object-{n}" for n in range(40)) + " ] ."
    assert max(map(len, body(wide).splitlines())) <= 100


def test_sections_keep_their_order_and_sort_inside():
    text = """
# ---- Banks
# Those that take part.

id:z jpst:p 1 .
id:m jpst:p 1 .

# ---- Brokers
id:b jpst:p 1 .
id:a jpst:p 1 .
id:m jpst:q 2 .
"""
    assert body(text) == (
        "# ---- Banks\n# Those that take part.\n\n"
        "id:m\n    jpst:p 1 ;\n    jpst:q 2 ;\n.\n\nid:z\n    jpst:p 1 ;\n.\n\n"
        "# ---- Brokers\n\nid:a\n    jpst:p 1 ;\n.\n\nid:b\n    jpst:p 1 ;\n."
    )


def test_the_document_itself_comes_first_even_before_sections():
    text = "# ---- Facts\nid:a jpst:p 1 .\n# What it is.\nsrc:doc a jpst:PrimarySource ."
    result = body(text, Path("doc.ttl"))
    assert result.startswith("# What it is.\nsrc:doc\n    a jpst:PrimarySource ;\n.\n\n# ---- F")
    assert body("id:a jpst:p 1 .\njpst:core a owl:Ontology .").startswith("jpst:core\n")


def test_an_empty_section_stays():
    assert body("id:a jpst:p 1 .\n# ---- later\n").endswith("jpst:p 1 ;\n.\n\n# ---- later")


def test_header_blocks_and_top_comment_rules():
    text = "# one\n\n# two\n\n# about a\n<http://a> <http://p> <http://b> ."
    assert format_turtle(text) == (
        "# one\n\n# two\n\n# about a\n<http://a>\n    <http://p> <http://b> ;\n.\n"
    )
    after = HEAD + "# a note\n\nid:a jpst:p 1 ."
    assert format_turtle(after).startswith("# a note\n\n@prefix id:")


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("<http://a> <http://p> # why\n 1 .", "f.ttl:1:23", "inside a statement"),
        ("<http://a> <http://p> 1 . # why\n", "f.ttl:1:27", "end of a line"),
        ("@prefix a: <http://a/> .\n# x\n@prefix b: <http://b/> .", "f.ttl:2:1", "prefix lines"),
        ("<http://a> <http://p> 1 .\n# x\n\n<http://b> <http://p> 1 .", "f.ttl:2:1", "no subject"),
        ("<http://a> <http://p> 1 .\n# x\n", "f.ttl:2:1", "no subject"),
        ("<http://a> <http://p> _:x .\n# x\n_:x <http://p> 1 .", "f.ttl:3:1", "blank node"),
    ],
)
def test_comments_that_cannot_be_kept_are_refused(text, place, word):
    (problem,) = refused(text)
    assert problem.startswith(place)
    assert word in problem


def test_a_number_sign_in_a_string_or_an_iri_is_no_comment():
    text = 'id:a jpst:p "a # b", <http://x#y>, """\n# c\n""" .'
    assert '"a # b"' in body(text)


def test_blank_nodes_and_lists_nest():
    text = """
[] a owl:AllDisjointClasses ; owl:members ( jpst:B jpst:A ) .
jpst:A a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( jpst:B
  [ a owl:Restriction ; owl:onProperty jpst:someRatherLongPropertyName ;
    owl:hasValue id:value ] ) ] .
"""
    assert body(text) == (
        "jpst:A\n"
        "    a owl:Class ;\n"
        "    owl:equivalentClass [\n"
        "        a owl:Class ;\n"
        "        owl:intersectionOf (\n"
        "            jpst:B\n"
        "            [\n"
        "                a owl:Restriction ;\n"
        "                owl:onProperty jpst:someRatherLongPropertyName ;\n"
        "                owl:hasValue id:value ;\n"
        "            ]\n"
        "        ) ;\n"
        "    ] ;\n"
        ".\n\n"
        "[]\n"
        "    a owl:AllDisjointClasses ;\n"
        "    owl:members ( jpst:B jpst:A ) ;\n"
        "."
    )


def test_shared_and_circular_blank_nodes_keep_their_label():
    assert body("id:a jpst:p _:s . id:b jpst:p _:s . _:s jpst:q 1 .").endswith(
        "_:s\n    jpst:q 1 ;\n."
    )
    assert body("_:z jpst:p [ jpst:q _:z ] .") == "_:z\n    jpst:p [ jpst:q _:z ] ;\n."


@pytest.mark.parametrize(
    "text",
    [
        "id:a jpst:p _:l . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 .",
        "id:a jpst:p ( 1 2 ) ; jpst:q () .",
        "( 1 2 ) jpst:p 3 .",
        "id:a jpst:p [ ] , [ jpst:q [] ] .",
    ],
)
def test_odd_lists_keep_the_graph(text):
    once = format_turtle(HEAD + text)
    assert same_graph(parse_turtle(once, None), parse_turtle(HEAD + text, None))
    assert format_turtle(once) == once


def test_text_with_line_ends_stays_long_and_other_text_is_escaped():
    query = 'SELECT * WHERE {\n\t?s ?p "x", "" .\n}"'
    (triple,) = parse_turtle(
        body_text := format_turtle(
            write_turtle([Triple(NamedNode(ID + "a"), jpst("q"), Literal(query))])
        ),
        None,
    )
    assert triple.object.value == query
    assert 'SELECT * WHERE {\n\t?s ?p "x"' in body_text
    assert body(r"""id:a jpst:q 'tab\tquote"\r\\ \u0001' .""") == (
        "id:a\n    jpst:q " + r'"tab\tquote\"\r\\ \u0001" ;' + "\n."
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("01", "1"),
        ("+5", "5"),
        ("-0", "0"),
        ("-07", "-7"),
        ("1.50", "1.5"),
        ('"49"^^xsd:decimal', "49.0"),
        ("-.5", "-0.5"),
        ("-0.0", "0.0"),
        ('"1"^^xsd:boolean', "true"),
        ('"0"^^xsd:boolean', "false"),
        ("true", "true"),
        ('"12"^^xsd:integer', "12"),
        ('"x"^^xsd:integer', '"x"^^xsd:integer'),
        ('"."^^xsd:decimal', '"."^^xsd:decimal'),
        ('"007"^^xsd:nonNegativeInteger', '"7"^^xsd:nonNegativeInteger'),
        ('"2024-01-01+00:00"^^xsd:date', '"2024-01-01Z"^^xsd:date'),
        ('"2024-01-01"^^xsd:date', '"2024-01-01"^^xsd:date'),
        ('"2024-01-01T00:00:00.500+00:00"^^xsd:dateTime', '"2024-01-01T00:00:00.5Z"^^xsd:dateTime'),
        ('"2024-01-01T00:00:00.000"^^xsd:dateTime', '"2024-01-01T00:00:00"^^xsd:dateTime'),
        ("1e3", "1e3"),
        ('"a"^^xsd:string', '"a"'),
        ('"a"@JA', '"a"@ja'),
    ],
)
def test_literals_have_one_spelling(written, kept):
    assert body(f"id:a jpst:p {written} .") == f"id:a\n    jpst:p {kept} ;\n."


@pytest.mark.parametrize("datatype", ["integer", "decimal", "boolean", "date", "dateTime"])
def test_the_canonical_spelling_is_one_value_for_the_engine(datatype):
    samples = {
        "integer": ["01", "-0", "+5", "x", "99999999999999999999999"],
        "decimal": ["1.50", "1", "-0.0", ".5", "00.10"],
        "boolean": ["1", "0", "true", "yes"],
        "date": ["2024-02-29", "2024-02-29+00:00", "2024-02-30"],
        "dateTime": ["2024-02-29T10:00:00.120+00:00", "2024-02-29T10:00:00"],
    }[datatype]
    for value in samples:
        literal = Literal(value, datatype=NamedNode(XSD.BASE + datatype))
        assert engine_form(canonical(literal)) == engine_form(literal)


def test_other_namespaces_keep_the_prefix_of_the_file():
    text = "@prefix lcc: <https://www.omg.org/spec/LCC/> .\nlcc:A lcc:b <https://www.omg.org/spec/LCC/C/D>."
    result = format_turtle(text)
    assert "@prefix lcc: <https://www.omg.org/spec/LCC/> ." in result
    assert "lcc:A\n    lcc:b <https://www.omg.org/spec/LCC/C/D> ;" in result


def test_a_project_prefix_is_never_used_for_another_namespace():
    result = format_turtle("@prefix id: <http://other/> . id:a id:b id:c .")
    assert result == "<http://other/a>\n    <http://other/b> <http://other/c> ;\n.\n"


def test_relative_iris_follow_the_base_of_the_text():
    text = "@base <http://b/x/> . <y> <../p> <#z> ."
    assert format_turtle(text) == "<http://b/x/y>\n    <http://b/p> <http://b/x/#z> ;\n.\n"


def test_windows_line_ends_and_byte_order_marks_go():
    unix = HEAD + '# c\nid:a jpst:p """1\n2""" .\n'
    assert format_turtle("\ufeff" + unix.replace("\n", "\r\n")) == format_turtle(unix)


def test_an_empty_text_stays_empty_and_comments_alone_stay():
    assert format_turtle("") == ""
    assert format_turtle("# only\n") == "# only\n"


def test_syntax_errors_and_newer_syntax_name_their_place():
    assert refused("<http://a> <http://p> 1 , .")[0].startswith("f.ttl:1:27: Turtle syntax")
    (problem,) = refused("<http://a> <http://p> <<( <http://a> <http://b> 1 )>> .")
    assert problem.startswith("f.ttl:1:23: a term of RDF 1.2")


def test_deep_nesting_is_refused_and_not_a_crash():
    (problem,) = refused("<http://a> <http://p> " + "[ <http://p> " * 500 + "1" + " ]" * 500 + " .")
    assert "nested too deeply" in problem
    nodes = [BlankNode(f"n{i}") for i in range(3000)]
    chain = [Triple(a, NamedNode("http://p"), b) for a, b in itertools.pairwise(nodes)]
    with pytest.raises(LoadError, match="nested too deeply"):
        write_turtle(chain)


def test_a_long_list_is_not_deep():
    text = "<http://a> <http://p> ( " + "1 " * 5000 + ") ."
    assert format_turtle(text).count("1\n") == 5000


def test_write_turtle_puts_header_and_first_subject():
    triples = [Triple(NamedNode(ID + name), jpst("p"), Literal("x")) for name in ("a", "b")]
    text = write_turtle(triples, header="Made by hand.\n# kept", first=ID + "b")
    assert text.startswith("# Made by hand.\n# kept\n\n@prefix id:")
    assert text.index("id:b") < text.index("id:a")


def test_check_and_rewrite(tmp_path):
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text(format_turtle(HEAD + "id:a jpst:p 1 ."), encoding="utf-8")
    bad.write_bytes(good.read_bytes().replace(b"\n", b"\r\n"))
    assert check([good, bad]) == [bad]
    assert rewrite([good, bad]) == [bad]
    assert bad.read_bytes() == good.read_bytes()
    assert check([good, bad]) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.ttl", "good.ttl"]


def test_rewrite_changes_nothing_where_one_file_is_broken(tmp_path):
    loose, broken = tmp_path / "a.ttl", tmp_path / "b.ttl"
    loose.write_text("<http://a>   <http://p> 1.", encoding="utf-8")
    broken.write_text("<http://a> .", encoding="utf-8")
    with pytest.raises(LoadError, match=r"b\.ttl:1"):
        rewrite([loose, broken])
    assert loose.read_text(encoding="utf-8") == "<http://a>   <http://p> 1."
