"""`kgraph terms`: the reference of our terms."""

from __future__ import annotations

from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.opened import Asked, of_the_graph
from kgraph.cli.options import Argument, Lang, Language, Output, Rows, Wide
from kgraph.cli.output import place
from kgraph.tables.formats import ROW_FORMATS


@limited
@of_the_graph
def terms(
    words: Annotated[
        list[str] | None,
        Argument(
            "Only terms that have all of these words in names or definition.",
            metavar="[WORD]...",
            default="every term",
        ),
    ] = None,
    format: Rows = None,
    output: Output = None,
    wide: Wide = False,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """Look up terms of the ontology: what they mean, where they stand, which questions use them."""
    from kgraph.questions.question import questions
    from kgraph.render import terms as writing
    from kgraph.terms.reference import find

    to = place(format, output, ROW_FORMATS, "table")
    snapshot = graph.open()
    found = find(snapshot, questions(snapshot.root), words or ())
    to.put(writing.write(found, words or (), to.format, lang.value, to.width, wide=wide))
    return 0
