"""Turtle, TriG, N-Triples and N-Quads text → tokens with their offsets, comments among them.

The grammar is that of RDF 1.1. The text has been through the engine's parser before, so this one
need not find faults: what it does not know (RDF 1.2 syntax) it refuses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple


class UnreadableError(Exception):
    """The text uses something this reader does not know. `offset` says where."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Token(NamedTuple):
    """A piece of the text: its kind, its spelling, and the offset of its first character."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)


class Lines:
    """Offsets → line and column, both counted from 1 and in characters."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_BASE}_:0-9]|{_ESCAPE})(?:[{_CHARS}:]|{_ESCAPE}|\.+(?=[{_CHARS}:%\\]))*"

_TOKEN: Final = "|".join(
    f"(?P<{kind}>{pattern})"
    for kind, pattern in (
        ("space", r"[ \t\r\n]++"),
        ("comment", r"#[^\r\n]*+"),
        ("iri", r"<(?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"),
        ("long", r'"""(?:[^"\\]++|\\.|"(?!""))*+"""' r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"),
        ("short", r'"(?:[^"\\\r\n]++|\\.)*+"' r"|'(?:[^'\\\r\n]++|\\.)*+'"),
        ("at", r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?!-)"),
        ("datatype", r"\^\^"),
        ("bnode", rf"_:[{_BASE}_0-9](?:[{_CHARS}]|\.+(?=[{_CHARS}]))*"),
        ("name", rf"(?:[{_BASE}](?:[{_CHARS}]|\.+(?=[{_CHARS}]))*)?:(?:{_LOCAL})?"),
        ("double", r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
        ("decimal", r"[+-]?[0-9]*\.[0-9]+"),
        ("integer", r"[+-]?[0-9]+"),
        ("word", r"[A-Za-z]+"),
        ("mark", r"[.;,()\[\]{}](?!\|)"),
        ("other", r"."),
    )
)


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when a text is first read: the many ranges of letters take a while."""
    return re.compile(_TOKEN, re.DOTALL)


def tokens(text: str) -> Iterator[Token]:
    """All tokens but white space, in order.

    Raises UnreadableError at a character that begins no known token.
    """
    for match in _pattern().finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        if kind is None or kind == "other":
            raise UnreadableError(f"“{match.group()}” is not Turtle 1.1", match.start())
        yield Token(kind, match.group(), match.start())


_STRING_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescape(text: str) -> str:
    """The text with `\\u`, `\\U` and one-letter escapes resolved."""
    if "\\" not in text:
        return text

    def resolve(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _CONTROL.get(match[3], match[3])

    return _STRING_ESCAPE.sub(resolve, text)


def unescape_local(text: str) -> str:
    """A local name with its backslash escapes resolved (`%` escapes stay, as the grammar says)."""
    return re.sub(r"\\(.)", r"\1", text) if "\\" in text else text
