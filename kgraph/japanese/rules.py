"""Axioms and rules that facts follow from: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Axioms
        "axiom “{}” cannot be compiled": "公理「{}」を規則にできません",
        "state the axioms themselves": "公理そのものを書いてください",
        "it would conclude axioms, and the rules would change while they run": (
            "公理を導くため、実行中に規則が変わってしまいます"
        ),
        "it is said of a property without a name": "名前のないプロパティについての公理です",
        "name the property": "プロパティに名前を付けてください",
        "no axiom uses this expression": "この式を使う公理がありません",
        "attach it to a class, or drop it": "クラスに付けるか、取り除いてください",
        "a class expression has no name of its own": "クラス式に名前がありません",
        "write the class owl:equivalentClass [ … ] or [ … ] rdfs:subClassOf the class": (
            "クラス owl:equivalentClass [ … ] か、[ … ] rdfs:subClassOf クラス の形で書いてください"
        ),
        "it needs one owl:members list": "owl:members のリストが一つ必要です",
        "write owl:members ( a b … )": "owl:members ( a b … ) と書いてください",
        "OWL 2 RL cannot conclude owl:{}: no one member is named": (
            "OWL 2 RL では owl:{} を導けません。どの要素かが定まらないためです"
        ),
        "put the expression on the left: [ … ] rdfs:subClassOf the class": (
            "式を左に置き、[ … ] rdfs:subClassOf クラス の形にしてください"
        ),
        "it concludes a datatype, and a literal is never a subject": (
            "データ型を導きますが、リテラルは主語になりません"
        ),
        "name a class": "クラスを挙げてください",
        "it concludes owl:Nothing": "owl:Nothing を導きます",
        "say with owl:disjointWith what excludes what": (
            "排他の関係は owl:disjointWith で書いてください"
        ),
        "there are {} ways to belong to it, and each is a rule of its own": (
            "属し方が {} 通りあり、それぞれが一つの規則になります"
        ),
        "give its parts a name and a class each": "部分ごとに名前とクラスを付けてください",
        "it makes a condition of a datatype, and rules speak of things": (
            "データ型を条件にしていますが、規則は対象について述べるものです"
        ),
        "say it as a SHACL shape": "SHACL のシェイプで書いてください",
        "it makes a condition of a class that everything, or nothing, belongs to": (
            "すべてのものが属するか、何も属さないクラスを条件にしています"
        ),
        "name a class of your own": "自分のクラスを挙げてください",
        "the value of owl:hasValue is a blank node": "owl:hasValue の値が空白ノードです",
        "give the value an IRI": "値に IRI を付けてください",
        "a restriction has one owl:onProperty, and nothing else has it": (
            "owl:onProperty は制約に一つだけあり、他のものには付きません"
        ),
        "give the restriction exactly one property": "制約にプロパティをちょうど一つ付けてください",
        "its class expression must have one of owl:intersectionOf, owl:unionOf, owl:hasValue "
        "and owl:someValuesFrom": (
            "クラス式には owl:intersectionOf、owl:unionOf、owl:hasValue、"
            "owl:someValuesFrom のうち一つが必要です"
        ),
        "write each expression as a blank node of its own": (
            "式ごとに一つの空白ノードとして書いてください"
        ),
        "{} is no class": "{} はクラスではありません",
        "it needs a property or [ owl:inverseOf property ]": (
            "プロパティか [ owl:inverseOf プロパティ ] が必要です"
        ),
        "name one property": "プロパティを一つ挙げてください",
        "the rules do not follow identity, and would lose what it entails": (
            "規則は同一性をたどらないため、そこから導かれるものが失われます"
        ),
        "use skos:exactMatch or jpst:possiblySameAs": (
            "skos:exactMatch か jpst:possiblySameAs を使ってください"
        ),
        "check the identifier with a SHACL shape": "識別子は SHACL のシェイプで検査してください",
        "it makes two names the same thing, and the graph then says of each what holds of the "
        "other": "二つの名前が同じ対象になり、互いについての主張が混ざってしまいます",
        "type the property jpst:SingleValuedProperty, which reports differing values": (
            "プロパティの型を jpst:SingleValuedProperty にしてください。値の食い違いが報告されます"
        ),
        "OWL has no such term": "OWL にそのような用語はありません",
        "correct its spelling": "つづりを直してください",
        "its list is empty": "リストが空です",
        "name at least one member": "要素を一つ以上挙げてください",
        "its list is broken": "リストが壊れています",
        "write it as ( a b … )": "( a b … ) の形で書いてください",
        # Rules of the project
        "the rule cannot be read": "規則を読めません",
        "make it a readable UTF-8 file": "読み取れる UTF-8 のファイルにしてください",
        "the header cannot be read": "ヘッダーを読めません",
        "write “#+ key: value”": "「#+ key: value」の形で書いてください",
        "the header is wrong": "ヘッダーが正しくありません",
        "“{}” is none of {}, each with a text": "「{}」は {}（それぞれ文字列）のどれでもありません",
        "the header is incomplete": "ヘッダーが足りません",
        "add “#+ {}: …”": "「#+ {}: …」を加えてください",
        "the rule is refused": "規則は受け付けられません",
        "write patterns and FILTERs over the graph": (
            "グラフに対するパターンと FILTER で書いてください"
        ),
        "the rule is no SPARQL query": "規則が SPARQL クエリではありません",
        "the rule is no CONSTRUCT query": "規則が CONSTRUCT クエリではありません",
        "a rule adds triples": "規則はトリプルを加えるものです",
        "the rule has more than a template and a WHERE clause": (
            "規則にテンプレートと WHERE 節以外のものがあります"
        ),
        "FROM, LIMIT, ORDER BY and GROUP BY have no place in a rule": (
            "規則に FROM、LIMIT、ORDER BY、GROUP BY は書けません"
        ),
        "leave them out": "省いてください",
        "the rule has no template": "規則にテンプレートがありません",
        "the short form CONSTRUCT WHERE hides what it adds": (
            "略記の CONSTRUCT WHERE では何を加えるかがわかりません"
        ),
        "write CONSTRUCT { … } WHERE { … }": "CONSTRUCT { … } WHERE { … } と書いてください",
        "the rule uses EXISTS": "規則が EXISTS を使っています",
        "its premises must be patterns of the WHERE clause itself, and what is absent is no "
        "premise": "前提は WHERE 節のパターンでなければならず、ないことは前提になりません",
        "write the patterns out, or leave the condition out": (
            "パターンを直接書くか、条件を省いてください"
        ),
        "WHERE clause": "WHERE 節",
        "the {} of the rule is empty": "規則の {} が空です",
        "it has no pattern": "パターンがありません",
        "write a pattern": "パターンを書いてください",
        "the {} of the rule holds more than triple patterns and FILTER": (
            "規則の {} にトリプルパターンと FILTER 以外のものがあります"
        ),
        "write plain patterns; OPTIONAL, UNION, MINUS, BIND and paths cannot be explained": (
            "単純なパターンで書いてください。OPTIONAL、UNION、MINUS、BIND、パスは説明できません"
        ),
        "the template of the rule makes a blank node": "規則のテンプレートが空白ノードを作ります",
        "each run would add a new one": "実行のたびに新しいものが加わります",
        "name the thing": "名前を付けてください",
        "the template uses {}": "テンプレートが {} を使っています",
        "the WHERE clause does not bind it": "WHERE 節で束縛されていません",
        "bind it, or drop it": "束縛するか、取り除いてください",
        "the rule concludes an axiom": "規則が公理を導きます",
        "“{}” would change the rules while they run": "「{}」は実行中に規則を変えてしまいます",
        "state the axiom in the ontology": "公理はオントロジーに書いてください",
        "two rules share a name": "二つの規則の名前が同じです",
        "give one another name": "一方を別の名前にしてください",
        "“{}” is no reasoner; use {}": "「{}」という推論器はありません。{} を使ってください",
    }
)
