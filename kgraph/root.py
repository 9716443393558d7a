"""Where the project's files are: the folder that holds ontology/, data/, shapes/ and queries/."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from kgraph.names import MODULE
from kgraph.problems import LoadError, Problem

FOLDERS: Final = ("ontology", "data", "shapes", "queries")
VARIABLE: Final = "KGRAPH_ROOT"
BUNDLE: Final = "bundle"
"""The folder of the package that holds the copy of the graph it ships."""
MARK: Final = Path("ontology", "core.ttl")
_MARKED_WITHIN: Final = 64 * 1024


def find_root(explicit: Path | None = None) -> Path:
    """The folder to read, as an absolute path.

    In this order: `explicit`; the environment variable KGRAPH_ROOT; the current folder or the
    nearest parent of it that bears our mark; the checkout the package stands in; the copy shipped
    inside the package. The mark is data/ beside a core ontology of our namespace: a folder of
    somebody else's that has an ontology/ and data/ too is not taken for ours. Raises LoadError
    where the folder chosen lacks one of its four parts or holds no data; a choice that was made by
    hand, or a folder that bears the mark, is never passed over for the next one.
    """
    named = os.environ.get(VARIABLE)
    if explicit is not None:
        return _checked(explicit, "the folder was given by hand")
    if named:
        return _checked(Path(named), f"the folder is named by {VARIABLE}")
    here = current_folder()
    for folder in (here, *here.parents) if here else ():
        if _is_ours(folder):
            return _checked(folder, "this is the nearest folder of the graph")
    package = _package()
    if _is_ours(package.parent) or not (package / BUNDLE).is_dir():
        return _checked(package.parent, "this is the checkout of the package")
    return _checked(package / BUNDLE, "no other folder was found, so the packaged copy is read")


def find_writable_root(explicit: Path | None = None) -> Path:
    """The folder to change, found as `find_root` does. Raises LoadError also for the packaged copy.

    What is written into an installed package is lost with its next version.
    """
    root = find_root(explicit)
    if root.is_relative_to(_package()):
        why = "what is written there is lost when the package is installed anew"
        fix = f"name the folder of your own copy with --root or {VARIABLE}"
        raise LoadError([Problem("the packaged copy of the graph is only read", why, fix, root)])
    return root


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
    try:
        root = root.expanduser().resolve()
    except RuntimeError as error:  # a circle of links, or no home folder for `~`
        raise LoadError([Problem("no such folder", str(error), "give another one", root)]) from None
    check_root(root, reason)
    return root


def current_folder() -> Path | None:
    """The current folder; None where it was removed meanwhile."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def _package() -> Path:
    return Path(__file__).resolve().parent


def _is_ours(folder: Path) -> bool:
    mark = folder / MARK
    if not (folder / "data").is_dir() or not mark.is_file():
        return False
    with suppress(OSError), mark.open("rb") as stream:
        return MODULE.encode() in stream.read(_MARKED_WITHIN)
    return False


def real_path(path: Path) -> Path:
    """The absolute path without links; for links that lead in a circle, one that cannot be opened.

    `Path.resolve` raises an error for those that is no OSError.
    """
    return Path(os.path.realpath(path))
