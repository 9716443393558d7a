"""An engine for one test; and real ones, each started once for all tests of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from helpers.engines import Engine
from helpers.project import PROJECT
from helpers.real_engines import STARTS, Running, lacking
from helpers.serving import Serving, serving

from kgraph.remote import Endpoint
from kgraph.remote.push import push
from kgraph.snapshot import Snapshot


def _started(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    why = lacking(name)
    if why is not None:
        pytest.skip(why)
    with STARTS[name](tmp_path_factory.mktemp(name)) as running:
        yield running


@pytest.fixture
def engine() -> Iterator[Engine]:
    """One of this process, whose answers a test may spoil."""
    made = Engine()
    yield made
    made.close()


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
def fuseki_of(fuseki: Running) -> Callable[[Snapshot], Endpoint]:
    """The first dataset of Fuseki, once it holds the graph that is given; tests only read it.

    It keeps the last one, and is sent what differs of another: that of one day after all of
    another costs little.
    """
    there, held = fuseki.endpoint(), list[Snapshot]()

    def holding(snapshot: Snapshot) -> Endpoint:
        if held[-1:] != [snapshot]:
            held.clear()  # what breaks off leaves nothing that is known
            assert push(snapshot, there).at_once
            held.append(snapshot)
        return there

    return holding


@pytest.fixture(scope="session")
def real_server(real_snapshot: Snapshot) -> Iterator[Serving]:
    """`kgraph serve`, with the graph of the checkout."""
    with serving(PROJECT, "--out", str(real_snapshot.path.parents[1])) as server:
        yield server
