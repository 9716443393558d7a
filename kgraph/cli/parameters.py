"""What a command takes, read from the description of its function."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, Option


@dataclass(frozen=True)
class Parameter:
    """A parameter of a command: how it is described, the type of its values, its default.

    `many` values stand in a list; where one is `needed` there is no default.
    """

    name: str
    given: Argument | Option
    kind: type
    many: bool
    needed: bool
    default: Any

    @property
    def called(self) -> str:
        """How the line has it: an option by its first name, an argument by what stands there."""
        if isinstance(self.given, Option):
            return self.given.names[0].partition("/")[0]
        return self.given.metavar or self.name.upper()

    @property
    def spellings(self) -> dict[str, bool]:
        """The names of an option, each with whether it says yes; none of an argument."""
        if isinstance(self.given, Argument):
            return {}
        pairs = [name.partition("/") for name in self.given.names]
        return {yes: True for yes, _, _ in pairs} | {no: False for _, _, no in pairs if no}

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that a value is one of; none where it is of another kind."""
        return tuple(map(str, self.kind)) if issubclass(self.kind, StrEnum) else ()

    def value(self, word: str, called: str | None = None) -> Any:
        """What a word means here. Raises Misuse, with `called` as what the word was given for."""
        place, given = called or self.called, self.given
        if isinstance(given, Option):
            if word == given.absent:
                return None
            if given.read is not None:
                return given.read(word)
        if self.choices and word not in self.choices:
            raise Misuse(f"{place}: “{word}” is none of {', '.join(self.choices)}")
        if self.kind is date:
            return _day(word, place)
        if self.kind in (int, float):
            least = given.least if isinstance(given, Option) else None
            return _number(word, self.kind, -math.inf if least is None else least, place)
        return self.kind(word)


def parameters(command: Callable[..., int]) -> tuple[Parameter, ...]:
    """The parameters of a command, in the order in which its function has them."""
    hints = get_type_hints(command, include_extras=True)
    found = []
    for name, parameter in inspect.signature(command).parameters.items():
        hint, given = get_args(hints[name])
        kinds = [part for part in get_args(hint) if part is not NoneType] or [hint]
        listed = next((part for part in (hint, *kinds) if get_origin(part) is list), None)
        kind = get_args(listed)[0] if listed else kinds[0]
        needed = parameter.default is parameter.empty
        default = None if needed else parameter.default
        found.append(Parameter(name, given, kind, listed is not None, needed, default))
    return tuple(found)


def _number(word: str, kind: type, least: float, called: str) -> Any:
    try:
        value = kind(word)
    except ValueError:
        raise Misuse(f"{called}: “{word}” is no number; write one such as 20") from None
    if not value >= least:
        raise Misuse(f"{called}: “{word}” is too little; write at least {least:g}")
    return value


def _day(word: str, called: str) -> date:
    from kgraph.questions.params import BadValue, to_day

    try:
        return to_day(called, word)
    except BadValue:
        raise Misuse(f"{called}: “{word}” is no day; write it as 2024-03-31") from None
