"""What can go wrong with an export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kgraph.xmltext import NotInXml


class ExportError(ValueError):
    """The graph cannot be written so. The message is one line: what, why, what to do."""

    exit_code: Final = 2


@contextmanager
def held_by_xml() -> Iterator[None]:
    """What no XML can hold is what an export cannot hold. Raises ExportError."""
    try:
        yield
    except NotInXml as error:
        raise ExportError(str(error)) from None
