"""Numbers as they are typed; limits with their unit, or `none` for no limit."""

from __future__ import annotations

import re
from typing import Any, Final

from kgraph.cli.misuse import Misuse
from kgraph.limited import QUERY

_NONE: Final = "none"
_SIZE: Final = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?)\s*([kmgt]?)i?b?", re.IGNORECASE)
_NEGATIVE: Final = re.compile(r"-(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ANY_NUMBER: Final = 10**18
_UNITS: Final = " kmgt"
_LEAST_MEMORY: Final = 200 << 20
"""Below this the engine cannot even open the graph."""


class Size(int):
    """A number of bytes that is shown as people write it."""

    def __str__(self) -> str:
        for power in range(len(_UNITS) - 1, 0, -1):
            if self and self % 1024**power == 0:
                return f"{self // 1024**power}{_UNITS[power].upper()}"
        return int.__str__(self)


MEMORY: Final = Size(QUERY.memory or 0)
"""What a query may take."""


def is_negative(typed: str) -> bool:
    """Whether a word is a negative number, and so no option: none is called by a digit."""
    return _NEGATIVE.fullmatch(typed) is not None


def seconds(typed: Any) -> float | None:
    """A time such as 30 or 0.5. Raises Misuse."""
    if not isinstance(typed, str):
        return typed
    try:
        value = float(typed)
    except ValueError:
        value = 0
    return _least(typed, value, 0.001, "--timeout", "write seconds, such as 30")


def count(typed: Any) -> int | None:
    """A whole number. Raises Misuse."""
    if not isinstance(typed, str):
        return typed
    value = int(typed) if re.fullmatch(r"[0-9]{1,18}", typed.strip()) else 0
    return _least(typed, value, 1, "--max-rows", "write a whole number, such as 1000")


def facts(typed: Any) -> int | None:
    """A number of facts; more than any graph has for none. Raises Misuse."""
    if not isinstance(typed, str):
        return typed
    value = int(typed) if re.fullmatch(r"[0-9]{1,18}", typed.strip()) else 0
    found = _least(typed, value, 1, "--max-inferred", "write a whole number, such as 5000000")
    return _ANY_NUMBER if found is None else found


def size(typed: Any) -> int | None:
    """A size such as 500M or 2G, in bytes. Raises Misuse."""
    if not isinstance(typed, str):
        return typed
    match = _SIZE.fullmatch(typed.strip())
    value = int(float(match[1]) * 1024 ** _UNITS.index(match[2].lower() or " ")) if match else 0
    fix = f"write a size of at least {_LEAST_MEMORY >> 20}M, such as 2G"
    return _least(typed, value, _LEAST_MEMORY, "--max-memory", fix)


def _least(typed: str, value: Any, least: float, called: str, fix: str) -> Any:
    if typed.strip().lower() == _NONE:
        return None
    if not least <= value < 1e18:
        raise Misuse(f"{called}: “{typed}” is no limit; {fix}, or none")
    return value
