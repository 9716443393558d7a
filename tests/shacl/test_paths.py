"""Property paths: read from shapes, written as SPARQL and as triples."""

import pyoxigraph as ox
import pytest
from helpers.shacl import EX, shapes_of
from helpers.terms import jpst

from kgraph.problems import LoadError
from kgraph.shacl.paths import Path, predicate, read_path
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.vocab import SH

S = ox.NamedNode(EX + "S")
P, Q = predicate(EX + "p"), predicate(EX + "q")


def path_of(text):
    graph = shapes_of(f":S sh:path {text} .")
    return read_path(graph, graph.value(S, SH.path.value))


@pytest.mark.parametrize(
    ("text", "path", "sparql"),
    [
        (":p", P, "<p>"),
        ("[ sh:inversePath :p ]", Path("inversePath", parts=(P,)), "^<p>"),
        ("( :p :q )", Path("sequence", parts=(P, Q)), "(<p>/<q>)"),
        (
            "[ sh:alternativePath ( :p :q ) ]",
            Path("alternativePath", parts=(P, Q)),
            "(<p>|<q>)",
        ),
        ("[ sh:zeroOrOnePath :p ]", Path("zeroOrOnePath", parts=(P,)), "<p>?"),
        (
            "[ sh:oneOrMorePath [ sh:zeroOrMorePath :p ] ]",
            Path("oneOrMorePath", parts=(Path("zeroOrMorePath", parts=(P,)),)),
            "(<p>*)+",
        ),
        (
            "[ sh:inversePath ( :p [ sh:inversePath :q ] ) ]",
            Path(
                "inversePath", parts=(Path("sequence", parts=(P, Path("inversePath", parts=(Q,)))),)
            ),
            "^((<p>/^<q>))",
        ),
    ],
)
def test_a_path_is_read_written_and_read_again(text, path, sparql):
    assert path_of(text) == path
    assert path.sparql().replace(EX, "") == sparql
    assert ox.Store().query(f"ASK {{ ?s {path.sparql()} ?o }}") is not None
    head, triples = path.triples()
    assert read_path(ShapeGraph(triples), head) == path


@pytest.mark.parametrize(
    ("text", "nullable"),
    [
        (":p", False),
        ("[ sh:zeroOrMorePath :p ]", True),
        ("[ sh:oneOrMorePath :p ]", False),
        ("[ sh:oneOrMorePath [ sh:zeroOrOnePath :p ] ]", True),
        ("( [ sh:zeroOrOnePath :p ] :q )", False),
        ("[ sh:alternativePath ( :p [ sh:zeroOrOnePath :q ] ) ]", True),
        ("[ sh:inversePath [ sh:zeroOrMorePath :p ] ]", True),
    ],
)
def test_which_paths_lead_from_a_node_to_itself_without_a_step(text, nullable):
    assert path_of(text).nullable is nullable


def test_a_path_for_people_has_short_names_and_no_outer_brackets():
    path = Path(
        "sequence", parts=(predicate(jpst("issuer").value), Path("inversePath", parts=(P,)))
    )
    assert str(path) == f"jpst:issuer/^<{EX}p>"


@pytest.mark.parametrize(
    "text", ['"p"', "()", "( :p )", "[]", "[ sh:alternativePath ( :p ) ]", "[ sh:otherPath :p ]"]
)
def test_what_is_not_a_path_is_refused(text):
    with pytest.raises(LoadError, match="is not a path"):
        path_of(text)


def test_a_path_within_itself_is_refused():
    graph = shapes_of(":S sh:path _:a . _:a sh:inversePath [ sh:oneOrMorePath _:a ] .")
    with pytest.raises(LoadError, match="is not a path"):
        read_path(graph, graph.value(S, SH.path.value))


def test_a_broken_list_is_refused():
    graph = shapes_of(":S sh:path _:a . _:a rdf:first :p , :q ; rdf:rest () .")
    with pytest.raises(LoadError, match="the list is broken"):
        read_path(graph, graph.value(S, SH.path.value))
