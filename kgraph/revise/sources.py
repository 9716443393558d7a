"""A page is read again, or a source is withdrawn: nothing that was read before is lost."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.add import Change, DraftError
from kgraph.names import local_name
from kgraph.revise.own import not_own, own_node, slug_of
from kgraph.root import layers
from kgraph.turtle.canonical import format_turtle, name_in, prefixes_of, write_turtle
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import DCTERMS, JPST, XSD, as_term

_READ_AGAIN: Final = re.compile(r"-read-[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_NAMES: Final = {"en": "English", "ja": "Japanese"}
_OF_ONE_READING: Final = frozenset(
    {
        *(JPST.read, JPST.earlierVersion, JPST.withdrawnByPublisher, JPST.withdrawnByUs),
        JPST.reason,
    }
)
"""What a source says of itself that is true of no other reading of its page."""


def reread(
    root: Path, slug: str, *, today: datetime.date, issued: datetime.date | None = None
) -> list[Change]:
    """The new file for the page of a source as it was read again `today`.

    It says what the file of the earlier version says, for a person to correct; `issued` is the day
    that the page shows now, else the one it showed. Raises DraftError where there is no such
    source, where it is no page's latest version, and where it was read that day; LoadError for a
    file that cannot be read.
    """
    path = _file(root, slug)
    old = own_node(root, "source", path.stem)
    triples = parse_turtle(read_text(path), path)
    for other in sorted(path.parent.glob("*.ttl")):
        if _later(other, old):
            raise DraftError(f"{path.stem} was read again as {other.stem}: name that one")
    read = _day(triples, old, JPST.read)
    if read is not None and read >= today:
        raise DraftError(f"{path.stem} was read on {read}: correct the facts in {path}")
    new = own_node(root, "source", f"{_READ_AGAIN.sub('', path.stem)}-read-{today.isoformat()}")
    target = path.with_name(f"{local_name(new.value)}.ttl")
    if target.exists():
        raise DraftError(f"{target} exists already: add the facts there")
    text = format_turtle(read_text(path), target, lambda _: {old: new})
    dropped = [*_OF_ONE_READING, *([DCTERMS.issued] if issued else [])]
    added = [
        Triple(new, JPST.read, _literal(today)),
        Triple(new, JPST.earlierVersion, old),
        *([Triple(new, DCTERMS.issued, _literal(issued))] if issued else []),
    ]
    text = _without(text, new, dropped, target) + "\n" + write_turtle(added)
    return [Change(root, target, format_turtle(text, target))]


def withdraw(
    root: Path, slug: str, day: datetime.date, reasons: Mapping[str, str], *, mistake: bool
) -> list[Change]:
    """The changed file of a source that counts no more from `day` on, with the reasons.

    By `mistake` it never should have counted; else its publisher withdrew it. Raises DraftError
    where there is no such source, where it is withdrawn already, and without a reason in each
    language of the root.
    """
    path = _file(root, slug)
    source = own_node(root, "source", path.stem)
    old = read_text(path)
    names = JPST.withdrawnByPublisher, JPST.withdrawnByUs
    told = {t.predicate for t in parse_turtle(old, path) if t.subject == source}
    if told & set(names):
        raise DraftError(f"{path.stem} is withdrawn already: correct the day in {path}")
    languages = layers(root)[-1].languages
    told_in = {language: text.strip() for language, text in reasons.items() if text.strip()}
    if not told_in.keys() >= set(languages):
        listed = " and in ".join(_NAMES[language] for language in languages)
        raise DraftError(f"say in {listed} why it is withdrawn")
    added = [
        Triple(source, names[mistake], _literal(day)),
        *(
            Triple(source, JPST.reason, Literal(text, language=language))
            for language, text in told_in.items()
        ),
    ]
    return [Change(root, path, format_turtle(f"{old}\n{write_turtle(added)}", path), old)]


def _file(root: Path, named: str) -> Path:
    folder = root / "data" / "sources"
    slug = slug_of(named).removesuffix(".ttl")
    path = folder / f"{slug}.ttl"
    if not path.is_file():
        raise not_own(root, "source", slug, [one.stem for one in folder.glob("*.ttl")])
    return path


def _later(path: Path, source: NamedNode) -> bool:
    """Whether a file holds the next version of a source, and that was no mistake."""
    text = read_text(path)
    if local_name(source.value) not in text:
        return False
    triples = parse_turtle(text, path)
    return any(t.predicate == JPST.earlierVersion and t.object == source for t in triples) and all(
        t.predicate != JPST.withdrawnByUs for t in triples
    )


def _without(text: str, subject: NamedNode, predicates: list[NamedNode], path: Path) -> str:
    """A canonical text without what is said of a subject by those properties."""
    gone = [
        Triple(subject, triple.predicate, as_term(triple.object))
        for triple in parse_turtle(text, path)
        if triple.subject == subject and triple.predicate in predicates
    ]
    lines = text.split("\n")
    start = lines.index(name_in(text, subject))
    end = lines.index(".", start)
    unwanted = {
        line
        for triple in gone
        for line in write_turtle([triple], prefixes=prefixes_of(text)).splitlines()
        if line[:4] == "    "
    }
    return "\n".join(
        line for at, line in enumerate(lines) if not (start < at < end and line in unwanted)
    )


def _day(triples: list[Triple], source: NamedNode, predicate: NamedNode) -> datetime.date | None:
    found = [
        as_term(triple.object).value
        for triple in triples
        if triple.subject == source and triple.predicate == predicate
    ]
    try:
        return datetime.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _literal(day: datetime.date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)
