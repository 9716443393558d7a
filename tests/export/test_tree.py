"""A thing as a tree: a library that is not ours reads the same triples from it, and makes the same
tree with the published frame."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kgraph.export.selection import in_order
from kgraph.export.tree import CONTEXT, MAIN, Trees, as_text
from kgraph.names import ID
from kgraph.snapshot import Snapshot
from kgraph.vocab import GRAPH, RDF

pyld = pytest.importorskip("pyld", reason="PyLD is not installed (pip install 'kgraph[test]')")


@pytest.fixture(scope="module")
def trees(in_memory: Snapshot) -> Trees:
    return Trees(in_memory.store)


@pytest.fixture(scope="module")
def loader(trees: Trees) -> Callable[..., dict[str, Any]]:
    """Gives the context as it is published, and nothing from the network."""
    document = json.loads(as_text(trees.context()))

    def load(url: str, _options: object = None) -> dict[str, Any]:
        assert url == CONTEXT
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": document,
        }

    return load


def things(snapshot: Snapshot, cls: NamedNode) -> list[NamedNode]:
    quads = snapshot.store.quads_for_pattern(None, RDF.type, cls, DefaultGraph())
    return sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=str)


def read(tree: dict[str, Any], loader: Callable[..., dict[str, Any]]) -> list[Quad]:
    text = pyld.jsonld.to_rdf(tree, {"documentLoader": loader, "format": "application/n-quads"})
    return in_order(parse(text, format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("name", sorted(MAIN))
def test_a_tree_expands_to_the_same_triples(
    in_memory: Snapshot, trees: Trees, loader: Callable[..., dict[str, Any]], name: str
) -> None:
    found = things(in_memory, MAIN[name])
    assert found
    for thing in found[:: max(1, len(found) // 3)]:
        tree = json.loads(as_text(trees.tree(thing)))
        assert read(tree, loader) == trees.quads(thing)


def test_a_tree_holds_all_that_sources_say_of_a_token(in_memory: Snapshot, trees: Trees) -> None:
    inferred = {
        q.triple for q in in_memory.store.quads_for_pattern(None, None, None, GRAPH.inferred)
    }
    for token in things(in_memory, MAIN["token"]):
        state = in_memory.store.quads_for_pattern(token, None, None, DefaultGraph())
        assert {q.triple for q in state if q.triple not in inferred} == {
            q.triple for q in trees.quads(token) if q.subject == token
        }


def test_a_tree_has_a_few_kilobytes(in_memory: Snapshot, trees: Trees) -> None:
    sizes = [len(as_text(trees.tree(t)).encode()) for t in things(in_memory, MAIN["token"])]
    assert min(sizes) > 500
    assert max(sizes) < 20_000
    assert sum(sizes) / len(sizes) < 8_000


@pytest.mark.parametrize("name", ["token", "venue"])
def test_the_frame_makes_the_same_tree_of_triples(
    in_memory: Snapshot, trees: Trees, loader: Callable[..., dict[str, Any]], name: str
) -> None:
    options = {"documentLoader": loader}
    frame = trees.frames()[name]
    for thing in things(in_memory, MAIN[name])[::50]:
        text = "".join(f"{quad.triple} .\n" for quad in trees.quads(thing))
        flat = pyld.jsonld.from_rdf(text, {"format": "application/n-quads"})
        framed = pyld.jsonld.frame(flat, frame, options)
        assert read(framed, loader) == trees.quads(thing)
        assert places(framed) == places(trees.tree(thing))


def places(tree: dict[str, Any]) -> set[tuple[str, ...]]:
    """Where in a tree which thing stands: the keys that lead there, and its name."""
    found = {(tree["@id"],)}
    for key, values in tree.items():
        for value in values if isinstance(values, list) else ():
            if isinstance(value, dict) and "@id" in value:
                found |= {(key, *rest) for rest in places(value)}
    return found


def test_every_key_holds_a_list(in_memory: Snapshot, trees: Trees) -> None:
    def check(node: dict[str, Any]) -> None:
        for key, value in node.items():
            if key == "@id" or key == "@context":
                continue
            lists = value.values() if isinstance(value, dict) else (value,)
            assert all(isinstance(one, list) for one in lists), (key, value)
            for one in (each for each in value if isinstance(each, dict)):
                if "@value" not in one:
                    check(one)

    for name in MAIN:
        for thing in things(in_memory, MAIN[name])[:20]:
            check(trees.tree(thing))


def test_a_number_is_one_where_json_keeps_it(trees: Trees) -> None:
    token = trees.tree(NamedNode(ID + "st-tosei-property-fund-3-ichigaya"))
    assert token["tenorYears"] == [5]
    assert token["offeringAmount"] == [1740000000]
    assert token["registrationStatementDate"] == [{"@type": "xsd:gYearMonth", "@value": "2024-04"}]
