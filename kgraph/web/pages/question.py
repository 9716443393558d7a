"""The page of a stored question: its form, its answer, its query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kgraph.limited import Limits
from kgraph.questions.ask import Answer, ask
from kgraph.questions.catalogue import paragraph
from kgraph.questions.params import BadValue, choices
from kgraph.questions.question import Question
from kgraph.questions.variables import Parameter
from kgraph.render.parameter_words import short
from kgraph.tables.value_text import for_people, is_number
from kgraph.web import media, rest
from kgraph.web.pages.view import View
from kgraph.words.addresses import address_in
from kgraph.words.heads import head
from kgraph.words.units import grouped

_PAGE: Final = re.compile(r"https?://\S+")
_BEHIND: Final = MappingProxyType({"value": "thing", "item": "property", "title": "source"})
"""Columns of words, and those that hold what the words are about."""
ROWS: Final = 200
"""Rows of a page."""


def values(
    view: View,
    question: Question,
    given: Mapping[str, str],
    offset: int,
    rows: int,
    limits: Limits,
) -> dict[str, Any]:
    """What the template of a question takes. A value that it cannot have is said in its place."""
    told = {name: text for name, text in given.items() if text.strip()}
    problem, answer = None, None
    try:
        answer = ask(view.snapshot, question, told, view.lang, limits=limits)
    except BadValue as error:
        problem = str(error)
    return {
        "question": question,
        "title": question.title(view.lang),
        "about": paragraph(question.about(view.lang)),
        "undecided": question.undecided(view.lang),
        "fields": [_field(view, one, told) for one in question.parameters if one.kind != "lang"],
        "problem": problem,
        "answer": _answer(view, answer, offset, rows) if answer is not None else None,
        "text": question.body,
        "formats": [media.TABLES[kind] for kind in rest.offers()],
        "offset": offset,
        "given": told,
    }


def _field(view: View, parameter: Parameter, given: Mapping[str, str]) -> dict[str, Any]:
    default = parameter.default if parameter.required else None
    return {
        "name": parameter.name,
        "label": parameter.label(view.lang),
        "needed": parameter.required and parameter.default is None,
        "kind": parameter.kind,
        "choices": [
            (choice.value, choice.label) for choice in choices(view.snapshot, parameter, view.lang)
        ],
        "value": given.get(parameter.name, short(default) if default else ""),
    }


def columns_shown(columns: tuple[str, ...]) -> dict[str, str | None]:
    """The columns for people, each with the one that holds what it is about."""
    behind = {name: _behind(name, columns) for name in columns}
    hidden = set(behind.values())
    return {name: other for name, other in behind.items() if name not in hidden}


def _answer(view: View, answer: Answer, offset: int, most: int) -> dict[str, Any]:
    """The rows of a page: columns for people, the thing behind a label as its link."""
    columns = answer.columns
    behind = columns_shown(columns)
    shown = list(behind)
    at = {name: place for place, name in enumerate(columns)}
    rows = []
    for row in answer.terms[offset : offset + most]:
        cells = []
        for name in shown:
            term, other = row[at[name]], behind[name]
            thing = row[at[other]] if other else term
            link = view.to(thing.value) if isinstance(thing, NamedNode) else None
            cells.append(
                {
                    "parts": _parts(view, _text(view, term), link),
                    "number": is_number(term),
                }
            )
        rows.append(cells)
    return {
        "heads": [head(name, view.lang, view.snapshot, answer.question.heads) for name in shown],
        "rows": rows,
        "total": len(answer),
        "earlier": max(0, offset - most) if offset else None,
        "later": offset + most if offset + most < len(answer) else None,
    }


def _behind(name: str, columns: tuple[str, ...]) -> str | None:
    """The column that holds the thing whose label a column shows."""
    if name.endswith("Label") and name.removesuffix("Label") in columns:
        return name.removesuffix("Label")
    other = _BEHIND.get(name)
    return other if other in columns else None


def _parts(view: View, text: str, link: str | None) -> list[tuple[str, str | None]]:
    """The parts of a cell, each with its address: pages that a cell lists lead to themselves."""
    if link is not None:
        return [(text, link)]
    parts = []
    for part in text.split(" | "):
        found = _PAGE.match(part)
        # A source without an address is named by its IRI, whose page stands here.
        parts.append((part, (view.to(found[0]) or found[0]) if found else None))
    return parts


def _text(view: View, term: object) -> str:
    if isinstance(term, NamedNode):
        return view.label(term.value)
    if isinstance(term, Literal) and is_number(term):
        return grouped(term.value)
    return address_in(for_people(term), view.lang) if term is not None else ""
