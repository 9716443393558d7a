"""What is wrong with an input, as a value, and the error that carries all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CANNOT_LOAD: Final = 3
"""Exit code of the command line when the input cannot be loaded."""


@dataclass(frozen=True)
class Problem:
    """One complaint: what is wrong, why that is so, how to mend it, and where it stands."""

    what: str
    why: str
    fix: str
    path: Path | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """One line: `path:line:col: what: why; fix`, leaving out what is not known."""
        return " ".join(f"{self.place}{self.what}: {self.why}; {self.fix}".split())

    @property
    def place(self) -> str:
        """Where it stands, with a colon behind it; empty where that is not known."""
        if self.path is None:
            return ""
        at = ":".join(str(p) for p in (self.path, self.line, self.column) if p is not None)
        return f"{at}: "


class LoadError(Exception):
    """The input cannot be loaded. `problems` holds every complaint found, in file order."""

    exit_code: Final = CANNOT_LOAD

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
