"""Commands about versions of the graph: diff, release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from kgraph.cli.options import Argument, DifferenceFormat, Lang, Language, Option, Output
from kgraph.cli.output import put

_ENDINGS = {".md": "md", ".json": "json"}


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
    """Show what changed between two versions: ontology, things, facts, standing, sources."""
    from kgraph.compare import compare, open_version
    from kgraph.render import difference as writing

    (old_name, before), (new_name, after) = open_version(old), open_version(new)
    found = compare(before, after, names=(old_name, new_name))
    chosen = (
        format.value
        if format
        else _ENDINGS.get(output.suffix.lower(), "text")
        if output
        else "text"
    )
    if chosen == "json":
        put(writing.as_json(found, lang.value), output)
    else:
        put(writing.FORMATS[chosen](found, lang.value, limit), output)
    return int(bool(found.breaking if breaking else found))
