"""`kgraph import register`: an edition of a register that somebody publishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, DifferenceFormat, Lang, Language, Option, Output, Root
from kgraph.cli.output import place
from kgraph.render import console


class RegisterName(StrEnum):
    """The registers that can be imported."""

    fsa = "fsa"
    edinet = "edinet"
    edinet_funds = "edinet-funds"
    mic = "mic"
    gleif = "gleif"
    nta = "nta"
    jpx = "jpx"


@limited
def import_register(
    kind: Annotated[
        RegisterName,
        Argument(
            "fsa: operators (FSA); edinet, edinet-funds: code and fund lists; mic: ISO 10383; "
            "gleif: LEI records; nta: corporate numbers; jpx: listed issues.",
            metavar="KIND",
        ),
    ],
    file: Annotated[Path, Argument("The file as it is published.", names_file=True)],
    as_of: Annotated[
        date | None,
        Option(
            ("--as-of",),
            "The day of the edition.",
            metavar="YYYY-MM-DD",
            default="the day that the file tells",
        ),
    ] = None,
    dry_run: Annotated[
        bool, Option(("--dry-run",), "Show what would change, and write nothing.")
    ] = False,
    take: Annotated[
        str | None,
        Option(
            ("--take",),
            "Make new things of rows that the report proposes, by their codes; all: of those whose "
            "issuer the graph knows.",
            metavar="CODE,…|all",
        ),
    ] = None,
    match: Annotated[
        str | None,
        Option(
            ("--match",),
            "The things that rows proposed by their names are.",
            metavar="CODE=SLUG,…",
        ),
    ] = None,
    url: Annotated[
        str | None,
        Option(("--url",), "Where the file is from.", default="the address of the register"),
    ] = None,
    hosting: Annotated[str, Option(("--hosting",), "A concept of hosting:.")] = "page",
    format: Annotated[
        DifferenceFormat | None,
        Option(
            ("--format", "-f"),
            "How the report is written.",
            default="the ending of FILE, else text",
        ),
    ] = None,
    output: Output = None,
    lang: Lang = Language.en,
    root: Root = None,
) -> int:
    """Compare an edition of a register with the graph; add what it states of known things."""
    from kgraph import registers
    from kgraph.add import save
    from kgraph.render import changes as shown
    from kgraph.render import registers as report
    from kgraph.root import find_root, find_writable_root

    to = place(format, output, DifferenceFormat, "text")
    find = find_root if dry_run else find_writable_root
    found = registers.imported(
        find(root),
        kind.value,
        file,
        today=date.today(),
        as_of=as_of,
        take=_listed(take),
        match=dict(_matched(match)),
        url=url,
        hosting=hosting,
    )
    told = report.write(found, to.format, lang.value)
    to.put(told + "\n" + shown.as_diff(found.changes) if dry_run and to.format == "text" else told)
    if not dry_run:
        save(found.changes)
        for change in found.changes:
            console.say(f"wrote {change.path}")
    if not found.changes:
        console.say("nothing changes: all of it is in the graph")
    elif not dry_run:
        console.say("run kgraph validate and kgraph build")
    return 0


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _matched(text: str | None) -> Iterator[tuple[str, str]]:
    for part in _listed(text):
        key, equals, slug = part.partition("=")
        if not (key and equals and slug):
            raise Misuse(f"--match {part}: write the code of a row, = and the slug of a thing")
        yield key, slug.removeprefix("id:")
