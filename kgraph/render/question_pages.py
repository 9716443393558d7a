"""The stored questions → pages of documentation: a list, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from kgraph.render.parameter_words import command, example, kind, left_out

if TYPE_CHECKING:
    from kgraph.questions.question import Question
    from kgraph.questions.variables import Parameter

INDEX: Final = "questions.md"
FOLDER: Final = "questions"
_MADE: Final = "<!-- Made by `make docs` from the files in queries/; change those. -->\n"
_WIDTH: Final = 100
_LEGEND: Final = (
    "Solid arrows must be there, dotted ones may be (an optional part, or a test), crossed ones "
    "must not be. A hexagon is a parameter; green is in the answer; “in ?source” names the graph "
    "that a fact is read from."
)


def index(questions: Iterable[Question]) -> str:
    """The list of all questions by tag, each with its page."""
    by_tag: dict[str, list[Question]] = {}
    asked = sorted(questions, key=lambda question: question.slug)
    for question in asked:
        by_tag.setdefault(question.tags[0], []).append(question)
    parts = [
        _MADE,
        "# Stored questions\n",
        f"{len(asked)} questions, grouped by the first of their tags. `kgraph ask <question>` "
        "answers one, `kgraph questions` lists them, and `kgraph questions --format turtle` gives "
        "them as RDF.\n",
    ]
    for tag in sorted(by_tag):
        rows = [(f"[{q.slug}]({FOLDER}/{q.slug}.md)", q.summary, q.summary_ja) for q in by_tag[tag]]
        parts += [f"## {tag}\n", _table(("question", "summary", "要約"), rows)]
    return "\n".join(parts)


def page(question: Question) -> str:
    """The page of one question.

    Raises LoadError where its query cannot be drawn.
    """
    from kgraph.problems import LoadError, Problem
    from kgraph.questions.catalogue import paragraph
    from kgraph.questions.diagram import mermaid
    from kgraph.sparql.lexer import code
    from kgraph.sparql.structure import selects

    outer = next(select for select in selects(code(question.body)) if select.outermost)
    columns = outer.columns()
    shown = {parameter.variable: parameter.name for parameter in question.parameters}
    try:
        drawn = mermaid(question.body, shown, columns)
    except ValueError as error:
        what, _, why = str(error).partition(": ")
        problem = Problem(what, why, "write it flatter, in SPARQL 1.1", question.path)
        raise LoadError([problem]) from error
    parts = [
        _MADE,
        f"# {question.summary}\n",
        f"{question.summary_ja}\n",
        f"{paragraph(question.description)}\n",
        f"{paragraph(question.description_ja)}\n",
        f"Tags: {', '.join(question.tags)}. "
        f"Query: [`queries/{question.slug}.rq`](../../../queries/{question.slug}.rq).\n",
        *_undecided(question),
        "## Parameters\n",
        _parameters(question.parameters),
        "## Example\n",
        _example(question),
        "## Columns\n",
        f"{', '.join(f'`{column}`' for column in columns)}\n",
        "## Graph pattern\n",
        f"```mermaid\n{drawn}```\n",
        _LEGEND + "\n",
    ]
    return "\n".join(parts)


def _undecided(question: Question) -> tuple[str, ...]:
    """What its answer does not decide, each with its key and in both languages."""
    if not question.caveats:
        return ()
    pairs = zip(question.caveats, question.undecided(), question.undecided("ja"), strict=True)
    lines = [f"- `{key}`: {english} / {japanese}\n" for key, english, japanese in pairs]
    return ("## What it does not decide\n", "".join(lines))


def _parameters(parameters: Sequence[Parameter]) -> str:
    rows = [
        (
            f"`{parameter.name}`",
            f"{parameter.label_en} / {parameter.label_ja}",
            kind(parameter, mark=_code),
            left_out(parameter, mark=_code),
        )
        for parameter in parameters
    ]
    return _table(("parameter", "meaning", "value", "when left out"), rows) if rows else "None.\n"


def _example(question: Question) -> str:
    """A call on the command line and the same in Python, with the values of the header."""
    values = [
        f'"{question.slug}"',
        *(f'{name}="{text}"' for name, text in example(question).items()),
    ]
    return f"```sh\n{command(question)}\n```\n\n```python\n{_call('kgraph.ask', values)}\n```\n"


def _call(function: str, values: Sequence[str]) -> str:
    """A call in Python, laid out as formatters do."""
    inside = ", ".join(values)
    if len(f"{function}({inside})") <= _WIDTH:
        return f"{function}({inside})"
    if len(inside) + 4 <= _WIDTH:
        return f"{function}(\n    {inside}\n)"
    return "\n".join([f"{function}(", *(f"    {value}," for value in values), ")"])


def _code(text: str) -> str:
    return f"`{text}`"


def _line(text: str) -> str:
    return " ".join(text.split())


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return f"| {' | '.join(_line(cell).replace('|', chr(92) + '|') for cell in cells)} |"

    return "\n".join([line(columns), line(["---"] * len(columns)), *map(line, rows)]) + "\n"
