"""A user's own RDF files → quads. No network and no other file is ever read for them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kgraph.load.jsonld_losses import NOTHING, Lost, lost
from kgraph.load.xml_text import is_foreign_xml, plain_rdfxml
from kgraph.names import BASE
from kgraph.problems import LoadError, Problem
from kgraph.turtle.hazards import (
    NEW_TERM,
    NEW_TERM_FIX,
    NEW_TERM_WHY,
    guard_json,
    guard_turtle,
    is_new,
)
from kgraph.turtle.parse import (
    MIB,
    check_file,
    decode,
    read_bytes,
    read_stream,
    relabel,
    syntax_problem,
    too_long,
)

MAX_EXTRA: Final = 512 * MIB
STDIN: Final = Path("-")
_STDIN_NAME: Final = Path("<stdin>")
_GZIP: Final = b"\x1f\x8b"
_MAX_SEARCHED: Final = 32 * MIB
"""Largest JSON-LD text in which is looked for what it says in vain."""
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
    """A user's file: where it came from, its format, and its quads, in the order of the text.

    Triples of a format without graphs are in the default graph. Blank nodes are named after the
    file, so that those of different files never meet. `lost` is what JSON-LD says in vain;
    `foreign` is XML or JSON without any mark of RDF; `text` is kept of standard input alone, which
    cannot be read again.
    """

    path: Path
    format: RdfFormat
    quads: tuple[Quad, ...]
    lost: Lost = NOTHING
    foreign: bool = False
    text: str | None = None

    @cached_property
    def ours(self) -> int:
        """How many of the statements use a name of this graph: a term, a concept, a thing."""
        return sum(any(map(_is_ours, quad)) for quad in self.quads)

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes from one process to another, which a format of the engine cannot by itself."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        return _read_elsewhere, (known | {"format": self.format.media_type},)


def _read_elsewhere(known: dict[str, Any]) -> ExtraFile:
    return ExtraFile(**known | {"format": RdfFormat.from_media_type(known["format"])})


def _is_ours(term: object) -> bool:
    if isinstance(term, NamedNode):
        return term.value.startswith(BASE)
    return isinstance(term, Literal) and term.datatype.value.startswith(BASE)


def load_extra(
    paths: Iterable[Path],
    *,
    format: str | None = None,
    stdin: bytes | None = None,
    limit: int = MAX_EXTRA,
    on_read: Callable[[Path, int], None] | None = None,
) -> tuple[ExtraFile, ...]:
    """The quads of each file, in the order given; the path `-` is standard input, or `stdin`.

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
            if path != STDIN:
                check_file(path)
            chosen = _format(path, format)
            if path == STDIN:
                data = standard_input([path], limit) if stdin is None else stdin
                packed = data.startswith(_GZIP)
                data = read_stream(io.BytesIO(data), _STDIN_NAME, limit, packed=packed)
                files.append(_parse(data, chosen, _STDIN_NAME, None, f"file{number}", on_read))
            else:
                data = read_bytes(path, limit)
                base = path.resolve().as_uri()
                files.append(_parse(data, chosen, path, base, f"file{number}", on_read))
        except LoadError as error:
            problems += error.problems
    if problems:
        raise LoadError(problems)
    return tuple(files)


def standard_input(paths: Iterable[Path], limit: int = MAX_EXTRA) -> bytes:
    """What standard input holds where `-` is one of the paths, else nothing.

    Raises LoadError where it is closed, or holds more than `limit` bytes.
    """
    if STDIN not in paths:
        return b""
    if sys.stdin is None or sys.stdin.closed:
        what, why = "there is no standard input", "it is closed"
        raise LoadError([Problem(what, why, "name a file, or pipe something in", _STDIN_NAME)])
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:  # a stream of text, which a program put in its place
        stream = io.BytesIO(sys.stdin.read().encode())
    return read_stream(stream, _STDIN_NAME, limit)


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
    prefix: str,
    on_read: Callable[[Path, int], None] | None,
) -> ExtraFile:
    text = decode(data, path)
    foreign = False
    readable = text
    if chosen == RdfFormat.RDF_XML:
        foreign = is_foreign_xml(text)
        readable = plain_rdfxml(text, path)
    elif chosen == RdfFormat.JSON_LD:
        foreign = '"@' not in text
        guard_json(text, path)
    else:
        guard_turtle(text, path)
    try:
        read = parse(readable, format=chosen, base_iri=base)
        quads = tuple(relabel(_counted(read, path, on_read), prefix))
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
        raise LoadError([too_long(text, path)]) from error
    vain = chosen == RdfFormat.JSON_LD and len(text) <= _MAX_SEARCHED
    return ExtraFile(
        path,
        chosen,
        quads,
        lost(text, base) if vain else NOTHING,
        foreign,
        text if path == _STDIN_NAME else None,
    )


def _counted(
    quads: Iterable[Quad], path: Path, on_read: Callable[[Path, int], None] | None
) -> Iterator[Quad]:
    for number, quad in enumerate(quads, 1):
        if is_new(quad.object):
            raise LoadError([Problem(NEW_TERM, NEW_TERM_WHY, NEW_TERM_FIX, path)])
        if on_read is not None and number % _STEP == 0:
            on_read(path, number)
        yield quad
