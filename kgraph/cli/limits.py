"""The options of limits for commands that go over whole graphs and files."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from kgraph.cli.options import MaxMemory, Timeout
from kgraph.cli.quantities import Size
from kgraph.limited import WORK

Command = Callable[..., int]


def limited(command: Command) -> Command:
    """The command with the options of a time and a memory limit; `Call` holds it to them."""
    options = {
        "timeout": (Timeout, WORK.seconds),
        "max_memory": (MaxMemory, Size(WORK.memory or 0)),
    }

    @wraps(command)
    def within(**values: Any) -> int:
        return command(**{name: value for name, value in values.items() if name not in options})

    signature = inspect.signature(command)
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
        for name, (hint, default) in options.items()
    ]
    within.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*signature.parameters.values(), *added]
    )
    within.__annotations__ = {**command.__annotations__} | {
        name: hint for name, (hint, _) in options.items()
    }
    return within
