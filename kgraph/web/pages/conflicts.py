"""Where sources contradict each other: each conflict with its sides, and who takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kgraph.limited import Limits
from kgraph.questions.ask import ask
from kgraph.questions.question import Question
from kgraph.tables.value_text import for_people
from kgraph.web.pages.view import View
from kgraph.words.units import Units, written


@dataclass(frozen=True)
class Voice:
    """A page that takes a side: how it is cited, where it leads, and how it says so."""

    page: str
    link: str | None
    details: str


@dataclass(frozen=True)
class Side:
    """A value with those who state it."""

    value: str
    link: str | None
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class Conflict:
    """What the sources are not one about, and why an editor says so, where one does.

    `about` and `items` are names with links: of things, and of properties.
    """

    about: tuple[tuple[str, str | None], ...]
    items: tuple[tuple[str, str | None], ...]
    reasons: tuple[str, ...]
    sides: tuple[Side, ...]


def sides(view: View, question: Question, limits: Limits, units: Units) -> list[Conflict]:
    """All conflicts, in the order of the question."""
    rows = ask(view.snapshot, question, {}, view.lang, limits=limits).rows_as_dicts()
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        own = (str(row["conflict"]), "") if row["conflict"] else None
        groups.setdefault(own or (str(row["subject"]), str(row["property"])), []).append(dict(row))
    return [_conflict(view, units, members) for members in groups.values()]


def _conflict(view: View, units: Units, rows: list[dict[str, Any]]) -> Conflict:
    items = _named(view, rows, "property")
    by_value: dict[tuple[str, str | None, int], dict[Voice, None]] = {}
    # Where all name the same thing, they differ in what they say of it.
    same = len({(row["value"], row["figure"], row["wording"]) for row in rows}) == 1
    for number, row in enumerate(rows):
        value = _value(view, units, row)
        if len(items) > 1:  # the sides are not even one about what to say
            value = view.marks.pair(str(row["propertyLabel"]), value)
        details = view.marks.semicolon.join(_details(view, row))
        voice = Voice(str(row["page"]), view.to(str(row["source"])), details)
        key = (value, view.to(str(row["thing"])), number if same else 0)
        by_value.setdefault(key, {})[voice] = None
    return Conflict(
        _named(view, rows, "subject"),
        items,
        tuple(dict.fromkeys(str(row["reason"]) for row in rows if row["reason"])),
        tuple(Side(*key[:2], tuple(voices)) for key, voices in by_value.items()),
    )


def _named(view: View, rows: list[dict[str, Any]], name: str) -> tuple[tuple[str, str | None], ...]:
    told = {(str(row[f"{name}Label"]), view.to(str(row[name]))): None for row in rows}
    return tuple(told)


def _value(view: View, units: Units, row: dict[str, Any]) -> str:
    unit = units.of(str(row["property"]))
    told = for_people(row["value"])
    value = written(told, unit, view.lang) if unit is not None else told
    parts = (value, *(for_people(row[name]) for name in ("figure", "wording") if row[name]))
    return " · ".join(dict.fromkeys(parts))


def _details(view: View, row: dict[str, Any]) -> list[str]:
    told = []
    if row["asOf"]:
        told.append(f"{view.word('asOf')} {for_people(row['asOf'])}")
    if row["validFrom"]:
        told.append(view.word("since", for_people(row["validFrom"])))
    if row["validUntil"]:
        told.append(view.word("till", for_people(row["validUntil"])))
    return told + [for_people(row[name]) for name in ("qualifier", "note") if row[name]]
