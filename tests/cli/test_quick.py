"""The quick reader and Typer read the same line the same way, and Typer sees all the rest."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.cli import make, quick
from kgraph.cli import read as reading
from kgraph.cli.app import LineCommand, application, described
from kgraph.cli.commands import COMMANDS
from kgraph.cli.options import FailOn, Language, TableFormat


def by_typer(command: Any, line: list[str]) -> dict[str, Any]:
    """What Typer would call the command with, without calling it."""
    seen: dict[str, Any] = {}
    copy = described(command)

    def note(**values: Any) -> int:
        seen.update(values)
        return 0

    note.__annotations__ = copy.__annotations__
    note.__signature__ = inspect.signature(copy)  # type: ignore[attr-defined]
    app = typer.Typer(add_completion=False)
    app.command(cls=LineCommand)(note)
    app(line, standalone_mode=False)
    return seen


def defaults(command: Any) -> dict[str, Any]:
    parameters = inspect.signature(command).parameters
    return {n: p.default for n, p in parameters.items() if p.default is not p.empty}


WORDS = st.sampled_from(
    [
        "units",
        "a=1",
        "b=",
        "-5",
        "-1.5e3",
        "-.5",
        "-",
        "=",
        "日本",
        "--lang",
        "ja",
        "--format",
        "-f",
        "json",
        "--max-rows",
        "3",
        "0",
        "--timeout",
        "2.5",
        "--root",
        "/x",
        "-o",
        "y.csv",
        "--out",
        "z",
        "--force",
        "--fail-on",
        "warning",
        "--check",
        "--help",
        "--",
        "-fjson",
        "--lang=ja",
        "-z",
    ]
)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([reading.ask, reading.query, reading.show, make.build, make.fmt]),
    st.lists(WORDS, max_size=5),
)
def test_a_line_that_is_read_quickly_means_the_same_to_typer(command: Any, line: list[str]) -> None:
    values = quick.read(command, line)
    if values is not None:
        assert by_typer(command, line) == defaults(command) | values


def test_plain_lines_are_read_quickly() -> None:
    line = ["token-route", "token=x", "asOf=2024-01-01", "--lang", "ja", "-f", "csv"]
    assert quick.read(reading.ask, line) == {
        "slug": "token-route",
        "values": ["token=x", "asOf=2024-01-01"],
        "lang": Language.ja,
        "format": TableFormat.csv,
    }
    assert quick.read(reading.ask, []) == {}
    assert quick.read(make.build, ["--force", "--fail-on", "none"]) == {
        "force": True,
        "fail_on": FailOn.none,
    }


@pytest.mark.parametrize(
    "line",
    [
        ["--help"],
        ["x", "--lang"],
        ["x", "--lang", "fr"],
        ["x", "--lang", "--format"],
        ["x", "--max-rows", "0"],
        ["x", "--max-rows", "many"],
        ["x", "--lang", "ja", "--lang", "en"],
        ["x", "--unknown", "y"],
        ["x", "--lang=ja"],
    ],
)
def test_all_else_is_left_to_typer(line: list[str]) -> None:
    assert quick.read(reading.ask, line) is None


def test_too_few_and_too_many_words_are_left_to_typer() -> None:
    assert quick.read(reading.show, []) is None
    assert quick.read(reading.show, ["a", "b"]) is None
    assert quick.read(reading.export, ["--no-inferred"]) is None


def test_a_language_from_the_environment_is_left_to_typer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KGRAPH_LANG", "ja")
    assert quick.read(reading.ask, ["x"]) is None
    assert by_typer(reading.ask, ["x"])["lang"] == Language.ja


def test_every_command_is_in_the_application() -> None:
    names = {command.name for command in application().registered_commands}
    assert names == set(COMMANDS)
