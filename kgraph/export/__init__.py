"""A snapshot → bytes in a standard RDF format: sorted, so that the same graph is the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.export.jsonld import to_jsonld
from kgraph.export.selection import select
from kgraph.export.text import to_nquads, to_ntriples, to_trig, to_turtle

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kgraph.snapshot import Snapshot

WRITERS: Final[Mapping[str, Callable[[list[Quad]], bytes]]] = MappingProxyType(
    {
        "turtle": to_turtle,
        "trig": to_trig,
        "ntriples": to_ntriples,
        "nquads": to_nquads,
        "jsonld": to_jsonld,
    }
)
FORMATS: Final = tuple(WRITERS)
"""The formats that `export` writes. Turtle and N-Triples have no graph names: the merge alone."""

WITHOUT_GRAPHS: Final = frozenset({"turtle", "ntriples"})
ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".ttl": "turtle",
        ".trig": "trig",
        ".nt": "ntriples",
        ".nq": "nquads",
        ".jsonld": "jsonld",
        ".json": "jsonld",
    }
)


def export(
    snapshot: Snapshot, format: str, *, inferred: bool = True, provenance: bool = True
) -> bytes:
    """The graph in one of FORMATS, UTF-8, the same bytes for the same graph.

    Blank nodes keep the labels that the build gave them. Raises ValueError for another format.
    """
    writer = WRITERS.get(format)
    if writer is None:
        raise ValueError(f"“{format}” is no export format; use one of {', '.join(FORMATS)}")
    named = provenance and format not in WITHOUT_GRAPHS
    return writer(select(snapshot.store, inferred=inferred, provenance=named))


def format_of(path: Path) -> str | None:
    """The format that a file's ending asks for, None where it asks for none."""
    return ENDINGS.get(path.suffix.lower())


__all__ = ["ENDINGS", "FORMATS", "WITHOUT_GRAPHS", "export", "format_of"]
