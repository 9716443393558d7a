"""A change of files: shown, agreed to, and written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Option
from kgraph.cli.output import put
from kgraph.render import console

if TYPE_CHECKING:
    from kgraph.add import Change

Yes = Annotated[bool, Option(("--yes", "-y"), "Write the change without asking.")]
DryRun = Annotated[bool, Option(("--dry-run",), "Show what would change, and write nothing.")]


def write(changes: Sequence[Change], yes: bool, dry_run: bool, command: str) -> int:
    """Shows the changes as a diff and writes them once a person agrees; the exit code.

    Raises Misuse where nobody sits at a terminal to be asked and the line does not say it.
    """
    from kgraph import add
    from kgraph.render import changes as shown

    put(shown.as_diff(changes))
    if dry_run:
        console.say(f"{len(changes)} file(s) would change")
        return 0
    if not yes:
        if not sys.stdin.isatty():
            raise Misuse("nothing was written; say --yes to write this change", command)
        console.say(f"{len(changes)} file(s) would change. Write them? [y/N]")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            console.say("nothing was written")
            return 1
    add.save(changes)
    console.say(f"{len(changes)} file(s) changed; run kgraph validate and kgraph build")
    return 0
