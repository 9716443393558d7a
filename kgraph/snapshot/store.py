"""A published snapshot, opened to be read. Nothing here writes."""

from __future__ import annotations

import os
import weakref
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Store

from kgraph.limited import QUERY, Held, Limits, Workers
from kgraph.locks import acquire, open_regular
from kgraph.names import BASE, compact
from kgraph.refusals import why
from kgraph.snapshot import folder
from kgraph.snapshot.day import Day
from kgraph.snapshot.errors import DamagedSnapshot, SnapshotError
from kgraph.snapshot.intact import REPAIR, check_seal, damages
from kgraph.snapshot.labels import UNDATED
from kgraph.vocab import GRAPH, JPST, RDFS

if TYPE_CHECKING:
    from kgraph.snapshot.run import Result

FORMAT: Final = 14
"""Version of the layout of a snapshot folder and of its graphs."""
_OPENED: Final = 16
"""Files with quads that the engine opens with the store."""


class Snapshot(Held):
    """An immutable store with all graphs, and what the build noted about it.

    The default graph is the state of a day: the ontology, what holds on that day, and what follows;
    the named graphs say who states what, with its days and standing (`graph:claims`).
    """

    def __init__(
        self, path: Path, store: Store, manifest: Mapping[str, Any], root: Path | None = None
    ) -> None:
        self.path: Final = path.absolute()
        self.store: Final = store
        self.workers: Final = Workers()
        """Processes that answer queries about the snapshot."""
        self.manifest: Final = MappingProxyType(dict(manifest))
        self.built_from: Final = folder.built_from(self.path, manifest)
        self.root: Final = root or self.built_from
        """The folder with ontology/, data/, shapes/ and queries/ that the snapshot is of: the one
        it was opened for, else the one the build read. They differ where a project was copied."""

    @property
    def place(self) -> tuple[Path, Path]:
        """Its folder and the project folder it is asked about."""
        return self.path, self.root

    @classmethod
    def at(cls, *place: Any) -> Snapshot:
        """The snapshot of that place. Raises as `open_snapshot`."""
        return open_snapshot(*place)

    @property
    def fingerprint(self) -> str:
        """A digest of the content the snapshot was built from."""
        return str(self.manifest["fingerprint"])

    @property
    def bases(self) -> Mapping[str, str]:
        """The names of the roots that were built above ours, by the bases of their IRIs."""
        roots = self.manifest.get("roots", {})
        return {base: name for name, base in roots.items() if base != BASE}

    @property
    def day(self) -> Day:
        """The day of the state that is the default graph, and the day of knowledge, if any."""
        known = self.manifest.get("known_at")
        return Day(
            date.fromisoformat(self.manifest["day"]), date.fromisoformat(known) if known else None
        )

    @property
    def is_of_another_day(self) -> bool:
        """Whether the state was made for a day that was asked for, and is not that of the build."""
        return "known_at" in self.manifest

    @property
    def undated(self) -> int:
        """How many claims are of unknown date on the day of the state."""
        return sum(
            1 for _ in self.store.quads_for_pattern(None, JPST.claimState, UNDATED, GRAPH.claims)
        )

    @property
    def unopened(self) -> int:
        """How many files of the store the engine opens only when a query reads them."""
        # What lasts is a store of its own, which no query reads.
        files = map(Path, self.manifest["files"])
        tables = sum(file.parts[0] == folder.STORE and file.suffix == ".sst" for file in files)
        return max(0, tables - _OPENED)

    def query(self, sparql: str, limits: Limits = QUERY) -> Result:
        """The result of a query; the project's prefixes need no declaration.

        It runs in a process of its own that ends with its limits. Raises Refused for what may not
        run, InvalidQuery for what the engine cannot read, LimitReached.
        """
        from kgraph.snapshot.run import run_query

        return run_query(self, sparql, limits)

    def label(self, iri: str, lang: str = "en") -> str:
        """The label of a thing in a language, as the build decided it, else its short name."""
        for quad in self.store.quads_for_pattern(NamedNode(iri), RDFS.label, None, GRAPH.labels):
            if isinstance(quad.object, Literal) and quad.object.language == lang:
                return quad.object.value
        return compact(iri)

    def graphs(self) -> frozenset[str]:
        """The names of the named graphs."""
        return frozenset(
            graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode)
        )


def open_snapshot(out: Path, root: Path | None = None) -> Snapshot:
    """The snapshot published in a folder of snapshots, or the one whose own folder is given.

    `root` is the project folder it is asked about, by default the one it was built from. As long
    as the snapshot is held, no build removes its files. Raises SnapshotError where none is there
    or another version of the program made it, DamagedSnapshot where it is not as it was built.
    """
    out = Path(out)
    if (out / folder.MANIFEST).is_file():
        return _open(out, root)
    path = folder.current(out)
    while path is not None:
        try:
            return _open(path, root)
        except DamagedSnapshot:
            latest = folder.current(out)  # a build may have published another one meanwhile
            if latest == path:
                raise
            path = latest
    raise SnapshotError(f"{out}: there is no snapshot here; run `kgraph build`")


def _open(path: Path, root: Path | None) -> Snapshot:
    with ExitStack() as held:
        held.callback(os.close, _hold(path))
        manifest = readable_manifest(path)
        for damage in damages(path, manifest, whole=False):
            raise DamagedSnapshot(f"{path}: cannot open the snapshot: {damage}; {REPAIR}")
        try:
            store = Store.read_only(str(path / folder.STORE))
        except (OSError, RuntimeError, ValueError) as error:
            raise DamagedSnapshot(
                f"{path}: cannot open the snapshot: {why(error)}; {REPAIR}"
            ) from error
        snapshot = Snapshot(path, store, manifest, root)
        weakref.finalize(snapshot, held.pop_all().close)
    return snapshot


def readable_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a snapshot that this version can read.

    Raises DamagedSnapshot where it is not as it was written, SnapshotError for another version.
    """
    manifest = folder.read_manifest(path)
    if manifest.get("format") != FORMAT:
        raise SnapshotError(
            f"{path}: the snapshot has format {manifest.get('format')}, this program reads format "
            f"{FORMAT}; {REPAIR}"
        )
    check_seal(path, manifest)
    return manifest


def _hold(path: Path) -> int:
    """A descriptor whose shared lock tells builds that the snapshot is in use."""
    manifest = path / folder.MANIFEST
    try:
        descriptor = open_regular(manifest, os.O_RDONLY)
    except OSError as error:
        raise DamagedSnapshot(
            f"{manifest}: cannot read the snapshot's manifest: {why(error)}; {REPAIR}"
        ) from error
    if not acquire(descriptor, shared=True):
        os.close(descriptor)
        raise DamagedSnapshot(f"{path}: a build is removing this snapshot; open the latest one")
    return descriptor
