"""New security tokens from a table: each row becomes an entity and the facts one source says.

Everything is checked before anything is returned; a table with one bad row yields nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.add.book import Book, column_of
from kgraph.add.source import MOST_LETTERS, DraftError, source_file
from kgraph.add.values import date_of, split, text_of, value_of
from kgraph.names import BASE, is_part, local_name, record_slug, statement_slug
from kgraph.names import split as split_iri
from kgraph.tables.incoming import Record, read_sheet, records
from kgraph.turtle.canonical import format_turtle, write_turtle
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import DCTERMS, JPST, RDF, SKOS, as_term
from kgraph.writing import write_within

NAME_COLUMNS: Final = ("slug", "name_en", "name_ja", "alias")
VENUE_COLUMNS: Final = ("venue", "venue_from", "venue_status")
VENUE_STATUS: Final = ("handled", "planned")
PROPERTIES: Final = (
    "assetClass", "legalForm", "nameStatus", "issuer", "trustee", "custodian", "registrar",
    "bondAdministrator", "fiscalAgent", "settlementBank", "underwriter", "distributor",
    "directSeller", "originator", "sponsor", "assetManager", "structuringAgent",
    "financialAdvisor", "arranger", "technologyProvider", "platform", "issueDate",
    "numberOfUnits", "unitPrice",
    "offeringAmount", "expectedYield", "coupon", "tenorYears", "maturityDate", "redemptionDate",
    "pricingDate", "assetSize", "creditRating", "useOfProceeds",
    "registrationStatementDate", "offeringType", "subscriptionStart", "subscriptionEnd",
    "minimumInvestment", "allocationMethod", "investorScope", "secondaryMarketStatus",
    "secondaryRoute", "firstTradingDate", "announcementDate",
)  # fmt: skip
ASSET: Final = "underlying_asset"
ASSET_PROPERTIES: Final = (
    "assetLocation", "buildingCompleted", "floorArea", "leasableArea", "landArea",
    "appraisalValue", "acquisitionPrice", "lease", "loanToValue",
)  # fmt: skip
"""What a row tells of the asset behind its token."""
COLUMNS: Final = (
    *NAME_COLUMNS,
    *(column_of(name) for name in PROPERTIES),
    ASSET,
    *(column_of(name) for name in ASSET_PROPERTIES),
    *VENUE_COLUMNS,
)
_SLUG: Final = re.compile(r"st-[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_ROWS: Final = 10_000


@dataclass(frozen=True)
class RowError:
    """One bad cell: the file and line of the table, its column, what is wrong and what to do.

    What was typed on a command line has neither file nor line.
    """

    row: int | None
    column: str
    why: str
    file: Path | None = None

    def __str__(self) -> str:
        place = [f"row {self.row}"] if self.row is not None else []
        told = ", ".join([*place, f"column {self.column}"])
        return " ".join(f"{f'{self.file}: ' if self.file else ''}{told}: {self.why}".split())


class TokenTableError(DraftError):
    """A table that cannot be taken; `errors` holds every bad cell, each a line of the message."""

    def __init__(self, errors: Iterable[RowError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(frozen=True)
class Change:
    """The new text of a file of the project in `root`, and the old one; nothing is written yet."""

    root: Path
    path: Path
    text: str
    old: str = ""


def read_table(data: bytes, file: Path, sheet: str | None = None) -> list[Record]:
    """The rows of a table of tokens: a workbook or CSV, with a header of column names.

    `sheet` names one of a workbook. Raises LoadError for what is no table, DraftError for columns
    that are not known and for too many rows.
    """
    header, found = records(read_sheet(data, file, sheet))
    unknown = [name for name in header if name not in COLUMNS]
    if unknown:
        raise DraftError("\n".join(f"{file}: {_unknown(name)}" for name in unknown))
    if len(found) > _MOST_ROWS:
        raise DraftError(f"{file}: the table has more than {_MOST_ROWS} rows: split it")
    return list(found)


def _unknown(name: str) -> str:
    near = get_close_matches(name, COLUMNS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"columns are {', '.join(COLUMNS)}"
    return f"unknown column “{name}”: {hint}"


def add_tokens(
    root: Path, source: str, rows: Iterable[Record], file: Path | None = None
) -> list[Change]:
    """The changed files for new tokens that `source` (a slug) describes.

    Each row maps column names (see COLUMNS) to text; several parties in one cell are separated by
    `;`. Parties and venues are given by slug or exact label, concepts by name or label, days and
    numbers as `kgraph.tables.cells` reads them. `file` is where the rows stand. `underlying_asset`
    names an asset of the graph, or says in the words of the source what it is: then the row has an
    asset of its own, named after its token. Handling on a venue is planned where `venue_status`
    says so, or, left empty, where it begins after the day of the source. Raises TokenTableError
    with every bad cell, or DraftError where the source does not exist.
    """
    path = source_file(root, source)
    if not path.is_file():
        raise DraftError(f"no source “{source}”: create it with kgraph new source --slug {source}")
    book, told_on = Book(root), _day_of(path)
    entities: list[Triple] = []
    assets: list[Triple] = []
    facts: list[Triple] = []
    errors: list[RowError] = []
    seen: dict[str, int | None] = {}
    for row in rows:
        builder = _Row(book, row, file, told_on)
        slug = builder.slug(seen)
        # Without a good slug the facts are read all the same: all that is wrong is told at once.
        found = builder.facts(slug or "st-")
        if slug is not None:
            seen[slug] = row.number
            entities += builder.entity(slug)
            assets += builder.asset(slug)
            facts += found
        errors += builder.errors
    if errors:
        raise TokenTableError(errors)
    folder = root / "data" / "entities"
    changes = [extended(root, folder / "tokens.ttl", entities)]
    if assets:
        changes.append(extended(root, folder / "assets.ttl", assets))
    return [*changes, extended(root, path, facts)]


def save(changes: Iterable[Change]) -> None:
    """Writes the changed files, each in one step; the entities come before what is said of them.

    No link in the project is followed.
    """
    for change in changes:
        write_within(change.root, change.path, change.text)


def extended(root: Path, path: Path, triples: Iterable[Triple]) -> Change:
    """A file with more triples, in canonical form; one that is not there yet begins with them."""
    old = read_text(path) if path.is_file() else ""
    return Change(root, path, format_turtle(f"{old}\n{write_turtle(triples)}", path), old)


def _day_of(path: Path) -> str:
    """The day of a source: its own, else that of its reading; empty where it has neither."""
    found = {
        triple.predicate: as_term(triple.object).value
        for triple in parse_turtle(read_text(path), path)
        if is_part(triple.subject.value, "source") and local_name(triple.subject.value) == path.stem
    }
    return found.get(DCTERMS.issued, found.get(JPST.read, ""))


class _Row:
    """One row on its way to triples; collects what is wrong with it."""

    def __init__(self, book: Book, row: Record, file: Path | None, told_on: str) -> None:
        self.book, self.number, self.cells, self.file = book, row.number, row.cells, file
        self.told_on = told_on
        self.errors: list[RowError] = []

    def fail(self, column: str, why: object) -> None:
        self.errors.append(RowError(self.number, column, str(why), self.file))

    def slug(self, seen: Mapping[str, int | None]) -> str | None:
        name = self.cells.get("name_en", "")
        if not name:
            self.fail(
                "name_en",
                "empty: give the English name, or a descriptive one with name_status unconfirmed",
            )
            return None
        slug = (
            self.cells.get("slug") or "st-" + "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:60]
        )
        slug = slug.rstrip("-")
        if not _SLUG.fullmatch(slug):
            self.fail("slug", f"“{slug}” is no token slug: write st- and then a-z, 0-9, hyphens")
        elif len(slug) > MOST_LETTERS:
            self.fail("slug", f"it has {len(slug)} letters: use at most {MOST_LETTERS}")
        elif slug in self.book.slugs:
            self.fail("slug", f"{slug} exists already: add facts to it in the source file")
        elif slug in seen:
            self.fail("slug", f"{slug} stands in row {seen[slug]} too")
        else:
            self._namesakes()
            return slug
        return None

    def _namesakes(self) -> None:
        """Tells of a token on record that has one of the names of this one."""
        names = [self.cells[column] for column in NAME_COLUMNS[1:] if column in self.cells]
        if same := self.book.namesakes(names, "SecurityToken"):
            told = ", ".join(f"id:{one}" for one in sorted(same))
            self.fail("name_en", f"one of its names is that of {told}: add facts to that")

    def entity(self, slug: str) -> Iterator[Triple]:
        subject = self.book.thing(slug)
        yield Triple(subject, RDF.type, JPST.SecurityToken)
        for column, term, language in (
            ("name_en", "prefLabel", "en"),
            ("name_ja", "prefLabel", "ja"),
            ("alias", "altLabel", ""),
        ):  # fmt: skip
            if text := self.cells.get(column):
                literal = Literal(text, language=language) if language else text_of(text)
                yield Triple(subject, NamedNode(SKOS.BASE + term), literal)

    def asset(self, slug: str) -> Iterator[Triple]:
        """The asset that the row has of its own, named after its token."""
        if not self._tells_of_asset() or self._known_asset() is not None:
            return
        subject = self._own_asset(slug)
        yield Triple(subject, RDF.type, JPST.UnderlyingAsset)
        for column, language, form in (
            ("name_en", "en", "Underlying asset of {}"),
            ("name_ja", "ja", "{}の裏付資産"),
        ):
            if text := self.cells.get(column):
                yield Triple(subject, SKOS.prefLabel, Literal(form.format(text), language=language))

    def _own_asset(self, slug: str) -> NamedNode:
        return self.book.thing(f"asset-{slug.removeprefix('st-')}")

    def _tells_of_asset(self) -> bool:
        columns = (column_of(name) for name in ASSET_PROPERTIES)
        return any(column in self.cells for column in (ASSET, *columns))

    def _known_asset(self) -> NamedNode | None:
        """The asset of the graph that the cell names; None where it says in words what it is."""
        text = self.cells.get(ASSET, "")
        try:
            wanted = self.book.takes("hasUnderlyingAsset")
            return self.book.thing(self.book.entity(text, wanted)) if text else None
        except ValueError:
            return None

    def facts(self, slug: str) -> list[Triple]:
        subject = self.book.thing(slug)
        found = self._said_of(subject, PROPERTIES)
        if self._tells_of_asset():
            known = self._known_asset()
            asset = known or self._own_asset(slug)
            found.append(Triple(subject, JPST.hasUnderlyingAsset, asset))
            if known is None and (text := self.cells.get(ASSET)):
                found += _worded(subject, asset, text_of(text))
            found += self._said_of(asset, ASSET_PROPERTIES)
        return found + self._listing(subject)

    def _said_of(self, subject: NamedNode, names: Iterable[str]) -> list[Triple]:
        found: list[Triple] = []
        for name in names:
            column = column_of(name)
            for text in split(self.cells.get(column, "")):
                try:
                    value = value_of(self.book, name, text)
                    found.append(Triple(subject, NamedNode(JPST.BASE + name), value))
                except ValueError as error:
                    self.fail(column, error)
        return found

    def _listing(self, subject: NamedNode) -> list[Triple]:
        if "venue" not in self.cells:
            for column in set(VENUE_COLUMNS) & set(self.cells):
                self.fail(column, "given without a venue: fill the column venue too")
            return []
        column = "venue"
        try:
            venue = self.book.entity(self.cells[column], self.book.takes("venue"))
            column = "venue_from"
            begins = date_of(self.cells[column]) if column in self.cells else None
            start = begins.value if begins is not None else ""
            column = "venue_status"
            status = self.cells.get(column)
            if status and status not in VENUE_STATUS:
                raise ValueError(f"“{status}” is no status: write {' or '.join(VENUE_STATUS)}")
        except ValueError as error:
            self.fail(column, error)
            return []
        is_planned = (
            status == "planned" if status else bool(start and start > self.told_on[: len(start)])
        )
        observed = [venue, "planned"] if is_planned else [venue]
        slug = local_name(subject.value)
        record = self.book.thing(record_slug("listing", slug, observed, valid_from=start or None))
        kept = "planned" if is_planned else "held"
        triples = [
            Triple(subject, JPST.listing, record),
            Triple(record, RDF.type, JPST.Listing),
            Triple(record, JPST.recordStatus, NamedNode(f"{BASE}recordstatus/{kept}")),
            Triple(record, JPST.venue, self.book.thing(venue)),
        ]
        if begins is not None:
            triples.append(Triple(record, JPST.validFrom, begins))
        return triples


def _worded(token: NamedNode, asset: NamedNode, words: Literal) -> list[Triple]:
    """The statement that a token has an asset, in the words of the source."""
    slug = statement_slug(
        local_name(token.value),
        "hasUnderlyingAsset",
        str(asset),
        [("statedValue", str(words))],
    )
    node = NamedNode(split_iri(asset.value)[0] + slug)
    return [
        Triple(node, RDF.type, RDF.Statement),
        Triple(node, RDF.subject, token),
        Triple(node, RDF.predicate, JPST.hasUnderlyingAsset),
        Triple(node, RDF.object, asset),
        Triple(node, JPST.statedValue, words),
    ]
