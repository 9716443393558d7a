"""The first page tells what changed since the release before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from helpers.served import served
from pyoxigraph import NamedNode, RdfFormat, Store
from starlette.testclient import TestClient

from kgraph.diff.versions_read import CompareError
from kgraph.names import BASE
from kgraph.snapshot import Snapshot
from kgraph.vocab import GRAPH, JPST, RDF
from kgraph.web.app import application
from kgraph.web.pages.since import since


def last_source(snapshot: Snapshot) -> NamedNode:
    """A source that states facts, of those that only it names."""
    graphs = [g for g in snapshot.store.named_graphs() if isinstance(g, NamedNode)]
    return max(
        (g for g in graphs if g.value.startswith(f"{BASE}source/")), key=lambda graph: graph.value
    )


def without(snapshot: Snapshot, graph: NamedNode, path: Path) -> Path:
    """The quads of the sources of a snapshot but for one."""
    store = Store()
    store.bulk_extend(quad for quad in snapshot.store if quad.graph_name != graph)
    store.dump(path, format=RdfFormat.N_QUADS)
    return path


def test_what_is_new_is_told_in_both_languages(asked_market: Snapshot, tmp_path: Path) -> None:
    gone = last_source(asked_market)
    told = since(without(asked_market, gone, tmp_path / "old.nq"), asked_market)
    numbers = dict(told.numbers)
    assert numbers["sourcesNew"] == 1
    assert numbers["factsNew"] > 0
    assert numbers["sourcesGone"] == numbers["factsGone"] == 0
    with TestClient(application(replace(served(asked_market), since=told))) as asking:
        english, japanese = (asking.get("/", params={"lang": lang}).text for lang in ("en", "ja"))
    assert "Changed since release old.nq" in english
    assert f"<b>{numbers['factsNew']}</b> facts new" in english
    assert "リリースold.nqからの変更" in japanese


def test_new_things_are_links(asked_market: Snapshot, tmp_path: Path) -> None:
    tokens = {
        quad.subject
        for quad in asked_market.store.quads_for_pattern(None, RDF.type, JPST.SecurityToken)
    }
    store = Store()
    token = min(tokens, key=str)
    store.bulk_extend(
        quad
        for quad in asked_market.store
        if quad.graph_name == GRAPH.claims or token not in (quad.subject, quad.object)
    )
    store.dump(tmp_path / "old.nq", format=RdfFormat.N_QUADS)
    told = since(tmp_path / "old.nq", asked_market)
    assert token.value in told.things
    with TestClient(application(replace(served(asked_market), since=told))) as asking:
        page = asking.get("/").text
    assert f'href="/id/{token.value.rsplit("/", 1)[1]}.html' in page


def test_the_same_graph_tells_that_nothing_changed(asked_market: Snapshot, tmp_path: Path) -> None:
    asked_market.store.dump(tmp_path / "same.nq", format=RdfFormat.N_QUADS)
    told = since(tmp_path / "same.nq", asked_market)
    assert not any(number for _, number in told.numbers)
    with TestClient(application(replace(served(asked_market), since=told))) as asking:
        assert "Nothing changed." in asking.get("/").text


def test_without_a_release_nothing_is_told(asked_market: Snapshot) -> None:
    with TestClient(application(served(asked_market))) as asking:
        assert "Changed since" not in asking.get("/").text


def test_what_is_no_version_is_refused(asked_market: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(CompareError, match="no snapshot and no release"):
        since(tmp_path, asked_market)
