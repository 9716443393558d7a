"""Prints the lowest version that pyproject.toml allows of each dependency, one a line, for pip."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# What the tests use beyond the dependencies of kgraph itself. `grlc` is not among them: each of its
# releases wants one version of rdflib and no other; nor are `contract` and `mcp`, which want newer
# test tools than ours have to be.
EXTRAS = ("pandas", "parquet", "test", "xlsx")
BOUND = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+)(,<[\w.]+)?")


def lowest() -> Iterator[str]:
    """`name==version` for each dependency. Raises ValueError for one without a lowest version."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for wanted in (*project["dependencies"], *(w for extra in EXTRAS for w in extras[extra])):
        if wanted.startswith(f"{project['name']}["):
            continue  # the extras of its own
        bound = BOUND.fullmatch(wanted)
        if bound is None:
            raise ValueError(
                f"pyproject.toml: “{wanted}” has no lowest version; write name>=version"
            )
        yield f"{bound['name']}=={bound['version']}"


if __name__ == "__main__":
    print(*lowest(), sep="\n")
