"""A published snapshot, opened to be read. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from kgraph.names import DCTERMS, PREFIXES, RDFS, SKOS, compact
from kgraph.snapshot import folder
from kgraph.snapshot.errors import SnapshotError

FORMAT: Final = 1
"""Version of the layout of a snapshot folder and of its graphs."""
LABELS: Final = tuple(
    NamedNode(iri) for iri in (SKOS + "prefLabel", DCTERMS + "title", RDFS + "label")
)


class Snapshot:
    """An immutable store with all graphs, and what the build noted about it.

    The default graph is the merged set of the ontology, all asserted facts and all inferred ones;
    the named graphs say who states what, and which standing each fact has.
    """

    def __init__(self, path: Path, store: Store, manifest: Mapping[str, Any]) -> None:
        self.path: Final = path
        self.store: Final = store
        self.manifest: Final = MappingProxyType(dict(manifest))

    @property
    def fingerprint(self) -> str:
        """A digest of the content the snapshot was built from."""
        return str(self.manifest["fingerprint"])

    @property
    def root(self) -> Path:
        """The folder with ontology/, data/, shapes/ and queries/ that the build read."""
        return Path(self.manifest["root"])

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """The engine's answer to a trusted query; the project's prefixes need no declaration.

        Text from outside goes through `kgraph.questions.guard` instead: the engine would follow
        SERVICE. Raises SyntaxError for invalid SPARQL.
        """
        return self.store.query(sparql, prefixes=dict(PREFIXES))

    def label(self, iri: str, lang: str = "en") -> str:
        """The label of a thing in a language, else in another, else its short name."""
        other = ""
        for predicate in LABELS:
            for quad in self.store.quads_for_pattern(
                NamedNode(iri), predicate, None, DefaultGraph()
            ):
                if isinstance(quad.object, Literal):
                    if quad.object.language == lang:
                        return quad.object.value
                    if not other or (quad.object.language or "") == "en":
                        other = quad.object.value
        return other or compact(iri)

    def graphs(self) -> frozenset[str]:
        """The names of the named graphs."""
        return frozenset(
            graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode)
        )


def open_snapshot(out: Path) -> Snapshot:
    """The snapshot published in a folder of snapshots, or the one whose own folder is given.

    Raises SnapshotError where none is there, where it is damaged, or where another version of the
    program made it.
    """
    out = Path(out)
    if (out / folder.MANIFEST).is_file():
        return _open(out)
    path = folder.current(out)
    if path is None:
        raise SnapshotError(f"{out}: there is no snapshot here; run `kgraph build`")
    try:
        return _open(path)
    except SnapshotError:
        latest = folder.current(out)  # a build may have published another one meanwhile
        if latest is None or latest == path:
            raise
        return _open(latest)


def _open(path: Path) -> Snapshot:
    manifest = folder.read_manifest(path)
    if manifest.get("format") != FORMAT:
        raise SnapshotError(
            f"{path}: the snapshot has format {manifest.get('format')}, this program reads format "
            f"{FORMAT}; run `kgraph build --force`"
        )
    try:
        store = Store.read_only(str(path / folder.STORE))
    except OSError as error:
        raise SnapshotError(
            f"{path}: cannot open the snapshot: {error}; run `kgraph build --force`"
        ) from error
    return Snapshot(path, store, manifest)
