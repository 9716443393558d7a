"""`kgraph stats`: figures about the graph."""

from __future__ import annotations

from kgraph.cli.limits import limited
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import Lang, Language, Output, Rows
from kgraph.cli.output import place
from kgraph.tables.formats import ROW_FORMATS


@limited
@of_a_day
def stats(
    format: Rows = None,
    output: Output = None,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """Figures about the graph."""
    from kgraph.render import stats as writing

    to = place(format, output, ROW_FORMATS, "table")
    snapshot = graph.open()
    to.put(writing.write(snapshot, to.format, lang.value, to.width))
    return 0
