"""Which variables have a value in every row of a group pattern, as far as its text tells."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from kgraph.sparql.lexer import Token, closing
from kgraph.sparql.structure import Item, selects

_ALWAYS: Final = frozenset({"COUNT", "GROUP_CONCAT"})
"""Aggregates that have a value whatever they run over."""


def surely_bound(tokens: Sequence[Token], opening: int, known: Set[str]) -> frozenset[str]:
    """The variables that every row of the group binds; `opening` is the position of its bracket.

    `known` are those that have a value wherever they stand: the parameters.
    """
    found = set(known)
    i, end = opening + 1, closing(tokens, opening)
    while i < end:
        word = tokens[i].upper
        if tokens[i].text == "{":
            arms, i = _arms(tokens, i, known)
            found |= frozenset.intersection(*arms)
        elif word in ("OPTIONAL", "MINUS", "FILTER"):
            i = _past(tokens, i + 1)
        elif word == "BIND":
            last = closing(tokens, i + 1)
            if may_not_fail(tokens, i + 2, last - 2, found):
                found.add(tokens[last - 1].name)
            i = last + 1
        elif word == "VALUES":
            i = _values(tokens, i + 1, found)
        elif word == "SELECT":
            return frozenset(found | _selected(tokens, i, known))
        else:
            if tokens[i].kind == "var":
                found.add(tokens[i].name)
            i += 1
    return frozenset(found)


def may_not_fail(tokens: Sequence[Token], start: int, end: int, bound: Set[str]) -> bool:
    """Whether an expression, the tokens [start, end), has a value by the variables it names.

    COALESCE has one where its last argument has, IF(BOUND(?x), …) where its last argument has, and
    BOUND always.
    """
    guarded = tokens[start].upper == "COALESCE" or (
        tokens[start].upper == "IF" and tokens[start + 2].upper == "BOUND"
    )
    if guarded and closing(tokens, start + 1) == end - 1:
        start, end = _last_argument(tokens, start + 2, end - 1), end - 1
    return all(
        token.kind != "var" or token.name in bound or tokens[i - 2].upper == "BOUND"
        for i, token in enumerate(tokens[start:end], start)
    )


def _last_argument(tokens: Sequence[Token], start: int, end: int) -> int:
    i, found = start, start
    while i < end:
        if tokens[i].text == ",":
            found = i + 1
        i = closing(tokens, i) + 1 if tokens[i].text == "(" else i + 1
    return found


def _arms(tokens: Sequence[Token], i: int, known: Set[str]) -> tuple[list[frozenset[str]], int]:
    """What each group of a UNION binds, a group alone being one; and the position after them."""
    arms = [surely_bound(tokens, i, known)]
    i = closing(tokens, i) + 1
    while tokens[i].upper == "UNION":
        arms.append(surely_bound(tokens, i + 1, known))
        i = closing(tokens, i + 1) + 1
    return arms, i


def _past(tokens: Sequence[Token], i: int) -> int:
    """The position after what an OPTIONAL, MINUS or FILTER holds."""
    while tokens[i].text not in ("(", "{"):
        i += 1
    return closing(tokens, i) + 1


def _values(tokens: Sequence[Token], i: int, found: set[str]) -> int:
    """Adds the variables of a VALUES block without UNDEF; the position after the block."""
    names = []
    while tokens[i].text != "{":
        if tokens[i].kind == "var":
            names.append(tokens[i].name)
        i += 1
    end = closing(tokens, i)
    if not any(token.upper == "UNDEF" for token in tokens[i:end]):
        found.update(names)
    return end + 1


def _selected(tokens: Sequence[Token], at: int, known: Set[str]) -> set[str]:
    """What a sub-select binds of what it selects."""
    select = next(select for select in selects(tokens) if select.at == at)
    inside = surely_bound(tokens, select.opening, known)
    if select.star:
        return set(inside)
    return {
        item.variable
        for item in select.projection
        if item.variable is not None and _has_value(tokens, item, inside)
    }


def _has_value(tokens: Sequence[Token], item: Item, bound: Set[str]) -> bool:
    if item.bare:
        return item.variable in bound
    if tokens[item.start + 1].upper in _ALWAYS:
        return True
    return may_not_fail(tokens, item.start + 1, item.end - 3, bound)
