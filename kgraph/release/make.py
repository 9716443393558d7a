"""A project folder → a release: everything a user may load, described, checked and reproducible."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

from kgraph.diff import Difference, Interface, abandoned, compare, open_version
from kgraph.diff.versions_read import GRAPH_FILE
from kgraph.export.selection import link_quads
from kgraph.export.tabular import fact_digests, table_columns
from kgraph.load import fingerprint
from kgraph.questions.signature import read_signatures
from kgraph.release import redirects
from kgraph.release.content import LINKS, content
from kgraph.release.croissant import croissant
from kgraph.release.describe import dcat, release_iri, void
from kgraph.release.errors import ReleaseError
from kgraph.release.files import LICENSE, ReleaseFile
from kgraph.release.interface import open_interface
from kgraph.release.workplace import FILES, SNAPSHOT, workplace
from kgraph.root import OURS, SETTINGS, real_path
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.verify.handed_on import MANIFEST, unlike
from kgraph.verify.history import HISTORY, History, grown, read_history
from kgraph.version import __version__
from kgraph.writing import make_folder

CHECKSUMS: Final = "SHA256SUMS"
_HANDED_ON: Final = (GRAPH_FILE, HISTORY)
"""What the next release takes from a release: facts, and in which releases they were."""
STAGES: Final = ("build", "compare", "export", "write")
_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


@dataclass(frozen=True)
class Release:
    """What was made: where, of which version, with which files, and what its manifest says.

    `difference` is what changed since the previous release, None where none was named.
    """

    path: Path
    version: str
    files: tuple[ReleaseFile, ...]
    manifest: Mapping[str, Any]
    difference: Difference | None = None


def release(
    root: Path,
    version: str,
    out: Path,
    *,
    issued: date | None = None,
    previous: Path | None = None,
    site: str | None = None,
    on_stage: Callable[[str], None] | None = None,
) -> Release:
    """Builds the graph from the files under `root` and writes the release into the folder `out`.

    `issued` is the day of the release, today by default, and the only date in it; `previous` the
    folder of the release before, to tell what changed; `site` the address where its pages will be,
    for which it gets the redirects to register; `on_stage` is called with each of STAGES as
    it begins. The same files, version, day and previous release give the same bytes.

    The folder appears complete or not at all. Raises ReleaseError where it holds something already,
    where the version is not X.Y.Z or not after the previous one, where the graph has a violation
    or is an overlay,
    where something deprecated has no replacement in use, and where a file changes meanwhile;
    LoadError, SnapshotError and CompareError for what cannot be read.
    """
    tell = on_stage or _ignore
    root, day = root.resolve(), issued or date.today()
    _check_version(version)
    _check_empty(out)
    if (root / SETTINGS).is_file():
        raise ReleaseError(
            f"{root}: an overlay is not released, since the license, the names and the addresses "
            f"of a release are those of {OURS}; write what you need with kgraph export"
        )
    leading = [] if site is None else [_redirects(site, version)]
    before = _read_previous(previous, version) if previous is not None else None
    with workplace(real_path(out)) as work:
        tell("build")
        report = build(root, work / SNAPSHOT)
        if not report.published:
            grave = tuple(f for f in report.findings if f.severity == "violation")
            raise ReleaseError(f"{root}: {len(grave)} violation(s) stop the release", grave)
        snapshot = open_snapshot(work / SNAPSHOT)
        _check_deprecated(snapshot)
        difference: Difference | None = None
        known: History = {}
        if previous is not None and before is not None:
            tell("compare")
            names = before["version"], version
            old = open_version(previous)[1]
            known = _known(previous, before["version"], old)
            offers = (
                open_interface(previous, old),
                Interface(read_signatures(root), table_columns(snapshot.store)),
            )
            difference = compare(old, snapshot, names=names, interfaces=offers)
        tell("export")
        history = grown(known, fact_digests(snapshot.store), version)
        files = [*content(root, snapshot, version, report.findings, difference, history), *leading]
        files += _descriptions(snapshot, version, day, files, before)
        manifest = _manifest(snapshot, version, day, files, before, difference)
        if fingerprint(root) != snapshot.fingerprint:
            raise ReleaseError(f"{root}: files changed while the release was made; run it again")
        del snapshot  # lets go of the store before its folder is removed
        tell("write")
        _write(out, work / FILES, files, manifest)
    return Release(out, version, tuple(files), manifest, difference)


def _ignore(_stage: str) -> None:
    """Stands for a callback that was not given."""


def _check_version(version: str) -> None:
    if not _VERSION.fullmatch(version):
        raise ReleaseError(
            f"“{version}” is no version; write three numbers such as 1.4.0 "
            "(a change that breaks what users have built raises the first one)"
        )


def _check_empty(out: Path) -> None:
    if real_path(out).is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(out))
    if out.exists() and not out.is_dir():
        raise ReleaseError(f"{out}: this is a file; name a new or empty folder")
    if out.is_dir() and any(out.iterdir()):
        raise ReleaseError(
            f"{out}: the folder holds something already; name a new or empty one, "
            "so that nothing of it ends up in the release"
        )


def _read_previous(previous: Path, version: str) -> dict[str, Any]:
    """The manifest of the release before, which must be of a lower version."""
    path = previous / MANIFEST
    try:
        data = path.read_bytes()
        manifest = json.loads(data)
        before = str(manifest["version"])
        told = {file["path"]: str(file["sha256"]) for file in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReleaseError(
            f"{previous}: this is no release: its {MANIFEST} cannot be read; "
            "name the folder of an earlier release"
        ) from error
    _check_version(before)
    if _numbers(before) >= _numbers(version):
        raise ReleaseError(
            f"{previous}: release {before} is not before {version}; raise the version, "
            "or name an earlier release"
        )
    for name in _HANDED_ON:
        file = previous / name
        differs = unlike(file, told.get(name))
        if differs is not None:
            raise ReleaseError(
                f"{file}: the file is not the one that {MANIFEST} tells of: {differs}; take the "
                "release as it was made, since what it hands on goes into every later one"
            )
    listed = ReleaseFile(MANIFEST, "", "", data)
    return {"version": before, "manifest": {"sha256": listed.sha256}}


def _known(previous: Path, version: str, store: Store) -> History:
    """The history up to the release before; one that hands on none begins it with its own facts."""
    history = read_history(previous)
    return grown({}, fact_digests(store), version) if history is None else history


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _check_deprecated(snapshot: Snapshot) -> None:
    found = abandoned(snapshot.store)
    if found:
        others = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise ReleaseError(f"{found[0]}{others}")


def _descriptions(
    snapshot: Snapshot,
    version: str,
    issued: date,
    files: list[ReleaseFile],
    before: Mapping[str, Any] | None,
) -> list[ReleaseFile]:
    described = ReleaseFile(
        "void.ttl",
        "Description of the graph (VoID)",
        "グラフの記述（VoID）",
        void(
            snapshot.store,
            version,
            files,
            [quad.triple for quad in link_quads(snapshot.store)],
            f"{release_iri(version)}/{LINKS}",
        ).encode(),
    )
    listed = sorted([*files, described], key=lambda file: file.path)
    previous = before["version"] if before is not None else None
    catalog = ReleaseFile(
        "dcat.ttl",
        "Description of this release (DCAT)",
        "本リリースの記述（DCAT）",
        dcat(version, issued, listed, previous).encode(),
    )
    for_learning = ReleaseFile(
        "croissant.json",
        "Description of files and tables (Croissant)",
        "ファイルと表の記述（Croissant）",
        croissant(version, issued, listed).encode(),
    )
    return [catalog, for_learning, described]


def _redirects(site: str, version: str) -> ReleaseFile:
    return ReleaseFile(
        redirects.PATH,
        "Redirects to register at w3id.org",
        "w3id.org に登録するリダイレクト",
        redirects.redirects(site, version).encode(),
    )


def _manifest(
    snapshot: Snapshot,
    version: str,
    issued: date,
    files: Iterable[ReleaseFile],
    before: Mapping[str, Any] | None,
    difference: Difference | None,
) -> dict[str, Any]:
    return {
        "name": "jpst",
        "version": version,
        "issued": issued.isoformat(),
        "license": LICENSE,
        "fingerprint": snapshot.fingerprint,
        "madeWith": {"kgraph": __version__, "pyoxigraph": version_of("pyoxigraph")},
        "counts": snapshot.manifest["counts"],
        "findings": snapshot.manifest["findings"],
        "previous": before,
        "breaking": None if difference is None else len(difference.breaking),
        "files": [
            {
                "path": file.path,
                "title": {"en": file.title_en, "ja": file.title_ja},
                "mediaType": file.media_type,
                "license": file.license,
                "bytes": len(file.content),
                "sha256": file.sha256,
            }
            for file in sorted(files, key=lambda file: file.path)
        ],
    }


def _write(
    out: Path, unfinished: Path, files: Iterable[ReleaseFile], manifest: Mapping[str, Any]
) -> None:
    """Writes into a folder beside `out` and puts it into place in one step."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    listed = [*files, ReleaseFile(MANIFEST, "", "", text.encode())]
    listed.sort(key=lambda file: file.path)
    sums = "".join(f"{file.sha256}  {file.path}\n" for file in listed)
    for file in [*listed, ReleaseFile(CHECKSUMS, "", "", sums.encode())]:
        path = unfinished / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    out = real_path(out)
    make_folder(out.parent)
    if os.name == "nt" and out.is_dir():
        out.rmdir()  # it is empty; other systems replace it in the same step
    unfinished.replace(out)
