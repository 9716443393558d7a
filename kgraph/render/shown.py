"""An answer as it is shown: the text itself, and words for whoever reads it."""

from __future__ import annotations

from typing import NamedTuple


class Shown(NamedTuple):
    """What is shown for an answer: `title` above it, `text` itself, `notes` below, a line each.

    Only the text goes into a file.
    """

    title: tuple[str, ...]
    text: str
    notes: tuple[str, ...] = ()
