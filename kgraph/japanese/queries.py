"""Queries and their limits: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

QUERIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "the query does not go on as it should": "ここから先がクエリの書き方に合いません",
        "“{}” cannot follow “{}”": "「{1}」の次に「{0}」は書けません",
        "“{}” cannot follow “{}”; “{}” opened at {} is never closed": (
            "「{1}」の次に「{0}」は書けません。{3} で開いた「{2}」が閉じていません"
        ),
        "“{}” is never closed": "「{}」が閉じていません",
        "“{}” closes nothing": "「{}」に対応する開き括弧がありません",
        "a query cannot begin with “{}”": "クエリを「{}」で始めることはできません",
        "the query ends with “{}”, which something must follow": (
            "クエリが「{}」で終わっています。続きが必要です"
        ),
        "there is no query": "クエリがありません",
        "“{}” begins no query: write SELECT, ASK, CONSTRUCT or DESCRIBE": (
            "「{}」で始まるクエリはありません。SELECT、ASK、CONSTRUCT、DESCRIBE のいずれかを"
            "書いてください"
        ),
        "“{}” means nothing in a text; write a backslash as {}": (
            "文字列の中の「{}」に意味はありません。バックスラッシュは {} と書いてください"
        ),
        "“{}” is no IRI": "「{}」は IRI ではありません",
        "“{}” is selected and not grouped; name it in GROUP BY, or select one value of each "
        "group: (SAMPLE({}) AS ?one)": (
            "「{}」は SELECT にありますが、グループ化されていません。GROUP BY に加えるか、"
            "グループごとに一つの値を選んでください：(SAMPLE({}) AS ?one)"
        ),
        "“{}” is selected twice; give one of them another name": (
            "「{}」が SELECT に二つあります。一方の名前を変えてください"
        ),
        # Queries
        "{} is not allowed: the snapshot is read-only": (
            "{} は使えません。スナップショットは読み取り専用です"
        ),
        "SERVICE is not allowed: no request leaves this machine": (
            "SERVICE は使えません。この計算機から外への要求は出しません"
        ),
        "“{}” cannot stand here": "「{}」はここに書けません",
        "there is no query: write SELECT, ASK, CONSTRUCT or DESCRIBE": (
            "クエリがありません。SELECT、ASK、CONSTRUCT、DESCRIBE のいずれかを書いてください"
        ),
        "what follows": "続く部分",
        "FROM may name only graphs of the snapshot, and {} is none": (
            "FROM に書けるのはスナップショットのグラフだけで、{} はそうではありません"
        ),
        "the prefix “{}” of “{}” is no whole IRI": (
            "「{1}」の接頭辞「{0}」は完全な IRI ではありません"
        ),
        "the prefix {} is not declared; {}": "接頭辞 {} は宣言されていません。{}",
        "{} stands nowhere in the graph; {}": "{} はグラフのどこにもありません。{}",
        "did you mean {} or {} or {}?": "{}、{}、{} のどれかのことですか",
        "did you mean {} or {}?": "{} か {} のことですか",
        "did you mean {}?": "{} のことですか",
        "look it up with kgraph search": "kgraph search で探してください",
        "write PREFIX {}: <…> before the query": "クエリの前に PREFIX {}: <…> を書いてください",
        "query: there is no graph <{}>; GRAPH ?g {} gives those there are": (
            "クエリ：グラフ <{}> はありません。GRAPH ?g {} で一覧できます"
        ),
        "query: {}": "クエリ：{}",
        "{} stands nowhere in the graph": "{} はグラフのどこにもありません",
        "the prefix {} is not declared": "接頭辞 {} は宣言されていません",
        # Limits
        "it took longer than {} s, so it was stopped; ask for less, or raise the limit with "
        "--timeout": (
            "{} 秒を超えたため中止しました。対象を絞るか、--timeout で上限を上げてください"
        ),
        "the request took longer than {} s; send less at a time": (
            "リクエストの処理が {} 秒を超えました。一度に送る量を減らしてください"
        ),
        "it takes more than {} GB of memory, so it was stopped; ask for less, or raise the "
        "limit with --max-memory": (
            "メモリーが {} GB を超えるため中止しました。対象を絞るか、--max-memory で上限を"
            "上げてください"
        ),
        "there is not enough memory for it, so it was stopped; ask for less": (
            "メモリーが足りないため中止しました。対象を絞ってください"
        ),
        "it nests deeper than the engine can follow; write it flatter": (
            "入れ子が深すぎてエンジンが処理できません。浅く書いてください"
        ),
        "it sorts values that the engine has no order for, such as numbers among texts; sort "
        "by the kind first: ORDER BY isNumeric(?value) ?value": (
            "数と文字列が混じるなど、エンジンが順序を決められない値を並べ替えています。先に種類で"
            "並べてください：ORDER BY isNumeric(?value) ?value"
        ),
        "its process was ended from outside (signal {}); run it again": (
            "プロセスが外から止められました（シグナル {}）。もう一度実行してください"
        ),
        "the query is longer than {} bytes; ask for less at a time": (
            "クエリが {} バイトを超えています。分けて実行してください"
        ),
        "brackets stand more than {} deep; write it flatter": (
            "括弧の入れ子が {} を超えています。浅く書いてください"
        ),
        "there are more than {} operators; list values with IN or VALUES": (
            "演算子が {} を超えています。値は IN か VALUES で並べてください"
        ),
        "more than {} facts follow from the graph, most of them by the rule {}; look for a "
        "chain or a cycle that should not be, or raise the limit (--max-inferred)": (
            "推論される事実が {} を超えます。多くは規則 {} によります。あるはずのない連鎖や循環を"
            "探すか、上限を上げてください（--max-inferred）"
        ),
        "{}: more than {} facts follow there; look for a chain or a cycle that should not be, "
        "or raise the limit (--max-inferred)": (
            "{}：推論される事実が {} を超えます。あるはずのない連鎖や循環を探すか、上限を"
            "上げてください（--max-inferred）"
        ),
        "{}: after {} passes over the rules facts still follow; look for a chain that should "
        "not be": (
            "{}：規則を {} 回適用しても推論が終わりません。あるはずのない連鎖を探してください"
        ),
        "the hierarchy of the ontology has more than {} steps ({} is below {} others); look "
        "for a chain or a cycle that should not be": (
            "オントロジーの階層が {} 段を超えます（{} の上に {} 個）。あるはずのない連鎖や循環を"
            "探してください"
        ),
    }
)
