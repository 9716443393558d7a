"""One file → text → triples. Every failure is a LoadError with one problem and its place."""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path, PurePath
from typing import BinaryIO, Final, TypeVar

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse

from kgraph.problems import LoadError, Problem
from kgraph.refusals import refusal
from kgraph.turtle.hazards import guard_turtle

MIB: Final = 1024 * 1024
MAX_FILE: Final = 64 * MIB
"""Largest file of the project's own folders that is read."""
BOM: Final = b"\xef\xbb\xbf"
PARSER_BUFFER: Final = 16 * MIB
"""The parser refuses a term, or a line of N-Triples or N-Quads, that is longer."""
_PART: Final = 1 << 16
_LONG: Final = 200_000
"""Letters of a text whose triples are not kept: of longer ones there are few, but large ones."""
_UNREADABLE: Final = "cannot read the file"
_EXISTING: Final = "give the path of an existing file"

Statement = TypeVar("Statement", Triple, Quad)
Other = TypeVar("Other")


def read_bytes(path: Path, limit: int = MAX_FILE) -> bytes:
    """The bytes of a file, unpacked where its name ends in `.gz`.

    Raises LoadError where the file is missing, no ordinary file, unreadable, damaged, or larger
    than `limit` bytes once unpacked.
    """
    with opened(path) as stream:
        return read_stream(stream, path, limit, packed=path.suffix.lower() == ".gz")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file, open to be read.

    Raises LoadError where it is missing, no ordinary file, or cannot be read, also later on.
    """
    check_file(path)
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        why, fix = refusal(OSError(error.errno, error.strerror or str(error), str(path)))
        raise _one(path, _UNREADABLE, why, fix or _EXISTING) from error


def check_file(path: Path) -> None:
    """Raises LoadError where no ordinary file stands there."""
    why = no_file(path)
    if why is not None:
        raise _one(path, _UNREADABLE, why, _EXISTING)


def no_file(path: Path) -> str | None:
    """What stands there where it is no file that can be read; None for an ordinary file.

    A pipe or a device is never opened: it may give nothing for ever, or no end of bytes.
    """
    try:
        mode = path.stat().st_mode
    except ValueError:
        return "no file can have such a name"
    except OSError as error:
        return refusal(error)[0]
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return "this is a folder"
    if stat.S_ISFIFO(mode):
        return "this is a pipe, whose end nobody knows; where - is taken, feed it to that"
    return "this is a socket" if stat.S_ISSOCK(mode) else "this is a device"


def _parts(source: gzip.GzipFile | BinaryIO, most: int) -> Iterator[bytes]:
    """The first bytes of a stream.

    Read at once, room for the most that there may be is taken for each of many small files.
    """
    while most and (part := source.read(min(most, _PART))):
        yield part
        most -= len(part)


def read_stream(stream: BinaryIO, path: Path | None, limit: int, *, packed: bool = False) -> bytes:
    """All bytes of an open stream, at most `limit` of them (counted after unpacking).

    Raises LoadError where there are more, or where a gzip stream is damaged.
    """
    try:
        source = gzip.GzipFile(fileobj=stream, mode="rb") if packed else stream
        data = b"".join(_parts(source, limit + 1))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _one(
            path, "cannot unpack the file", f"the gzip data is damaged ({error})", "pack it again"
        ) from error
    if len(data) > limit:
        raise _one(
            path,
            "the file is too large",
            f"it holds more than {limit / MIB:g} MiB once unpacked"
            if packed
            else f"it holds more than {limit / MIB:g} MiB",
            "split it into smaller files",
        )
    return data


def decode(data: bytes, path: Path | None) -> str:
    """The text of UTF-8 bytes, without a byte order mark.

    Raises LoadError with the line and column of the first byte that is not UTF-8.
    """
    data = data.removeprefix(BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        start_of_line = before.rfind(b"\n") + 1
        raise _one(
            path,
            "the file is not UTF-8",
            f"byte 0x{data[error.start]:02X} stands where no UTF-8 character begins",
            "save the file as UTF-8",
            before.count(b"\n") + 1,
            len(before[start_of_line:].decode("utf-8")) + 1,
        ) from error


def normalize(data: bytes) -> bytes:
    """The bytes without a byte order mark and with `\\n` line ends.

    A checkout on Windows then gives the same graph and the same fingerprint.
    """
    return data.removeprefix(BOM).replace(b"\r\n", b"\n")


def read_text(path: Path, limit: int = MAX_FILE) -> str:
    """The text of one of the project's own files: UTF-8, no byte order mark, `\\n` line ends."""
    return decode(normalize(read_bytes(path, limit)), path)


def parse_turtle(text: str, path: Path | None) -> list[Triple]:
    """The triples of a Turtle text, in the order of the text.

    Blank node labels are those of the parser; `relabel` makes them stable. Raises LoadError with
    the line and column of a syntax error or of a triple term.
    """
    guard_turtle(text, path)
    try:
        return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise LoadError([syntax_problem(error, path, "Turtle")]) from error
    except MemoryError as error:
        raise LoadError([too_long(text, path)]) from error


def named_triples(text: str, path: Path | None, prefix: str) -> tuple[Triple, ...]:
    """The triples of a Turtle text with blank nodes named by `relabel`.

    Who reads the files of a project once more in one process has those read that are new. Raises
    LoadError as `parse_turtle`.
    """
    if len(text) <= _LONG:
        with suppress(LoadError):  # which does not tell the file
            return _named_triples(text, prefix)
    return tuple(relabel(parse_turtle(text, path), prefix))


@lru_cache(maxsize=1000)
def _named_triples(text: str, prefix: str) -> tuple[Triple, ...]:
    return tuple(relabel(parse_turtle(text, None), prefix))


def relabel(statements: Iterable[Statement], prefix: str) -> Iterator[Statement]:
    """The same triples or quads with blank nodes named `<prefix>-<n>` in order of appearance.

    So no two files with prefixes of their own share a label, the same text always gets the same
    labels, and whoever reads the text again knows which blank node `n` is (`blank_number`).
    """
    names: dict[BlankNode, BlankNode] = {}

    def name(term: Other) -> Other | BlankNode:
        if not isinstance(term, BlankNode):
            return term
        if term not in names:
            names[term] = BlankNode(f"{prefix}-{len(names)}")
        return names[term]

    for statement in statements:
        if BlankNode in map(type, statement):
            subject, value = name(statement.subject), name(statement.object)
            if isinstance(statement, Quad):
                graph = name(statement.graph_name)
                yield Quad(subject, statement.predicate, value, graph)
            else:
                yield Triple(subject, statement.predicate, value)
        else:
            yield statement


def blank_number(node: BlankNode) -> int | None:
    """Which blank node of its file this is, counted from 0 as `relabel` does; None if unknown."""
    number = node.value.rpartition("-")[2]
    return int(number) if number.isascii() and number.isdigit() else None


def blank_prefix(path: PurePath) -> str:
    """What `relabel` puts before the blank nodes of a project's file: another for every path.

    In: the path relative to the root. Two files of one name in different folders do not meet.
    """
    return "".join(
        "." if character == "/"
        else character if character == "-" or (character.isascii() and character.isalnum())
        else f"_{ord(character):X}_"
        for character in path.with_suffix("").as_posix()
    )  # fmt: skip


def too_long(text: str, path: Path | None) -> Problem:
    """What to say where the parser's buffer is too small for a statement of `text`."""
    lines = enumerate(io.StringIO(text), 1)
    line = next((number for number, line in lines if len(line) > PARSER_BUFFER // 4), None)
    return Problem(
        "a term is too long",
        f"the parser holds at most {PARSER_BUFFER / MIB:g} MiB of one statement",
        "keep the text in a file of its own and give its address",
        path,
        line,
    )


def syntax_problem(error: SyntaxError, path: Path | None, language: str) -> Problem:
    """A parser's complaint as a Problem: the parser's words without its own place."""
    message = error.msg
    if message.startswith("Parser error"):
        message = message.partition(": ")[2]
    fix = "correct the text at this place"
    if "dot is expected" in message or "not a valid" in message:
        fix = "look for a missing or extra “.”, “;” or “,” here or on the line before"
    elif "Unexpected end" in message:
        fix = "look for a bracket, quotation mark or “.” that is missing at the end"
    elif "has not been declared" in message:
        fix = "correct the prefix, or add an @prefix line; kgraph fmt adds those of the project"
    elif "No scheme found" in message:
        fix = "write the whole IRI, or use a prefix"
    elif "Line jumps" in message:
        fix = "close the quotation mark, or use triple quotation marks"
    return Problem(
        f"{language} syntax error", message, fix, path, error.lineno, error.offset or None
    )


def _one(
    path: Path | None,
    what: str,
    why: str,
    fix: str,
    line: int | None = None,
    column: int | None = None,
) -> LoadError:
    return LoadError([Problem(what, why, fix, path, line, column)])
