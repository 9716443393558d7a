"""The stored questions → a list to choose from, and the help for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.render import help as pages
from kgraph.render import parameter_words
from kgraph.render.shown import Shown
from kgraph.tables.formats import table_as
from kgraph.tables.table import Table

if TYPE_CHECKING:
    from kgraph.questions.question import Question

_COLUMNS: Final = ("question", "summary", "parameters", "tags")
_JAPANESE: Final = ("質問", "要約", "パラメータ", "タグ")
_BRIEF: Final = 3
_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "usage": (
            "Usage: kgraph ask {} [NAME=VALUE]... [OPTION]...",
            "使い方：kgraph ask {} [NAME=VALUE]... [OPTION]...",
        ),
        "parameters": ("Parameters", "パラメータ"),
        "without": ("without it: {}", "省略時：{}"),
        "columns": ("Columns", "列"),
        "tags": ("Tags", "タグ"),
        "example": ("Example", "例"),
        "more": (
            "The options are those of `kgraph ask --help`; the text is shown by `kgraph questions "
            "{} --sparql`.",
            "オプションは `kgraph ask --help` を参照してください。SPARQL は `kgraph questions {} "
            "--sparql` で表示します。",
        ),
        "none": (
            "No stored question has the words “{}”; `kgraph questions` lists all.",
            "「{}」を含む質問はありません。一覧は `kgraph questions` です。",
        ),
    }
)


def write(
    questions: Sequence[Question],
    words: Sequence[str],
    format: str,
    language: str = "en",
    width: int | None = None,
) -> Shown:
    """The questions that were found by words, as rows, or with their queries as RDF.

    Without words the headline ones come first.
    """
    if format in ("turtle", "jsonld"):
        return Shown((), _as_rdf(questions, format))
    ordered = questions
    if not words:
        ordered = sorted(questions, key=lambda q: (not q.headline, q.slug))
    notes = () if questions else (_WORDS["none"][language == "ja"].format(" ".join(words)),)
    return Shown((), table_as(as_table(ordered, language), format, width), notes)


def as_table(questions: Iterable[Question], language: str = "en") -> Table:
    """One row a question: slug, summary, parameters, tags.

    A parameter that may be left out stands in brackets.
    """
    rows = [
        (
            question.slug,
            question.title(language),
            " ".join(
                p.name if p.required and p.default is None else f"[{p.name}]"
                for p in question.parameters
            ),
            " ".join(question.tags),
        )
        for question in questions
    ]
    return Table(_COLUMNS, rows, _JAPANESE if language == "ja" else _COLUMNS, _BRIEF)


def help_text(question: Question, language: str = "en", width: int | None = None) -> str:
    """The page of help of one question: what it answers, what it takes, an example that works."""
    from kgraph.questions.catalogue import paragraph
    from kgraph.sparql.lexer import code
    from kgraph.sparql.structure import selects

    def words(key: str, *values: str) -> str:
        return _WORDS[key][language == "ja"].format(*values)

    outer = next(select for select in selects(code(question.body)) if select.outermost)
    rows = [
        (
            parameter.name,
            f"{parameter.label(language)}; {parameter_words.kind(parameter, language)} "
            f"[{words('without', parameter_words.left_out(parameter, language))}]",
        )
        for parameter in question.parameters
    ]
    parts: list[str | pages.Section] = [
        words("usage", question.slug),
        question.title(language),
        paragraph(question.about(language)),
        pages.Section(words("parameters"), rows),
        pages.Section(words("columns"), [("", ", ".join(outer.columns()))]),
        pages.Section(words("tags"), [("", ", ".join(question.tags))]),
        pages.Section(words("example"), [(parameter_words.command(question), "")]),
        words("more", question.slug),
    ]
    return pages.as_text(parts, width)


def _as_rdf(questions: Sequence[Question], format: str) -> str:
    from kgraph.export.jsonld import to_jsonld
    from kgraph.export.text import to_turtle
    from kgraph.questions.catalogue import catalogue

    write = to_turtle if format == "turtle" else to_jsonld
    return write(catalogue(questions)).decode()
