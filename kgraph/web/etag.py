"""When an answer is the same as the one a client has: same snapshot, same day, same form."""

from __future__ import annotations

import hashlib
import re

from kgraph.snapshot.store import Snapshot
from kgraph.version import __version__


def etag(snapshot: Snapshot, *parts: str) -> str:
    """The entity tag of an answer that depends on the snapshot, its day, and what is told apart."""
    told = "\n".join((__version__, snapshot.fingerprint, str(snapshot.day), *parts))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names the tag (weak comparison, RFC 9110 section 13.1.2)."""
    if header is None:
        return False
    return header.strip() == "*" or tag in re.findall(r'"[^"]*"', header)
