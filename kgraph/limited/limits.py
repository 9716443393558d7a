"""How much a piece of work may take, and the words for what took more."""

from __future__ import annotations

import math
import signal
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 1_000_000
"""Seconds: systems wait no longer."""
_MOST: Final = 1 << 60
"""Bytes: systems count no more."""


class LimitReached(Exception):
    """A piece of work took more than it may. One line: what was reached, and what to do."""

    exit_code: Final = 4


@dataclass(frozen=True)
class Limits:
    """What a piece of work may take; None stands for no limit.

    `seconds` is for the whole of it, `rows` for the rows or triples of an answer, `memory` for the
    bytes of its process; what an answer may hold follows from it. Raises ValueError for what is no
    limit: zero or less would be taken for none, or for one that nothing keeps to.
    """

    seconds: float | None = 60
    rows: int | None = 100_000
    memory: int | None = 2 << 30

    def __post_init__(self) -> None:
        most = {"seconds": _LONGEST, "rows": math.inf, "memory": _MOST}
        for name, highest in most.items():
            value = getattr(self, name)
            if value is not None and not 0 < value <= highest:
                raise ValueError(
                    f"{name}: {value} is no limit; give a number above 0, or None for no limit"
                )

    @property
    def characters(self) -> int | None:
        """How many characters the terms of an answer may have together.

        Whoever takes the answer needs memory for it too, many times as much as it has characters.
        """
        return None if self.memory is None else self.memory // 32


QUERY: Final = Limits()
"""For a query and a stored question."""
WORK: Final = Limits(seconds=600, rows=None, memory=4 << 30)
"""For what goes over the whole graph: a build, a validation, a view."""

UNLIMITED: Final = Limits(None, None, None)
"""For what its caller holds to limits, or to none."""

_NO_ORDER: Final = "does not correctly implement a total order"
"""How the engine says that it cannot sort, before it ends its process."""

LIMITED: Final[ContextVar[bool]] = ContextVar("LIMITED", default=False)
"""Whether this process is one that limits end: it need not start another for its work."""


def too_slow(limits: Limits) -> LimitReached:
    """The error of work that was stopped by its time limit."""
    return LimitReached(
        f"it took longer than {limits.seconds or 0:g} s, so it was stopped; ask for less, or raise "
        "the limit with --timeout"
    )


def too_large(limits: Limits) -> LimitReached:
    """The error of work that got no more memory."""
    if limits.memory is None:
        return LimitReached("there is not enough memory for it, so it was stopped; ask for less")
    return LimitReached(
        f"it takes more than {limits.memory / (1 << 30):.3g} GB of memory, so it was stopped; ask "
        "for less, or raise the limit with --max-memory"
    )


def ended(by: int, limits: Limits, said: str = "") -> LimitReached:
    """The error of work whose process a signal ended; `said` is what it wrote last."""
    if _NO_ORDER in said:
        return LimitReached(
            "it sorts values that the engine has no order for, such as numbers among texts; sort "
            "by the kind first: ORDER BY isNumeric(?value) ?value"
        )
    if by == getattr(signal, "SIGALRM", None):
        return too_slow(limits)
    if by in (signal.SIGSEGV, getattr(signal, "SIGBUS", None)):
        return LimitReached("it nests deeper than the engine can follow; write it flatter")
    if by in (signal.SIGABRT, getattr(signal, "SIGKILL", None)):
        return too_large(limits)
    return LimitReached(f"its process was ended from outside (signal {by}); run it again")
