"""What an edition says → the file of its source, and the things that it adds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.add import Change, DraftError, extended, source_file
from kgraph.names import BASE, local_name, statement_slug
from kgraph.registers.book import Book
from kgraph.registers.compare import Compared, record_name
from kgraph.registers.model import Fact
from kgraph.registers.streamed import Streamed
from kgraph.registers.words import whole
from kgraph.turtle.canonical import name_in
from kgraph.turtle.parse import read_text
from kgraph.vocab import DCAT, DCTERMS, JPST, RDF, SCHEMA, XSD, Term

_RECORDS: Final = {JPST.holdsGrant: JPST.Grant, JPST.membership: JPST.Membership}


def changes(
    compared: Compared,
    file: Streamed,
    book: Book,
    *,
    today: datetime.date,
    url: str | None = None,
    hosting: str | None = None,
) -> list[Change]:
    """The files that an edition changes, none where everything stands there already.

    The source has the address, day, size and digest of the file, and succeeds the edition before.
    Raises DraftError where the edition was imported from another file.
    """
    source = book.source(compared.slug)
    known = [t for t in book.sources.get(compared.slug, ()) if t.subject == source]
    _check_file(known, file, compared.slug)
    facts = _described(source, known, compared, book, file, today, url, hosting)
    facts += [
        triple for slug, fact in compared.said for triple in _stated(slug, fact, compared, book)
    ]
    things: dict[str, list[Triple]] = {}
    for candidate in compared.taken:
        node = book.thing(candidate.slug)
        of_file = things.setdefault(candidate.file, [])
        of_file.append(Triple(node, RDF.type, candidate.cls))
        of_file += [Triple(node, predicate, value) for predicate, value in candidate.names]
    folder = book.root / "data"
    found = [extended(book.root, folder / "entities" / name, of) for name, of in things.items()]
    found.append(extended(book.root, folder / "sources" / f"{compared.slug}.ttl", facts))
    found += _later(compared, book)
    return [change for change in found if change.text != change.old]


def _later(compared: Compared, book: Book) -> Iterator[Change]:
    """The next edition on record succeeds this one, and no longer the one before it.

    One of a root below stays as it is.
    """
    if compared.next is None or not book.is_own(compared.next):
        return
    node, path = book.source(compared.next), source_file(book.root, compared.next)
    known = [t for t in book.sources[compared.next] if t.predicate == DCAT.previousVersion]
    if not known:
        link = Triple(node, DCAT.previousVersion, book.source(compared.slug))
        yield extended(book.root, path, [link])
    elif compared.previous is not None:
        old = read_text(path)
        link_to = "dcat:previousVersion {} ;"
        before, after = (
            link_to.format(name_in(old, book.source(slug)))
            for slug in (compared.previous, compared.slug)
        )
        text = old.replace(before, after)
        yield Change(book.root, path, text, old)


def _check_file(known: list[Triple], file: Streamed, slug: str) -> None:
    digests = {
        t.object.value
        for t in known
        if t.predicate == JPST.fileDigest and isinstance(t.object, Literal)
    }
    if digests and digests != {file.digest}:
        raise DraftError(
            f"src:{slug} was imported from another file (SHA-256 {min(digests)[:12]}…): take that "
            f"one, or remove data/sources/{slug}.ttl first"
        )


def _described(
    source: NamedNode,
    known: list[Triple],
    compared: Compared,
    book: Book,
    file: Streamed,
    today: datetime.date,
    url: str | None,
    hosting: str | None,
) -> list[Triple]:
    """What the source says of itself; what its file says already stays as it is."""
    register, day = compared.register, compared.day
    told: list[tuple[NamedNode, Term]] = [
        (DCTERMS.title, Literal(register.title_en.format(day=day), language="en")),
        (DCTERMS.title, Literal(register.title_ja.format(day=_japanese(day)), language="ja")),
        (DCTERMS.issued, Literal(day.isoformat(), datatype=XSD.date)),
        (SCHEMA.url, Literal(url or register.url, datatype=XSD.anyURI)),
        (JPST.hosting, NamedNode(f"{BASE}hosting/{hosting or 'page'}")),
        (JPST.read, Literal(today.isoformat(), datatype=XSD.date)),
        (JPST.reviewPeriod, NamedNode(f"{BASE}reviewperiod/market")),
        (JPST.fileSize, whole(file.size)),
        (JPST.fileDigest, Literal(file.digest)),
    ]
    if register.publisher is not None:
        told.append((DCTERMS.publisher, book.thing(register.publisher)))
    if register.publisher_name is not None:
        told.append((JPST.publisherName, Literal(register.publisher_name)))
    if compared.previous is not None:
        told.append((DCAT.previousVersion, book.source(compared.previous)))
    said = {triple.predicate for triple in known}
    described = [Triple(source, p, o) for p, o in told if p not in said]
    if RDF.type not in said:
        described.append(Triple(source, RDF.type, JPST.PrimarySource))
    return described


def _japanese(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _stated(slug: str, fact: Fact, compared: Compared, book: Book) -> Iterator[Triple]:
    """A fact of the source, with its statement or as a record."""
    subject = book.thing(slug)
    if fact.record is not None:
        node = book.own(record_name(slug, fact, compared.day))
        day = Literal(compared.day.isoformat(), datatype=XSD.date)
        yield Triple(subject, fact.predicate, node)
        yield Triple(node, RDF.type, _RECORDS[fact.predicate])
        yield Triple(node, JPST.asOf, day)
        for predicate, value in fact.narrowed:
            yield Triple(node, predicate, value)
        if fact.valid_from is not None:
            since = Literal(fact.valid_from, datatype=_precision(fact.valid_from))
            yield Triple(node, JPST.validFrom, since)
        return
    assert fact.value is not None
    yield Triple(subject, fact.predicate, fact.value)
    if fact.narrowed:
        narrowed = [(local_name(predicate.value), str(value)) for predicate, value in fact.narrowed]
        name = statement_slug(slug, local_name(fact.predicate.value), str(fact.value), narrowed)
        node = book.own(name)
        yield Triple(node, RDF.type, RDF.Statement)
        yield Triple(node, RDF.subject, subject)
        yield Triple(node, RDF.predicate, fact.predicate)
        yield Triple(node, RDF.object, fact.value)
        for predicate, value in fact.narrowed:
            yield Triple(node, predicate, value)


def _precision(day: str) -> NamedNode:
    return {10: XSD.date, 7: XSD.gYearMonth, 4: XSD.gYear}[len(day)]
