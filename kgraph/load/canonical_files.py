"""The project's files in canonical form, with the names that what they say gives to its nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from kgraph.load.files import turtle_files
from kgraph.load.observed_names import (
    Said,
    record_classes,
    renamed,
    right_names,
    shared_names,
)
from kgraph.names import BASE, compact, local_name
from kgraph.problems import LoadError, Problem
from kgraph.root import layers, real_path
from kgraph.turtle.canonical import Names, format_turtle, with_prefixes
from kgraph.turtle.parse import decode, parse_turtle, read_bytes
from kgraph.vocab import Node
from kgraph.writing import refuse_links, write_atomic

_FOLDERS: Final = ("sources", "editorial")
"""The folders of data/ whose statements and records are named by what they say."""
_NONE: Final[Mapping[Node, NamedNode]] = MappingProxyType({})


@dataclass
class Formatted:
    """A file as it is and as it should be, and the names that changed in it."""

    path: Path
    old: bytes
    new: str
    names: Mapping[Node, NamedNode] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Whether the file is not as it should be."""
        return self.new.encode("utf-8") != self.old


def check(paths: Iterable[Path], root: Path | None = None) -> list[Path]:
    """The files that are not in canonical form. Raises LoadError for all that cannot be read.

    With `root`, the folder of the project, files of its data that speak of a statement or record
    which gets another name are among them.
    """
    return [one.path for one in formatted(paths, root)]


def rewrite(
    paths: Iterable[Path], root: Path | None = None, folder: Path | None = None
) -> list[Path]:
    """Brings the files into canonical form and returns those that changed; `root` as in `check`.

    `folder` is where files lie that nobody named: below it no link is followed. Raises LoadError,
    and changes nothing, where any of them cannot be formatted, OSError for such a link.
    """
    changed = formatted(paths, root)
    if folder is not None:
        for one in changed:
            refuse_links(folder, one.path)
    for one in changed:
        write_atomic(one.path, one.new)
    return [one.path for one in changed]


def formatted(paths: Iterable[Path], root: Path | None = None) -> list[Formatted]:
    """Those files that change, in their order; then those that speak of what got another name.

    Raises LoadError for all that cannot be formatted.
    """
    naming = _Naming(root)
    files = {real_path(path): path for path in paths}
    found = _each(files, lambda at: _formatted(files[at], read_bytes(files[at]), naming.of(at)))
    return _followed(found, naming, {})


def spread(
    root: Path, names: Mapping[Node, NamedNode], texts: Mapping[Path, str]
) -> list[Formatted]:
    """The files of the project that change where things get other names and files other texts.

    `names` gives those names, `texts` what files are to say before that. What is said of a thing
    under its old name is said of it under the new one. Raises LoadError for all that cannot be
    formatted.
    """
    naming = _Naming(root)
    given = {real_path(path): text for path, text in texts.items()}
    paths = {real_path(path): path for path in (*turtle_files(root), *texts)}

    def form(at: Path) -> Formatted:
        data = read_bytes(paths[at]) if paths[at].is_file() else b""
        return _formatted(paths[at], data, naming.of(at, names), given.get(at))

    told = [
        at for at in paths
        if at in given or any(_slug(node) in _text(paths[at]) for node in names)
    ]  # fmt: skip
    return _followed(_each(told, form), naming, names)


def _followed(
    found: dict[Path, Formatted], naming: _Naming, known: Mapping[Node, NamedNode]
) -> list[Formatted]:
    """The files that change, with those that speak of what got another name in them."""
    done = dict(known)
    while given := {iri: new for iri, new in _given(found.values()).items() if iri not in done}:
        done |= given
        found |= _spread(found, naming, given)
    return [one for one in found.values() if one.changes]


def _spread(
    found: Mapping[Path, Formatted], naming: _Naming, given: Mapping[Node, NamedNode]
) -> dict[Path, Formatted]:
    """The files that speak of what got another name, with the new names.

    A name that some file still gives to its observation stays where it is spoken of.
    """
    texts = {at: found[at].new if at in found else _text(at) for at in naming.data}
    told = {at: text for at, text in texts.items() if any(_slug(iri) in text for iri in given)}
    gone = {iri: new for iri, new in given.items() if not _described(iri, told)}

    def form(at: Path) -> Formatted:
        names = naming.of(at, gone)
        if at in found:
            return _formatted(found[at].path, found[at].old, names, told[at])
        return _formatted(at, read_bytes(at), names)

    return _each(told, form) if gone else {}


class _Naming:
    """What tells of each file of the project what its statements and records are called."""

    def __init__(self, root: Path | None) -> None:
        self._root = root
        folders = [] if root is None else [root / "data" / name for name in _FOLDERS]
        self.data = [real_path(path) for folder in folders for path in sorted(folder.glob("*.ttl"))]

    @cached_property
    def _places(self) -> frozenset[Path]:
        return frozenset(self.data)

    @cached_property
    def _base(self) -> str:
        return BASE if self._root is None else layers(self._root)[-1].base

    @cached_property
    def _records(self) -> frozenset[NamedNode]:
        return frozenset() if self._root is None else record_classes(self._root)

    def of(self, at: Path, given: Mapping[Node, NamedNode] = _NONE) -> Names | None:
        """The names for one file; `given` are the new ones of what other files describe."""
        if at not in self._places:
            return (lambda _: given) if given else None

        def names(triples: list[Said]) -> Mapping[Node, NamedNode]:
            told = list(renamed(triples, given))
            own = right_names(told, self._records, self._base)
            if clash := shared_names(told, own, self._records):
                raise LoadError(_shared(name, at) for name in clash)
            return {old: own.get(new, new) for old, new in given.items()} | {
                old: new for old, new in own.items() if old not in given.values()
            }

        return names


def _formatted(path: Path, data: bytes, names: Names | None, text: str | None = None) -> Formatted:
    made: dict[Node, NamedNode] = {}

    def told(triples: list[Said]) -> Mapping[Node, NamedNode]:
        made.update(names(triples) if names is not None else {})
        return made

    text = decode(data, path) if text is None else text
    return Formatted(path, data, format_turtle(text, path, told), made)


def _shared(name: NamedNode, path: Path) -> Problem:
    return Problem(
        "two records have one name",
        f"both observe what {compact(name.value)} stands for, and say different things of it",
        "join them, or give each the day, status or qualifier that tells them apart",
        path,
    )


def _each(files: Iterable[Path], form: Callable[[Path], Formatted]) -> dict[Path, Formatted]:
    found: dict[Path, Formatted] = {}
    problems: list[Problem] = []
    for at in files:
        try:
            found[at] = form(at)
        except LoadError as error:
            problems += error.problems
    if problems:
        raise LoadError(dict.fromkeys(problems))
    return found


def _given(files: Iterable[Formatted]) -> dict[Node, NamedNode]:
    """What has one new name and no other."""
    names: dict[Node, set[NamedNode]] = {}
    for one in files:
        for old, new in one.names.items():
            if isinstance(old, NamedNode):
                names.setdefault(old, set()).add(new)
    return {old: new.pop() for old, new in names.items() if len(new) == 1}


def _described(iri: Node, texts: Mapping[Path, str]) -> bool:
    return any(
        triple.subject == iri
        for at, text in texts.items()
        if _slug(iri) in text
        for triple in parse_turtle(with_prefixes(text)[0], at)
    )


def _slug(iri: Node) -> str:
    return local_name(iri.value)


def _text(path: Path) -> str:
    return decode(read_bytes(path), path)
