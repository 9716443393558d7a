"""What a JSON-LD text says in vain: readers drop it without a word, so it is looked for here.

A key that no context maps, a value where an IRI must stand that is none, a language that is no
tag: JSON-LD 1.1 lets a reader skip them. The text is read a second time with a context that maps
every key and with such values made legal; what then stands there more was lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

_KEY: Final = "urn:x-lost:"
_BASE: Final = "x-lost://relative/"
_NO_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_MADE_LEGAL: Final = re.compile(r"~~([0-9a-f]+)~~")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Lost:
    """What of a JSON-LD text makes no statement: keys that nothing maps, and values unfit."""

    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.keys or self.values)


NOTHING: Final = Lost()


def lost(text: str, base: str | None) -> Lost:
    """The keys and values of a JSON-LD text, which the engine has read, that made no statement.

    Each once, in the order of the statements that they would make. `base` is as for the reader:
    without one, relative IRIs are lost too.
    """
    try:
        # No number is lost, and some that the engine reads Python could not write again.
        document = json.loads(text, parse_int=_number, parse_float=_number)
        legal = json.dumps(_with_vocabulary(_legal(document)))
        quads = list(parse(legal, format=RdfFormat.JSON_LD, base_iri=base or _BASE))
    except (ValueError, SyntaxError, RecursionError):
        return NOTHING  # what only Python's reader refuses is no loss
    keys: dict[str, None] = {}
    values: dict[str, None] = dict.fromkeys(_languages(document))
    for quad in quads:
        names = list(_iris(quad))
        # What stands under an unknown key is lost with the key.
        unknown = [name for name in names if name.startswith(_KEY)]
        keys.update((_read(name.removeprefix(_KEY)), None) for name in unknown)
        for name in names:
            if not unknown and (_MADE_LEGAL.search(name) or name.startswith(_BASE)):
                values[_read(name.removeprefix(_BASE))] = None
    return Lost(tuple(keys), tuple(values))


def _number(text: str) -> float:
    value = float(text)  # a context tells its version by a number
    return value if isfinite(value) else 0


def _iris(quad: Quad) -> Iterator[str]:
    for term in quad:
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def _legal(value: Any) -> Any:
    """The same JSON with every text written so that it may stand in an IRI, if it has to."""
    if isinstance(value, dict):
        return {_escaped(key): _legal(inner) for key, inner in value.items() if key != "@language"}
    if isinstance(value, list):
        return [_legal(inner) for inner in value]
    return _escaped(value) if isinstance(value, str) else value


def _escaped(text: str) -> str:
    return _NO_IRI.sub(lambda match: f"~~{ord(match[0]):x}~~", text)


def _read(name: str) -> str:
    return _MADE_LEGAL.sub(lambda match: chr(int(match[1], 16)), name)


def _with_vocabulary(document: Any) -> Any:
    """The document with a first context that gives every key an IRI; its own still win."""
    if isinstance(document, list):
        return [_with_vocabulary(inner) for inner in document]
    if not isinstance(document, dict):
        return document
    own = document.get("@context")
    contexts = own if isinstance(own, list) else [own]
    # A null context takes back all before it.
    start = max((n + 1 for n, one in enumerate(contexts) if one is None), default=0)
    return {**document, "@context": [None, {"@vocab": _KEY}, *contexts[start:]]}


def _languages(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "@language" and isinstance(inner, str) and not _LANGUAGE.fullmatch(inner):
                yield inner
            yield from _languages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _languages(inner)
