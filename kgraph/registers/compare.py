"""An edition of a register against the graph: what is the same, new, different or gone."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode

from kgraph.add import DraftError
from kgraph.names import local_name, record_slug
from kgraph.registers.book import Book
from kgraph.registers.model import Candidate, Edition, Fact, Register, Row, Tally
from kgraph.registers.words import same_name
from kgraph.vocab import JPST, Term, as_term

Status = OneOf["same", "new", "differs", "gone"]
ALL: Final = "all"
_SEVERAL: Final = frozenset(
    {
        JPST.accountingPeriodEnd,
        JPST.formerName,
        JPST.holdsGrant,
        JPST.marketSegment,
        JPST.membership,
    }
)
"""Properties that may have several values at once: another one is new, and no difference."""
_MOST_TOLD: Final = 500
"""How many proposals are kept."""


@dataclass(frozen=True)
class Outcome:
    """What became of one fact, or of a thing that no row tells of any more (no predicate).

    `others` are the values on record that differ, each with the sources that state it.
    """

    status: Status
    slug: str
    predicate: NamedNode | None
    value: Term | None
    fact: Fact | None = None
    row: int | None = None
    others: tuple[tuple[Term, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A row that the graph may know by its name (`slug`), or would know as a new thing."""

    row: int
    key: str
    name: str
    slug: str | None = None
    candidate: Candidate | None = None


@dataclass(frozen=True)
class Compared:
    """All that is to be told of an edition before anything is written."""

    register: Register
    day: datetime.date
    slug: str
    previous: str | None
    next: str | None
    """The slugs of the editions on record before and after this one."""
    tally: Tally
    outcomes: tuple[Outcome, ...]
    proposals: tuple[Proposal, ...]
    unclear: tuple[tuple[int, str, tuple[str, ...]], ...]
    """Rows whose identifiers lead to several things: line, what the row is called, the things."""
    unsaid: Mapping[str, int]
    """What rows of things of the graph tell that no term says, and how often."""
    strangers: int
    """How many rows are about things that are not in the graph."""
    taken: tuple[Candidate, ...]
    said: tuple[tuple[str, Fact], ...]
    """What the edition says of things of the graph: slug and fact, in the order of the rows."""


def compare(
    register: Register,
    edition: Edition,
    book: Book,
    take: Collection[str] = (),
    match: Mapping[str, str] | None = None,
) -> Compared:
    """What an edition says, held against what sources say.

    `take` names the rows that become new things, or is “all”; `match` gives the thing of a row
    that is only proposed by its name. Raises DraftError where one of these names no such row or
    thing, LoadError where a row cannot be read.
    """
    wanted, given = set(take), dict(match or {})
    for key, thing in given.items():
        if thing not in book.things or thing in book.gone:
            raise DraftError(f"--match {key}={thing}: there is no thing id:{thing} in use")
    outcomes: list[Outcome] = []
    proposals: list[Proposal] = []
    unclear: list[tuple[int, str, tuple[str, ...]]] = []
    taken: list[Candidate] = []
    said: list[tuple[str, Fact]] = []
    used: set[str] = set()
    told_of: dict[str, str] = {}
    unsaid: dict[str, int] = {}
    slug_of_edition = _slug(register, edition.day, book)
    own = book.source(slug_of_edition).value
    for row in edition.rows:
        found = _found(row, register, book, given)
        if row.key in wanted or row.key in given:
            used.add(row.key)
        slug: str | None = found[0] if len(found) == 1 else None
        if not found:
            made = _made(row, book, wanted)
            if made is None:
                if len(proposals) < _MOST_TOLD:
                    proposals += _proposed(row, register, book)
                continue
            taken.append(made)
            slug = made.slug
        if slug is None or slug in told_of:
            several = tuple(found) if slug is None else (slug,)
            unclear.append((row.number, row.key, several))
            continue
        told_of[slug] = row.key
        for what in row.unsaid:
            unsaid[what] = unsaid.get(what, 0) + 1
        for fact in row.facts:
            said.append((slug, fact))
            outcomes.append(_outcome(slug, fact, row, book, own))
    missing = (wanted | set(given)) - used - {ALL}
    if missing:
        what = ", ".join(sorted(missing))
        raise DraftError(f"no row {what}: name rows as the report does, by their code or number")
    editions = book.editions(register.slug, *register.also)
    this = edition.day.isoformat()
    previous = max((item for item in editions.items() if item[0] < this), default=("", None))[1]
    following = min((item for item in editions.items() if item[0] > this), default=("", None))[1]
    if previous is not None:
        outcomes += _gone(previous, said, register, book)
    return Compared(
        register,
        edition.day,
        slug_of_edition,
        previous,
        following,
        edition.tally,
        tuple(outcomes),
        tuple(proposals),
        tuple(unclear),
        unsaid,
        edition.tally.rows - edition.tally.persons - len(told_of) - len(unclear),
        tuple(taken),
        tuple(said),
    )


def _slug(register: Register, day: datetime.date, book: Book) -> str:
    known = book.editions(register.slug, *register.also).get(day.isoformat())
    return known or register.slug.format(day=day.isoformat())


def _found(row: Row, register: Register, book: Book, given: Mapping[str, str]) -> list[str]:
    if row.key in given:
        return [given[row.key]]
    return book.find(row.keys, codes=register.about == JPST.MarketIdentifierCode)


def _made(row: Row, book: Book, wanted: Collection[str]) -> Candidate | None:
    if row.candidate is None:
        return None
    if row.key not in wanted and not (ALL in wanted and row.candidate.known):
        return None
    if row.candidate.slug in book.things:
        raise DraftError(
            f"row {row.key}: id:{row.candidate.slug} is there already without this code: "
            f"give it with --match {row.key}={row.candidate.slug}"
        )
    return row.candidate


def _proposed(row: Row, register: Register, book: Book) -> Iterator[Proposal]:
    """What the row may be: a thing of its name that has no other code, or a new one."""
    identified = {predicate for predicate, _ in row.keys}
    named = [
        slug
        for slug in book.named(row.names, register.about)
        if not any((slug, predicate) in book.said for predicate in identified)
    ]
    for slug in named:
        yield Proposal(row.number, row.key, row.name, slug)
    if not named and row.candidate is not None:
        yield Proposal(row.number, row.key, row.name, candidate=row.candidate)


def _outcome(slug: str, fact: Fact, row: Row, book: Book, own: str) -> Outcome:
    values = book.said.get((slug, fact.predicate), {})
    if fact.record is not None:
        wanted = signature(fact)
        known = (
            book.signature(local_name(value.value))
            for value in values
            if isinstance(value, NamedNode)
        )
        status: Status = "same" if wanted in known else "new"
        return Outcome(status, slug, fact.predicate, None, fact, row.number)
    assert fact.value is not None
    if any(_equal(value, fact.value, book) for value in values):
        return Outcome("same", slug, fact.predicate, fact.value, fact, row.number)
    others = tuple(
        (value, tuple(sorted(graph for graph in graphs if graph != own)))
        for value, graphs in values.items()
        if _comparable(value, fact.value)
    )
    differs = bool(others) and fact.predicate not in _SEVERAL
    status = "differs" if differs else "new"
    return Outcome(
        status, slug, fact.predicate, fact.value, fact, row.number, others if differs else ()
    )


def signature(fact: Fact) -> frozenset[tuple[str, str]]:
    """What a record of an edition observes, as `Book.signature` gives it for those on record."""
    return frozenset((predicate.value, str(value)) for predicate, value in fact.narrowed)


def _equal(one: Term, other: Term, book: Book) -> bool:
    """Whether a value on record says what the register says, or says it more exactly."""
    if isinstance(one, Literal) and isinstance(other, Literal):
        if one.language or other.language or one.datatype == other.datatype:
            return one.language == other.language and same_name(one.value) == same_name(other.value)
        return False
    if isinstance(one, NamedNode) and isinstance(other, NamedNode):
        return book.is_below(one.value, other.value)
    return False


def _comparable(one: Term, other: Term) -> bool:
    languages = [term.language if isinstance(term, Literal) else None for term in (one, other)]
    return languages[0] == languages[1]


def _gone(
    previous: str, said: list[tuple[str, Fact]], register: Register, book: Book
) -> Iterator[Outcome]:
    """What the edition before said and this one does not say any more. It ends nothing."""
    now: dict[str, list[Fact]] = {}
    for slug, fact in said:
        now.setdefault(slug, []).append(fact)
    told: set[str] = set()
    for subject, predicate, value in book.sources[previous]:
        if predicate not in register.tells or not isinstance(subject, NamedNode):
            continue
        slug = local_name(subject.value)
        if not book.is_a(slug, register.about):
            continue
        if slug not in now:
            if slug not in told:
                told.add(slug)
                yield Outcome("gone", slug, None, None)
            continue
        facts = [fact for fact in now[slug] if fact.predicate == predicate]
        if isinstance(value, NamedNode) and any(fact.record for fact in facts):
            observed = book.signature(local_name(value.value))
            if all(signature(fact) != observed for fact in facts):
                yield Outcome("gone", slug, predicate, value)
        elif not facts:
            yield Outcome("gone", slug, predicate, as_term(value))


def record_name(slug: str, fact: Fact, day: datetime.date) -> str:
    """The slug of the record that a fact is, as of the day of its edition."""
    assert fact.record is not None
    return record_slug(
        fact.record, slug, fact.observed, as_of=day.isoformat(), valid_from=fact.valid_from
    )
