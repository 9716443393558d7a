"""Names, codes and marks of registers in the form that the graph has them in."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgraph.names import BASE
from kgraph.vocab import XSD

_WIDE: Final = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
_KEPT_WIDE: Final = "（）！？：；～"
_NAME: Final = str.maketrans(
    {**{chr(w): chr(n) for w, n in _WIDE.items() if chr(w) not in _KEPT_WIDE}, "～": "〜"}
)
_NUMBER: Final = re.compile(r"[1-9]\d{12}", re.ASCII)


def name(text: str) -> str:
    """A Japanese name as our labels are: letters and digits in half width, brackets in full."""
    return " ".join(text.translate(_NAME).split())


def same_name(text: str) -> str:
    """A name by which two spellings of it are equal: width, case and blanks aside."""
    folded = unicodedata.normalize("NFKC", text.replace("〜", "～")).casefold()
    return "".join(folded.split())


def corporate_number(text: str) -> str | None:
    """A corporate number with a right check digit; None for anything else."""
    from stdnum.jp import cn

    given = unicodedata.normalize("NFKC", text).strip()
    return given if _NUMBER.fullmatch(given) and cn.is_valid(given) else None


def lei(text: str) -> str | None:
    """An LEI with right check digits; None for anything else."""
    from stdnum import lei as standard

    return (
        text
        if re.fullmatch(r"[A-Z0-9]{18}\d\d", text, re.ASCII) and standard.is_valid(text)
        else None
    )


def string(text: str) -> Literal:
    """A plain string."""
    return Literal(text)


def words(text: str, language: str) -> Literal:
    """A text in a language, its blanks single."""
    return Literal(" ".join(text.split()), language=language)


def whole(number: int) -> Literal:
    """A whole number."""
    return Literal(str(number), datatype=XSD.integer)


def day(text: str) -> Literal | None:
    """A day of YYYYMMDD or YYYY-MM-DD; None where it is neither."""
    digits = text.replace("-", "")
    try:
        return Literal(date.fromisoformat(digits).isoformat(), datatype=XSD.date)
    except ValueError:
        return None


def concept(scheme: str, local: str) -> NamedNode:
    """A concept by its scheme and name."""
    return NamedNode(f"{BASE}{scheme}/{local}")
