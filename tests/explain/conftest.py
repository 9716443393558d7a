"""A market whose facts are explained."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from helpers.explained_market import write_explained_market

import kgraph
from kgraph.cli.things import fact
from kgraph.explain.explained import Explained, explained
from kgraph.limited import UNLIMITED
from kgraph.snapshot import Snapshot


@pytest.fixture(scope="package")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The market of `helpers.explained_market`, built; tests only read it."""
    root = write_explained_market(tmp_path_factory.mktemp("explained"))
    assert kgraph.build(root, root / "out", limits=UNLIMITED).published
    return kgraph.open(root, root / "out")


@pytest.fixture(scope="package")
def why(snapshot: Snapshot) -> Callable[..., Explained]:
    """Explains what three texts mean, as the command does."""
    rules = kgraph.rules(snapshot)

    def ask(subject: str, predicate: str, value: str, lang: str = "en", **more: int) -> Explained:
        triple = fact(snapshot, subject, predicate, value)
        return explained(snapshot, rules, triple, lang, **more)

    return ask
