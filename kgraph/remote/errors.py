"""What goes wrong with an engine elsewhere."""

from __future__ import annotations

from typing import ClassVar


class RemoteError(Exception):
    """An engine that does not do what it was asked. One line: where, what, what to do."""

    exit_code: ClassVar = 3


class CannotAnswer(RemoteError):
    """A query that this engine is known to answer wrongly: it is refused, never cut short."""

    exit_code: ClassVar = 2
