"""`kgraph ask`: the answer to a stored question."""

from __future__ import annotations

from typing import Annotated

from kgraph.cli.limits import limited_query
from kgraph.cli.misuse import Misuse
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import (
    AnswerFormat,
    Answers,
    Argument,
    Lang,
    Language,
    Output,
    QuestionFormat,
    Wide,
)
from kgraph.cli.output import place, put
from kgraph.limited import LimitReached, Limits


@of_a_day
@limited_query
def ask(
    slug: Annotated[str | None, Argument("The question.", default="lists the questions")] = None,
    values: Annotated[
        list[str] | None, Argument("Its parameters.", metavar="[NAME=VALUE]...")
    ] = None,
    format: Answers = None,
    output: Output = None,
    wide: Wide = False,
    lang: Lang = Language.en,
    *,
    limits: Limits,
    graph: Asked,
) -> int:
    """Answer a stored question; without one, list them."""
    if slug is None:
        from kgraph.cli.questions import questions

        return questions(format=_of_list(format), output=output, lang=lang, root=graph.root)
    from kgraph.questions import ask as asking
    from kgraph.render import ask as writing

    to = place(format, output, AnswerFormat, "table")
    answer = asking.ask(
        graph.open(),
        slug,
        assignments(values or []),
        lang.value,
        limits=limits,
    )
    if to.format == "xlsx":
        from kgraph.render.workbook import of_answer

        put(of_answer(answer), to.output)
    else:
        to.put(writing.write(answer, to.format, to.width, wide=wide))
    return LimitReached.exit_code if answer.truncated else 0


def _of_list(format: AnswerFormat | None) -> QuestionFormat | None:
    """The same format for the list of questions. Raises Misuse for one of query results."""
    if format is None:
        return None
    try:
        return QuestionFormat(format.value)
    except ValueError:
        raise Misuse(
            f"the list of questions cannot be written as {format.value}; use json"
        ) from None


def assignments(values: list[str]) -> dict[str, str]:
    """`name=value` arguments by name. Raises Misuse where one has no name or comes twice."""
    given: dict[str, str] = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name.strip():
            raise Misuse(f"“{value}” is no parameter; write name=value")
        if name in given:
            raise Misuse(f"the parameter {name} is given twice; give it once")
        given[name] = text
    return given
