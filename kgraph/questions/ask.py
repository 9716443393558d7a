"""A stored question and values for its parameters → an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.limited import QUERY, Limits
from kgraph.names import compact
from kgraph.snapshot.run import InvalidQuery, Result, Row, evaluate
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.guard import Refused, check_readonly
from kgraph.sparql.values import Iri, Value, to_value

if TYPE_CHECKING:
    from pandas import DataFrame

    from kgraph.questions.question import Question
    from kgraph.sparql.substitute import Constant


@dataclass(frozen=True)
class Answer:
    """The rows that a stored question gave.

    `rows` holds Python values (an IRI as `Iri`, an unbound one as None), `terms` the same as RDF
    terms; `values` what the parameters were bound to, by variable. `truncated` tells that a row
    limit cut the answer off.
    """

    question: Question
    lang: str
    columns: tuple[str, ...]
    terms: tuple[Row, ...] = field(repr=False)
    values: Mapping[str, Constant]
    truncated: bool
    snapshot: Snapshot = field(repr=False, compare=False)

    @cached_property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows as Python values; made when they are asked for; screens and pages do not."""
        return tuple(tuple(map(to_value, row)) for row in self.terms)

    @property
    def title(self) -> str:
        """The question in the language of the answer."""
        return self.question.title(self.lang)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What the answer does not decide, in its language."""
        return self.question.undecided(self.lang)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """Each row by column name, in order."""
        return iter(self.rows_as_dicts())

    def rows_as_dicts(self) -> list[dict[str, Value]]:
        """Each row by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def text(self, value: Value) -> str:
        """A value as people read it: a thing by its label, a number or a day as written."""
        if value is None:
            return ""
        if isinstance(value, Iri):
            return self.snapshot.label(value, self.lang)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value)

    def to_markdown(self) -> str:
        """The answer as a Markdown table."""

        def line(cells: list[str]) -> str:
            escaped = (" ".join(cell.replace("|", "\\|").split()) for cell in cells)
            return f"| {' | '.join(escaped)} |"

        lines = [line(list(self.columns)), line(["---"] * len(self.columns))]
        lines += [line([self.text(value) for value in row]) for row in self.rows]
        return "\n".join(lines) + "\n" + self._caveats_below()

    def _caveats_below(self) -> str:
        """What stands below a table in Markdown; nothing where all is decided."""
        if not self.caveats:
            return ""
        from kgraph.words.caveats import LEAD

        lead = LEAD[self.lang == "ja"]
        return "\n".join(("", lead, "", *(f"- {text}" for text in self.caveats), ""))

    def to_pandas(self) -> DataFrame:
        """The answer as a pandas DataFrame, each column of one type (a decimal stays exact).

        See `kgraph.questions.frame`. Raises ImportError where pandas is not installed.
        """
        from kgraph.questions.frame import to_frame

        frame = to_frame(self.columns, self.rows)
        if self.caveats:
            frame.attrs["caveats"] = list(self.caveats)
        return frame

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{self._cell(value)}</td>' for value in row)}</tr>"
            for row in self.rows
        )
        title = escape(self.title)
        below = "".join(f"<li>{escape(text)}</li>" for text in self.caveats)
        return (
            f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>{below and f'<ul>{below}</ul>'}"
        )

    def _cell(self, value: Value) -> str:
        from html import escape

        text = escape(self.text(value))
        if isinstance(value, Iri) and value.startswith(("http://", "https://")):
            address, name = escape(value), escape(compact(value))
            return f'<a href="{address}" title="{name}">{text}</a>'
        return text


def ask(
    snapshot: Snapshot,
    slug: str | Question,
    values: Mapping[str, object] | None = None,
    lang: str = "en",
    *,
    root: Path | None = None,
    limits: Limits = QUERY,
) -> Answer:
    """The answer to a stored question.

    In: the question or its slug, read from `root` (by default the folder the snapshot was built
    from); values by parameter name; the language of labels and of the title. The question is read
    and asked in a process of its own that ends with its limits. Raises BadValue for an unknown
    question or a wrong value, LoadError for a faulty question, LimitReached.
    """
    snapshot = _on_the_day(snapshot, values or {}, lang, limits)
    arguments = {
        "snapshot": snapshot,
        "slug": slug,
        "values": dict(values or {}),
        "lang": lang,
        "root": root or snapshot.root,
        "limits": limits,
    }
    asked, terms, result = snapshot.workers.call(answered, arguments, limits, held=snapshot)
    # What stands around the values is in the language that the values are in.
    named = (terms.get(one.variable) for one in asked.parameters if one.kind == "lang")
    spoken = [term.value for term in named if term is not None]
    return Answer(
        question=asked,
        lang=spoken[0] if spoken else lang,
        columns=result.columns,
        terms=result.rows,
        values=terms,
        truncated=result.truncated,
        snapshot=snapshot,
    )


def answered(
    snapshot: Snapshot,
    slug: str | Question,
    values: Mapping[str, object],
    lang: str,
    root: Path,
    limits: Limits,
) -> tuple[Question, Mapping[str, Constant], Result]:
    """The question, what its parameters are bound to, and its result. See `ask`."""
    from kgraph.questions.find import named
    from kgraph.questions.params import DAYS, bind, plain_name
    from kgraph.questions.question import Question, read_question

    asked = slug if isinstance(slug, Question) else named(root, slug, lang, checked=False)
    own = {plain_name(parameter.name) for parameter in asked.parameters}
    given = {n: v for n, v in values.items() if plain_name(n) not in DAYS.keys() - own}
    terms = bind(snapshot, asked, given, lang)
    try:
        result = _result(snapshot, asked, terms, limits)
    except (Refused, InvalidQuery, ValueError):
        if asked is not slug:
            read_question(asked.path)  # changed since the build: tells what is wrong, and where
        raise
    return asked, terms, result


def _result(
    snapshot: Snapshot, asked: Question, terms: Mapping[str, Constant], limits: Limits
) -> Result:
    """What the body gives. Raises Refused, InvalidQuery or ValueError where it is no question."""
    from kgraph.sparql.ordering import unordered
    from kgraph.sparql.substitute import substitute

    if check_readonly(asked.body, ()) != "SELECT":
        raise InvalidQuery("query: a stored question is a SELECT; write one and ask again")
    text = substitute(asked.body, terms)
    plain = unordered(text)
    if plain is not None:
        result = evaluate(snapshot, plain.text, "SELECT", limits)
        if not result.truncated:
            rows = tuple(plain.ordered(result.rows))
            return replace(result, columns=result.columns[: plain.columns], rows=rows)
    return evaluate(snapshot, text, "SELECT", limits)


def _on_the_day(
    snapshot: Snapshot, values: Mapping[str, object], lang: str, limits: Limits
) -> Snapshot:
    """The snapshot of the day that the values name: any question can be asked of any state."""
    if not values:
        return snapshot
    from kgraph.questions.params import DAYS, plain_name, to_day

    days = {
        DAYS[plain_name(name)]: to_day(name, value, lang)
        for name, value in values.items()
        if plain_name(name) in DAYS and value is not None
    }
    if not days:
        return snapshot
    from kgraph.snapshot.days import on_day

    return on_day(snapshot, **days, limits=limits)
