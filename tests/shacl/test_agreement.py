"""The compiled engine and pySHACL give the same results on random shapes and random data.

With what the store rewrites or cannot compute with, and what pySHACL and rdflib take for something
else.
"""

from functools import cache

from helpers.shacl import ENGINES, data_of, shapes_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.datatypes import well_formed
from kgraph.problems import LoadError
from kgraph.shacl.results import MERGE
from kgraph.shacl.vocabulary import PROPERTIES

NODES = (":a", ":b", ":c", ":d", "_:x", "_:y")
NUMBERS = (
    *('"1"^^xsd:integer', '"2"^^xsd:integer', '"01"^^xsd:integer', '"2"^^xsd:int'),
    *('"2.5"^^xsd:decimal', '"2.50"^^xsd:decimal', '"2.0"^^xsd:decimal', '"3.0E0"^^xsd:double'),
    *('"99999999999999999999"^^xsd:integer', '"0.1234567890123456789"^^xsd:decimal'),
    *('"+99999999999999999999"^^xsd:integer', '"300"^^xsd:byte', '"1_000"^^xsd:integer'),
)
DATES = (
    *('"2024-05-01"^^xsd:date', '"2024-05-02"^^xsd:date', '"-0012-11-29"^^xsd:date'),
    *('"12024-05-01"^^xsd:date', '"2024-05-01T06:00:00"^^xsd:date', '"2024"^^xsd:gYear'),
    *('"2024-05-01T06:00:00.10Z"^^xsd:dateTime', '"2024-05-01T06:00:00.1Z"^^xsd:dateTimeStamp'),
    *('"2024-05-01T06:00:00.1000001Z"^^xsd:dateTime', '"2024-05-01T06:00:00"^^xsd:dateTimeStamp'),
)
MIXED = (
    *('"1"^^xsd:integer', '"two"^^xsd:integer', '"2.5"^^xsd:decimal', '"2024-05-01"^^xsd:date'),
    *('"2024-02-30"^^xsd:date', '"true"^^xsd:boolean', '"1"^^xsd:boolean'),
    *('"perhaps"^^xsd:boolean', '"a"', '"abc"', '"a\\n"', '"a"@en', '"b"@en-gb', '"b"@ja'),
)
ALL = (*NUMBERS, *DATES, *MIXED)
PREDICATES = (":p", ":q", ":r")
ORDERED = (":s", ":t")
PATTERNS = ('"^a$"', '"B" ; sh:flags "i"', '"[05]$"', '"A. $" ; sh:flags "isx"')
CLASSES = (":C", ":D")

simple_paths = st.sampled_from(PREDICATES)
paths = st.one_of(
    simple_paths,
    st.recursive(
        simple_paths,
        lambda inner: st.one_of(
            inner.map(lambda p: f"[ sh:inversePath {p} ]"),
            inner.map(lambda p: f"[ sh:zeroOrMorePath {p} ]"),
            inner.map(lambda p: f"[ sh:oneOrMorePath {p} ]"),
            inner.map(lambda p: f"[ sh:zeroOrOnePath {p} ]"),
            st.tuples(inner, inner).map(lambda p: f"( {p[0]} {p[1]} )"),
            st.tuples(inner, inner).map(lambda p: f"[ sh:alternativePath ( {p[0]} {p[1]} ) ]"),
        ),
        max_leaves=3,
    ),
)


def parameter(constraint):
    """What may stand once in a shape."""
    return constraint.split()[0]


def write_shape(parts, path=None):
    return " ; ".join([*([] if path is None else [f"sh:path {path}"]), *parts])


def some(constraints, least=0, most=2):
    return st.lists(constraints, min_size=least, max_size=most, unique_by=parameter)


def pair(keywords, values):
    return st.tuples(st.sampled_from(keywords), values).map(lambda t: f"sh:{t[0]} {t[1]}")


def joined(values, most):
    return st.lists(values, max_size=most).map(" ".join)


# Strategies are made once: to look through a new one takes longer than to draw from it.
numbers = st.integers(0, 2)
once_or_twice = st.integers(1, 2)
yes_or_no = st.booleans()
counts = st.sampled_from(("qualifiedMinCount", "qualifiedMaxCount"))
literals_and_bounds = st.sampled_from(
    ((NUMBERS, NUMBERS), (DATES, DATES), (MIXED, MIXED), (ALL, ALL))
)


def sound(text):
    """Whether a literal may stand as a bound."""
    [triple] = data_of(f":x :y {text} .")
    return well_formed(triple.object)


def anywhere(literals, bounds):
    """Constraints that may stand in any shape; `bounds` are what values are compared with."""
    constants = st.sampled_from((":a", ":b", *literals))
    kinds = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
    datatypes = (
        *("xsd:integer", "xsd:decimal", "xsd:double", "xsd:date", "xsd:boolean", "xsd:string"),
        *("xsd:int", "xsd:byte", "xsd:nonNegativeInteger", "xsd:dateTime", "xsd:dateTimeStamp"),
        *("rdf:langString", "xsd:gYear"),
    )
    found = [
        pair(("class",), st.sampled_from(CLASSES)),
        pair(("datatype",), st.sampled_from(datatypes)),
        pair(("nodeKind",), st.sampled_from([f"sh:{kind}" for kind in kinds])),
        pair(("minLength", "maxLength"), st.sampled_from((0, 1, 2, 3, 10**30))),
        pair(
            ("pattern",),
            st.sampled_from(('"^a$"', '"B" ; sh:flags "i"', '"[05]$"', '"A. $" ; sh:flags "isx"')),
        ),
        pair(("languageIn",), st.sampled_from(('( "en" )', '( "ja" "en-GB" )'))),
        pair(("equals", "disjoint"), simple_paths),
        pair(("hasValue",), constants),
        pair(("in",), joined(constants, 4).map(lambda items: f"( {items} )")),
    ]
    if bounds:
        compared = ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
        kept = [bound for bound in bounds if sound(bound)]
        found.append(pair(compared, st.sampled_from(kept)))
    return st.one_of(found)


on_paths = st.one_of(pair(("minCount", "maxCount"), numbers), st.just("sh:uniqueLang true"))
ordered = st.tuples(
    st.sampled_from(ORDERED), pair(("lessThan", "lessThanOrEquals"), st.sampled_from(ORDERED))
).map(lambda t: write_shape(t[1:], t[0]))


def nested(shape, inner):
    """Constraints that refer to other shapes: node shapes `shape`, property shapes of `inner`."""
    blank = shape.map(lambda text: f"[ {text} ]")
    property_shape = st.tuples(paths, some(inner, 1)).map(
        lambda t: f"[ {write_shape(t[1], t[0])} ]"
    )
    lists = st.lists(blank, min_size=1, max_size=3).map(lambda shapes: f"( {' '.join(shapes)} )")
    closed = joined(st.sampled_from(PREDICATES), 1)
    return st.one_of(
        pair(("not", "node"), blank),
        pair(("not",), property_shape),
        pair(("property",), property_shape),
        pair(("and", "or", "xone"), lists),
        closed.map(lambda names: f"sh:closed true ; sh:ignoredProperties ( {names} )"),
    )


@st.composite
def qualified(draw, conforming):
    """A node shape whose property shapes count the values that conform to disjoint shapes."""
    properties = []
    for _ in range(draw(once_or_twice)):
        parts = [f"sh:qualifiedValueShape [ {draw(conforming)} ]"]
        parts.append(f"sh:{draw(counts)} {draw(numbers)}")
        if draw(yes_or_no):
            parts.append("sh:qualifiedValueShapesDisjoint true")
        properties.append(f"sh:property [ {write_shape(parts, draw(paths))} ]")
    return " ; ".join(properties)


targets = st.one_of(
    pair(("targetClass",), st.sampled_from(CLASSES)),
    pair(("targetNode",), st.sampled_from((":a", ":z", '"a"'))),
    pair(("targetSubjectsOf", "targetObjectsOf"), simple_paths),
)


@cache
def root_shapes(literals, bounds):
    simple = anywhere(literals, bounds)
    inner = st.one_of(simple, on_paths)
    node_texts = st.recursive(
        some(simple, 1).map(write_shape),
        lambda shape: st.tuples(some(simple, 0, 1), some(nested(shape, inner), 1, 2)).map(
            lambda t: write_shape([*t[0], *t[1]])
        ),
        max_leaves=3,
    )
    return st.one_of(
        node_texts,
        qualified(some(simple, 1, 1).map(write_shape)),
        *([ordered] if bounds else []),
        st.tuples(paths, some(st.one_of(inner, nested(node_texts, inner)), 1, 3)).map(
            lambda t: write_shape(t[1], t[0])
        ),
    )


@cache
def data_texts(literals):
    values = st.sampled_from((*NODES, *literals))
    triples = st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), values)
    typings = st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(CLASSES))
    plain = st.tuples(st.sampled_from(NODES), st.sampled_from(ORDERED), values)
    return st.lists(st.one_of(triples, triples, typings, plain), min_size=4, max_size=18).map(
        lambda found: ":D rdfs:subClassOf :C .\n" + "\n".join(" ".join((*t, ".")) for t in found)
    )


@cache
def roots_of(literals, bounds):
    return st.lists(st.tuples(targets, root_shapes(literals, bounds)), min_size=1, max_size=2)


@st.composite
def cases(draw):
    """The text of shapes and of data, with literals that fit together."""
    literals, bounds = draw(literals_and_bounds)
    roots = draw(roots_of(literals, bounds))
    shapes = "\n".join(f":Shape{i} {target} ; {body} ." for i, (target, body) in enumerate(roots))
    return shapes, draw(data_texts(literals))


QUERIES = (
    "SELECT $this WHERE { $this :p ?x . FILTER NOT EXISTS { ?x :q $this } }",
    "SELECT $this ?value WHERE { $this :p ?value . OPTIONAL { $this :q ?o } FILTER(!bound(?o)) }",
    "SELECT $this ?path ?value WHERE { $this ?path ?value FILTER(isIRI(?value)) }",
    "SELECT $this (?o AS ?value) WHERE { { $this :p ?o } UNION { ?o :q $this } }",
    "SELECT $this (COUNT(?x) AS ?n) WHERE { $this :p|:q ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this WHERE { { SELECT $this WHERE { $this :p ?x } } FILTER($this != :a) }",
    "SELECT DISTINCT $this ?value WHERE { ?value :r+ $this }",
)
ON_PATH = (
    "SELECT $this ?value WHERE { $this $PATH ?value FILTER(!isLiteral(?value)) }",
    "SELECT $this WHERE { $this $PATH ?v . FILTER EXISTS { ?v :p $this } }",
)


def sparql(query):
    return f'sh:sparql [ sh:prefixes :prefixes ; sh:select """{query}""" ]'


sparql_shapes = st.one_of(
    st.tuples(targets, st.sampled_from(QUERIES)).map(lambda t: f":Shape {t[0]} ; {sparql(t[1])} ."),
    st.tuples(targets, simple_paths, st.sampled_from(ON_PATH)).map(
        lambda t: f":Shape {t[0]} ; sh:path {t[1]} ; {sparql(t[2])} ."
    ),
).map(
    lambda text: (
        f':prefixes sh:declare [ sh:prefix "" ; sh:namespace "http://example.org/" ] . {text}'
    )
)


def compare(shape_text, data_text):
    shapes, triples = shapes_of(shape_text), data_of(data_text)
    # The merge, and two graphs on their own.
    data = {MERGE: triples, "urn:x:odd": triples[1::2], "urn:x:even": triples[::2]}
    compiled, reference = (
        {
            (r.focus, r.path, r.value, r.component, r.shape, r.severity, r.constraint, r.graph)
            for r in run(shapes, data)
        }
        for run in ENGINES.values()
    )
    assert compiled == reference


def examples(number):
    """The same examples in every run, however slow the machine is."""
    return settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


@examples(200)
@given(cases())
def test_core_constraints_agree(case):
    compare(*case)


@examples(60)
@given(sparql_shapes, data_texts(MIXED))
def test_sparql_constraints_agree(shape_text, data_text):
    compare(shape_text, data_text)


WORDS = sorted(f"sh:{word}" for word in (*PROPERTIES, "mincount", "rule", "expression", "targets"))
PLACES = (":S", ":P", "_:n", "_:l")
ANYTHING = (
    *(":S", ":P", "_:n", "_:l", "rdf:nil", ":a", ":p", ":C", "sh:IRI", "sh:Warning", "xsd:int"),
    *("1", "-1", "true", '"true"', '"1"^^xsd:boolean', '"a"', '"a"@en', '"i"', '"("', "1.50"),
    *('( "en" )', "( :p :q )", "( :P :S )", "( 1 :a )", "[ sh:inversePath :p ]", "[]"),
    *('"SELECT $this WHERE { $this :p ?x }"', '"ASK { }"', '"SELECT"', "sh:Nothing"),
)
FITTING = (
    *("sh:property :P", "sh:node _:n", "sh:not :P", "sh:or ( :P _:n )", "sh:xone ( :P )"),
    *("sh:path :p", "sh:path ( :p :p )", "sh:path [ sh:inversePath :p ]", "sh:nodeKind sh:IRI"),
    *("sh:minCount 1", "sh:maxCount 0", "sh:class :C", "sh:datatype xsd:int", "sh:closed true"),
    *("sh:ignoredProperties ( :p )", 'sh:pattern "1"', 'sh:flags "i"', "sh:minInclusive 1.50"),
    *("sh:in ( 1.50 :b )", "sh:hasValue 1.5", "sh:equals :q", "sh:lessThan :p", "sh:minLength 2"),
    *("sh:deactivated true", "sh:qualifiedValueShape _:n", "sh:qualifiedMinCount 1"),
    *("sh:uniqueLang true", "sh:targetNode 1.50", "sh:targetClass :C", "sh:severity sh:Info"),
    'sh:sparql [ sh:select "SELECT $this ?value WHERE { $this <http://example.org/p> ?value }" ]',
)
soup = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(PLACES),
            st.sampled_from((*WORDS, "a", "rdf:first", "rdf:rest", ":p")),
            st.sampled_from(ANYTHING),
        ).map(" ".join),
        *[st.tuples(st.sampled_from(PLACES[:3]), st.sampled_from(FITTING)).map(" ".join)] * 6,
    ),
    min_size=1,
    max_size=8,
).map(lambda said: ":S sh:targetSubjectsOf :p .\n" + "\n".join(f"{one} ." for one in said))


def outcome(engine, shapes, data):
    try:
        return {
            (r.focus, r.path, r.value, r.component, r.shape)
            for r in ENGINES[engine](shapes, {MERGE: data})
        }
    except LoadError:
        return "refused"


@examples(300)
@given(soup)
def test_whatever_stands_in_shapes_is_refused_or_means_the_same_to_both_engines(text):
    shapes, data = shapes_of(text), data_of(":a :p 1 , 1.50 , :b . :b :p :a ; :q 2 .")
    assert outcome("compiled", shapes, data) == outcome("pyshacl", shapes, data)
