"""The picture of docs/architecture.md is that of the imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Set
from importlib.util import find_spec
from pkgutil import resolve_name

import pytest
from helpers.project import PROJECT

Arrows = Mapping[str, Set[str]]

PAGE = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = PROJECT / "kgraph"
ROOMS = {
    path.stem
    for path in PACKAGE.iterdir()
    if (path.suffix == ".py" or (path / "__init__.py").is_file()) and path.stem != "__init__"
} | {"kgraph"}
DRAWN = re.search(r"^```mermaid\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]
# An identifier of Mermaid, and a name before a colon where the box is called otherwise.
BOX = re.compile(r'^    (?P<id>\w+)(?:\["(?P<name>\w+)[^"]*"\])?$', re.MULTILINE)
NAMES = {found["id"]: found["name"] or found["id"] for found in BOX.finditer(DRAWN)}
ARROW = re.compile(r"^  (\w+) --> (.+)$", re.MULTILINE)
DOTTED = re.compile(r"`([a-z_]+(?:\.\w+)+)`")


@pytest.fixture(scope="module")
def arrows() -> Arrows:
    """What each box of the picture leads to."""
    drawn: dict[str, set[str]] = {name: set() for name in NAMES.values()}
    for start, ends in ARROW.findall(DRAWN):
        drawn[NAMES[start]] |= {NAMES[end] for end in ends.split(" & ")}
    return drawn


@pytest.fixture(scope="module")
def imports() -> Arrows:
    """The other rooms that the modules of each room import, anywhere in them."""
    found: dict[str, set[str]] = {room: set() for room in ROOMS}
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py").replace("__init__", "kgraph")
        for name in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            other = name.split(".")[1]
            found[room].add(other if other in ROOMS else "kgraph")
        found[room].discard(room)
    return found


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (f"{name}." for name in names if f"{name}.".startswith("kgraph."))


def _reached(graph: Arrows, start: str) -> set[str]:
    """Everything behind a box, itself only where its arrows lead back."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for end in graph.get(waiting.pop(), set()) - found:
            found.add(end)
            waiting.append(end)
    return found


def _told(pairs: Set[tuple[str, str]]) -> list[str]:
    return [f"{start} --> {end}" for start, end in sorted(pairs)]


def test_every_package_has_a_box_and_a_line() -> None:
    assert sorted(NAMES.values()) == sorted(ROOMS)
    table = PAGE[PAGE.index("| package |") :].split("\n\n", 1)[0]
    first = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert sorted(re.findall(r"`(\w+)`", "".join(first))) == sorted(ROOMS)


def test_no_arrows_lead_in_a_circle(arrows: Arrows) -> None:
    assert [box for box in arrows if box in _reached(arrows, box)] == []


def test_nothing_imports_against_the_arrows(arrows: Arrows, imports: Arrows) -> None:
    against = {(a, b) for a, ends in imports.items() for b in ends - _reached(arrows, a)}
    assert _told(against) == []


def test_no_arrow_stands_without_an_import(arrows: Arrows, imports: Arrows) -> None:
    assert _told({(a, b) for a, ends in arrows.items() for b in ends - imports[a]}) == []


def test_no_arrow_follows_from_others(arrows: Arrows) -> None:
    followed = {
        (a, b)
        for a, ends in arrows.items()
        for b in ends
        if any(b in _reached(arrows, c) for c in ends - {b})
    }
    assert _told(followed) == []


def test_what_the_walks_name_exists() -> None:
    named = {name for name in DOTTED.findall(PAGE) if name.split(".")[0] in ROOMS}
    assert len(named) > 25
    for name in named:
        full = name if name.startswith("kgraph.") else f"kgraph.{name}"
        assert _exists(full), name


def _exists(name: str) -> bool:
    try:
        return resolve_name(name) is not None
    except AttributeError:
        return find_spec(name) is not None
