"""The messages of the program, which the code words in English, in either language."""

from __future__ import annotations

from kgraph.problems import Problem


def worded(text: str, language: str) -> str:
    """The message in a language; as it is where nobody has put it into Japanese."""
    if language != "ja":
        return text
    from kgraph.japanese import in_japanese  # takes as long as a command takes to begin

    return in_japanese(text)


def problem_in(problem: object, language: str) -> str:
    """A complaint as one line in a language: where, what, why, and what to do.

    What, why and what to do are worded one by one: each may hold any sign between them.
    """
    if language != "ja" or not isinstance(problem, Problem):
        return worded(" ".join(str(problem).split()), language)
    what, *rest = (
        worded(" ".join(part.split()), language)
        for part in (problem.what, problem.why, problem.fix)
    )
    return f"{problem.place}{what}：{'。'.join(filter(None, rest))}"
