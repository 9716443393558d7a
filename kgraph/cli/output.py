"""An answer → the screen or a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.cli.misuse import Misuse
from kgraph.csvtext import BOM
from kgraph.render import console
from kgraph.render.shown import Shown
from kgraph.tables.screen import wrap

_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        ".txt": ("table", "text"),
        ".csv": ("csv", "sparql-csv"),
        ".tsv": ("tsv", "sparql-tsv"),
        ".json": ("json", "sparql-json", "jsonld", "sarif"),
        ".sarif": ("sarif",),
        ".md": ("md",),
        ".srj": ("sparql-json",),
        ".srx": ("sparql-xml",),
        ".ttl": ("turtle", "report"),
        ".trig": ("trig", "trig12", "nanopubs"),
        ".nt": ("ntriples",),
        ".nq": ("nquads",),
        ".jsonld": ("jsonld",),
        ".rdf": ("rdfxml",),
        ".owl": ("rdfxml",),
        ".xml": ("rdfxml", "sparql-xml"),
        ".graphml": ("graphml",),
        ".zip": ("csv", "parquet"),
        ".parquet": ("parquet",),
        ".xlsx": ("xlsx",),
        **dict.fromkeys((".xls", ".ods", ".html", ".htm", ".pdf"), ()),
    }
)
"""File ending → the formats that may bear it, the one that it asks for first."""


@dataclass(frozen=True)
class Place:
    """Where an answer goes, a file or else the screen, and in which format."""

    format: str
    output: Path | None = None

    @property
    def width(self) -> int | None:
        """The width of the terminal that shows it; None where it goes elsewhere."""
        return console.width() if self.output is None else None

    @property
    def colored(self) -> bool:
        """Whether it is shown in colors."""
        return self.output is None and console.colored_data()

    def put(self, shown: Shown | str) -> None:
        """Puts out an answer; the words around it go to the person at the keyboard.

        A CSV file for spreadsheets begins with a byte order mark.
        """
        title, text, notes = shown if isinstance(shown, Shown) else Shown((), shown)
        _say(title)
        put(BOM + text if self.format == "csv" and self.output is not None else text, self.output)
        _say(notes)


def place(
    format: StrEnum | str | None, output: Path | None, choices: Iterable[str], default: str | None
) -> Place:
    """Where an answer goes, in the format that `choose` gives. Raises Misuse as that does, and
    OSError where nothing can be written there."""
    to = Place(choose(format, output, choices, default), output)
    ready(output)
    return to


def ready(output: Path | None, *, several: bool = False) -> None:
    """Raises OSError, before any work is done, where no file can be written there; of `several`
    files, where there can be no folder for them, and Misuse where something else is named."""
    if output is None:
        return
    from kgraph.writing import check_file, check_folder

    if not several:
        check_file(output)
        return
    if str(output) == "-":
        raise Misuse("several files cannot go to standard output; name a folder")
    if output.exists() and not output.is_dir():
        raise Misuse(f"{output}: this is no folder, where several files go; name another")
    check_folder(output)


def put(content: str | bytes, output: Path | None = None) -> None:
    """Writes the content to the file, whole or not at all, or to standard output."""
    if output is None:
        console.data(content)
        return
    from kgraph.writing import write_atomic

    write_atomic(output, content)
    console.say(f"wrote {output}")


def put_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Writes the files, by their paths in it, into the folder, which is made where it is missing.

    Raises as `ready` does for several files.
    """
    from kgraph.writing import make_folder, write_within

    ready(folder, several=True)
    make_folder(folder)
    for name, content in files.items():
        write_within(folder, folder / name, content)
    console.say(f"wrote {len(files)} file(s) to {folder}")


def _say(texts: Iterable[str]) -> None:
    """Words for the person at the keyboard, folded to the width of the terminal."""
    width = console.width()
    for text in texts:
        for line in [text] if width is None else wrap(text, width, 0):
            console.say(line)


def choose(
    format: StrEnum | str | None, output: Path | None, choices: Iterable[str], default: str | None
) -> str:
    """The format to write: the one asked for, else that of the file's ending, else the default.

    Raises Misuse where nothing says it, and where the ending names another format: whoever opens
    the file would be misled.
    """
    choices = tuple(choices)
    ending = output.suffix.lower() if output else ""
    named = _ENDINGS.get(ending)
    if format is not None:
        if named is not None and format not in named:
            raise Misuse(f"{output}: the ending is none of {format}; use another, or leave it out")
        return str(format)
    if not ending and default is not None:
        return default
    fitting = [name for name in named or () if name in choices]
    if not fitting:
        where = (
            f"the ending of {output} names no format of this" if output else "no format is given"
        )
        raise Misuse(f"{where}; use --format with one of {', '.join(choices)}")
    return fitting[0]
