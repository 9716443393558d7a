"""What an edition of a register says, row by row, before it is known whom it is about."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kgraph.problems import LoadError, Problem
from kgraph.vocab import Term

Key = tuple[NamedNode, str]
"""A property that identifies a thing, and its value."""


@dataclass(frozen=True)
class Fact:
    """A property and its value; `narrowed` is what else its statement says, (property, value).

    A relation that is a record has no value: `record` is the kind in its name, `narrowed` what it
    holds, and `observed` the parts of its name.
    """

    predicate: NamedNode
    value: Term | None = None
    narrowed: tuple[tuple[NamedNode, Term], ...] = ()
    record: str | None = None
    observed: tuple[str, ...] = ()
    valid_from: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A thing that a row would be, where the graph has none: its slug, class and names."""

    slug: str
    cls: NamedNode
    names: tuple[tuple[NamedNode, Term], ...]
    file: str
    why: str
    """What the row tells of its kind and of who stands behind it."""
    known: bool
    """Whether the graph knows who stands behind it: only then it is one of “all”."""


@dataclass(frozen=True)
class Row:
    """A row that tells of one thing: `keys` find it, the first that does decides.

    `key` is what people call the row by; `names` only propose a thing.
    """

    number: int
    key: str
    name: str
    keys: tuple[Key, ...]
    facts: tuple[Fact, ...]
    names: tuple[str, ...] = ()
    candidate: Candidate | None = None
    unsaid: tuple[str, ...] = ()
    """What the row tells that no term of the ontology says."""


@dataclass
class Tally:
    """How many rows were read, and how many of them are of natural persons: left out."""

    rows: int = 0
    persons: int = 0


@dataclass(frozen=True)
class Edition:
    """The rows of one edition, and its day; rows may come one by one from a long file."""

    day: datetime.date
    rows: Iterable[Row]
    tally: Tally


@dataclass(frozen=True)
class Register:
    """A register that is known: where it is published, by whom, and how its editions are named."""

    name: str
    slug: str
    """The slug of an edition, with `{day}` for its day."""
    also: tuple[str, ...]
    """How editions on record are called otherwise."""
    title_en: str
    title_ja: str
    url: str
    publisher: str | None
    publisher_name: str | None
    about: NamedNode
    """The class of the things that it tells of."""
    tells: frozenset[NamedNode]
    """The properties that it speaks of: what an edition no longer says of them is gone."""


def no_day(file: Path) -> LoadError:
    """The refusal of an edition whose day nothing tells."""
    what, why = (
        "the day of the edition is not known",
        "this register does not write it into its file",
    )
    return LoadError([Problem(what, why, "give it with --as-of YYYY-MM-DD", file)])


def agreed_day(told: str | None, given: datetime.date | None, file: Path) -> datetime.date:
    """The day of an edition: what its file tells, or what was given.

    Raises LoadError where neither is there, or where they differ.
    """
    if told is None:
        if given is None:
            raise no_day(file)
        return given
    day = datetime.date.fromisoformat(told)
    if given is not None and given != day:
        what, why = f"the file is the edition of {day}", f"--as-of says {given}"
        raise LoadError([Problem(what, why, "leave --as-of out, or take the other file", file)])
    return day


_SEEN: Final = str.maketrans("", "", ' \u3000\r\n\t"')


def check_header(
    cells: Iterable[str], known: Mapping[str, tuple[str, ...]], file: Path, line: int
) -> str:
    """Which of the known headers stands in a line.

    Raises LoadError that names the first column that differs from the nearest of them.
    """
    stated = tuple(cells)
    found = tuple(_folded(cell) for cell in stated)
    differing: dict[str, int] = {}
    for name, columns in known.items():
        wanted = tuple(_folded(column) for column in columns)
        if found == wanted:
            return name
        same = 0
        while same < min(len(found), len(wanted)) and found[same] == wanted[same]:
            same += 1
        differing[name] = same
    nearest = max(differing, key=differing.__getitem__)
    place, columns = differing[nearest], known[nearest]
    if place == len(columns):
        why = f"“{stated[place]}” stands where no column is expected"
    elif place == len(found):
        why = f"nothing stands where “{columns[place]}” is expected"
    else:
        why = f"“{stated[place]}” stands where “{columns[place]}” is expected"
    raise LoadError(
        [
            Problem(
                f"the header is not known from column {place + 1} on",
                why,
                "take a file of this register; where its layout is new, change its reader",
                file,
                line,
                place + 1,
            )
        ]
    )


def _folded(text: str) -> str:
    from kgraph.tables.cells import plain

    return plain(text).translate(_SEEN).lower()


def numbered(rows: Iterable[list[str]], first: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers in the file, empty ones left out."""
    for number, cells in enumerate(rows, first):
        if any(cells):
            yield number, cells
