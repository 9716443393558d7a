"""What pages say besides what the graph says, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "graph": ("Japan security-token graph", "日本セキュリティトークン市場グラフ"),
        "lead": (
            "Who may trade which token, where, under which rule, and which public page says so: "
            "Japan's security-token secondary market, fact by fact with its source.",
            "どのトークンを、誰が、どこで、どの規則の下で取引できるか。それを述べる公開ページはどれか。"
            "日本のセキュリティトークンの流通市場を、一つ一つの事実とその出典で示す。",
        ),
        "home": ("Overview", "概要"),
        "questions": ("Questions", "質問"),
        "coverage": ("Coverage", "充足状況"),
        "search": ("Search", "検索"),
        "searchFor": ("Name, code or identifier", "名称・コード・識別子"),
        "find": ("Find", "検索する"),
        "query": ("SPARQL", "SPARQL"),
        "skip": ("Skip to content", "本文へ"),
        "language": ("日本語", "English"),
        "asOf": ("As of", "時点"),
        "since": ("from {}", "{}から"),
        "till": ("until {}", "{}まで"),
        "knownAt": ("Known at", "判明時点"),
        "day": ("What holds on {}", "{}に成り立つ事柄"),
        "known": (
            "What holds on {}, by what had been read on {}",
            "{}に成り立つ事柄（{}までに読んだ出典による）",
        ),
        "apply": ("Show", "表示する"),
        "latest": ("back to the latest day", "最新の日に戻る"),
        "absence": (
            "Absence from the record never means no: on record is only what its sources say.",
            "記録がないことは「ない」ことを意味しない。記録にあるのは出典が述べることだけである。",
        ),
        "figures": ("The record in figures", "数で見る記録"),
        "tokens": ("security tokens", "セキュリティトークン"),
        "sources": ("sources", "出典"),
        "claims": ("claims", "主張"),
        "things": ("things", "実体"),
        "lastReading": ("latest reading", "最新の採録"),
        "due": ("Due for review", "見直しの期限を迎えた出典"),
        "noneDue": ("No source is due.", "期限を迎えた出典はない。"),
        "provenance": ("Provenance", "出典"),
        "identifiers": ("Identifiers", "識別子"),
        "changedSince": ("Changed since release {}", "リリース{}からの変更"),
        "nothingChanged": ("Nothing changed.", "変更はない。"),
        "sourcesNew": ("sources new", "追加された出典"),
        "sourcesGone": ("sources gone", "なくなった出典"),
        "factsNew": ("facts new", "追加された事実"),
        "factsGone": ("facts gone", "なくなった事実"),
        "standingsOther": ("facts with another standing", "確度が変わった事実"),
        "newThings": ("New on record", "新たに記録された実体"),
        "andMore": ("and {} more", "ほか{}件"),
        "start": ("Start here", "まず見る"),
        "tokenList": ("The tokens on record", "記録にあるトークン"),
        "layers": ("How far each layer is on record", "各層の充足状況"),
        "facts": ("What is said of it", "記載されている事柄"),
        "follows": ("What follows by the rules", "規則から導かれる事柄"),
        "mentions": ("Where it is mentioned", "言及している記載"),
        "past": (
            "Said by sources, but not part of what holds on this day",
            "出典にあるが、この日に成り立つ事柄に含めないもの",
        ),
        "also": ("Also called", "別名"),
        "route": ("The route of the token", "トークンの経路"),
        "routeNote": (
            "Seven layers, from the token to its settlement. A dashed box has nothing on record.",
            "トークンから決済までの七つの層。破線の枠は記録なし。",
        ),
        "notOnRecord": ("not on record", "記録なし"),
        "sought": ("sought, not found", "探したが見つからない"),
        "confirmed": ("confirmed", "確認済み"),
        "likely": ("likely", "可能性が高い"),
        "conflicting": ("conflicting", "矛盾あり"),
        "inferred": ("inferred", "推論"),
        "reading": ("our reading", "当方の読み取り"),
        "undated": ("undated", "日付なし"),
        "readOn": ("read on {}", "{}に採録"),
        "data": ("As data", "データとして"),
        "statedBy": ("Sources", "出典"),
        "openPage": ("The page itself", "ページそのもの"),
        "saidHere": ("What this source says", "この出典が述べること"),
        "property": ("item", "項目"),
        "value": ("value", "値"),
        "thing": ("thing", "対象"),
        "standing": ("standing", "確度"),
        "undecided": ("What this does not decide", "この回答が判定しないこと"),
        "answer": ("Answer", "回答"),
        "ask": ("Ask", "質問する"),
        "rows": ("{} rows", "{}行"),
        "row": ("1 row", "1行"),
        "empty": (
            "Nothing on record answers this. That does not mean “no”.",
            "これに答える記録はない。「ない」ことを意味しない。",
        ),
        "needed": ("needed", "必須"),
        "any": ("(any)", "（指定なし）"),
        "theQuery": ("The query", "クエリ"),
        "columns": ("All columns", "すべての列"),
        "download": ("Download", "ダウンロード"),
        "earlier": ("Earlier rows", "前の行"),
        "later": ("Further rows", "次の行"),
        "found": ("Found for “{}”", "「{}」の検索結果"),
        "nothing": ("Nothing is called “{}”.", "「{}」という名の実体はない。"),
        "kind": ("kind", "種類"),
        "name": ("name", "名称"),
        "nearest": ("Was one of these meant?", "次のいずれかを指すのか。"),
        "matrixNote": (
            "Tokens by field of the public record. Numbers count the sources that fill a field.",
            "トークンと公開記録の項目。数字は項目を満たす出典の数。",
        ),
        "filled": ("filled", "充足"),
        "missing": ("missing", "未充足"),
        "inPart": ("in part", "一部充足"),
        "notApplicable": ("not applicable", "対象外"),
        "lookedFor": (
            "Looked for and not in the page, which does not mean that it is not so",
            "探したがページに記載のないもの（「ない」ことを意味しない）",
        ),
        "soughtNotFound": ("sought and not found", "探索したが記載なし"),
        "fields": ("Fields", "項目"),
        "run": ("Run", "実行する"),
        "queryNote": (
            "SPARQL 1.1, read only; our prefixes need no declaration. The address of the endpoint "
            "is {}.",
            "SPARQL 1.1（読み取り専用）。本グラフの接頭辞は宣言なしで使える。エンドポイントは {}。",
        ),
        "license": ("Data under CC BY 4.0", "データは CC BY 4.0"),
        "definition": ("definition", "定義"),
        "queryHere": (
            "SPARQL 1.1 over the whole graph, answered in your browser; our prefixes need no "
            "declaration. Nothing that you type leaves this page.",
            "グラフ全体に対するSPARQL 1.1。お使いのブラウザの中で答える。本グラフの接頭辞は宣言"
            "なしで使える。入力した内容はこのページの外に送られない。",
        ),
        "brackets": (
            "This engine reads a - b + c as a - (b + c): write brackets where you subtract or "
            "divide.",
            "このエンジンは a - b + c を a - (b + c) と読む。引き算と割り算には括弧を付けること。",
        ),
        "engineMissing": (
            "Questions are answered in the browser where this site has its engine and the browser "
            "runs scripts; without that there are the answers on the pages and the files to "
            "download.",
            "このサイトにエンジンがあり、ブラウザでスクリプトが動く場合は、質問にブラウザの中で"
            "答える。それ以外の場合は、ページにある答えとダウンロードできるファイルのみとなる。",
        ),
        "here": (
            "Answered in your browser, over the whole graph.",
            "お使いのブラウザの中で、グラフ全体に対して答える。",
        ),
        "served": (
            "Answered by this server; stored questions are there to start from.",
            "このサーバーが答える。保存済みの質問から始めることもできる。",
        ),
        "examples": ("Stored questions", "保存済みの質問"),
        "choose": ("(choose one to start from)", "（選んで書き始める）"),
        "running": ("Asking …", "照会中…"),
        "stop": ("Stop", "中止する"),
        "stopped": ("Stopped.", "中止した。"),
        "wrong": ("“{}” cannot be asked for here.", "「{}」は指定できない。"),
        "yes": ("Yes.", "はい。"),
        "no": ("No.", "いいえ。"),
        "searchHere": (
            "Search needs JavaScript; without it, the questions and the coverage lead to every "
            "token.",
            "検索にはJavaScriptが必要である。使えない場合は、質問と充足状況の各ページから"
            "全てのトークンに進める。",
        ),
        "givenUp": ("{} was given up.", "{} は使われなくなった。"),
        "market": ("Market", "市場の推移"),
        "marketNote": (
            "The year of issue of {} of {} tokens is on record: the pictures by year show those "
            "alone, and amounts of those whose amount is on record as well. The market is larger.",
            "発行年が記録にあるのは{1}件中{0}件であり、年別の図はそのトークンのみを示す。"
            "金額は、そのうち発行額も記録にあるものの合計である。市場全体はこれより大きい。",
        ),
        "issuesByYear": ("Tokens issued, by year", "発行されたトークンの数（年別）"),
        "amountsByYear": (
            "Amounts on record, billions of yen, by year",
            "記録にある発行額（年別、10億円）",
        ),
        "byAssetClass": ("Tokens by asset class", "資産の種類ごとのトークンの数"),
        "byPlatform": ("Tokens by platform", "プラットフォームごとのトークンの数"),
        "tableBehind": ("The table behind the pictures", "図の元になる表"),
        "toQuestion": ("The question, with what it rests on", "元になる質問と典拠"),
        "year": ("year", "年"),
        "issued": ("tokens issued", "発行されたトークン"),
        "amountKnown": ("of these with an amount", "うち発行額が記録にあるもの"),
        "amountYen": ("amount (yen)", "発行額（円）"),
        "ties": ("Ownership", "資本関係"),
        "tiesTitle": (
            "Who owns, runs and takes part in whom",
            "誰が誰を保有・運営し、誰に参加しているか",
        ),
        "tiesNote": (
            "Arrows lead from an owner, parent or operator to what it owns or runs, and from a "
            "firm to the venue that it takes part in; percentages as on record. A picture holds "
            "what hangs together.",
            "矢印は、株主・親会社・運営会社から保有先・運営先へ、また会社から参加する取引の場へ向かう。"
            "割合は記録にあるもの。つながりのあるものを一つの図にまとめる。",
        ),
        "tiedTo": ("What it is tied to", "資本・運営・参加の関係"),
        "lineage": ("How it came about, and what it governs", "成り立ちと規律するもの"),
        "arrowsNote": (
            "Solid: confirmed; dashed: likely; dotted: conflicting. Arrows lead from the earlier "
            "or the owner to the later or the owned.",
            "実線は確認済み、破線は可能性が高い、点線は矛盾あり。矢印は先のもの・保有する側から、"
            "後のもの・保有される側へ向かう。",
        ),
        "inWords": ("The picture in words", "図の内容（文字）"),
        "diagram": ("What the query looks for", "クエリが探すもの"),
        "diagramNote": (
            "Solid arrows must be there, dashed ones may be, dotted ones must not be. Round boxes "
            "are given, filled ones are columns of the answer.",
            "実線はなければならないもの、破線はあってもよいもの、点線はあってはならないもの。"
            "角の丸い枠は指定する値、色の付いた枠は回答の列。",
        ),
        "conflicts": ("Conflicts", "矛盾"),
        "conflictsTitle": ("Where sources contradict each other", "出典が互いに矛盾するところ"),
        "conflictsNote": (
            "Values that cannot all hold, each side with the pages that say so. No side is "
            "preferred.",
            "同時には成り立たない値を、それを述べるページとともに示す。いずれも優先しない。",
        ),
        "noConflict": ("No conflict is on record.", "記録に矛盾はない。"),
        "shareholder": ("holds", "保有"),
        "parent": ("parent of", "親会社"),
        "operates": ("operates", "運営"),
        "takesPart": ("takes part", "参加"),
        "ledTo": ("led to", "契機"),
        "published": ("published", "公表"),
        "hasPart": ("has part", "構成"),
        "governs": ("governs", "規律"),
        "amendedBy": ("amended by", "改正"),
        "implementedBy": ("implemented by", "委任"),
        "introduces": ("introduces", "導入"),
        "defines": ("defines", "定義"),
        "gone": ("There is no such page", "このページはない"),
    }
)


def word(lang: str, key: str, *values: object) -> str:
    """The words for a key, with values put in."""
    return WORDS[key][lang == "ja"].format(*values)
