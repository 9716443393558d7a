"""What a command would change in files, as a unified diff."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.add import Change


def as_diff(changes: Iterable[Change]) -> str:
    """The changes of files as `diff -u` tells them, paths below the root; empty for none."""
    return "".join(
        line
        for change in changes
        for line in unified_diff(
            change.old.splitlines(keepends=True),
            change.text.splitlines(keepends=True),
            f"a/{change.path.relative_to(change.root).as_posix()}" if change.old else "/dev/null",
            f"b/{change.path.relative_to(change.root).as_posix()}",
        )
    )
