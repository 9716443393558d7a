"""The line that tells what long work is at."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from contextlib import suppress

import pytest

from kgraph import release
from kgraph.render.progress import progress
from kgraph.snapshot.build import STAGES as BUILD
from kgraph.tables.screen import cell_len
from kgraph.web import site

CLEARED = "\r\x1b[K"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def lines(monkeypatch: pytest.MonkeyPatch, language: str, stages: Iterable[str]) -> list[str]:
    """What a terminal of 40 columns is told, line by line, though it ends in an error."""
    seen = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys, "stderr", seen)
    with suppress(KeyError), progress(language) as told:
        for stage in stages:
            told(stage)
        raise KeyError
    return seen.getvalue().split(CLEARED)[1:]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["inferring", "pass 2: 1,234", "3/97 graph:labels", ""]),
        ("ja", ["推論しています", "2回目：1,234", "3/97 graph:labels", ""]),
    ],
)
def test_one_line_in_the_language_and_nothing_at_the_end(
    monkeypatch: pytest.MonkeyPatch, language: str, words: list[str]
) -> None:
    stages = ("infer", "pass 2: 1,234", "3/97 graph:labels")
    assert lines(monkeypatch, language, stages) == words


def test_a_line_is_no_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, _ = lines(monkeypatch, "ja", ["\x1b[2J" + "不動産" * 20])
    assert shown.startswith("\\x1b[2J不動産")
    assert cell_len(shown) == 39


def test_a_pipe_is_told_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with progress("en") as told:
        told("infer")
    assert capfd.readouterr().err == ""


def test_every_stage_has_words_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    stages = {*BUILD, *release.STAGES, *site.STAGES}
    for language in ("en", "ja"):
        assert not stages & set(lines(monkeypatch, language, sorted(stages)))
