"""A command with the values of its parameters, as a command line gave them."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args, get_type_hints

from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, Option
from kgraph.limited.forked import fork
from kgraph.limited.limits import Limits, too_large

_MOST: Final = 1_000_000
"""The largest number that an option takes which counts in parts: systems wait no longer."""


@dataclass(frozen=True)
class Call:
    """A command that is to be run."""

    command: Callable[..., int]
    values: Mapping[str, Any]

    def run(self) -> int:
        """Runs it, within the limits that the command describes, and gives its exit code.

        Raises Misuse for a value that no command can use, LimitReached.
        """
        hints = get_type_hints(self.command, include_extras=True)
        described = {name: get_args(hints[name])[1] for name in self.values}
        values = {
            name: _usable(value, described[name], name) for name, value in self.values.items()
        }
        limits = self.limits(values)
        if limits is None:
            return self.command(**values)
        code = fork(limits)
        if code is not None:
            return code
        try:
            return self.command(**values)
        except MemoryError:
            raise too_large(limits) from None

    def limits(self, values: Mapping[str, Any]) -> Limits | None:
        """The limits that the command has with these values; None where it has none."""
        known = inspect.signature(self.command).parameters
        if "max_memory" not in known:
            return None
        defaults = {name: parameter.default for name, parameter in known.items()}
        chosen = {**defaults, **values}
        return Limits(chosen["timeout"], chosen.get("max_rows"), chosen["max_memory"])


def _usable(value: Any, described: Argument | Option, name: str) -> Any:
    called = described.names[0] if isinstance(described, Option) else name
    if isinstance(value, list):
        return [_usable(one, described, name) for one in value]
    if isinstance(value, float) and not abs(value) <= _MOST:  # which “not a number” is not either
        raise Misuse(f"{called}: {value:g} is no number to count with; write one up to {_MOST:,}")
    if type(value) is str and not (isinstance(described, Argument) and described.names_file):
        return utf8(value, called)
    return value


def utf8(value: str, called: str) -> str:
    """The text that was typed: UTF-8 even where the locale knows no letter beyond ASCII.

    Raises Misuse, naming what the text was given for, where its bytes are not UTF-8.
    """
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        try:
            return os.fsencode(value).decode("utf-8")
        except UnicodeError:
            shown = value.encode("utf-8", "backslashreplace").decode()
            raise Misuse(f"{called}: “{shown}” is not UTF-8 text; type it as UTF-8") from None
    return value
