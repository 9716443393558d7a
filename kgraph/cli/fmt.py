"""`kgraph fmt`: Turtle files in canonical form."""

from __future__ import annotations

from contextlib import suppress
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
    """Bring Turtle files into canonical form and list those that changed.

    Statements and records of the project get the names that what they say gives them.
    """
    from kgraph.load import canonical_files, turtle_files
    from kgraph.problems import LoadError
    from kgraph.root import find_root, find_writable_root

    folder = project = None
    if not files:
        folder = (find_root if check else find_writable_root)(root)
        files, project = turtle_files(folder), folder
    elif root is not None:
        project = find_root(root)
    else:
        with suppress(LoadError):  # files of anywhere need no project
            project = find_root()
    if check:
        changed = canonical_files.check(files, project)
    else:
        changed = canonical_files.rewrite(files, project, folder)
    put("".join(f"{path}\n" for path in changed))
    console.say(
        f"{len(changed)} of {len(files)} file(s) would change"
        if check
        else f"{len(changed)} of {len(files)} file(s) changed"
    )
    return 1 if check and changed else 0
