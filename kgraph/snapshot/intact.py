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
from kgraph.snapshot.errors import DamagedSnapshot

MANIFEST: Final = "manifest.json"
STORE: Final = "store"
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

    A file that is the same one as in `like`, a sealed folder, is noted as it is there. Removes what
    the engine keeps for itself: its diary, which names this machine, and its lock.
    The store must be closed.
    """
    for name in _DIARY:
        (snapshot / STORE / name).unlink(missing_ok=True)
    known = {} if like is None else read_manifest(like)["files"]
    files = {}
    for path in sorted([*(snapshot / STORE).iterdir(), *snapshot.glob(BASIS)]):
        name, status = str(path.relative_to(snapshot)), path.stat()
        if name in known and like is not None and path.samefile(like / name):
            files[name] = known[name]
        else:
            files[name] = {
                "bytes": status.st_size,
                "modified": status.st_mtime_ns,
                "sha256": _sha256(path),
            }
    content = {**manifest, "files": files}
    whole = {**content, SEAL: _digest(content)}
    # A line for each entry is enough to read; indented throughout, it takes far longer.
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in whole.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_manifest(snapshot: Path) -> dict[str, Any]:
    """The manifest of a snapshot folder. Raises DamagedSnapshot where it is not as written."""
    path = snapshot / MANIFEST
    try:
        manifest = json.loads(read_regular(path, _LARGEST_MANIFEST).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise DamagedSnapshot(
            f"{path}: cannot read the snapshot's manifest: {reason}; {REPAIR}"
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
    try:
        found = {f"{STORE}/{path.name}": path.lstat() for path in (snapshot / STORE).iterdir()}
    except OSError:
        yield Damage(STORE, Kind.missing)
        return
    with suppress(FileNotFoundError):
        found[BASIS] = (snapshot / BASIS).lstat()
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
        if not file.startswith(f"{STORE}/."):
            yield Damage(file, Kind.unlisted)


def _touched(now: int, noted: int) -> bool:
    """Whether a file was written since; archives may keep times to the second."""
    return now not in (noted, noted // _SECOND * _SECOND)


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _sha256(path: Path) -> str:
    with os.fdopen(open_regular(path, os.O_RDONLY), "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
