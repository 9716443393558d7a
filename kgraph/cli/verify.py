"""`kgraph verify`: whether facts that someone relied on still stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import Argument, Lang, Language, Option, Output, Rows, Wide
from kgraph.cli.output import place
from kgraph.tables.formats import ROW_FORMATS


@limited
@of_a_day
def verify(
    ids: Annotated[
        list[str],
        Argument(
            "Ids of facts, as facts.csv and assistants give them.",
            metavar="ID...",
        ),
    ],
    release: Annotated[
        Path | None,
        Option(
            ("--release",),
            "The folder of the release that the ids are from: it tells what a fact was that the "
            "graph has no more, and in which releases facts were.",
            metavar="DIR",
        ),
    ] = None,
    format: Rows = None,
    output: Output = None,
    wide: Wide = False,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """Say whether facts still stand, have ended, were withdrawn or are disputed, and since when.

    The exit code is 1 where one of them does not stand.
    """
    from kgraph.diff import open_version
    from kgraph.diff.versions_read import GRAPH_FILE
    from kgraph.render import verify as writing
    from kgraph.verify.handed_on import check_handed_on
    from kgraph.verify.history import HISTORY, read_history
    from kgraph.verify.verified import verified

    to = place(format, output, ROW_FORMATS, "table")
    if release is not None:
        check_handed_on(release, (GRAPH_FILE, HISTORY))
    store = open_version(release)[1] if release is not None else None
    history = read_history(release) if release is not None else None
    found = verified(graph.open(), ids, lang.value, store, history)
    to.put(writing.write(found, to.format, lang.value, to.width, wide=wide))
    return int(not all(one.stands for one in found))
