"""Which comment of a Turtle text belongs to what: the file, a section, or a subject."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kgraph.problems import LoadError, Problem
from kgraph.turtle.lexer import Lines, Token
from kgraph.turtle.positions import Document, Span
from kgraph.vocab import Node

_MARKER: Final = re.compile(r"#\s*-{4}")


@dataclass
class Section:
    """A part of a file: the comment lines that open it, and the offset where it begins."""

    heading: list[str]
    start: int


@dataclass
class Comments:
    """The comments of a text, each with what it belongs to."""

    header: list[str] = field(default_factory=list)
    """Lines at the top of the file; an empty line stands between two blocks."""
    sections: list[Section] = field(default_factory=list)
    """In text order; the first has no heading and begins at 0."""
    subjects: dict[Node, list[str]] = field(default_factory=dict)


def read_comments(text: str, document: Document, path: Path | None) -> Comments:
    """The comments of `document`, sorted by what they belong to.

    Raises LoadError naming every comment whose place cannot be kept: inside a statement, at the
    end of a line, between prefix lines, or loose between two statements.
    """
    lines = Lines(text)
    comments = Comments(sections=[Section([], 0)])
    problems: list[Problem] = []

    def refuse(token: Token, where: str, fix: str) -> None:
        problems.append(
            Problem("the comment cannot be kept", where, fix, path, *lines.place(token.start))
        )

    own_line: list[Token] = []
    starts = [span.start for span in document.spans]
    ends = [span.end for span in document.spans]
    for token in document.comments:
        span = bisect_right(starts, token.start) - 1
        if span >= 0 and token.start < ends[span]:
            refuse(token, "it stands inside a statement", "move it before the subject")
        elif text[text.rfind("\n", 0, token.start) + 1 : token.start].strip():
            refuse(token, "it stands at the end of a line", "move it before the subject")
        else:
            own_line.append(token)
    for block in _blocks(own_line, lines):
        words = [token.text.rstrip() for token in block]
        # Spans stand one after the other, and a block between two of them.
        last = bisect_right(ends, block[0].start)
        before = document.spans[last - 1] if last else None
        after = document.spans[last] if last < len(ends) else None
        if _MARKER.match(words[0]):
            comments.sections.append(Section(words, block[0].start))
        elif after and after.subject and _touches(block, after, lines):
            comments.subjects.setdefault(after.subject, []).extend(words)
        elif before and not before.subject and after and not after.subject:
            refuse(block[0], "it stands between prefix lines", "move it to the top of the file")
        elif before is None or not before.subject:
            comments.header += [""] * bool(comments.header) + words
        else:
            refuse(
                block[0],
                "it belongs to no subject",
                "put it directly before the subject, or write a section marker “# ---- title”",
            )
    if problems:
        raise LoadError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return comments


def _blocks(comments: list[Token], lines: Lines) -> list[list[Token]]:
    """Comments on lines that follow each other; a section marker begins a new block."""
    blocks: list[list[Token]] = []
    last = -1
    for token in comments:
        line = lines.place(token.start)[0]
        if line == last + 1 and not _MARKER.match(token.text):
            blocks[-1].append(token)
        else:
            blocks.append([token])
        last = line
    return blocks


def _touches(block: list[Token], span: Span, lines: Lines) -> bool:
    return lines.place(span.start)[0] == lines.place(block[-1].start)[0] + 1
