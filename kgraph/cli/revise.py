"""`kgraph rename`, `merge`, `retire`, `reread`, `withdraw`: things and pages put right."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from kgraph.cli.agreed import DryRun, Yes, write
from kgraph.cli.limits import limited
from kgraph.cli.options import Argument, Option, Root

Since = Annotated[
    str | None,
    Option(
        ("--since",),
        "The release from which on the old name is no longer used.",
        metavar="RELEASE",
        default="the next one",
    ),
]


class WithdrawnBy(StrEnum):
    """Who found a source to be wrong."""

    publisher = "publisher"
    us = "us"


def _root(root: Path | None, dry_run: bool) -> Path:
    from kgraph.root import find_root, find_writable_root

    return (find_root if dry_run else find_writable_root)(root)


def _told(en: str | None, ja: str | None) -> dict[str, str]:
    """What was said, by language."""
    return {language: text for language, text in (("en", en), ("ja", ja)) if text is not None}


@limited
def rename(
    old: Annotated[str, Argument("The slug of a thing.")],
    new: Annotated[str | None, Argument("Its new slug.", default="the slug stays")] = None,
    label_en: Annotated[str | None, Option(("--label-en",), "Its new name in English.")] = None,
    label_ja: Annotated[str | None, Option(("--label-ja",), "Its new name in Japanese.")] = None,
    since: Since = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    root: Root = None,
) -> int:
    """Give a thing another name: what was said of it is said under the new one.

    The old label stays as another one, and the old slug leads to the new.
    """
    from kgraph import revise

    labels = {"en": label_en, "ja": label_ja}
    told = {language: label for language, label in labels.items() if label is not None}
    changes = revise.rename(_root(root, dry_run), old, new, told, since)
    return write(changes, yes, dry_run, "kgraph rename")


@limited
def merge(
    old: Annotated[str, Argument("The slug that is given up.")],
    into: Annotated[str, Argument("The slug of the same thing that stays.")],
    since: Since = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    root: Root = None,
) -> int:
    """Join two names of one thing: facts and names of the first move to the second."""
    from kgraph import revise

    changes = revise.merge(_root(root, dry_run), old, into, since)
    return write(changes, yes, dry_run, "kgraph merge")


@limited
def retire(
    slug: Annotated[str, Argument("The slug of a thing that was none.")],
    note: Annotated[
        str | None, Option(("--note",), "Why nothing takes its place, in English.")
    ] = None,
    note_ja: Annotated[str | None, Option(("--note-ja",), "The same in Japanese.")] = None,
    since: Since = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    root: Root = None,
) -> int:
    """Give up a thing of which nothing is said: its name stays, and leads nowhere."""
    from kgraph import revise

    changes = revise.retire(_root(root, dry_run), slug, _told(note, note_ja), since)
    return write(changes, yes, dry_run, "kgraph retire")


@limited
def reread(
    slug: Annotated[str, Argument("The slug of a source whose page was read again.")],
    issued: Annotated[
        date | None,
        Option(
            ("--issued",),
            "The day that the page shows.",
            metavar="YYYY-MM-DD",
            default="as before",
        ),
    ] = None,
    read: Annotated[
        date | None,
        Option(("--read",), "The day of reading.", metavar="YYYY-MM-DD", default="today"),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    root: Root = None,
) -> int:
    """Start the next version of a source: what its page said, to be corrected by what it says now.

    What you take out ends with it, what you correct takes the place of the old value.
    """
    from kgraph import revise

    day = read or date.today()
    changes = revise.reread(_root(root, dry_run), slug, today=day, issued=issued)
    return write(changes, yes, dry_run, "kgraph reread")


@limited
def withdraw(
    slug: Annotated[str, Argument("The slug of a source that counts no more.")],
    by: Annotated[WithdrawnBy, Option(("--by",), "Who was wrong: its publisher, or we.")],
    note: Annotated[str | None, Option(("--note",), "The reason, in English.")] = None,
    note_ja: Annotated[str | None, Option(("--note-ja",), "The same in Japanese.")] = None,
    on: Annotated[
        date | None,
        Option(("--on",), "The day of withdrawal.", metavar="YYYY-MM-DD", default="today"),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    root: Root = None,
) -> int:
    """Take a source out of what counts, with a reason; its facts stay in the history."""
    from kgraph import revise

    changes = revise.withdraw(
        _root(root, dry_run),
        slug,
        on or date.today(),
        _told(note, note_ja),
        mistake=by is WithdrawnBy.us,
    )
    return write(changes, yes, dry_run, "kgraph withdraw")
