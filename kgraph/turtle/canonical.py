"""The canonical Turtle form: one text for one graph, its comments kept, so that differences show
what changed and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from kgraph.names import EDITORIAL, SRC
from kgraph.problems import LoadError, Problem
from kgraph.turtle.comments import Comments, read_comments
from kgraph.turtle.layout import Layout, Prefixes, Statement
from kgraph.turtle.lexer import Lines, UnreadableError
from kgraph.turtle.parse import decode, normalize, parse_turtle, read_bytes
from kgraph.turtle.positions import Document, read_document
from kgraph.turtle.same_graph import canonical_labels, same_graph
from kgraph.vocab import OWL, RDF, SKOS, Node, as_term
from kgraph.writing import refuse_links, write_atomic

_LEADING_TYPES: Final = frozenset((OWL.Ontology, SKOS.ConceptScheme))
_NO_PREFIXES: Final[Mapping[str, str]] = MappingProxyType({})


def format_turtle(text: str, path: Path | None = None) -> str:
    """The canonical form of a Turtle text; `path` tells which subject leads and names errors.

    The graph stays the same (literals in canonical spelling), and so do comments at the top, at
    section markers (`# ---- title`) and directly before a subject. Raises LoadError for a syntax
    error, a comment that has no such place, RDF 1.2, and brackets nested too deeply.
    """
    text = decode(normalize(text.encode("utf-8")), path)
    triples = parse_turtle(text, path)
    try:
        document = read_document(text)
    except UnreadableError as error:
        place = Lines(text).place(error.offset)
        raise LoadError(
            [Problem("cannot format the file", str(error), "rewrite this place", path, *place)]
        ) from error
    comments = read_comments(text, document, path)
    prefixes = Prefixes(document.prefixes)
    try:
        layout = Layout(
            ((t.subject, t.predicate, t.object) for t in document.triples),
            prefixes,
            document.anonymous,
        )
        sections = _sections(layout, document, comments, path, Lines(text))
        result = _assemble(comments.header, prefixes, sections)
    except RecursionError as error:
        raise _too_deep(path) from error
    # What the author labelled and the new text labels too has one label in both.
    _check_same(triples, result, path, layout.labelled - document.anonymous)
    return result


def write_turtle(
    triples: Iterable[Triple],
    *,
    header: str = "",
    first: NamedNode | str | None = None,
    prefixes: Mapping[str, str] = _NO_PREFIXES,
) -> str:
    """The canonical text of a graph: the same for the same graph, whatever its blank node labels.

    `header` is put at the top as comment lines; `first` is the subject that leads; `prefixes` are
    used besides the project's own. Raises LoadError where blank nodes are nested too deeply, or too
    many of them are alike.
    """
    triples = list(triples)
    try:
        names = Prefixes(prefixes)
        layout = Layout(map(_terms, triples), names)
        if layout.labelled:
            names = Prefixes(prefixes)
            layout = Layout(map(_terms, canonical_labels(triples)), names)
        lead = NamedNode(first) if isinstance(first, str) else first
        subjects = sorted(layout.subjects, key=lambda s: (s != lead, layout.key(s)))
        body = [layout.block(subject) for subject in subjects]
    except RecursionError as error:
        raise _too_deep(None) from error
    comment = [
        line if line.startswith("#") else f"# {line}".rstrip() for line in header.splitlines()
    ]
    return _assemble(comment, names, [body])


def _terms(triple: Triple) -> Statement:
    return triple.subject, triple.predicate, as_term(triple.object)


def check(paths: Iterable[Path]) -> list[Path]:
    """The files that are not in canonical form. Raises LoadError for all that cannot be read."""
    return [path for path, old, new in _formatted(paths) if new.encode("utf-8") != old]


def rewrite(paths: Iterable[Path], folder: Path | None = None) -> list[Path]:
    """Brings the files into canonical form and returns those that changed.

    `folder` is where files lie that nobody named: below it no link is followed. Raises LoadError,
    and changes nothing, where any of them cannot be formatted, OSError for such a link.
    """
    changed = [(path, new) for path, old, new in _formatted(paths) if new.encode("utf-8") != old]
    if folder is not None:
        for path, _ in changed:
            refuse_links(folder, path)
    for path, new in changed:
        write_atomic(path, new)
    return [path for path, _ in changed]


def _formatted(paths: Iterable[Path]) -> list[tuple[Path, bytes, str]]:
    results: list[tuple[Path, bytes, str]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            data = read_bytes(path)
            results.append((path, data, format_turtle(decode(data, path), path)))
        except LoadError as error:
            problems += error.problems
    if problems:
        raise LoadError(problems)
    return results


def _sections(
    layout: Layout, document: Document, comments: Comments, path: Path | None, lines: Lines
) -> list[list[str]]:
    """The texts of each section: its heading, then its blocks in order."""
    first_at: dict[Node, int] = {}
    for span in document.spans:
        if span.subject is not None:
            first_at.setdefault(span.subject, span.start)
    leading = _leading(document, path)
    starts = [section.start for section in comments.sections]
    members: list[list[Node]] = [[] for _ in starts]
    for subject in layout.subjects:
        at = 0 if subject in leading else first_at.get(subject, 0)
        members[bisect_right(starts, at) - 1].append(subject)
    lost = comments.subjects.keys() - set(layout.subjects)
    if lost:
        raise LoadError(
            Problem(
                "the comment cannot be kept",
                "its subject is a blank node that is written inside another statement",
                "move the comment before the statement that uses the blank node",
                path,
                *lines.place(at),
            )
            for at in sorted(first_at[subject] for subject in lost)
        )
    texts: list[list[str]] = []
    for section, subjects in zip(comments.sections, members, strict=True):
        subjects.sort(key=lambda s: (s not in leading, layout.key(s)))
        blocks = [
            "\n".join([*comments.subjects.get(subject, ()), layout.block(subject)])
            for subject in subjects
        ]
        texts.append(["\n".join(section.heading), *blocks] if section.heading else blocks)
    return texts


def _leading(document: Document, path: Path | None) -> set[Node]:
    """The subjects that describe the document itself."""
    leading: set[Node] = {
        t.subject
        for t in document.triples
        if t.predicate == RDF.type and t.object in _LEADING_TYPES
    }
    if path is not None:
        own = (SRC + path.stem, EDITORIAL + path.stem)
        leading |= {t.subject for t in document.triples if t.subject.value in own}
    return leading


def _assemble(header: list[str], prefixes: Prefixes, sections: list[list[str]]) -> str:
    parts = ["\n".join(header), "\n".join(prefixes.header())]
    parts += [text for texts in sections for text in texts]
    return "\n\n".join(part for part in parts if part) + "\n" if any(parts) else ""


def _check_same(
    triples: list[Triple], result: str, path: Path | None, known: Set[BlankNode]
) -> None:
    """The engine reads the new text back: a fault of the formatter must not reach a file."""
    if not same_graph(triples, parse_turtle(result, path), known):
        raise LoadError(
            [
                Problem(
                    "cannot format the file",
                    "the new text would say something else",
                    "leave the file as it is and report it",
                    path,
                )
            ]
        )


def _too_deep(path: Path | None) -> LoadError:
    return LoadError(
        [
            Problem(
                "cannot write the graph as Turtle",
                "its blank nodes are nested too deeply",
                "give the inner nodes IRIs",
                path,
            )
        ]
    )
