"""`kgraph stats`: figures about the graph."""

from __future__ import annotations

from kgraph.cli.limits import limited
from kgraph.cli.opened import opened
from kgraph.cli.options import AsOf, KnownAt, Lang, Language, Out, Output, Root, Rows
from kgraph.cli.output import place
from kgraph.tables.formats import ROW_FORMATS


@limited
def stats(
    format: Rows = None,
    output: Output = None,
    lang: Lang = Language.en,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    root: Root = None,
    out: Out = None,
) -> int:
    """Figures about the graph."""
    from kgraph.render import stats as writing

    to = place(format, output, ROW_FORMATS, "table")
    snapshot = opened(root, out, as_of, known_at)
    to.put(writing.write(snapshot, to.format, lang.value, to.width))
    return 0
