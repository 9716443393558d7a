"""A snapshot, an N-Quads or TriG file, or a release folder → a store to compare."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Store

from kgraph.load import load_extra
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.folder import MANIFEST, holds_snapshot
from kgraph.turtle.parse import no_file

GRAPH_FILE: Final = "graph.nq"
"""The file of a release that holds the whole graph."""
_GRAPH_ENDINGS: Final = (".nq", ".trig")


class CompareError(Exception):
    """Two things cannot be compared. The message is one line: what, where, what to do."""

    exit_code: Final = 3


def open_version(path: Path) -> tuple[str, Store]:
    """The name and the quads of a version of the graph.

    `path` is a snapshot, a folder of snapshots or the project folder that holds one (`.kgraph`), a
    release folder, or an N-Quads or TriG file (also with .gz). Raises CompareError for anything
    else, SnapshotError or LoadError for what cannot be read.
    """
    if path.is_file():
        return path.name, _read(path)
    if not path.is_dir():
        what = no_file(path) if path.exists() else "there is no such file or folder"
        raise CompareError(f"{path}: {what}; give an existing one")
    graph = path / GRAPH_FILE
    if graph.is_file():
        return _release_name(path), _read(graph)
    snapshot = snapshot_of(path)
    if snapshot is not None:
        return snapshot.path.name, snapshot.store
    raise CompareError(
        f"{path}: there is no snapshot and no release here; "
        "run `kgraph build`, or give a snapshot, a release folder, or an N-Quads or TriG file"
    )


def snapshot_of(path: Path) -> Snapshot | None:
    """The snapshot of a folder, or of the project in it, if it has one. Raises SnapshotError."""
    folders = [folder for folder in (path, path / ".kgraph") if holds_snapshot(folder)]
    return open_snapshot(folders[0]) if folders else None


def has_graphs(store: Store) -> bool:
    """Whether a store has named graphs, so that it can be told who says what."""
    return any(isinstance(graph, NamedNode) for graph in store.named_graphs())


def _read(path: Path) -> Store:
    name = path.name.lower().removesuffix(".gz")
    if not name.endswith(_GRAPH_ENDINGS):
        raise CompareError(
            f"{path}: a version is read from N-Quads or TriG; "
            "write one with `kgraph export -o graph.nq`"
        )
    (file,) = load_extra([path])
    store = Store()
    store.bulk_extend(file.quads)
    if not has_graphs(store):
        raise CompareError(
            f"{path}: the file has no named graphs, so nobody can tell who says what; "
            "export it again with --provenance"
        )
    return store


def _release_name(folder: Path) -> str:
    try:
        version = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return folder.name
    return str(version)
