"""What the fact base's newer edition corrected in claims that the graph has from the older one.

The graph follows the older edition but for what was wrong in it: days after the page's own, the
validity of a code given for its being expired, and conclusions that stood as if a source said them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

Claim = dict[str, Any]


def core(claim: Claim) -> str:
    """What a claim says, without its days, its notes and who says it."""
    kept = ("subject", "property", "value", "value_type", "qualifier")
    return json.dumps({name: claim.get(name) for name in kept}, sort_keys=True, ensure_ascii=False)


def correct(
    older: list[Claim], newer: list[Claim], published: dict[str, str | None]
) -> tuple[list[Claim], list[Claim]]:
    """The claims of the older edition as they should be read: what sources say, and readings.

    `published` gives each source's page date. Each claim that was wrong for a source is replaced,
    for that source, by the newer edition's.
    """
    by_core: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in newer:
        for source in claim["source"]:
            by_core[core(claim), source].append(claim)
    said: list[Claim] = []
    readings: dict[str, Claim] = {}
    for claim in older:
        kept: list[str] = []
        for source in claim["source"]:
            found = by_core.get((core(claim), source), [])
            read = [c for c in found if c.get("derived")]
            if read and len(read) == len(found):
                for each in read:
                    readings[json.dumps(each, sort_keys=True, default=str)] = each
            elif found and _was_wrong(claim, published.get(source)):
                said += [{**each, "source": [source]} for each in found if not each.get("derived")]
            else:
                kept.append(source)
        if kept:
            said.append({**claim, "source": kept})
    return list(_once(said)), list(readings.values())


def _was_wrong(claim: Claim, page: str | None) -> bool:
    after_the_page = page is not None and str(claim.get("as_of", ""))[: len(page)] > page
    of_a_code = claim["property"] in ("mic-status", "mic-level") and "valid_to" in claim
    return after_the_page or of_a_code


def _once(claims: list[Claim]) -> Iterator[Claim]:
    seen = set()
    for claim in claims:
        text = json.dumps(claim, sort_keys=True, default=str)
        if text not in seen:
            seen.add(text)
            yield claim
