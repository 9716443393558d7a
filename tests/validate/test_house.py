"""Shapes that bind one namespace, and what another root names."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.project import PROJECT

from kgraph.names import BASE, PREFIXES, SHAPE
from kgraph.problems import LoadError
from kgraph.root import Layer
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.turtle.parse import parse_turtle
from kgraph.validate import check_shapes, load_shapes, validate_store
from kgraph.validate.house import bound, namespaces

ACME = "https://data.acme.example/kg/"
OTHER = "https://elsewhere.example/"
OURS, FIRM = Layer(Path("jpst")), Layer(Path("acme"), "acme", ACME)
HEAD = "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in {**PREFIXES, "acme": f"{ACME}id/", "other": OTHER}.items()
)
OUR_NAMES = f'jpst:bindsNamespace "{BASE}"^^xsd:anyURI'
FIRM_NAMES = f'jpst:bindsNamespace "{ACME}"^^xsd:anyURI'
SAID = 'sh:message "Wrong."@en , "正しくない。"@ja'
BOXES = f"""
shape:boxes a sh:NodeShape ; sh:targetClass jpst:Box ; {OUR_NAMES} ;
    sh:property shape:below , shape:firm-below .
shape:below a sh:PropertyShape ; sh:path jpst:p ; sh:minCount 1 ; {SAID} .
shape:firm-below a sh:PropertyShape ; {FIRM_NAMES} ; sh:path jpst:q ; sh:minCount 1 ; {SAID} .
shape:node a sh:NodeShape ; {OUR_NAMES} ; sh:targetClass jpst:Box ; sh:pattern "^x" ; {SAID} .
shape:all-boxes a sh:NodeShape ; sh:targetClass jpst:Box ; sh:property shape:of-all .
shape:of-all a sh:PropertyShape ; sh:path jpst:r ; sh:minCount 1 ; {SAID} .
"""


def shapes_of(text: str) -> ShapeGraph:
    return ShapeGraph(parse_turtle(HEAD + text, None))


def ids_by_focus(
    data: str, shapes: ShapeGraph, stack: tuple[Layer, ...] = (OURS, FIRM)
) -> dict[str, set[str]]:
    """The kinds of findings that bind each thing."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in parse_turtle(HEAD + data, None))
    ids: dict[str, set[str]] = {}
    for finding in bound(validate_store(store, shapes), shapes, stack):
        ids.setdefault(str(finding.focus), set()).add(finding.id)
    return ids


def test_shape_binds_its_namespace_and_what_no_other_root_names() -> None:
    data = "id:a a jpst:Box . acme:b a jpst:Box . other:c a jpst:Box ."
    everything = {"below", "firm-below", "node", "of-all"}
    assert ids_by_focus(data, shapes_of(BOXES)) == {
        f"<{PREFIXES['id']}a>": everything - {"firm-below"},
        f"<{ACME}id/b>": {"firm-below", "of-all"},
        f"<{OTHER}c>": everything,
    }
    alone = ids_by_focus(data, shapes_of(BOXES), (OURS,))
    assert set(map(frozenset, alone.values())) == {frozenset(everything)}


def test_shapes_of_a_firm_may_bind_the_firm_alone() -> None:
    found = namespaces(shapes_of(BOXES))
    assert {str(shape).removeprefix(f"<{SHAPE}")[:-1]: name for shape, name in found.items()} == {
        "boxes": BASE,
        "below": BASE,
        "node": BASE,
        "firm-below": ACME,
    }


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (f"<{BASE}>", "the namespace it binds is <https://w3id.org/jpst/>"),
        (f'"{BASE}"', "no thing but a text"),
        (f'"{BASE}"^^xsd:anyURI , "{ACME}"^^xsd:anyURI', "stands 2 times"),
    ],
)
def test_namespace_that_is_none_is_told(value: str, told: str) -> None:
    shapes = shapes_of(BOXES.replace(OUR_NAMES, f"jpst:bindsNamespace {value}"))
    with pytest.raises(LoadError, match=told):
        namespaces(shapes)
    assert any(told in str(problem) for problem in check_shapes(shapes))


# One thing of each kind that breaks our rules of names and languages, and rules that bind all.
FAULTY = """
{0}Term a owl:Class ; skos:prefLabel "A"@fr , "B"@fr .
{0}odd_property a owl:ObjectProperty , owl:DatatypeProperty .
{0}concept a skos:Concept .
{0}scheme a skos:ConceptScheme .
{0}module a owl:Ontology .
{0}firm a jpst:Organization , jpst:Agent ;
    skos:prefLabel "Firm"@de , "Company"@de ; skos:altLabel "F"@de .
{0}page a jpst:Source ; dcterms:title "Seite"@de .
{0}gone owl:deprecated true .
"""
FREED = {
    *("alias-text", "label-en", "label-ja", "label-text"),
    *("replaced-note-ja", "source-title-text"),
    *("concept-definition-en", "concept-scheme", "module-creator", "module-license"),
    *("property-kind", "property-range", "scheme-label-ja", "scheme-prefix"),
    *("term-definition-en", "term-label-ja", "term-module"),
}
BINDING = {"label-once", "replaced-note-en", "replaced-since", "source-publisher"}


@pytest.mark.parametrize("kind", ["ours", "a firm's"])
def test_rules_of_our_house_bind_our_names_alone(kind: str) -> None:
    shapes = load_shapes(PROJECT / "shapes")
    found = ids_by_focus(FAULTY.format("id:" if kind == "ours" else "acme:"), shapes)
    ids = set().union(*found.values())
    assert ids >= BINDING
    if kind == "ours":
        assert ids >= FREED
    else:
        freed = {str(shape).removeprefix(f"<{SHAPE}")[:-1] for shape in namespaces(shapes)}
        assert not ids & (FREED | freed)
