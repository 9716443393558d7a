"""What long work is at, on a line of the terminal that goes when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from kgraph.render.console import passing
from kgraph.render.worded import worded

_DOING: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "load": ("reading the files", "ファイルを読んでいます"),
        "infer": ("inferring", "推論しています"),
        "validate": ("validating", "検証しています"),
        "claims": ("weighing the sources", "出典を照らし合わせています"),
        "write": ("writing the files", "ファイルを書いています"),
        "publish": ("publishing", "公開しています"),
        "build": ("building the graph", "グラフを作成しています"),
        "compare": ("comparing with the previous release", "前回の公開版と比べています"),
        "export": ("writing all formats", "各形式で書き出しています"),
        "pages": ("writing the pages", "ページを書いています"),
        "rest": ("writing what pages load", "ページが読み込むものを書いています"),
    }
)
"""Stage of a build, a validation, a release or a site → what it does."""


@contextmanager
def progress(language: str) -> Iterator[Callable[[str], None]]:
    """Takes the name of a stage, or how far something is; nothing of it is left at the end."""
    try:
        yield lambda stage: passing(_at(stage, language))
    finally:
        passing("")


def _at(stage: str, language: str) -> str:
    return _DOING[stage][language == "ja"] if stage in _DOING else worded(stage, language)
