"""Options that several commands share, said once and given to each."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeAlias

Command: TypeAlias = Callable[..., int]
Shared: TypeAlias = Mapping[str, tuple[Any, Any]]
"""Name of a parameter → how it is described, and its default."""


def with_options(
    command: Command, options: Shared, name: str | None = None, make: Callable[..., Any] = dict
) -> Command:
    """The command with these options besides its own.

    What `make` makes of their values is handed to it as its parameter `name`, where that is given.
    """

    @wraps(command)
    def with_them(**values: Any) -> int:
        own = {key: value for key, value in values.items() if key not in options}
        if name is not None:
            given = {key: values.get(key, default) for key, (_, default) in options.items()}
            own[name] = make(**given)
        return command(**own)

    signature = inspect.signature(command)
    kept = [parameter for key, parameter in signature.parameters.items() if key != name]
    added = [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
        for key, (hint, default) in options.items()
    ]
    with_them.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=sorted([*kept, *added], key=lambda parameter: parameter.kind)
    )
    hints = {key: hint for key, hint in command.__annotations__.items() if key != name}
    with_them.__annotations__ = hints | {key: hint for key, (hint, _) in options.items()}
    return with_them
