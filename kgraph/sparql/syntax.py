"""What the engine says of a query that it cannot read → one short line."""

from __future__ import annotations

import re
from typing import Final

_EXPECTED: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_ITEM: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|\[(?:'(?:[^'\\]|\\.[^']*)'|[^\]'])*\]|[^\",\[\]]+")


def in_words(said: str) -> str:
    """Where a query breaks off, and what may stand there, as `query:LINE:COLUMN: …`.

    What the engine lists is never all that may; classes of characters, which say nothing to people,
    are left out, and what is no symbol but a reason stands alone. Other words of the engine stay.
    """
    found = _EXPECTED.fullmatch(said)
    if found is None:
        return f"query: {said}"
    place = f"query:{found[1]}:{found[2]}"
    items = [item for one in _ITEM.findall(found[3]) if (item := one.strip())]
    named = [item for item in items if not item.startswith("[")]
    reason = next((item for item in named if " " in item and not item.startswith('"')), None)
    if reason is not None:
        return f"{place}: {reason}"
    if not named:
        return f"{place}: the query does not go on as it should"
    return (
        f"{place}: the query does not go on as it should; among what may stand here: "
        f"{' '.join(named)}"
    )
