"""What a query text may hold, and the text without anything that could make a request.

The engine follows SERVICE (and LOAD, in an update) over the network. Two readers of one text come
apart somewhere, so what the engine gets is not judged but made safe: `disarm` leaves no “service”
in it. Inside strings and IRIs its first letter becomes an escape, which the engine reads only
there; names that hold it are written out or renamed; comments go; anywhere else it is refused. A
text without those letters has no such keyword, however it is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Final

from kgraph.names import PREFIXES
from kgraph.sparql.lexer import Token, code, place, tokenize
from kgraph.sparql.prefixes import iri

MAX_BYTES: Final = 1_000_000
"""How long a query may be, in UTF-8: longer ones take memory before any other limit holds."""
MAX_DEPTH: Final = 100
"""Brackets within brackets that a query may have: far deeper ones overflow the engine's stack."""
MAX_OPERATORS: Final = 1000
"""Operators and clauses that a query may have: the engine nests each chain of them too."""

_REQUESTING: Final = re.compile("service", re.IGNORECASE | re.ASCII)
_REQUESTING_UPDATE: Final = re.compile("service|load", re.IGNORECASE | re.ASCII)
_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH", "USING")
)
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_PROLOGUE: Final = frozenset(("PREFIX", "BASE"))
_ESCAPE: Final = re.compile(r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|(?P<wrong>.))")
_CLAUSES: Final = ("SELECT", "UNION", "OPTIONAL", "MINUS", "GRAPH", "LATERAL", "VALUES", "BIND")
_TESTS: Final = ("FILTER", "EXISTS", "HAVING", "AS", "!", "||", "&&", "-", "+", "*", "/", "^", "|")
_OPERATORS: Final = frozenset((*_CLAUSES, *_TESTS))
_WHOLE_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SHOWN: Final = 30


class Refused(Exception):
    """A query that may not run: one line with the reason, and its line and column."""

    exit_code: ClassVar = 2

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason, line, column)
        self.reason = reason
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"query:{self.line}:{self.column}: {self.reason}"


class TooLarge(Refused):
    """A query that is longer, or nests deeper, than the engine stands."""

    exit_code: ClassVar = 4


@dataclass(frozen=True)
class Safe:
    """A text that can make no request.

    `names` are the variables that had to be renamed in it: as the engine knows them → as written.
    """

    text: str
    names: Mapping[str, str]

    def written(self, variable: str) -> str:
        """A variable that the engine names, as the query was written."""
        return self.names.get(variable, variable)


def check_readonly(
    sparql: str, known_graphs: Collection[str], prefixes: Mapping[str, str] = PREFIXES
) -> str:
    """The form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    `known_graphs` are the graphs that FROM and FROM NAMED may name; `prefixes` those the engine
    knows without a declaration. Raises Refused for an update, for SERVICE, for FROM outside the
    snapshot, and for text that cannot be made safe; TooLarge for text that is longer or nests
    deeper than the engine stands. A query that passes may still be no valid SPARQL: the engine
    says so.
    """
    check_size(sparql)
    tokens = code(sparql)
    declared = dict(prefixes)
    form = ""
    for i, token in enumerate(tokens):
        word = token.upper
        if token.kind == "bad":
            raise _unreadable(sparql, token)
        if word in _UPDATES and not form:
            raise _refused(sparql, token, f"{word} is not allowed: the snapshot is read-only")
        _declare(tokens[max(i - 2, 0) : i + 1], declared)
        if word == "FROM":
            named = [*tokens[i + 1 : i + 3], None, None]
            is_named = named[0] is not None and named[0].upper == "NAMED"
            _check_graph(sparql, token, named[is_named], declared, known_graphs)
        elif not form and word in _FORMS:
            form = word
    _check_nesting(sparql, tokens)
    disarm(sparql, prefixes)
    if not form:
        first = next((t for t in tokens if t.kind == "word" and t.upper not in _PROLOGUE), None)
        if first is not None:
            why = f"“{_shown(first)}” begins no query: write SELECT, ASK, CONSTRUCT or DESCRIBE"
            raise _refused(sparql, first, why)
        raise Refused("there is no query: write SELECT, ASK, CONSTRUCT or DESCRIBE", 1, 1)
    return form


def check_size(sparql: str) -> None:
    """Raises TooLarge for a text that is longer than a query may be."""
    if len(sparql) > MAX_BYTES or len(sparql.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        why = f"the query is longer than {MAX_BYTES:,} bytes; ask for less at a time"
        raise TooLarge(why, 1, 1)


def disarm(
    sparql: str, prefixes: Mapping[str, str] = MappingProxyType({}), *, update: bool = False
) -> Safe:
    """The text as the engine may have it: the same query, without a word that makes requests.

    `prefixes` are those that the engine knows without a declaration. Raises Refused where such a
    word stands for itself, or where it cannot be written otherwise.
    """
    armed = _REQUESTING_UPDATE if update else _REQUESTING
    if armed.search(sparql) is None:
        return Safe(sparql, MappingProxyType({}))
    writer = _Writer(sparql, armed, dict(prefixes))
    text = writer.text()
    found = armed.search(text)
    if found is not None:  # no token held it: it came together from two
        raise Refused(f"“{found[0]}” cannot stand here", *place(text, found.start()))
    return Safe(text, MappingProxyType({new: old for old, new in writer.variables.items()}))


class _Writer:
    """Writes a query anew without the words of `armed`."""

    def __init__(self, sparql: str, armed: re.Pattern[str], declared: dict[str, str]) -> None:
        self.sparql = sparql
        self.armed = armed
        self.declared = declared
        self.tokens = list(tokenize(sparql))
        self.taken = {token.text[1:] for token in self.tokens if token.kind == "var"}
        self.taken |= {token.text[2:] for token in self.tokens if token.kind == "blank"}
        self.variables: dict[str, str] = {}
        self.blanks: dict[str, str] = {}

    def text(self) -> str:
        parts: list[str] = []
        done = 0
        code: list[Token] = []
        for token in self.tokens:
            parts.append(self.sparql[done : token.start])
            done = token.end
            if token.kind != "comment":
                code.append(token)
                _declare(code, self.declared)
            held = self.armed.search(token.text)
            parts.append(self.rewritten(token, code) if held else token.text)
        return "".join([*parts, self.sparql[done:]])

    def rewritten(self, token: Token, code: Sequence[Token]) -> str:
        if token.kind == "comment":
            return " " * len(token.text)  # whoever reads where an error is finds it there
        if token.kind in ("string", "iri"):
            return self.escaped(token.text)
        if token.kind == "var":
            return token.text[0] + self.renamed(token.name, self.variables)
        if token.kind == "blank":
            return "_:" + self.renamed(token.text[2:], self.blanks)
        if token.kind == "pname":
            if len(code) > 1 and code[-2].upper == "PREFIX":
                return self.renamed(token.text[:-1], {}) + ":"  # names with it are written out
            return self.escaped(f"<{self.whole(token)}>")
        if token.upper == "SERVICE":
            why = "SERVICE is not allowed: no request leaves this machine"
        else:
            why = f"“{_shown(token)}” cannot stand here"
        raise _refused(self.sparql, token, why)

    def escaped(self, text: str) -> str:
        return self.armed.sub(lambda found: f"\\u{ord(found[0][0]):04X}{found[0][1:]}", text)

    def renamed(self, name: str, names: dict[str, str]) -> str:
        if name not in names:
            new = self.armed.sub(lambda found: f"{found[0][0]}_{found[0][1:]}", name)
            while new in self.taken:
                new += "_"
            self.taken.add(new)
            names[name] = new
        return names[name]

    def whole(self, token: Token) -> str:
        whole = iri(token, self.declared)
        if whole is None or not _WHOLE_IRI.match(whole):
            prefix = token.text.partition(":")[0]
            raise _refused(
                self.sparql, token, f"the prefix “{prefix}:” of “{_shown(token)}” is no whole IRI"
            )
        return whole


def _declare(code: Sequence[Token], declared: dict[str, str]) -> None:
    """Notes the prefix whose declaration ends with the last of these tokens."""
    if len(code) > 2 and code[-1].kind == "iri" and code[-3].upper == "PREFIX":
        declared[code[-2].text[:-1]] = code[-1].text[1:-1]


def _check_graph(
    sparql: str,
    at: Token,
    named: Token | None,
    declared: Mapping[str, str],
    known_graphs: Collection[str],
) -> None:
    graph = None if named is None else iri(named, declared)
    if graph not in known_graphs:
        what = f"<{graph}>" if graph else "what follows"
        raise _refused(sparql, at, f"FROM may name only graphs of the snapshot, and {what} is none")


def _check_nesting(sparql: str, tokens: Sequence[Token]) -> None:
    depth = operators = 0
    for token in tokens:
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
            operators += token.text in _OPERATORS
        else:
            operators += token.upper in _OPERATORS
        if depth > MAX_DEPTH:
            why = f"brackets stand more than {MAX_DEPTH} deep; write it flatter"
            raise TooLarge(why, *place(sparql, token.start))
        if operators > MAX_OPERATORS:
            why = f"there are more than {MAX_OPERATORS:,} operators; list values with IN or VALUES"
            raise TooLarge(why, *place(sparql, token.start))


def _unreadable(sparql: str, token: Token) -> Refused:
    """About what is no token: often a text whose quotation marks are not closed."""
    mark = token.text[0]
    if mark not in "\"'":
        return _refused(sparql, token, f"“{mark}” cannot stand here")
    line = token.text.splitlines()[0]
    escape = next((found for found in _ESCAPE.finditer(line) if found["wrong"]), None)
    if escape is not None and mark in line[escape.end() :]:
        why = f"“{escape[0]}” means nothing in a text; write a backslash as \\\\"
        return Refused(why, *place(sparql, token.start + escape.start()))
    return _refused(sparql, token, f"“{mark}” is never closed")


def _shown(token: Token) -> str:
    return token.text[:_SHOWN] if token.kind != "bad" else token.text[0]


def _refused(sparql: str, token: Token, reason: str) -> Refused:
    return Refused(reason, *place(sparql, token.start))
