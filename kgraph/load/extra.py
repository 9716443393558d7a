"""A user's own RDF files → quads. No network and no other file is ever read for them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from pyoxigraph import Quad, RdfFormat, parse

from kgraph.load.guards import (
    NEW_TERM,
    NEW_TERM_FIX,
    NEW_TERM_WHY,
    guard_json,
    guard_turtle,
    guard_xml,
    is_new,
)
from kgraph.load.problems import LoadError, Problem
from kgraph.load.read import MIB, decode, read_bytes, read_stream, relabel, syntax_problem

MAX_EXTRA: Final = 512 * MIB
STDIN: Final = Path("-")
_STDIN_NAME: Final = Path("<stdin>")
_GZIP: Final = b"\x1f\x8b"
_PARSER_BUFFER: Final = 16 * MIB
"""The parser refuses a term, or a line of N-Triples or N-Quads, that is longer."""
_STEP: Final = 100_000

FORMATS: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {
        "ttl": RdfFormat.TURTLE,
        "trig": RdfFormat.TRIG,
        "nt": RdfFormat.N_TRIPLES,
        "nq": RdfFormat.N_QUADS,
        "jsonld": RdfFormat.JSON_LD,
        "json": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
        "owl": RdfFormat.RDF_XML,
        "xml": RdfFormat.RDF_XML,
    }
)
"""File ending → format."""


@dataclass(frozen=True)
class ExtraFile:
    """A user's file: where it came from, its format, and its quads.

    Triples of a format without graphs are in the default graph. Blank nodes are named after the
    file, so that those of different files never meet.
    """

    path: Path
    format: RdfFormat
    quads: tuple[Quad, ...]


def load_extra(
    paths: Iterable[Path],
    *,
    format: str | None = None,
    stdin: BinaryIO | None = None,
    limit: int = MAX_EXTRA,
    on_read: Callable[[Path, int], None] | None = None,
) -> tuple[ExtraFile, ...]:
    """The quads of each file, in the order given; the path `-` is standard input.

    The format follows from the ending (`.gz` on top is unpacked) unless `format` names an ending;
    standard input is TriG where nothing is said, and unpacked where it is gzip. `on_read` is told
    every so often how many statements of a file have been read. Relative IRIs are resolved against
    the file's own address. Raises LoadError with every problem: an ending nobody knows, syntax,
    encoding, more than `limit` bytes once unpacked, a term too long for the parser, a JSON-LD
    context outside the file, a document type or entity in RDF/XML, JSON nested beyond reason, a
    term that only RDF 1.2 knows.
    """
    files: list[ExtraFile] = []
    problems: list[Problem] = []
    for number, path in enumerate(paths):
        try:
            chosen = _format(path, format)
            if path == STDIN:
                data = read_stream(stdin or sys.stdin.buffer, _STDIN_NAME, limit)
                if data.startswith(_GZIP):
                    data = read_stream(io.BytesIO(data), _STDIN_NAME, limit, packed=True)
                quads = _parse(data, chosen, _STDIN_NAME, None, on_read)
                files.append(ExtraFile(_STDIN_NAME, chosen, _named(quads, number)))
            else:
                data = read_bytes(path, limit)
                quads = _parse(data, chosen, path, path.resolve().as_uri(), on_read)
                files.append(ExtraFile(path, chosen, _named(quads, number)))
        except LoadError as error:
            problems += error.problems
    if problems:
        raise LoadError(problems)
    return tuple(files)


def _format(path: Path, named: str | None) -> RdfFormat:
    suffixes = [suffix.lower().lstrip(".") for suffix in path.suffixes]
    if suffixes and suffixes[-1] == "gz":
        suffixes.pop()
    ending = named.lower().lstrip(".") if named else suffixes[-1] if suffixes else ""
    if path == STDIN and not named:
        ending = "trig"
    if ending not in FORMATS:
        raise LoadError(
            [
                Problem(
                    "the format is not known",
                    f"the ending is “{ending}”" if ending else "the name has no ending",
                    f"use one of {', '.join(FORMATS)} (also with .gz), or name the format",
                    path,
                )
            ]
        )
    return FORMATS[ending]


def _parse(
    data: bytes,
    chosen: RdfFormat,
    path: Path,
    base: str | None,
    on_read: Callable[[Path, int], None] | None,
) -> list[Quad]:
    text = decode(data, path)
    if chosen == RdfFormat.RDF_XML:
        guard_xml(text, path)
    elif chosen == RdfFormat.JSON_LD:
        guard_json(text, path)
    else:
        guard_turtle(text, path)
    try:
        read = parse(text, format=chosen, base_iri=base)
        quads = list(_counted(read, path, on_read) if on_read else read)
    except SyntaxError as error:
        if "LoadDocumentCallback" in error.msg:
            problem = Problem(
                "the JSON-LD context stands outside the file",
                "nothing is ever fetched, and no other file is read",
                "put the context into the file itself",
                path,
            )
        else:
            problem = syntax_problem(error, path, chosen.name)
        raise LoadError([problem]) from error
    except MemoryError as error:
        raise LoadError([_too_long(text, path)]) from error
    if any(is_new(quad.object) for quad in quads):
        raise LoadError([Problem(NEW_TERM, NEW_TERM_WHY, NEW_TERM_FIX, path)])
    return quads


def _counted(
    quads: Iterable[Quad], path: Path, on_read: Callable[[Path, int], None]
) -> Iterator[Quad]:
    for number, quad in enumerate(quads, 1):
        if number % _STEP == 0:
            on_read(path, number)
        yield quad


def _too_long(text: str, path: Path) -> Problem:
    lines = enumerate(io.StringIO(text), 1)
    line = next((number for number, line in lines if len(line) > _PARSER_BUFFER // 4), None)
    return Problem(
        "a term is too long",
        f"the parser holds at most {_PARSER_BUFFER / MIB:g} MiB of one statement",
        "keep the text in a file of its own and give its address",
        path,
        line,
    )


def _named(quads: list[Quad], number: int) -> tuple[Quad, ...]:
    return tuple(relabel(quads, f"file{number}"))
