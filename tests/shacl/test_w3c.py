"""The W3C SHACL test suite (Core and SPARQL), with both engines."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.project import PROJECT
from helpers.shacl import ENGINES

import kgraph.shacl
from kgraph.problems import LoadError
from kgraph.shacl.paths import read_path
from kgraph.shacl.results import MERGE
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.turtle.literals import engine_form
from kgraph.vocab import RDF, SH

SUITE = PROJECT.parent / "shared" / "w3c-shacl" / "tests"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TEST = "http://www.w3.org/ns/shacl-test#"
FAILURE = ox.NamedNode(TEST + "Failure")

NOT_RUN = {
    **{
        (engine, name): f"refused: {why}"
        for engine in ENGINES
        for name, why in {
            "core/node/qualified-001": "counts on a node shape state nothing",
            "core/property/qualifiedValueShape-001": "SHACL has no sh:nodeShape",
            "core/property/uniqueLang-002": '"1"^^xsd:boolean would switch nothing on',
        }.items()
    },
    ("compiled", "sparql/pre-binding/shapesGraph-001"): (
        "refused: $shapesGraph is an optional feature, and the shapes are not in the store"
    ),
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "pySHACL does not support $shapesGraph",
}
"""Cases that are not passed, each with the reason."""

if not SUITE.is_dir():
    pytest.skip(
        f"the W3C SHACL test suite is not at {SUITE}; it is not copied into the project",
        allow_module_level=True,
    )


def read(path):
    text = path.read_bytes()
    return [
        quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    ]


def cases():
    """Each test that a manifest includes: name, manifest graph, and the node of the test."""
    waiting = [SUITE / "manifest.ttl"]
    for path in waiting:
        graph = ShapeGraph(read(path))
        waiting.extend(
            Path(triple.object.value.removeprefix("file://"))
            for triple in graph.triples
            if triple.predicate.value == MANIFEST + "include"
        )
        for node in graph.subjects(RDF.type.value, ox.NamedNode(TEST + "Validate")):
            yield path.relative_to(SUITE).with_suffix("").as_posix(), graph, node, path


CASES = list(cases())


def graph_at(path, own, own_path):
    """The graph of a file; that of the manifest itself keeps its blank nodes."""
    file = Path(path.value.removeprefix("file://"))
    return own.triples if file == own_path else read(file)


def expected(graph, report):
    found = set()
    for result in graph.objects(report, SH.result.value):
        path = graph.value(result, SH.resultPath.value)
        found.add(
            (
                engine_form(graph.value(result, SH.focusNode.value)),
                None if path is None else read_path(graph, path),
                engine_form(graph.value(result, SH.value.value)),
                graph.value(result, SH.sourceConstraintComponent.value).value,
                graph.value(result, SH.sourceShape.value),
                graph.value(result, SH.resultSeverity.value).value,
            )
        )
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("name", "graph", "node", "path"), CASES, ids=[f"{name}" for name, *_ in CASES]
)
def test_w3c(engine, name, graph, node, path):
    action = graph.value(node, MANIFEST + "action")
    shapes = ShapeGraph(graph_at(graph.value(action, TEST + "shapesGraph"), graph, path))
    data = graph_at(graph.value(action, TEST + "dataGraph"), graph, path)
    wanted = graph.value(node, MANIFEST + "result")

    def found():
        # As a set: where one result is reached in two ways, we report it once.
        return {
            (r.focus, r.path, r.value, r.component, r.shape, r.severity)
            for r in ENGINES[engine](shapes, {MERGE: data})
        }

    if wanted == FAILURE:
        with pytest.raises(LoadError):
            found()
        return
    reason = NOT_RUN.get((engine, name))
    if reason is None:
        assert found() == expected(graph, wanted)
        return
    try:
        passed = found() == expected(graph, wanted)
    except LoadError:
        passed = False
    assert not passed, "the case passes now: take it off the list"
    pytest.skip(reason)


def test_the_whole_suite_is_read():
    assert len(CASES) == 120
    assert {name for _, name in NOT_RUN} <= {name for name, *_ in CASES}


def test_the_readme_tells_of_every_case_that_is_not_passed():
    text = (Path(kgraph.shacl.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`((?:core|sparql)/[\w/-]+)`", text)) == {name for _, name in NOT_RUN}
    assert f"Of the {len(CASES)} cases" in text
