"""`kgraph site`: the pages as files for any web host."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.opened import Asked, of_the_graph
from kgraph.cli.options import Lang, Language, Option, Since
from kgraph.cli.output import ready
from kgraph.render import console
from kgraph.render.progress import progress


@limited
@of_the_graph
def site(
    output: Annotated[
        Path,
        Option(("--output", "-o"), "The folder to write; new, empty or a site.", metavar="DIR"),
    ],
    base_url: Annotated[
        str | None,
        Option(
            ("--base-url",),
            "The address that readers know it by.",
            metavar="URL",
            default="links that work below any address",
        ),
    ] = None,
    since: Since = None,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """Write the pages as files for any web host: everything that `serve` shows, without a server.

    Questions and SPARQL are answered in the reader's browser.
    """
    from kgraph.limited import QUERY
    from kgraph.web.site import make

    if str(output) == "-":
        raise Misuse("a site cannot go to standard output; name a folder")
    if base_url is not None and not base_url.startswith(("http://", "https://")):
        raise Misuse(f"--base-url: “{base_url}” is no address; write https://…")
    ready(output, several=True)
    snapshot = graph.open()
    place, root = snapshot.place
    del snapshot  # a copy of this process writes half of it, and opens the graph itself
    with progress(lang.value) as told:
        number = make(
            place,
            root,
            output,
            base_url=base_url.rstrip("/") if base_url else None,
            limits=QUERY,
            before=since,
            on_stage=told,
        )
    console.say(f"wrote {number} file(s) to {output}")
    return 0
