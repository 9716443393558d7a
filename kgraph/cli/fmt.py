"""`kgraph fmt`: Turtle files in canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.options import Argument, Option, Root
from kgraph.cli.output import put
from kgraph.render import console


@limited
def fmt(
    files: Annotated[
        list[Path] | None,
        Argument("Turtle files.", metavar="[FILE]...", default="every Turtle file of the project"),
    ] = None,
    root: Root = None,
    check: Annotated[
        bool, Option(("--check",), "Change nothing; exit code 1 where a file would.")
    ] = False,
) -> int:
    """Bring Turtle files into canonical form and list those that changed."""
    from kgraph.load import turtle_files
    from kgraph.root import find_root, find_writable_root
    from kgraph.turtle import canonical

    folder = None
    if not files:
        folder = (find_root if check else find_writable_root)(root)
        files = turtle_files(folder)
    changed = canonical.check(files) if check else canonical.rewrite(files, folder)
    put("".join(f"{path}\n" for path in changed))
    verb = "would change" if check else "changed"
    console.say(f"{len(changed)} of {len(files)} file(s) {verb}")
    return 1 if check and changed else 0
