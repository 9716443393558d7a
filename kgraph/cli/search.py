"""`kgraph search`: things by name or code."""

from __future__ import annotations

from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.opened import Asked, of_the_graph
from kgraph.cli.options import Argument, Lang, Language, Option, Output, Rows, Wide
from kgraph.cli.output import place
from kgraph.tables.formats import ROW_FORMATS


@limited
@of_the_graph
def search(
    text: Annotated[str, Argument("A name or code, or part of one.")],
    format: Rows = None,
    output: Output = None,
    limit: Annotated[int, Option(("--limit",), "How many at most.", least=1)] = 20,
    wide: Wide = False,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """Find things by name or code, in either language."""
    from kgraph.render import search as writing
    from kgraph.search.lookup import search as find

    to = place(format, output, ROW_FORMATS, "table")
    hits = find(graph.open(), text, limit=limit, lang=lang.value)
    to.put(writing.write(hits, text, to.format, lang.value, to.width, wide=wide))
    return 0
