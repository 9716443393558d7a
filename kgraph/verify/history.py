"""The history of facts: in which releases each was first and last, as a file that they hand on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.csvtext import csv_text
from kgraph.problems import LoadError, Problem
from kgraph.turtle.parse import read_text

HISTORY: Final = "history.csv"
"""The file of a release that holds it."""
_HEAD: Final = ["fact", "first release", "last release"]
_DIGEST: Final = re.compile(r"[0-9a-f]{32}")
_VERSION: Final = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}")


@dataclass(frozen=True)
class Life:
    """The first and the last release that have a fact."""

    first: str
    last: str


History = Mapping[str, Life]
"""The life of each fact that any release had, by its digest (`receipts.fact_digest`)."""


def grown(before: History, facts: Iterable[str], release: str) -> dict[str, Life]:
    """The history with a release that has these facts: `before` is that of the release before."""
    history = dict(before)
    for fact in facts:
        known = before.get(fact)
        history[fact] = Life(known.first if known is not None else release, release)
    return history


def as_csv(history: History) -> str:
    """The history as the file of a release holds it, by digest."""
    rows = [[fact, life.first, life.last] for fact, life in sorted(history.items())]
    return csv_text([_HEAD, *rows])


def read_history(release: Path) -> History | None:
    """The history in the folder of a release; None where it has none, as before there was one.

    Raises LoadError for a file that is none.
    """
    path = release / HISTORY
    if not path.is_file():
        return None
    rows = csv.reader(read_text(path).splitlines(), strict=True)
    history: dict[str, Life] = {}
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            wrong = _wrong(cells, history) if number > 1 else _wrong_head(cells)
            if wrong is not None:
                raise LoadError([_malformed(path, number, wrong)])
            if number > 1:
                history[cells[0]] = Life(cells[1], cells[2])
    except csv.Error as error:
        raise LoadError([_malformed(path, number + 1, str(error))]) from None
    if number == 0:
        raise LoadError([_malformed(path, 1, "it is empty")])
    return history


def _wrong_head(cells: Sequence[str]) -> str | None:
    return None if list(cells) == _HEAD else f"its head is not {','.join(_HEAD)}"


def _wrong(cells: Sequence[str], known: History) -> str | None:
    """What is wrong with a line, if anything is."""
    shapes = (_DIGEST, _VERSION, _VERSION)
    if len(cells) != len(shapes) or not all(
        shape.fullmatch(cell) for shape, cell in zip(shapes, cells, strict=True)
    ):
        return "the line is no digest and two versions"
    if cells[0] in known:
        return "the fact stands in two lines"
    first, last = (tuple(map(int, cell.split("."))) for cell in cells[1:])
    return "the last release is before the first" if last < first else None


def _malformed(path: Path, line: int, why: str) -> Problem:
    what = "this is no history of facts"
    return Problem(what, why, "take the release as it was made", path, line)
