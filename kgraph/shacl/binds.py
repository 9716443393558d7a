"""Whether a query binds $this by itself, so that it need not be bound beforehand."""

from __future__ import annotations

from typing import Final

from kgraph.sparql.lexer import Token

_ONE_TERM: Final = frozenset({"iri", "pname", "blank", "var", "string", "word"})
"""What an object can be that ends a verb of one step; a number may belong to a longer path."""


def binds_this(tokens: tuple[Token, ...]) -> bool:
    """Whether every group that mentions $this begins with triples that bind it.

    Such a query says the same for all nodes at once as for each of them bound beforehand.
    """
    words = [token for token in tokens if token.kind != "space"]
    body = next((i for i, token in enumerate(words) if token.text == "{"), len(words))
    if not any(token.name == "this" for token in words[body:]):
        # Only the list of what is selected names it.
        return False
    opened: list[int] = []
    for i, token in enumerate(words):
        if token.text == "{":
            opened.append(i)
        elif token.text == "}":
            if not opened:
                return False
            start = opened.pop()
            if any(t.name == "this" for t in words[start:i]) and not _begins(words, start):
                return False
    return True


def _begins(words: list[Token], start: int) -> bool:
    """Whether the group that opens at `start` first of all binds $this, in one way or another."""
    if words[start - 1].upper == "EXISTS":
        # What is bound outside is bound within.
        return True
    for i, token in enumerate(words[start + 1 :], start + 1):
        if token.name == "this" and words[i - 1].text in ("{", ".", ")"):
            return _one_step(words[i + 1 : i + 3])
        if token.text == "{":
            # A nested group, or the first of several: each is looked at by itself, and the
            # parts of a UNION all have to mention $this.
            return _all_mention(words, i)
        if token.text == "}" or token.upper in ("OPTIONAL", "BIND", "SELECT", "EXISTS"):
            return False
    return False


def _one_step(rest: list[Token]) -> bool:
    """Whether a verb is one property, or a variable: a longer path may lead through no triple."""
    if len(rest) < 2:
        return False
    verb, then = rest
    plain = verb.kind in ("iri", "pname", "blank", "var") or verb.text == "a"
    of_path = verb.text.startswith("<") and verb.text.endswith(">")
    return (plain or of_path) and then.kind in _ONE_TERM


def _all_mention(words: list[Token], start: int) -> bool:
    """Whether the group that opens at `start`, and those in UNION with it, mention $this."""
    level, mentioned = 0, False
    for i, token in enumerate(words[start:], start):
        level += (token.text == "{") - (token.text == "}")
        mentioned = mentioned or token.name == "this"
        if level == 0:
            follows = words[i + 1].upper == "UNION" if i + 1 < len(words) else False
            return mentioned and (not follows or _all_mention(words, i + 2))
    return False
