"""What pages of help say, worded in English where a command is described → in Japanese.

What commands and their options are stands beside. A text that is nowhere stays in English; a test
asks that none is missing and none is left over.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kgraph.render.help_commands import COMMANDS
from kgraph.render.help_options import OPTIONS

ABOUT: Final = (
    "A sourced knowledge graph of Japan's security-token market: build, validate, ask, export."
)
COMMAND: Final = "COMMAND"
HELPING: Final = "Show this help; `kgraph ask QUESTION --help` shows that of a question."
VERSIONS: Final = "Say which version."
DEBUGGING: Final = "Show where a fault of the program happened; may stand anywhere."

WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "usage": ("Usage: {} {}", "使い方：{} {}"),
        "commands": ("Commands", "コマンド"),
        "arguments": ("Arguments", "引数"),
        "options": ("Options", "オプション"),
        "one of": ("One of {}.", "{} のどれか。"),
        "variable": ("[environment: {}]", "[環境変数：{}]"),
        "default": ("[default: {}]", "[既定：{}]"),
        "needed": ("[needed]", "[必須]"),
    }
)
"""What stands around the texts of commands."""

TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ABOUT: "日本のセキュリティトークン市場の、出典付き知識グラフ。作成、検証、質問、書き出し。",
        HELPING: ("この説明を表示する。質問の説明は `kgraph ask QUESTION --help`。"),
        VERSIONS: "版を表示する。",
        DEBUGGING: "プログラムの不具合の発生箇所を表示する。どこに書いてもよい。",
        **COMMANDS,
        **OPTIONS,
    }
)
"""English → Japanese."""


class Words:
    """The words of a page of help in a language: those of WORDS by key, texts of commands else."""

    def __init__(self, lang: str) -> None:
        self._ja = lang == "ja"

    def __call__(self, text: str, *values: str) -> str:
        """The words, with the values put in."""
        if text in WORDS:
            return WORDS[text][self._ja].format(*values)
        return TEXTS.get(text, text) if self._ja else text
