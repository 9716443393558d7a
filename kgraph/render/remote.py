"""What was pushed to an engine, and what it has → text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.remote.infer import Inferred
    from kgraph.remote.part import Part
    from kgraph.remote.push import Pushed, State

_PUSHED = (
    "{written:,} graphs written ({triples:,} triples sent), {removed:,} removed, "
    "{kept:,} unchanged",
    "{written:,} 件のグラフを書き込み（{triples:,} トリプルを送信）、{removed:,} 件を削除、"
    "{kept:,} 件は変更なし",
)
_AT_ONCE = (
    "switched in one transaction",
    "一つのトランザクションで切り替えました",
)
_ONE_BY_ONE = (
    "switched graph by graph: this engine has no transaction over all of them",
    "グラフごとに切り替えました。このエンジンには全体をまとめるトランザクションがありません",
)
_INFERRED = (
    "{facts:,} facts follow ({rounds} passes over the rules): {new:,} new, {gone:,} follow no more",
    "推論された事実 {facts:,} 件（規則を {rounds} 回適用）：新規 {new:,} 件、"
    "推論されなくなったもの {gone:,} 件",
)
_STATES = (
    ("unchanged", "変更なし"),
    ("changed", "変更あり"),
    ("missing", "未送信"),
    ("left over", "残存"),
)
_OTHERWISE = (
    "held otherwise: {graph}: {changed:,} numbers of another kind, "
    "{joined:,} joined with an equal one",
    "異なる形で保持（{graph}）：別の型になる数値 {changed:,} 件、"
    "値が等しく一つになるもの {joined:,} 件",
)
_ABANDONED = (
    "left beside by a run that is under way or broke off ({run}): {graphs:,} graphs, {triples:,} "
    "triples; a push from the machine of the run goes on with them, with --sweep one from another "
    "removes them",
    "実行中または中断した処理が残したもの（{run}）：グラフ {graphs:,} 件、{triples:,} トリプル。"
    "同じマシンからの push は続きから再開し、別のマシンからの --sweep 付きの push は削除します",
)


def pushed(done: Pushed, lang: str) -> str:
    """What a push did, in one line."""
    ja = lang == "ja"
    text = _PUSHED[ja].format(
        written=len(done.written),
        triples=done.triples,
        removed=len(done.removed),
        kept=done.kept,
    )
    if not (done.written or done.removed):
        return text
    return f"{text}{'。' if ja else '; '}{(_AT_ONCE if done.at_once else _ONE_BY_ONE)[ja]}"


def inferred(done: Inferred, lang: str) -> str:
    """What an inference did, in one line."""
    return _INFERRED[lang == "ja"].format(
        facts=done.facts, rounds=done.rounds, new=done.new, gone=done.gone
    )


def state(found: State, lang: str) -> str:
    """How many graphs are the same, which are not, and which the engine holds otherwise."""
    ja = lang == "ja"
    kinds = (found.same, found.changed, found.missing, found.left)
    lines = [f"{_STATES[i][ja]}: {len(names):,}" for i, names in enumerate(kinds)]
    lines += [
        f"{_STATES[i][ja]}: {name}" for i, names in enumerate(kinds) if i for name in sorted(names)
    ]
    lines += [
        _OTHERWISE[ja].format(graph=one.graph, changed=one.changed, joined=one.joined)
        for one in found.otherwise
    ]
    lines += [_ABANDONED[ja].format_map(vars(one)) for one in found.abandoned]
    return "".join(f"{line}\n" for line in lines)


def nquads(parts: Iterable[Part]) -> str:
    """The graphs as canonical N-Quads; blank nodes are named graph by graph."""
    text = []
    for number, part in enumerate(parts):
        for line in part.lines:
            named = line.replace("_:c14n", f"_:g{number}c") if part.has_blank(line) else line
            text.append(f"{named.removesuffix(' .')} <{part.name}> .\n")
    return "".join(text)
