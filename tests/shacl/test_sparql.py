"""SPARQL constraints and declared components: one run over all focus nodes, or a refusal."""

import pytest
from helpers.shacl import ENGINES, brief, data_of, results, shapes_of

from kgraph.problems import LoadError
from kgraph.shacl.frame import Frame
from kgraph.shacl.plan import Select, plan
from kgraph.shacl.results import MERGE

PREFIX = ':ns sh:declare [ sh:prefix "" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'
DATA = """
:a a :T ; :p 1 , 2 ; :q :b .
:b a :T ; :p 3 ; :q :a , :c ; :r "x" .
:c a :T .
:d :p 9 .
"""
A, B, C, D = ":a", ":b", ":c", ":d"


def shape(query, path=None, more=""):
    on = f"sh:path {path} ; " if path else ""
    return (
        f"{PREFIX}:S sh:targetClass :T ; {on}sh:sparql [ sh:prefixes :ns ; "
        f'sh:select """{query}""" {more} ] .'
    )


def found(engine, query, path=None):
    return [(focus, value) for focus, value, _ in results(engine, shape(query, path), DATA)]


N = "^^<http://www.w3.org/2001/XMLSchema#integer>"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Without ?value, the focus node of a node shape is the value.
        ("SELECT $this WHERE { $this :r ?x }", [(B, B)]),
        ("SELECT ?this WHERE { ?this :r ?x }", [(B, B)]),
        ("SELECT $this ?value WHERE { $this :q ?value }", [(A, B), (B, A), (B, C)]),
        ("SELECT $this (?x AS ?value) WHERE { $this :p ?x FILTER(?x > 1) }",
         [(A, f'"2"{N}'), (B, f'"3"{N}')]),
        # $this is bound in every group, also where only a filter mentions it.
        ("SELECT $this WHERE { { FILTER($this = :a) } UNION { FILTER($this = :c) } }",
         [(A, A), (C, C)]),
        ("SELECT $this WHERE { ?x :q :c FILTER NOT EXISTS { $this :q ?x } }", [(B, B), (C, C)]),
        ("SELECT $this WHERE { OPTIONAL { $this :p ?x } FILTER(!bound(?x)) }", [(C, C)]),
        ("SELECT $this WHERE { BIND($this AS ?that) ?that :r 'x' }", [(B, B)]),
        ("SELECT $this WHERE { { SELECT $this WHERE { $this :r ?x } } }", [(B, B)]),
        ("SELECT $this (COUNT(?x) AS ?n) { $this :p ?x } GROUP BY $this HAVING(COUNT(?x) > 1)",
         [(A, A)]),
        ("SELECT $this WHERE { $this :q+ :c # 'quoted {\n }", [(A, A), (B, B)]),
        ("SELECT $this WHERE { $this :p ?x FILTER(STR(?x) != '}{') FILTER(?x<2) }", [(A, A)]),
    ],
)  # fmt: skip
def test_constraint_of_a_node_shape(engine, query, expected):
    assert found(engine, query) == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT $this ?value WHERE { $this :q ?value }", [(A, B), (B, A), (B, C)]),
        ("SELECT $this WHERE { OPTIONAL { $this :r ?x } FILTER(!bound(?x)) }", [(A, A), (D, D)]),
        ("SELECT $this WHERE { $this :p 9 OPTIONAL { $this :r ?x } FILTER(!bound(?x)) }",
         [(D, D)]),
        # Read as it stands, the OPTIONAL would find :b before the next triple is looked at.
        ("SELECT $this WHERE { OPTIONAL { $this :r ?x } $this :p 9 FILTER(!bound(?x)) }",
         [(D, D)]),
        ("SELECT $this WHERE { { $this :r ?x } UNION { $this :q :b } }", [(A, A), (B, B)]),
        ("SELECT $this WHERE { { $this :r ?x } UNION { ?x :q :c } }", [(A, A), (B, B), (D, D)]),
        ("SELECT $this WHERE { ?x a :T . { ?x :q :c FILTER($this = ?x) } }", [(B, B)]),
        ("SELECT $this WHERE { $this :p ?x FILTER NOT EXISTS { ?y :q $this } }", [(D, D)]),
        ("SELECT $this WHERE { $this :q* :d }", [(D, D)]),
        ("SELECT $this WHERE { { SELECT $this WHERE { $this :r ?x } } }", [(B, B)]),
        ("SELECT $this WHERE { $this :p ?x . ?y :q :c BIND($this AS ?z) FILTER(?z = ?y) }",
         [(B, B)]),
        # :a is in the data thrice as a subject of :p or :q, and counts once.
        ("SELECT $this (COUNT(?x) AS ?n) { $this :p ?x } GROUP BY $this HAVING(COUNT(?x) > 1)",
         [(A, A)]),
        ("SELECT $this (COUNT(?x) AS ?n) { ?x a :T FILTER(?x != $this) } GROUP BY $this "
         "HAVING(COUNT(?x) > 2)", [(D, D)]),
    ],
)  # fmt: skip
def test_constraint_of_a_shape_with_several_targets(engine, query, expected):
    """A node may be met by several targets, and by each of them several times."""
    targets = shape(query).replace("sh:targetClass :T", "sh:targetSubjectsOf :p , :q")
    rows = [(focus, value) for focus, value, _ in results(engine, targets, DATA)]
    assert rows == expected


def test_a_constraint_that_begins_with_its_node_searches_no_list_of_targets():
    query = "SELECT $this WHERE { $this :r ?x }"
    several = shape(query).replace("sh:targetClass :T", "sh:targetSubjectsOf :p , :q")
    [step] = plan(shapes_of(several), Frame())
    assert step.text.index("FILTER EXISTS") > step.text.index("?x")


@pytest.mark.parametrize("engine", ENGINES)
def test_constraint_of_a_property_shape_has_its_path(engine):
    query = "SELECT $this ?value WHERE { $this $PATH ?value . FILTER(?value = :c) }"
    assert found(engine, query, "( :q :q )") == [(A, C)]
    query = "SELECT $this WHERE { $this $PATH ?v . FILTER(?v = :c) }"
    assert found(engine, query, ":q") == [(B, "")]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_query_may_name_the_path_of_its_results(engine):
    text = shape("SELECT $this ?path ?value WHERE { $this ?path ?value . ?value :r ?x }")
    run = ENGINES[engine](shapes_of(text), {MERGE: data_of(DATA)})
    assert [(brief(r.focus), r.path.iri[-1], brief(r.value)) for r in run] == [(A, "q", B)]


@pytest.mark.parametrize("engine", ENGINES)
def test_further_variables_are_kept_for_the_message(engine):
    text = shape(
        "SELECT $this ?x WHERE { $this :p ?x FILTER(?x > 2) }", more='; sh:message "has {?x}"@en'
    )
    run = ENGINES[engine](shapes_of(text), {MERGE: data_of(DATA)})
    assert [[(name, str(getattr(v, "value", v))) for name, v in r.bindings] for r in run] == [
        [("x", "3")]
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_constraint_within_a_shape_that_is_asked_about(engine):
    text = f"""{PREFIX}:S sh:targetClass :T ; sh:not [ sh:sparql [ sh:prefixes :ns ;
        sh:select "SELECT $this WHERE {{ $this :p ?x }}" ] ] ."""
    assert results(engine, text, DATA) == [(C, C, "Not")]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_deactivated_constraint_is_not_run(engine):
    text = shape("SELECT $this WHERE { $this :p ?x }", more="; sh:deactivated true")
    assert results(engine, text, DATA) == []


COMPONENT = f"""{PREFIX}
:AtMost a sh:ConstraintComponent ; sh:parameter [ sh:path :atMost ] ,
    [ sh:path :unless ; sh:optional true ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes :ns ; sh:message "above {{$atMost}}"@en ;
        sh:ask "ASK {{ FILTER($value <= $atMost || $value = COALESCE(?unless, 0)) }}" ] .
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_declared_component_on_a_node_shape(engine):
    text = COMPONENT + ":S sh:targetNode 1 , 5 ; :atMost 4 ."
    assert [pair[:2] for pair in results(engine, text, DATA)] == [(f'"5"{N}', f'"5"{N}')]


def test_a_declared_component_on_a_property_shape_names_the_value():
    # pySHACL leaves the value out there, though the standard asks for it.
    text = COMPONENT + ":S sh:targetClass :T ; sh:path :p ; :atMost 1 ."
    found = [pair[:2] for pair in results("compiled", text, DATA)]
    assert found == [(A, f'"2"{N}'), (B, f'"3"{N}')]
    text = COMPONENT + ":S sh:targetClass :T ; sh:path :p ; :atMost 1 ; :unless 3 ."
    assert [pair[:2] for pair in results("compiled", text, DATA)] == [(A, f'"2"{N}')]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT $this WHERE { $this :p ?x MINUS { $this :q ?y } }", "uses MINUS"),
        ("SELECT $this WHERE { VALUES ?x { 1 } $this :p ?x }", "uses VALUES"),
        ("SELECT $this WHERE { SERVICE <http://x/> { $this :p ?x } }", "uses SERVICE"),
        ("SELECT $this WHERE { GRAPH ?g { $this :p ?x } }", "uses GRAPH"),
        ("SELECT $this FROM <http://x/> WHERE { $this :p ?x }", "uses FROM"),
        ("SELECT $this WHERE { { SELECT $this { $this :p ?x } LIMIT 1 } }", "uses LIMIT"),
        ("SELECT $this WHERE { BIND(1 AS $this) }", "assigns \\$this"),
        ("SELECT ?x WHERE { $this :p ?x }", "does not select \\$this"),
        ("SELECT (COUNT($this) AS ?n) WHERE { $this :p ?x }", "does not select \\$this"),
        ("SELECT $this WHERE { { SELECT * WHERE { $this :p ?x } } }", "does not select \\$this"),
        ("SELECT $this WHERE { { SELECT ?x WHERE { $this :p ?x } } }", "does not select \\$this"),
        ("SELECT $this (COUNT(?x) AS ?n) WHERE { $this :p ?x }", "without GROUP BY \\$this"),
        ("SELECT $this WHERE { $this :p ?x } GROUP BY ?x", "groups without \\$this"),
        ("SELECT $this WHERE { $this $PATH ?x }", "uses \\$PATH"),
        ("SELECT $this WHERE { GRAPH $shapesGraph { ?s ?p ?o } }", "\\$shapesGraph|GRAPH"),
        ("SELECT $this ?failure WHERE { $this :p ?x }", "binds \\?failure"),
        ("SELECT $this WHERE { $this nope:p ?x }", "does not run"),
        ("SELECT $this WHERE { $this :p }", "does not run"),
        ("SELECT $this WHERE { $this :p ?x FILTER(:unknown(?x)) }", "does not run"),
        ("ASK { $this :p ?x }", "not a SELECT query"),
    ],
)
def test_a_query_that_no_engine_runs_rightly_is_refused_by_both_without_advice(query, reason):
    for run in ENGINES.values():
        with pytest.raises(LoadError, match=reason) as error:
            list(run(shapes_of(shape(query)), {MERGE: data_of(DATA)}))
        assert "pyshacl" not in str(error.value)


@pytest.mark.parametrize("word", ["LIMIT 1", "OFFSET 1"])
def test_a_query_that_cuts_its_rows_off_is_run_by_the_engine_that_is_advised(word):
    query = f"SELECT $this ?value WHERE {{ $this :p ?value }} ORDER BY ?value {word}"
    with pytest.raises(LoadError, match="validate with the pyshacl engine"):
        results("compiled", shape(query), DATA)
    each = [(A, f'"1"{N}'), (B, f'"3"{N}')] if word == "LIMIT 1" else [(A, f'"2"{N}')]
    assert [pair[:2] for pair in results("pyshacl", shape(query), DATA)] == each


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pattern_means_the_same_to_both_engines(engine):
    letters = ':S sh:targetNode :b ; sh:path :r ; sh:pattern "^\\\\p{Lu}" .'
    assert results(engine, letters, DATA) == [(B, '"x"', "Pattern")]
    # Python's `re` would try for hours.
    long = ':S sh:targetNode "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" ; sh:pattern "^(a+)+$" .'
    assert results(engine, long, DATA) == []
    assert len(results(engine, long.replace("(a+)+$", "(a+)+b$"), DATA)) == 1
    for wrong in ("(", "^(?!x)", "(a)\\\\1"):
        with pytest.raises(LoadError, match="does not work") as error:
            results(engine, f':S sh:targetNode :b ; sh:pattern "{wrong}" .', DATA)
        assert "pyshacl" not in str(error.value)


def test_a_keyword_in_a_name_a_string_or_a_comment_is_no_keyword():
    query = "SELECT $this WHERE { $this :values ?x ; <http://x/MINUS> 'SERVICE' . # LIMIT\n }"
    assert plan(shapes_of(shape(query)), Frame())


def test_every_problem_is_named_at_once():
    shapes = (
        f"{PREFIX}"
        ':S sh:targetClass :T ; sh:sparql [ sh:select "SELECT ?x WHERE { ?x ?y ?z }" ] .'
        ':R sh:targetClass :T ; sh:pattern "(?=a)" .'
        ":Q sh:targetClass :T ; sh:datatype xsd:byte ."
    )
    with pytest.raises(LoadError) as error:
        plan(shapes_of(shapes), Frame())
    text = str(error.value)
    assert len(error.value.problems) == 3
    assert "example.org/S" in text
    assert "does not work" in text
    assert "xsd:byte cannot be checked in the store" in text


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        (":S sh:targetClass :T ; sh:node :S .", "refers to itself"),
        (":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:node :S ] .", "refers to itself"),
        (":S sh:targetClass :T ; sh:js [ sh:jsFunctionName 'f' ] .", "sh:js is not understood"),
        (":S sh:targetClass :T ; sh:datatype xsd:date , xsd:time .", "stands 2 times"),
        (":S sh:targetClass :T ; sh:minCount 1 .", "stands on a node shape"),
        (":S sh:targetClass :T ; sh:path :p ; sh:minCount 'one' .", "sh:minCount is"),
        (":S sh:targetClass :T ; sh:minLength -1 .", "sh:minLength is"),
        (":S sh:targetClass :T ; sh:nodeKind sh:Thing .", "sh:nodeKind is"),
        (":S sh:targetClass :T ; sh:property :P .", "of which nothing is said"),
        (":S sh:targetClass :T ; sh:property [ sh:minCount 1 ] .", "has no sh:path"),
        (":S sh:targetClass :T ; sh:node [ sh:path :p ] .", "sh:node takes node shapes"),
        (":S sh:targetClass :T ; sh:not 'a' .", "a literal is not a shape"),
        (":S sh:targetClass :T ; sh:in ( [] ) .", "sh:in is a node without a name"),
        (":S sh:targetNode [] ; sh:nodeKind sh:IRI .", "sh:targetNode is a node without a name"),
    ],
)
def test_shapes_that_are_ill_formed_are_refused(shapes, reason):
    for run in ENGINES.values():
        with pytest.raises(LoadError, match=reason):
            run(shapes_of(shapes), {MERGE: ()})


def test_a_plan_can_read_a_named_graph_of_another_engine():
    text = shape("SELECT $this ?value WHERE { $this :p ?value }")
    steps = plan(shapes_of(text), Frame(scratch="urn:my:scratch", data_graph="urn:my:data"))
    [select] = [step for step in steps if isinstance(step, Select)]
    assert "GRAPH <urn:my:data> {" in select.text
    assert all("urn:x-kgraph" not in step.text for step in steps)
