"""What stays open in a process, and how another process gets it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any


class Held(ABC):
    """What a process holds open, and another one opens for itself."""

    @property
    @abstractmethod
    def place(self) -> tuple[Any, ...]:
        """Where it stands: what `at` takes, and what tells one from another."""

    @classmethod
    @abstractmethod
    def at(cls, *place: Any) -> Held:
        """Opens the one of that place."""
