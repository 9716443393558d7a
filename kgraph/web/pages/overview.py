"""The pages that lead on: the overview, the list of questions, search, and the heat map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from pyoxigraph import DefaultGraph

from kgraph.limited import Limits
from kgraph.questions.ask import ask
from kgraph.questions.question import Question
from kgraph.search.lookup import search
from kgraph.tables.value_text import for_people
from kgraph.vocab import JPST, RDF
from kgraph.web.pages.view import View

HITS: Final = 40


def home(view: View, questions: dict[str, Question], limits: Limits) -> dict[str, Any]:
    """Figures, how far the record goes, what is due, and where to start."""
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
    }


def _rows(
    view: View, questions: dict[str, Question], slug: str, limits: Limits
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
        (view.label(f"https://w3id.org/jpst/layer/{tag}"), list(members))
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
    statuses = {view.word(key): key for key in ("filled", "notApplicable", "soughtNotFound")}
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
