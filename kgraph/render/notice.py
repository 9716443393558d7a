"""The notices that go with a release: whose facts it holds, and under which terms they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.names import LICENSE_IRI
from kgraph.snapshot.reuse import Reuse, reuse, sources_of
from kgraph.words.punctuation import PUNCTUATION

if TYPE_CHECKING:
    from kgraph.align.bridges import Bridges
    from kgraph.snapshot import Snapshot

_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": {
            "title": "Notices",
            "license": (
                "This release is licensed under Creative Commons Attribution 4.0 International "
                f"(CC BY 4.0), {LICENSE_IRI}\n"
                "That covers our wording, structure and arrangement. The pages that its facts were "
                "taken from belong to their publishers."
            ),
            "sources": "Terms of use of sources",
            "counted": "{} (sources: {:,})",
            "permitted": "permitted: {}",
            "forbidden": "forbidden: {}",
            "nothing": "what they permit and forbid was not looked at",
            "without": (
                "Of {:,} of {:,} sources no terms of use are on record: they were not looked at, "
                "and it does not follow that they are free. Ask for those of a source with "
                "`kgraph ask terms-of-use`."
            ),
            "outside": "Outside ontologies that terms are linked to",
        },
        "ja": {
            "title": "告知",
            "license": (
                "本リリースはクリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）で提供する。"
                f"{LICENSE_IRI}\n"
                "対象は本グラフの文言・構造・配列であり、事実の読取り元であるページは各発行元に帰属する。"
            ),
            "sources": "出典の利用条件",
            "counted": "{}（出典：{:,}件）",
            "permitted": "許される利用：{}",
            "forbidden": "禁じられる利用：{}",
            "nothing": "許される利用・禁じられる利用は未確認",
            "without": (
                "出典{1:,}件のうち{0:,}件には利用条件の記録がない。未確認であり、自由に利用できることを"
                "意味しない。出典ごとの条件は `kgraph ask terms-of-use` で確かめられる。"
            ),
            "outside": "用語の対応付け先である外部オントロジー",
        },
    }
)


def as_text(snapshot: Snapshot, bridges: Bridges | None = None) -> str:
    """The notices in English, then in Japanese: license, terms of sources, outside ontologies."""
    return "\n".join(
        f"{_WORDS[lang]['title']}\n\n{''.join(_told(snapshot, bridges, lang))}"
        for lang in ("en", "ja")
    )


def credit_lines(snapshot: Snapshot, lang: str) -> Iterator[str]:
    """What is to be said of the sources' terms: each line of credit, then what is not on record."""
    known = reuse(snapshot.store)
    yield from filter(None, (one.credit.get(lang) for one in known))
    whole = sources_of(snapshot.store)
    told = {source for one in known for source in one.sources}
    yield _WORDS[lang]["without"].format(whole - len(told), whole)


def _told(snapshot: Snapshot, bridges: Bridges | None, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    yield f"{words['license']}\n\n{words['sources']}\n\n"
    for one in reuse(snapshot.store):
        yield f"- {words['counted'].format(snapshot.label(one.iri, lang), len(one.sources))}\n"
        yield from (f"  {line}\n" for line in _lines(snapshot, one, lang))
    *_, without = credit_lines(snapshot, lang)
    yield f"\n{without}\n"
    if bridges is not None:
        yield f"\n{words['outside']}\n\n"
        yield from (f"- {line}\n" for bridge in bridges.bridges for line in bridge.rights[lang])


def _lines(snapshot: Snapshot, one: Reuse, lang: str) -> Iterator[str]:
    words, listed = _WORDS[lang], PUNCTUATION[lang].listed
    for key, uses in (("permitted", one.permitted), ("forbidden", one.forbidden)):
        if uses:
            yield words[key].format(listed(snapshot.label(use, lang) for use in uses))
    if not one.permitted and not one.forbidden:
        yield words["nothing"]
    if lang in one.credit:
        yield one.credit[lang]
