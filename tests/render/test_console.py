"""What a terminal is told, and what a file: values never make a terminal do something."""

from __future__ import annotations

import re

import pytest
from helpers.commands import Command
from helpers.project import PROJECT
from helpers.terminal import on_terminal

from kgraph.snapshot import Snapshot

QUERY = r'SELECT ("a\u001B[2J\u009B31m\u0007\rb\u007F" AS ?x) {}'
DOES_SOMETHING = re.compile(r"(?!\x1b\[[0-9;?]*[mKlh])[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "sparql-csv"])
def test_no_value_makes_a_terminal_do_something(real_snapshot: Snapshot, format: str) -> None:
    seen = shown(real_snapshot, "query", QUERY, "--format", format)
    assert "b" in seen
    assert not DOES_SOMETHING.search(seen)


@pytest.mark.parametrize("verb", ["search", "terms", "questions"])
def test_nothing_typed_does_so_when_it_is_said_again(real_snapshot: Snapshot, verb: str) -> None:
    seen = shown(real_snapshot, verb, "zz\x1b[2J\x9bzz\x07")
    assert "zz" in seen
    assert not DOES_SOMETHING.search(seen)


def shown(snapshot: Snapshot, *arguments: str) -> str:
    line = (*arguments, *(("--out", str(snapshot.path)) if arguments[0] != "questions" else ()))
    code, seen = on_terminal(*line, columns=80, cwd=PROJECT)
    assert code == 0
    return seen.replace("\r\n", "\n")


def test_a_pipe_gets_values_as_they_are(real_snapshot: Snapshot, command: Command) -> None:
    done = command(PROJECT, "query", QUERY, "--format", "csv", "--out", str(real_snapshot.path))
    assert "a\x1b[2J\x9b31m\x07\rb\x7f" in done.out
