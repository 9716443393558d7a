"""A copy of the graph's files that a test may change, with the graph as it is built from them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from helpers.project import FOLDERS, PROJECT

from kgraph.snapshot import Snapshot
from kgraph.snapshot.folder import SNAPSHOTS, STATES, name_root
from kgraph.snapshot.intact import MANIFEST, SEAL, read_manifest, seal


def write_checkout(folder: Path, built: Snapshot) -> Path:
    """Copies the files and the built graph into a folder, and returns it."""
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, folder / name)
    give_built(folder / ".kgraph", built, folder)
    return folder


def give_built(out: Path, built: Snapshot, root: Path) -> None:
    """Puts a built graph where, and as, a build of `root` puts the one of the same files.

    Its files, which nothing writes again, are those of `built` by another name.
    """
    theirs = built.path.parents[1]
    shutil.copytree(theirs, out, ignore=lambda *_: {SNAPSHOTS, STATES})
    own = out / SNAPSHOTS / built.path.name
    shutil.copytree(built.path, own, copy_function=os.link)
    manifest = {**read_manifest(own), "root": name_root(out, root)}
    del manifest[SEAL]
    (own / MANIFEST).unlink()
    (own / MANIFEST).write_text(seal(own, manifest, built.path), encoding="utf-8")
