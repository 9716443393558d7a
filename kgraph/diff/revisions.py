"""The files of a project as of a revision of its history (git), in a folder of their own."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Final

from kgraph.diff.versions_read import CompareError
from kgraph.root import FOLDERS, SETTINGS, real_path, settings_from
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.folder import read_manifest

_SECONDS: Final = 60
_SHORT: Final = 10


def export_revision(root: Path, revision: str, into: Path) -> str:
    """Writes the folders of the project in `root` as of a revision into `into`; gives its name.

    Of an overlay they stand above the roots that it extended then, as these are now.

    Raises CompareError where the project lies in no git repository, or this has no such revision.
    """
    commit = _git(root, revision, "rev-parse", "--verify", "--quiet", "--end-of-options",
                  f"{revision}^{{commit}}").decode().strip()  # fmt: skip
    wanted = [*(f"{name}/" for name in FOLDERS), SETTINGS]
    kept = _git(root, revision, "ls-tree", "--name-only", commit, *wanted)
    if not kept:
        raise CompareError(f"{revision}: the project was not there yet; give a later revision")
    held = {line.split(b"/")[0].decode() for line in kept.splitlines()}
    packed = _git(root, revision, "archive", "--format=tar", commit, *sorted(held))
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(into, filter="data")
    settings = into / SETTINGS
    if settings.is_file():
        try:
            text = settings_from(real_path(root), settings.read_text(encoding="utf-8"))
        except ValueError as error:  # not TOML, or not UTF-8
            raise CompareError(
                f"{revision}: its {SETTINGS} cannot be read: {error}; give another revision"
            ) from error
        settings.write_text(text, encoding="utf-8")
    return revision if commit.startswith(revision) else f"{revision} ({commit[:_SHORT]})"


def previous_snapshot(snapshot: Snapshot) -> Snapshot:
    """The one that was published before a snapshot, and is kept beside it. Raises CompareError."""
    before = read_manifest(snapshot.path).get("previous")
    path = snapshot.path.parent / str(before)
    if before is None or not path.is_dir():
        raise CompareError(
            "previous: there is no snapshot before the published one; name a git revision, "
            "such as HEAD, or a release folder"
        )
    return open_snapshot(path)


def _git(root: Path, revision: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CompareError(
            f"{revision}: git cannot be asked: {error}; see whether git runs here"
        ) from error
    if done.returncode:
        raise CompareError(
            f"{revision}: there is no such file or folder, and no such revision of {root}; "
            "give an existing one, or previous for the snapshot before the last"
        )
    return done.stdout
