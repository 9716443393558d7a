"""SPARQL text as tokens: enough to rewrite a query safely, never inside strings or IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r'''
      (?P<comment>\#[^\r\n]*)
    | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
               | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w.:%-]|\\.)* )
    | (?P<word>@?[A-Za-z_][\w-]*)
    | (?P<space>\s+)
    | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of a query: `kind` names the alternative of the pattern that matched it."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """The keyword in capitals, or an empty text for any other token."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def variable(self) -> str:
        """The name of the variable, or an empty text for any other token."""
        return self.text[1:] if self.kind == "variable" else ""


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a query, without comments; joining their texts gives an equal query."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        yield Token("space", "\n") if kind == "comment" else Token(kind, match.group())


def join(tokens: tuple[Token, ...] | list[Token]) -> str:
    """The query that the tokens spell."""
    return "".join(token.text for token in tokens)
