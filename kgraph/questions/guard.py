"""Lets only read-only queries over the snapshot through, and runs them within limits.

The engine would follow SERVICE over the network, so nothing that may be read as SERVICE passes.
Its grammar has no separate words: `SERVICEex:a`, `trueSERVICE:` and `ASKFROM<g>` are keywords to
it. So every bare word must be one that SPARQL knows, and no prefix may hold a forbidden word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from kgraph.names import PREFIXES
from kgraph.questions.tokens import Token, place, tokenize

_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH", "USING")
)
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_WORD_LIST: Final = """
    BASE PREFIX SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE ORDER BY ASC
    DESC LIMIT OFFSET VALUES OPTIONAL GRAPH UNION FILTER BIND AS MINUS GROUP HAVING A TRUE
    FALSE UNDEF NOT IN EXISTS COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG
    LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE
    LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS
    MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF
    STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE
"""
_WORDS: Final = frozenset(_WORD_LIST.split())
_FORBIDDEN: Final = re.compile("service|from", re.IGNORECASE)
_SERVICE: Final = re.compile("service", re.IGNORECASE)
MAX_DEPTH: Final = 100
"""Brackets within brackets that a query may have: far deeper ones overflow the engine's stack."""
_HIERARCHICAL: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://[^()]*>")


class Refused(Exception):
    """A query that may not run: one line with the reason, and its line and column."""

    exit_code: Final = 2

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"query:{line}:{column}: {reason}")
        self.reason = reason
        self.line = line
        self.column = column


def check_readonly(
    sparql: str, known_graphs: Collection[str], prefixes: Mapping[str, str] = PREFIXES
) -> str:
    """The form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    `known_graphs` are the graphs that FROM and FROM NAMED may name; `prefixes` those the engine
    knows without a declaration. Raises Refused for an update, for SERVICE, for FROM outside the
    snapshot, and for text that is not read the same way by every reader. A query that passes may
    still be invalid SPARQL: the engine says so.
    """
    tokens = [token for token in tokenize(sparql) if token.kind != "comment"]
    declared = dict(prefixes)
    form = ""
    depth = 0
    for i, token in enumerate(tokens):
        reason = _refusal(token, form)
        if reason:
            raise _refused(sparql, token, reason)
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
            if depth > MAX_DEPTH:
                raise _refused(sparql, token, f"brackets stand more than {MAX_DEPTH} deep")
        word = token.upper
        following = tokens[i + 1 : i + 3]
        if word == "PREFIX" and len(following) == 2:
            declared[following[0].text[:-1]] = following[1].text[1:-1]
        elif word == "FROM":
            named = following[0].upper == "NAMED" if following else False
            _check_graph(sparql, token, tokens[i + 1 + named :], declared, known_graphs)
        elif not form and word in _FORMS:
            form = word
    if not form:
        raise Refused("there is no query: write SELECT, ASK, CONSTRUCT or DESCRIBE", 1, 1)
    return form


def _refusal(token: Token, form: str) -> str | None:
    word = token.upper
    if word == "SERVICE":
        return "SERVICE is not allowed: no request leaves this machine"
    if word in _UPDATES and not form:
        return f"{word} is not allowed: the snapshot is read-only"
    if token.kind == "word" and word not in _WORDS:
        return f"“{token.text}” is no word of SPARQL"
    if token.kind == "pname":
        prefix, _, local = token.text.partition(":")
        if _FORBIDDEN.search(prefix) or ".service" in local.lower():
            return f"“{token.text}” could be read as a keyword: rename the prefix"
    # After an operand `<` is an operator to the engine, and what follows is no IRI.
    hidden = token.kind in ("iri", "blank") and _SERVICE.search(token.text)
    if hidden and not _HIERARCHICAL.fullmatch(token.text):
        return f"“{token.text}” could be read as a keyword: write a whole IRI, or rename it"
    if token.kind == "bad":
        return f"“{token.text}” cannot stand here"
    return None


def _check_graph(
    sparql: str,
    at: Token,
    tokens: Sequence[Token],
    declared: Mapping[str, str],
    known_graphs: Collection[str],
) -> None:
    iri = None
    if tokens and tokens[0].kind == "iri":
        iri = tokens[0].text[1:-1]
    elif tokens and tokens[0].kind == "pname":
        prefix, _, local = tokens[0].text.partition(":")
        iri = declared.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
    if iri not in known_graphs:
        named = f"<{iri}>" if iri else "what follows"
        raise _refused(
            sparql, at, f"FROM may name only graphs of the snapshot, and {named} is none"
        )


def _refused(sparql: str, token: Token, reason: str) -> Refused:
    return Refused(reason, *place(sparql, token.start))
