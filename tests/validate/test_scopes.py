"""What holds within one source, and what on the merge."""

import pyoxigraph as ox
import pytest

from kgraph.names import ID, PREFIXES, SRC
from kgraph.problems import LoadError
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.turtle.parse import parse_turtle
from kgraph.validate import ENGINES, check_shapes, validate_store
from kgraph.validate.scopes import source_data, split_by_scope

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
ONE_TRUSTEE = """
shape:trustee-once a sh:PropertyShape ; jpst:validationScope shape:withinSource ;
    sh:targetClass jpst:SecurityToken ; sh:path jpst:trustee ; sh:maxCount 1 ;
    sh:message "{$this} has several trustees."@en , "{$this}に受託者が複数ある。"@ja .
"""


def shapes_of(text):
    return ShapeGraph(parse_turtle(HEAD + text, None))


def store_of(merged="", **sources):
    """A store with the sources, each a named graph, and the merge of all in the default graph."""
    store = ox.Store()
    for slug, text in {"": merged, **sources}.items():
        for triple in parse_turtle(HEAD + text, None):
            store.add(ox.Quad(*triple))
            if slug:
                store.add(ox.Quad(*triple, ox.NamedNode(SRC + slug)))
    return store


def found(store, shapes, engine="compiled", **options):
    shape_graph = shapes_of(shapes) if isinstance(shapes, str) else shapes
    return [
        (f.id, f.focus_name, tuple(g.removeprefix(SRC) for g in f.graphs))
        for f in validate_store(store, shape_graph, engine=engine, **options)
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_two_sources_may_differ_but_one_may_not(engine):
    kind = "id:t a jpst:SecurityToken . id:u a jpst:SecurityToken ."
    store = store_of(
        kind,
        one="id:t jpst:trustee id:a . id:u jpst:trustee id:a , id:b .",
        two="id:t jpst:trustee id:b .",
    )
    assert found(store, ONE_TRUSTEE, engine) == [("trustee-once", "id:u", ("one",))]
    merged = ONE_TRUSTEE.replace("jpst:validationScope shape:withinSource ;", "")
    assert [focus for _, focus, _ in found(store, merged, engine)] == ["id:t", "id:u"]


def test_each_source_that_breaks_a_shape_is_a_finding_of_its_own():
    said = "id:t jpst:trustee id:a , id:b ."
    store = store_of("id:t a jpst:SecurityToken .", one=said, two=said)
    assert found(store, ONE_TRUSTEE) == [
        ("trustee-once", "id:t", ("one",)),
        ("trustee-once", "id:t", ("two",)),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_property_shape_may_hold_within_a_source_under_a_shape_of_the_merge(engine):
    shapes = """
    shape:token a sh:NodeShape ; sh:targetClass jpst:SecurityToken ;
        sh:property shape:trustee-once , shape:trustee-some , shape:name .
    shape:trustee-once a sh:PropertyShape ; sh:path jpst:trustee ; sh:maxCount 1 ;
        jpst:validationScope shape:withinSource .
    shape:trustee-some a sh:PropertyShape ; sh:path jpst:trustee ; sh:minCount 1 .
    shape:name a sh:PropertyShape ; sh:path skos:prefLabel ; sh:minCount 1 .
    """
    # Source two does not name the trustee, and no source the label: on the merge that counts once.
    store = store_of(
        "id:t a jpst:SecurityToken .",
        one="id:t jpst:trustee id:a .",
        two="id:t jpst:website 'x' .",
        three="id:t jpst:trustee id:b , id:c .",
    )
    assert found(store, shapes, engine) == [
        ("name", "id:t", ("one", "three", "two")),
        ("trustee-once", "id:t", ("three",)),
    ]


def test_the_scopes_can_be_asked_for_one_by_one():
    shapes = (
        ONE_TRUSTEE
        + """
    shape:labeled a sh:PropertyShape ; sh:targetClass jpst:SecurityToken ;
        sh:path skos:prefLabel ; sh:minCount 1 .
    """
    )
    store = store_of("id:t a jpst:SecurityToken .", one="id:t jpst:trustee id:a , id:b .")
    assert [f[0] for f in found(store, shapes, scopes=["merge"])] == ["labeled"]
    assert [f[0] for f in found(store, shapes, scopes=["source"])] == ["trustee-once"]
    with pytest.raises(ValueError, match="“everywhere” is no scope"):
        validate_store(store, shapes_of(shapes), scopes=["everywhere"])
    with pytest.raises(ValueError, match="“fast” is no engine"):
        validate_store(store, shapes_of(shapes), engine="fast")


def test_a_path_within_a_source_does_not_leave_it():
    shapes = """
    shape:parent a sh:PropertyShape ; sh:targetClass jpst:Firm ; sh:maxCount 1 ;
        sh:path ( jpst:ownedBy jpst:ownedBy ) ; jpst:validationScope shape:withinSource .
    """
    chain = "id:b jpst:ownedBy id:c , id:d ."
    kind = "id:a a jpst:Firm . id:b a jpst:Firm ."
    apart = store_of(kind, one="id:a jpst:ownedBy id:b .", two=chain)
    together = store_of(kind, one="id:a jpst:ownedBy id:b . " + chain)
    assert found(apart, shapes) == []
    assert found(together, shapes) == [("parent", "id:a", ("one",))]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_shape_within_a_source_asks_about_holds_there_too(engine):
    shapes = """
    shape:issuer a sh:PropertyShape ; sh:targetClass jpst:SecurityToken ; sh:path jpst:issuer ;
        sh:node shape:firm ; jpst:validationScope shape:withinSource .
    shape:firm a sh:NodeShape ; sh:targetClass jpst:Firm ;
        sh:property [ sh:path jpst:city ; sh:minCount 1 ] .
    """
    store = store_of(
        "id:t a jpst:SecurityToken . id:f a jpst:Firm .",
        one="id:t jpst:issuer id:f . id:f jpst:city 'Tokyo' .",
        two="id:t jpst:issuer id:f .",
    )
    assert found(store, shapes, engine) == [("issuer", "id:t", ("two",))]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sparql_constraint_within_a_source(engine):
    shapes = """
    shape:ns sh:declare [ sh:prefix "jpst" ; sh:namespace "https://w3id.org/jpst/ontology/" ] .
    shape:once a sh:NodeShape ; sh:targetClass jpst:SecurityToken ;
        jpst:validationScope shape:withinSource ;
        sh:sparql [ sh:prefixes shape:ns ; sh:select \"\"\"
            SELECT $this (COUNT(DISTINCT ?t) AS ?n) WHERE {
                $this jpst:trustee ?t
                { SELECT $this (COUNT(?x) AS ?m) WHERE { $this jpst:trustee ?x } GROUP BY $this }
            } GROUP BY $this HAVING (COUNT(DISTINCT ?t) > 1) \"\"\" ] .
    """
    store = store_of(
        "id:t a jpst:SecurityToken .",
        one="id:t jpst:trustee id:a .",
        two="id:t jpst:trustee id:b , id:c .",
    )
    assert found(store, shapes, engine) == [("once", "id:t", ("two",))]


def test_a_source_is_validated_with_the_classes_of_the_merge():
    store = store_of("id:t a jpst:SecurityToken .", one="id:t jpst:trustee id:a .")
    [(graph, triples)] = source_data(store).items()
    assert graph == SRC + "one"
    assert {str(t.predicate.value).rsplit("/")[-1] for t in triples} == {
        "trustee",
        "22-rdf-syntax-ns#type",
    }


def test_no_other_graph_counts_as_a_source():
    store = store_of("id:t a jpst:SecurityToken .")
    for graph in ("https://w3id.org/jpst/graph/inferred", "https://w3id.org/jpst/standing/likely"):
        for other in "ab":
            node = ox.NamedNode(ID + other)
            trustee = ox.NamedNode(PREFIXES["jpst"] + "trustee")
            store.add(ox.Quad(ox.NamedNode(ID + "t"), trustee, node, ox.NamedNode(graph)))
    assert found(store, ONE_TRUSTEE) == []
    assert source_data(store) == {}
    assert list(source_data(store, ["https://w3id.org/jpst/graph/inferred"])) == [
        "https://w3id.org/jpst/graph/inferred"
    ]


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        (
            "shape:s sh:targetClass jpst:Firm ; sh:minCount 1 ; sh:path jpst:p ; "
            "jpst:validationScope jpst:everywhere .",
            "its scope is",
        ),
        (
            "shape:s sh:targetClass jpst:Firm ; sh:node shape:n . "
            "shape:n jpst:validationScope shape:withinSource ; sh:nodeKind sh:IRI .",
            "other shapes ask whether a node conforms to it",
        ),
        (
            "shape:s sh:targetClass jpst:Firm ; sh:node shape:n . shape:n sh:property shape:p . "
            "shape:p sh:path jpst:q ; sh:maxCount 1 ; "
            "jpst:validationScope shape:withinSource .",
            "other shapes ask whether a node conforms to it",
        ),
    ],
)
def test_a_scope_without_meaning_is_refused(shapes, reason):
    with pytest.raises(LoadError, match=reason):
        split_by_scope(shapes_of(shapes))
    assert any(reason in str(problem) for problem in check_shapes(shapes_of(shapes)))


def test_shapes_without_a_scope_are_left_as_they_are():
    shapes = shapes_of("shape:s sh:targetClass jpst:Firm ; sh:nodeKind sh:IRI .")
    merge, source = split_by_scope(shapes)
    assert merge is shapes
    assert source.triples == ()
