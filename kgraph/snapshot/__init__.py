"""The immutable store on disk: `build.build` makes it, `open_snapshot` reads it."""

from kgraph.snapshot.errors import SnapshotError
from kgraph.snapshot.store import Snapshot, open_snapshot

__all__ = ["Snapshot", "SnapshotError", "open_snapshot"]
