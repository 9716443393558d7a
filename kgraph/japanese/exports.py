"""Formats that are written, releases: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

EXPORTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Formats
        "“{}” is no export format; use one of {}": (
            "「{}」という書き出し形式はありません。{} のいずれかを使ってください"
        ),
        "“{}” is no table format; use one of {}": (
            "「{}」という表の形式はありません。{} のいずれかを使ってください"
        ),
        "{} has no place for links; use one of {}": (
            "{} には対応づけを書く場所がありません。{} のいずれかを使ってください"
        ),
        "JSON-LD 1.1 has no form for a triple used as a term; export another format": (
            "JSON-LD 1.1 ではトリプル項を表せません。別の形式で書き出してください"
        ),
        "RDF/XML 1.1 has no form for a triple used as a term; export another format": (
            "RDF/XML 1.1 ではトリプル項を表せません。別の形式で書き出してください"
        ),
        "RDF/XML 1.1 has no form for text with a direction; export another format": (
            "RDF/XML 1.1 では文字の方向を表せません。別の形式で書き出してください"
        ),
        "RDF/XML has no form for the property <{}>, whose IRI does not end in a name or is "
        "reserved; export another format": (
            "RDF/XML ではプロパティ <{}> を表せません。IRI の末尾が名前でないか、"
            "予約されています。別の形式で書き出してください"
        ),
        "XML has no form for the character U+{} (in {}); remove it, or export another format": (
            "XML では文字 U+{}（{} の中）を表せません。取り除くか、別の形式で書き出してください"
        ),
        "Parquet needs pyarrow, which is not installed; install it with `pip install "
        "'kgraph[parquet]'`, or export csv": (
            "Parquet の作成に必要な pyarrow がありません。`pip install 'kgraph[parquet]'` で"
            "入れるか、csv で書き出してください"
        ),
        "the graph says nothing of {}": "グラフに {} の記述がありません",
        "{}: a tree has no place for a node without a name": "{}：名前のないノードは木に書けません",
        "a graph cannot be written as {}; use {}": (
            "グラフは {} では書けません。{} を使ってください"
        ),
        "a yes or no cannot be written as {}; use {}": (
            "真偽は {} では書けません。{} を使ってください"
        ),
        "rows cannot be written as {}; use {}": "行は {} では書けません。{} を使ってください",
        "findings cannot be written as {}; use {}": (
            "検証結果は {} では書けません。{} を使ってください"
        ),
        "the W3C's CSV and TSV hold no yes or no; use sparql-json or sparql-xml": (
            "W3C の CSV と TSV では真偽を表せません。sparql-json か sparql-xml を使ってください"
        ),
        "the ending of {} names no format of this": "{} の拡張子に当たる形式はありません",
        "no format is given": "形式の指定がありません",
        "standard output: it is closed; name a file with -o": (
            "標準出力が閉じています。-o でファイルを指定してください"
        ),
        "it is closed; name a file with -o": "閉じています。-o でファイルを指定してください",
        "standard output": "標準出力",
        # Releases on record
        "the manifest of the release cannot be read": "リリースの目録を読めません",
        "take the release as it was made, with its manifest": (
            "目録を含め、作成時のままのリリースを指定してください"
        ),
        "the file is not the one that {} tells of": (
            "このファイルは {} に記載されたものと異なります"
        ),
        "take the release as it was made": "作成時のままのリリースを指定してください",
        "this is no history of facts": "主張の履歴ではありません",
        "its head is not {}": "先頭行が {} ではありません",
        "it is empty": "空です",
        "the line is no digest and two versions": "ダイジェストと二つの版の行ではありません",
        "the fact stands in two lines": "同じ主張が二行にあります",
        "the last release is before the first": "最後のリリースが最初のものより前です",
    }
)
