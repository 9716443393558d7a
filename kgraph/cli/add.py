"""Commands that add tokens to the files: new token, import tokens."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from kgraph.cli.input import standard_input
from kgraph.cli.limits import limited
from kgraph.cli.options import Argument, Option, Root
from kgraph.cli.output import put
from kgraph.render import console

Source = Annotated[str, Option(("--source", "-s"), "The slug of the source that says it.")]
DryRun = Annotated[bool, Option(("--dry-run",), "Show the changed files and write nothing.")]


@limited
def new_token(
    values: Annotated[
        list[str],
        Argument("Facts as column=value: name_en=…, name_ja=…, issuer=…", metavar="NAME=VALUE..."),
    ],
    source: Source,
    root: Root = None,
    dry_run: DryRun = False,
) -> int:
    """Add one security token that a source describes."""
    from kgraph.add import COLUMNS, DraftError

    cells = {}
    for given in values:
        name, equals, value = given.partition("=")
        if not equals or name not in COLUMNS:
            raise DraftError(f"“{given}”: write name=value with one of {', '.join(COLUMNS)}")
        cells[name] = value.strip()
    return _add(root, source, [cells], dry_run)


@limited
def import_tokens(
    file: Annotated[Path, Argument("A CSV table with a header; - is standard input.")],
    source: Source,
    root: Root = None,
    dry_run: DryRun = False,
) -> int:
    """Add the security tokens of a CSV table that a source describes; all rows or none."""
    from kgraph.add import read_table
    from kgraph.turtle.parse import read_text

    text = standard_input() if str(file) == "-" else read_text(file)
    return _add(root, source, read_table(text), dry_run)


def _add(root: Path | None, source: str, rows: list[Mapping[str, str]], dry_run: bool) -> int:
    from kgraph import add
    from kgraph.root import find_root, find_writable_root

    find = find_root if dry_run else find_writable_root
    changes = add.add_tokens(find(root), source, rows)
    if dry_run:
        put("".join(change.text for change in changes))
        return 0
    add.save(changes)
    put("".join(f"{change.path}\n" for change in changes))
    console.say(f"{len(rows)} token(s) added; run kgraph build")
    return 0
