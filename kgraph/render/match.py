"""Rows of a list with what they mean → a row for each candidate, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from kgraph.matching.matcher import Matched
from kgraph.render.shown import Shown
from kgraph.tables.formats import table_as
from kgraph.tables.table import Table

_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "row": "行",
        "given": "入力",
        "outcome": "結果",
        "thing": "対象",
        "label_en": "名称（英）",
        "label_ja": "名称（日）",
        "score": "点数",
        "matched": "一致した名称",
        "how": "一致の仕方",
    }
)
_BRIEF: Final = 7
_TOLD: Final = (
    "{} of {} rows are matched, {} have several candidates or only like ones, {} have none",
    "{1} 行中、確定 {0} 行、候補のみ {2} 行、該当なし {3} 行",
)


def write(
    found: Sequence[tuple[int | None, Matched]],
    format: str,
    language: str = "en",
    width: int | None = None,
    *,
    wide: bool = False,
) -> Shown:
    """One row for a match, one for each candidate where a person has to choose, one for none."""
    rows: list[tuple[object, ...]] = []
    for number, one in found:
        lead = (number, " | ".join(one.texts), one.outcome)
        chosen = one.candidates[:1] if one.outcome == "match" else one.candidates
        rows += (
            (*lead, NamedNode(c.iri), c.label_en, c.label_ja, c.score, c.matched, c.how)
            for c in chosen
        )
        if not chosen:
            rows.append((*lead, *(None,) * 6))
    heads = tuple(_COLUMNS.values()) if language == "ja" else tuple(_COLUMNS)
    table = Table(tuple(_COLUMNS), rows, heads, None if wide else _BRIEF)
    sure = sum(one.outcome == "match" for _, one in found)
    none = sum(one.outcome == "none" for _, one in found)
    told = _TOLD[language == "ja"].format(sure, len(found), len(found) - sure - none, none)
    return Shown((), table_as(table, format, width), (told,))
