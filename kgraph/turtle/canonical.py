"""The canonical Turtle form: one text for one graph, its comments kept, so that differences show
what changed and nothing else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from kgraph.names import EDITORIAL, PREFIXES, SRC
from kgraph.problems import LoadError, Problem
from kgraph.turtle.comments import Comments, read_comments
from kgraph.turtle.layout import Layout, Prefixes, Statement
from kgraph.turtle.lexer import Lines, Token, UnreadableError, tokens
from kgraph.turtle.parse import decode, normalize, parse_turtle
from kgraph.turtle.positions import Document, read_document
from kgraph.turtle.same_graph import canonical_labels, same_graph
from kgraph.vocab import OWL, RDF, SKOS, Node, Term, as_term

_LEADING_TYPES: Final = frozenset((OWL.Ontology, SKOS.ConceptScheme))
_NO_PREFIXES: Final[Mapping[str, str]] = MappingProxyType({})


Names = Callable[[list[Statement]], Mapping[Node, NamedNode]]
"""What tells which nodes of a text get another name."""


def format_turtle(text: str, path: Path | None = None, names: Names | None = None) -> str:
    """The canonical form of a Turtle text; `path` tells which subject leads and names errors.

    The graph stays the same (literals in canonical spelling) but for the nodes to which `names`
    gives another name, and so do comments at the top, at section markers (`# ---- title`) and
    directly before a subject. A prefix of the project may be used without being declared. Raises
    LoadError for a syntax error, a comment that has no such place, RDF 1.2, and brackets nested
    too deeply.
    """
    text = decode(normalize(text.encode("utf-8")), path)
    text, added = with_prefixes(text)
    try:
        return _format(text, path, names)
    except LoadError as error:
        raise LoadError(_above(problem, added) for problem in error.problems) from error


def _above(problem: Problem, lines: int) -> Problem:
    """A problem of a text that has so many lines more than the file."""
    return problem if problem.line is None else replace(problem, line=problem.line - lines)


def _format(text: str, path: Path | None, names: Names | None) -> str:
    triples = parse_turtle(text, path)
    try:
        document = read_document(text)
    except UnreadableError as error:
        place = Lines(text).place(error.offset)
        raise LoadError(
            [Problem("cannot format the file", str(error), "rewrite this place", path, *place)]
        ) from error
    comments = read_comments(text, document, path)
    new = names([placed[:3] for placed in document.triples]) if names is not None else {}
    if new:
        _check_same(triples, [Triple(*placed[:3]) for placed in document.triples], path)
        document = _renamed(document, new)
        comments.subjects = _united(comments.subjects, new)
        triples = [Triple(*placed[:3]) for placed in document.triples]
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
    if result == text and not new:
        return result  # which says what it said
    # What the author labelled and the new text labels too has one label in both.
    known = layout.labelled - document.anonymous
    _check_same(triples, parse_turtle(result, path), path, known)
    return result


def _renamed(document: Document, names: Mapping[Node, NamedNode]) -> Document:
    """The document with those nodes called by their new names."""

    def new(term: Term) -> Term:
        return names.get(term, term) if isinstance(term, NamedNode | BlankNode) else term

    return replace(
        document,
        triples=[
            one._replace(subject=names.get(one.subject, one.subject), object=new(one.object))
            for one in document.triples
        ],
        spans=[
            span if span.subject is None
            else span._replace(subject=names.get(span.subject, span.subject))
            for span in document.spans
        ],
        anonymous=document.anonymous - names.keys(),
    )  # fmt: skip


def _united(
    comments: Mapping[Node, list[str]], names: Mapping[Node, NamedNode]
) -> dict[Node, list[str]]:
    united: dict[Node, list[str]] = {}
    for subject, lines in comments.items():
        united.setdefault(names.get(subject, subject), []).extend(lines)
    return united


def with_prefixes(text: str) -> tuple[str, int]:
    """The text with the prefixes of the project that it uses and does not declare.

    And how many lines it has more above the first of the file.
    """
    missing, first = _missing(text)
    if not missing:
        return text, 0
    lines = " ".join(f"@prefix {name}: <{PREFIXES[name]}> ." for name in sorted(missing))
    if first is None:
        return f"{lines}\n{text}", 1
    return f"{text[:first]}{lines} {text[first:]}", 0


def prefixes_of(text: str) -> Mapping[str, str]:
    """The prefixes that a canonical text declares, each with its namespace."""
    return read_document(text).prefixes


def name_in(text: str, node: NamedNode) -> str:
    """How a canonical text calls a node: by its own prefixes and those of the project."""
    return Prefixes(prefixes_of(text)).name(node.value)


_HEAD: Final = re.compile(r"(?:@prefix [a-z0-9-]*: <[^<>\n]*> \.\n|#.*\n|\n)*")
_DECLARED: Final = re.compile(r"^@prefix ([a-z0-9-]*):", re.MULTILINE)
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def _before_colons(text: str) -> set[str]:
    """What may be the prefix of a name, or part of one. The time grows with the text alone."""
    parts = text.split(":")[:-1]
    return {part[len(part.rstrip(_LETTERS)) :].lstrip("0123456789_-") for part in parts}


def _missing(text: str) -> tuple[set[str], int | None]:
    """The prefixes that are missing, and the offset of the first that is declared."""
    head = _HEAD.match(text)
    begun = set(_DECLARED.findall(head[0])) if head is not None else set()
    if PREFIXES.keys().isdisjoint(_before_colons(text) - begun):
        return set(), None  # whatever is a name here, and most files end here
    used: set[str] = set()
    declared: set[str] = set()
    first: int | None = None
    before: Token | None = None
    try:
        for token in tokens(text):
            if token.kind == "name":
                prefix = token.text.partition(":")[0]
                if before is not None and before.text.lower() in ("@prefix", "prefix"):
                    declared.add(prefix)
                    first = before.start if first is None else first
                else:
                    used.add(prefix)
            before = token
    except UnreadableError:
        return set(), None  # the parser tells what is wrong there
    return (used - declared) & PREFIXES.keys(), first


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
    written = {
        subject: bisect_right(starts, 0 if subject in leading else first_at.get(subject, 0)) - 1
        for subject in layout.subjects
    }
    for subject, home in _homes(layout, written, leading).items():
        members[home].append(subject)
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


def _homes(layout: Layout, written: Mapping[Node, int], leading: Set[Node]) -> Mapping[Node, int]:
    """The section in which each subject belongs; `written` tells where it was written.

    A thing stands under the heading under which most things of its kind stand, a statement or a
    record where its subject does: what was appended finds its place.
    """
    if len(set(written.values())) < 2:
        return written
    kinds = {
        subject: kind
        for subject in written
        if subject not in leading and (kind := layout.kind(subject)) is not None
    }
    every = Counter(written[subject] for subject in kinds)
    of_kind = Counter((kind, written[subject]) for subject, kind in kinds.items())
    best: dict[frozenset[Term], tuple[int, float, int]] = {}
    for (kind, at), count in of_kind.items():
        # Of two headings with as many, the one that has less of other kinds.
        best[kind] = max(best.get(kind, (0, 0.0, 0)), (count, count / every[at], -at))
    homes = dict(written) | {subject: -best[kind][2] for subject, kind in kinds.items()}
    return {
        subject: homes.get(layout.anchor(subject) or subject, section)
        for subject, section in homes.items()
    }


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
    triples: list[Triple],
    read: list[Triple],
    path: Path | None,
    known: Set[BlankNode] = frozenset(),
) -> None:
    """Whether two readings are one graph: a fault of the formatter must not reach a file."""
    if not same_graph(triples, read, known):
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
