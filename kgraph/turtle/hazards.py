"""Texts that must not reach a parser: what would crash it, or what no tool after it can read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, Triple

from kgraph.problems import LoadError, Problem

MAX_JSON_DEPTH: Final = 200
NEW_TERM: Final = "a term of RDF 1.2"
NEW_TERM_WHY: Final = "not all tools of the graph can read triple terms or text directions"
NEW_TERM_FIX: Final = "use an rdf:Statement node, or a plain language tag"

# What is opened and never closed is read to the end, or each opening would be tried anew.
_JSON_PART: Final = re.compile(
    r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL
)
_TURTLE_PART: Final = re.compile(
    r"#[^\r\n]*+|<[^<>\x00-\x20]*+>|\\."
    r'|"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\\?\Z)'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\\?\Z)"
    r'|"(?:[^"\\\r\n]++|\\.)*+"?'
    r"|'(?:[^'\\\r\n]++|\\.)*+'?"
    r"|(?P<term><<)",
    re.DOTALL,
)


def guard_json(text: str, path: Path | None) -> None:
    """Raises LoadError for JSON nested so deeply that a reader would run out of stack."""
    depth = 0
    for match in _JSON_PART.finditer(text):
        depth += 1 if match["open"] else -1 if match["close"] else 0
        if depth > MAX_JSON_DEPTH:
            raise refusal(
                "the JSON is nested too deeply",
                f"it goes deeper than {MAX_JSON_DEPTH} levels",
                "write the inner objects side by side and link them with @id",
                text,
                match.start(),
                path,
            )


def guard_turtle(text: str, path: Path | None) -> None:
    """Raises LoadError for a triple term in Turtle, TriG, N-Triples or N-Quads."""
    if "<<" not in text:
        return
    for match in _TURTLE_PART.finditer(text):
        if match["term"]:
            raise triple_term(text, match.start(), path)


def is_new(term: object) -> bool:
    """Whether only RDF 1.2 knows this term: a triple, or a text with a direction."""
    if isinstance(term, Literal):
        return getattr(term, "direction", None) is not None
    return isinstance(term, Triple)


def triple_term(text: str, offset: int, path: Path | None) -> LoadError:
    """The LoadError for a term of RDF 1.2 that begins at `offset`."""
    return refusal(NEW_TERM, NEW_TERM_WHY, NEW_TERM_FIX, text, offset, path)


def refusal(what: str, why: str, fix: str, text: str, offset: int, path: Path | None) -> LoadError:
    """The LoadError of one problem, with the line and column of `offset`."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return LoadError([Problem(what, why, fix, path, line, column)])
