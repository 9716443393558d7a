"""Values between two processes. What is held open goes as its place; an error as what it holds."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from types import FunctionType, MappingProxyType
from typing import IO, Any, BinaryIO, Final

from kgraph.limited.held import Held

DONE: Final = "done"
TOLD: Final = "told"
FAILED: Final = "failed"
FULL: Final = "full"
LENGTH: Final = 8
"""Bytes before a task that say how long it is."""

Open = Callable[[type[Held], tuple[Any, ...]], Held]


class _Pickler(pickle.Pickler):
    def persistent_id(self, value: Any) -> tuple[type[Held], tuple[Any, ...]] | None:
        return (type(value), value.place) if isinstance(value, Held) else None

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, MappingProxyType):
            return _mapping, (dict(value),)
        if isinstance(value, BaseException) and isinstance(type(value).__init__, FunctionType):
            # Its constructor may take something else than it keeps.
            return _error, (type(value), value.args, vars(value))
        return NotImplemented


def _mapping(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


def _error(
    kind: type[BaseException], arguments: tuple[Any, ...], attributes: dict[str, Any]
) -> BaseException:
    error = kind.__new__(kind, *arguments)
    vars(error).update(attributes)
    return error


class _Unpickler(pickle.Unpickler):
    def __init__(self, source: IO[bytes], open_held: Open) -> None:
        super().__init__(source)
        self._open = open_held

    def persistent_load(self, reference: tuple[type[Held], tuple[Any, ...]]) -> Held:
        return self._open(*reference)


def write(value: Any, target: BinaryIO) -> None:
    """Writes a value. Raises an error of pickle where it is none that can be sent."""
    _Pickler(target, pickle.HIGHEST_PROTOCOL).dump(value)


def read(source: IO[bytes], open_held: Open) -> Any:
    """The next value. Raises EOFError where there is no whole one."""
    try:
        return _Unpickler(source, open_held).load()
    except pickle.UnpicklingError as error:
        raise EOFError(str(error)) from error
