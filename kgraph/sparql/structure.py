"""Where the SELECT clauses of a query begin and end, found among its tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.sparql.lexer import Token, closing

_SAME_ORDER: Final = frozenset({"ASC", "DESC", "STR"})
_MODIFIERS: Final = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


@dataclass(frozen=True)
class Item:
    """One entry of a projection, a GROUP BY or an ORDER BY: token positions [start, end)."""

    start: int
    end: int
    variable: str | None
    """The variable the entry stands for: a bare one, one after AS, that of ASC, DESC or STR(?x)."""
    bare: bool


@dataclass(frozen=True)
class Select:
    """A SELECT, by token positions: its word, its projection, its group pattern, its modifiers."""

    at: int
    outermost: bool
    distinct: bool
    star: bool
    projection: tuple[Item, ...]
    opening: int
    closing: int
    group_by: tuple[Item, ...]
    having: tuple[int, int]
    order_by: tuple[Item, ...]

    def columns(self) -> list[str]:
        """The names of the projected variables, in order."""
        return [item.variable for item in self.projection if item.variable is not None]

    def expressions(self) -> Iterator[int]:
        """The token positions of the projection and the modifiers, where aggregates stand."""
        for item in (*self.projection, *self.group_by, *self.order_by):
            yield from range(item.start, item.end)
        yield from range(*self.having)


def selects(tokens: Sequence[Token]) -> list[Select]:
    """Every SELECT of a query, outer ones first. `tokens` are those of `lexer.code`."""
    found = []
    depth = 0
    for i, token in enumerate(tokens):
        if token.kind == "mark":
            depth += (token.text == "{") - (token.text == "}")
        elif token.upper == "SELECT":
            found.append(_read(tokens, i, depth == 0))
    return found


def _read(tokens: Sequence[Token], at: int, outermost: bool) -> Select:
    i = at + 1
    distinct = i < len(tokens) and tokens[i].upper in ("DISTINCT", "REDUCED")
    if distinct:
        distinct = tokens[i].upper == "DISTINCT"
        i += 1
    star = i < len(tokens) and tokens[i].text == "*"
    start = i + star
    opening = start
    while opening < len(tokens) and tokens[opening].text != "{":
        opening = closing(tokens, opening) + 1 if tokens[opening].text == "(" else opening + 1
    projection = tuple(_items(tokens, start, min(opening, len(tokens))))
    end = closing(tokens, opening) if opening < len(tokens) else len(tokens) - 1
    clauses = _clauses(tokens, end + 1)
    return Select(
        at=at,
        outermost=outermost,
        distinct=distinct,
        star=star,
        projection=projection,
        opening=opening,
        closing=end,
        group_by=tuple(_items(tokens, *clauses.get("GROUP", (0, 0)))),
        having=clauses.get("HAVING", (0, 0)),
        order_by=tuple(_items(tokens, *clauses.get("ORDER", (0, 0)))),
    )


def _clauses(tokens: Sequence[Token], i: int) -> dict[str, tuple[int, int]]:
    """The modifiers after a group pattern: word → positions of what follows it (and BY)."""
    found: dict[str, tuple[int, int]] = {}
    while i < len(tokens) and tokens[i].upper in _MODIFIERS:
        word = tokens[i].upper
        start = i + 2 if word in ("GROUP", "ORDER") else i + 1
        end = start
        while (
            end < len(tokens) and tokens[end].text != "}" and (tokens[end].upper not in _MODIFIERS)
        ):
            end = closing(tokens, end) + 1 if tokens[end].text in ("(", "{") else end + 1
        found.setdefault(word, (start, end))
        i = end
    return found


def _items(tokens: Sequence[Token], start: int, end: int) -> Iterator[Item]:
    """The entries between two positions: variables, bracketed expressions, and calls."""
    i = start
    while i < end:
        token = tokens[i]
        if token.kind == "var":
            yield Item(i, i + 1, token.name, True)
            i += 1
        elif token.upper in ("WHERE", "FROM", "NAMED") or token.text == "*":
            i += 1
        else:
            first = i
            while i < end and tokens[i].text != "(":
                i += 1
            last = closing(tokens, i) if i < end else end - 1
            yield Item(first, last + 1, _variable(tokens, first, last), False)
            i = last + 1


def _variable(tokens: Sequence[Token], first: int, last: int) -> str | None:
    inside = tokens[first : last + 1]
    if len(inside) >= 4 and inside[-3].upper == "AS":
        return inside[-2].name or None
    wrapped = [t for t in inside if t.text not in ("(", ")") and t.upper not in _SAME_ORDER]
    return wrapped[0].name or None if len(wrapped) == 1 else None
