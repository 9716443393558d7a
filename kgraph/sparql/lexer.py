"""A small SPARQL tokenizer: for whatever reads the text of a query, or writes it anew.

It follows the terminals of the SPARQL 1.1 grammar, so that a keyword inside a string, a comment
or an IRI is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple


class Token(NamedTuple):
    """A piece of a query.

    `kind` is one of iri, string, lang, comment, var, pname, blank, number, word, mark, bad. A
    word is a bare name: a keyword, a function, `a`, `true`. A mark is punctuation. Only `spaced`
    gives a token of kind space. Where a query is written anew, what takes the place of a token has
    its offset, and is of kind put.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)

    @property
    def upper(self) -> str:
        """The text in capitals where it is a word, else empty: for comparison with keywords."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """The name of a variable, else empty."""
        return self.text[1:] if self.kind == "var" else ""


def _letters(*more: str) -> str:
    """A class of ASCII letters, `more`, and everything beyond ASCII.

    That is wider than the grammar; but a character it does not allow in a name is an error to
    every engine, and a class that only excludes ASCII compiles in a fraction of the time.
    """
    allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz").union(*more)
    return "[^" + "".join(f"\\x{i:02x}" for i in range(128) if chr(i) not in allowed) + "]"


_DIGITS: Final = "0123456789"
_CHAR: Final = _letters(_DIGITS, "_-")
_DOTTED: Final = rf"(?:{_letters(_DIGITS, '_-.')}*{_CHAR})?"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL: Final = (
    rf"(?:{_letters(_DIGITS, '_:')}|{_PLX})"
    rf"(?:{_letters(_DIGITS, '_-:')}|{_PLX}|\.+(?={_letters(_DIGITS, '_-:%', chr(92))}))*"
)
_LOCAL_PART: Final = f":(?:{_LOCAL})?"
_CODE_POINT: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE: Final = rf"\\[tbnrf\"'\\]|{_CODE_POINT}"
_IN_IRI: Final = r'[^<>"{}|^`\\\x00-\x20]'
_KINDS: Final = (
    ("space", r"[\x20\t\r\n]+"),
    ("comment", r"#[^\r\n]*"),
    ("iri", rf"<{_IN_IRI}*(?:(?:{_CODE_POINT}){_IN_IRI}*)*>"),
    (
        "string",
        rf"'''(?:(?:'|'')?(?:[^'\\]|{_ESCAPE}))*+'''"
        rf'|"""(?:(?:"|"")?(?:[^"\\]|{_ESCAPE}))*+"""'
        rf"|'(?:[^'\\\r\n]|{_ESCAPE})*+'"
        rf'|"(?:[^"\\\r\n]|{_ESCAPE})*+"',
    ),
    ("var", rf"[?$]{_letters(_DIGITS, '_')}+"),
    ("lang", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
    ("blank", rf"_:{_letters(_DIGITS, '_')}{_DOTTED}"),
    ("name", rf"{_letters()}{_letters(_DIGITS, '_-.')}*"),
    ("pname", _LOCAL_PART),
    ("number", r"(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"),
    ("word", rf"_{_CHAR}*"),
    ("mark", r"\^\^|&&|\|\||!=|<=|>=|<<|>>|[{}()\[\].,;*/+\-^|!?=<>]"),
    # An open string takes the rest of the text: were only its first mark bad, the next one
    # would be looked at to the end again, and so on.
    ("bad", r"[\"'].*|."),
)


@cache  # made when first asked for: most that starts reads no query
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Any token, a word, and the part of a name behind its prefix."""
    any_kind = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS)
    word = rf"{_letters()}{_CHAR}*"
    return re.compile(any_kind, re.DOTALL), re.compile(word), re.compile(_LOCAL_PART, re.DOTALL)


def tokenize(text: str) -> Iterator[Token]:
    """The tokens of a query, comments included. What no token can begin with is of kind `bad`.

    The time it takes grows with the length of the text, whatever the text is.
    """
    any_kind, word, local_name = _patterns()
    at = 0
    run = 0
    while at < len(text):
        match = (word.match(text, at) if at < run else None) or any_kind.match(text, at)
        assert match is not None  # the last pattern takes any character
        kind = match.lastgroup or "word"
        end = match.end()
        if kind == "name":
            # A prefix may hold dots, a word none. Without a colon behind it the whole run is words,
            # and no other place in it has to be tried for a prefix.
            local = None if text[end - 1] == "." else local_name.match(text, end)
            if local is None:
                run = end
                continue
            kind, end = "pname", local.end()
        if kind != "space":
            yield Token(kind, text[at:end], at)
        at = end


def code(text: str) -> list[Token]:
    """The tokens of a query without its comments."""
    return list(_code(text))


@lru_cache(maxsize=4)
def _code(text: str) -> tuple[Token, ...]:
    """The guard and all who read the text after it want the same tokens."""
    return tuple(token for token in tokenize(text) if token.kind != "comment")


def spaced(text: str) -> Iterator[Token]:
    """The tokens of a query with what stands between them, each a token of kind `space`.

    A comment counts as a line break; joined, the texts spell an equal query.
    """
    done = 0
    for token in tokenize(text):
        if token.start > done:
            yield Token("space", text[done : token.start], done)
        done = token.end
        yield Token("space", "\n", token.start) if token.kind == "comment" else token
    if len(text) > done:
        yield Token("space", text[done:], done)


def join(tokens: Iterable[Token]) -> str:
    """The query that the tokens of `spaced` spell."""
    return "".join(token.text for token in tokens)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def closing(tokens: Sequence[Token], opening: int) -> int:
    """The position of the bracket that closes the one at `opening`, or the last position."""
    depth = 0
    for i in range(opening, len(tokens)):
        if tokens[i].kind == "mark":
            if tokens[i].text in CLOSED_BY:
                depth += 1
            elif tokens[i].text in _CLOSE:
                depth -= 1
                if depth == 0:
                    return i
    return len(tokens) - 1


CLOSED_BY: Final[Mapping[str, str]] = MappingProxyType({"(": ")", "[": "]", "{": "}"})
"""Each bracket, with the one that closes it."""
_CLOSE: Final = frozenset(CLOSED_BY.values())
