"""A graph on its way to or from an engine: its lines, packed, and what tells it apart."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Final

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from kgraph.refusals import why
from kgraph.remote.errors import RemoteError
from kgraph.remote.layout import DIGEST, HELD, STATE, TRIPLES
from kgraph.vocab import XSD

_PACKED: Final = 50_000
"""Lines that are packed together."""
_DIGESTS: Final = 1 << 256
"""How many there are."""

Keep = Callable[[bytes], Callable[[], bytes]]
"""Keeps some bytes, and gives how they are had again."""


@dataclass(frozen=True)
class Part:
    """One graph: its name, its triples in canonical N-Triples, and what tells it apart."""

    name: str
    size: int
    digest: str
    """Of the triples, in any order; graphs that differ only in names of blank nodes have one."""
    has_blanks: bool
    """Whether a blank node stands in any line."""
    text: Iterable[str] = field(repr=False, compare=False)
    """The lines, each once, read anew each time: those of a large market fill the memory."""

    @staticmethod
    def of(name: str, lines: Iterable[str], keep: Keep | None = None) -> Part:
        """The graph with these lines, which are packed, and kept in memory if not elsewhere."""
        kept = keep or _in_memory
        told, packed, left = _Told(), list[Callable[[], bytes]](), iter(lines)
        while some := sorted(islice(left, _PACKED)):
            told.add(some)
            packed.append(kept(zlib.compress("\n".join(some).encode(), 1)))
        return told.part(name, _Packed(packed))

    @staticmethod
    def like(name: str, text: Iterable[str]) -> Part:
        """The graph with lines that something else keeps."""
        told, left = _Told(), iter(text)
        while some := list(islice(left, _PACKED)):
            told.add(some)
        return told.part(name, text)

    def __iter__(self) -> Iterator[str]:
        """The lines, always in the same order, some of them in memory at a time."""
        return iter(self.text)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines in their order, all in memory."""
        return tuple(sorted(self))

    @staticmethod
    def has_blank(line: str) -> bool:
        """Whether a blank node stands in a line: never within the quotes of a literal."""
        return "_:" in line and (line.startswith("_:") or " _:" in line.partition('"')[0])

    def notes(self, there: Part | None = None) -> tuple[str, ...]:
        """What `PUSHED` says of the graph, held as it is here, or as it is `there`."""
        held = there or self
        told = [(DIGEST, f'"{self.digest}"'), (TRIPLES, f'"{held.size}"^^{XSD.integer}')]
        if held != self:
            told.append((HELD, f'"{held.digest}"'))
        return tuple(f"<{self.name}> <{key}> {value} ." for key, value in told)

    def batches(self, size: int) -> Iterator[bytes]:
        """The triples, so many a request; those with blank nodes go in one, so that they stay
        the same."""
        tied = [line for line in self if self.has_blank(line)] if self.has_blanks else []
        if tied:
            yield "".join(f"{line}\n" for line in tied).encode()
        rest = (line for line in self if not tied or not self.has_blank(line))
        while some := list(islice(rest, size)):
            yield "".join(f"{line}\n" for line in some).encode()


class _Told:
    """What tells a graph apart, while its lines go by."""

    def __init__(self) -> None:
        self._size = self._sum = 0
        self._has_blanks = False

    def add(self, lines: list[str]) -> None:
        """Counts lines. Their digests are added up, so that no order has to be made of them."""
        self._size += len(lines)
        self._has_blanks = self._has_blanks or any(map(Part.has_blank, lines))
        sha256 = hashlib.sha256
        self._sum += sum(int.from_bytes(sha256(line.encode()).digest(), "big") for line in lines)

    def part(self, name: str, text: Iterable[str]) -> Part:
        """The graph with what went by."""
        digest = f"{self._sum % _DIGESTS:064x}"
        return Part(name, self._size, digest, self._has_blanks, text)


@dataclass(frozen=True)
class _Packed:
    """Lines, packed; a part of them in memory at a time."""

    parts: list[Callable[[], bytes]]

    def __iter__(self) -> Iterator[str]:
        for some in self.parts:
            yield from zlib.decompress(some()).decode().split("\n")


def _in_memory(data: bytes) -> Callable[[], bytes]:
    return lambda: data


class Spool:
    """Keeps bytes in a file that is gone with it: what a market packs into grows with it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 — closed with this

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def keep(self, data: bytes) -> Callable[[], bytes]:
        """Writes bytes at the end, and gives how they are read again. Raises RemoteError."""
        try:
            place = self._file.seek(0, 2)
            self._file.write(data)
        except OSError as error:
            raise RemoteError(
                f"{tempfile.gettempdir()}: the graphs to be pushed cannot be kept there "
                f"({why(error)}); make room, or name another folder by TMPDIR"
            ) from None
        return partial(self._read, place, len(data))

    def _read(self, place: int, size: int) -> bytes:
        self._file.seek(place)
        return self._file.read(size)


def part(name: str, triples: Iterable[Triple]) -> Part:
    """The graph of that name, each triple once."""
    return Part.of(name, sorted(set(_named(lines_of(triples)))))


def streamed(
    name: str,
    triples: Iterable[Triple],
    keep: Keep | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Part:
    """The graph of that name, of triples that come each once, some of them in memory at a time;
    `told` hears how many were read."""
    return Part.of(name, _named(lines_of(triples, told)), keep)


def _named(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a graph with blank nodes named by what is said of them, which stand in memory:
    only lines that have some tell them apart (RDFC-1.0, section 4.6)."""
    tied: list[str] = []
    for line in lines:
        if Part.has_blank(line):
            tied.append(line)
        else:
            yield line
    if tied:
        text = "".join(f"{line}\n" for line in tied)
        graph = Dataset(Quad(*quad.triple) for quad in parse(text, format=RdfFormat.N_TRIPLES))
        graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        yield from lines_of(quad.triple for quad in graph)


def lines_of(
    triples: Iterable[Triple], told: Callable[[int], None] = lambda _: None
) -> Iterator[str]:
    """Triples in canonical N-Triples; nothing but its end breaks a line there."""
    left, count = iter(triples), 0
    while some := list(islice(left, _PACKED)):
        text = (serialize(some, format=RdfFormat.N_TRIPLES) or b"").decode()
        yield from text.removesuffix("\n").split("\n")
        count += len(some)
        told(count)


def parts(
    store: Store, keep: Keep | None = None, told: Callable[[str], None] = lambda _: None
) -> Iterator[Part]:
    """Every graph of a snapshot, by name, the state among them; `told` hears how far it is."""
    graphs: list[NamedNode | DefaultGraph] = [DefaultGraph()]
    graphs += sorted((g for g in store.named_graphs() if isinstance(g, NamedNode)), key=str)
    for number, graph in enumerate(graphs, 1):
        name = STATE if isinstance(graph, DefaultGraph) else graph.value
        place = f"read {number}/{len(graphs)} {name}"
        told(place)
        quads = store.quads_for_pattern(None, None, None, graph)
        yield streamed(
            name,
            (quad.triple for quad in quads),
            keep,
            lambda count, place=place: told(f"{place}: {count:,}"),  # type: ignore[misc]
        )
