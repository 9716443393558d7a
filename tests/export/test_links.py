"""The links to outside ontologies go where the data goes, when they are asked for."""

from __future__ import annotations

import shutil

import pytest
import rdflib
from helpers.exported import read_back
from helpers.market import write_market
from helpers.project import PROJECT
from helpers.running import run_kgraph
from helpers.small_root import FILES, PREFIXES, put
from pyoxigraph import DefaultGraph, Quad

from kgraph.export import FORMATS, WITHOUT_GRAPHS, WRITERS, ExportError, export
from kgraph.load.files import is_link
from kgraph.names import BASE
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.graphs import is_bridge
from kgraph.snapshot.run import run_query
from kgraph.vocab import GRAPH, OWL


def links(snapshot: Snapshot) -> set[object]:
    return {q.triple for q in snapshot.store.quads_for_pattern(None, None, None, GRAPH.links)}


def test_one_graph_holds_the_links_of_all_bridges_and_nothing_else(
    in_memory: Snapshot,
) -> None:
    found = links(in_memory)
    bridges = {
        quad.triple
        for quad in in_memory.store
        if is_bridge(quad.graph_name) and quad.graph_name != GRAPH.links
    }
    assert len(found) > 150
    assert found == {triple for triple in bridges if is_link(triple)}
    assert all(t.subject.value.startswith(BASE) for t in found)
    assert not any(t.object.value.startswith(BASE) for t in found)


def hold_links_and_all_else(snapshot: Snapshot, format: str) -> None:
    plain = set(read_back(export(snapshot, format), format))
    linked = set(read_back(export(snapshot, format, links=True), format))
    assert plain < linked
    are_links(linked - plain, snapshot, format)


def are_links(quads: set[Quad], snapshot: Snapshot, format: str) -> None:
    """What an export has more with links than without: all of them, where they belong."""
    assert {quad.triple for quad in quads} == links(snapshot)
    place = DefaultGraph() if format in WITHOUT_GRAPHS else GRAPH.links
    assert {quad.graph_name for quad in quads} == {place}


@pytest.fixture(scope="module")
def linked_market(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The small market with a bridge, and the prefixes of all bridges."""
    base = tmp_path_factory.mktemp("linked")
    root = write_market(base / "root")
    bridge = "ontology/align/other.ttl"
    put(root, bridge, PREFIXES + FILES[bridge])
    shutil.copy(PROJECT / "ontology" / "align" / "bridges.yaml", root / "ontology" / "align")
    assert build(root, base / "out", validate=False).published
    return open_snapshot(base / "out", root)


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_an_export_with_links_holds_them_and_all_else(linked_market: Snapshot, format: str) -> None:
    assert links(linked_market)
    hold_links_and_all_else(linked_market, format)


@pytest.mark.parametrize("format", ["nquads", "ntriples"])
def test_so_does_one_of_the_real_graph(in_memory: Snapshot, format: str) -> None:
    """One with named graphs and one without: what is chosen is the same for the other formats.

    In these a line is a quad; those that are more are read.
    """
    plain = export(in_memory, format).splitlines(keepends=True)
    linked = export(in_memory, format, links=True).splitlines(keepends=True)
    more = set(linked) - set(plain)
    assert [line for line in linked if line not in more] == plain
    assert len(more) == len(linked) - len(plain)
    are_links(set(read_back(b"".join(more), format)), in_memory, format)


@pytest.mark.parametrize("format", sorted(set(FORMATS) - set(WRITERS)))
def test_what_has_no_place_for_them_says_so(in_memory: Snapshot, format: str) -> None:
    with pytest.raises(ExportError, match="has no place for links; use one of turtle"):
        export(in_memory, format, links=True)


@pytest.mark.parametrize("options", [("-f", "graphml"), ("--profile", "fibo", "-f", "turtle")])
def test_the_command_says_so_too(options: tuple[str, ...]) -> None:
    done = run_kgraph("export", "--with-links", *options, cwd=PROJECT)
    assert done.returncode == 2
    assert "no place for --with-links" in done.stderr


def test_a_query_asks_them_by_their_graph(in_memory: Snapshot) -> None:
    result = run_query(
        in_memory, "SELECT ?ours ?theirs { GRAPH graph:links { ?ours owl:sameAs ?theirs } }"
    )
    same = {t for t in links(in_memory) if t.predicate == OWL.sameAs}
    assert len(result.rows) == len(same) > 0


def test_another_library_reads_them(in_memory: Snapshot) -> None:
    content = export(in_memory, "trig", provenance=False, links=True)
    dataset = rdflib.Dataset().parse(data=content, format="trig")
    named = dataset.graph(rdflib.URIRef(GRAPH.links.value))
    assert len(named) == len(links(in_memory))
    assert "fibo-fbc-fct-mkt" in dict(dataset.namespaces())
