"""The golden answers, and how a value of an answer is spelled in them.

A golden, `golden/<slug>.json` or `golden/<slug>-<case>.json`, is an answer that was compared with
the fact base by other means than the graph, and then kept:

    {"question": slug, "parameters": {name: value}, "note": how it was checked, "rows": [{…}]}

A row holds what is bound (null is as good as absent): an IRI in full or in its short form, a number
as a number (text where JSON would round it), a day as `YYYY-MM-DD`, all else as text. The parts of
a cell joined by ` | ` may come in any order.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from helpers.project import TESTS

from kgraph.names import BASE, compact
from kgraph.questions.ask import Answer
from kgraph.sparql.values import Value

GOLDEN = TESTS / "golden"
FILES = sorted(GOLDEN.glob("*.json"))


def cell(value: Value) -> str | int | float | bool:
    """A value of a row as a golden spells it."""
    if isinstance(value, str) and value.startswith(BASE) and " " not in value:
        return compact(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        near = float(value)
        return near if Decimal(repr(near)) == value else format(value.normalize(), "f")
    if isinstance(value, str):
        return " | ".join(sorted(value.split(" | ")))
    assert value is not None
    return value


def plain(answer: Answer) -> list[dict[str, str | int | float | bool]]:
    """The rows of an answer as a golden spells them."""
    return [
        {name: cell(value) for name, value in row.items() if value is not None}
        for row in answer.rows_as_dicts()
    ]


def read(path: Path) -> dict[str, Any]:
    """A golden file, the parts of its joined cells in order."""
    golden: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    golden["rows"] = [
        {
            name: cell(value) if isinstance(value, str) else value
            for name, value in row.items()
            if value is not None
        }
        for row in golden["rows"]
    ]
    return golden
