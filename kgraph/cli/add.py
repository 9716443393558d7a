"""`kgraph new` and `kgraph import`: sources and tokens added to the files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kgraph.cli.input import table_bytes
from kgraph.cli.limits import limited
from kgraph.cli.options import Argument, Option, Root, SourceKind
from kgraph.cli.output import put
from kgraph.render import console

if TYPE_CHECKING:
    from kgraph.tables.incoming import Record

Source = Annotated[str, Option(("--source", "-s"), "The slug of the source that says it.")]
DryRun = Annotated[bool, Option(("--dry-run",), "Show what would change, and write nothing.")]
Sheet = Annotated[
    str | None,
    Option(("--sheet",), "The sheet of a workbook.", default="the only one that holds anything"),
]


@limited
def new_source(
    url: Annotated[str, Argument("The address of the page.")],
    publisher: Annotated[str, Option(("--publisher",), "Slug or label of an entity, else a name.")],
    title: Annotated[str | None, Option(("--title",), "The title of the page.")] = None,
    issued: Annotated[
        date | None,
        Option(("--issued",), "The day that the page shows.", metavar="YYYY-MM-DD"),
    ] = None,
    slug: Annotated[
        str | None,
        Option(("--slug",), "Name of the file.", default="from publisher, day and title"),
    ] = None,
    kind: Annotated[
        SourceKind, Option(("--kind",), "Who speaks: the party itself, or another.")
    ] = SourceKind.primary,
    hosting: Annotated[str, Option(("--hosting",), "A concept of hosting:.")] = "page",
    review_period: Annotated[
        str | None, Option(("--review-period",), "A concept of reviewperiod:.")
    ] = None,
    dry_run: DryRun = False,
    root: Root = None,
) -> int:
    """Start a file for a source: what is known at once, in canonical form."""
    from kgraph import add
    from kgraph.root import find_root, find_writable_root

    find = find_root if dry_run else find_writable_root
    path, text = add.new_source(
        find(root),
        url,
        publisher,
        today=date.today(),
        issued=issued,
        title=title,
        slug=slug,
        kind=kind.value,
        hosting=hosting,
        review_period=review_period,
    )
    if dry_run:
        put(text)
        return 0
    add.save_source(path, text)
    put(f"{path}\n")
    console.say("add what the document says, then run kgraph fmt and kgraph build")
    return 0


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
    from kgraph.tables.incoming import Record

    cells = {}
    for given in values:
        name, equals, value = given.partition("=")
        if not equals or name not in COLUMNS:
            raise DraftError(f"“{given}”: write name=value with one of {', '.join(COLUMNS)}")
        cells[name] = value.strip()
    filled = {name: value for name, value in cells.items() if value}
    return _add(root, source, [Record(None, filled)], dry_run)


@limited
def import_tokens(
    file: Annotated[
        Path,
        Argument("A workbook (.xlsx) or CSV with a header; - is standard input.", names_file=True),
    ],
    source: Source,
    sheet: Sheet = None,
    root: Root = None,
    dry_run: DryRun = False,
) -> int:
    """Add the security tokens of a table that a source describes; all rows or none."""
    from kgraph.add import read_table

    data, name = table_bytes(file)
    return _add(root, source, read_table(data, name, sheet), dry_run, name)


def _add(
    root: Path | None, source: str, rows: Sequence[Record], dry_run: bool, file: Path | None = None
) -> int:
    from kgraph import add
    from kgraph.render import changes as shown
    from kgraph.root import find_root, find_writable_root

    find = find_root if dry_run else find_writable_root
    changes = add.add_tokens(find(root), source, rows, file)
    if dry_run:
        put(shown.as_diff(changes))
        return 0
    add.save(changes)
    put("".join(f"{change.path}\n" for change in changes))
    console.say(f"{len(rows)} token(s) added; run kgraph build")
    return 0
