"""What has become of facts → a row for each receipt, and a line for each that no fact has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from kgraph.render.shown import Shown
from kgraph.tables.formats import table_as
from kgraph.tables.table import Table
from kgraph.tables.value_text import for_people
from kgraph.verify.verified import Outcome, Verified

_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "ID",
        "outcome": "現在",
        "since": "いつから",
        "subject": "対象",
        "property": "項目",
        "value": "値",
        "instead": "代わりの値",
        "standing": "確度",
        "firstRelease": "最初のリリース",
        "lastRelease": "最後のリリース",
        "source": "出典",
        "page": "ページ",
        "told": "説明",
    }
)
_BRIEF: Final = 7
_OUTCOMES: Final[Mapping[Outcome, tuple[str, str]]] = MappingProxyType(
    {
        Outcome.DISPUTED: ("disputed now", "争いあり"),
        Outcome.STANDS: ("still stands", "有効"),
        Outcome.NOT_YET: ("not yet", "未到来"),
        Outcome.UNDATED: ("of unknown date", "日付不明"),
        Outcome.SUPERSEDED: ("superseded", "更新済み"),
        Outcome.ENDED: ("has ended", "終了"),
        Outcome.REJECTED: ("rejected by a text of the law", "法令等により否定"),
        Outcome.WITHDRAWN: ("withdrawn", "撤回"),
        Outcome.NOT_KNOWN: ("not read by that day", "その日までに未確認"),
        Outcome.GONE: ("no longer stated", "記載なし"),
        Outcome.UNKNOWN: ("unknown", "該当なし"),
        Outcome.MALFORMED: ("no id", "ID ではない"),
    }
)
_TOLD: Final[Mapping[Outcome, tuple[str, str]]] = MappingProxyType(
    {
        Outcome.GONE: (
            "the release had this fact and the graph has it no more: its file was corrected or "
            "taken out; look at it with `kgraph show`",
            "リリースにはあった事実が、現在のグラフにはない（出典のファイルの訂正または削除による）。"
            "`kgraph show` で現在の内容を確かめてください",
        ),
        Outcome.UNKNOWN: (
            "no fact of this graph has this id: it is mistyped, or its fact was corrected since; "
            "name the folder of the release that it is from with --release",
            "この ID の事実はグラフにない。誤記か、その後に訂正された事実である。"
            "ID の元のリリースのフォルダーを --release で指定してください",
        ),
        Outcome.MALFORMED: (
            "this is no id of a fact: an id is a version, a colon and 32 hexadecimal digits; copy "
            "it whole, as facts.csv or an assistant gives it",
            "事実の ID ではない。ID は版、コロン、32 桁の 16 進数からなる。"
            "facts.csv やアシスタントが示すとおりに全体を写してください",
        ),
    }
)


def write(
    found: Sequence[Verified],
    format: str,
    language: str = "en",
    width: int | None = None,
    *,
    wide: bool = False,
) -> Shown:
    """One row a receipt, in one of the formats of rows; outcomes in words only for people."""
    ja = language == "ja"
    rows = [_row(one, ja, in_words=format in ("table", "md")) for one in found]
    heads = tuple(_COLUMNS.values()) if ja else tuple(_COLUMNS)
    table = Table(tuple(_COLUMNS), rows, heads, None if wide else _BRIEF)
    notes = tuple(f"{one.id}: {told(one, language)}" for one in found if told(one, language))
    return Shown((), table_as(table, format, width), notes)


def outcome(one: Verified, language: str = "en") -> str:
    """What has become of a fact, in words."""
    return _OUTCOMES[one.outcome][language == "ja"]


def told(one: Verified, language: str = "en") -> str:
    """Why, and what to do, where no fact of the graph has the receipt; the reasons of editors."""
    known = _TOLD.get(one.outcome)
    return known[language == "ja"] if known else " ".join(one.reasons)


def _row(one: Verified, ja: bool, *, in_words: bool) -> tuple[object, ...]:
    language = "ja" if ja else "en"
    fact, source = one.fact, one.source
    return (
        one.id,
        outcome(one, language) if in_words else one.outcome.value,
        one.since.isoformat() if one.since else None,
        one.subject or None,
        fact.property_label if fact else None,
        for_people(fact.object_label) if fact else None,
        " | ".join(one.instead) or None,
        one.standing,
        one.life.first if one.life else None,
        one.life.last if one.life else None,
        source.title if source else None,
        source.url if source else None,
        told(one, language) or None,
    )
