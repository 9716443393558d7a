"""An address that leads nowhere → what may have been meant by it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from difflib import get_close_matches
from typing import Final

from pyoxigraph import NamedNode

from kgraph.names import BASE, PREFIXES, QUESTION
from kgraph.questions.find import having
from kgraph.questions.question import Question
from kgraph.search.lookup import nearest
from kgraph.snapshot.store import Snapshot
from kgraph.web.things import is_known

MOST: Final = 5
_ASKING: Final = ("question", "ask", "quer", "api")
"""How the addresses begin at which questions are looked for."""
_BETWEEN: Final = re.compile(r"[-_\s]+")
_LONGEST: Final = 200


def near(
    snapshot: Snapshot, path: str, questions: Iterable[Question], outside: Container[str]
) -> list[str]:
    """The IRIs of what may have been meant by a path that names nothing, best first.

    What has that name under another path comes first; then things of the market whose slug, code
    or label, in either language, is like it, and stored questions with its words, or these first
    where the path begins as if it led to one. `outside` are the IRIs of what stands in no graph.
    """
    text = typed(path)
    if not text:
        return []
    elsewhere = [
        namespace + text
        for namespace in PREFIXES.values()
        if namespace.startswith(BASE) and _stands(snapshot, namespace + text, outside)
    ]
    asked = [QUESTION + slug for slug in like(questions, text)]
    meant = nearest(snapshot, text)
    parts = (asked, meant) if path.startswith(_ASKING) else (meant, asked)
    return list(dict.fromkeys([*elsewhere, *parts[0], *parts[1]]))[:MOST]


def like(questions: Iterable[Question], text: str) -> list[str]:
    """The slugs of the questions that a slug which none has may mean, best first."""
    known = {one.slug: one for one in questions}
    close = get_close_matches(text.lower(), known, n=3)
    found = [one.slug for one in having(known.values(), _BETWEEN.split(text))]
    return list(dict.fromkeys([*close, *found]))[:MOST]


def typed(path: str) -> str:
    """The name at the end of a path, without what stands behind its first dot."""
    folder, _, name = path.rpartition("/")
    if not name:
        name = folder.rpartition("/")[2] if "/" in folder else ""
    return name.partition(".")[0][:_LONGEST]


def _stands(snapshot: Snapshot, iri: str, outside: Container[str]) -> bool:
    if iri in outside:
        return True
    try:
        return is_known(snapshot, NamedNode(iri))
    except ValueError:  # it holds letters that no IRI does
        return False
