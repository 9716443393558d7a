"""Where the pages and data of our IRIs lie as files: on hosts that take no two names alike but for
capitals, a class lies apart from the property of its name (`ontology/Order`, `ontology/order`)."""

from __future__ import annotations

import re
from typing import Final

APART: Final = r"((?:^|/)ontology/)([A-Z][^/]*)$"
"""The end of the path of a class, with or without the ending of a file."""
MOVED: Final = r"\1class/\2"
"""What stands there instead. Browsers and Apache write it with `$`: see `instead`."""


def filed(path: str) -> str:
    """The path of a file, from the path of an IRI, or of a document about it."""
    return re.sub(APART, MOVED, path)


def instead() -> str:
    """What stands in place of the end of a path, as JavaScript and Apache have it."""
    return MOVED.replace("\\", "$")
