"""`kgraph diff`: what changed between two versions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.options import Argument, DifferenceFormat, Lang, Language, Option, Output
from kgraph.cli.output import place


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

    to = place(format, output, DifferenceFormat, "text")
    (old_name, before), (new_name, after) = open_version(old), open_version(new)
    offers = open_interface(old, before), open_interface(new, after)
    found = compare(before, after, names=(old_name, new_name), interfaces=offers)
    to.put(writing.write(found, to.format, lang.value, limit))
    return int(bool(found.breaking if breaking else found))
