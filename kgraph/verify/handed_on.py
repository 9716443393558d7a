"""Whether files of a release are those that its manifest tells of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Final

from kgraph.problems import LoadError, Problem
from kgraph.refusals import why
from kgraph.turtle.parse import opened

MANIFEST: Final = "manifest.json"
_SHOWN: Final = 12
_CHUNK: Final = 1 << 20


def check_handed_on(release: Path, names: Collection[str]) -> None:
    """Raises LoadError for files in the folder of a release that are not as its manifest tells.

    In: the names of those that are relied on. One that is not there is fine where the manifest
    does not tell of it either, as a release of before may lack what later ones have. A folder
    that has none of them is no release, and nothing is asked of it.
    """
    path = release / MANIFEST
    # The folder first, whose name may be one that the system does not take.
    if not release.is_dir() or not any((release / name).is_file() for name in names):
        return
    try:
        files = json.loads(path.read_bytes())["files"]
        told = {file["path"]: str(file["sha256"]) for file in files}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        fix = "take the release as it was made, with its manifest"
        raise LoadError(
            [Problem("the manifest of the release cannot be read", why(error), fix, path)]
        ) from None
    fix = "take the release as it was made"
    what = f"the file is not the one that {MANIFEST} tells of"
    if problems := [
        Problem(what, differs, fix, release / name)
        for name in names
        if (differs := unlike(release / name, told.get(name))) is not None
    ]:
        raise LoadError(problems)


def unlike(path: Path, told: str | None) -> str | None:
    """How a file is not the one whose SHA-256 was told, or is there without; None where it is."""
    if not path.is_file():
        return None if told is None else "it is missing"
    if told is None:
        return "the manifest does not list it"
    with opened(path) as stream:
        digest = hashlib.sha256()
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    found = digest.hexdigest()
    if found == told:
        return None
    ours, theirs = found[:_SHOWN], told[:_SHOWN]
    return f"its SHA-256 begins with {ours}, and that in the manifest with {theirs}"
