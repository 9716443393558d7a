"""Graphs beside those that readers see: how they are called, and one writer at a time."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kgraph.locks import acquire, open_regular
from kgraph.remote.errors import RemoteError
from kgraph.remote.transport import Endpoint

STAGING: Final = "urn:x-kgraph:staging:"
"""How their names begin, before that of the run."""
_OPERATIONS: Final = 25
"""Operations of an update that copies or drops graphs."""


@contextmanager
def alone(endpoint: Endpoint) -> Iterator[str]:
    """The name of what this machine does at an endpoint, of which one thing runs at a time.

    Raises RemoteError where another does.
    """
    told = f"{platform.node()}|{endpoint.query_url}"
    run = hashlib.sha256(told.encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"kgraph-push-{run}.lock"
    descriptor = open_regular(path, os.O_RDWR | os.O_CREAT)
    try:
        if not acquire(descriptor):
            raise RemoteError(
                f"{endpoint.query_url}: another run from this machine is under way; wait for it"
            )
        yield run
    finally:
        os.close(descriptor)


def added(beside: str, name: str) -> str:
    """The update that adds the triples of a graph to another.

    They are inserted as the answer of a query, which every engine reads to its end before it
    writes. `ADD`, `COPY` and `MOVE` are not used: Fuseki 5.6 writes while it reads, and loses some.
    """
    return f"INSERT {{ GRAPH <{name}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{beside}> {{ ?s ?p ?o }} }}"


def update_each(endpoint: Endpoint, updates: Sequence[str]) -> None:
    """Runs updates of one operation each, as many at a time as the engine takes."""
    size = min(endpoint.most_operations or _OPERATIONS, _OPERATIONS)
    for start in range(0, len(updates), size):
        endpoint.update(" ;\n".join(updates[start : start + size]))


def put_in_place(beside: str, name: str) -> str:
    """The updates that put a graph in the place of another, and may run twice: an engine that does
    not answer in time is asked again, and may have done it. So what stood beside stays."""
    return f"DROP SILENT GRAPH <{name}> ;\n{added(beside, name)}"
