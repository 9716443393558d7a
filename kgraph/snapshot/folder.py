"""The folder that holds snapshots: one pointer, one lock, and complete snapshots only.

    <out>/CURRENT             the name of the published snapshot; replaced in one step
    <out>/LOCK                held by the one build that may write
    <out>/snapshots/<name>/   store/ and manifest.json, never changed once published

The previous snapshot stays until the next successful build, so that a reader that has it open, or
that wants to compare, still finds it.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from kgraph import __version__
from kgraph.snapshot.errors import SnapshotError

POINTER: Final = "CURRENT"
LOCK: Final = "LOCK"
SNAPSHOTS: Final = "snapshots"
STORE: Final = "store"
MANIFEST: Final = "manifest.json"
UNFINISHED: Final = ".building-"
_PACKAGE: Final = Path(__file__).resolve().parents[1]


def current(out: Path) -> Path | None:
    """The folder of the published snapshot, or None where none was published."""
    try:
        name = (out / POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return out / SNAPSHOTS / name if name and Path(name).name == name else None


def read_manifest(snapshot: Path) -> dict[str, Any]:
    """The manifest of a snapshot folder. Raises SnapshotError where it is missing or damaged."""
    path = snapshot / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SnapshotError(
            f"{path}: cannot read the snapshot's manifest: {error}; run `kgraph build`"
        ) from error
    if not isinstance(manifest, dict):
        raise SnapshotError(f"{path}: the manifest is no JSON object; run `kgraph build`")
    return manifest


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Holds the lock of `out` for one build; the system frees it when the process ends, however.

    Creates the folder. Raises SnapshotError where another build holds the lock or the folder
    cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        stream = (out / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise SnapshotError(
            f"{out}: cannot write the folder for snapshots: {error.strerror}; "
            "choose another with --out"
        ) from error
    with stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            stream.seek(0)
            process = stream.read().strip() or "unknown"
            raise SnapshotError(
                f"{out}: another build is running (process {process}); "
                "wait for it to end, or build into another folder with --out"
            ) from error
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def sweep(out: Path) -> None:
    """Removes what killed builds left: all but the published snapshot and the one before it."""
    keep = set()
    published = current(out)
    if published is not None:
        keep.add(published.name)
        try:
            keep.add(str(read_manifest(published).get("previous")))
        except SnapshotError:
            keep.add(published.name)
    _keep_only(out, keep)


def start(out: Path, name: str) -> Path:
    """A new empty folder for a snapshot that is not yet finished."""
    folder = out / SNAPSHOTS / (UNFINISHED + name)
    folder.mkdir(parents=True)
    return folder


def publish(out: Path, unfinished: Path, manifest: Mapping[str, Any]) -> Path:
    """Makes a finished folder the published snapshot, in one step, and drops the oldest one.

    Whatever stops the process, CURRENT names either the old snapshot or the new one, complete.
    """
    before = current(out)
    previous = before.name if before is not None and before.is_dir() else None
    text = json.dumps({**manifest, "previous": previous}, ensure_ascii=False, indent=2) + "\n"
    _write(unfinished / MANIFEST, text)
    final = unfinished.with_name(unfinished.name.removeprefix(UNFINISHED))
    _sync_folder(unfinished)
    unfinished.replace(final)
    _sync_folder(final.parent)
    pointer = out / (POINTER + ".new")
    _write(pointer, final.name + "\n")
    pointer.replace(out / POINTER)
    _sync_folder(out)
    _keep_only(out, {final.name, str(previous)})
    return final


def _keep_only(out: Path, names: set[str]) -> None:
    folder = out / SNAPSHOTS
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.name not in names:
            shutil.rmtree(entry, ignore_errors=True)
    (out / (POINTER + ".new")).unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes renames inside a folder durable; Windows does so by itself and cannot open one."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def default_out(root: Path) -> Path:
    """Where snapshots of a project folder go unless told otherwise.

    `.kgraph` inside the folder, or, where that is the packaged copy or cannot be written, a folder
    of this version in the user's cache.
    """
    root = root.resolve()
    packaged = root.is_relative_to(_PACKAGE)
    if not packaged and os.access(root, os.W_OK):
        return root / ".kgraph"
    digest = hashlib.sha256(str(root).encode()).hexdigest()[:8]
    name = "bundle" if packaged else f"{root.name}-{digest}"
    return _cache_folder() / "kgraph" / __version__ / name


def _cache_folder() -> Path:
    """The folder for caches that the platform prescribes."""
    named = os.environ.get("XDG_CACHE_HOME")
    if named and Path(named).is_absolute():
        return Path(named)
    system = platform.system()
    if system == "Windows" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"])
    try:
        home = Path.home()
    except RuntimeError:
        home = Path()
    if not home.is_absolute():
        raise SnapshotError("there is no home folder for the built graph; name one with --out")
    return home / "Library" / "Caches" if system == "Darwin" else home / ".cache"
