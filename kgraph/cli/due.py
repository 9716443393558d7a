"""`kgraph due`: the sources to be read again, with what rests on them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from kgraph.cli.limits import limited_query
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import AnswerFormat, Answers, Lang, Language, Option, Output, Wide
from kgraph.cli.output import place
from kgraph.limited import LimitReached, Limits

QUESTION: Final = "sources-due"


@of_a_day
@limited_query
def due(
    by: Annotated[
        date | None,
        Option(("--by",), "Due until then.", metavar="YYYY-MM-DD", default="today"),
    ] = None,
    format: Answers = None,
    output: Output = None,
    wide: Wide = False,
    lang: Lang = Language.en,
    *,
    limits: Limits,
    graph: Asked,
) -> int:
    """List the sources that are due for review, with the facts that rest on each."""
    from kgraph.questions import ask as asking
    from kgraph.render import ask as writing

    to = place(format, output, AnswerFormat, "table")
    day = (by or date.today()).isoformat()
    answer = asking.ask(graph.open(), QUESTION, {"by": day}, lang.value, limits=limits)
    to.put(writing.write(answer, to.format, to.width, wide=wide))
    return LimitReached.exit_code if answer.truncated else 0
