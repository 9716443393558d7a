"""The build with either reasoner."""

from __future__ import annotations

from pathlib import Path

from conftest import run_kgraph

import kgraph
from kgraph.vocab import GRAPH


def test_both_reasoners_build_the_same_graph(market: Path) -> None:
    built = {}
    for name in ("compiled", "owlrl"):
        told = run_kgraph("build", "--reasoner", name, "--out", name, cwd=market)
        assert told.returncode == 0, told.stderr
        snapshot = kgraph.open(market, market / name)
        assert snapshot.manifest["recipe"]["reasoner"] == name
        built[name] = set(snapshot.store)
    assert built["compiled"] == built["owlrl"]
    assert any(quad.graph_name == GRAPH.inferred for quad in built["owlrl"])


def test_another_reasoner_is_a_reason_to_build_again(market: Path) -> None:
    assert kgraph.build(market, market / "out").reused is False
    assert kgraph.build(market, market / "out").reused is True
    assert kgraph.build(market, market / "out", reasoner="owlrl").reused is False


def test_an_unknown_reasoner_is_bad_use(market: Path) -> None:
    told = run_kgraph("build", "--reasoner", "guess", cwd=market)
    assert told.returncode == 2
    assert "guess" in told.stderr
