"""Facts, organizations, experiments and records from rows: what one source says of things.

Everything is checked before anything is returned; a table with one bad row yields nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.add.book import Book
from kgraph.add.rows import KINDS, NAMES, NARROWING, OF_RECORDS, Kind, check_columns
from kgraph.add.source import MOST_LETTERS, DraftError, source_file
from kgraph.add.tokens import Change, RowError, TokenTableError, extended
from kgraph.add.values import date_of, split, text_of, value_of
from kgraph.load.observed_names import record_classes, renamed, right_names
from kgraph.names import BASE
from kgraph.tables.incoming import Record
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import DCTERMS, JPST, PROV, RDF, SKOS, Term, as_term

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_ROWS: Final = 10_000


class FactTableError(TokenTableError):
    """A table that cannot be taken; `errors` holds every bad cell."""


def add_rows(
    root: Path, name: str, source: str, rows: Sequence[Record], file: Path | None = None
) -> list[Change]:
    """The changed files for what a source (a slug) says, a fact or thing a row.

    `name` is one of KINDS. Raises FactTableError with every bad cell, DraftError for a source that
    is not there and columns that are not known.
    """
    path = source_file(root, source)
    if not path.is_file():
        raise DraftError(f"no source “{source}”: create it with kgraph new source --slug {source}")
    if len(rows) > _MOST_ROWS:
        raise DraftError(f"the table has more than {_MOST_ROWS} rows: split it")
    kind, book = KINDS[name], Book(root)
    check_columns(kind, book, dict.fromkeys(name for row in rows for name in row.cells))
    page = next((t.object for t in _said_of_itself(path)), None)
    taken = _Taken(kind, book, source, file, page)
    for row in rows:
        taken.take(row)
    if taken.errors:
        raise FactTableError(taken.errors)
    changes = []
    classes = record_classes(root)
    for place, triples in (
        (root / "data" / "entities" / kind.file, taken.things),
        (path, taken.facts),
        (root / "data" / "editorial" / "readings.ttl", taken.readings),
    ):
        if triples:
            changes.append(extended(root, place, _named(triples, path, classes)))
    return [change for change in changes if change.text != change.old]


def _named(triples: list[Triple], path: Path, records: frozenset[NamedNode]) -> Iterator[Triple]:
    """The triples with statements and records called by what they say in that file."""
    said = [(t.subject, t.predicate, as_term(t.object)) for t in triples]
    # The day of the page is no part of a name.
    page = [(t.subject, t.predicate, as_term(t.object)) for t in _said_of_itself(path)]
    for subject, predicate, value in renamed(said, right_names([*said, *page], records)):
        yield Triple(subject, predicate, value)


def _said_of_itself(path: Path) -> list[Triple]:
    """The day of the page that a source is."""
    return [t for t in parse_turtle(read_text(path), path) if t.predicate == DCTERMS.issued]


class _Taken:
    """Rows on their way to triples; collects what is wrong with them."""

    def __init__(
        self, kind: Kind, book: Book, source: str, file: Path | None, page: object
    ) -> None:
        self.kind, self.book, self.source, self.file, self.page = kind, book, source, file, page
        self.things: list[Triple] = []
        self.facts: list[Triple] = []
        self.readings: list[Triple] = []
        self.errors: list[RowError] = []
        self._seen: dict[str, int | None] = {}

    def take(self, row: Record) -> None:
        """Takes one row in."""
        before = len(self.errors)
        for column in self.kind.needed:
            if not row.cells.get(column):
                self._fail(row, column, "empty: fill it in")
        if len(self.errors) > before:
            return
        if self.kind.name == "fact":
            self._fact(row)
        elif self.kind.link:
            self._record(row)
        else:
            self._thing(row)

    def _fail(self, row: Record, column: str, why: object) -> None:
        self.errors.append(RowError(row.number, column, str(why), self.file))

    # -- facts

    def _fact(self, row: Record) -> None:
        try:
            name = self.book.property(row.cells["property"])
        except ValueError as error:
            self._fail(row, "property", error)
            return
        subject = self._subject(row, row.cells["subject"], "subject", self.book.scopes(name))
        # As of the day of its page is what every fact is.
        narrowing = [
            (what, of)
            for what, of in self._narrowing(row, NARROWING)
            if not (what == JPST.asOf and of == self.page)
        ]
        if subject is None:
            return
        for text in split(row.cells["value"]) if self._several(name) else [row.cells["value"]]:
            try:
                value = value_of(self.book, name, text)
            except ValueError as error:
                self._fail(row, "value", error)
                continue
            self._say(row, subject, name, value, narrowing)

    def _several(self, name: str) -> bool:
        """Whether `;` separates values: things and concepts are named, and texts may hold it."""
        return bool(self.book.takes(name)) or self.book.takes_concepts(name)

    def _say(
        self,
        row: Record,
        subject: str,
        name: str,
        value: Term,
        narrowing: Sequence[tuple[NamedNode, Term]],
    ) -> None:
        node, predicate = self.book.thing(subject), NamedNode(JPST.BASE + name)
        reason = row.cells.get("derived")
        into = self.readings if reason else self.facts
        into.append(Triple(node, predicate, value))
        if not narrowing and not reason:
            return
        statement = BlankNode()
        into.append(Triple(statement, RDF.type, RDF.Statement))
        into.append(Triple(statement, RDF.subject, node))
        into.append(Triple(statement, RDF.predicate, predicate))
        into.append(Triple(statement, RDF.object, value))
        into += [Triple(statement, what, of) for what, of in narrowing]
        if reason:
            into.append(Triple(statement, RDF.type, JPST.EditorialReading))
            into.append(Triple(statement, PROV.wasDerivedFrom, self.book.own_source(self.source)))
            into.append(Triple(statement, JPST.reason, Literal(reason, language="en")))
            if japanese := row.cells.get("derived_ja"):
                into.append(Triple(statement, JPST.reason, Literal(japanese, language="ja")))

    def _subject(
        self, row: Record, text: str, column: str, classes: Iterable[str] = ()
    ) -> str | None:
        try:
            return self.book.entity(text, classes)
        except ValueError as error:
            self._fail(row, column, error)
            return None

    def _narrowing(
        self, row: Record, wanted: Mapping[str, NamedNode] | Iterable[str]
    ) -> list[tuple[NamedNode, Term]]:
        found: list[tuple[NamedNode, Term]] = []
        for column in wanted:
            text = row.cells.get(column)
            if not text:
                continue
            try:
                found.append((NARROWING[column], self._narrowed(column, text)))
            except ValueError as error:
                self._fail(row, column, error)
        days = {p: v.value for p, v in found if isinstance(v, Literal)}
        start, end = days.get(JPST.validFrom, ""), days.get(JPST.validUntil, "")
        if start and end and end[: len(start)] < start[: len(end)]:
            self._fail(row, "until", f"“{row.cells['until']}” lies before “{row.cells['from']}”")
        return found

    def _narrowed(self, column: str, text: str) -> Term:
        if column in ("as_of", "from", "until"):
            return date_of(text)
        if column == "qualifier":
            return NamedNode(self.book.any_concept(text))
        if column == "capacity":
            return NamedNode(f"{BASE}capacity/{self.book.concept('capacity', text)}")
        return text_of(text)

    # -- records

    def _record(self, row: Record) -> None:
        scopes = self.book.scopes(self.kind.link)
        subject = self._subject(row, row.cells[self.kind.subject], self.kind.subject, scopes)
        node = BlankNode()
        said = [Triple(node, RDF.type, NamedNode(JPST.BASE + self.kind.cls))]
        figures = [column for column in self.kind.figures if row.cells.get(column)]
        if self.kind.figures and len(figures) != 1:
            self._fail(row, self.kind.figures[0], f"give one of {', '.join(self.kind.figures)}")
        for column, text in row.cells.items():
            if column == self.kind.subject or column in NARROWING:
                continue
            name = self.book.property(column)
            try:
                value = value_of(self.book, name, text)
            except ValueError as error:
                self._fail(row, column, error)
            else:
                said.append(Triple(node, NamedNode(JPST.BASE + name), value))
        if "record_status" not in row.cells and self.kind.name != "statistic":
            said.append(Triple(node, JPST.recordStatus, NamedNode(f"{BASE}recordstatus/held")))
        said += [Triple(node, what, of) for what, of in self._narrowing(row, OF_RECORDS)]
        if subject is not None:
            link = NamedNode(JPST.BASE + self.kind.link)
            self.facts += [Triple(self.book.thing(subject), link, node), *said]

    # -- things

    def _thing(self, row: Record) -> None:
        if self.kind.subject:
            slug = self._subject(
                row, row.cells[self.kind.subject], self.kind.subject, (self.kind.cls,)
            )
        else:
            slug = self._new(row)
        subject = slug or "unknown"
        for column, text in row.cells.items():
            if column in (*NAMES, "kind", self.kind.subject):
                continue
            name = self.book.property(column)
            for part in split(text) if self._several(name) else [text]:
                try:
                    value = value_of(self.book, name, part)
                except ValueError as error:
                    self._fail(row, column, error)
                else:
                    self.facts.append(
                        Triple(self.book.thing(subject), NamedNode(JPST.BASE + name), value)
                    )

    def _new(self, row: Record) -> str | None:
        cells = row.cells
        cls = self._class(row)
        made = "-".join(re.findall(r"[a-z0-9]+", cells["name_en"].lower()))[:60].rstrip("-")
        slug = cells.get("slug") or self.kind.prefix + made
        if not _SLUG.fullmatch(slug) or len(slug) > MOST_LETTERS:
            self._fail(row, "slug", f"“{slug}” is no slug: write a-z, 0-9 and single hyphens")
            return None
        if slug in self.book.slugs:
            self._fail(row, "slug", f"{slug} exists already: add facts to it with kgraph add fact")
            return None
        if slug in self._seen:
            self._fail(row, "slug", f"{slug} stands in row {self._seen[slug]} too")
            return None
        self._seen[slug] = row.number
        names = [cells[column] for column in NAMES[1:] if cells.get(column)]
        same = self.book.namesakes(names, cls)
        if same:
            told = ", ".join(f"id:{one}" for one in sorted(same))
            self._fail(row, "name_en", f"one of its names is that of {told}: add facts to that")
        node = self.book.thing(slug)
        self.things.append(Triple(node, RDF.type, NamedNode(JPST.BASE + cls)))
        for column, predicate, language in (
            ("name_en", SKOS.prefLabel, "en"),
            ("name_ja", SKOS.prefLabel, "ja"),
            ("alias", SKOS.altLabel, None),
        ):
            for text in split(cells.get(column, "")) if column == "alias" else [cells.get(column)]:
                if text:
                    name = text_of(text) if language is None else Literal(text, language=language)
                    self.things.append(Triple(node, predicate, name))
        return slug

    def _class(self, row: Record) -> str:
        text = row.cells.get("kind")
        if text is None:
            return "Company" if self.kind.cls == "Organization" else self.kind.cls
        name = text.removeprefix("jpst:")
        if self.kind.cls in self.book.above(name):
            return name
        self._fail(row, "kind", f"“{text}” is no kind of {self.kind.cls}: write Company, Bank …")
        return self.kind.cls
