"""SHACL shapes: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Names of what stands in shapes
        "a shape": "シェイプ",
        "a SPARQL constraint": "SPARQL 制約",
        "a constraint component": "制約コンポーネント",
        "a parameter": "パラメータ",
        "a validator": "バリデーター",
        "an owner of prefixes": "接頭辞の持ち主",
        "a declaration of a prefix": "接頭辞の宣言",
        "a group": "グループ",
        "any value": "任意の値",
        "true or false, without quotes": "引用符なしの true か false",
        "a whole number from 0 up, without quotes": "引用符なしの 0 以上の整数",
        "the IRI of a datatype, as xsd:string without quotes": (
            "xsd:string のような、引用符なしのデータ型の IRI"
        ),
        "a string of the letters i, m, s, x and q": "i、m、s、x、q からなる文字列",
        "an IRI": "IRI",
        "a list of IRIs in brackets": "括弧で囲んだ IRI のリスト",
        "a literal that its datatype allows": "データ型に合うリテラル",
        "the text of an IRI in quotes": "引用符で囲んだ IRI",
        "a node that says more": "詳細を述べるノード",
        "one of sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral and "
        "sh:IRIOrLiteral": (
            "sh:IRI、sh:BlankNode、sh:Literal、sh:BlankNodeOrIRI、sh:BlankNodeOrLiteral、"
            "sh:IRIOrLiteral のいずれか"
        ),
        "a node shape, which has no sh:path": "sh:path のないノードシェイプ",
        "a number, without quotes": "引用符なしの数",
        "a path": "パス",
        "a property shape, which has an sh:path": "sh:path のあるプロパティシェイプ",
        "a list of shapes in brackets": "括弧で囲んだシェイプのリスト",
        "a string without language": "言語タグのない文字列",
        'a list of language tags in brackets, as ( "en" "ja" )': (
            '( "en" "ja" ) のような、括弧で囲んだ言語タグのリスト'
        ),
        "an IRI or a literal": "IRI かリテラル",
        "a list of IRIs and literals in brackets": "括弧で囲んだ IRI とリテラルのリスト",
        "a string, with or without language": "文字列（言語タグは任意）",
        "an unnamed shape": "無名のシェイプ",
        "an unnamed node within {}": "{} の中の無名のノード",
        "an unnamed shape: {}": "無名のシェイプ：{}",
        "an unnamed node within {}: {}": "{} の中の無名のノード：{}",
        "a node without a name": "名前のないノード",
        # How shapes are written
        "shapes are nested too deeply": "シェイプの入れ子が深すぎます",
        "at most {} stand within each other": "入れ子は {} 段までです",
        "take the inner ones out, or write a SPARQL constraint": (
            "内側のものを外に出すか、SPARQL 制約を書いてください"
        ),
        "the shape refers to itself": "シェイプが自分自身を参照しています",
        "what recursive shapes mean is left open by SHACL": (
            "再帰するシェイプの意味は SHACL では定められていません"
        ),
        "break the circle, for instance with a SPARQL constraint": (
            "SPARQL 制約などで循環を断ってください"
        ),
        "no shape has a target": "ターゲットのあるシェイプがありません",
        "so nothing is checked": "何も検査されません",
        "write shapes in the namespace <{}>, with a target such as sh:targetClass": (
            "名前空間 <{}> のシェイプを、sh:targetClass などのターゲットを付けて書いてください"
        ),
        "it has a target but no constraint": "ターゲットはありますが、制約がありません",
        "so it checks nothing": "何も検査しません",
        "it checks nothing": "何も検査しません",
        "say what holds of its nodes, or take the target out": (
            "ノードが満たすべきことを書くか、ターゲットを取り除いてください"
        ),
        "it imports {}, which is not among the shapes": (
            "{} を取り込んでいますが、シェイプの中にありません"
        ),
        "nothing is ever fetched, so its shapes would check nothing": (
            "外部からは何も取得しないため、そのシェイプは何も検査しません"
        ),
        "put the file beside the others, or take the import out": (
            "ファイルを他のものと並べて置くか、取り込みを取り除いてください"
        ),
        "sh:severity is {}": "sh:severity が {} です",
        "findings are violations, warnings or infos": "検証結果は違反、警告、情報のいずれかです",
        "write sh:Violation, sh:Warning or sh:Info": (
            "sh:Violation、sh:Warning、sh:Info のいずれかを書いてください"
        ),
        "{} stands where {} is expected": "{1}が必要な所に {0} があります",
        "a literal is not {}": "リテラルは{}ではありません",
        "name or write one there": "そこに名前を挙げるか、直接書いてください",
        "sh:{} has no meaning for {}": "sh:{} は{}では意味を持ちません",
        "it takes {}": "取り得るのは{}です",
        "move it to where SHACL has it, or take it out": (
            "SHACL の定める所に移すか、取り除いてください"
        ),
        "sh:{} stands {} times": "sh:{} が {} 個あります",
        "{} stands {} times": "{} が {} 個あります",
        "SHACL allows one value there": "SHACL では値は一つだけです",
        "keep one, and move the others to shapes of their own": (
            "一つを残し、他は別のシェイプに移してください"
        ),
        "sh:{} stands on a node shape": "sh:{} がノードシェイプにあります",
        "it is about the values of a path": "パスの値についてのものです",
        "give the shape an sh:path, or move the constraint to a property shape": (
            "シェイプに sh:path を付けるか、制約をプロパティシェイプに移してください"
        ),
        "sh:{} checks nothing": "sh:{} は何も検査しません",
        "it has no effect without {} beside it": "{} がないと効果がありません",
        "add {}, or take it out": "{} を加えるか、取り除いてください",
        "sh:{} or sh:{}": "sh:{} か sh:{}",
        "sh:pattern is {}": "sh:pattern が {} です",
        "a class of characters has brackets, && , -- or ~~ in it, which regular expressions of "
        "different kinds take for different things": (
            "文字クラスの中の括弧、&&、--、~~ は、正規表現の種類によって意味が異なります"
        ),
        "write the class out, with a backslash before each [ that is meant itself": (
            "文字クラスを書き直し、文字としての [ の前にはバックスラッシュを付けてください"
        ),
        "the list of sh:{} is empty": "sh:{} のリストが空です",
        "it names no shape to check by": "検査に使うシェイプがありません",
        "name shapes in it, or take it out": "シェイプを挙げるか、取り除いてください",
        "sh:{} is {}": "sh:{} が {} です",
        "write such a value": "そのような値を書いてください",
        "{} stands where a shape is expected": "シェイプが必要な所に {} があります",
        "a literal is not a shape": "リテラルはシェイプではありません",
        "name a shape there": "そこにシェイプを挙げてください",
        "sh:{} names {}, of which nothing is said": "sh:{} の指す {} について何も書かれていません",
        "a shape that says nothing checks nothing": "何も述べないシェイプは何も検査しません",
        "correct the name, or write the shape": "名前を直すか、シェイプを書いてください",
        "a value of sh:property has no sh:path": "sh:property の値に sh:path がありません",
        "sh:property takes property shapes": "sh:property の値はプロパティシェイプです",
        "give it an sh:path, or use sh:node": "sh:path を付けるか、sh:node を使ってください",
        "a value of sh:node has an sh:path": "sh:node の値に sh:path があります",
        "sh:node takes node shapes": "sh:node の値はノードシェイプです",
        "use sh:property": "sh:property を使ってください",
        "{} has no sh:{}": "{}に sh:{} がありません",
        "without it, it says nothing": "それがないと何も述べません",
        "write {} there": "{}を書いてください",
        "the validator has not exactly one query": "バリデーターのクエリが一つではありません",
        "sh:ask holds for what is right, sh:select finds what is wrong": (
            "sh:ask は正しいものに成り立ち、sh:select は誤りを見つけます"
        ),
        "write one of the two": "どちらか一方を書いてください",
        "a constraint component has no name": "制約コンポーネントに名前がありません",
        "its name is what results give": "名前が結果に示されます",
        "give it an IRI": "IRI を付けてください",
        "the component has no validator": "コンポーネントにバリデーターがありません",
        "so its constraint cannot be checked": "その制約を検査できません",
        "give {} an sh:validator with an sh:ask query": (
            "{} に、sh:ask のクエリを持つ sh:validator を付けてください"
        ),
        "the list is broken": "リストが壊れています",
        "the list of {} is broken": "{} のリストが壊れています",
        "it is no list in brackets, or a node of it has not exactly one first member and one "
        "rest, or it is a circle": (
            "括弧のリストではないか、rdf:first と rdf:rest が一つずつでないノードがあるか、"
            "循環しています"
        ),
        "write the list in brackets: ( … )": "リストを括弧で書いてください：( … )",
        "<{}> is no term of SHACL": "<{}> は SHACL の用語ではありません",
        "the namespace of SHACL is <{}>": "SHACL の名前空間は <{}> です",
        "write @prefix sh: <{}>": "@prefix sh: <{}> と書いてください",
        "{} is not understood": "{} は解釈できません",
        "shapes are told apart by terms of ours, and this is none of them": (
            "シェイプは kgraph の用語で区別しますが、これはその用語ではありません"
        ),
        "sh:{} is not understood": "sh:{} は解釈できません",
        "SHACL has no such term, and what is not understood is never skipped": (
            "SHACL にこの用語はなく、解釈できないものは読み飛ばしません"
        ),
        "correct it, or take it out": "直すか、取り除いてください",
        "it is outside SHACL Core and SHACL-SPARQL constraints, which is all that is evaluated": (
            "評価するのは SHACL Core と SHACL-SPARQL の制約だけで、これはその外です"
        ),
        "write the same with SHACL Core or sh:sparql, or take it out": (
            "SHACL Core か sh:sparql で書き直すか、取り除いてください"
        ),
        "the component has no validator for {} shapes": (
            "コンポーネントに {} シェイプ用のバリデーターがありません"
        ),
        "name one property there": "そこにプロパティを一つ挙げてください",
        "the property is how a shape gives the parameter": (
            "シェイプはそのプロパティでパラメータを示します"
        ),
        "a parameter of the component has no property as its sh:path": (
            "コンポーネントのパラメータの sh:path がプロパティではありません"
        ),
        "write the path in one of these forms": "パスをこれらの形で書いてください",
        "a path is a property, ( p q ), or one of sh:inversePath, sh:alternativePath with a "
        "list, sh:zeroOrMorePath, sh:oneOrMorePath and sh:zeroOrOnePath": (
            "パスは、プロパティ、( p q )、または sh:inversePath、リストを持つ "
            "sh:alternativePath、sh:zeroOrMorePath、sh:oneOrMorePath、"
            "sh:zeroOrOnePath のいずれかです"
        ),
        "its sh:path is not a path": "sh:path の値がパスではありません",
        "write a shorter path": "パスを短くしてください",
        "at most {} follow each other": "続けられるのは {} 段までです",
        "its sh:path has {} steps": "sh:path が {} 段あります",
        "its sh:path is nested too deeply": "sh:path の入れ子が深すぎます",
        'write it as "https://…"^^xsd:anyURI': '"https://…"^^xsd:anyURI の形で書いてください',
        "a shape binds what begins with the namespace, which is no thing but a text": (
            "シェイプが対象とするのはその名前空間で始まるもので、値は対象ではなく文字列です"
        ),
        "the namespace it binds is {}": "対象とする名前空間が {} です",
        "set the scope on the outer shape": "範囲は外側のシェイプに付けてください",
        "within sh:node, sh:not, sh:and, sh:or, sh:xone or sh:qualifiedValueShape, a shape "
        "holds where the outer shape does": (
            "sh:node、sh:not、sh:and、sh:or、sh:xone、sh:qualifiedValueShape の中のシェイプは、"
            "外側のシェイプの成り立つ所で成り立ちます"
        ),
        "it has a scope, but other shapes ask whether a node conforms to it": (
            "範囲がありますが、他のシェイプが適合を問うために使っています"
        ),
        "write shape:withinSource or shape:onMerge": (
            "shape:withinSource か shape:onMerge を書いてください"
        ),
        "a shape holds within a source or on the merge": (
            "シェイプが成り立つのは、一つの出典の中か、統合した全体です"
        ),
        "its scope is {}": "範囲が {} です",
        # How shapes are evaluated
        "a blank node stands where a value is compared": "値を比べる所に空白ノードがあります",
        "a blank node of the shapes is no node of the data": (
            "シェイプの空白ノードはデータのノードではありません"
        ),
        "name a node or write a literal": "ノードの名前かリテラルを書いてください",
        "the sh:pattern {} does not work": "sh:pattern {} は使えません",
        "it is not an XPath regular expression, or looks ahead, looks behind or back": (
            "XPath の正規表現ではないか、先読み、後読み、後方参照を含んでいます"
        ),
        "write it without these": "それらを使わずに書いてください",
        "sh:datatype {} cannot be checked in the store": (
            "sh:datatype {} はストアの中で検査できません"
        ),
        "it keeps the value only, of a wider datatype": (
            "ストアは、より広いデータ型の値だけを保持します"
        ),
        "write xsd:integer with sh:minInclusive or sh:maxInclusive, or xsd:dateTime with "
        "sh:pattern": (
            "xsd:integer に sh:minInclusive か sh:maxInclusive を、または xsd:dateTime に "
            "sh:pattern を付けて書いてください"
        ),
        "rewrite the query": "クエリを書き直してください",
        "it has no sh:{} query": "sh:{} のクエリがありません",
        "write one, as the text of sh:{}": "sh:{} の値として書いてください",
        "its sh:{} is not a {} query": "sh:{} が {} クエリではありません",
        "write {} …": "{} … と書いてください",
        "its query uses {}": "クエリが {} を使っています",
        "SHACL forbids MINUS in a constraint; write FILTER NOT EXISTS": (
            "SHACL の制約では MINUS は使えません。FILTER NOT EXISTS を使ってください"
        ),
        "SHACL forbids VALUES in a constraint; write FILTER(?x IN (…))": (
            "SHACL の制約では VALUES は使えません。FILTER(?x IN (…)) を使ってください"
        ),
        "SHACL forbids SERVICE in a constraint; leave it out": (
            "SHACL の制約では SERVICE は使えません。省いてください"
        ),
        "a constraint sees one graph only; leave GRAPH out, or write a stored check": (
            "制約が見るのは一つのグラフだけです。GRAPH を省くか、保存された検査として書いてください"
        ),
        "a constraint sees one graph only; leave FROM out": (
            "制約が見るのは一つのグラフだけです。FROM を省いてください"
        ),
        "{} would count over all focus nodes together": (
            "{} はすべてのフォーカスノードをまとめて数えてしまいます"
        ),
        "leave it out": "省いてください",
        "leave it out, or validate with the pyshacl engine": (
            "省くか、pyshacl エンジンで検証してください"
        ),
        "its query is refused": "クエリは受け付けられません",
        "its query uses $PATH": "クエリが $PATH を使っています",
        "a node shape has no path": "ノードシェイプにパスはありません",
        "its query uses $shapesGraph": "クエリが $shapesGraph を使っています",
        "the shapes are not in the store; leave it": (
            "シェイプはストアにありません。使わないでください"
        ),
        "${} is a blank node": "${} が空白ノードです",
        "no query can name it; give it an IRI": "クエリからは指せません。IRI を付けてください",
        "its query binds ?failure": "クエリが ?failure を束縛しています",
        "report what is wrong as a result instead": "誤りは結果の行として返してください",
        "its query assigns ${}": "クエリが ${} に代入しています",
        "that variable is bound beforehand; choose another name": (
            "その変数はあらかじめ束縛されています。別の名前にしてください"
        ),
        "a SELECT of its query does not select $this by name": (
            "クエリの SELECT が $this を名前で選んでいません"
        ),
        "SHACL asks for it, or the focus node is lost": (
            "SHACL の定めで、これがないとフォーカスノードが失われます"
        ),
        "its query groups without $this": "クエリのグループ化に $this がありません",
        "its query aggregates without GROUP BY $this": (
            "クエリが GROUP BY $this なしで集計しています"
        ),
        "the count would run over all focus nodes together; write GROUP BY $this": (
            "すべてのフォーカスノードをまとめて数えてしまいます。GROUP BY $this を書いてください"
        ),
        "the count would run over all focus nodes together; write GROUP BY $this …": (
            "すべてのフォーカスノードをまとめて数えてしまいます。GROUP BY $this … を書いてください"
        ),
        "{} ({}), the {} of {}, cannot be checked": "{3} の {2} である {0}（{1}）は検査できません",
        "it is beyond what the engine computes with, and the query of {} may compute with it": (
            "エンジンの計算できる範囲を超えており、{} のクエリが計算に使うかもしれません"
        ),
        "write the value with fewer digits, or the condition with SHACL Core": (
            "値の桁を減らすか、条件を SHACL Core で書いてください"
        ),
        "its query does not run": "クエリを実行できません",
        "correct the query; the prefixes it uses are declared with sh:prefixes": (
            "クエリを直してください。使う接頭辞は sh:prefixes で宣言します"
        ),
        "{} cannot be checked with pySHACL": "{} は pySHACL では検査できません",
        "Python has no such value, and a query of the shapes may compute with it": (
            "Python で表せない値で、シェイプのクエリが計算に使うかもしれません"
        ),
        "validate with the compiled engine": "compiled エンジンで検証してください",
        "pySHACL cannot validate against the shapes": "pySHACL がこのシェイプで検証できません",
        "correct the shape it names": "挙げられたシェイプを直してください",
        "{} is not allowed: nothing but the graph is read": (
            "{} は使えません。グラフ以外は読みません"
        ),
        # The project's own shapes
        "the shape is without use": "使われないシェイプです",
        "it has no target and no other shape refers to it, so it checks nothing": (
            "ターゲットがなく、他のシェイプからも参照されないため、何も検査しません"
        ),
        "give it a target, refer to it with sh:property, or take it out": (
            "ターゲットを付けるか、sh:property で参照するか、取り除いてください"
        ),
        "a shape that reports has no name": "結果を出すシェイプに名前がありません",
        "its name is the id of the findings it makes": "名前が検証結果の ID になります",
        "give it an IRI with the prefix shape:": "接頭辞 shape: の IRI を付けてください",
        "there is no sh:message in {}": "{} の sh:message がありません",
        "findings are shown in English and Japanese": "検証結果は英語と日本語で示されます",
        "write one for each language that says what is wrong and how to mend it": (
            "何が誤りでどう直すかを、言語ごとに書いてください"
        ),
        "its message has a placeholder that nothing fills: {}": (
            "メッセージに埋まらない差し込みがあります：{}"
        ),
        "it names no variable the query selects and no parameter of the shape": (
            "クエリの選ぶ変数でも、シェイプのパラメータでもありません"
        ),
        "correct the name, or select the variable": "名前を直すか、その変数を選んでください",
        "there are no shapes": "シェイプがありません",
        "no Turtle file stands in this folder": "このフォルダーに Turtle ファイルがありません",
        "give the folder that holds the shapes": "シェイプのあるフォルダーを指定してください",
        "{}/ of the shapes has queries": "シェイプの {}/ にクエリがあります",
        "there is no ontology that the shapes could follow from": (
            "シェイプの元になるオントロジーがありません"
        ),
        "put it there, or take the queries away": (
            "オントロジーを置くか、クエリを取り除いてください"
        ),
        "the query gives no shapes": "クエリがシェイプを作りません",
        "it is {}, and a shape is triples": "{} ですが、シェイプはトリプルです",
        "write CONSTRUCT": "CONSTRUCT を書いてください",
        "write a plain CONSTRUCT over the ontology and the shapes": (
            "オントロジーとシェイプに対するふつうの CONSTRUCT を書いてください"
        ),
    }
)
