"""What can go wrong between a build and the snapshot it makes."""

from __future__ import annotations

from typing import ClassVar


class SnapshotError(Exception):
    """A snapshot cannot be made or opened. The message is one line: what, where, what to do."""

    exit_code: ClassVar = 3


class DamagedSnapshot(SnapshotError):
    """A snapshot is no longer what a build wrote. The message names the file."""


class DayError(SnapshotError):
    """A day for which there is no state. One line."""

    exit_code: ClassVar = 2
