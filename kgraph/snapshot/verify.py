"""A published snapshot read whole: is it still what its build wrote?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from kgraph.snapshot import folder
from kgraph.snapshot.errors import DamagedSnapshot, SnapshotError
from kgraph.snapshot.intact import Damage, Kind, damages
from kgraph.snapshot.store import readable_manifest


@dataclass(frozen=True)
class Checked:
    """What was read, and what of it is not as it was built."""

    path: Path
    files: int = 0
    bytes: int = 0
    quads: int = 0
    damages: tuple[Damage, ...] = ()


def check_snapshot(out: Path) -> Checked:
    """Reads every byte of the snapshot published in `out`, or of the one whose folder is given.

    Compares files, sizes and digests with the manifest, and where they agree the number of quads.
    Raises SnapshotError where there is no snapshot, or one of another version of the program.
    """
    path = out if (out / folder.MANIFEST).is_file() else folder.current(out)
    if path is None:
        raise SnapshotError(f"{out}: there is no snapshot here; run `kgraph build`")
    try:
        manifest = readable_manifest(path)
    except DamagedSnapshot:
        return Checked(path, damages=(Damage(folder.MANIFEST, Kind.content),))
    found = tuple(damages(path, manifest, whole=True))
    # The engine is not let near files that are damaged: it may never come back.
    found = found or tuple(_miscounted(path, manifest["quads"]))
    size = sum(file["bytes"] for file in manifest["files"].values())
    return Checked(path, len(manifest["files"]), size, manifest["quads"], found)


def _miscounted(path: Path, quads: int) -> list[Damage]:
    try:
        count = len(Store.read_only(str(path / folder.STORE)))
    except (OSError, RuntimeError, ValueError) as error:
        return [Damage(folder.STORE, Kind.engine, now=" ".join(str(error).split()))]
    return [] if count == quads else [Damage(folder.STORE, Kind.quads, quads, count)]
