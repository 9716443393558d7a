"""What a plan stages and what it asks in place: one result either way."""

import time

import pyoxigraph as ox
import pytest
from helpers.shacl import ENGINES, data_of, results, shapes_of

from kgraph.shacl.frame import Frame
from kgraph.shacl.paths import DEEPEST
from kgraph.shacl.plan import Select, Update, plan
from kgraph.shacl.run import run_merge

STATED = ":a a :Narrow , :Wide . :b a :Wide . :Narrow rdfs:subClassOf :Wide ."
FOLLOWED = ":a a :Narrow . :b a :Wide . :Narrow rdfs:subClassOf :Wide ."
NAMED = ":S sh:targetClass :Wide ; sh:property [ sh:path :name ; sh:minCount 1 ] ."


def steps(text, **frame):
    return plan(shapes_of(text), Frame(**frame))


def staged(text, **frame):
    return [step.text for step in steps(text, **frame) if isinstance(step, Update)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("data", [STATED, FOLLOWED])
def test_a_class_has_the_things_of_the_classes_below_it(engine, data):
    assert results(engine, NAMED, data) == [(":a", "", "MinCount"), (":b", "", "MinCount")]
    used = ":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:class :Wide ] ."
    assert results(engine, used, data + ":x :p :a , :b , :c , 1 .") == [
        (":x", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>', "Class"),
        (":x", ":c", "Class"),
    ]


def test_things_of_a_class_are_staged_only_where_classes_are_to_be_followed():
    assert len(staged(NAMED)) == 1
    assert staged(NAMED, closed=True) == []


def test_shapes_with_the_same_nodes_share_one_set():
    other = ":R sh:targetClass :Wide ; sh:property [ sh:path :q ; sh:maxCount 1 ] ."
    assert len(staged(NAMED + other)) == 1
    further = ":Q sh:targetClass :Wide ; sh:targetNode :c ; sh:nodeKind sh:IRI ."
    assert len(staged(NAMED + other + further)) == 3


IN_PLACE = [
    "[ sh:languageIn ( 'en' ) ]",
    "[ sh:class :Wide ]",
    "[ sh:property [ sh:path :r ; sh:hasValue :z ] ]",
    "[ sh:property [ sh:path :r ; sh:minCount 1 ] ]",
    "[ sh:property [ sh:path :r ; sh:maxCount 0 ] ]",
    "[ sh:property [ sh:path ( :r [ sh:inversePath :r ] ) ; sh:nodeKind sh:IRI ] ]",
    "[ sh:not [ sh:or ( [ sh:hasValue :y ] [ sh:property [ sh:path :r ; sh:class :Wide ] ] ) ] ]",
    "[ sh:property [ sh:path :r ; sh:qualifiedMinCount 1 ;"
    " sh:qualifiedValueShape [ sh:class :Wide ] ] ]",
    "[ sh:deactivated true ; sh:in () ]",
]
STAGED = [
    "[ sh:property [ sh:path :r ; sh:minCount 2 ] ]",
    "[ sh:property [ sh:path :r ; sh:maxCount 1 ] ]",
    "[ sh:property [ sh:path [ sh:zeroOrMorePath :r ] ; sh:class :Wide ] ]",
    "[ sh:closed true ]",
    "[ sh:not [ sh:property [ sh:path :r ; sh:equals :q ] ] ]",
]
ASKING = """
:S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:node {0} ] .
:R sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:qualifiedMaxCount 1 ;
    sh:qualifiedValueShape {0} ] .
:Q sh:targetObjectsOf :p ; sh:not {0} .
"""
ASKED = """
:a :p :x , :y , :z , 'text'@en , 'Text'@de . :b :p :y , _:b . :c :p 'text'@en .
:x :r :y , :z ; a :Narrow . :y :r :x ; :q :x . :z a :Wide . _:b :r _:b , 1 .
:Narrow rdfs:subClassOf :Wide .
"""


@pytest.mark.parametrize("part", IN_PLACE + STAGED)
def test_asked_in_place_or_staged_it_is_the_same_shape(part):
    text = ASKING.replace("{0}", part)
    found = {engine: results(engine, text, ASKED) for engine in ENGINES}
    assert found["compiled"] == found["pyshacl"]
    assert bool(staged(text)) == (part in STAGED)


def test_shapes_that_share_parts_again_and_again_do_not_grow_without_end():
    # As deep as shapes may stand within each other, each with the next one in it twice.
    text = f":S sh:targetSubjectsOf :p ; sh:not :n{DEEPEST - 2} . :n0 sh:in ( :a ) .\n"
    text += "\n".join(
        f":n{i + 1} sh:node :n{i} ; sh:or ( :n{i} [ sh:nodeKind sh:Literal ] ) ."
        for i in range(DEEPEST - 2)
    )
    assert max(len(step.text) for step in steps(text)) < 20_000
    assert staged(text)
    assert results("compiled", text, ":a :p 1 . :b :p 1 .") == [(":a", ":a", "Not")]


@pytest.mark.parametrize("target", ["sh:targetSubjectsOf :p", "sh:targetNode :a"])
def test_the_store_is_only_read(target):
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in data_of(":a :p 1 , 2 ."))
    before = set(store)
    shapes = shapes_of(f":S {target} ; sh:property [ sh:path :p ; sh:maxCount 1 ] .")
    assert len(list(run_merge(shapes, store))) == 1
    assert set(store) == before


def test_values_are_looked_at_before_the_nodes_that_have_them():
    text = ":S sh:targetSubjectsOf :p ; sh:property [ sh:path :q ; sh:datatype xsd:date ] ."
    [step] = [step for step in steps(text) if isinstance(step, Select)]
    assert step.text.index("SELECT DISTINCT ?value") < step.text.index("FILTER EXISTS")


def test_classes_that_are_all_below_each_other_take_no_long_time():
    names = [f":C{i}" for i in range(300)]
    steps = " ".join(f"{low} rdfs:subClassOf {' , '.join(names)} ." for low in names)
    data = steps + f" :a a {' , '.join(names)} ."
    shapes = ":S sh:targetClass :C7 ; sh:property [ sh:path :name ; sh:minCount 1 ] ."
    begun = time.monotonic()
    assert results("compiled", shapes, data) == [(":a", "", "MinCount")]
    assert time.monotonic() - begun < 8  # nearly all of it to read the 90,000 statements
