"""The fixed part of the data: golden answers are given over it, whatever is added to the graph.

It is the sources that `golden/sources.txt` names, with the things that they speak of, or nobody
does. A thing of which only other sources speak belongs to these; so does the link of a source to an
edition of its register that was added before it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from helpers.project import PROJECT

NAMED: Final = PROJECT / "tests" / "golden" / "sources.txt"
_THING: Final = re.compile(r"\bid:([a-z0-9]+(?:-[a-z0-9]+)*)")
_EDITION: Final = re.compile(r"^    dcat:previousVersion src:([a-z0-9-]+) ;\n", re.MULTILINE)
_BLOCK: Final = re.compile(r"^id:([a-z0-9-]+)\n(?:    .*\n)+\.\n\n?", re.MULTILINE)


def is_fixed(source: Path) -> bool:
    """Whether a file of data/sources/ belongs to the fixed part."""
    return source.stem in _named()


@cache
def _named() -> frozenset[str]:
    return frozenset(NAMED.read_text(encoding="utf-8").split())


def fixed_root(root: Path, base: Path) -> Path:
    """A project folder that holds the fixed part alone, made in `base`; `root` where that is all.

    Everything but the things and links left out is the file of `root` itself.
    """
    sources = sorted((root / "data" / "sources").glob("*.ttl"))
    others = [path for path in sources if not is_fixed(path)]
    if not others:
        return root
    kept = [path for path in sources if is_fixed(path)]
    editorial = sorted((root / "data" / "editorial").glob("*.ttl"))
    spoken = _things([*kept, *editorial, *sorted((root / "ontology").rglob("*.ttl"))])
    left_out = _things(others) - spoken
    for folder in ("sources", "entities", "editorial"):
        (base / "data" / folder).mkdir(parents=True)
    for name in ("ontology", "shapes", "queries"):
        (base / name).symlink_to(root / name)
    for path in (*kept, *editorial):
        text = path.read_text(encoding="utf-8")
        less = _EDITION.sub(lambda link: link[0] if link[1] in _named() else "", text)
        if less == text:
            (base / path.relative_to(root)).symlink_to(path)
        else:
            (base / path.relative_to(root)).write_text(less, encoding="utf-8")
    for path in sorted((root / "data" / "entities").glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        less = _BLOCK.sub(lambda block: "" if block[1] in left_out else block[0], text)
        (base / "data" / "entities" / path.name).write_text(less, encoding="utf-8")
    return base


def _things(paths: list[Path]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        found.update(_THING.findall(path.read_text(encoding="utf-8")))
    return found
