"""Text as XML 1.0 has it; what it cannot hold is told clearly instead of written wrongly."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class NotInXml(ValueError):
    """A text that no XML document can hold. The message is one line: what, why, what to do."""

    exit_code: Final = 2


def check_characters(text: str) -> None:
    """Raises NotInXml where a text holds a character that no XML document may hold."""
    bad = _NOT_XML.search(text)
    if bad is not None:
        around = text[max(0, bad.start() - 20) : bad.end() + 20]
        raise NotInXml(
            f"XML has no form for the character U+{ord(bad[0]):04X} (in {around!r}); "
            "remove it, or export another format"
        )


def element_text(text: str) -> str:
    """A text as the content of an element. Raises NotInXml."""
    check_characters(text)
    # A reader would take a bare carriage return for the end of a line.
    return escape(text, {"\r": "&#13;"})
