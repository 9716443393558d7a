"""The prefixes that a query declares, and the IRIs that its names stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kgraph.sparql.lexer import Token


def declared(tokens: Sequence[Token]) -> dict[str, str]:
    """The namespaces that a query declares, by prefix without colon, in order.

    `tokens` are those of `lexer.code`.
    """
    return {
        tokens[i + 1].text[:-1]: tokens[i + 2].text[1:-1]
        for i, token in enumerate(tokens[:-2])
        if token.upper == "PREFIX"
    }


def declares(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` is the prefix or the IRI of a declaration."""
    before = tokens[i - 1].upper if i else ""
    return before in ("BASE", "PREFIX") or (i > 1 and tokens[i - 2].upper == "PREFIX")


def iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """The IRI that a token stands for, None for one that is no name or has an unknown prefix."""
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind != "pname":
        return None
    prefix, _, local = token.text.partition(":")
    namespace = prefixes.get(prefix)
    return None if namespace is None else namespace + re.sub(r"\\(.)", r"\1", local)
