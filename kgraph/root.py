"""Where the project's files are: the folder that holds ontology/, data/, shapes/ and queries/.

A folder with a `kgraph.toml` is an overlay: it holds only what is its own, above the roots that it
extends.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeGuard

from kgraph.names import BASE, MODULE
from kgraph.problems import LoadError, Problem
from kgraph.refusals import refusal

FOLDERS: Final = ("ontology", "data", "shapes", "queries")
VARIABLE: Final = "KGRAPH_ROOT"
BUNDLE: Final = "bundle"
"""The folder of the package that holds the copy of the graph it ships."""
MARK: Final = Path("ontology", "core.ttl")
_MARKED_WITHIN: Final = 64 * 1024
SETTINGS: Final = "kgraph.toml"
OURS: Final = "jpst"
"""The name of the graph that this package ships, in `extends` and for its own part of exports."""
_LANGUAGES: Final = ("en", "ja")
_KEYS: Final = ("name", "extends", "base", "languages")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,63}")
_BASE: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/(?!\.\.?/)[A-Za-z0-9._~-]+)*/")
_NO_FOLDER: Final = re.compile(r"[\x00-\x1f\x7f]|://|^~(?!/)")
"""What the path of a root below does not have: control characters, a scheme, another's home."""


@dataclass(frozen=True)
class Layer:
    """One root of a graph: its folder, its name, the base of its IRIs and its languages."""

    folder: Path
    name: str = OURS
    base: str = BASE
    languages: tuple[str, ...] = _LANGUAGES

    @property
    def stands_in(self) -> bool:
        """Whether a text in one language stands in for the other: it does not speak both."""
        return not set(_LANGUAGES) <= set(self.languages)

    @property
    def is_house(self) -> bool:
        """Whether the rules of our house bind it: its names are ours."""
        return self.base == BASE


def layers(root: Path) -> tuple[Layer, ...]:
    """The roots that a folder stands for, from the lowest up, each once; itself the last.

    A folder without a kgraph.toml stands for itself. Raises LoadError for settings that cannot be
    read, a root that is not there or lacks a part, roots that extend each other in a circle, and
    two roots of one name or with one base.
    """
    found: dict[Path, Layer] = {}
    _stack(real_path(root), found, ())
    _apart(tuple(found.values()))
    return tuple(found.values())


def lowest(root: Path) -> Path:
    """The folder of the lowest root that `root` stands for: where views and bridges of ours are."""
    return layers(root)[0].folder


def stacked(root: Path, *parts: str) -> list[Path]:
    """The same folder of each root that `root` stands for, where it has it, from the lowest up."""
    inside = (layer.folder.joinpath(*parts) for layer in layers(root))
    return [folder for folder in inside if folder.is_dir()]


def _stack(root: Path, found: dict[Path, Layer], above: tuple[Path, ...]) -> None:
    path = root / SETTINGS
    if root in found:
        return
    if root in above:
        raise LoadError([Problem("the roots extend each other in a circle",
                                 " → ".join(folder.name for folder in (*above, root)),
                                 "let the lower one extend less", path)])  # fmt: skip
    if not path.is_file():
        found[root] = Layer(root)
        return
    told = _settings(path)
    layer = _layer(root, path, told)
    for name in _below(told):
        folder = _own_copy() if name == OURS else real_path(root / Path(name).expanduser())
        if not (folder / SETTINGS).is_file():  # what else it lacks, its own settings tell
            check_root(folder, f"{path.parent.name}/{SETTINGS} extends it")
        _stack(folder, found, (*above, root))
    found[root] = layer


def settings_from(home: Path, text: str) -> str:
    """The settings of an overlay as another folder has to have them to extend the same roots.

    In: the folder that the text is of. The roots below are named by their paths in full.
    """
    told = _toml(text)
    told["extends"] = [
        below if below == OURS else str(real_path(home / Path(below).expanduser()))
        for below in _below(told)
    ]
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in told.items())


def _toml(text: str) -> dict[str, object]:
    import tomllib  # few folders have settings

    return tomllib.loads(text)


def _below(told: dict[str, object]) -> list[str]:
    below = told.get("extends")
    return [below] if isinstance(below, str) else below if _texts(below) else []


def _settings(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as stream:
            told = _toml(stream.read(_MARKED_WITHIN).decode("utf-8"))
    # TOMLDecodeError and UnicodeDecodeError are a ValueError; lists within lists have no end.
    except (OSError, ValueError, RecursionError) as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (None, None)
        why = "it is not TOML" if at is None else str(error).partition(" (at")[0]
        raise LoadError(
            [Problem("the settings cannot be read", why, "correct the file", path, line, column)]
        ) from None
    return told


def _layer(root: Path, path: Path, told: dict[str, object]) -> Layer:
    text = path.read_text(encoding="utf-8")

    def wrong(key: str, what: str, why: str, fix: str) -> Problem:
        at = re.search(rf"^[ \t]*{re.escape(key)}[ \t]*=", text, re.MULTILINE)
        line = text.count("\n", 0, at.start()) + 1 if at else 1
        return Problem(what, why, fix, path, line)

    problems = [
        wrong(key, f"unknown setting {key}", f"an overlay has {', '.join(_KEYS)}", "take it out")
        for key in told
        if key not in _KEYS
    ]
    name, base = told.get("name"), told.get("base")
    told_languages = told.get("languages", list(_LANGUAGES))
    languages = told_languages if _texts(told_languages) else []
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name == OURS:
        why = f"it marks whose a fact is, and {OURS} is the packaged graph"
        problems.append(wrong("name", "the overlay has no name", why, 'write name = "acme"'))
    if not isinstance(base, str) or not _BASE.fullmatch(base):
        why = "its things, terms and sources are named below an address of its own"
        fix = 'write base = "https://data.example.com/kg/", with the slash at its end'
        problems.append(wrong("base", "the overlay has no base", why, fix))
    if not languages:
        why = "labels are asked for in these languages and no other"
        problems.append(wrong("languages", "these are no languages", why, 'write ["en"]'))
    if not _below(told):
        why = "it tells the roots below"
        fix = f'write extends = "{OURS}", the path of a folder, or a list of them'
        problems.append(wrong("extends", "the overlay extends nothing", why, fix))
    for below in _below(told):
        if _NO_FOLDER.search(below):
            why = f"{below!r} is no path on this machine; nothing is fetched"
            fix = f'write "{OURS}", or the path of a folder, from this one or in full'
            problems.append(wrong("extends", "this names no folder", why, fix))
    if problems:
        raise LoadError(problems)
    return Layer(root, str(name), str(base), tuple(languages))


def _texts(told: object) -> TypeGuard[list[str]]:
    return isinstance(told, list) and bool(told) and all(isinstance(x, str) and x for x in told)


def _apart(found: tuple[Layer, ...]) -> None:
    for i, one in enumerate(found):
        for other in found[:i]:
            nested = one.base.startswith(other.base) or other.base.startswith(one.base)
            if nested or one.name == other.name:
                what = "two roots have one base" if nested else "two roots have one name"
                why = f"{other.folder} is {other.name} with <{other.base}>"
                fix = "give each its own name, and a base that does not begin with another's"
                raise LoadError([Problem(what, why, fix, one.folder / SETTINGS)])


def find_root(explicit: Path | None = None) -> Path:
    """The folder to read, as an absolute path.

    In this order: `explicit`, where `jpst` names the graph of the package itself; the environment
    variable KGRAPH_ROOT; the current folder or the nearest parent of it that bears our mark; the
    checkout the package stands in; the copy shipped inside the package. The mark is a kgraph.toml
    that extends a root, or data/ beside a core ontology of our namespace: a folder of somebody
    else's that has an ontology/ and data/ too is not taken for ours. Raises LoadError where the
    folder chosen lacks one of its four parts or holds no data; a choice that was made by hand, or
    a folder that bears the mark, is never passed over for the next one.
    """
    named = os.environ.get(VARIABLE)
    if explicit == Path(OURS) and not explicit.exists():
        return _own_copy()
    if explicit is not None:
        return _checked(explicit, "the folder was given by hand")
    if named:
        return _checked(Path(named), f"the folder is named by {VARIABLE}")
    here = current_folder()
    for folder in (here, *here.parents) if here else ():
        if _is_ours(folder):
            return _checked(folder, "this is the nearest folder of the graph")
    return _own_copy()


def _own_copy() -> Path:
    """The checkout of the package, else the copy it ships."""
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
    """Raises LoadError where `root` lacks one of `folders` or holds no Turtle file in data/.

    An overlay may lack any of them; what it extends may not.
    """
    if not root.is_dir():
        raise LoadError(
            [
                Problem(
                    "no such folder", reason, "give the folder that holds ontology/ and data/", root
                )
            ]
        )
    if (root / SETTINGS).is_file():
        layers(root)
        return
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
        found = root.expanduser()
    except RuntimeError as error:  # no home folder for `~`
        raise LoadError([Problem("no such folder", str(error), "give another one", root)]) from None
    found = real_path(found)
    check_root(found, reason)
    return found


def files_below(folder: Path) -> list[Path]:
    """What stands in a folder, and in those within it, in path order; nothing where it is missing.

    No link to a folder is followed. Raises LoadError for a folder that cannot be read: what stands
    in it would be left out without a word.
    """
    problems: list[Problem] = []

    def refused(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            problems.append(
                Problem("cannot read the folder", *refusal(error), Path(error.filename))
            )

    found = [
        Path(place, name)
        for place, folders, files in os.walk(folder, onerror=refused)
        for name in (*folders, *files)
    ]
    if problems:
        raise LoadError(problems)
    return sorted(found)


def current_folder() -> Path | None:
    """The current folder; None where it was removed meanwhile."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def _package() -> Path:
    return Path(__file__).resolve().parent


def _is_ours(folder: Path) -> bool:
    with suppress(OSError, ValueError, RecursionError), (folder / SETTINGS).open("rb") as stream:
        if "extends" in _toml(stream.read(_MARKED_WITHIN).decode("utf-8")):
            return True
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
