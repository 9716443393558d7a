"""Identifiers whose check digit is wrong are violations, with file and line."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from helpers.project import PROJECT
from helpers.terms import jpst

from kgraph.load import load
from kgraph.names import ID
from kgraph.validate.identifiers import check_identifiers


def found(term: str, code: str):
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(ID + "x"), jpst(term), ox.Literal(code)))
    return list(check_identifiers(store))


@pytest.mark.parametrize(
    ("term", "good", "bad"),
    [
        ("lei", "3538002ZFUQ3KMY5SA19", "3538002ZFUQ3KMY5SA18"),
        ("corporateNumber", "3010401049814", "4010401049814"),
    ],
)
def test_one_wrong_digit_is_found(term, good, bad):
    assert found(term, good) == []
    (finding,) = found(term, bad)
    assert finding.severity == "violation"
    assert finding.id == f"{term}-check-digit"
    assert bad in finding.message_en
    assert bad in finding.message_ja


@pytest.mark.parametrize(("term", "code"), [("lei", "SHORT"), ("corporateNumber", "12")])
def test_a_wrong_form_is_left_to_the_shapes(term, code):
    assert found(term, code) == []


def test_other_properties_are_left_alone():
    assert found("securitiesCode", "not a code") == []


def test_the_graph_has_only_good_identifiers():
    assert list(check_identifiers(load(PROJECT).store)) == []


def test_the_place_is_the_line_of_the_code(tmp_path):
    path = tmp_path / "x.ttl"
    path.write_text(
        "@prefix jpst: <https://w3id.org/jpst/ontology/> .\n"
        "@prefix id: <https://w3id.org/jpst/id/> .\n"
        'id:x\n    jpst:lei "3538002ZFUQ3KMY5SA18" .\n'
    )
    graph = ox.NamedNode("https://w3id.org/jpst/source/x")
    store = ox.Store()
    triples = tuple(q.triple for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    for triple in triples:
        store.add(ox.Quad(*triple, graph))
        store.add(ox.Quad(*triple))

    class File:
        pass

    file = File()
    file.path, file.graph, file.triples = path, graph.value, triples
    (finding,) = check_identifiers(store, [file])
    assert (finding.file, finding.line) == (path, 4)
    assert finding.graphs == (graph.value,)
