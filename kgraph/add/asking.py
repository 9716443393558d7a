"""What may be asked of a person, and answered: columns, and what they may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kgraph.add.book import Book
from kgraph.add.rows import KINDS, NARROWING, columns

_ALWAYS: Final = ("as_of", "note")


class Wording:
    """The columns of a kind of row, and what completes each. Raises LoadError."""

    def __init__(self, root: Path, name: str) -> None:
        kind = KINDS[name]
        self._book = Book(root)
        self._kind = kind
        self.needed: Sequence[str] = kind.needed
        self.columns: Sequence[str] = columns(kind, self._book)
        asked = [*kind.needed, *kind.first, *_ALWAYS]
        self.first = [column for column in dict.fromkeys(asked) if column in self.columns]
        self.sources = sorted(path.stem for path in (root / "data" / "sources").glob("*.ttl"))

    def answers(self, column: str, cells: Mapping[str, str]) -> list[str]:
        """What a column may hold, where that is a choice; `cells` is what was answered so far."""
        book = self._book
        if column == self._kind.subject:
            classes = (self._kind.cls,) if not self._kind.link else book.scopes(self._kind.link)
            return self._things(classes if self._kind.cls else ())
        if column == "property":
            return sorted(book.ranges)
        if column == "kind":
            return sorted(book.below(self._kind.cls))
        if column == "qualifier":
            return sorted(f"{s}:{n}" for s, known in book.concepts.items() for n in known.values())
        name = cells.get("property", "") if column == "value" else column
        if column in NARROWING and column != "capacity":
            return []
        try:
            name = book.property(name)
        except ValueError:
            return []
        if book.takes_concepts(name):
            return sorted(set(book.concepts.get(book.scheme(name), {}).values()))
        classes = book.takes(name)
        return self._things(classes) if classes else []

    def _things(self, classes: Sequence[str]) -> list[str]:
        book = self._book
        return sorted(slug for slug in book.slugs if not classes or book.is_a(slug, classes))
