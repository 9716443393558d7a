"""The stored questions of the project, read once."""

from __future__ import annotations

from functools import cache

from helpers.project import PROJECT

from kgraph.questions.question import Question, questions


@cache
def stored_questions() -> tuple[Question, ...]:
    """All of them, by slug."""
    return tuple(questions(PROJECT))


def stored_question(slug: str) -> Question:
    """The one of that slug."""
    return _by_slug()[slug]


@cache
def _by_slug() -> dict[str, Question]:
    return {one.slug: one for one in stored_questions()}
