"""The folder of a graph, and its settings: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ROOTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # The folder of a graph
        "no such folder": "そのフォルダーはありません",
        "cannot read the folder": "フォルダーを読めません",
        "give another one": "別の所を指定してください",
        "the folder is named by {}": "{} が指すフォルダーです",
        "this is the nearest folder of the graph": "一番近いグラフのフォルダーです",
        "this is the checkout of the package": "パッケージのチェックアウトです",
        "no other folder was found, so the packaged copy is read": (
            "他にフォルダーが見つからないため、パッケージ付属の写しを読みます"
        ),
        "{}/{} extends it": "{}/{} がこれを拡張しています",
        "the folder {}/ is missing": "フォルダー {}/ がありません",
        "there is no data": "データがありません",
        "no Turtle file stands under data/": "data/ の下に Turtle ファイルがありません",
        "add one with `kgraph new source`, or choose another folder": (
            "`kgraph new source` で加えるか、別のフォルダーを指定してください"
        ),
        "the packaged copy of the graph is only read": (
            "パッケージ付属のグラフの写しは読み取り専用です"
        ),
        "what is written there is lost when the package is installed anew": (
            "そこに書いたものは、パッケージを入れ直すと失われます"
        ),
        "name the folder of your own copy with --root or {}": (
            "--root か {} で自分の写しのフォルダーを指定してください"
        ),
        # Settings of an overlay
        "the settings cannot be read": "設定を読めません",
        "it is not TOML": "TOML ではありません",
        "correct the file": "ファイルを直してください",
        "the roots extend each other in a circle": "ルートの拡張が循環しています",
        "let the lower one extend less": "下のルートの extends を減らしてください",
        "unknown setting {}": "{} という設定はありません",
        "an overlay has {}": "オーバーレイの設定は {} です",
        "take it out": "取り除いてください",
        "the overlay has no name": "オーバーレイに名前がありません",
        "it marks whose a fact is, and {} is the packaged graph": (
            "名前は誰の主張かを示し、{} はパッケージ付属のグラフを指します"
        ),
        'write name = "acme"': 'name = "acme" のように書いてください',
        "the overlay has no base": "オーバーレイに基底アドレスがありません",
        "its things, terms and sources are named below an address of its own": (
            "その対象、用語、出典は自分のアドレスの下で名付けられます"
        ),
        'write base = "https://data.example.com/kg/", with the slash at its end': (
            'base = "https://data.example.com/kg/" のように、末尾に / を付けて書いてください'
        ),
        "these are no languages": "言語の指定ではありません",
        "labels are asked for in these languages and no other": (
            "ラベルはこれらの言語だけで求められます"
        ),
        'write ["en"]': '["en"] のように書いてください',
        "the overlay extends nothing": "オーバーレイの拡張元がありません",
        "it tells the roots below": "下のルートを示すものです",
        'write extends = "{}", the path of a folder, or a list of them': (
            'extends = "{}" か、フォルダーのパス、またはその一覧を書いてください'
        ),
        "this names no folder": "フォルダーを指していません",
        "{} is no path on this machine; nothing is fetched": (
            "{} はこの計算機のパスではありません。外部からは何も取得しません"
        ),
        'write "{}", or the path of a folder, from this one or in full': (
            '"{}" か、フォルダーのパスを（ここからの相対か絶対で）書いてください'
        ),
        "two roots have one base": "二つのルートの基底アドレスが重なっています",
        "two roots have one name": "二つのルートが同じ名前です",
        "{} is {} with <{}>": "{} は {}（<{}>）です",
        "give each its own name, and a base that does not begin with another's": (
            "それぞれに別の名前と、互いに一方が他方で始まらない基底アドレスを付けてください"
        ),
        # Its files
        "the file is not read": "このファイルは読まれません",
        "the project's own folders hold Turtle files with the ending .ttl": (
            "プロジェクトのフォルダーに置くのは拡張子 .ttl の Turtle ファイルです"
        ),
        "convert it to Turtle, or move it away": "Turtle に変換するか、他へ移してください",
        "the file stands where none is read": "読まれない所にファイルがあります",
        "no graph is made from {}/": "{}/ からはグラフが作られません",
        "move it to data/entities/, data/sources/, data/editorial/ or ontology/": (
            "data/entities/、data/sources/、data/editorial/、ontology/ のどれかに移してください"
        ),
        "the file name is not a slug": "ファイル名がスラッグではありません",
        "it becomes part of an IRI": "IRI の一部になります",
        "use a-z, 0-9 and single hyphens only": "a-z、0-9 と単独のハイフンだけを使ってください",
        "this folder was given to be loaded": "読み込むよう指定されたフォルダーです",
        "two records have one name": "二つの記録の名前が同じです",
        "both observe what {} stands for, and say different things of it": (
            "どちらも {} の表すものについての記録で、内容が異なります"
        ),
        "join them, or give each the day, status or qualifier that tells them apart": (
            "一つにまとめるか、区別できる日付、状態、限定をそれぞれに付けてください"
        ),
    }
)
