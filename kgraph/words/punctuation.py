"""The marks between words, English or Japanese: docs/style-ja.md says why the latter are wide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Punctuation(NamedTuple):
    """The marks of one language, each with the space that belongs to it."""

    comma: str
    semicolon: str
    colon: str
    brackets: str
    quotes: str
    stop: str

    def pair(self, name: object, value: object) -> str:
        """A name and its value."""
        return f"{name}{self.colon}{value}"

    def aside(self, text: str, remark: str) -> str:
        """A text, with a remark in brackets behind it; an empty one leaves no brackets."""
        return text + self.brackets.format(remark) if remark else text

    def quoted(self, text: str) -> str:
        """The text in quotation marks."""
        return self.quotes.format(text)

    def listed(self, texts: Iterable[str]) -> str:
        """The texts that are not empty, with commas."""
        return self.comma.join(filter(None, texts))


PUNCTUATION: Final[Mapping[str, Punctuation]] = MappingProxyType(
    {
        "en": Punctuation(", ", "; ", ": ", " ({})", "“{}”", ". "),
        "ja": Punctuation("、", "；", "：", "（{}）", "「{}」", "。"),
    }
)
