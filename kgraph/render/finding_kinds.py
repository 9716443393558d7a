"""Kinds of findings → what one means, for people, and the page that lists them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.tables.screen import cell_len
from kgraph.words.figures import figure_name

if TYPE_CHECKING:
    from kgraph.validate import Kind

_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "problem": ("Problem", "問題"),
        "why": ("Why", "理由"),
        "fix": ("Mend", "対処"),
        "severity": ("Severity", "重大度"),
        "asked_of": ("Asked of", "対象"),
        "path": ("About", "プロパティ"),
        "demands": ("Asked", "条件"),
        "where": ("Holds", "適用範囲"),
        "file": ("Written in", "定義"),
        "example": ("Example", "例"),
    }
)
_WHERE: Final = (
    ("on all sources together", "すべての出典を合わせた全体"),
    ("within each source alone", "一つの出典の中"),
)
_ASKED_OF: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "class": ("every {}", "すべての {}"),
        "node": ("{}", "{}"),
        "subjects": ("every subject of {}", "{} の主語"),
        "objects": ("every object of {}", "{} の目的語"),
    }
)
_SHOWN: Final = 8
"""How many targets are named before the rest is only counted."""

_SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "check": "Stored checks",
        "check digit": "Check digits",
        "name": "Names",
        "axiom": "Axioms of the ontology",
        "shape": "Shapes",
        "user file": "Files of your own",
    }
)
_INTRO: Final = """\
<!-- Made by `make docs` from the files in shapes/, queries/checks/ and ontology/; change those. -->

# Findings

What `kgraph validate` and `kgraph build` can find. The id of a finding stands in brackets at the
end of its line; `kgraph validate --explain ID` shows the same as here, also in Japanese with
`--lang ja`. A violation means that the graph is wrong and stops the build, a warning that the
public record is incomplete, stale or at odds, an info that something is worth a look.
`{$this}` is the thing a finding is about, `{?value}` the value at fault.

`queries/checks/profile.yaml` says how grave each stored check is; a file of the same form, given
with `kgraph validate --profile FILE`, wins over it.
"""


def as_text(kind: Kind, language: str = "en", *, base: Path | None = None) -> str:
    """What a kind of finding means: problem, why, how to mend it, how grave, and what is asked."""
    ja = language == "ja"
    lines = [f"{kind.id}\n"]
    rows = _rows(kind, language, base)
    width = max(cell_len(_WORDS[name][ja]) for name, _ in rows) + 2
    for name, text in rows:
        word = _WORDS[name][ja]
        lines.append(f"  {word}{' ' * (width - cell_len(word))}{text}\n")
    return "".join(lines)


def as_page(kinds: Iterable[Kind], *, root: Path) -> str:
    """The page in Markdown with every kind, for the documentation.

    `root` is the project folder: files are named relative to it, and examples looked up in
    tests/bad/.
    """
    order = list(_SOURCES)
    parts = [_INTRO]
    ranked = sorted(kinds, key=lambda kind: (order.index(kind.source), kind.id))
    for source, members in groupby(ranked, key=lambda kind: kind.source):
        parts.append(f"\n## {_SOURCES[source]}\n")
        for kind in members:
            parts.append(f"\n### {kind.id}\n\n")
            rows = [*_rows(kind, "en", root), *_example(kind, root)]
            parts += [f"- **{_WORDS[name][0]}:** {text}\n" for name, text in rows]
    return "".join(parts)


def _rows(kind: Kind, language: str, base: Path | None) -> list[tuple[str, str]]:
    rows = [(name, kind.text(name, language)) for name in ("problem", "why", "fix")]
    rows.append(("severity", figure_name(kind.severity, language)))
    if kind.asked_of:
        rows.append(("asked_of", _targets(kind, language == "ja")))
    if kind.path:
        rows.append(("path", kind.path))
    rows.append(("demands", "; ".join(kind.demands)))
    if kind.source == "shape":
        rows.append(("where", _WHERE[kind.within_source][language == "ja"]))
    if kind.file is not None:
        inside = base is not None and kind.file.is_relative_to(base)
        file = kind.file.relative_to(base) if inside and base else kind.file
        rows.append(("file", file.as_posix()))
    return [(name, text) for name, text in rows if text]


def _targets(kind: Kind, ja: bool) -> str:
    words = [_ASKED_OF[how][ja].format(name) for how, name in kind.asked_of]
    rest = len(words) - _SHOWN
    if rest > 0:
        words[_SHOWN:] = [f"ほか {rest} 件" if ja else f"and {rest} more"]
    return ("、" if ja else ", ").join(words)


def _example(kind: Kind, root: Path) -> list[tuple[str, str]]:
    for ending in ("ttl", "trig"):
        path = root / "tests" / "bad" / f"{kind.id}.{ending}"
        if path.is_file():
            with path.open(encoding="utf-8") as file:
                said = file.readline().strip().partition(": ")[2]
            return [("example", f"[{said.rstrip('.')}](../../tests/bad/{path.name})")]
    return []
