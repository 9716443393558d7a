"""Stored questions by name, and by the words that they have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from kgraph.questions.params import BadValue
from kgraph.questions.question import Question, question
from kgraph.search.folding import fold, spelling

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def named(root: Path, slug: str, lang: str = "en", *, checked: bool = True) -> Question:
    """The question of that slug under a folder.

    Raises BadValue, with the nearest slugs, where there is none; LoadError for a faulty one.
    """
    try:
        return question(root, slug, checked=checked)
    except KeyError as error:
        reason, fix = (
            (f"「{slug}」という質問はありません", "。`kgraph questions` で一覧を表示できます")
            if lang == "ja"
            else (f"“{slug}” is none of the stored questions", "; `kgraph questions` lists them")
        )
        near = error.args[0]
        raise BadValue("question", reason if near else reason + fix, near, lang) from None


def having(questions: Iterable[Question], words: Sequence[str]) -> list[Question]:
    """The questions that have every word in their slug, tags or texts, in either language.

    A word is taken from its beginning on; case, width and accents do not count. Questions that are
    called or tagged so come first.
    """
    wanted = [folded for word in words if (folded := fold(word))]
    if not wanted:
        return [] if words else list(questions)
    found = []
    for one in questions:
        tags = (_HUMP.sub(" ", tag) for tag in one.tags)
        names = spelling("\n".join((one.slug, *tags, *one.tags, one.summary, one.summary_ja)))
        texts = spelling(f"{one.description}\n{one.description_ja}")
        if all(names.begins(word) or texts.begins(word) for word in wanted):
            found.append((sum(not names.begins(word) for word in wanted), one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]
