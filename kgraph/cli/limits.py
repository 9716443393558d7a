"""The options of limits for commands that go over whole graphs and files, or answer queries."""

from __future__ import annotations

from typing import Final

from kgraph.cli.options import MaxMemory, MaxRows, Timeout
from kgraph.cli.quantities import MEMORY, Size
from kgraph.cli.shared import Command, Shared, with_options
from kgraph.limited import QUERY, WORK, Limits

_WORK: Final[Shared] = {
    "timeout": (Timeout, WORK.seconds),
    "max_memory": (MaxMemory, Size(WORK.memory or 0)),
}
_QUERY: Final[Shared] = {
    "timeout": (Timeout, QUERY.seconds),
    "max_rows": (MaxRows, QUERY.rows),
    "max_memory": (MaxMemory, MEMORY),
}


def limited(command: Command) -> Command:
    """The command with the options of a time and a memory limit; `Call` holds it to them."""
    return with_options(command, _WORK)


def limited_query(command: Command) -> Command:
    """The command with the options of the limits of a query, which it gets as `limits`."""
    return with_options(command, _QUERY, "limits", _limits)


def _limits(timeout: float | None, max_rows: int | None, max_memory: int | None) -> Limits:
    return Limits(timeout, max_rows, max_memory)
