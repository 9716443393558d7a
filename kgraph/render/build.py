"""A build report → the words that follow a build."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.render.validate import count_words

if TYPE_CHECKING:
    from kgraph.snapshot.build import BuildReport

DOING: Final = MappingProxyType(
    {
        "load": "reading the files",
        "infer": "inferring",
        "validate": "validating",
        "claims": "weighing the sources",
        "write": "writing the graph",
        "publish": "publishing",
    }
)
"""Stage of a build → what it does, for the line of progress."""


def as_text(report: BuildReport) -> str:
    """Counts, time per stage, findings by severity, and where the snapshot is."""
    counts = ", ".join(f"{number:,} {name}" for name, number in report.counts.items())
    lines = [f"graph     {counts}"]
    if report.seconds:
        times = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in report.seconds.items())
        lines.append(f"time      {sum(report.seconds.values()):.2f} s ({times})")
    lines.append(f"findings  {count_words(report.severities)}")
    if not report.published:
        lines.append("snapshot  not published: the findings stop it; an earlier one stays in place")
    elif report.reused:
        lines.append(f"snapshot  {report.snapshot} (nothing changed since it was built)")
    else:
        lines.append(f"snapshot  {report.snapshot}")
    return "\n".join(lines) + "\n"
