"""Requests to the server: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WEB: Final[Mapping[str, str]] = MappingProxyType(
    {
        "{} is not allowed here; use GET": "ここでは {} は使えません。GET を使ってください",
        "there is nothing at this address": "このアドレスには何もありません",
        "it can be given as {}": "{} の形式で示せます",
        "an answer can be given as {}": "回答は {} の形式で示せます",
        "there is no question “{}”": "「{}」という質問はありません",
        "{} was given up": "{} は使われなくなりました",
        "{} was given up; use {}": "{} は使われなくなりました。{} を使ってください",
        "the graph has nothing named {}": "グラフに {} という名前のものはありません",
        "there is no parameter {}; it takes id": (
            "{} というパラメータはありません。使えるのは id です"
        ),
        "id: write ids of facts with commas between them, at most {}": (
            "id: 主張の ID をコンマ区切りで {} 個まで書いてください"
        ),
        "id: ids of more than {} releases; send those of fewer at a time": (
            "id: {} を超えるリリースの ID があります。分けて送ってください"
        ),
        "q: write what to look for": "q: 探すものを書いてください",
        "there is no query; send one as query=…": (
            "クエリがありません。query=… の形で送ってください"
        ),
        "this graph has no question about its conflicts": (
            "このグラフには食い違いについての質問がありません"
        ),
        "this graph has no questions about its market": (
            "このグラフには市場についての質問がありません"
        ),
        "this graph has no question about its coverage": (
            "このグラフには収録範囲についての質問がありません"
        ),
        "the server has noted what; ask again, or ask for less": (
            "内容はサーバーに記録しました。もう一度試すか、対象を絞ってください"
        ),
        "the body is longer than {} bytes; ask for less": (
            "本文が {} バイトを超えています。対象を絞ってください"
        ),
        "the body did not arrive within {} s; send it at once": (
            "本文が {} 秒以内に届きませんでした。一度に送ってください"
        ),
        "too many requests at once; ask again": "要求が同時に多すぎます。もう一度試してください",
        "lang: write {}": "lang: {} と書いてください",
        "format: write {}": "format: {} と書いてください",
        "{} is given twice; give it once": "{} が二度指定されています。一度だけ指定してください",
        "{}: write a whole number from {} up to {}": "{}: {} から {} までの整数を書いてください",
        "{}: write a whole number from {}": "{}: {} 以上の整数を書いてください",
        "there is nothing here that writes workbooks (kgraph[xlsx] has it)": (
            "ここではワークブックを作れません（kgraph[xlsx] が必要です）"
        ),
    }
)
