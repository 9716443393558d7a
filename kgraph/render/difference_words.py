"""The words in which a difference is told, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": {
            "head": "from {} to {}",
            "none": "nothing changed",
            "breaking": "breaking",
            "terms": "Ontology",
            "entities": "Things",
            "facts": "Facts",
            "resourced": "Facts with other sources",
            "standings": "Standing",
            "sources": "Sources",
            "inferred": "Inferred facts",
            "more": "… and {} more",
            "added": "added",
            "removed": "removed",
            "changed": "changed",
            "deprecated": "deprecated",
            "replaced": "replaced by {}",
            "axiom": "axiom",
            "kind": "kind",
            "says": "{} facts added, {} removed",
            "entities-graph": "data/entities",
            "confirmed": "confirmed",
            "likely": "likely",
            "conflicting": "conflicting",
            "why:removed": "its IRI no longer stands for anything; "
            "keep it with owl:deprecated and dcterms:isReplacedBy",
            "why:not-replaced": "it is deprecated without a replacement in use",
            "why:kind": "it is a term of another kind",
            "why:domain": "its domain is narrower",
            "why:range": "its range is narrower",
            "why:disjoint": "terms that could overlap no longer may",
            "why:restricted": "it may have fewer values than before",
            "why:superclass": "it is no longer a kind of what it was",
            "why:superproperty": "it no longer implies what it did",
        },
        "ja": {
            "head": "{} から {} への変更",
            "none": "変更なし",
            "breaking": "非互換",
            "terms": "オントロジー",
            "entities": "実体",
            "facts": "事実",
            "resourced": "出典が変わった事実",
            "standings": "確度",
            "sources": "出典",
            "inferred": "推論された事実",
            "more": "… ほか {} 件",
            "added": "追加",
            "removed": "削除",
            "changed": "変更",
            "deprecated": "非推奨",
            "replaced": "後継 {}",
            "axiom": "公理",
            "kind": "種類",
            "says": "事実 {} 件追加、{} 件削除",
            "entities-graph": "data/entities",
            "confirmed": "確認済み",
            "likely": "可能性が高い",
            "conflicting": "矛盾あり",
            "why:removed": "IRI が何も指さなくなった。"
            "owl:deprecated と dcterms:isReplacedBy を付けて残すこと",
            "why:not-replaced": "使用中の後継がないまま非推奨になった",
            "why:kind": "用語の種類が変わった",
            "why:domain": "定義域が狭くなった",
            "why:range": "値域が狭くなった",
            "why:disjoint": "重なり得た用語が排他となった",
            "why:restricted": "取り得る値が減った",
            "why:superclass": "上位クラスに属さなくなった",
            "why:superproperty": "上位プロパティを含意しなくなった",
        },
    }
)
