"""Whether a snapshot is still what its build wrote: the manifest lists each file.

On opening, presence, sizes and times are compared, which costs a look at the folder; only a file
whose time is another than noted is read. `check_snapshot` reads every byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from kgraph.locks import open_regular, read_regular
from kgraph.refusals import why
from kgraph.snapshot.errors import DamagedSnapshot

MANIFEST: Final = "manifest.json"
STORE: Final = "store"
LASTING: Final = "lasting"
"""The store of a build without what its day makes of it; states of other days begin as its copy."""
BASIS: Final = "basis"
SEAL: Final = "digest"
REPAIR: Final = "run `kgraph build --force`"
_DIARY: Final = ("LOG", "LOCK")
_LARGEST_MANIFEST: Final = 4_000_000
_SECOND: Final = 1_000_000_000


class Kind(StrEnum):
    """What has become of a file."""

    missing = "missing"
    irregular = "irregular"
    size = "size"
    content = "content"
    unlisted = "unlisted"
    quads = "quads"
    engine = "engine"


@dataclass(frozen=True)
class Damage:
    """One file of a snapshot that is not as built: `was` by the manifest, `now` as found."""

    file: str
    kind: Kind
    was: int | None = None
    now: int | str | None = None

    def __str__(self) -> str:
        words = {
            Kind.missing: "the file is missing",
            Kind.irregular: "this is no regular file",
            Kind.size: f"the file has {self.now} bytes, {self.was} when it was built",
            Kind.content: "the content is not what was built",
            Kind.unlisted: "the build did not write this file",
            Kind.quads: f"the store holds {self.now} quads, {self.was} when it was built",
            Kind.engine: f"the engine cannot read the store ({self.now})",
        }
        return f"{self.file}: {words[self.kind]}"


def seal(snapshot: Path, manifest: Mapping[str, Any], like: Path | None = None) -> str:
    """The text of the manifest of a complete folder: what is given, the files, and a digest.

    A file that is one of `like`, a sealed folder, is noted as it is there. Removes what
    the engine keeps for itself: its diary, which names this machine, and its lock.
    The store must be closed.
    """
    for path in list(_files(snapshot)):
        if path.name in _DIARY:
            path.unlink()
    known = {} if like is None else _by_inode(like)

    def noted(path: Path) -> Mapping[str, Any]:
        status = path.stat()
        return known.get((status.st_dev, status.st_ino)) or {
            "bytes": status.st_size,
            "modified": status.st_mtime_ns,
            "sha256": _sha256(path),
        }

    paths = sorted(_files(snapshot))
    names = (str(path.relative_to(snapshot)) for path in paths)
    if like is None:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor() as at_once:
            files = dict(zip(names, at_once.map(noted, paths), strict=True))
    else:  # most files are the other's: threads take longer to start
        files = dict(zip(names, map(noted, paths), strict=True))
    content = {**manifest, "files": files}
    whole = {**content, SEAL: _digest(content)}
    # A line for each entry is enough to read; indented throughout, it takes far longer.
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in whole.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _by_inode(snapshot: Path) -> dict[tuple[int, int], Any]:
    """What the manifest of a sealed folder notes of its files, by what they are on the disk."""
    noted = {}
    for name, of_file in read_manifest(snapshot)["files"].items():
        with suppress(OSError):
            status = (snapshot / name).stat()
            noted[status.st_dev, status.st_ino] = of_file
    return noted


def read_manifest(snapshot: Path) -> dict[str, Any]:
    """The manifest of a snapshot folder. Raises DamagedSnapshot where it is not as written."""
    path = snapshot / MANIFEST
    try:
        manifest = json.loads(read_regular(path, _LARGEST_MANIFEST).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedSnapshot(
            f"{path}: cannot read the snapshot's manifest: {why(error)}; {REPAIR}"
        ) from error
    if not isinstance(manifest, dict):
        raise DamagedSnapshot(f"{path}: the manifest is no JSON object; {REPAIR}")
    return manifest


def check_seal(snapshot: Path, manifest: Mapping[str, Any]) -> None:
    """Raises DamagedSnapshot where a manifest does not bear the digest of its content."""
    content = {name: value for name, value in manifest.items() if name != SEAL}
    if manifest.get(SEAL) != _digest(content):
        raise DamagedSnapshot(
            f"{snapshot / MANIFEST}: the manifest is not as the build wrote it; {REPAIR}"
        )


def damages(snapshot: Path, manifest: Mapping[str, Any], *, whole: bool) -> Iterator[Damage]:
    """What is wrong with the files of a store, by name; `whole` reads all of them.

    `manifest` has been through `check_seal`.
    """
    found = {str(path.relative_to(snapshot)): path.lstat() for path in _files(snapshot)}
    if not any(name.startswith(f"{STORE}/") for name in found):
        yield Damage(STORE, Kind.missing)
        return
    for file, noted in manifest["files"].items():
        status = found.pop(file, None)
        if status is None:
            yield Damage(file, Kind.missing)
        elif not stat.S_ISREG(status.st_mode):
            yield Damage(file, Kind.irregular)
        elif status.st_size != noted["bytes"]:
            yield Damage(file, Kind.size, noted["bytes"], status.st_size)
        elif (whole or _touched(status.st_mtime_ns, noted["modified"])) and (
            _sha256(snapshot / file) != noted["sha256"]
        ):
            yield Damage(file, Kind.content)
    # Files with a dot in front are made by file managers and network file systems.
    for file in sorted(found):
        if not Path(file).name.startswith("."):
            yield Damage(file, Kind.unlisted)


def _files(snapshot: Path) -> Iterator[Path]:
    """The files that a snapshot has beside its manifest, or a state."""
    for folder in (STORE, LASTING):
        with suppress(OSError):
            yield from (snapshot / folder).iterdir()
    yield from snapshot.glob(BASIS)


def _touched(now: int, noted: int) -> bool:
    """Whether a file was written since; archives may keep times to the second."""
    return now not in (noted, noted // _SECOND * _SECOND)


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _sha256(path: Path) -> str:
    with os.fdopen(open_regular(path, os.O_RDONLY), "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
