"""The media types that answers have, by the names that our writers go by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""A workbook; only where the library that writes it is installed."""

ROWS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "application/sparql-results+json": "sparql-json",
        "application/sparql-results+xml": "sparql-xml",
        "text/csv": "sparql-csv",
        "text/tab-separated-values": "sparql-tsv",
        "application/json": "sparql-json",
        "application/xml": "sparql-xml",
    }
)
"""Results of SELECT, as the W3C prescribes them; the usual one first."""

BOOLEAN: Final[Mapping[str, str]] = MappingProxyType(
    {media: name for media, name in ROWS.items() if not media.startswith("text/")}
)
"""A yes or no has no form in CSV or TSV."""

GRAPHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text/turtle": "turtle",
        "application/n-triples": "ntriples",
        "application/ld+json": "jsonld",
        "application/rdf+xml": "rdfxml",
        "application/trig": "trig",
        "application/n-quads": "nquads",
        "application/json": "jsonld",
        "application/xml": "rdfxml",
    }
)
"""Graphs: results of CONSTRUCT and DESCRIBE, and the descriptions of things."""

SUFFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".ttl": "text/turtle",
        ".nt": "application/n-triples",
        ".jsonld": "application/ld+json",
        ".rdf": "application/rdf+xml",
        ".trig": "application/trig",
        ".nq": "application/n-quads",
        ".html": "text/html",
    }
)
"""Ending of a document's path → what it holds."""

TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {"application/json": "json", "text/csv": "csv", "text/markdown": "md", XLSX: "xlsx"}
)
"""Answers to stored questions."""

HTML: Final = "text/html"
PROBLEM: Final = "application/problem+json"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
FORM: Final = "application/x-www-form-urlencoded"

_TEXTUAL: Final = ("text/", "application/sparql-results+xml", "application/rdf+xml")


def content_type(media: str) -> str:
    """The header's value: text says that it is UTF-8."""
    return f"{media}; charset=utf-8" if media.startswith(_TEXTUAL) else media
