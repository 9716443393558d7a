"""Where in a file a triple stands. Files are read again only for what is complained about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from heapq import merge
from pathlib import Path
from typing import Final, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kgraph.load.literals import engine_form
from kgraph.load.placed import Placed, read_document
from kgraph.load.problems import LoadError
from kgraph.load.read import BOM, MIB, read_bytes
from kgraph.load.tokens import Lines, UnreadableError, tokens

MAX_NESTED_FORMAT: Final = 32 * MIB
"""Largest Turtle or TriG file searched for places; N-Triples and N-Quads have no such bound."""
MAX_LINE_FORMAT: Final = 512 * MIB

_IRI_OR_LABEL: Final = re.compile(r"<[^>]*>|_:[^<]*")

Term = NamedNode | BlankNode | Literal
Place = tuple[int, int]


class Places(Protocol):
    """The places of one file's triples."""

    def find(
        self,
        subject: Term | str | None = None,
        predicate: NamedNode | str | None = None,
        value: Term | None = None,
    ) -> Place | None:
        """Line and column of the first triple that matches; None in a position matches any.

        The place is that of the object (`value`) where one is given, else of the predicate, else
        of the subject. A string is an IRI. None where no triple matches.
        """
        ...


def locate(
    path: Path,
    subject: Term | str | None,
    predicate: NamedNode | str | None = None,
    value: Term | None = None,
) -> Place | None:
    """Line and column of a triple (or a subject) in a file; see `Places.find`.

    None where the file does not hold it, and for files without lines of their own (JSON-LD,
    RDF/XML), unreadable ones and Turtle beyond RDF 1.1. To look for several triples of one file,
    call `read_places` once.
    """
    places = read_places(path)
    return None if places is None else places.find(subject, predicate, value)


def read_places(path: Path) -> Places | None:
    """The places of a Turtle, TriG, N-Triples or N-Quads file (also `.gz`); else None."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    kind = suffixes[-1] if suffixes else ""
    if kind not in (".ttl", ".trig", ".nt", ".nq"):
        return None
    line_format = kind in (".nt", ".nq")
    try:
        data = read_bytes(path, MAX_LINE_FORMAT if line_format else MAX_NESTED_FORMAT)
        text = data.removeprefix(BOM).decode("utf-8")
        if line_format:
            return _LinePlaces(text)
        base = path.resolve().as_uri()
        return _DocumentPlaces(text, read_document(text, base, trig=kind == ".trig").triples)
    except (LoadError, UnicodeDecodeError, UnreadableError):
        return None


class _DocumentPlaces:
    def __init__(self, text: str, triples: list[Placed]) -> None:
        self._lines = Lines(text)
        self._by_subject: dict[Term, list[Placed]] = {}
        for triple in triples:
            self._by_subject.setdefault(triple.subject, []).append(triple)
        self._all = triples

    def find(
        self,
        subject: Term | str | None = None,
        predicate: NamedNode | str | None = None,
        value: Term | None = None,
    ) -> Place | None:
        subject, predicate = _node(subject), _node(predicate)
        wanted = None if value is None else engine_form(value)
        for triple in self._all if subject is None else self._by_subject.get(subject, ()):
            if predicate is not None and triple.predicate != predicate:
                continue
            if wanted is None:
                at = triple.subject_at if predicate is None else triple.predicate_at
                return self._lines.place(at)
            if engine_form(triple.object) == wanted:
                return self._lines.place(triple.object_at)
        return None


class _LinePlaces:
    """The places of a file with a triple a line; the first search indexes its lines."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._by_subject: dict[str, list[int]] = {}
        self._by_object: dict[str, list[int]] = {}
        self._irregular: list[int] = []
        """Lines whose terms are not told apart by a space: they are looked at every time."""
        self._indexed = False

    def find(
        self,
        subject: Term | str | None = None,
        predicate: NamedNode | str | None = None,
        value: Term | None = None,
    ) -> Place | None:
        subject, predicate = _node(subject), _node(predicate)
        wanted = None if value is None else engine_form(value)
        # Cheap look before the parse: a line without the IRIs cannot be the one.
        needles = [str(term) for term in (subject, predicate, wanted) if _is_iri(term)]
        for number in self._candidates(subject, wanted):
            line = self._lines[number - 1]
            if not all(needle in line for needle in needles):
                continue
            if _matches(line, subject, predicate, wanted):
                position = 2 if wanted is not None else 0 if predicate is None else 1
                return number, list(tokens(line))[position].start + 1
        return None

    def _candidates(self, subject: Term | None, value: Term | None) -> Iterable[int]:
        """The numbers of all lines that can hold a subject and an object, in order."""
        if not _is_iri(subject) and not _is_iri(value):
            return range(1, len(self._lines) + 1)
        if not self._indexed:
            self._index()
        index, term = (self._by_subject, subject) if _is_iri(subject) else (self._by_object, value)
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


def _matches(line: str, subject: Term | None, predicate: Term | None, wanted: Term | None) -> bool:
    for s, p, o, _graph in parse(line, format=RdfFormat.N_QUADS):
        return (
            (subject is None or s == subject)
            and (predicate is None or p == predicate)
            and (wanted is None or engine_form(o) == wanted)
        )
    return False


def _node(term: Term | str | None) -> Term | None:
    return NamedNode(term) if isinstance(term, str) else term


def _is_iri(term: Term | None) -> bool:
    return isinstance(term, NamedNode)
