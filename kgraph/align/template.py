"""A CONSTRUCT query in two parts: what it finds, and what it makes of each row.

So it can be told which triples come of which row, and with them of which fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, Variable, parse

from kgraph.sparql.lexer import Token, closing, code
from kgraph.vocab import Object

_VARIABLE: Final = "variable:"
Slot: TypeAlias = Object | Variable


@dataclass(frozen=True)
class Template:
    """The rows to be found, as a SELECT query, and the pattern of the triples made of one row."""

    select: str
    pattern: tuple[tuple[Slot, Slot, Slot], ...]

    def triples(self, row: Mapping[str, Object | None]) -> Iterator[Triple]:
        """The triples of a row: those whose variables are bound, and bound to what may stand there.

        As in SPARQL, a value in the place of a subject or a property makes no triple.
        """
        for slots in self.pattern:
            subject, predicate, value = (
                row.get(slot.value) if isinstance(slot, Variable) else slot for slot in slots
            )
            if (
                subject is None
                or value is None
                or isinstance(subject, Literal | Triple)
                or not isinstance(predicate, NamedNode)
            ):
                continue
            yield Triple(subject, predicate, value)


def read_template(text: str, columns: tuple[str, ...] = ()) -> Template:
    """The parts of a CONSTRUCT query that the engine takes.

    In: its text, and variables that each row shall have too. A blank node in the template is no
    part of a view, since every row would make a new one. Raises SyntaxError for what is no
    CONSTRUCT with a template and a WHERE clause.
    """
    tokens = code(text)
    start = next((i for i, token in enumerate(tokens) if token.upper == "CONSTRUCT"), None)
    if start is None or start + 1 >= len(tokens) or tokens[start + 1].text != "{":
        raise SyntaxError("write CONSTRUCT { … } WHERE { … }")
    end = closing(tokens, start + 1)
    prologue = text[: tokens[start].start]
    inside = tokens[start + 2 : end]
    names = dict.fromkeys((*(token.name for token in inside if token.name), *columns))
    found = "SELECT DISTINCT " + " ".join(f"?{name}" for name in names)
    pattern = tuple(
        (_slot(quad.subject), _slot(quad.predicate), _slot(quad.object))
        for quad in parse(
            f"{prologue}\n{' '.join(map(_as_turtle, inside))} .".replace(". .", "."),
            format=RdfFormat.TURTLE,
        )
    )
    return Template(f"{prologue}{found}\n{text[tokens[end].end :]}", pattern)


def _as_turtle(token: Token) -> str:
    return f"<{_VARIABLE}{token.name}>" if token.kind == "var" else token.text


def _slot(term: Object) -> Slot:
    if isinstance(term, NamedNode) and term.value.startswith(_VARIABLE):
        return Variable(term.value[len(_VARIABLE) :])
    if not isinstance(term, NamedNode | Literal):
        raise SyntaxError("a template names its nodes; a blank node would be a new one in each row")
    return term
