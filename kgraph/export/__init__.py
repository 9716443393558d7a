"""A snapshot → bytes in a standard format: sorted, so that the same graph is the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.align.bridges import bridges_of
from kgraph.cycles import uncollected
from kgraph.export.errors import ExportError
from kgraph.export.jsonld import to_jsonld
from kgraph.export.rdfxml import to_rdfxml
from kgraph.export.selection import in_one_graph, select
from kgraph.export.text import to_nquads, to_ntriples, to_trig, to_turtle
from kgraph.names import PREFIXES

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
        "rdfxml": to_rdfxml,
    }
)
"""The RDF formats, each with the function that writes sorted quads."""

_PREFIXED: Final[Mapping[str, Callable[[list[Quad], Mapping[str, str]], bytes]]] = MappingProxyType(
    {"turtle": to_turtle, "trig": to_trig, "rdfxml": to_rdfxml}
)
"""Those that write names with prefixes, whichever are given."""

CLAIM_FORMATS: Final = ("trig12", "nanopubs")
"""The formats that write each claim in a form of its own; readers of RDF 1.1 know `nanopubs`."""

TABLE_FORMATS: Final = ("csv", "parquet")
"""The formats of tables: several files, one for each main class."""

FORMATS: Final = (*WRITERS, *CLAIM_FORMATS, "graphml", *TABLE_FORMATS)
"""All formats that `export` writes."""

WITHOUT_GRAPHS: Final = frozenset({"turtle", "ntriples", "rdfxml"})
"""The RDF formats that have no graph names: they hold state, claims and labels in one graph."""

ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".ttl": "turtle",
        ".trig": "trig",
        ".nt": "ntriples",
        ".nq": "nquads",
        ".jsonld": "jsonld",
        ".json": "jsonld",
        ".rdf": "rdfxml",
        ".owl": "rdfxml",
        ".xml": "rdfxml",
        ".graphml": "graphml",
        ".zip": "csv",
    }
)


def export(
    snapshot: Snapshot,
    format: str,
    *,
    inferred: bool = True,
    provenance: bool = True,
    links: bool = False,
) -> bytes:
    """The graph in one of FORMATS, the same bytes for the same graph; tables are a zip archive.

    `links` adds the links to outside ontologies, which only the RDF formats hold: in the graph
    graph:links, or in the one graph of a format without names. Text is UTF-8. Raises ExportError
    for another format, and where the format cannot hold the graph or its library is missing.
    """
    with uncollected():
        if links and format not in WRITERS:
            raise ExportError(f"{format} has no place for links; use one of {', '.join(WRITERS)}")
        if format in TABLE_FORMATS:
            from kgraph.export.archive import zipped

            return zipped(tables(snapshot, format, inferred=inferred, provenance=provenance))
        store = snapshot.store
        if format == "graphml":
            from kgraph.export.graphml import to_graphml
            from kgraph.export.view import View

            return to_graphml(View(select(store, inferred=inferred)), provenance=provenance)
        if format == "trig12":
            from kgraph.export.reified import to_trig12

            return to_trig12(select(store, inferred=inferred, provenance=provenance))
        if format == "nanopubs":
            from kgraph.export.nanopubs import to_nanopubs

            return to_nanopubs(select(store, inferred=False))
        if format not in WRITERS:
            raise ExportError(f"“{format}” is no export format; use one of {', '.join(FORMATS)}")
        parts = {"inferred": inferred, "provenance": provenance, "links": links}
        quads = (in_one_graph if format in WITHOUT_GRAPHS else select)(store, **parts)
        return written(quads, format, bridges_of(snapshot.root).prefixes if links else {})


def written(quads: list[Quad], format: str, prefixes: Mapping[str, str]) -> bytes:
    """Sorted quads in one of WRITERS, with prefixes besides those of the project.

    Raises ExportError where the format cannot hold them.
    """
    writer = _PREFIXED.get(format)
    if writer is None:
        return WRITERS[format](quads)
    return writer(quads, {**PREFIXES, **prefixes})


def tables(
    snapshot: Snapshot, format: str, *, inferred: bool = True, provenance: bool = True
) -> dict[str, bytes]:
    """The files of one of TABLE_FORMATS, by name, the same bytes for the same graph.

    Raises ExportError for another format and where the library for it is missing.
    """
    if format not in TABLE_FORMATS:
        raise ExportError(f"“{format}” is no table format; use one of {', '.join(TABLE_FORMATS)}")
    from kgraph.export.tabular import table_files

    return table_files(snapshot.store, format, inferred=inferred, provenance=provenance)


def format_of(path: Path) -> str | None:
    """The format that a file's ending asks for, None where it asks for none."""
    return ENDINGS.get(path.suffix.lower())


__all__ = [
    "CLAIM_FORMATS",
    "ENDINGS",
    "FORMATS",
    "TABLE_FORMATS",
    "WITHOUT_GRAPHS",
    "WRITERS",
    "ExportError",
    "export",
    "format_of",
    "tables",
    "written",
]
