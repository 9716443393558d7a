"""The pages that lead on: the overview, the list of questions, search, and the heat map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from pyoxigraph import DefaultGraph

from kgraph.limited import Limits
from kgraph.names import BASE
from kgraph.questions.ask import ask
from kgraph.questions.question import Question
from kgraph.search.lookup import search
from kgraph.tables.value_text import for_people
from kgraph.vocab import JPST, RDF
from kgraph.web.pages.since import Since
from kgraph.web.pages.view import View

HITS: Final = 40
LAYER: Final = BASE + "layer/"
NO_LAYER: Final = frozenset({"provenance", "identifiers"})
"""Tags of questions that name no layer of the market; the words of pages name them."""
NEW: Final = 10
"""New things that the first page names."""
STATES: Final = ("filled", "inPart", "notApplicable", "soughtNotFound")
"""The states of a field that a page shows, but for the missing one."""
WIDTH: Final = 340
"""Width of a chart, in the units of its drawing: at that size its letters fit on a phone."""
HEIGHT: Final = 110


def home(
    view: View, questions: dict[str, Question], limits: Limits, since: Since | None
) -> dict[str, Any]:
    """Figures, how far the record goes, what changed and is due, and where to start."""
    manifest = view.snapshot.manifest
    store = view.snapshot.store
    tokens = sum(
        1 for _ in store.quads_for_pattern(None, RDF.type, JPST.SecurityToken, DefaultGraph())
    )
    counts = manifest["counts"]
    return {
        "figures": [
            (tokens, view.word("tokens")),
            (counts.get("entities", ""), view.word("things")),
            (counts.get("sources", ""), view.word("sources")),
            (view.snapshot.day.as_of, view.word("lastReading")),
        ],
        "headlines": [q for q in questions.values() if q.headline],
        "layers": _rows(view, questions, "coverage-by-layer", limits),
        "due": _rows(view, questions, "sources-due", limits),
        "since": None if since is None else _since(view, since),
    }


def _since(view: View, since: Since) -> dict[str, Any]:
    """What changed since a release, the first new things by name."""
    labels = sorted((view.label(iri), view.to(iri)) for iri in since.things)
    return {
        "release": since.release,
        "numbers": [(number, view.word(word)) for word, number in since.numbers if number],
        "things": labels[:NEW],
        "more": max(0, len(labels) - NEW),
    }


def market(view: View, questions: Mapping[str, Question], limits: Limits) -> dict[str, Any]:
    """The market over time and by kind: columns by year, bars by asset class and platform."""
    years: dict[str, tuple[int, int, Decimal]] = {}
    for row in _rows(view, questions, "issues-by-period", limits):
        tokens, known, amount = years.get(str(row["period"]), (0, 0, Decimal(0)))
        years[str(row["period"])] = (
            tokens + int(row["tokens"]),
            known + int(row["withAmount"]),
            amount + Decimal(row["amount"] or 0),
        )
    dated = sorted((year, *told) for year, told in years.items() if year.isdecimal())
    return {
        "dated": sum(tokens for _, tokens, _, _ in dated),
        "tokens": sum(tokens for tokens, _, _ in years.values()),
        "years": dated,
        "columns": [
            (view.word("issuesByYear"), _columns([(y, n, str(n)) for y, n, _, _ in dated])),
            (
                view.word("amountsByYear"),
                _columns([(y, a, _billions(a) if known else "–") for y, _, known, a in dated]),
            ),
        ],
        "bars": [
            (view.word(words), slug, _bars(view, questions, slug, name, limits))
            for words, slug, name in (
                ("byAssetClass", "tokens-by-asset-class", "assetClass"),
                ("byPlatform", "tokens-by-platform", "platform"),
            )
        ],
    }


def _bars(
    view: View, questions: Mapping[str, Question], slug: str, name: str, limits: Limits
) -> list[tuple[str, str | None, int]]:
    """What a question counts tokens by: label, address and number, the most first."""
    rows = _rows(view, questions, slug, limits)
    told = [
        (
            str(row[f"{name}Label"]),
            view.to(str(row[name])) if row[name] is not None else None,
            int(row["tokens"]),
        )
        for row in rows
    ]
    return sorted(told, key=lambda one: -one[2])


@dataclass(frozen=True)
class Column:
    """A column of a chart: what stands below and above it, and where it is drawn."""

    name: str
    text: str
    x: float
    top: float
    height: float


def _columns(values: Sequence[tuple[str, int | Decimal, str]]) -> list[Column]:
    """Columns of a chart that is WIDTH wide, the highest HEIGHT high."""
    most = max((value for _, value, _ in values), default=1) or 1
    step = WIDTH / max(1, len(values))
    return [
        Column(name, text, round(i * step + step / 2, 1), round(HEIGHT - h, 1), round(h, 1))
        for i, (name, value, text) in enumerate(values)
        for h in [float(HEIGHT * value / most)]
    ]


def _billions(amount: Decimal) -> str:
    """An amount of yen in billions, as far as a column has room."""
    return f"{amount / 10**9:.1f}"


def _rows(
    view: View, questions: Mapping[str, Question], slug: str, limits: Limits
) -> list[dict[str, Any]]:
    """The rows of a question, where the graph has it."""
    question = questions.get(slug)
    if question is None:
        return []
    return [dict(row) for row in ask(view.snapshot, question, {}, view.lang, limits=limits)]


def listed(view: View, questions: Sequence[Question]) -> dict[str, Any]:
    """All questions, those of one tag together."""
    first = sorted(questions, key=lambda q: (q.tags[0] if q.tags else "", q.slug))
    groups = [
        (view.word(tag) if tag in NO_LAYER else view.label(f"{LAYER}{tag}"), list(members))
        for tag, members in groupby(first, key=lambda q: q.tags[0] if q.tags else "")
    ]
    return {"groups": groups}


def hits(view: View, text: str) -> dict[str, Any]:
    """What a text finds."""
    found = search(view.snapshot, text, limit=HITS, lang=view.lang) if text.strip() else []
    return {"text": text, "hits": found}


def heat_map(view: View, question: Question, limits: Limits) -> dict[str, Any]:
    """Tokens by field, with the number of sources that fill each."""
    answer = ask(view.snapshot, question, {}, view.lang, limits=limits)
    fields: dict[int, str] = {}
    lines: dict[str, dict[str, Any]] = {}
    statuses = {view.word(key): key for key in STATES}
    for row in answer.rows_as_dicts():
        number = int(str(row["number"]))
        fields[number] = str(row["fieldLabel"])
        iri = str(row["token"])
        line = lines.setdefault(
            iri, {"label": str(row["tokenLabel"]), "link": view.to(iri), "cells": {}}
        )
        status = statuses.get(str(row["status"]), "missing")
        line["cells"][number] = (status, for_people(row["sources"]) if status == "filled" else "")
    return {"fields": sorted(fields.items()), "lines": list(lines.values())}
