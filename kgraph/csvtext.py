"""CSV that spreadsheet programs read as it is meant: letters as letters, and no text as a formula.

For tables that people open. The results formats of the W3C are exact and take none of this.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

BOM: Final = "\ufeff"
"""The byte order mark, which tells spreadsheet programs that a file is UTF-8."""

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that some program takes for a formula, full width in Japan among them."""


def cell(text: str) -> str:
    """A text as no program takes it for a formula: with an apostrophe before it where one would.

    Numbers do not go through here: a minus before them is theirs.
    """
    return "'" + text if text.lstrip(" ").startswith(_FORMULA) else text


def csv_text(rows: Iterable[Sequence[object]], line_end: str = "\n") -> str:
    """CSV, quoted where a reader would take either line end for one; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    lines = []
    for row in rows:
        writer.writerow(row)
        # With another line end the writer would leave a lone carriage return bare.
        lines.append(out.getvalue().removesuffix("\r\n") + line_end)
        out.seek(0)
        out.truncate()
    return "".join(lines)
