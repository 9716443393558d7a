"""A receipt for a fact: a short code that anyone can compute again from what it stands for."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from kgraph.vocab import Node, Object

_LENGTH: Final = 32


def receipt(
    release: str, subject: Node, predicate: Node, value: Object, source: Node | None
) -> str:
    """The receipt of a fact as a source states it, or as it follows by rules (no source).

    The first 128 bits, in hexadecimal, of the SHA-256 digest over the version of the release and
    the terms as N-Triples writes them, a line each; the version stands before it.
    """
    parts = [release, *(str(term) for term in (subject, predicate, value)), str(source or "")]
    return f"{release}:{sha256(chr(10).join(parts).encode()).hexdigest()[:_LENGTH]}"
