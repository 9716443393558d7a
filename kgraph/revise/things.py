"""A thing gets another name, turns out to be another, or is given up.

A published IRI stays: it is marked as given up in data/entities/deprecated.ttl, with what took its
place. Everything that was said of it is said of its successor, and statements and records whose
names hold its name get theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.add import Change, DraftError
from kgraph.load.canonical_files import spread
from kgraph.load.files import turtle_files
from kgraph.names import ID, compact, local_name, split
from kgraph.revise.own import not_own, own_node, slug_of
from kgraph.root import FOLDERS, layers, real_path
from kgraph.turtle.canonical import format_turtle, name_in, write_turtle
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.version import __version__
from kgraph.vocab import DCTERMS, JPST, OWL, RDF, SKOS, XSD, Node

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LABELS: Final = (SKOS.prefLabel, SKOS.altLabel)
_NAMES: Final = {"en": "English", "ja": "Japanese"}
_RENAMED: Final = {
    "en": "Write {new}; only the name has changed.",
    "ja": "{new} と書く。名前のみの変更である。",
}
_MERGED: Final = {
    "en": "Write {new}; both names stood for one thing.",
    "ja": "{new} と書く。二つの名前は同じものを指していた。",
}
_UNDERSTOOD: Final = frozenset({RDF.type, *_LABELS, SKOS.notation})
"""What may be said of a thing in its own file."""


def rename(
    root: Path,
    slug: str,
    new: str | None = None,
    labels: Mapping[str, str] | None = None,
    since: str | None = None,
) -> list[Change]:
    """The changed files where the thing `slug` is called `new`, or gets other labels, or both.

    A label takes the place of the one in its language (`en`, `ja`), which stays as another label.
    `since` is the release from which on the old name is no longer used; by default the next one.
    Raises DraftError where the thing does not exist or was given up, where `new` is no slug or
    taken, and where nothing is to change; LoadError where files cannot be read.
    """
    things = _Things(root)
    old = things.known(slug)
    labels = labels or {}
    if new is None and not labels:
        raise DraftError(f"{things.called(old)} stays as it is: give a new slug or a new label")
    if new is not None:
        new = slug_of(new)
        if not _SLUG.fullmatch(new):
            raise DraftError(f"“{new}” is not a slug: use a-z, 0-9 and single hyphens")
        if new in things.files:
            raise DraftError(
                f"{things.called(new)} exists already: kgraph merge {old} {new} joins the two"
            )
    path = things.files[old]
    text = _relabelled(things.text(path), things.node(old), labels)
    if new is None:
        return _changes(things, {}, {path: text})
    stub = _stub(things, old, _RENAMED, new, since)
    return _changes(things, {things.node(old): things.node(new)}, {path: text}, stub)


def merge(root: Path, slug: str, into: str, since: str | None = None) -> list[Change]:
    """The changed files where all that was said of the thing `slug` is said of the thing `into`.

    The names of the first become other labels of the second. Raises as `rename` does, and where
    the two are one.
    """
    things = _Things(root)
    old, new = things.known(slug), things.known(into)
    if old == new:
        raise DraftError(f"{things.called(old)} is that thing already: name two")
    kept = {label.value for _, label in things.labels(new)}
    more = [
        Triple(things.node(new), SKOS.altLabel, label)
        for _, label in things.labels(old)
        if label.value not in kept
    ]
    texts = {things.files[old]: _without(things.text(things.files[old]), things.node(old))}
    home = things.files[new]
    texts[home] = texts.get(home, things.text(home)) + "\n" + write_turtle(more)
    stub = _stub(things, old, _MERGED, new, since)
    return _changes(things, {things.node(old): things.node(new)}, texts, stub)


def retire(
    root: Path, slug: str, notes: Mapping[str, str], since: str | None = None
) -> list[Change]:
    """The changed files where the thing `slug` is given up and nothing takes its place.

    `notes` say why, in each language of the root. Raises as `rename` does, and where a source or an
    editor says something of it.
    """
    things = _Things(root)
    old = things.known(slug)
    languages = layers(root)[-1].languages
    notes = {language: text.strip() for language, text in notes.items() if text.strip()}
    if not notes.keys() >= set(languages):
        listed = " and in ".join(_NAMES[language] for language in languages)
        raise DraftError(f"say in {listed} why nothing takes its place")
    spoken = [path for path in turtle_files(root) if _speaks(things, path, old)]
    if spoken:
        names = ", ".join(str(path.relative_to(root)) for path in spoken[:3])
        told = f"{names} and {len(spoken) - 3} more" if len(spoken) > 3 else names
        raise DraftError(
            f"{told} speak of {things.called(old)}: say it of another thing first "
            f"(kgraph merge {old} INTO), or take out what was wrong"
        )
    texts = {things.files[old]: _without(things.text(things.files[old]), things.node(old))}
    return _changes(things, {}, texts, _stub(things, old, notes, None, since))


class _Things:
    """The things that data/entities/ describes: where each stands, and what was given up."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "data" / "entities"
        self.files: dict[str, Path] = {}
        self._said: dict[str, list[Triple]] = {}
        self._texts: dict[Path, str] = {}
        for path in sorted(self.folder.glob("*.ttl")):
            for triple in parse_turtle(self.text(path), path):
                slug = local_name(triple.subject.value)
                self._said.setdefault(slug, []).append(triple)
                if triple.predicate == RDF.type:
                    self.files.setdefault(slug, path)

    def node(self, slug: str) -> NamedNode:
        """The thing of the root itself that a slug names."""
        return own_node(self.root, "id", slug)

    def called(self, slug: str) -> str:
        """The short name of a thing, or its IRI where ours have none for it."""
        return compact(self.node(slug).value)

    def text(self, path: Path) -> str:
        """The canonical text of a file; empty where there is none."""
        if path not in self._texts:
            self._texts[path] = format_turtle(read_text(path), path) if path.is_file() else ""
        return self._texts[path]

    def known(self, slug: str) -> str:
        """The slug, of a thing in use. Raises DraftError."""
        slug = slug_of(slug)
        if slug not in self.files:
            raise not_own(self.root, "thing", slug, self.files)
        if any(triple.predicate == OWL.deprecated for triple in self._said[slug]):
            successor = self.successor(slug)
            rather = f"write {self.called(successor)}" if successor else "nothing took its place"
            raise DraftError(f"{self.called(slug)} is given up already: {rather}")
        return slug

    def successor(self, slug: str) -> str | None:
        """What took the place of a thing that was given up."""
        found = [
            local_name(triple.object.value)
            for triple in self._said[slug]
            if triple.predicate == DCTERMS.isReplacedBy and isinstance(triple.object, NamedNode)
        ]
        return next(iter(sorted(found)), None)

    def labels(self, slug: str) -> list[tuple[NamedNode, Literal]]:
        """The names of a thing, its labels first."""
        return [
            (kind, triple.object)
            for kind in _LABELS
            for triple in sorted(self._said[slug], key=str)
            if triple.predicate == kind and isinstance(triple.object, Literal)
        ]


def _speaks(things: _Things, path: Path, slug: str) -> bool:
    """Whether a file says anything of a thing besides that it exists and what it is called."""
    text = read_text(path)
    if slug not in text:
        return False
    node = things.node(slug)
    own = path == things.files[slug]
    return any(
        node in (triple.subject, triple.object)
        and not (own and triple.subject == node and triple.predicate in _UNDERSTOOD)
        for triple in parse_turtle(text, path)
    )


def _without(text: str, node: NamedNode) -> str:
    """A canonical text without the block of a thing and the comment on it."""
    lines = text.split("\n")
    start = lines.index(name_in(text, node))
    end = lines.index(".", start)
    while start and lines[start - 1].startswith("#") and not lines[start - 1].startswith("# ----"):
        start -= 1
    return "\n".join(lines[:start] + lines[end + 1 :])


def _relabelled(text: str, node: NamedNode, labels: Mapping[str, str]) -> str:
    """A canonical text in which a thing has those labels, and its old ones as other labels."""
    lines = text.split("\n")
    start = lines.index(name_in(text, node))
    end = lines.index(".", start)
    block = lines[start:end]
    for language, label in labels.items():
        if not label.strip():
            raise DraftError(f"the label in {language} is empty")
        new = _line(SKOS.prefLabel, Literal(label.strip(), language=language))
        old = [
            line
            for line in block
            if line.startswith("    skos:prefLabel ") and line.endswith(f"@{language} ;")
        ]
        if old == [new]:
            raise DraftError(f"{compact(node.value)} has the label “{label}” already")
        other = new.replace("skos:prefLabel", "skos:altLabel", 1)
        block = [line for line in block if line not in (*old, other)] + [new]
        block += [line.replace("skos:prefLabel", "skos:altLabel", 1) for line in old]
    return "\n".join([*lines[:start], *block, *lines[end:]])


def _line(predicate: NamedNode, value: Literal) -> str:
    text = write_turtle([Triple(NamedNode(ID + "x"), predicate, value)])
    return next(line for line in text.splitlines() if line.startswith("    "))


def _stub(
    things: _Things, slug: str, notes: Mapping[str, str], successor: str | None, since: str | None
) -> list[Triple]:
    """What stays of a thing that was given up."""
    node = things.node(slug)
    since = since or _next(__version__)
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", since):
        raise DraftError(f"“{since}” is no release: write it as 0.2.0")
    triples = [
        Triple(node, RDF.type, NamedNode(OWL.BASE + "Thing")),
        *(
            Triple(node, kind, label)
            for kind, label in things.labels(slug)
            if kind == SKOS.prefLabel
        ),
        Triple(node, OWL.deprecated, Literal("true", datatype=XSD.boolean)),
        Triple(node, JPST.deprecatedSince, Literal(since)),
    ]
    for language, text in notes.items():
        note = text if successor is None else text.format(new=things.called(successor))
        triples.append(Triple(node, SKOS.changeNote, Literal(note, language=language)))
    if successor is not None:
        triples.append(Triple(node, DCTERMS.isReplacedBy, things.node(successor)))
    return triples


def _next(version: str) -> str:
    major, minor, _ = version.split(".")
    return f"{major}.{int(minor) + 1}.0"


def _changes(
    things: _Things,
    names: Mapping[Node, NamedNode],
    texts: Mapping[Path, str],
    stub: Iterable[Triple] = (),
) -> list[Change]:
    """The files that change; `stub` is what stays of a name that is given up, and keeps it."""
    root = things.root
    changes = {
        real_path(one.path): Change(root, one.path, one.new, one.old.decode("utf-8"))
        for one in spread(root, names, texts)
    }
    if stub:
        path = things.folder / "deprecated.ttl"
        old = read_text(path) if path.is_file() else ""
        before = changes.get(real_path(path), Change(root, path, old, old))
        text = format_turtle(f"{before.text}\n{write_turtle(stub)}", path)
        changes[real_path(path)] = Change(root, path, text, old)
    return [*changes.values(), *_queries(root, names)]


def _queries(root: Path, names: Mapping[Node, NamedNode]) -> list[Change]:
    """The queries that speak of what got another name, by whatever prefix."""
    found = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.rq")):
            old = text = read_text(path)
            for node, new in names.items():
                (space, slug), other = split(node.value), local_name(new.value)
                declared = re.findall(rf"(?i)\bPREFIX\s+([\w-]*):\s*<{re.escape(space)}>", old)
                for prefix in {*declared, *(["id"] if space == ID else [])}:
                    called = rf"(?<![\w-]){re.escape(prefix)}:{re.escape(slug)}(?![\w-])"
                    text = re.sub(called, f"{prefix}:{other}", text)
                text = text.replace(f"<{node.value}>", f"<{new.value}>")
            if text != old:
                found.append(Change(root, path, text, old))
    return found
