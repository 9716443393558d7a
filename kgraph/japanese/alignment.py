"""Links to ontologies elsewhere: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ALIGNMENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        # The table of links
        "the file cannot be read": "ファイルを読めません",
        "the list of bridges is incomplete": "ブリッジの一覧が足りません",
        "give each bridge a title (en, ja), namespaces, releases and sources": (
            "ブリッジごとに title（en、ja）、namespaces、releases、sources を書いてください"
        ),
        "the prefix of “{}” is not known": "「{}」の接頭辞は知られていません",
        "the table lacks the column {}": "表に列 {} がありません",
        "the first line after the comments names the columns": "コメントの次の行が列の名前です",
        "a mapping given twice": "対応づけが二度あります",
        "line {} says the same": "{} 行目と同じです",
        "drop one": "一方を取り除いてください",
        "the line is no mapping": "対応づけの行ではありません",
        "correct the line; prefixes are declared in bridges.yaml": (
            "行を直してください。接頭辞は bridges.yaml で宣言します"
        ),
        "it has more or fewer cells than there are columns": "セルの数が列の数と合いません",
        "{} is neither an OWL axiom nor a SKOS mapping": (
            "{} は OWL の公理でも SKOS の対応でもありません"
        ),
        "its comment is empty, so nobody can judge it": "コメントが空で、妥当か判断できません",
        "its {} “{}” is no number from 0 to 1": "{} の「{}」は 0 から 1 の数ではありません",
        "its {} “{}” is no day; write YYYY-MM-DD": (
            "{} の「{}」は日付ではありません。YYYY-MM-DD で書いてください"
        ),
        "the table of reasons is malformed": "理由の表の形が正しくありません",
        "each line has the columns {}": "各行の列は {} です",
        # Terms of elsewhere
        "the list has other columns": "一覧の列が異なります",
        "its first line is {}": "先頭行が {} です",
        "pin the list again; its columns are {}": "一覧を固定し直してください。列は {} です",
        "the line is no target": "外部の用語の行ではありません",
        "it has {} columns; the kind is one of {}": "列は {} 個で、種類は {} のいずれかです",
        "a target given twice": "外部の用語が二度あります",
        "{} stands in it twice": "{} が二度あります",
        "copies of the outside ontologies were to be read from it": (
            "外部のオントロジーの写しを読む所です"
        ),
        "give the folder that holds fibo/, omg/, w3c/ …": (
            "fibo/、omg/、w3c/ などのあるフォルダーを指定してください"
        ),
        "the copy is no RDF": "写しが RDF ではありません",
        "no copies": "写しがありません",
        "no RDF file declares a term": "用語を宣言する RDF ファイルがありません",
        "choose another": "別の所を指定してください",
        "unknown term {}": "{} という用語はありません",
        "no file of ontology/ or data/entities/ defines it": (
            "ontology/ にも data/entities/ にも定義がありません"
        ),
        "correct the name; ours stay as they are": "名前を直してください。こちらの用語は変えません",
        "unknown target {}": "{} という外部の用語はありません",
        "{} does not hold it": "{} にありません",
        "correct the IRI, or pin the list again from copies that declare it": (
            "IRI を直すか、それを宣言する写しから一覧を固定し直してください"
        ),
        "correct the term, or pin the list again from copies that declare it": (
            "用語を直すか、それを宣言する写しから一覧を固定し直してください"
        ),
        "{} and {} do not fit {}": "{} と {} は {} に合いません",
        "ours is of the kind {}, theirs {}": "こちらの種類は {}、相手は {} です",
        "both are of the kind {}, and the axiom joins {} and {}": (
            "どちらも種類は {} ですが、この公理が結ぶのは {} と {} です"
        ),
        "both are of the kind {}, and the axiom joins properties": (
            "どちらも種類は {} ですが、この公理が結ぶのはプロパティです"
        ),
        "make it a SKOS match, or name another target": (
            "SKOS の対応にするか、別の用語を挙げてください"
        ),
        "{} and {} are of different kinds": "{} と {} は種類が異なります",
        "what is of another kind is no close match, and a reader must be told": (
            "種類の異なるものは近い対応ではなく、読む人に示す必要があります"
        ),
        "make it skos:relatedMatch and begin its comment with “{}”": (
            "skos:relatedMatch にし、コメントを「{}」で始めてください"
        ),
        "the target {} is not as pinned": "外部の用語 {} が固定した内容と異なります",
        "it is pinned as {}, and the copies declare a {}": (
            "{} として固定されていますが、写しでは {} です"
        ),
        "make a mapping of it that fits, or {}": "合う対応づけにするか、{}",
        "pin the list anew with `kgraph align --pin --vendor DIR`": (
            "`kgraph align --pin --vendor DIR` で一覧を固定し直してください"
        ),
        "the copies mark it as deprecated": "写しで非推奨とされています",
        "name {}, then {}": "{} を挙げてから、{}",
        "the term that took its place": "後継の用語",
        "its definition is now: “{}”": "定義が次のように変わりました：「{}」",
        "judge each mapping to it again, then {}": "対応づけを一つずつ判断し直してから、{}",
        "its own vocabulary, among the copies of {}, does not declare it": (
            "{} の写しにある、その語彙自身が宣言していません"
        ),
        "no copy of {} is its vocabulary": "{} にその語彙の写しがありません",
        "it probably went to {}: correct the table and the queries of the view, then {}": (
            "{} に移ったようです。表とビューのクエリを直してから、{}"
        ),
        "correct the IRI, or add the file that declares it to the copies, then {}": (
            "IRI を直すか、それを宣言するファイルを写しに加えてから、{}"
        ),
        # Bridge files
        "the file is not up to date": "ファイルが最新ではありません",
        "the table, the pinned list and the data give another {}": (
            "表、固定した一覧、データから得られる {} と異なります"
        ),
        "write the bridge files again; links are edited in the table only": (
            "ブリッジのファイルを書き直してください。対応づけは表だけで編集します"
        ),
        "a bridge that nothing accounts for": "根拠のないブリッジです",
        "bridges.yaml and the table give no such file": (
            "bridges.yaml と表からはこのファイルは作られません"
        ),
        "add the bridge there, or remove the file": (
            "そこにブリッジを加えるか、ファイルを取り除いてください"
        ),
        "{} under both {} and {}": "{} が {} と {} の両方に属します",
        "the two are disjoint, and it follows from: {}": "両者は排他で、次から導かれます：{}",
        "{} and {} more": "{} ほか {} 件",
        "make the link to the wrong side a SKOS match, or name another target": (
            "誤った側への対応を SKOS の対応にするか、別の用語を挙げてください"
        ),
        "{} falls under a functional property": "{} が関数型プロパティの下にあります",
        "it follows from {}; two sources may differ, and a reasoner would then merge what they "
        "name or find a contradiction": (
            "{} から導かれます。出典が食い違うと、推論器が対象を一つにまとめるか、矛盾を"
            "見つけてしまいます"
        ),
        "{}, the other way round": "{}（逆向き）",
        "make the link a SKOS match": "SKOS の対応にしてください",
        "{} is an agent and a role": "{} が主体でも役割でもあります",
        "it falls under {} and under {}, whose sides are disjoint": (
            "{} と {} の下にあり、両者は排他です"
        ),
        "make the link to {} skos:closeMatch": "{} への対応を skos:closeMatch にしてください",
        "{} has {} of {}": "{0} に {2} が {1} 個あります",
        "the property is functional, so a reasoner would make them the same": (
            "関数型プロパティなので、推論器が同一のものとしてしまいます"
        ),
        "name a node of its own for each": "それぞれに別のノードを挙げてください",
        "the subject of {}": "{} の主語",
        "the object of {}": "{} の目的語",
        # What a check tells
        "{} terms checked {}: {} problem(s)": "用語 {} 件を{}しました。問題は {} 件です",
        "against the copies": "写しと照合",
        "against the pinned list": "固定した一覧と照合",
        "new version: {}": "新しい版：{}",
        "{}: {} is now {} ({} mapped term(s), definitions changed: {})": (
            "{}：{} が {} になりました（対応づけた用語 {} 件、定義の変更 {} 件）"
        ),
        "no version": "版なし",
        "pin them anew with `kgraph align --pin --vendor DIR`": (
            "`kgraph align --pin --vendor DIR` で固定し直してください"
        ),
        # The view
        "there are no queries": "クエリがありません",
        "the FIBO-shaped view is made by the CONSTRUCT queries of this folder": (
            "FIBO の形のビューは、このフォルダーの CONSTRUCT クエリで作ります"
        ),
        "add one": "加えてください",
        "write a CONSTRUCT query over the graph": "グラフに対する CONSTRUCT クエリを書いてください",
        "this is no CONSTRUCT query": "CONSTRUCT クエリではありません",
        "a view adds triples": "ビューはトリプルを加えるものです",
        "a template names its nodes; a blank node would be a new one in each row": (
            "テンプレートではノードに名前が必要です。空白ノードは行ごとに新しくなります"
        ),
    }
)
