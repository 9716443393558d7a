"""The folder that holds snapshots: one pointer, one lock, and complete snapshots only.

    <out>/CURRENT             the name of the published snapshot; replaced in one step
    <out>/LOCK                held by the one build that may write; its text marks the folder
    <out>/states/<name>/<day>/ the state of another day, made from a snapshot and gone with it
    <out>/snapshots/<name>/   store/, lasting/, basis, manifest.json, never changed once published

The previous snapshot stays until the next successful build, and any other for as long as a reader
holds it. Nothing else in the folder is touched: what is removed has a name that only a build gives,
and holds only what a build writes; no link is followed to write.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from kgraph.locks import acquire, open_regular, read_regular
from kgraph.refusals import why
from kgraph.snapshot.errors import SnapshotError
from kgraph.snapshot.intact import BASIS, LASTING, MANIFEST, STORE, read_manifest, seal
from kgraph.version import __version__

POINTER: Final = "CURRENT"
LOCK: Final = "LOCK"
SNAPSHOTS: Final = "snapshots"
STATES: Final = "states"
UNFINISHED: Final = ".building-"
PATIENCE: Final = 600.0
"""Seconds to wait for another build where a person or a reader does."""
_NEXT: Final = POINTER + ".new"
_NAME: Final = re.compile(r"[0-9a-f]{12}-[0-9a-f]{8}")
_STATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:-known-\d{4}-\d\d-\d\d)?(?:-[a-z0-9_]{8})?")
_BEGINNING: Final = b"kgraph build "
_MARK: Final = re.compile(_BEGINNING + rb"([0-9]{10})\n")
_PART: Final = re.compile(_BEGINNING + rb"[0-9]*|[0-9]*")
"""What a build that is killed as it marks the folder, or an earlier version, leaves in the lock."""
_PAUSE: Final = 0.05
_PACKAGE: Final = Path(__file__).resolve().parents[1]


def current(out: Path) -> Path | None:
    """The folder of the published snapshot, or None where none was published.

    Raises SnapshotError where the pointer is there and names none.
    """
    try:
        name = read_regular(out / POINTER, 1_000).decode("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SnapshotError(
            f"{out / POINTER}: cannot read which snapshot is published: {why(error)}; "
            "run `kgraph build`"
        ) from error
    if not _NAME.fullmatch(name):
        raise SnapshotError(
            f"{out / POINTER}: there is no snapshot here by the name it holds ({name[:40]!r}); "
            "run `kgraph build`"
        )
    return out / SNAPSHOTS / name


def name_root(out: Path, root: Path) -> str:
    """How a manifest names the project folder: from `out` where that lies inside, so that both may
    be moved together."""
    return os.path.relpath(root, out) if out.is_relative_to(root) else str(root)


def built_from(snapshot: Path, manifest: Mapping[str, Any]) -> Path:
    """The project folder that a build read, wherever it has been moved since."""
    out = snapshot.absolute().parents[1]
    return Path(os.path.normpath(out / str(manifest["root"])))


@contextmanager
def locked(
    out: Path, patience: float = 0, say: Callable[[str], None] | None = None
) -> Iterator[bool]:
    """Holds the lock of `out` for one build; the system frees it when the process ends, however.

    Creates the folder. Gives whether another build had to be waited for, which `say` is told, at
    most `patience` seconds. Raises SnapshotError where that is not enough, where the folder cannot
    be written, and where it is not ours to write.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        _check_ours(out)
        descriptor = open_regular(out / LOCK, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise SnapshotError(
            f"{error.filename or out}: cannot write the folder for snapshots: {why(error)}; "
            "choose another with --out"
        ) from error
    try:
        waited = _wait(out, descriptor, patience, say)
        try:
            # Always as long, so that no moment shows parts of two.
            os.write(descriptor, b"%b%010d\n" % (_BEGINNING, os.getpid()))
        except OSError as error:
            raise SnapshotError(
                f"{out / LOCK}: cannot write: {why(error)}; free some space and build again"
            ) from error
        yield waited
    finally:
        os.close(descriptor)


def _wait(out: Path, descriptor: int, patience: float, say: Callable[[str], None] | None) -> bool:
    end = time.monotonic() + patience
    told = False
    while not _acquire(out, descriptor):
        builder = f"another build is running in {out} (process {_holder(out)})"
        if time.monotonic() >= end:
            raise SnapshotError(
                f"{builder}; wait for it to end, or build into another folder with --out"
            )
        if not told and say is not None:
            say(f"{builder}; waiting for it to end")
        told = True
        time.sleep(_PAUSE)
    return told


def _acquire(out: Path, descriptor: int) -> bool:
    try:
        return acquire(descriptor)
    except OSError as error:
        raise SnapshotError(
            f"{out / LOCK}: cannot lock this file: {why(error)}; "
            "choose a folder on another disk with --out"
        ) from error


def _holder(out: Path) -> str:
    with suppress(OSError):
        found = _MARK.fullmatch(read_regular(out / LOCK, 1_000))
        if found:
            return str(int(found[1]))
    return "unknown"


def _check_ours(out: Path) -> None:
    """Raises SnapshotError where `out` is not a folder that a build may write.

    It may where it bears our mark, or where there is nothing but what builds make.
    """
    if (out / SNAPSHOTS).is_symlink():
        raise SnapshotError(
            f"{out / SNAPSHOTS}: this is a link, which a build does not follow; "
            "remove it, or choose another folder with --out"
        )
    for name in (POINTER, _NEXT):
        if (out / name).is_dir() and not (out / name).is_symlink():
            raise SnapshotError(
                f"{out / name}: this is a folder, where a build writes a file; "
                "remove it, or choose another folder with --out"
            )
    try:
        mark = read_regular(out / LOCK, 1_000)
    except FileNotFoundError:
        mark = b""
    except OSError as error:
        raise SnapshotError(
            f"{out / LOCK}: a build cannot lock this: it is a link or no regular file; "
            "remove it, or choose another folder with --out"
        ) from error
    if _MARK.fullmatch(mark):
        return
    part = _BEGINNING.startswith(mark) or _PART.fullmatch(mark)
    stranger = _stranger(out) if part else LOCK
    if stranger is not None:
        raise SnapshotError(
            f"{out}: this folder holds something that no build made ({stranger}); "
            "choose a new or empty one with --out"
        )


def _stranger(out: Path) -> str | None:
    """Something in `out` that is not of a build, as far as names and places tell."""
    for entry in sorted(out.iterdir()):
        if entry.name in (SNAPSHOTS, STATES) and entry.is_dir():
            for inner in sorted(entry.iterdir()):
                if not (_is_ours if entry.name == SNAPSHOTS else _holds_states)(inner):
                    return f"{entry.name}/{inner.name}"
        elif entry.name == POINTER:
            try:
                current(out)
            except SnapshotError:
                return POINTER
        elif entry.name not in (LOCK, _NEXT):
            return entry.name
    return None


def _is_ours(entry: Path) -> bool:
    """Whether a build made this folder: it has such a name, and holds nothing else."""
    name = entry.name
    if not (_NAME.fullmatch(name) or name.startswith(UNFINISHED)):
        return False
    if entry.is_symlink() or not entry.is_dir():
        return False
    return {inner.name for inner in entry.iterdir()} <= {STORE, LASTING, BASIS, MANIFEST}


def sweep(out: Path) -> None:
    """Removes what killed builds left: all but the published snapshot and the one before it.

    The caller holds the lock. A snapshot that a reader holds stays.
    """
    try:
        published = current(out)
    except SnapshotError:
        return
    keep = set()
    if published is not None:
        keep.add(published.name)
        with suppress(SnapshotError):
            keep.add(str(read_manifest(published).get("previous")))
    _keep_only(out, keep)


def start_state(place: Path) -> Path:
    """A new empty folder to make the state in that goes to a place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}{place.name}-", dir=place.parent))


def state_folder(snapshot: Path, day: str) -> Path:
    """Where the state of a day of a snapshot is, or would be.

    Beside the snapshots, or in the user's cache where nothing may be written there.
    """
    out = snapshot.absolute().parents[1]
    if not os.access(out, os.W_OK) and not (out / STATES / snapshot.name / day).is_dir():
        out = cache_folder() / "kgraph"
    return out / STATES / snapshot.name / day


def publish_state(
    unfinished: Path, place: Path, manifest: Mapping[str, Any], snapshot: Path
) -> None:
    """Makes a finished state one that can be opened, unless another process was faster.

    `snapshot` is the one whose files it shares. Nothing waits for the disk: a state that a machine
    lost as it stopped is found damaged, and made anew.
    """
    (unfinished / MANIFEST).write_text(seal(unfinished, manifest, snapshot), encoding="utf-8")
    try:
        unfinished.rename(place)
    except OSError:
        if not (place / MANIFEST).is_file():
            raise


def remove_state(place: Path) -> None:
    """Removes what stands in the place of a state, if it is one and no reader holds it."""
    with suppress(OSError):
        _remove(place, _is_state)


def start(out: Path, name: str) -> Path:
    """A new empty folder for a snapshot that is not yet finished."""
    folder = out / SNAPSHOTS / (UNFINISHED + name)
    folder.mkdir(parents=True)
    return folder


def publish(
    out: Path, unfinished: Path, manifest: Mapping[str, Any], previous: Path | None = None
) -> Path:
    """Makes a finished folder the published snapshot, in one step, and drops the oldest one.

    `previous` is the intact snapshot to keep beside it. Whatever stops the process, CURRENT names
    either the old snapshot or the new one, complete. Raises OSError where the disk fails.
    """
    before = previous.name if previous is not None else None
    _write(unfinished / MANIFEST, seal(unfinished, {**manifest, "previous": before}))
    for written in (unfinished / STORE, unfinished / LASTING, unfinished):
        _sync_folder(written)
    final = unfinished.with_name(unfinished.name.removeprefix(UNFINISHED))
    unfinished.replace(final)
    _sync_folder(final.parent)
    pointer = out / _NEXT
    pointer.unlink(missing_ok=True)
    _write(pointer, final.name + "\n")
    pointer.replace(out / POINTER)
    _sync_folder(out)
    _keep_only(out, {final.name, str(before)})
    return final


def discard(unfinished: Path) -> None:
    """Removes what a failed build has written, as far as that is possible."""
    shutil.rmtree(unfinished, ignore_errors=True)


def _keep_only(out: Path, names: set[str]) -> None:
    folder = out / SNAPSHOTS
    for entry in folder.iterdir() if folder.is_dir() and not folder.is_symlink() else ():
        if entry.name not in names:
            with suppress(OSError):
                _remove(entry)
    folder = out / STATES
    for entry in folder.iterdir() if folder.is_dir() and not folder.is_symlink() else ():
        if entry.name not in names and _holds_states(entry):
            for state in entry.iterdir():
                with suppress(OSError):
                    _remove(state, _is_state)
            with suppress(OSError):
                entry.rmdir()
    with suppress(OSError):
        (out / _NEXT).unlink()


def _holds_states(entry: Path) -> bool:
    """Whether a folder holds states of days, and nothing else."""
    return (
        _NAME.fullmatch(entry.name) is not None
        and entry.is_dir()
        and not entry.is_symlink()
        and all(map(_is_state, entry.iterdir()))
    )


def _is_state(entry: Path) -> bool:
    named = _STATE.fullmatch(entry.name.removeprefix(UNFINISHED))
    if named is None or not entry.is_dir() or entry.is_symlink():
        return False
    return {inner.name for inner in entry.iterdir()} <= {STORE, MANIFEST}


def _remove(entry: Path, is_ours: Callable[[Path], bool] | None = None) -> None:
    """Removes a snapshot that no reader holds; half removed, it is not taken for one."""
    if not (is_ours or _is_ours)(entry):
        return
    if entry.name.startswith(UNFINISHED):
        shutil.rmtree(entry)
        return
    doomed = entry.with_name(UNFINISHED + entry.name)
    shutil.rmtree(doomed, ignore_errors=True)  # of a process that was killed here
    if os.name == "nt" or not (entry / MANIFEST).exists():
        entry.replace(doomed)  # Windows refuses where a file of it is open
    else:
        descriptor = open_regular(entry / MANIFEST, os.O_RDONLY)
        try:
            if not acquire(descriptor):
                return
            entry.replace(doomed)
        finally:
            os.close(descriptor)
    shutil.rmtree(doomed)


def _write(path: Path, text: str) -> None:
    """Writes a new file, through to the disk."""
    descriptor = open_regular(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
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


def default_out(root: Path) -> Path:
    """Where snapshots of a project folder go unless told otherwise.

    `.kgraph` inside the folder, or, where that is the packaged copy or cannot be written, a folder
    of this version and place in the user's cache.
    """
    return places(root)[-1]


def places(root: Path) -> tuple[Path, ...]:
    """Where a snapshot of a project folder may be, the last the one where a build puts it.

    A checkout that cannot be written may have been built before.
    """
    root = root.resolve()
    inside = root / ".kgraph"
    packaged = root.is_relative_to(_PACKAGE)
    if not packaged and os.access(root, os.W_OK):
        return (inside,)
    digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:8]
    try:
        cached = cache_folder() / "kgraph" / __version__ / f"{root.name}-{digest}"
    except SnapshotError:
        if packaged:
            raise
        return (inside,)
    return (cached,) if packaged else (inside, cached)


def holds_snapshot(out: Path) -> bool:
    """Whether a folder is a snapshot or has one published, in whatever state."""
    return (out / MANIFEST).is_file() or current(out) is not None


def published_place(root: Path) -> Path:
    """The place of a project folder that holds a snapshot, else the one where a build puts it."""
    where = places(root)
    return next((place for place in where if holds_snapshot(place)), where[-1])


def cache_folder() -> Path:
    """The folder for caches that the platform prescribes."""
    named = os.environ.get("XDG_CACHE_HOME")
    if named and Path(named).is_absolute():
        return Path(named)
    import platform

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
