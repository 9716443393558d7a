"""Errors and notices of the command line, worded in English where they happen → in Japanese.

Who raises an error does not know whom it will be told. What a text holds besides its words (names,
paths, figures, what another program said) is carried over, itself put into Japanese where it is
one of these texts. A text that is in none of the tables beside this stays in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from kgraph.japanese.adding import ADDING
from kgraph.japanese.alignment import ALIGNMENT
from kgraph.japanese.around import AROUND
from kgraph.japanese.console import CONSOLE
from kgraph.japanese.exports import EXPORTS
from kgraph.japanese.foreign import FOREIGN
from kgraph.japanese.paths import PATHS
from kgraph.japanese.queries import QUERIES
from kgraph.japanese.questions import QUESTIONS
from kgraph.japanese.registers import REGISTERS
from kgraph.japanese.releases import RELEASES
from kgraph.japanese.remote import REMOTE
from kgraph.japanese.roots import ROOTS
from kgraph.japanese.rules import RULES
from kgraph.japanese.shapes import SHAPES
from kgraph.japanese.snapshots import SNAPSHOTS
from kgraph.japanese.tables import TABLES
from kgraph.japanese.turtle import TURTLE
from kgraph.japanese.usage import USAGE
from kgraph.japanese.web import WEB

TABLES_OF_TEXTS: Final = (
    *(AROUND, CONSOLE, USAGE, QUERIES, SNAPSHOTS, RELEASES, PATHS, TURTLE, ROOTS, TABLES, ADDING),
    *(REGISTERS, REMOTE, SHAPES, RULES, QUESTIONS, ALIGNMENT, EXPORTS, WEB, FOREIGN),
)
TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {english: japanese for table in TABLES_OF_TEXTS for english, japanese in table.items()}
)
"""English → Japanese. A `{}` stands for what is carried over; `{1}` is the second of these."""

_LONGEST: Final = 2000
_GAP: Final = "{}"
_QUOTES: Final = frozenset(("“”", "``", "<>"))
_CARRIED: Final = re.compile(r"\{(\d*)\}")


class _Template(NamedTuple):
    parts: tuple[str, ...]
    """What stands before, between and after the gaps."""
    sign: str
    """The longest of them: where a text does not hold it, nothing else need be looked at."""
    signs: tuple[str, ...]
    """What stands right before and behind each gap."""
    japanese: str


def in_japanese(text: str) -> str:
    """The text in Japanese, or as it is."""
    if len(text) > _LONGEST:
        return text
    if _GAP not in text and text in TEXTS:
        return TEXTS[text]
    for template in _templates():
        if template.sign in text:
            carried = _carried(template.parts, text)
            if carried is not None:
                return _filled(template.japanese, list(map(_told, carried, template.signs)))
    return _behind_a_name(text)


def _behind_a_name(text: str) -> str:
    """A text that stands behind what it is about: `shape:Token: it has no target …`."""
    name, mark, rest = text.partition(": ")
    told = in_japanese(rest) if rest else ""
    return text if told == rest else f"{_told(name, ':')}{mark}{told}"


def _told(carried: str, signs: str) -> str:
    """What is carried over, with the signs beside it. A name may read like one of the texts: what
    is quoted stays as it is, and so does one word that a line begins with."""
    is_name = signs in _QUOTES or (signs == ":" and " " not in carried)
    return carried if is_name else in_japanese(carried)


def _carried(parts: tuple[str, ...], text: str) -> list[str] | None:
    """What stands in the gaps of a template, none of them empty; None where the text is another.

    Each gap ends as early as it can, the last one at the end.
    """
    first, *between, last = parts
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last):
        return None
    found = []
    at = len(first)
    for part in between:
        until = text.find(part, at + 1, end)
        if until < 0:
            return None
        found.append(text[at:until])
        at = until + len(part)
    return [*found, text[at:end]] if at < end else None


def _filled(japanese: str, carried: list[str]) -> str:
    """The Japanese with what is carried over in its gaps: `{}` in turn, `{1}` by number."""
    turn = iter(carried)
    return _CARRIED.sub(lambda gap: carried[int(gap[1])] if gap[1] else next(turn), japanese)


@cache
def _templates() -> tuple[_Template, ...]:
    """Those with gaps: first what stands around other texts, then those with the most words.

    So a text is never taken for one that only begins or ends like it.
    """
    found = []
    for english, japanese in TEXTS.items():
        parts = tuple(english.split(_GAP))
        if len(parts) > 1:
            found.append((english not in AROUND, -sum(map(len, parts)), parts, japanese))
    found.sort(key=lambda one: one[:2])
    return tuple(
        _Template(parts, max(parts, key=len), tuple(map(_beside, parts, parts[1:])), japanese)
        for *_, parts, japanese in found
    )


def _beside(before: str, behind: str) -> str:
    return f"{before[-1:]}{behind[:1]}"
