"""`kgraph release`: everything that a version is published as."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, Lang, Language, Option, Root
from kgraph.cli.output import put, ready
from kgraph.render import console
from kgraph.render.progress import progress
from kgraph.root import current_folder


@limited
def release(
    version: Annotated[str, Argument("Three numbers, such as 1.4.0.", metavar="X.Y.Z")],
    output: Annotated[
        Path, Option(("--output", "-o"), "The folder to make; new or empty.", metavar="DIR")
    ],
    day: Annotated[
        date | None,
        Option(("--date",), "The day of the release.", metavar="YYYY-MM-DD", default="today"),
    ] = None,
    previous: Annotated[
        Path | None,
        Option(("--previous",), "The folder of the release before.", metavar="DIR"),
    ] = None,
    site: Annotated[
        str | None,
        Option(
            ("--site",),
            "The address where the pages will be; adds the redirects to register for it.",
            metavar="URL",
        ),
    ] = None,
    lang: Lang = Language.en,
    root: Root = None,
) -> int:
    """Make a release: ontology, graph, tables, questions, shapes, descriptions, checksums."""
    if str(output) == "-":
        raise Misuse("a release cannot go to standard output; name a folder")
    ready(output, several=True)
    from kgraph.release import ReleaseError
    from kgraph.release import release as make
    from kgraph.render import release as words
    from kgraph.render import validate as listing
    from kgraph.root import find_root

    try:
        with progress(lang.value) as told:
            made = make(
                find_root(root),
                version,
                output,
                issued=day,
                previous=previous,
                site=site,
                on_stage=told,
            )
    except ReleaseError as error:
        if error.findings:
            color = console.colored_words()
            grave = listing.as_groups(
                error.findings, lang.value, base=current_folder(), color=color
            )
            console.say(grave.rstrip())
        raise
    put(words.as_text(made.manifest, made.path))
    return 0
