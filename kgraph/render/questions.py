"""The stored questions → a list to choose from, and the help for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.render.table import Table

if TYPE_CHECKING:
    from kgraph.questions.question import Question
    from kgraph.search.lookup import Hit

_HEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "question": "質問",
        "summary": "要約",
        "parameters": "パラメータ",
        "tags": "タグ",
        "thing": "対象",
        "label": "名称",
        "kind": "種類",
        "matched": "一致した名称",
        "how": "一致の仕方",
    }
)


def as_table(questions: Iterable[Question], language: str = "en") -> Table:
    """One row a question, the headline ones first: slug, summary, parameters, tags.

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
        for question in sorted(questions, key=lambda q: (not q.headline, q.slug))
    ]
    columns = ("question", "summary", "parameters", "tags")
    return Table(columns, rows, heads=_heads(columns, language), brief=3)


def hits_as_table(hits: Iterable[Hit], language: str = "en") -> Table:
    """One row a thing that was found, best first."""
    from pyoxigraph import NamedNode

    rows = [(NamedNode(hit.iri), hit.label, hit.kind, hit.matched, hit.how) for hit in hits]
    columns = ("thing", "label", "kind", "matched", "how")
    return Table(columns, rows, heads=_heads(columns, language), brief=3)


def nothing(text: str, language: str = "en") -> str:
    """What is said where nothing was found."""
    if language == "ja":
        return f"「{text}」に似た名称やコードは記録にありません。ないことを意味しません。"
    return f"No name or code on record is like “{text}”; that does not mean that there is none."


def _heads(columns: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(_HEADS[name] if language == "ja" else name for name in columns)
