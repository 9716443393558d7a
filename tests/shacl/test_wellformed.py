"""Shapes that would check nothing in silence: each is refused before an engine runs."""

from itertools import pairwise

import pyoxigraph as ox
import pytest
from helpers.shacl import results, shapes_of

from kgraph.problems import LoadError
from kgraph.shacl.idle import idle
from kgraph.shacl.wellformed import faults, refuse
from kgraph.validate.whole import run_scopes

GOOD = """
:S a sh:NodeShape ; sh:targetClass :T ; sh:property :P , :Q ; sh:closed false ;
    sh:sparql [ sh:prefixes :ns ; sh:select "SELECT $this WHERE { $this :p ?x }" ] .
:P a sh:PropertyShape ; sh:path ( :p [ sh:inversePath :q ] ) ; sh:minCount 1 ; sh:maxCount +2 ;
    sh:datatype xsd:string ; sh:pattern "a" ; sh:flags "i" ; sh:order 1.5 ; sh:name "p"@en ;
    sh:languageIn ( "en" "en-GB" ) ; sh:group :G ; sh:severity sh:Info ; rdfs:comment "any" .
:Q sh:path :q ; sh:minInclusive 0 ; sh:in ( 1 :a "b"@ja ) ; sh:hasValue :a , 1 ;
    sh:qualifiedValueShape [ sh:or ( [ sh:nodeKind sh:IRI ] :R ) ] ; sh:qualifiedMinCount 1 .
:R sh:not [ sh:class :D ] ; :max 5 .
:G a sh:PropertyGroup ; sh:order 0 .
:ns sh:declare [ sh:prefix "" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
:C a sh:ConstraintComponent ; sh:parameter [ sh:path :max ; sh:datatype xsd:integer ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER($value <= $max) }" ] .
"""
X = "^^<http://www.w3.org/2001/XMLSchema#"


def told(text):
    return [str(problem) for problem in faults(shapes_of(text))]


def test_good_shapes_are_let_pass():
    assert told(GOOD) == []
    assert list(idle(shapes_of(GOOD))) == []


def test_a_file_that_says_nothing_is_not_refused() -> None:
    refuse(shapes_of(""))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("sh:minCount 1 ;", "sh:mincount 1 ;", "did you mean sh:minCount?"),
        ("sh:minCount 1 ;", "sh:minCout 1 ;", "did you mean sh:minCount?"),
        ("sh:minCount 1 ;", "sh:wholly 1 ;", "SHACL has no such term"),
        ("sh:minCount 1 ;", "sh:expression 1 ;", "outside SHACL Core and SHACL-SPARQL"),
        ("sh:minCount 1 ;", 'sh:minCount "1" ;', 'sh:minCount is "1"'),
        ("sh:minCount 1 ;", "sh:minCount 1.0 ;", "sh:minCount is"),
        ("sh:minCount 1 ;", "sh:minCount 1 , 2 ;", "sh:minCount stands 2 times"),
        ("sh:minCount 1 ;", "sh:minCount -1 ;", "a whole number from 0 up"),
        ("sh:minCount 1 ;", "sh:uniqueLang 1 ;", "sh:uniqueLang is"),
        ("sh:minCount 1 ;", 'sh:uniqueLang "true" ;', 'sh:uniqueLang is "true"'),
        ("sh:minCount 1 ;", 'sh:uniqueLang "1"^^xsd:boolean ;', "sh:uniqueLang is"),
        ("sh:minCount 1 ;", "sh:inversePath :p ;", "sh:inversePath has no meaning for a shape"),
        ("sh:minCount 1 ;", 'sh:select "SELECT $this {}" ;', "sh:select has no meaning"),
        ("sh:minCount 1 ;", "sh:nodeKind sh:iri ;", "did you mean sh:IRI?"),
        ("sh:minCount 1 ;", "sh:nodeKind :IRI ;", "sh:nodeKind is"),
        ("sh:minCount 1 ;", 'sh:class "T" ;', 'sh:class is "T"'),
        ("sh:minCount 1 ;", "sh:lessThan ( :p ) ;", "sh:lessThan is a node without a name"),
        ("sh:minCount 1 ;", "sh:ignoredProperties ( :p ) ;", "sh:ignoredProperties checks nothing"),
        ("sh:minCount 1 ;", "sh:deactivated 'false' ;", 'sh:deactivated is "false"'),
        ("sh:datatype xsd:string", "sh:datatype xsd:strin", "sh:datatype is xsd:strin"),
        ("sh:datatype xsd:string", "sh:datatype rdfs:Literal", "sh:datatype is rdfs:Literal"),
        ("sh:datatype xsd:string", 'sh:datatype "xsd:string"', 'sh:datatype is "xsd:string"'),
        ('sh:pattern "a"', 'sh:pattern "a"@en', 'sh:pattern is "a"@en'),
        ('sh:pattern "a"', "sh:minLength 1", "sh:flags checks nothing"),
        ('sh:flags "i"', 'sh:flags "g"', 'sh:flags is "g"'),
        ('( "en" "en-GB" )', '"en"', "the list of sh:languageIn is broken"),
        ('( "en" "en-GB" )', '( "en"@en )', "sh:languageIn is"),
        ('( "en" "en-GB" )', '( "english" "en_GB" )', 'sh:languageIn is "en_GB"'),
        ("( 1 :a", "( [] :a", "sh:in is a node without a name"),
        ("sh:minInclusive 0", "sh:minInclusive :a", "sh:minInclusive is"),
        ("sh:minInclusive 0", 'sh:minInclusive "x"^^xsd:integer', "sh:minInclusive is"),
        ("sh:qualifiedMinCount 1", "sh:maxCount 1", "sh:qualifiedValueShape checks nothing"),
        ("sh:or ( [", "sh:or [ rdf:first :R ] ; sh:and ( [", "the list of sh:or is broken"),
        (":R ) ]", ":Missing ) ]", "of which nothing is said"),
        ("sh:property :P ,", 'sh:property "P" ,', '"P" stands where a shape is expected'),
        ("sh:property :P ,", "sh:property :P , :ns ,", "has no sh:path"),
        ("sh:path ( :p [", "sh:path ( [", "its sh:path is not a path"),
        ("sh:path ( :p [ sh:inversePath :q ] )", 'sh:path "p"', "its sh:path is not a path"),
        (":R sh:not", ":R sh:node :S ; sh:not", "refers to itself"),
        ("a sh:NodeShape ;", "a sh:Nodeshape ;", "did you mean sh:NodeShape?"),
        ("sh:targetClass :T", 'sh:targetClass "T"', 'sh:targetClass is "T"'),
        ("sh:targetClass :T", "sh:targetClass :T ; sh:targetNode []", "sh:targetNode is a node"),
        ("sh:targetClass :T", "sh:targetClass :T ; sh:target []", "sh:target is not understood"),
        ("sh:targetClass :T", "sh:targetSubjectOf :p", "did you mean sh:targetSubjectsOf?"),
        ('sh:select "SELECT', 'sh:ask "ASK { } " ; sh:select "SELECT', "sh:ask has no meaning"),
        ('sh:select "SELECT $this WHERE { $this :p ?x }"', "sh:message 'm'", "has no sh:select"),
        ('sh:prefix "" ;', "", "a declaration of a prefix has no sh:prefix"),
        ('"http://example.org/"^^xsd:anyURI', ":", "sh:namespace is"),
        ("sh:parameter [ sh:path :max ;", "sh:parameter [", "a parameter has no sh:path"),
        ("sh:validator [ a sh:SPARQLAskValidator ; sh:ask", ":v [ :ask", "has no validator"),
        ("sh:ask", "sh:asks", "did you mean sh:ask?"),
        (":C a", "[] a", "a constraint component has no name"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named(old, new, complaint):
    assert GOOD.count(old) == 1
    found = told(GOOD.replace(old, new))
    assert any(complaint in problem for problem in found), found


@pytest.mark.parametrize(
    "namespace",
    [
        "https://www.w3.org/ns/shacl#",
        "http://www.w3.org/ns/shacl/",
        "http://w3.org/ns/shacl#",
        "http://www.w3.org/ns/SHACL#",
        "http://www.w3.org/ns/shcl#",
        "http://www.w3.org/2017/ns/shacl#",
    ],
)
def test_terms_of_shacl_in_another_namespace_are_named_once(namespace):
    found = told(f"@prefix sh: <{namespace}> .{GOOD}")
    assert len([line for line in found if "is no term of SHACL" in line]) == 1
    assert "write @prefix sh: <http://www.w3.org/ns/shacl#>" in found[0]


@pytest.mark.parametrize(
    "text",
    [
        ":T a owl:Class ; rdfs:label 'T' .",
        ":P a sh:PropertyShape ; sh:path :p ; sh:minCount 1 .",
        ":S sh:targetClass :T ; sh:message 'm' .",
        ":T a owl:Class , sh:NodeShape .",
        ":S sh:targetClass :T ; sh:nodeKind sh:IRI . :O owl:imports :elsewhere .",
    ],
)
def test_shapes_that_check_nothing_are_refused(text):
    with pytest.raises(LoadError, match="nothing"):
        refuse(shapes_of(text))


NESTED = {
    "sh:not " + "[ sh:not " * 60 + "[ sh:class :D ]" + " ]" * 60: "shapes are nested too deeply",
    "sh:path " + "[ sh:inversePath " * 60 + ":p" + " ]" * 60: "nested too deeply",
    f"sh:maxCount 0 ; sh:path ( {':p ' * 60} )": "has 60 steps",
    'sh:pattern "[a-z-[aeiou]]"': "write the class out",
    'sh:pattern "[a&&b]"': "write the class out",
}


@pytest.mark.parametrize("body", NESTED)
def test_what_an_engine_would_run_into_or_past_is_refused(body):
    assert NESTED[body] in "\n".join(told(f":S sh:targetClass :T ; {body} ."))


@pytest.mark.parametrize("first", range(1, 60, 7))
def test_shapes_count_as_deep_as_they_stand_where_an_inner_one_is_read_first(first):
    names = [f":n{number:02}" for number in range(60)]
    chain = "".join(f"{a} sh:not {b} . " for a, b in pairwise(names))
    targets = f":a sh:targetClass :T ; sh:not {names[first]} . :b sh:targetClass :T ; sh:not :n00 ."
    problems = told(f"{targets} {chain} {names[-1]} sh:class :D .")
    assert "shapes are nested too deeply" in "\n".join(problems)


def test_a_long_list_nests_nothing():
    terms = " ".join(f":x{number} {number}" for number in range(3000))
    shapes = f":S sh:targetSubjectsOf :p ; sh:path :p ; sh:in ( {terms} ) ."
    found = results("compiled", shapes, ":a :p :x2999 , 2999 , 3000 , :y .")
    assert [value.split("^")[0] for _, value, _ in found] == ['"3000"', ":y"]


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
def test_no_engine_runs_on_what_is_not_understood(engine):
    shapes = shapes_of(":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:mincount 1 ] .")
    with pytest.raises(LoadError, match="sh:mincount is not understood"):
        list(run_scopes(ox.Store(), shapes, engine, ("merge",)))


def test_terms_of_shacl_may_be_what_shapes_are_about():
    assert told(":S sh:targetObjectsOf sh:entailment ; sh:path sh:rule ; sh:in ( sh:js ) .") == []


def test_a_report_beside_the_shapes_is_left_alone():
    report = "[ a sh:ValidationReport ; sh:conforms false ; sh:result [ sh:focusNode :x ] ] ."
    assert told(GOOD + report) == []
