"""Spellings that people take for the same: width, case, kana, spaces and hyphens."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

_DROPPED: Final = frozenset("-‐‑‒–—―−_・·'’\"“”.,、。")
_KATAKANA: Final = (0x30A1, 0x30F6)
_TO_HIRAGANA: Final = 0x60


def fold(text: str) -> str:
    """The text in the form in which it is compared.

    NFKC (so ABC becomes ABC and カ becomes カ), case folded, Latin accents off, katakana as
    hiragana, and without spaces, hyphens, middle dots and stops. The long-vowel mark stays.
    """
    letters = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        if char.isspace() or char in _DROPPED:
            continue
        if _KATAKANA[0] <= ord(char) <= _KATAKANA[1]:
            char = chr(ord(char) - _TO_HIRAGANA)
        elif "\u00e0" <= char <= "\u024f":
            char = unicodedata.normalize("NFD", char)[0]
        letters.append(char)
    return "".join(letters)


def similarity(one: str, other: str) -> float:
    """How alike two folded texts are, from 0 to 1: the share of their letter pairs in common."""
    pairs, others = _pairs(one), _pairs(other)
    total = sum(pairs.values()) + sum(others.values())
    return 2 * sum((pairs & others).values()) / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    padded = f"^{text}$"
    return Counter(padded[i : i + 2] for i in range(len(padded) - 1))
