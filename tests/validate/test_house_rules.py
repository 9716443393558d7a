"""The rules of the house for shapes."""

import pyoxigraph as ox
import pytest

from kgraph.names import PREFIXES, SHAPE
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.turtle.parse import parse_turtle
from kgraph.validate import check_shapes, load_shapes

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
MESSAGE = 'sh:message "Wrong."@en , "正しくない。"@ja'
GOOD = """
shape:ns sh:declare [ sh:prefix "jpst" ; sh:namespace "https://w3id.org/jpst/ontology/" ] .
shape:venue a sh:NodeShape ; sh:targetClass jpst:Venue ;
    sh:property shape:venue-operator ; sh:sparql shape:venue-dates .
shape:venue-operator a sh:PropertyShape ; sh:path jpst:operatedBy ; sh:minCount 1 ;
    sh:node [ sh:nodeKind sh:IRI ] ; sh:severity sh:Warning ;
    sh:message "{$this} lacks {?path} ({$minCount})."@en , "{?value}"@ja .
shape:venue-dates sh:prefixes shape:ns ;
    sh:select "SELECT $this ?end WHERE { $this jpst:opened ?x ; jpst:closed ?end }" ;
    sh:message "{?end}"@en , "{?end}"@ja .
"""


def problems(text):
    return [str(problem) for problem in check_shapes(ShapeGraph(parse_turtle(HEAD + text, None)))]


def test_good_shapes_have_no_problem():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"{$this} lacks {?path} ({$minCount})."@en , ', "", "no sh:message in en"),
        (', "{?value}"@ja', "", "no sh:message in ja"),
        ('"{?end}"@en , "{?end}"@ja', '"x"', "shape:venue-dates: there is no sh:message in en"),
        ("{?path}", "{?paht}", "a placeholder that nothing fills: paht"),
        ('"{?end}"@en', '"{?x}"@en', "a placeholder that nothing fills: x"),
        ("sh:Warning", "jpst:Bad", "sh:severity is jpst:Bad"),
        ("sh:targetClass jpst:Venue ;", "", "shape:venue: the shape is without use"),
        ("shape:venue-operator ;", "shape:other ;", "of which nothing is said"),
        ("sh:minCount 1", "sh:minCount 1 ; sh:datatype xsd:byte", "cannot be checked in the store"),
        ("jpst:closed ?end", "jpst:closed", "its query does not run"),
        ("sh:minCount 1", 'sh:flags "i" ; sh:minCount 1', "sh:flags checks nothing"),
        ("sh:minCount 1", "sh:qualifiedMinCount 1", "sh:qualifiedMinCount checks nothing"),
        ("sh:sparql shape:venue-dates", 'sh:select "SELECT"', "sh:select has no meaning"),
        (
            "sh:property shape:venue-operator",
            "sh:property shape:venue-operator , [ sh:path jpst:seats ; sh:minCount 1 ]",
            "an unnamed node within shape:venue: a shape that reports has no name",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_shapes_is_named(old, new, complaint):
    assert old in GOOD
    found = problems(GOOD.replace(old, new))
    assert any(complaint in problem for problem in found), found


def test_shapes_that_are_only_asked_about_need_no_message():
    text = f"""shape:s sh:targetClass jpst:Venue ; sh:not shape:n ; {MESSAGE} .
    shape:n a sh:NodeShape ; sh:property [ sh:path jpst:seats ; sh:minCount 1 ] ."""
    assert problems(text) == []


def test_one_message_on_the_shape_serves_its_queries():
    text = GOOD.replace(
        "shape:venue a sh:NodeShape ;",
        'shape:venue a sh:NodeShape ; sh:message "{?end}"@en , "{?end}"@ja ;',
    ).replace('    sh:message "{?end}"@en , "{?end}"@ja .', "    .")
    assert problems(text) == []


def test_a_problem_has_file_and_line(tmp_path):
    path = tmp_path / "deep" / "venue.ttl"
    path.parent.mkdir()
    path.write_text(HEAD + GOOD.replace("sh:Warning", "jpst:Bad"), encoding="utf-8")
    shapes = load_shapes(tmp_path)
    [problem] = check_shapes(shapes)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert problem.path == path
    assert lines[problem.line - 1][problem.column - 1 :].startswith("jpst:Bad")


def test_the_owner_of_an_unnamed_node():
    graph = ShapeGraph(parse_turtle(HEAD + "shape:a sh:not [ sh:not [ sh:not [] ] ] .", None))
    inner = graph.triples[-1].object
    assert isinstance(inner, ox.BlankNode)
    assert graph.owner(inner) == ox.NamedNode(SHAPE + "a")
    assert graph.owner(ox.BlankNode("nobody")) is None
    assert graph.named(ox.BlankNode("nobody")) == "an unnamed shape"
