"""Name of a command → how to get its function; a command that is not used is not imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

Command = Callable[..., int]

GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "new": "Draft a new source or token.",
        "import": "Add what a table or a register holds.",
        "remote": "The same graph on an engine of yours.",
    }
)
"""The first words of commands of two words, and what these do."""


def _from(module: str, name: str) -> Callable[[], Command]:
    def get() -> Command:
        function = name.replace("-", "_").replace(" ", "_")
        return getattr(import_module(f"kgraph.cli.{module}"), function)

    return get


_VERBS: Final = (
    *("build", "validate", "fmt", "ask", "questions", "query", "show", "explain", "search"),
    *("terms", "stats", "export", "check-snapshot", "diff", "release", "align", "serve"),
    "site",
    *("verify", "match"),
    "due",
    "mcp",
    "add",
    "completion",
)
_REVISING: Final = ("rename", "merge", "retire", "reread", "withdraw")
_REMOTE: Final = tuple(
    f"remote {verb}" for verb in ("push", "status", "pull", "infer", "validate", "ask", "query")
)
_ADDING: Final = ("new source", "new token", "import tokens")

COMMANDS: Final[Mapping[str, Callable[[], Command]]] = MappingProxyType(
    {name: _from(name.replace("-", "_"), name) for name in _VERBS}
    | {name: _from("add", name) for name in _ADDING}
    | {"import register": _from("registers", "import register")}
    | {name: _from("remote", name) for name in _REMOTE}
    | {name: _from("revise", name) for name in _REVISING}
)
