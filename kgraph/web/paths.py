"""The path of each IRI that dereferences here, and back.

A name of ours has the path behind its base. One of another root that was built with ours has
`at/`, the name of that root, and the path behind its own base.
"""

from __future__ import annotations

from typing import Final

from kgraph.names import BASE
from kgraph.snapshot.store import Snapshot

AT: Final = "at/"


def path_of(snapshot: Snapshot, iri: str) -> str | None:
    """The path of an IRI, without the slash before it; None where it is of no root that is here."""
    if iri.startswith(BASE):
        return iri.removeprefix(BASE)
    for base, name in snapshot.bases.items():
        if iri.startswith(base):
            return f"{AT}{name}/{iri.removeprefix(base)}"
    return None


def iri_at(snapshot: Snapshot, path: str) -> str:
    """The IRI that a path stands for, whether or not the graph knows it."""
    for base, name in snapshot.bases.items():
        if path.startswith(f"{AT}{name}/"):
            return base + path.removeprefix(f"{AT}{name}/")
    return BASE + path
