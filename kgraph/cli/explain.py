"""`kgraph explain`: why a fact is in the graph, or is not."""

from __future__ import annotations

from typing import Annotated

import kgraph
from kgraph.cli.limits import limited
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import (
    Argument,
    ExplanationFormat,
    Lang,
    Language,
    Option,
    Output,
)
from kgraph.cli.output import place
from kgraph.limited import UNLIMITED


@limited
@of_a_day
def explain(
    subject: Annotated[str, Argument("The thing.")],
    predicate: Annotated[str, Argument("The property, such as operatedBy; a for its kinds.")],
    value: Annotated[str, Argument("The thing or value it is linked to.")],
    format: Annotated[
        ExplanationFormat | None,
        Option(("--format", "-f"), "How it is written.", default="the ending of FILE, else text"),
    ] = None,
    output: Output = None,
    all: Annotated[
        bool, Option(("--all",), "Every derivation that is found, not only the best.")
    ] = False,
    limit: Annotated[
        int, Option(("--limit",), "How many derivations are looked for.", least=1)
    ] = 20,
    ids: Annotated[bool, Option(("--ids",), "The short name after every label.")] = False,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """Why a fact is in the graph, down to what sources say; or what is missing for it."""
    from kgraph.cli.things import fact
    from kgraph.explain.explained import explained
    from kgraph.render import explain as writing

    to = place(format, output, ExplanationFormat, "text")
    snapshot = graph.open()
    triple = fact(snapshot, subject, predicate, value, lang.value)
    rules = kgraph.rules(snapshot, limits=UNLIMITED)  # the command has them
    found = explained(snapshot, rules, triple, lang.value, limit=limit, ids=ids)
    to.put(writing.write(found, to.format, lang.value, everything=all, width=to.width))
    return 0
