"""The files of a release as values: content, and what is told about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

LICENSE: Final = "CC-BY-4.0"
"""The license of everything that a release holds (names.LICENSE_IRI): LICENSE-DATA says why."""

NOTICE: Final = "NOTICE.txt"
"""The file that says under which terms the sources may be used."""

MEDIA_TYPES: Final = (
    (".ttl", "text/turtle"),
    (".trig", "application/trig"),
    (".nq", "application/n-quads"),
    (".jsonld", "application/ld+json"),
    (".rq", "application/sparql-query"),
    (".graphml", "application/xml"),
    (".zip", "application/zip"),
    (".csv", "text/csv"),
    (".tsv", "text/tab-separated-values"),
    (".json", "application/json"),
    (".md", "text/markdown"),
    (".txt", "text/plain"),
    (".htaccess", "text/plain"),
)

_DATA: Final = ("graph.", "tables.", "jpst", "links.", "mappings.", "fibo.", "ontology.")


@dataclass(frozen=True)
class ReleaseFile:
    """One file: its place in the release, its titles, and its content."""

    path: str
    title_en: str
    title_ja: str
    content: bytes
    license: str = LICENSE

    @property
    def is_data(self) -> bool:
        """Whether it holds data of the graph, and so is one of its distributions: not what
        describes it, judges it or asks it."""
        return self.path.startswith(_DATA)

    @property
    def media_type(self) -> str:
        """The media type that the ending stands for."""
        types = (kind for ending, kind in MEDIA_TYPES if self.path.endswith(ending))
        return next(types, "application/octet-stream")

    @property
    def sha256(self) -> str:
        """The digest of the content, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()
