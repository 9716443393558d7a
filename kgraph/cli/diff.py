"""`kgraph diff`: what changed between two versions."""

from __future__ import annotations

from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.options import Argument, DifferenceFormat, Lang, Language, Option, Output, Root
from kgraph.cli.output import place


@limited
def diff(
    old: Annotated[
        str | None,
        Argument(
            "A git revision, `previous` for the snapshot before the last, a snapshot, a release "
            "folder, or an N-Quads or TriG file.",
            metavar="OLD",
            default="the last commit",
            names_file=True,
        ),
    ] = None,
    new: Annotated[
        str | None,
        Argument(
            "What to hold against it.",
            metavar="NEW",
            default="the files as they are now",
            names_file=True,
        ),
    ] = None,
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
    inferred: Annotated[
        bool, Option(("--inferred",), "List each inferred fact, however many there are.")
    ] = False,
    root: Root = None,
    lang: Lang = Language.en,
) -> int:
    """Show what changed between two versions: facts, sources, ontology, questions, tables."""
    from kgraph.cli.versions import HEAD, opened
    from kgraph.diff import compare
    from kgraph.render import diff as writing

    to = place(format, output, DifferenceFormat, "text")
    with opened(old or HEAD, root, lang.value) as before, opened(new, root, lang.value) as after:
        (old_name, was, had), (new_name, now, has) = before, after
        found = compare(was, now, names=(old_name, new_name), interfaces=(had, has))
        to.put(writing.write(found, to.format, lang.value, limit, inferred=inferred))
    return int(bool(found.breaking if breaking else found))
