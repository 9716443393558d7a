"""Real engines, each started once for all tests of a process that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.project import PROJECT
from helpers.real_engines import STARTS, Running, lacking
from helpers.serving import Serving, serving

from kgraph.remote.push import push
from kgraph.snapshot import Snapshot


def _started(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    why = lacking(name)
    if why is not None:
        pytest.skip(why)
    with STARTS[name](tmp_path_factory.mktemp(name)) as running:
        yield running


@pytest.fixture(scope="session")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Apache Jena Fuseki with TDB2."""
    yield from _started("fuseki", tmp_path_factory)


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Virtuoso 7."""
    yield from _started("virtuoso", tmp_path_factory)


@pytest.fixture(scope="session")
def rdflib_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """rdflib-endpoint with a store of Oxigraph."""
    yield from _started("rdflib-endpoint", tmp_path_factory)


@pytest.fixture(scope="session")
def real_fuseki(fuseki: Running, real_snapshot: Snapshot) -> Running:
    """Fuseki, with the graph of the checkout in its first dataset; tests only read it."""
    done = push(real_snapshot, fuseki.endpoint())
    assert done.at_once
    return fuseki


@pytest.fixture(scope="session")
def real_server(real_snapshot: Snapshot) -> Iterator[Serving]:
    """`kgraph serve`, with the graph of the checkout."""
    with serving(PROJECT, "--out", str(real_snapshot.path.parents[1])) as server:
        yield server
