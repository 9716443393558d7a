"""Where in a file a triple stands. Files are read again only for what is complained about."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cached_property
from heapq import merge
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kgraph.problems import LoadError
from kgraph.turtle.lexer import Lines, UnreadableError, tokens
from kgraph.turtle.literals import engine_form, engine_forms
from kgraph.turtle.parse import BOM, MIB, blank_number, read_bytes, relabel
from kgraph.turtle.positions import Placed, Subjects, read_document
from kgraph.vocab import GraphName, Node, Object

MAX_NESTED_FORMAT: Final = 32 * MIB
"""Largest Turtle or TriG file searched for places; N-Triples and N-Quads have no such bound."""
MAX_LINE_FORMAT: Final = 512 * MIB

_NESTED_FORMATS: Final = (RdfFormat.TURTLE, RdfFormat.TRIG)
_FORMATS: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {
        ".ttl": RdfFormat.TURTLE,
        ".trig": RdfFormat.TRIG,
        ".nt": RdfFormat.N_TRIPLES,
        ".nq": RdfFormat.N_QUADS,
    }
)
_IRI_OR_LABEL: Final = re.compile(r"<[^>]*>|_:[^<]*")
_UNREADABLE: Final = (UnreadableError, SyntaxError, MemoryError)
_OWN: Final = "n"
"""What stands before the number of a blank node here, whatever its file is called elsewhere."""

Place = tuple[int, int]
Part: TypeAlias = Object | GraphName | None


class Sought(NamedTuple):
    """What a triple that is looked for has at its places; None where it may have anything."""

    subject: Part
    predicate: Part
    value: Part
    graph: Part


class Places(ABC):
    """The places of one file's triples."""

    def find(
        self,
        subject: Object | str | None = None,
        predicate: NamedNode | str | None = None,
        value: Object | None = None,
        graph: GraphName | None = None,
    ) -> Place | None:
        """Line and column of the first triple that matches; None in a position matches any.

        The place is that of the object (`value`) where one is given, else of the predicate, else
        of the subject. A string is an IRI; a blank node is one that `relabel` named, whatever
        stands before its number. None where no triple matches.
        """
        return self.place_of(Sought(*map(_node, (subject, predicate, value, graph))))

    @abstractmethod
    def place_of(self, sought: Sought) -> Place | None:
        """Line and column of the first triple that has what is sought."""


def locate(
    path: Path,
    subject: Object | str | None,
    predicate: NamedNode | str | None = None,
    value: Object | None = None,
) -> Place | None:
    """Line and column of a triple (or a subject) in a file; see `Places.find`.

    None where the file does not hold it, and for files without lines of their own (JSON-LD,
    RDF/XML), unreadable ones and Turtle beyond RDF 1.1. To look for several triples of one file,
    call `read_places` once.
    """
    places = read_places(path)
    return None if places is None else places.find(subject, predicate, value)


def read_places(
    path: Path, format: RdfFormat | None = None, text: str | None = None
) -> Places | None:
    """The places of a Turtle, TriG, N-Triples or N-Quads file (also `.gz`); else None.

    The format follows from the ending unless it is given; `text` is what the file holds, where it
    cannot be read again.
    """
    kind = format or _format(path)
    if kind is None or kind not in _FORMATS.values():
        return None
    nested = kind in _NESTED_FORMATS
    try:
        if text is None:
            data = read_bytes(path, MAX_NESTED_FORMAT if nested else MAX_LINE_FORMAT)
            text = data.removeprefix(BOM).decode("utf-8")
        if not nested:
            return _LinePlaces(text)
        return _DocumentPlaces(text, path.resolve().as_uri(), kind)
    except (LoadError, UnicodeDecodeError, *_UNREADABLE):
        return None


def _format(path: Path) -> RdfFormat | None:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return _FORMATS.get(suffixes[-1]) if suffixes else None


class _DocumentPlaces(Places):
    """The places of a Turtle or TriG text. It is read as far as it must be to find a subject, and
    as a whole when a triple is looked for."""

    def __init__(self, text: str, base: str, kind: RdfFormat) -> None:
        self._text, self._base = text, base
        self._trig = kind == RdfFormat.TRIG
        self._lines = Lines(text)
        self._subjects = Subjects(text, base)

    def place_of(self, sought: Sought) -> Place | None:
        try:
            at = self._find(sought)
        except _UNREADABLE:
            return None
        return None if at is None else self._lines.place(at)

    def _find(self, sought: Sought) -> int | None:
        about, verb, thing, within = sought
        said_at_all = verb is None and thing is None and within in (None, DefaultGraph())
        if said_at_all and isinstance(about, NamedNode) and not self._trig:
            return self._subjects.first(about)
        wanted = engine_form(thing)
        for quad, place in self._all if about is None else self._by_subject.get(about, ()):
            if verb not in (None, quad.predicate) or within not in (None, quad.graph_name):
                continue
            if wanted is None:
                return place.subject_at if verb is None else place.predicate_at
            found = quad.object
            if (self._spelled[found] if isinstance(found, Literal) else found) == wanted:
                return place.object_at
        return None

    @cached_property
    def _all(self) -> list[tuple[Quad, Placed]]:
        try:
            placed = read_document(self._text, self._base, trig=self._trig).triples
        except _UNREADABLE:
            return []  # nor is it read again
        # Both readers give the triples in one order, so a number means the same blank node.
        numbered = relabel((Quad(*triple[:4]) for triple in placed), _OWN)
        return list(zip(numbered, placed, strict=True))

    @cached_property
    def _spelled(self) -> Mapping[Literal, Literal]:
        return engine_forms(q.object for q, _ in self._all if isinstance(q.object, Literal))

    @cached_property
    def _by_subject(self) -> Mapping[object, list[tuple[Quad, Placed]]]:
        found: dict[object, list[tuple[Quad, Placed]]] = {}
        for quad, place in self._all:
            found.setdefault(quad.subject, []).append((quad, place))
        return found


class _LinePlaces(Places):
    """The places of a file with a triple a line; the first search indexes its lines."""

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._by_subject: dict[str, list[int]] = {}
        self._by_object: dict[str, list[int]] = {}
        self._irregular: list[int] = []
        """Lines whose terms are not told apart by a space: they are looked at every time."""
        self._indexed = False

    def place_of(self, sought: Sought) -> Place | None:
        try:
            return self._find(sought)
        except _UNREADABLE:
            return None  # the file changed since it was read, or is of another format

    def _find(self, sought: Sought) -> Place | None:
        wanted = [self._written(term) for term in sought]
        # Cheap look before the parse: a line without the names cannot be the one.
        needles = [str(term) for term in wanted if _is_name(term)]
        wanted[2] = engine_form(wanted[2])
        for number in self._candidates(wanted[0], wanted[2]):
            line = self._lines[number - 1]
            if all(needle in line for needle in needles) and _matches(line, wanted):
                position = 2 if sought.value is not None else 0 if sought.predicate is None else 1
                return number, list(tokens(line))[position].start + 1
        return None

    def _candidates(self, subject: object, value: object) -> Iterable[int]:
        """The numbers of all lines that can hold a subject and an object, in order."""
        if not _is_name(subject) and not _is_name(value):
            return range(1, len(self._lines) + 1)
        if not self._indexed:
            self._index()
        index, term = (self._by_subject, subject) if _is_name(subject) else (self._by_object, value)
        return merge(index.get(str(term), ()), self._irregular)

    def _index(self) -> None:
        self._indexed = True
        for number, line in enumerate(self._lines, start=1):
            parts = line.split(None, 3)
            if len(parts) < 3 or not all(_IRI_OR_LABEL.fullmatch(part) for part in parts[:2]):
                if parts:
                    self._irregular.append(number)
                continue
            self._by_subject.setdefault(parts[0], []).append(number)
            if parts[2].startswith("<"):
                iri = parts[2].partition(">")[0] + ">"
                self._by_object.setdefault(iri, []).append(number)
            elif parts[2].startswith("_:"):
                self._by_object.setdefault(parts[2].removesuffix("."), []).append(number)

    def _written(self, term: Object | GraphName | None) -> Object | GraphName | None:
        """A term as the file writes it: a blank node with its label there."""
        if not isinstance(term, BlankNode):
            return term
        number = blank_number(term)
        found = self._labels[number] if number is not None and number < len(self._labels) else None
        return term if found is None else BlankNode(found)

    @cached_property
    def _labels(self) -> list[str]:
        """The labels of the blank nodes, in order of appearance."""
        found: dict[str, None] = {}
        for line in self._lines:
            if "_:" in line:
                found.update((t.text[2:], None) for t in tokens(line) if t.kind == "bnode")
        return list(found)


def _matches(line: str, wanted: list[Object | GraphName | None]) -> bool:
    return any(
        all(asked in (None, term) for asked, term in zip(wanted, _spelled(quad), strict=True))
        for quad in parse(line, format=RdfFormat.N_QUADS)
    )


def _spelled(quad: Quad) -> tuple[object, ...]:
    return quad.subject, quad.predicate, engine_form(quad.object), quad.graph_name


def _node(term: Object | GraphName | str | None) -> Object | GraphName | None:
    if isinstance(term, BlankNode):
        return BlankNode(f"{_OWN}-{blank_number(term)}")
    return NamedNode(term) if isinstance(term, str) else term


def _is_name(term: object) -> bool:
    return isinstance(term, Node)
