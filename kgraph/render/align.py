"""A check of the links to outside ontologies → counts by bridge, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.render.shown import Shown
from kgraph.render.worded import problem_in
from kgraph.tables.formats import table_as
from kgraph.tables.table import Table

if TYPE_CHECKING:
    from kgraph.align import AlignReport


def write(report: AlignReport, width: int | None = None, language: str = "en") -> Shown:
    """A row for each bridge; problems above, how much was checked below."""
    table = Table(
        ("bridge", "OWL axioms", "SKOS mappings"),
        [(name, *counts) for name, counts in sorted(report.mappings.items())],
    )
    copies = "against the copies" if report.copies else "against the pinned list"
    checked = f"{report.targets} terms checked {copies}: {len(report.problems)} problem(s)"
    problems = tuple(f"error: {problem_in(one, language)}" for one in report.problems)
    news = tuple(f"new version: {one}" for one in report.news)
    anew = ("pin them anew with `kgraph align --pin --vendor DIR`",) if news else ()
    return Shown(problems, table_as(table, "table", width), (*news, *anew, checked))
