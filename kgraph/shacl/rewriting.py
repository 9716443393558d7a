"""SPARQL text as tokens: enough to rewrite a query safely, never inside strings or IRIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kgraph.sparql import lexer as lexer

_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"var": "variable", "pname": "name", "blank": "name"}
    | {kind: kind for kind in ("string", "iri", "word")}
)


@dataclass(frozen=True)
class Token:
    """A piece of a query: `kind` is string, iri, variable, name, word, space or other."""

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
    done = 0
    for token in lexer.tokenize(text):
        if token.start > done:
            yield Token("space", text[done : token.start])
        done = token.end
        comment = token.kind == "comment"
        yield (
            Token("space", "\n") if comment else Token(_KINDS.get(token.kind, "other"), token.text)
        )
    if len(text) > done:
        yield Token("space", text[done:])


def join(tokens: tuple[Token, ...] | list[Token]) -> str:
    """The query that the tokens spell."""
    return "".join(token.text for token in tokens)
