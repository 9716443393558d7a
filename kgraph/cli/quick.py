"""Reads a simple command line without Typer, whose import takes longer than most answers.

Only what has one plain meaning is read here: options by their full names with a value, and
arguments by place. For all else, help and mistakes among it, `read` gives None, and Typer reads the
line by the same description.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, Option
from kgraph.cli.quantities import is_negative

_PLAIN: Final = (str, int, float, Path)


class _NotPlain(Exception):
    """The line needs the full parser."""


def read(command: Callable[..., int], line: Sequence[str]) -> dict[str, Any] | None:
    """The values that a command line gives, by parameter; None where Typer must read it."""
    try:
        return _Reader(command).read(line)
    except (_NotPlain, ValueError, Misuse):
        return None


class _Reader:
    def __init__(self, command: Callable[..., int]) -> None:
        self.arguments: list[tuple[str, type, bool]] = []
        self.options: dict[str, tuple[str, type, Option]] = {}
        self.required: set[str] = set()
        hints = get_type_hints(command, include_extras=True)
        for name, parameter in inspect.signature(command).parameters.items():
            hint, described = get_args(hints[name])
            kind, many = _kind(hint)
            if isinstance(described, Argument):
                self.arguments.append((name, kind, many))
            else:
                for spelled in described.names:
                    self.options[spelled] = name, kind, described
                if described.variable and os.environ.get(described.variable):
                    raise _NotPlain
            if parameter.default is parameter.empty:
                self.required.add(name)

    def read(self, line: Sequence[str]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        places: list[str] = []
        words = iter(line)
        for word in words:
            if not word.startswith("-") or word == "-" or is_negative(word):
                places.append(word)
                continue
            name, kind, option = self.option(word)
            if name in given:
                raise _NotPlain
            if kind is bool:
                given[name] = True
                continue
            spelled = next(words, "-?")
            if spelled == option.absent:
                given[name] = None
            elif option.read is not None:
                given[name] = option.read(spelled)
            else:
                given[name] = _value(spelled, kind, option.least)
        self.place(places, given)
        if not self.required <= given.keys():
            raise _NotPlain
        return given

    def option(self, word: str) -> tuple[str, type, Option]:
        if word not in self.options:
            raise _NotPlain
        return self.options[word]

    def place(self, words: list[str], given: dict[str, Any]) -> None:
        for name, kind, many in self.arguments:
            if not words:
                return
            if many:
                given[name] = [_value(word, kind) for word in words]
                return
            given[name] = _value(words.pop(0), kind)
        if words:
            raise _NotPlain


def _kind(hint: object) -> tuple[type, bool]:
    """The type of a value, and whether there may be several."""
    inner = [part for part in get_args(hint) if part is not NoneType]
    if not inner:
        return hint, False  # type: ignore[return-value]
    listed = get_args(inner[0])
    if listed:
        return listed[0], True
    if isinstance(hint, type) or len(inner) == 1:
        return inner[0], False
    raise _NotPlain


def _value(word: str, kind: type, least: float | None = None) -> Any:
    if word.startswith("-") and word != "-" and not is_negative(word):
        raise _NotPlain
    if kind not in _PLAIN and not issubclass(kind, StrEnum):
        raise _NotPlain
    value = kind(word)
    if least is not None and not value >= least:
        raise _NotPlain
    return value
