"""Our terms → a list, or the whole of what the ontology says of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kgraph.names import compact
from kgraph.render import help as pages
from kgraph.render.shown import Shown
from kgraph.tables.formats import table_as
from kgraph.tables.table import Table
from kgraph.vocab import OWL, SKOS

if TYPE_CHECKING:
    from kgraph.terms.reference import Term

_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "term": "用語",
        "kind": "種類",
        "label": "名称",
        "definition": "定義",
        "broader": "上位",
        "domain": "定義域",
        "range": "値域",
        "scheme": "概念体系",
        "concepts": "概念",
        "questions": "質問",
        "successor": "後継",
    }
)
_BRIEF: Final = 4
_KINDS: Final[Mapping[NamedNode, tuple[str, str]]] = MappingProxyType(
    {
        OWL.Class: ("class", "クラス"),
        OWL.ObjectProperty: ("property of things", "対象を値とするプロパティ"),
        OWL.DatatypeProperty: ("property of values", "値のプロパティ"),
        OWL.AnnotationProperty: ("annotation", "注釈プロパティ"),
        SKOS.ConceptScheme: ("concept scheme", "概念体系"),
        SKOS.Concept: ("concept", "概念"),
    }
)
_ALSO: Final = ("Also: {}", "関連：{}")
_NOTHING: Final = (
    "No term has the words “{}”; `kgraph terms` lists all.",
    "「{}」を含む用語はありません。一覧は `kgraph terms` です。",
)
_MOST: Final = 12
"""How many terms are named below the one that is shown whole."""


def write(
    terms: Sequence[Term],
    words: Sequence[str],
    format: str,
    language: str = "en",
    width: int | None = None,
    *,
    wide: bool = False,
) -> Shown:
    """The terms that were found by words, in one of the formats of rows.

    As a table for people, the one that is called as the words say is shown whole: of several, the
    one class or property, and of those the one whose very name it is.
    """
    ja, text = language == "ja", " ".join(words)
    if not terms:
        return Shown((), _rows((), format, language, width, wide), (_NOTHING[ja].format(text),))
    called = [term for term in terms if words and term.called(text)]
    schema = [term for term in called if term.kind not in (SKOS.Concept, SKOS.ConceptScheme)]
    named = [term for term in schema or called if term.named(text)]
    meant = next((few for few in (schema, named) if len(few) == 1), called or list(terms))
    if format != "table" or len(meant) > 1:
        return Shown((), _rows(terms, format, language, width, wide))
    others = [compact(term.iri) for term in terms if term is not meant[0]]
    listed = ", ".join([*others[:_MOST], *(["…"] if len(others) > _MOST else [])])
    notes = (_ALSO[ja].format(listed),) if others else ()
    return Shown((), as_text(meant[0], language, width), notes)


def as_text(term: Term, language: str = "en", width: int | None = None) -> str:
    """All that is known of one term."""
    values = dict(zip(_COLUMNS, _row(term, language, _listed), strict=True))
    told = [
        (_COLUMNS[name] if language == "ja" else name, text)
        for name, text in values.items()
        if text and name not in ("term", "label")
    ]
    return pages.as_text([pages.Section(f"{values['label']}  {values['term']}", told)], width)


def _rows(terms: Iterable[Term], format: str, language: str, width: int | None, wide: bool) -> str:
    rows = [_row(term, language, _listed if format == "table" else _apart) for term in terms]
    heads = tuple(_COLUMNS.values() if language == "ja" else _COLUMNS)
    table = Table(tuple(_COLUMNS), rows, heads, None if wide else _BRIEF)
    return table_as(table, format, width)


def _row(term: Term, language: str, joined: Callable[[Iterable[str]], str]) -> tuple[str, ...]:
    return (
        compact(term.iri),
        _KINDS[term.kind][language == "ja"],
        _text(term.labels, language),
        _text(term.definitions, language),
        joined(map(compact, term.broader)),
        joined(map(compact, term.domain)),
        joined(map(compact, term.range)),
        compact(term.scheme) if term.scheme else "",
        joined(map(compact, term.concepts)),
        joined(term.questions),
        joined(map(compact, term.replaced_by)),
    )


def _text(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)


def _apart(texts: Iterable[str]) -> str:
    """Several values in one cell, as answers have them."""
    return " | ".join(texts)
