"""Files of RDF, and how they are laid out: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TURTLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Reading
        "cannot read the file": "ファイルを読めません",
        "the file is not UTF-8": "ファイルが UTF-8 ではありません",
        "byte 0x{} stands where no UTF-8 character begins": (
            "UTF-8 の文字が始まらない位置にバイト 0x{} があります"
        ),
        "save the file as UTF-8": "UTF-8 で保存してください",
        "the file is too large": "ファイルが大きすぎます",
        "it holds more than {} MiB once unpacked": "展開すると {} MiB を超えます",
        "it holds more than {} MiB": "{} MiB を超えます",
        "split it into smaller files": "小さなファイルに分けてください",
        "cannot unpack the file": "ファイルを展開できません",
        "the gzip data is damaged ({})": "gzip のデータが壊れています（{}）",
        "pack it again": "圧縮し直してください",
        "{} syntax error": "{} の構文エラーです",
        "close the quotation mark, or use triple quotation marks": (
            "引用符を閉じるか、三重の引用符を使ってください"
        ),
        "write the whole IRI, or use a prefix": "完全な IRI を書くか、接頭辞を使ってください",
        "correct the prefix, or add an @prefix line; kgraph fmt adds those of the project": (
            "接頭辞を直すか、@prefix の行を加えてください。プロジェクトの接頭辞は kgraph fmt が"
            "加えます"
        ),
        "look for a bracket, quotation mark or “.” that is missing at the end": (
            "末尾で括弧、引用符、「.」のどれかが抜けていないか確かめてください"
        ),
        "look for a missing or extra “.”, “;” or “,” here or on the line before": (
            "この行か前の行で「.」「;」「,」の抜けや余分がないか確かめてください"
        ),
        "correct the text at this place": "この箇所を直してください",
        "a term is too long": "項が長すぎます",
        "the parser holds at most {} MiB of one statement": (
            "パーサーが扱える一つの文は {} MiB までです"
        ),
        "keep the text in a file of its own and give its address": (
            "文章を別のファイルに置き、そのアドレスを書いてください"
        ),
        "“{}” is not Turtle 1.1": "「{}」は Turtle 1.1 ではありません",
        "“{}” is not a term of Turtle 1.1": "「{}」は Turtle 1.1 の項ではありません",
        "“{}” is expected before “{}”": "「{1}」の前に「{0}」が必要です",
        "“{}” is not known": "「{}」は知られていません",
        "a literal cannot be a subject": "リテラルは主語になれません",
        "brackets are nested too deeply": "括弧の入れ子が深すぎます",
        "an IRI is expected before “{}”": "「{}」の前に IRI が必要です",
        "the prefix “{}:” is not declared": "接頭辞「{}:」は宣言されていません",
        "{} is a relative IRI without a base": "{} は相対 IRI ですが、基底（@base）がありません",
        "a term of RDF 1.2": "RDF 1.2 の項です",
        "not all tools of the graph can read triple terms or text directions": (
            "トリプル項や文字の方向は、グラフの道具のすべてが読めるわけではありません"
        ),
        "use an rdf:Statement node, or a plain language tag": (
            "rdf:Statement のノードか、ふつうの言語タグを使ってください"
        ),
        "the JSON is nested too deeply": "JSON の入れ子が深すぎます",
        "it goes deeper than {} levels": "{} 段を超えます",
        "write the inner objects side by side and link them with @id": (
            "内側のオブジェクトを並べて書き、@id でつないでください"
        ),
        "the JSON-LD context stands outside the file": (
            "JSON-LD のコンテキストがファイルの外にあります"
        ),
        "nothing is ever fetched, and no other file is read": (
            "外部からは何も取得せず、他のファイルも読みません"
        ),
        "put the context into the file itself": "コンテキストをこのファイルに書いてください",
        "RDF/XML syntax error": "RDF/XML の構文エラーです",
        "the RDF/XML declares a document type or an entity": (
            "RDF/XML が文書型かエンティティを宣言しています"
        ),
        "entities can blow a small file up or point at other files": (
            "エンティティは小さなファイルを膨れ上がらせたり、他のファイルを指したりできます"
        ),
        "write the IRIs out in full and remove the declaration": (
            "IRI を完全な形で書き、宣言を取り除いてください"
        ),
        "it takes the language “{}” of an outer element away, which the reader cannot do": (
            "外側の要素の言語「{}」を打ち消していますが、読み取り側では扱えません"
        ),
        "give each text its own xml:lang, and the outer element none": (
            "外側の要素ではなく、文字列ごとに xml:lang を付けてください"
        ),
        "there is no standard input": "標準入力がありません",
        "it is closed": "閉じています",
        "name a file, or pipe something in": "ファイルを指定するか、パイプで渡してください",
        "the format is not known": "形式がわかりません",
        # Formatting
        "cannot format the file": "ファイルを整形できません",
        "the new text would say something else": "整形すると内容が変わってしまいます",
        "leave the file as it is and report it": "ファイルはそのままにして、報告してください",
        "rewrite this place": "この箇所を書き直してください",
        "cannot write the graph as Turtle": "グラフを Turtle で書けません",
        "its blank nodes are nested too deeply": "空白ノードの入れ子が深すぎます",
        "give the inner nodes IRIs": "内側のノードに IRI を付けてください",
        "the comment cannot be kept": "コメントを残せません",
        "its subject is a blank node that is written inside another statement": (
            "主語が、別の文の中に書かれる空白ノードです"
        ),
        "move the comment before the statement that uses the blank node": (
            "その空白ノードを使う文の前にコメントを移してください"
        ),
        "it stands inside a statement": "文の途中にあります",
        "it stands at the end of a line": "行末にあります",
        "it stands between prefix lines": "接頭辞の行の間にあります",
        "it belongs to no subject": "どの主語にも属しません",
        "move it before the subject": "主語の前に移してください",
        "move it to the top of the file": "ファイルの先頭に移してください",
        "put it directly before the subject, or write a section marker “# ---- title”": (
            "主語の直前に置くか、「# ---- 見出し」の形の区切りにしてください"
        ),
        "the blank nodes of the graph cannot be told apart": "グラフの空白ノードを区別できません",
        "many of them are used in one way, and {} steps did not put them in order": (
            "同じ使われ方のものが多く、{} 回の処理でも順序が決まりませんでした"
        ),
        "give them IRIs": "IRI を付けてください",
        # Names and terms
        "“{}” is not a short name; write prefix:name or <IRI>": (
            "「{}」は短縮名ではありません。prefix:name か <IRI> の形で書いてください"
        ),
        "“{}”: the prefix “{}:” is not known; use one of {}, or <IRI>": (
            "「{}」：接頭辞「{}:」は知られていません。{} のいずれかか、<IRI> を使ってください"
        ),
        "“{}” holds {}, which an IRI may not hold": "「{}」に、IRI に使えない {} が含まれています",
        "{} is no term of RDF": "{} は RDF の項ではありません",
        # Headers in front of queries
        "it holds no `key: value` lines": "`key: value` の行がありません",
        "it is no valid YAML ({})": "正しい YAML ではありません（{}）",
        "a second document begins": "二つ目の文書が始まっています",
        "a `*name` stands for another value; write it out": (
            "`*名前` は他の値を指します。値をそのまま書いてください"
        ),
        "it nests too deep": "入れ子が深すぎます",
        "a key is no text": "キーが文字列ではありません",
        "“{}” stands twice": "「{}」が二度あります",
    }
)
