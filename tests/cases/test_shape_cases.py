"""Shapes and values at the edge, as users of such tools reported them: one folder a case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from test_cli import Command, Outcome, command

from kgraph.names import SH, XSD

__all__ = ["command"]

CASES = Path(__file__).parent
both_engines = pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
Validate = Callable[..., Outcome]


@pytest.fixture
def validate(command: Command) -> Validate:
    """Validates the project of a case, or files of it on top of the project or of the graph."""

    def run(name: str, *line: str) -> Outcome:
        [folder] = CASES.glob(f"{name}-*")
        root = ("--root", "root") if (folder / "root").is_dir() else ()
        return command(folder, "validate", *line, *root)

    return run


@both_engines
def test_a_query_whose_pattern_does_not_use_this_reports_each_focus_node(
    validate: Validate, engine: str
) -> None:
    told = validate("load-19", "--engine", engine)
    assert told.code == 1
    assert told.out.count("violation: ") == 2
    assert "violation: A (id:a) id:b (q)" in told.out
    assert "violation: id:b id:b (q)" in told.out


def test_the_report_keeps_ill_typed_literals_and_parses_again(validate: Validate) -> None:
    told = validate("load-26", "-f", "report")
    assert told.code == 1
    values = {
        quad.object
        for quad in ox.parse(told.out, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == SH + "value"
    }
    for text, kind in (("yes", "boolean"), ("TRUE", "boolean"), ("1e3", "decimal")):
        assert ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) in values
    assert len(values) >= 24
