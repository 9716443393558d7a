"""The history of facts that releases hand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.problems import LoadError
from kgraph.verify.history import HISTORY, Life, as_csv, grown, read_history

ONE, TWO, THREE = ("1" * 32, "2" * 32, "a" * 32)


def test_a_fact_keeps_its_first_release_and_one_that_left_its_last() -> None:
    first = grown({}, [ONE, TWO], "1.0.0")
    second = grown(first, [TWO, THREE], "1.1.0")
    assert second == {
        ONE: Life("1.0.0", "1.0.0"),
        TWO: Life("1.0.0", "1.1.0"),
        THREE: Life("1.1.0", "1.1.0"),
    }
    # What comes back has been known before.
    assert grown(second, [ONE], "1.10.0")[ONE] == Life("1.0.0", "1.10.0")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    history = grown(grown({}, [TWO, ONE], "1.0.0"), [THREE], "2.0.0")
    (tmp_path / HISTORY).write_text(as_csv(history), encoding="utf-8")
    assert read_history(tmp_path) == history
    assert list(history) != sorted(history)
    assert as_csv(history).splitlines()[1:] == [
        f"{ONE},1.0.0,1.0.0",
        f"{TWO},1.0.0,1.0.0",
        f"{THREE},2.0.0,2.0.0",
    ]


def test_a_release_of_before_has_none(tmp_path: Path) -> None:
    assert read_history(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("fact,first\n", 1),
        (f"fact,first release,last release\n{ONE},1.0.0,1.0.0\n{TWO},1.0.0\n", 3),
        (f"fact,first release,last release\n{ONE},1.0.0,next\n", 2),
        ("fact,first release,last release\nxyz,1.0.0,1.0.0\n", 2),
        (f"fact,first release,last release\n{ONE},1.1.0,1.0.9\n", 2),
        (f"fact,first release,last release\n{ONE},1.0.0,1.0.0\n{ONE},1.0.0,1.1.0\n", 3),
        (f"fact,first release,last release\n{ONE},{'9' * 5000}.0.0,1.0.0\n", 2),
        (f"fact,first release,last release\n{ONE},1.0.0,{'9' * 200_000}\n", 2),
        (f'fact,first release,last release\n"{ONE},1.0.0,1.0.0\n', 2),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / HISTORY).write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as told:
        read_history(tmp_path)
    (problem,) = told.value.problems
    assert f"{HISTORY}:{line}:" in str(problem)
    assert "\n" not in str(problem)
