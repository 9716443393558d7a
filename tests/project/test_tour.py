"""The notebook runs on the graph as it is, and what it shows is what is committed."""

from __future__ import annotations

import ast
import io
import json
from contextlib import redirect_stdout
from typing import Any

import pytest
from helpers.project import PROJECT

import kgraph
from kgraph.snapshot import Snapshot

NOTEBOOK = PROJECT / "docs" / "tour.ipynb"


def cells() -> list[dict[str, Any]]:
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def code_cells() -> list[dict[str, Any]]:
    return [cell for cell in cells() if cell["cell_type"] == "code"]


def run(source: str, namespace: dict[str, Any]) -> tuple[str, Any]:
    """What a cell prints, and the value of the expression it ends with."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with redirect_stdout(printed):
        exec(compile(tree, str(NOTEBOOK), "exec"), namespace)
        if last is not None:
            assert isinstance(last, ast.Expr)
            value = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), namespace)
    return printed.getvalue(), value


def text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def test_it_was_run_from_top_to_bottom_without_an_error() -> None:
    executed = code_cells()
    assert [cell["execution_count"] for cell in executed] == list(range(1, len(executed) + 1))
    outputs = [output for cell in executed for output in cell["outputs"]]
    assert {output["output_type"] for output in outputs} <= {
        "stream",
        "display_data",
        "execute_result",
    }
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_it_shows_pictures_and_tables() -> None:
    kinds = [
        kind
        for cell in code_cells()
        for output in cell["outputs"]
        for kind in output.get("data", {})
    ]
    assert kinds.count("image/png") >= 4
    assert "text/html" in kinds


def test_its_outputs_are_those_of_the_graph(
    real_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run anew, each cell prints and gives what is committed, and draws where it drew.

    `jupyter execute --inplace docs/tour.ipynb` commits what it shows now.
    """
    matplotlib = pytest.importorskip(
        "matplotlib", reason="matplotlib is not installed (kgraph[notebook] has it)"
    )
    matplotlib.use("Agg")
    from matplotlib import pyplot

    shown: list[object] = []

    def show() -> None:
        pyplot.gcf().canvas.draw()
        shown.append(pyplot.gcf())
        pyplot.close("all")

    monkeypatch.setattr(pyplot, "show", show)
    monkeypatch.setattr(kgraph, "open", lambda: real_snapshot)
    namespace: dict[str, Any] = {}
    for cell in code_cells():
        shown.clear()
        printed, value = run(text(cell["source"]), namespace)
        outputs = cell["outputs"]
        streams = [text(output["text"]) for output in outputs if output["output_type"] == "stream"]
        assert printed == "".join(streams)
        pictures = [output for output in outputs if "image/png" in output.get("data", {})]
        assert len(shown) == len(pictures)
        results = [
            output["data"] for output in outputs if output["output_type"] == "execute_result"
        ]
        assert (value is not None) == bool(results)
        if results and "text/html" in results[0]:
            assert value._repr_html_() == text(results[0]["text/html"])


def test_an_answer_can_be_walked_through(real_snapshot: Snapshot) -> None:
    answer = kgraph.ask("tokens-by-asset-class", snapshot=real_snapshot)
    rows = list(answer)
    assert len(rows) == len(answer) > 1
    assert all(tuple(row) == answer.columns for row in rows)
    assert isinstance(rows[0]["tokens"], int)
    assert rows == answer.rows_as_dicts()
    assert answer.to_markdown().splitlines()[0] == f"| {' | '.join(answer.columns)} |"
    assert answer._repr_html_().startswith("<table><caption>")
