"""The correct skeleton of a new source file, from what a maintainer knows at once.

Nothing is invented: what is not given is absent, and validation asks for it later.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.add.book import Book
from kgraph.names import BASE
from kgraph.root import layers, stacked
from kgraph.turtle.canonical import format_turtle, write_turtle
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import DCTERMS, JPST, RDF, SCHEMA, XSD, as_term
from kgraph.writing import write_within

_AGENT: Final = "Agent"
_CLASSES: Final = {"primary": "PrimarySource", "secondary": "SecondarySource"}
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_LONGEST_SLUG: Final = 60
"""Letters of a slug that is made here, and those that one given by hand may have."""
MOST_LETTERS: Final = 200


class DraftError(ValueError):
    """What was asked for cannot be drafted. The message says what, why and what to do."""

    exit_code: Final = 2

    @property
    def problems(self) -> tuple[str, ...]:
        """The lines of the message: one for each fault, such as a bad cell of a table."""
        return tuple(str(self).splitlines())


def new_source(
    root: Path,
    url: str,
    publisher: str | None,
    *,
    today: datetime.date,
    publisher_name: str | None = None,
    issued: datetime.date | None = None,
    title: str | None = None,
    slug: str | None = None,
    kind: str = "primary",
    hosting: str = "page",
    review_period: str | None = None,
) -> tuple[Path, str]:
    """The path and the canonical text of a new file under data/sources/; nothing is written.

    `publisher` is the slug or a name of an agent of the graph, `publisher_name` the name of one
    that is none there: one of them is given; `kind` is primary or secondary; `hosting` and
    `review_period` are concept slugs; `today` is the day the page was
    read. Without `slug` one is made from publisher, day and title or address. Raises DraftError
    where the address is not a web address or is described already, where the slug is taken or no
    slug, or a concept does not exist; LoadError where a file that must be looked at is broken.
    """
    if kind not in _CLASSES:
        raise DraftError(f"unknown kind of source “{kind}”: choose primary or secondary")
    _check_url(url)
    _refuse_known(root, url)
    for scheme, concept in (("hosting", hosting), ("reviewperiod", review_period)):
        if concept is not None:
            _check_concept(root, scheme, concept)
    if (publisher is None) == (publisher_name is None):
        raise DraftError("give --publisher with a thing of the graph, or --publisher-name")
    entity = None if publisher is None else _entity(root, publisher)
    speaker = None if entity is None else Book(root).thing(entity)
    if publisher_name is not None:
        _stranger(root, publisher_name)
    if slug is None:
        slug = _make_slug(entity or publisher_name or "", issued, title, url)
    path = source_file(root, slug)
    if path.exists():
        raise DraftError(f"{path} exists already: choose another slug, or add the facts there")
    source = NamedNode(f"{layers(root)[-1].base}source/{slug}")
    facts: list[tuple[str, NamedNode | Literal]] = [
        (RDF.type.value, NamedNode(JPST.BASE + _CLASSES[kind])),
        (SCHEMA.url.value, _typed(url, "anyURI")),
        (JPST.read.value, _typed(today.isoformat(), "date")),
        (JPST.hosting.value, NamedNode(f"{BASE}hosting/{hosting}")),
    ]
    if speaker is not None:
        facts.append((DCTERMS.publisher.value, speaker))
    elif publisher_name is not None:
        facts.append((JPST.publisherName.value, Literal(publisher_name.strip())))
    if issued is not None:
        facts.append((DCTERMS.issued.value, _typed(issued.isoformat(), "date")))
    if title is not None and title.strip():
        language = "ja" if _JAPANESE.search(title) else "en"
        facts.append((DCTERMS.title.value, Literal(" ".join(title.split()), language=language)))
    if review_period is not None:
        facts.append((JPST.reviewPeriod.value, NamedNode(f"{BASE}reviewperiod/{review_period}")))
    text = write_turtle(Triple(source, NamedNode(p), o) for p, o in facts)
    return path, format_turtle(text + "\n# ---- what the document says\n", path)


def source_file(root: Path, slug: str) -> Path:
    """The file of the source with that slug, there or not. Raises DraftError for what is no slug.

    A slug is a name and never a path.
    """
    if not _SLUG.fullmatch(slug):
        raise DraftError(f"“{slug}” is not a slug: use a-z, 0-9 and single hyphens")
    if len(slug) > MOST_LETTERS:
        raise DraftError(f"the slug has {len(slug)} letters: use at most {MOST_LETTERS}")
    return root / "data" / "sources" / f"{slug}.ttl"


def save_source(path: Path, text: str) -> None:
    """Writes a file of `source_file` in one step. Raises DraftError where it exists by now."""
    if path.exists() or path.is_symlink():
        raise DraftError(f"{path} exists already: choose another slug, or add the facts there")
    write_within(path.parents[2], path, text)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
        login = parts.username is not None or parts.password is not None
    except ValueError:
        valid = login = False
    if not valid or re.search(r'[\s<>"{}|\\^`\x00-\x1f]', url):
        raise DraftError(f"“{url}” is not a web address: give one that begins with https://")
    if login:
        raise DraftError("the address holds a user name or password: leave them out")


def _same_page(url: str) -> tuple[str, str, str]:
    """What two addresses of one page have in common: not http or https, nor the last slash."""
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path.rstrip("/"), parts.query


def _refuse_known(root: Path, url: str) -> None:
    wanted = _same_page(url)
    for path, triple in _in_each(root, "data", "sources"):
        if triple.predicate != SCHEMA.url:
            continue
        try:
            known = _same_page(as_term(triple.object).value)
        except ValueError:
            continue
        if known == wanted:
            raise DraftError(
                f"{path} describes {url} already: add the facts to that file, or, where the page "
                f"was read again, start its next version with kgraph reread {path.stem}"
            )


def _check_concept(root: Path, scheme: str, concept: str) -> None:
    prefix = f"{BASE}{scheme}/"
    concepts = {
        triple.subject.value.removeprefix(prefix)
        for _, triple in _in_each(root, "ontology", "schemes")
        if triple.predicate == RDF.type and triple.subject.value.startswith(prefix)
    }
    known = sorted(concepts)
    if concept not in known:
        choice = f"choose one of {', '.join(known)}" if known else "define it in ontology/schemes/"
        raise DraftError(f"unknown concept {scheme}:{concept}: {choice}")


def _entity(root: Path, publisher: str) -> str:
    """The slug of the agent that a slug or a name means. Raises DraftError."""
    if not publisher.strip():
        raise DraftError("the publisher is empty: give a thing of the graph, or a name")
    book = Book(root)
    try:
        return book.entity(publisher.strip(), _agents(book))
    except ValueError as error:
        raise DraftError(f"{error}; --publisher-name takes one that is no thing of ours") from error


def _stranger(root: Path, name: str) -> None:
    """Raises DraftError where the name of a stranger is that of a thing of the graph."""
    if not name.strip():
        raise DraftError("the publisher is empty: give a thing of the graph, or a name")
    book = Book(root)
    try:
        known = book.entity(name.strip(), _agents(book))
    except ValueError:
        return
    raise DraftError(f"“{name.strip()}” is id:{known}: give --publisher {known}")


def _agents(book: Book) -> tuple[str, ...]:
    """The class of publishers; an ontology that knows no agents tells none apart."""
    return (_AGENT,) if book.below(_AGENT) > {_AGENT} else ()


def _in_each(root: Path, *parts: str) -> Iterator[tuple[Path, Triple]]:
    for folder in stacked(root, *parts):
        yield from _triples(folder)


def _triples(folder: Path) -> Iterator[tuple[Path, Triple]]:
    for path in sorted(folder.glob("*.ttl")):
        for triple in parse_turtle(read_text(path), path):
            yield path, triple


def _make_slug(publisher: str, issued: datetime.date | None, title: str | None, url: str) -> str:
    """Publisher, day of issue and the words of the title (else of the address), as far as fits."""
    parts = urlsplit(url)
    stem, _, ending = parts.path.rstrip("/").rpartition("/")[2].rpartition(".")
    words = _slugify(publisher) or _slugify(parts.hostname or "")
    day = [issued.isoformat()] if issued is not None else []
    words = [*words, *day, *(_slugify(title or "") or _slugify(stem or ending))]
    slug = words[0]
    for word in words[1:]:
        if len(slug) + 1 + len(word) <= _LONGEST_SLUG:
            slug = f"{slug}-{word}"
    return slug


def _slugify(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD.BASE + datatype))
