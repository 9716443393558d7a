"""What is added to the graph: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ADDING: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Where in a table
        "{}: row {}, column {}: {}": "{}：{} 行目、列 {}：{}",
        "row {}, column {}: {}": "{} 行目、列 {}：{}",
        "{}: column {}: {}": "{}：列 {}：{}",
        "column {}: {}": "列 {}：{}",
        # Columns and rows
        "unknown column “{}”: {}": "「{}」という列はありません。{}",
        "{}: unknown column “{}”: {}": "{}：「{}」という列はありません。{}",
        "columns are {}": "列は {} です",
        "“{}”: write column=value": "「{}」：列=値 の形で書いてください",
        "“{}”: write name=value with one of {}": (
            "「{}」：名前=値 の形で、名前は {} のいずれかにしてください"
        ),
        "{} is given twice, and it has one value: keep one": (
            "{} が二度指定されていますが、値は一つです。一つだけ残してください"
        ),
        "the table has more than {} rows: split it": "表が {} 行を超えています。分けてください",
        "{}: the table has more than {} rows: split it": (
            "{}：表が {} 行を超えています。分けてください"
        ),
        # Cells of a row
        "empty: fill it in": "空です。書いてください",
        "empty: give the English name, or a descriptive one with name_status unconfirmed": (
            "空です。英語の名称を書くか、説明的な名称を書いて name_status を "
            "unconfirmed にしてください"
        ),
        "given without a venue: fill the column venue too": (
            "venue がありません。列 venue も書いてください"
        ),
        "one of its names is that of {}: add facts to that": (
            "名称の一つが {} と同じです。そちらに主張を加えてください"
        ),
        "{} stands in row {} too": "{} は {} 行目にもあります",
        "“{}” lies before “{}”": "「{}」が「{}」より前です",
        "it has {} letters: use at most {}": "{} 文字あります。{} 文字までにしてください",
        "“{}” is no token slug: write st- and then a-z, 0-9, hyphens": (
            "「{}」はトークンのスラッグではありません。st- の後に a-z、0-9、ハイフンで"
            "書いてください"
        ),
        "“{}” is no slug: write a-z, 0-9 and single hyphens": (
            "「{}」はスラッグではありません。a-z、0-9 と単独のハイフンで書いてください"
        ),
        "“{}” is not a slug: use a-z, 0-9 and single hyphens": (
            "「{}」はスラッグではありません。a-z、0-9 と単独のハイフンで書いてください"
        ),
        "the slug has {} letters: use at most {}": (
            "スラッグが {} 文字あります。{} 文字までにしてください"
        ),
        "{} exists already: add facts to it in the source file": (
            "{} はすでにあります。出典のファイルで主張を加えてください"
        ),
        "{} exists already: add facts to it with kgraph add fact": (
            "{} はすでにあります。kgraph add fact で主張を加えてください"
        ),
        "{} exists already: choose another slug, or add the facts there": (
            "{} はすでにあります。別のスラッグにするか、そこに主張を加えてください"
        ),
        "{} exists already: add the facts there": "{} はすでにあります。そこに主張を加えてください",
        "“{}” is no kind of {}: write Company, Bank …": (
            "「{}」は {} の種類ではありません。Company、Bank などと書いてください"
        ),
        "“{}” is no status: write {}": "「{}」は状態ではありません。{} と書いてください",
        "give one of {}": "{} のいずれかを書いてください",
        # Values
        "“{}” is hardly meant in {}: from {} to {} may be": (
            "「{}」（{}）は考えにくい値です。{} から {} までにしてください"
        ),
        "“{}” is hardly meant: from {} to {} may be": (
            "「{}」は考えにくい値です。{} から {} までにしてください"
        ),
        "“{}” lies in the year {}: correct it": "「{}」は {} 年です。直してください",
        "“{}” is no whole day, which it has to be": "「{}」は年月日が揃っていません",
        "“{}” is no web address: write https://…": (
            "「{}」はウェブのアドレスではありません。https://… と書いてください"
        ),
        "no entity “{}”: {}": "「{}」という対象はありません。{}",
        "add it under data/entities/ first": "先に data/entities/ に加えてください",
        "no property “{}”: {}": "「{}」というプロパティはありません。{}",
        "kgraph terms finds properties": "プロパティは kgraph terms で探せます",
        "no concept “{}”: choose one of {}": "「{}」という概念はありません。{} から選んでください",
        "no concept “{}”: write scheme:name, as in session:morning": (
            "「{}」という概念はありません。session:morning のように scheme:name の形で"
            "書いてください"
        ),
        "“{}” names {}: give the slug": "「{}」は {} に当てはまります。スラッグで書いてください",
        "“{}” names {}: give one of them": (
            "「{}」は {} に当てはまります。そのいずれかを書いてください"
        ),
        "“{}” is of the kind {}, where {} is wanted": "「{}」の種類は {} ですが、{} が必要です",
        "{} is given up: {}": "{} は使われなくなりました。{}",
        "use {}": "{} を使ってください",
        "unknown concept {}:{}: {}": "{}:{} という概念はありません。{}",
        "choose one of {}": "{} から選んでください",
        "define it in ontology/schemes/": "ontology/schemes/ で定義してください",
        # Sources
        "no source “{}”: create it with kgraph new source --slug {}": (
            "「{}」という出典はありません。kgraph new source --slug {} で作ってください"
        ),
        "unknown kind of source “{}”: choose primary or secondary": (
            "「{}」という出典の種類はありません。primary か secondary を選んでください"
        ),
        "give --publisher with a thing of the graph, or --publisher-name": (
            "--publisher でグラフの対象を指定するか、--publisher-name を指定してください"
        ),
        "“{}” is not a web address: give one that begins with https://": (
            "「{}」はウェブのアドレスではありません。https:// で始まるものを指定してください"
        ),
        "the address holds a user name or password: leave them out": (
            "アドレスに利用者名かパスワードが含まれています。省いてください"
        ),
        "{} describes {} already: add the facts to that file, or, where the page was read "
        "again, start its next version with kgraph reread {}": (
            "{} がすでに {} を記述しています。そのファイルに主張を加えるか、ページを読み"
            "直したのなら kgraph reread {} で次の版を作ってください"
        ),
        "the publisher is empty: give a thing of the graph, or a name": (
            "発行者が空です。グラフの対象か名称を指定してください"
        ),
        "{}; --publisher-name takes one that is no thing of ours": (
            "{}。グラフにない発行者は --publisher-name で指定できます"
        ),
        "“{}” is id:{}: give --publisher {}": (
            "「{}」は id:{} です。--publisher {} と指定してください"
        ),
        "{} was read on {}: correct the facts in {}": (
            "{} は {} に読まれています。{} の主張を直してください"
        ),
        "{} was read again as {}: name that one": (
            "{} は {} として読み直されています。そちらを指定してください"
        ),
        "{} is withdrawn already: correct the day in {}": (
            "{} はすでに取り下げられています。日付は {} で直してください"
        ),
        "say in {} why it is withdrawn": "取り下げの理由を {} で書いてください",
        # Things that change
        "no source {}: {}": "{} という出典はありません。{}",
        "no thing {}: {}": "{} という対象はありません。{}",
        "no {} {}: {}": "{1} という {0} はありません。{2}",
        "kgraph search finds {}s": "{} は kgraph search で探せます",
        "{} {} belongs to the graph below ({}), which an overlay never writes to: state what "
        "you know of it in a source of your own": (
            "{1}（{0}）は下のグラフ（{2}）のもので、オーバーレイからは書き換えません。"
            "知っていることは自分の出典で述べてください"
        ),
        "{} stays as it is: give a new slug or a new label": (
            "{} は変わりません。新しいスラッグかラベルを指定してください"
        ),
        "{} exists already: kgraph merge {} {} joins the two": (
            "{} はすでにあります。kgraph merge {} {} で一つにできます"
        ),
        "{} is that thing already: name two": "{} はすでにその対象です。二つを指定してください",
        "say in {} why nothing takes its place": "代わりがない理由を {} で書いてください",
        "{} speak of {}: say it of another thing first (kgraph merge {} INTO), or take out what "
        "was wrong": (
            "{} が {} について述べています。先に別の対象に移すか（kgraph merge {} INTO）、"
            "誤りを取り除いてください"
        ),
        "say in {} and in {} why nothing takes its place": (
            "代わりがない理由を {} と {} で書いてください"
        ),
        "say in {} and in {} why it is withdrawn": "取り下げの理由を {} と {} で書いてください",
        "English": "英語",
        "Japanese": "日本語",
        "{} is given up already: {}": "{} はすでに使われなくなりました。{}",
        "nothing took its place": "代わりはありません",
        "the label in {} is empty": "{} のラベルが空です",
        "{} has the label “{}” already": "{} のラベルはすでに「{}」です",
        "“{}” is no release: write it as 0.2.0": (
            "「{}」はリリースではありません。0.2.0 のように書いてください"
        ),
    }
)
