"""Name of a command → how to get its function; a command that is not used is not imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

Command = Callable[..., int]


def _from(module: str, function: str) -> Callable[[], Command]:
    def get() -> Command:
        return getattr(import_module(f"kgraph.cli.{module}"), function)

    return get


COMMANDS: Final[Mapping[str, Callable[[], Command]]] = MappingProxyType(
    {
        "build": _from("make", "build"),
        "validate": _from("make", "validate"),
        "fmt": _from("make", "fmt"),
        "ask": _from("read", "ask"),
        "questions": _from("read", "questions"),
        "query": _from("read", "query"),
        "show": _from("read", "show"),
        "explain": _from("read", "explain"),
        "search": _from("read", "search"),
        "stats": _from("read", "stats"),
        "export": _from("read", "export"),
        "check-snapshot": _from("snapshots", "check_snapshot"),
        "diff": _from("versions", "diff"),
        "release": _from("versions", "release"),
        "align": _from("align", "align"),
    }
)
NEW: Final[Mapping[str, Callable[[], Command]]] = MappingProxyType(
    {"source": _from("make", "new_source"), "token": _from("add", "new_token")}
)
"""The commands under `new`."""

IMPORT: Final[Mapping[str, Callable[[], Command]]] = MappingProxyType(
    {"tokens": _from("add", "import_tokens")}
)
"""The commands under `import`."""
