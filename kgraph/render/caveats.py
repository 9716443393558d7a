"""What an answer does not decide → how each form of the answer carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kgraph.tables.table import Table
from kgraph.words.caveats import HEAD, LEAD

if TYPE_CHECKING:
    from kgraph.questions.ask import Answer

COLUMN = "caveats"


def with_caveats(answer: Answer, table: Table) -> Table:
    """Rows for programs: where the answer leaves something open, a last column says what.

    It holds the keys of `kgraph.words.caveats`, so that no row loses them.
    """
    if not answer.question.caveats:
        return table
    keys = Literal(" | ".join(answer.question.caveats))
    heads = (*table.heads, HEAD[answer.lang == "ja"]) if table.heads else None
    return Table((*table.columns, COLUMN), [(*row, keys) for row in table.rows], heads)


def told(answer: Answer) -> tuple[str, ...]:
    """The same for a reader, a line each; nothing where nothing is left open."""
    if not answer.caveats:
        return ()
    return (LEAD[answer.lang == "ja"], *(f"- {text}" for text in answer.caveats))


def below(answer: Answer) -> str:
    """The same as it stands below a table in a file, in Markdown as well."""
    lines = told(answer)
    return "\n".join(("", lines[0], "", *lines[1:], "")) if lines else ""
