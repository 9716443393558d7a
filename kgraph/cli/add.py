"""`kgraph new` and `kgraph import`: sources and tokens added to the files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kgraph.cli.input import table_bytes
from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, Option, Root, SourceKind
from kgraph.cli.output import put
from kgraph.render import console
from kgraph.tables.incoming import Record

if TYPE_CHECKING:
    from kgraph.add import Change, Wording

Source = Annotated[str, Option(("--source", "-s"), "The slug of the source that says it.")]
DryRun = Annotated[bool, Option(("--dry-run",), "Show what would change, and write nothing.")]
Sheet = Annotated[
    str | None,
    Option(("--sheet",), "The sheet of a workbook.", default="the only one that holds anything"),
]


class Addition(StrEnum):
    """What can be added, a row each."""

    fact = "fact"
    token = "token"
    organization = "organization"
    experiment = "experiment"
    registration = "registration"
    membership = "membership"
    holding = "holding"
    statistic = "statistic"


@limited
def new_source(
    url: Annotated[str, Argument("The address of the page.")],
    publisher: Annotated[
        str | None, Option(("--publisher",), "The slug or a name of a thing of the graph.")
    ] = None,
    publisher_name: Annotated[
        str | None,
        Option(("--publisher-name",), "The name of a publisher that is no thing of the graph."),
    ] = None,
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
        publisher_name=publisher_name,
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
def add(
    kind: Annotated[
        Addition, Argument("What is added: a fact, a token (facts on one), a thing or a record.")
    ],
    values: Annotated[
        list[str] | None,
        Argument(
            "The columns of one row: subject=…, property=…, value=…",
            metavar="NAME=VALUE...",
            default="asked one by one at a terminal",
        ),
    ] = None,
    source: Annotated[
        str | None, Option(("--source", "-s"), "The slug of the source that says it.")
    ] = None,
    table: Annotated[
        Path | None,
        Option(("--table",), "A workbook (.xlsx) or CSV of rows; - is standard input.", "FILE"),
    ] = None,
    sheet: Sheet = None,
    root: Root = None,
    dry_run: DryRun = False,
) -> int:
    """Add what a source says of things of the graph, or new organizations and experiments."""
    from kgraph import add as adding
    from kgraph.render import changes as shown
    from kgraph.root import find_root, find_writable_root

    folder = (find_root if dry_run else find_writable_root)(root)
    if values and table is not None:
        raise Misuse("values and a table are given; give one of them")
    if not values and table is None:
        return _asked(folder, kind, source, dry_run)
    if source is None:
        raise Misuse("--source is missing")
    if table is not None:
        data, file = table_bytes(table)
        rows = adding.rows_of(data, file, sheet)
        changes = adding.add_rows(folder, kind.value, source, rows, file)
    else:
        rows = (adding.row_of(folder, values or ()),)
        changes = adding.add_rows(folder, kind.value, source, rows)
    if dry_run:
        put(shown.as_diff(changes))
        return 0
    return _saved(changes)


def _saved(changes: Sequence[Change]) -> int:
    from kgraph.add import save

    save(changes)
    put("".join(f"{change.path}\n" for change in changes))
    console.say("run kgraph validate and kgraph build" if changes else "nothing changes")
    return 0


def _asked(root: Path, kind: Addition, source: str | None, dry_run: bool) -> int:
    """One row, asked for column by column; what is wrong is asked for again."""
    from kgraph import add as adding
    from kgraph.render import changes as shown

    if not console.can_ask():
        raise Misuse("give NAME=VALUE or --table; questions are asked at a terminal only")
    wording = adding.Wording(root, kind.value)
    try:
        while source not in wording.sources:
            source = console.ask("source: ", wording.sources)
        cells: dict[str, str] = {}
        for column in wording.first:
            _ask_column(wording, column, cells)
        while column := console.ask("another column (none: done): ", wording.columns):
            if column in wording.columns:
                _ask_column(wording, column, cells)
            else:
                console.say(f"there are {', '.join(wording.columns)}")
        while True:
            try:
                row = Record(None, {name: value for name, value in cells.items() if value})
                changes = adding.add_rows(root, kind.value, source, [row])
            except adding.TokenTableError as error:
                console.say(str(error))
                for column in dict.fromkeys(one.column for one in error.errors):
                    _ask_column(wording, column, cells)
            else:
                break
        put(shown.as_diff(changes))
        if dry_run or console.ask("write this? (y/n) ", ("y", "n")) != "y":
            return 0
    except EOFError:
        console.say("nothing was written")
        return 0
    return _saved(changes)


def _ask_column(wording: Wording, column: str, cells: dict[str, str]) -> None:
    answer = ""
    needed = column in wording.needed
    while not answer:
        question = f"{column} (needed): " if needed else f"{column}: "
        answer = console.ask(question, wording.answers(column, cells))
        if not needed:
            break
    cells[column] = answer


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
    from kgraph.add import COLUMNS, DraftError, row_of
    from kgraph.root import find_root

    for given in values:
        name, equals, _ = given.partition("=")
        if not equals or name not in COLUMNS:
            raise DraftError(f"“{given}”: write name=value with one of {', '.join(COLUMNS)}")
    return _add(root, source, [row_of(find_root(root), values)], dry_run)


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
