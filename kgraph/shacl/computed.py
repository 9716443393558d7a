"""Which values a query of the shapes may compute with: the objects of which properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kgraph.shacl.constraint_query import prefixes
from kgraph.shacl.paths import Path
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.sparql.lexer import Token, code
from kgraph.sparql.prefixes import declared, iri
from kgraph.vocab import SH, Object

_ENDS: Final = frozenset({"{", "}", ".", ";", "["})
_LOOK_ONLY: Final = frozenset(
    {"COUNT", "BOUND", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "STR", "LANG", "DATATYPE"}
    | {"SAMETERM", "EXISTS"}
)
"""Functions that give the same for a number beyond any range as for a small one."""


@dataclass(frozen=True)
class Computed:
    """The properties with whose values a query may compute; `any` where it may be each of them."""

    names: frozenset[str]
    any: bool = False

    def __contains__(self, iri: str) -> bool:
        return self.any or iri in self.names


def computed(graph: ShapeGraph, node: Object, path: Path | None) -> Computed:
    """What the query of the SPARQL constraint or validator `node` may compute with.

    It is told by the text, and in doubt it may. `path` is the path of the shape, for $PATH.
    """
    names: set[str] = set()
    for kind in ("select", "ask"):
        for text in graph.objects(node, SH.BASE + kind):
            assert isinstance(text, ox.Literal)
            words = code(prefixes(graph, node) + text.value)
            used = _used(words)
            # ASK validators are given the value itself.
            if "value" in used and kind == "ask":
                return Computed(frozenset(), any=True)
            known = declared(words)
            for verb in _verbs(words, used):
                if verb[0].text == "!" or (verb[0].name and verb[0].name != "PATH"):
                    return Computed(frozenset(), any=True)
                for token in verb:
                    if token.name == "PATH" and path is not None:
                        names.update(path.properties)
                    named = iri(token, known)
                    if named is not None:
                        names.add(named)
    return Computed(frozenset(names))


def _calls(words: list[Token]) -> Iterator[tuple[int, str | None]]:
    """Each token's number, with the word before the innermost bracket; None in no bracket.

    A group in braces begins anew: what stands there are patterns.
    """
    opened: list[str | None] = []
    for i, token in enumerate(words):
        if token.text in (")", "}") and opened:
            opened.pop()
        yield i, opened[-1] if opened else None
        if token.text == "(":
            opened.append(words[i - 1].upper if i else "")
        elif token.text == "{":
            opened.append(None)


def _used(words: list[Token]) -> frozenset[str]:
    """The variables that stand in brackets, where more is done with them than looking at them."""
    return frozenset(
        words[i].name
        for i, call in _calls(words)
        if words[i].name and call is not None and call not in _LOOK_ONLY
    )


def _verbs(words: list[Token], used: frozenset[str]) -> Iterator[list[Token]]:
    """What stands before each object that is one of the variables, without the subject."""
    body = next((i for i, token in enumerate(words) if token.text == "{"), len(words))
    for i, call in _calls(words):
        if i < body or call is not None or words[i].name not in used:
            continue
        start = _start(words, i)
        verb = words[start:i]
        # A subject leads, unless the one before goes on or stands in square brackets.
        goes_on = words[start - 1].text in (";", "[")
        brackets = max((n for n, word in enumerate(verb) if word.text == "]"), default=-1)
        verb = verb[brackets + 1 :] if brackets >= 0 else verb if goes_on else verb[1:]
        if verb:
            yield verb


def _start(words: list[Token], end: int) -> int:
    """Where the part of a pattern begins that ends with the object at `end`."""
    start = end
    while start and not (words[start - 1].text in _ENDS or _keyword(words[start - 1])):
        if words[start - 1].text == ")":
            opening = start - 1
            level = 1
            while opening and level:
                opening -= 1
                level += (words[opening].text == ")") - (words[opening].text == "(")
            if opening and _keyword(words[opening - 1]):
                # The condition of a FILTER before the pattern, not a path in brackets.
                return start
            start = opening + 1
        start -= 1
    return start


def _keyword(token: Token) -> bool:
    return bool(token.upper) and token.text != "a"
