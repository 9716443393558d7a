"""Which stored questions Virtuoso 7 answers as other engines do, and why it does not the others.

`virtuoso.json` was made by asking all of them, with the parameters of every golden answer
(`.ci/virtuoso.py`). It names each by a digest of its text, so that a question that was changed
since is refused until it is tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.sparql.lexer import code

LIST: Final = Path(__file__).with_suffix(".json")
CAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "compiler": "its compiler ends in an internal error",
        "time": "it takes longer than a quarter of a minute",
        "rows": "it gives other rows",
        "unbound": "it loses values that only one branch of the pattern binds, or binds others",
        "language": "it loses the language of a text that a function chooses",
        "division": "it divides whole numbers without the rest",
        "text": "it cuts texts at another place",
    }
)


def text_of(body: str) -> str:
    """A digest of the text of a query, wherever its lines break and whatever its comments say."""
    text = " ".join(token.text for token in code(body))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def why_not(slug: str, body: str) -> str | None:
    """Why a question is not asked of Virtuoso; None where it answers it as it should."""
    tried: dict[str, dict[str, str]] = json.loads(LIST.read_text(encoding="utf-8"))
    for kind, questions in tried.items():
        if questions.get(slug) == text_of(body):
            return None if kind == "answered" else CAUSES[kind]
    return "it was not tried with this one as it now stands"
