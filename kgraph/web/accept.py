"""Content negotiation: what a client accepts, and which of what we have it likes best.

The rules are those of RFC 9110, section 12.5.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*")
_PARAMETER: Final = re.compile(rf';\s*({_TOKEN})\s*=\s*({_TOKEN}|"(?:[^"\\]|\\.)*")\s*')
_WEIGHT: Final = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_MOST: Final = 100
"""Ranges of one header that are read: nobody accepts more kinds."""


@dataclass(frozen=True)
class Range:
    """A media range: `text/turtle`, `text/*` or `*/*`, with how much it is liked (0 to 1)."""

    kind: str
    subtype: str
    weight: float
    parameters: int = 0

    def fits(self, media: str) -> bool:
        """Whether a media type lies in the range."""
        kind, _, subtype = media.partition("/")
        return self.kind in ("*", kind) and self.subtype in ("*", subtype)

    @property
    def precision(self) -> tuple[bool, bool, int]:
        """What is more precise has a say over what is less."""
        return self.kind != "*", self.subtype != "*", self.parameters


def ranges(header: str) -> Iterator[Range]:
    """The media ranges of an Accept header; what is none is passed over."""
    for part in _parts(header)[:_MOST]:
        named = _RANGE.match(part)
        if named is None or (named[1] == "*" and named[2] != "*"):
            continue
        weight, parameters, at = 1.0, 0, named.end()
        while (given := _PARAMETER.match(part, at)) is not None:
            at = given.end()
            if given[1].lower() == "q":
                weight = float(given[2]) if _WEIGHT.fullmatch(given[2]) else 0.0
                at = len(part)  # what follows the weight is no part of the range
            else:
                parameters += 1
        if at == len(part):
            yield Range(named[1].lower(), named[2].lower(), weight, parameters)


def choose(header: str | None, offers: Sequence[str]) -> str | None:
    """The media type among `offers` that a client likes best, None where it accepts none of them.

    Of what it likes equally, the first one. No header, or one that says nothing, accepts all.
    """
    liked = list(ranges(header)) if header is not None else []
    if not liked:
        return offers[0] if header is None or not header.strip() else None
    best, most = None, 0.0
    for offer in offers:
        weight = _weight(liked, offer)
        if weight > most:
            best, most = offer, weight
    return best


def _weight(liked: Iterable[Range], media: str) -> float:
    fitting = [one for one in liked if one.fits(media)]
    return max(fitting, key=lambda one: one.precision).weight if fitting else 0.0


def _parts(header: str) -> list[str]:
    """The header at its commas, save for those within quotes."""
    return re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^,])+', header)
