"""Things that were found → a list, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kgraph.render.shown import Shown
from kgraph.tables.formats import table_as
from kgraph.tables.table import Table

if TYPE_CHECKING:
    from kgraph.search.lookup import Hit

_COLUMNS: Final = ("thing", "label", "kind", "matched", "how")
_JAPANESE: Final = ("対象", "名称", "種類", "一致した名称", "一致の仕方")
_HOW: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "識別名",
        "code": "コード",
        "name": "名称",
        "alias": "別名",
        "short": "法人格を除く名称",
        "prefix": "前方一致",
        "words": "全語を含む",
        "part": "部分一致",
        "similar": "類似",
    }
)
_BRIEF: Final = 3


def write(
    hits: Sequence[Hit],
    text: str,
    format: str,
    language: str = "en",
    width: int | None = None,
    *,
    wide: bool = False,
) -> Shown:
    """One row a thing that was found by a text, in one of the formats of rows."""
    how = _HOW if language == "ja" and format == "table" else {}
    rows = [
        (NamedNode(hit.iri), hit.label, hit.kind, hit.matched, how.get(hit.how, hit.how))
        for hit in hits
    ]
    heads = _JAPANESE if language == "ja" else _COLUMNS
    table = Table(_COLUMNS, rows, heads, None if wide else _BRIEF)
    notes = () if hits else (_nothing(text, language),)
    return Shown((), table_as(table, format, width), notes)


def _nothing(text: str, language: str) -> str:
    if language == "ja":
        return f"「{text}」に似た名称やコードは記録にありません。ないことを意味しません。"
    return f"No name or code on record is like “{text}”; that does not mean that there is none."
