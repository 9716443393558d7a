"""What stands around other texts: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

AROUND: Final[Mapping[str, str]] = MappingProxyType(
    {
        "{}; see `{}`": "{}。`{}` を参照してください",
        "{}; correct it and ask again": "{}。直してもう一度実行してください",
        "query:{}:{}: {}": "クエリ:{}:{}: {}",
        "error: {}": "エラー：{}",
        "warning: {}": "警告：{}",
        "{} (did you mean {} or {} or {}?)": "{}（{}、{}、{} のどれかのことですか）",
        "{} (did you mean {} or {}?)": "{}（{} か {} のことですか）",
        "{} (and {} more)": "{}（ほか {} 件）",
        "{} (did you mean {}?)": "{}（{} のことですか）",
        "{}; a parameter is written NAME=VALUE, without dashes": (
            "{}。パラメータはハイフンを付けずに NAME=VALUE と書きます"
        ),
    }
)
