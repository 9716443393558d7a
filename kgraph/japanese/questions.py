"""Stored questions and stored checks: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Stored questions
        "two questions have one name": "二つの質問の名前が同じです",
        "{} is called so, too": "{} も同じ名前です",
        "rename the file": "ファイルの名前を変えてください",
        "stored questions are read from the folder that the graph was built from": (
            "保存された質問は、グラフの作成元のフォルダーから読みます"
        ),
        "choose another with --root": "--root で別の所を指定してください",
        "unknown tag {}": "{} というタグはありません",
        "the layer is called {}, and pages group questions by layer": (
            "この層のタグは {} で、ページは質問を層ごとにまとめます"
        ),
        "the file has no `#+` header": "ファイルに `#+` のヘッダーがありません",
        "the question is too long": "質問が長すぎます",
        "ask several questions": "複数の質問に分けてください",
        "write it flatter, in SPARQL 1.1": "SPARQL 1.1 で浅く書いてください",
        "the query cannot be drawn: {}": "クエリを図にできません：{}",
        "query: a stored question is a SELECT; write one and ask again": (
            "クエリ：保存された質問は SELECT です。SELECT を書いてもう一度実行してください"
        ),
        "write {}": "{} と書いてください",
        "write one of {}": "{} のいずれかを書いてください",
        "write one of them": "そのいずれかを書いてください",
        "every question has one in en and ja": "すべての質問に英語と日本語のものが必要です",
        "it needs those of line, column, legend, status and count": (
            "line、column、legend、status、count の列が必要です"
        ),
        "matrix names {} column(s)": "matrix に挙げた列が {} 個です",
        "the query has no such column": "クエリにその列はありません",
        "{} names a column “{}”": "{} が列「{}」を挙げています",
        "caveats are said once, for all questions, and named by key": (
            "注意書きは全質問に共通で、キーで指定します"
        ),
        "unknown caveat {}": "{} という注意書きはありません",
        "every column has words in English and Japanese": (
            "すべての列に英語と日本語の見出しが必要です"
        ),
        "the head of {} is not in two languages": "{} の見出しが二つの言語で書かれていません",
        "add `#+ tags:` with the layer among them": "層を含めて `#+ tags:` を加えてください",
        "pages group questions by tag": "ページは質問をタグでまとめます",
        "the question has no tags": "質問にタグがありません",
        "“{}” names the question everywhere": "「{}」がどこでも質問の名前になります",
        "write YAML after `#+ ` at the top of the file, such as `#+ summary: …`": (
            "ファイルの先頭に、`#+ summary: …` のように `#+ ` に続けて YAML を書いてください"
        ),
        # Their parameters
        "unknown {} “{}”": "「{1}」という{0}はありません",
        "key of a parameter": "パラメータのキー",
        "header key": "ヘッダーのキー",
        "nothing reads it": "読まれることのないものです",
        "{} is “{}”": "{} が「{}」です",
        "it is a yes-or-no mark": "真偽を示すものです",
        "write true or false": "true か false を書いてください",
        "?{} is no parameter": "?{} はパラメータではありません",
        "a parameter is ?_name (required) or ?__name (optional), then its type: ?_token_iri, "
        "?__asOf_xsd_date; its name is letters and digits only": (
            "パラメータは ?_名前（必須）か ?__名前（任意）に型を続けます：?_token_iri、"
            "?__asOf_xsd_date。名前は英数字だけです"
        ),
        "the type _{} is not one that every reader knows; write {} or _iri": (
            "型 _{} は、どの読み手も知っている型ではありません。{} か _iri を書いてください"
        ),
        "rename the variable; a leading underscore is for parameters only": (
            "変数の名前を変えてください。先頭の下線はパラメータだけに使います"
        ),
        "?{} and ?{} are one parameter": "?{} と ?{} が同じパラメータです",
        "both are called {}": "どちらも {} という名前です",
        "write one variable throughout": "一つの変数に統一してください",
        "defaults is no list": "defaults がリストではありません",
        "grlc drops a question whose defaults are a mapping": (
            "defaults がマッピングの質問は grlc が捨てます"
        ),
        "write each as an item, such as `#+   - token: …`": (
            "`#+   - token: …` のように項目として書いてください"
        ),
        "the header names a parameter “{}”": "ヘッダーにパラメータ「{}」があります",
        "the body has no such parameter": "本文にそのパラメータはありません",
        "remove it, or use the variable in the body": "取り除くか、本文でその変数を使ってください",
        "the parameter {} is not described": "パラメータ {} の説明がありません",
        "forms, help and the API show what it means": "フォーム、ヘルプ、API が意味を示します",
        "add `#+ params:` with `{}: {type: …, label_en: …, label_ja: …}`": (
            "`#+ params:` に `{}: {type: …, label_en: …, label_ja: …}` を加えてください"
        ),
        "unknown type “{}” of {}": "{1} の型「{0}」はありません",
        "a parameter has one of the types that forms know": (
            "パラメータの型は、フォームの知る型のいずれかです"
        ),
        "?{} cannot be of type {}": "?{} の型は {} にできません",
        "the variable's name makes it {}": "変数の名前では{}です",
        "a plain string": "文字列",
        "a string with a language": "言語付きの文字列",
        "an xsd:{}": "xsd:{}",
        "rename it, as in ?{}{}{}, or change the type": (
            "?{}{}{} のように名前を変えるか、型を変えてください"
        ),
        "required contradicts ?{}": "required が ?{} と食い違います",
        "one underscore means required, two mean optional": "下線一つは必須、二つは任意を表します",
        "correct one of them": "どちらかを直してください",
        "the enum {} lists no values": "列挙 {} に値がありません",
        "nothing says what may be chosen": "何を選べるかが書かれていません",
        "add `values: […]`, or `scheme: …` for all concepts of a scheme": (
            "`values: […]` か、体系のすべての概念なら `scheme: …` を加えてください"
        ),
        "two defaults of {}": "{} の既定値が二つあります",
        "defaults says “{}”": "defaults では「{}」です",
        "keep one of them": "一つだけ残してください",
        "the parameter {} has no {}": "パラメータ {} に {} がありません",
        "forms, help and the API show it": "フォーム、ヘルプ、API に示されます",
        "add `{}: …`": "`{}: …` を加えてください",
        "a name cannot be read": "名前を読めません",
        # How a question is written
        "a stored question is a SELECT": "保存された質問は SELECT です",
        "this is an ASK query": "これは ASK クエリです",
        "this is a {} query": "これは {} クエリです",
        "write a SELECT": "SELECT を書いてください",
        "the body is refused": "本文は受け付けられません",
        "write a plain SELECT over the snapshot": (
            "スナップショットに対するふつうの SELECT を書いてください"
        ),
        "this is no valid SPARQL": "正しい SPARQL ではありません",
        "correct the query": "クエリを直してください",
        "{} is written with $": "{} が $ で書かれています",
        "grlc fills in only ?…": "grlc は ?… だけを埋めます",
        "write ? for $": "$ を ? にしてください",
        "{} is bound in the body": "{} が本文で束縛されています",
        "a parameter's value would be lost": "パラメータの値が失われます",
        "bind another variable, and compare it with the parameter": (
            "別の変数を束縛し、パラメータと比べてください"
        ),
        "{} stands bare in SELECT, GROUP BY or ORDER BY": (
            "{} が SELECT、GROUP BY、ORDER BY にそのまま書かれています"
        ),
        "grlc puts the value there, which is no valid SPARQL": (
            "grlc がそこに値を置くと、正しい SPARQL になりません"
        ),
        "BIND({} AS ?other) in the body and name ?other": (
            "本文で BIND({} AS ?other) とし、?other を使ってください"
        ),
        "BOUND({}) cannot be asked": "BOUND({}) は使えません",
        "a value replaces the variable, and BOUND takes only a variable": (
            "変数は値に置き換わりますが、BOUND に書けるのは変数だけです"
        ),
        "use COALESCE({}, …)": "COALESCE({}, …) を使ってください",
        "{} begins with the parameter ?{}": "{} がパラメータ ?{} で始まっています",
        "grlc replaces that text inside the longer name too": (
            "grlc は長い名前の中でもその部分を置き換えます"
        ),
        "rename one of them": "どちらかの名前を変えてください",
        "{} stands in VALUES": "{} が VALUES にあります",
        "a value cannot stand for the variable there": "そこでは変数を値に置き換えられません",
        "list the values under another variable, and compare with FILTER": (
            "別の変数に値を並べ、FILTER で比べてください"
        ),
        "GROUP_CONCAT without STR()": "GROUP_CONCAT に STR() がありません",
        "engines differ on what they do with an IRI or a language": (
            "IRI や言語の扱いがエンジンによって異なります"
        ),
        "write GROUP_CONCAT(DISTINCT STR(?x); …)": (
            "GROUP_CONCAT(DISTINCT STR(?x); …) と書いてください"
        ),
        "{}(DISTINCT …)": "{}(DISTINCT …) が使われています",
        "equal amounts of different things count once": (
            "異なる対象の等しい値が一度しか数えられません"
        ),
        "select the rows once in a SELECT DISTINCT sub-select": (
            "SELECT DISTINCT の副問い合わせで行を一度ずつ選んでください"
        ),
        "{} does not run over a DISTINCT sub-select": (
            "{} の対象が DISTINCT の副問い合わせではありません"
        ),
        "a fact stated by several sources would count several times": (
            "複数の出典が述べる事実が何度も数えられます"
        ),
        "write { SELECT DISTINCT … } as the group, or COUNT(DISTINCT …)": (
            "グループを { SELECT DISTINCT … } にするか、COUNT(DISTINCT …) を使ってください"
        ),
        "write { SELECT DISTINCT … } as the group": (
            "グループを { SELECT DISTINCT … } にしてください"
        ),
        "{} of an expression over {}, which may be open": (
            "{1} を含む式の {0} ですが、{1} は未束縛かもしれません"
        ),
        "rdflib counts as a value what cannot be evaluated": (
            "rdflib は評価できないものも値として数えます"
        ),
        "BIND(… AS ?other) in the body and write {}(?other)": (
            "本文で BIND(… AS ?other) とし、{}(?other) と書いてください"
        ),
        "OPTIONAL starts from {}, which IF may leave open": (
            "OPTIONAL が {} から始まりますが、IF で未束縛になることがあります"
        ),
        "each row is compared with every triple of that property": (
            "各行がそのプロパティのすべてのトリプルと比べられます"
        ),
        "BIND(COALESCE(IF(…), rdf:nil) AS {})": (
            "BIND(COALESCE(IF(…), rdf:nil) AS {}) としてください"
        ),
        "the order of the columns is left to the engine": "列の順序がエンジン任せになります",
        "name the columns": "列を挙げてください",
        "the order of the rows is not total": "行の順序が一つに定まりません",
        "rows that differ only in {} may come in any order": (
            "{} だけが異なる行はどの順にもなり得ます"
        ),
        "end ORDER BY with {}": "ORDER BY の最後を {} にしてください",
        "no value can stand for {} after {}": "{1} の後の {0} は値に置き換えられません",
        "no value can stand for {} in VALUES": "VALUES の中の {} は値に置き換えられません",
        # Stored checks
        "two checks have one name": "二つの検査の名前が同じです",
        "the header has no {}": "ヘッダーに {} がありません",
        "every finding says it in both languages": "検証結果はどちらの言語でも示されます",
        "add `#+ {}: …`": "`#+ {}: …` を加えてください",
        "unknown header key {}": "{} というヘッダーのキーはありません",
        "a check has {}": "検査のキーは {} です",
        "correct or remove it": "直すか、取り除いてください",
        "the file name is no slug": "ファイル名がスラッグではありません",
        "“{}” is the id of the findings": "「{}」が検証結果の ID になります",
        "use lower-case letters, digits and single hyphens": (
            "小文字の英字、数字と単独のハイフンを使ってください"
        ),
        "unknown check {}": "{} という検査はありません",
        "there is none of that id": "その ID の検査はありません",
        "“{}” is no severity": "「{}」は重大度ではありません",
        "“{}” is no severity; use {} or never": (
            "「{}」は重大度ではありません。{} か never を使ってください"
        ),
        "it is one of {}": "{} のいずれかです",
        "{} cannot be read": "{} を読めません",
        "the header": "ヘッダー",
        "the profile": "プロファイル",
        "write `key: value` lines": "`key: value` の行で書いてください",
        "{} holds something else than `key: value` lines": (
            "{}に `key: value` の行以外のものがあります"
        ),
        "every entry is one text": "各項目は一つの文字列です",
        "write one text after each key": "キーごとに文字列を一つ書いてください",
        "the path is no property": "path がプロパティではありません",
        "“{}” has no prefix that the project knows": "「{}」にプロジェクトの知る接頭辞がありません",
        "write it as jpst:…": "jpst:… の形で書いてください",
        "the query is refused": "クエリは受け付けられません",
        "write a plain SELECT over the graph": "グラフに対するふつうの SELECT を書いてください",
        "the query is no SPARQL": "クエリが SPARQL ではありません",
        "line {}: {}": "{} 行目：{}",
        "the query: {}": "クエリ：{}",
        "the query": "クエリ",
        "line {}": "{} 行目",
        "the query is no SELECT": "クエリが SELECT ではありません",
        "each row is a finding": "一行が一件の検証結果です",
        "write SELECT ?focus …": "SELECT ?focus … と書いてください",
        "the query selects no ?focus": "クエリが ?focus を選んでいません",
        "a finding is about a node": "検証結果はノードについてのものです",
        "select it": "選んでください",
        "the query has no ORDER BY": "クエリに ORDER BY がありません",
        "findings come in the same order every time": "検証結果は毎回同じ順で示されます",
        "order all columns": "すべての列で並べてください",
        "a text of the header names ?{}": "ヘッダーの文が ?{} を使っています",
        "the query selects no such variable": "クエリがその変数を選んでいません",
        "select it, or correct the name": "選ぶか、名前を直してください",
        "“{}” is no scope; use {}": "「{}」という範囲はありません。{} を使ってください",
        "“{}” is no engine; use {}": "「{}」というエンジンはありません。{} を使ってください",
    }
)
