"""What can go wrong with an export."""

from __future__ import annotations

from typing import Final


class ExportError(ValueError):
    """The graph cannot be written so. The message is one line: what, why, what to do."""

    exit_code: Final = 2
