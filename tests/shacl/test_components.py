"""Each target, path and constraint component on a small graph, with both engines."""

import pytest
from helpers.shacl import ENGINES, data_of, results, shapes_of

DATA = """
:a a :Firm ; :name "Alpha" ; :code 5 ; :part :b ; :day "2024-05-01"^^xsd:date .
:b a :Bank ; :name "Beta"@en , "Bete"@en , "ベータ"@ja ; :code "x"^^xsd:integer ; :part :c .
:c :name "C" ; :code 7.5 ; :part _:d ; :day "2024-02-30"^^xsd:date .
_:d :name :a .
:Bank rdfs:subClassOf :Firm .
"""

A, B, C = ":a", ":b", ":c"

TARGETS = {
    "sh:targetClass :Firm": [A, B],
    "sh:targetNode :c , :z": [C, ":z"],
    'sh:targetNode "text"': ['"text"'],
    "sh:targetSubjectsOf :day": [A, C],
    "sh:targetObjectsOf :part": ["_:", B, C],
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("target", TARGETS)
def test_target(engine, target):
    found = results(engine, f":S {target} ; sh:in () .", DATA)
    assert [focus for focus, _, _ in found] == sorted(TARGETS[target])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_shape_that_is_a_class_targets_its_instances(engine):
    found = results(engine, ":Bank a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:Literal .", DATA)
    assert found == [(B, B, "NodeKind")]


PATHS = {
    ":part": [B],
    "( :part :part )": [C],
    "[ sh:inversePath :part ]": [],
    "[ sh:alternativePath ( :part :code ) ]": [
        '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
        B,
    ],
    "[ sh:zeroOrOnePath :part ]": [A, B],
    "[ sh:zeroOrMorePath :part ]": [A, B, C, "_:"],
    "[ sh:oneOrMorePath :part ]": [B, C, "_:"],
    "( :part [ sh:inversePath :part ] )": [A],
    "[ sh:inversePath ( :part :part ) ]": [],
    "( [ sh:zeroOrMorePath :part ] :day )": [
        '"2024-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"2024-05-01"^^<http://www.w3.org/2001/XMLSchema#date>',
    ],
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", PATHS)
def test_path(engine, path):
    found = results(engine, f":S sh:targetNode :a ; sh:path {path} ; sh:in () .", DATA)
    assert [value for _, value, _ in found] == sorted(PATHS[path])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_path_of_no_step_leads_from_a_node_outside_the_graph_to_itself(engine):
    shape = ":S sh:targetNode :z ; sh:path [ sh:zeroOrMorePath :part ] ; sh:nodeKind sh:Literal ."
    assert results(engine, shape, DATA) == [(":z", ":z", "NodeKind")]


X = "^^<http://www.w3.org/2001/XMLSchema#"
# Constraint on the values of a path, from all nodes with a :part or a :name; who fails with what.
COMPONENTS = {
    ":name sh:minCount 1": [],
    ":day sh:minCount 1": [(B, ""), ("_:", "")],
    ":name sh:minCount 2": [(A, ""), (C, ""), ("_:", "")],
    ":name sh:maxCount 2": [(B, "")],
    ":name sh:maxCount 0": [(A, ""), (B, ""), (C, ""), ("_:", "")],
    ":part sh:class :Firm": [(B, C), (C, "_:")],
    ":name sh:class :Firm": [(A, '"Alpha"'), (B, '"Beta"@en'), (B, '"Bete"@en'), (B, '"ベータ"@ja'),
                             (C, '"C"')],
    ":code sh:datatype xsd:integer": [(B, f'"x"{X}integer>'), (C, f'"7.5"{X}decimal>')],
    ":day sh:datatype xsd:date": [(C, f'"2024-02-30"{X}date>')],
    ":name sh:datatype xsd:string": [(B, '"Beta"@en'), (B, '"Bete"@en'), (B, '"ベータ"@ja'),
                                      ("_:", A)],
    ":name sh:nodeKind sh:Literal": [("_:", A)],
    ":part sh:nodeKind sh:IRI": [(C, "_:")],
    ":code sh:minInclusive 5": [(B, f'"x"{X}integer>')],
    ":code sh:minExclusive 5": [(A, f'"5"{X}integer>'), (B, f'"x"{X}integer>')],
    ":code sh:maxInclusive 7.5": [(B, f'"x"{X}integer>')],
    ":code sh:maxExclusive 7.5": [(B, f'"x"{X}integer>'), (C, f'"7.5"{X}decimal>')],
    ":name sh:minLength 4": [(B, '"ベータ"@ja'), (C, '"C"')],
    ":name sh:maxLength 4": [(A, '"Alpha"'), ("_:", A)],
    ":part sh:minLength 1": [(C, "_:")],
    ':name sh:pattern "^[AB]"': [(B, '"ベータ"@ja'), (C, '"C"'), ("_:", A)],
    ':name sh:pattern "^[ab]" ; sh:flags "i"': [(B, '"ベータ"@ja'), (C, '"C"'), ("_:", A)],
    ':name sh:languageIn ( "en" )': [(A, '"Alpha"'), (B, '"ベータ"@ja'), (C, '"C"'), ("_:", A)],
    ":name sh:uniqueLang true": [(B, "")],
    ":name sh:uniqueLang false": [],
    ":part sh:equals :part": [],
    ":part sh:equals :other": [(A, B), (B, C), (C, "_:")],
    ":name sh:disjoint :name": [(A, '"Alpha"'), (B, '"Beta"@en'), (B, '"Bete"@en'),
                                (B, '"ベータ"@ja'), (C, '"C"'), ("_:", A)],
    ":name sh:disjoint :code": [],
    ':name sh:hasValue "C"': [(A, ""), (B, ""), ("_:", "")],
    ':name sh:in ( "C" :a "Alpha" )': [(B, '"Beta"@en'), (B, '"Bete"@en'), (B, '"ベータ"@ja')],
    ":code sh:in ( 5 )": [(B, f'"x"{X}integer>'), (C, f'"7.5"{X}decimal>')],
    ":part sh:not [ sh:class :Firm ]": [(A, B)],
    ":part sh:node [ sh:class :Firm ]": [(B, C), (C, "_:")],
    ":name sh:and ( [ sh:minLength 2 ] [ sh:nodeKind sh:Literal ] )": [(C, '"C"'), ("_:", A)],
    ':name sh:or ( [ sh:datatype xsd:string ] [ sh:languageIn ( "ja" ) ] )': [
        (B, '"Beta"@en'), (B, '"Bete"@en'), ("_:", A)],
    ":name sh:xone ( [ sh:maxLength 4 ] [ sh:datatype xsd:string ] )": [(C, '"C"'), ("_:", A)],
    ":part sh:property [ sh:path :name ; sh:nodeKind sh:Literal ]": [("_:", A)],
    ":name sh:qualifiedValueShape [ sh:minLength 3 ] ; sh:qualifiedMinCount 1": [(C, "")],
    ":name sh:qualifiedValueShape [ sh:languageIn ( 'en' ) ] ; sh:qualifiedMaxCount 1": [(B, "")],
}  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("constraint", COMPONENTS)
def test_component_on_a_path(engine, constraint):
    path, rest = constraint.split(" ", 1)
    shape = f":S sh:targetSubjectsOf :name ; sh:path {path} ; {rest} ."
    found = [(focus, value) for focus, value, _ in results(engine, shape, DATA)]
    assert found == sorted(COMPONENTS[constraint])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("constraint", "failing"),
    [
        ("sh:class :Bank", [(A, A)]),
        ("sh:nodeKind sh:IRI", []),
        ('sh:pattern "a$"', [(B, B)]),
        ("sh:hasValue :a", [(B, "")]),
        ("sh:in ( :a )", [(B, B)]),
        ("sh:equals :part", [(A, A), (A, B), (B, B), (B, C)]),
        ("sh:disjoint :part", []),
        ("sh:not [ sh:class :Bank ]", [(B, B)]),
        ("sh:node [ sh:property [ sh:path :part ; sh:class :Bank ] ]", [(B, B)]),
        ("sh:closed true ; sh:ignoredProperties ( rdf:type :name :code :day )", [(A, B), (B, C)]),
        (
            "sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path :name ] , "
            "[ sh:path :part ] , [ sh:path :code ]",
            [(A, f'"2024-05-01"{X}date>')],
        ),
        ("sh:closed false", []),
    ],
)
def test_component_on_a_node(engine, constraint, failing):
    found = results(engine, f":S sh:targetClass :Firm ; {constraint} .", DATA)
    assert [(focus, value) for focus, value, _ in found] == failing


@pytest.mark.parametrize("engine", ENGINES)
def test_less_than_compares_each_pair(engine):
    data = ':x :from "2024-01-01"^^xsd:date ; :to "2023-01-01"^^xsd:date , "2025-01-01"^^xsd:date .'
    shape = ":S sh:targetNode :x ; sh:path :from ; sh:lessThan :to , :from ."
    first = f'"2024-01-01"{X}date>'
    assert set(results(engine, shape, data)) == {(":x", first, "LessThan")}
    shape = ":S sh:targetNode :x ; sh:path :from ; sh:lessThanOrEquals :from ."
    assert results(engine, shape, data) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_disjoint_qualified_shapes_do_not_count_what_a_sibling_counts(engine):
    shapes = """
    :Hand sh:targetNode :h ; sh:property :thumb , :finger .
    :thumb sh:path :digit ; sh:qualifiedValueShape [ sh:class :Thumb ] ; sh:qualifiedMinCount 1 ;
        sh:qualifiedValueShapesDisjoint true .
    :finger sh:path :digit ; sh:qualifiedValueShape [ sh:class :Finger ] ;
        sh:qualifiedMinCount 2 ; sh:qualifiedValueShapesDisjoint true .
    """
    both = ":both a :Thumb , :Finger ."
    data = f":h :digit :both , :f . :f a :Finger . {both}"
    assert set(results(engine, shapes, data)) == {(":h", "", "QualifiedMinCount")}
    data = f":h :digit :t , :f , :g , :both . :t a :Thumb . :f a :Finger . :g a :Finger . {both}"
    assert results(engine, shapes, data) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_severity_and_deactivation(engine):
    shapes = """
    :S sh:targetNode :a ; sh:severity sh:Warning ; sh:nodeKind sh:Literal ; sh:property :P , :Q .
    :P sh:path :name ; sh:maxCount 0 ; sh:severity sh:Info .
    :Q sh:path :name ; sh:maxCount 0 ; sh:deactivated true .
    :Off sh:targetNode :a ; sh:deactivated true ; sh:nodeKind sh:Literal .
    :N sh:targetNode :a ; sh:node :Off .
    """
    found = ENGINES[engine](shapes_of(shapes), {"": data_of(DATA)})
    assert {(r.shape.value[-1], r.severity.split("#")[1]) for r in found} == {
        ("S", "Warning"),
        ("P", "Info"),
    }
