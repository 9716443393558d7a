"""Where the project's files are: the folder that holds ontology/, data/, shapes/ and queries/."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kgraph.load.problems import LoadError, Problem

FOLDERS: Final = ("ontology", "data", "shapes", "queries")
VARIABLE: Final = "KGRAPH_ROOT"


def find_root(explicit: Path | None = None) -> Path:
    """The folder to read, as an absolute path.

    In this order: `explicit`; the environment variable KGRAPH_ROOT; the current folder or the
    nearest parent of it that holds ontology/ and data/; the checkout the package stands in; the
    copy shipped inside the package. Raises LoadError where the folder chosen lacks one of its four
    parts or holds no data; a choice that was made by hand is never passed over for the next one.
    """
    named = os.environ.get(VARIABLE)
    if explicit is not None:
        return _checked(explicit, "the folder was given by hand")
    if named:
        return _checked(Path(named), f"the folder is named by {VARIABLE}")
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _looks_like_root(folder):
            return _checked(folder, "this is the nearest folder with ontology/ and data/")
    package = Path(__file__).resolve().parents[1]
    if _looks_like_root(package.parent):
        return _checked(package.parent, "this is the checkout of the package")
    return _checked(package / "bundle", "no other folder was found, so the packaged copy is read")


def check_root(root: Path, reason: str, folders: tuple[str, ...] = FOLDERS) -> None:
    """Raises LoadError where `root` lacks one of `folders` or holds no Turtle file in data/."""
    if not root.is_dir():
        raise LoadError(
            [
                Problem(
                    "no such folder", reason, "give the folder that holds ontology/ and data/", root
                )
            ]
        )
    problems = [
        Problem(
            f"the folder {name}/ is missing",
            reason,
            f"add {name}/, or choose another folder with --root or {VARIABLE}",
            root,
        )
        for name in folders
        if not (root / name).is_dir()
    ]
    if not problems and next((root / "data").rglob("*.ttl"), None) is None:
        problems.append(
            Problem(
                "there is no data",
                "no Turtle file stands under data/",
                "add one with `kgraph new source`, or choose another folder",
                root / "data",
            )
        )
    if problems:
        raise LoadError(problems)


def _checked(root: Path, reason: str) -> Path:
    root = root.expanduser().resolve()
    check_root(root, reason)
    return root


def _looks_like_root(folder: Path) -> bool:
    return (folder / "ontology").is_dir() and (folder / "data").is_dir()
