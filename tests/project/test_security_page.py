"""Tests that the documentation names are there; each promise of the page on security has some."""

from __future__ import annotations

import re

import pytest
from helpers.project import PROJECT, TESTS

PAGE = PROJECT / "docs" / "security.md"


def promises() -> list[tuple[str, list[str]]]:
    """Each danger of the first table with the tests that its line names."""
    table = PAGE.read_text(encoding="utf-8").split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")]
    return [
        (cells[0].strip(), re.findall(r"`(\w+/test_[^`]+|test_[^`]+)`", cells[-1]))
        for cells in rows[1:]
    ]


def test_the_page_has_promises() -> None:
    assert len(promises()) >= 20


@pytest.mark.parametrize(("danger", "named"), promises(), ids=lambda value: str(value)[:40])
def test_each_promise_names_tests_that_are_there(danger: str, named: list[str]) -> None:
    assert named, danger
    for name in named:
        file, _, test = name.partition("::")
        text = (TESTS / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {test}\b" if test else r"^def test_", text, re.MULTILINE), name


def test_each_page_names_tests_that_are_there() -> None:
    for page in (PROJECT / "docs").rglob("*.md"):
        for name in re.findall(r"\btests/[\w/*]+\.\w+", page.read_text(encoding="utf-8")):
            assert list(PROJECT.glob(name)), f"{page.name}: {name}"


def gib(memory: int | None) -> str:
    return f"{(memory or 0) >> 30} GiB"


def test_the_limits_are_those_of_the_program() -> None:
    from kgraph.limited import QUERY, WORK
    from kgraph.sparql import guard

    page = PAGE.read_text(encoding="utf-8")
    for line in (
        f"| time | {QUERY.seconds} s | {WORK.seconds} s |",
        f"| memory of the process | {gib(QUERY.memory)} | {gib(WORK.memory)} |",
        f"| rows, or triples | {QUERY.rows:,} |",
        f"| length of a query | {guard.MAX_BYTES:,} bytes |",
        f"| brackets within brackets | {guard.MAX_DEPTH} |",
        f"| operators and clauses of a query | {guard.MAX_OPERATORS:,} |",
    ):
        assert line in page
