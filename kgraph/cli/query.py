"""`kgraph query`: SPARQL over the graph."""

from __future__ import annotations

import os
from pathlib import Path

from kgraph.cli.call import utf8
from kgraph.cli.input import standard_input
from kgraph.cli.limits import limited_query
from kgraph.cli.misuse import Misuse
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import (
    Lang,
    Language,
    Output,
    Results,
    Sparql,
)
from kgraph.cli.output import place, ready
from kgraph.limited import LimitReached, Limits
from kgraph.render import console


@of_a_day
@limited_query
def query(
    sparql: Sparql,
    format: Results = None,
    output: Output = None,
    lang: Lang = Language.en,
    *,
    limits: Limits,
    graph: Asked,
) -> int:
    """Run a read-only SPARQL query over the graph; our prefixes need no declaration."""
    from kgraph.render import query as writing
    from kgraph.snapshot.run import run_query
    from kgraph.sparql.spelling import unknown_terms

    text = query_text(sparql)
    ready(output)
    snapshot = graph.open()
    result = run_query(snapshot, text, limits)
    for told in unknown_terms(snapshot.store, text):
        console.say(f"warning: {told}")
    formats = writing.formats(result)
    to = place(format, output, formats, formats[0])
    try:
        shown = writing.write(result, to.format, lang.value, to.width)
    except ValueError as error:
        raise Misuse(str(error)) from None
    to.put(shown)
    return LimitReached.exit_code if result.truncated else 0


def query_text(argument: str) -> str:
    """The query itself, from the command line, a file or standard input.

    Raises Misuse where it names a file that is not there, LoadError for what is no ordinary file.
    """
    if argument == "-":
        return standard_input()
    path = Path(argument)
    if argument and _stands(path):
        from kgraph.turtle.parse import read_text

        return read_text(path)
    if path.suffix in (".rq", ".sparql") and not any(map(str.isspace, argument)):
        raise Misuse(f"{argument}: there is no such file; give a query, its file, or -")
    return utf8(argument, "SPARQL")


def _stands(path: Path) -> bool:
    """Whether there is such a file, or anything else of that name: a query is no name at all."""
    return os.path.lexists(path)  # false also for what is too long for a name
