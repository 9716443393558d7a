"""A command with the values of its parameters, as a command line gave them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, Option
from kgraph.cli.parameters import Parameter, parameters
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
        known = {parameter.name: parameter for parameter in parameters(self.command)}
        values = {name: _usable(value, known[name]) for name, value in self.values.items()}
        limits = _limits({name: one.default for name, one in known.items()} | values)
        if limits is None:
            return self.command(**values)
        code = fork(limits)
        if code is not None:
            return code
        try:
            return self.command(**values)
        except MemoryError:
            raise too_large(limits) from None


def _limits(values: Mapping[str, Any]) -> Limits | None:
    """The limits among the values of a command; None where it has none."""
    if "max_memory" not in values:
        return None
    return Limits(values["timeout"], values.get("max_rows"), values["max_memory"])


def _usable(value: Any, parameter: Parameter) -> Any:
    given = parameter.given
    called = parameter.called if isinstance(given, Option) else parameter.name
    if isinstance(value, list):
        return [_usable(one, parameter) for one in value]
    if isinstance(value, float) and not abs(value) <= _MOST:  # which “not a number” is not either
        raise Misuse(f"{called}: {value:g} is no number to count with; write one up to {_MOST:,}")
    if type(value) is str and not (isinstance(given, Argument) and given.names_file):
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
