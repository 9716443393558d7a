"""What the figures of a build and of a snapshot are called, English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_JAPANESE: Final = MappingProxyType(
    {
        "snapshot": "スナップショット",
        "graph": "グラフ",
        "findings": "検証結果",
        "day": "その日の主張",
        "sources": "出典",
        "things": "実体",
        "built": "作成日",
        "fingerprint": "フィンガープリント",
        "state of": "時点",
        "known at": "読んだ日の上限",
        "entities": "実体",
        "tokens": "トークン",
        "assets": "裏付資産",
        "triples": "トリプル",
        "claims": "主張",
        "facts": "事実",
        "inferred": "推論された事実",
        "confirmed": "確認済み",
        "likely": "可能性が高い",
        "conflicting": "矛盾あり",
        "conflicts": "矛盾",
        "violation": "違反",
        "warning": "警告",
        "info": "情報",
    }
)


def figure_name(name: str, language: str) -> str:
    """The name of a figure, or of a group of figures, in a language."""
    return _JAPANESE.get(name, name) if language == "ja" else name


def counted(counts: Mapping[str, int], language: str) -> str:
    """`575 sources, 697 entities`, or `出典 575、実体 697`."""
    if language == "ja":
        return "、".join(f"{figure_name(name, language)} {n:,}" for name, n in counts.items())
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())
