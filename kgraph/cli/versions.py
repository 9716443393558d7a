"""Commands about versions of the graph: diff, release."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, DifferenceFormat, Lang, Language, Option, Output, Root
from kgraph.cli.output import choose, put
from kgraph.render import console
from kgraph.root import current_folder


@limited
def diff(
    old: Annotated[
        Path, Argument("A snapshot, a release folder, or an N-Quads or TriG file.", metavar="OLD")
    ],
    new: Annotated[Path, Argument("What to hold against it.", metavar="NEW")],
    format: Annotated[
        DifferenceFormat | None,
        Option(("--format", "-f"), "How it is written.", default="the ending of FILE, else text"),
    ] = None,
    output: Output = None,
    breaking: Annotated[
        bool, Option(("--breaking",), "Exit code 1 only for what breaks what users have built.")
    ] = False,
    limit: Annotated[
        int | None, Option(("--limit",), "At most so many lines in each section.", least=1)
    ] = None,
    lang: Lang = Language.en,
) -> int:
    """Show what changed between two versions: facts, sources, ontology, questions, tables."""
    from kgraph.diff import compare, open_version
    from kgraph.release import open_interface
    from kgraph.render import diff as writing

    chosen = choose(format, output, DifferenceFormat, "text")
    (old_name, before), (new_name, after) = open_version(old), open_version(new)
    offers = open_interface(old, before), open_interface(new, after)
    found = compare(before, after, names=(old_name, new_name), interfaces=offers)
    if chosen == "json":
        put(writing.as_json(found, lang.value), output)
    else:
        put(writing.FORMATS[chosen](found, lang.value, limit), output)
    return int(bool(found.breaking if breaking else found))


@limited
def release(
    version: Annotated[str, Argument("Three numbers, such as 1.4.0.", metavar="X.Y.Z")],
    output: Annotated[
        Path, Option(("--output", "-o"), "The folder to make; new or empty.", metavar="DIR")
    ],
    day: Annotated[
        datetime.datetime | None,
        Option(("--date",), "The day of the release.", metavar="YYYY-MM-DD", default="today"),
    ] = None,
    previous: Annotated[
        Path | None,
        Option(("--previous",), "The folder of the release before.", metavar="DIR"),
    ] = None,
    lang: Lang = Language.en,
    root: Root = None,
) -> int:
    """Make a release: ontology, graph, tables, questions, shapes, descriptions, checksums."""
    if str(output) == "-":
        raise Misuse("a release cannot go to standard output; name a folder")
    from kgraph.release import ReleaseError
    from kgraph.release import release as make
    from kgraph.render import release as words
    from kgraph.render import validate as listing
    from kgraph.root import find_root

    try:
        made = make(
            find_root(root),
            version,
            output,
            issued=day.date() if day else None,
            previous=previous,
            on_stage=lambda stage: console.progress(words.DOING.get(stage, stage)),
        )
    except ReleaseError as error:
        console.progress_done()
        if error.findings:
            color = console.colored_words()
            grave = listing.as_groups(
                error.findings, lang.value, base=current_folder(), color=color
            )
            console.say(grave.rstrip())
        raise
    console.progress_done()
    put(words.as_text(made.manifest, made.path))
    return 0
