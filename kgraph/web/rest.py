"""Stored questions as a REST interface: parameters of a request → an answer → a document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlencode

from kgraph.questions.ask import Answer
from kgraph.questions.params import LANGUAGES
from kgraph.questions.question import Question
from kgraph.render import verify as in_words
from kgraph.render.caveats import below, with_caveats
from kgraph.render.workbook import of_answer
from kgraph.snapshot.store import Snapshot
from kgraph.tables import spreadsheet
from kgraph.tables.table import Table
from kgraph.tables.value_text import for_json
from kgraph.verify.verified import verified as looked_up
from kgraph.version import __version__
from kgraph.web import media
from kgraph.web.accept import choose
from kgraph.web.problem import Problem
from kgraph.web.verdicts import verdicts
from kgraph.words.heads import head

PAGE: Final = 1000
"""Rows of a page where the request names no number."""
MOST: Final = 10_000
"""Rows that a page may have."""
OWN: Final = ("lang", "as_of", "known_at", "format", "limit", "offset")
"""Parameters that every question takes besides its own."""
_NOTE: Final = "Absence from the record never means no."
FORMATS: Final = {ending: kind for kind, ending in media.TABLES.items()}


def offers() -> tuple[str, ...]:
    """The media types that answers can be given in here."""
    return tuple(one for one in media.TABLES if one != media.XLSX or spreadsheet.can_write())


@dataclass(frozen=True)
class Page:
    """How a request wants an answer: its own parameters, and those of the question."""

    lang: str
    as_of: str | None
    known_at: str | None
    media: str
    limit: int
    offset: int
    values: Mapping[str, str]


def once(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The fields of a request by their names. Raises Problem 400 for one that is given twice."""
    given: dict[str, str] = {}
    for name, value in fields:
        if name in given:
            told = name[:40]
            raise Problem(400, f"{told} is given twice; give it once", parameter=told)
        given[name] = value
    return given


def page(fields: Sequence[tuple[str, str]], accept: str | None, kinds: Sequence[str]) -> Page:
    """What a request asks for. Raises Problem 400 for a value that none can have, 406.

    In: the fields of the query string, the Accept header, and the media types there are.
    """
    given = once(fields)
    own = {name: given.pop(name, None) for name in OWN}
    lang = own["lang"] or "en"
    if lang not in LANGUAGES:
        raise Problem(400, f"lang: write {' or '.join(LANGUAGES)}", parameter="lang")
    return Page(
        lang,
        own["as_of"] or None,
        own["known_at"] or None,
        _media(own["format"], accept, kinds),
        _number("limit", own["limit"], PAGE, 1, MOST),
        _number("offset", own["offset"], 0, 0, None),
        given,
    )


def _media(format: str | None, accept: str | None, kinds: Sequence[str]) -> str:
    if format is not None:
        chosen = FORMATS.get(format, media.HTML if format == "html" else "")
        if chosen == media.XLSX and not spreadsheet.can_write():
            raise Problem(406, "there is nothing here that writes workbooks (kgraph[xlsx] has it)")
        if chosen not in kinds:
            known = (name for name, kind in FORMATS.items() if kind in kinds)
            raise Problem(400, f"format: write {', '.join(known)}", parameter="format")
        return chosen
    found = choose(accept, kinds)
    if found is None:
        raise Problem(406, f"an answer can be given as {', '.join(kinds)}", offers=list(kinds))
    return found


def _number(name: str, text: str | None, default: int, least: int, most: int | None) -> int:
    if text is None or text == "":
        return default
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
    if number < least or (most is not None and number > most):
        upto = f" up to {most:,}" if most is not None else ""
        raise Problem(400, f"{name}: write a whole number from {least}{upto}", parameter=name)
    return number


def document(answer: Answer, asked: Page, address: str) -> bytes:
    """An answer in the media type asked for: the rows of a page, and in JSON what they rest on.

    `address` is that of the question, for the link to the next page.
    """
    rows = answer.terms[asked.offset : asked.offset + asked.limit]
    if asked.media == media.XLSX:
        return of_answer(answer, rows)
    if asked.media != "application/json":
        from kgraph.tables.table import FORMATS as WRITERS

        heads = tuple(_heads(answer))
        write = WRITERS[media.TABLES[asked.media]]
        if asked.media == "text/markdown":
            return (write(Table(heads, rows)) + below(answer)).encode()
        return write(with_caveats(answer, Table(answer.columns, rows))).encode()
    return (json.dumps(_told(answer, asked, rows, address), ensure_ascii=False) + "\n").encode()


def _told(
    answer: Answer, asked: Page, rows: Sequence[Sequence[object]], address: str
) -> dict[str, Any]:
    return {
        "question": answer.question.slug,
        "title": answer.title,
        "description": answer.question.about(asked.lang),
        **_rests_on(answer.snapshot, asked.lang),
        "parameters": {
            parameter.name: for_json(answer.values[parameter.variable])
            for parameter in answer.question.parameters
            if parameter.variable in answer.values
        },
        "columns": [
            {"name": name, "label": label}
            for name, label in zip(answer.columns, _heads(answer), strict=True)
        ],
        "rows": [
            {name: for_json(value) for name, value in zip(answer.columns, row, strict=True)}
            for row in rows
        ],
        "offset": asked.offset,
        "limit": asked.limit,
        "total": len(answer),
        "truncated": answer.truncated,
        "next": next_page(answer, asked, address),
        "note": _NOTE,
        "caveats": [
            {"key": key, "text": text}
            for key, text in zip(answer.question.caveats, answer.caveats, strict=True)
        ],
    }


def verified(snapshot: Snapshot, ids: Sequence[str], asked: Page) -> bytes:
    """What has become of facts, by their ids, in the media type asked for."""
    if asked.media != "application/json":
        found = looked_up(snapshot, ids, asked.lang)
        return in_words.write(found, media.TABLES[asked.media], asked.lang).text.encode()
    told = {
        **_rests_on(snapshot, asked.lang),
        "facts": [asdict(one) for one in verdicts(snapshot, ids, asked.lang)],
        "note": _NOTE,
    }
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _rests_on(snapshot: Snapshot, lang: str) -> dict[str, Any]:
    """The language, the days and the graph of an answer."""
    day = snapshot.day
    return {
        "lang": lang,
        "as_of": day.as_of.isoformat(),
        "known_at": day.known_at.isoformat() if day.known_at else None,
        "version": __version__,
        "snapshot": snapshot.fingerprint,
    }


def next_page(answer: Answer, asked: Page, address: str) -> str | None:
    """The address of the page after this one, where there is one."""
    after = asked.offset + asked.limit
    if after >= len(answer):
        return None
    told = dict(asked.values)
    for name in ("lang", "as_of", "known_at"):
        value = getattr(asked, name)
        if value is not None and (name, value) != ("lang", "en"):
            told[name] = value
    told |= {"limit": str(asked.limit), "offset": str(after)}
    return f"{address}?{urlencode(told)}"


def _heads(answer: Answer) -> list[str]:
    return [
        head(name, answer.lang, answer.snapshot, answer.question.heads) for name in answer.columns
    ]


def listed(questions: Sequence[Question], lang: str, base: str) -> list[dict[str, Any]]:
    """The stored questions, each with what it takes and where it is asked."""
    return [
        {
            "question": question.slug,
            "title": question.title(lang),
            "description": question.about(lang),
            "tags": list(question.tags),
            "parameters": [
                {
                    "name": parameter.name,
                    "label": parameter.label(lang),
                    "kind": parameter.kind,
                    "required": parameter.required and parameter.default is None,
                    "default": parameter.default,
                }
                for parameter in question.parameters
                if parameter.kind != "lang"
            ],
            "address": f"{base}/{question.slug}",
        }
        for question in questions
    ]
