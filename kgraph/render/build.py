"""A build report → the words that follow a build."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.render.validate import count_words
from kgraph.words.figures import counted

if TYPE_CHECKING:
    from kgraph.snapshot.build import BuildReport

_STAGES: Final = MappingProxyType(
    {
        "load": "読み込み",
        "infer": "推論",
        "validate": "検証",
        "claims": "出典の照合",
        "write": "書き込み",
        "publish": "公開",
    }
)
_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "graph": ("graph     {}", "グラフ            {}"),
        "time": ("time      {:.2f} s ({})", "時間              {:.2f}秒（{}）"),
        "findings": ("findings  {}", "検証結果          {}"),
        "snapshot": ("snapshot  {}", "スナップショット  {}"),
        "stopped": (
            "not published: the findings stop it; an earlier one stays in place",
            "検証結果のため公開していません。以前のものはそのまま残ります",
        ),
        "reused": (
            "{} (nothing changed since it was built)",
            "{}（作成後に変わったものはありません）",
        ),
    }
)


def as_text(report: BuildReport, language: str = "en") -> str:
    """Counts, time per stage, findings by severity, and where the snapshot is."""

    def words(key: str, *values: object) -> str:
        return _WORDS[key][language == "ja"].format(*values)

    lines = [words("graph", counted(report.counts, language))]
    if report.seconds:
        times = _times(report.seconds, language)
        lines.append(words("time", sum(report.seconds.values()), times))
    lines.append(words("findings", count_words(report.severities, language)))
    where = str(report.snapshot)
    if not report.published:
        where = words("stopped")
    elif report.reused:
        where = words("reused", where)
    return "\n".join((*lines, words("snapshot", where))) + "\n"


def _times(seconds: Mapping[str, float], language: str) -> str:
    if language == "ja":
        return "、".join(f"{_STAGES.get(stage, stage)} {n:.2f}秒" for stage, n in seconds.items())
    return ", ".join(f"{stage} {n:.2f} s" for stage, n in seconds.items())
