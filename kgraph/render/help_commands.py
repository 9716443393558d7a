"""What commands do, in English → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Draft a new source or token.": "新しい出典またはトークンを書き起こす。",
        "Add what a table or a register holds.": "表または登録簿の内容を追加する。",
        "The same graph on an engine of yours.": "同じグラフを手元のエンジンで用いる。",
        "Make the graphs of an engine those of the built graph: only what changed is sent.": (
            "エンジンのグラフを作成済みのグラフと同じにする。変わったものだけを送る。"
        ),
        "It is sent beside the old graphs, and takes their place once all of it is there.": (
            "古いグラフの傍らに送り、すべてが届いてから置き換える。"
        ),
        "Tell how the graphs of an engine differ from the built graph: exit code 1 if they do.": (
            "エンジンのグラフと作成済みのグラフの相違を示す。相違があれば終了コードは 1。"
        ),
        "Write what an engine has of the graph as N-Quads, each graph compared with what was "
        "pushed.": (
            "エンジンにあるグラフを N-Quads で書き出す。グラフごとに送ったものと照合する。"
        ),
        "The state of the day stands in a graph of its own.": (
            "その日の状態は独立したグラフに置く。"
        ),
        "Have an engine work out what follows from the state it holds, by the rules of the "
        "graph.": (
            "エンジンが持つ状態から何が推論されるかを、グラフの規則によりエンジンに導かせる。"
        ),
        "They run beside what readers see; what follows takes the place of what was said to "
        "follow.": (
            "規則は利用者に見えるグラフとは別の場所で実行し、結果を従来の推論結果と置き換える。"
        ),
        "Have an engine check the graphs it holds against the shapes and stored checks.": (
            "エンジンが持つグラフを、シェイプと保存済みの検査によりエンジン上で検証する。"
        ),
        "These, the ontology and the lines of findings are from the files of the project.": (
            "シェイプ、検査、オントロジー、指摘の行番号は、プロジェクトのファイルによる。"
        ),
        "Have an engine answer a stored question; names are looked up in the built graph.": (
            "保存済みの質問にエンジンで答える。名前は作成済みのグラフで調べる。"
        ),
        "Have an engine answer a read-only query as the built graph would.": (
            "読み取り専用のクエリに、作成済みのグラフと同じようにエンジンで答える。"
        ),
        "Make the graph: read the files, infer, validate, weigh the sources, publish.": (
            "グラフを作る。ファイルを読み、推論し、検証し、出典を照らし合わせ、公開する。"
        ),
        "Check the graph, or your own files on top of it, against the shapes and stored checks.": (
            "グラフ、または手元のファイルを加えたグラフを、シェイプと保存済みの検査で検証する。"
        ),
        "Bring Turtle files into canonical form and list those that changed.": (
            "Turtle ファイルを正規の書式にし、変わったものを一覧にする。"
        ),
        "Statements and records of the project get the names that what they say gives them.": (
            "プロジェクトの言明と記録の名前を、その内容から定まるものに書き直す。"
        ),
        "Give a thing another name: what was said of it is said under the new one.": (
            "実体の名称を改める。述べられていた事実は、新しい名前のもとに移す。"
        ),
        "The old label stays as another one, and the old slug leads to the new.": (
            "以前のラベルは別名として残し、以前のスラッグは新しいスラッグへ導く。"
        ),
        "Join two names of one thing: facts and names of the first move to the second.": (
            "同一の実体の二つの名前を統合する。前者の事実と名称を後者に移す。"
        ),
        "Give up a thing of which nothing is said: its name stays, and leads nowhere.": (
            "何も述べられていない実体を廃止する。名前は残るが、後継はない。"
        ),
        "Start the next version of a source: what its page said, to be corrected by what it says "
        "now.": (
            "出典の次の版を書き起こす。ページの以前の内容を写し、現在の内容に合わせて訂正する。"
        ),
        "What you take out ends with it, what you correct takes the place of the old value.": (
            "取り除いた事実はその版で終了し、訂正した値は以前の値に取って代わる。"
        ),
        "Take a source out of what counts, with a reason; its facts stay in the history.": (
            "出典を理由とともに撤回する。その事実は履歴に残る。"
        ),
        "List the sources that are due for review, with the facts that rest on each.": (
            "見直し期限の来た出典と、それぞれが支える事実の数を一覧にする。"
        ),
        "Answer a stored question; without one, list them.": (
            "保存済みの質問に答える。質問がなければ一覧を表示する。"
        ),
        "List the stored questions, or find them by words; show the text of one.": (
            "保存済みの質問を一覧にし、語で探し、または一つの SPARQL を表示する。"
        ),
        "Run a read-only SPARQL query over the graph; our prefixes need no declaration.": (
            "読み取り専用の SPARQL クエリを実行する。本グラフの接頭辞は宣言不要。"
        ),
        "All that is known of one thing: each fact with its standing and its sources.": (
            "一つの対象について分かっているすべて。事実ごとに確かさと出典を付す。"
        ),
        "json is a document of its kind, as things.schema.json of a release describes it.": (
            "json は対象の種別に応じた文書で、リリースの things.schema.json がその形を定める。"
        ),
        "Why a fact is in the graph, down to what sources say; or what is missing for it.": (
            "ある事実がグラフにある理由を、出典の記述まで示す。なければ足りないものを示す。"
        ),
        "Find things by name or code, in either language.": (
            "日本語または英語の名称やコードで対象を探す。"
        ),
        "Look up terms of the ontology: what they mean, where they stand, which questions use "
        "them.": "オントロジーの用語を調べる。意味、使える所、使っている質問。",
        "Match a list of names and codes with things of the graph; what is not sure is not "
        "matched.": (
            "名称やコードの一覧をグラフの対象と照合する。確実でないものは確定せず候補を示す。"
        ),
        "The exit code is 1 where a row is not matched.": ("確定しない行があれば終了コードは 1。"),
        "Say whether facts still stand, have ended, were withdrawn or are disputed, and since "
        "when.": ("事実が今も有効か、終了・撤回・争いがあるかを、その時点とともに示す。"),
        "The exit code is 1 where one of them does not stand.": (
            "有効でないものがあれば終了コードは 1。"
        ),
        "Figures about the graph.": "グラフについての数値。",
        "Write the whole graph: as RDF, as tables (csv, parquet, xlsx), or for graph tools "
        "(graphml).": (
            "グラフ全体を RDF、表（csv, parquet, xlsx）、またはグラフ用ツール向け（graphml）に"
            "書き出す。"
        ),
        "Turtle, N-Triples and RDF/XML hold the merge, the other RDF formats all named graphs. "
        "Tables are several files: -o names a folder for them, or a .zip; a workbook is one. A "
        "view is an OWL ontology without named graphs, of what sources say and rules add. Links to "
        "outside ontologies stand in graph:links, or in the one graph of a format without names. "
        "trig12 has claims as reifiers of RDF 1.2, nanopubs a nanopublication for each claim.": (
            "Turtle、N-Triples、RDF/XML は統合したグラフを、他の RDF 形式はすべての名前付きグラフを"
            "含む。表は複数のファイルになるため、-o でフォルダーか .zip を指定する"
            "（ワークブックは一つのファイル）。ビューは"
            "名前付きグラフのない OWL オントロジーで、出典の記述と規則による推論からなる。外部"
            "オントロジーへの対応付けは graph:links に、グラフ名のない形式では一つのグラフに入る。"
            "trig12 は主張を RDF 1.2 の reifier として、nanopubs は主張ごとに一つの"
            "ナノパブリケーションとして書き出す。"
        ),
        "Read every byte of the built graph, and say what is not as it was built.": (
            "作成済みのグラフをすべて読み、作成時と異なる所を示す。"
        ),
        "Show what changed between two versions: facts, sources, ontology, questions, tables.": (
            "二つの版の違いを示す。事実、出典、オントロジー、質問、表。"
        ),
        "Make a release: ontology, graph, tables, questions, shapes, descriptions, checksums.": (
            "リリースを作る。オントロジー、グラフ、表、質問、シェイプ、説明、チェックサム。"
        ),
        "Write the bridges to outside ontologies from their table, or check every link.": (
            "外部オントロジーへの対応を表から書き出す。または、すべての対応を検査する。"
        ),
        "Start a file for a source: what is known at once, in canonical form.": (
            "出典のファイルを書き起こす。すぐに分かることを正規の書式で書く。"
        ),
        "Add one security token that a source describes.": (
            "出典が述べるセキュリティトークンを一つ追加する。"
        ),
        "Add the security tokens of a table that a source describes; all rows or none.": (
            "出典が述べるセキュリティトークンを表から追加する。全行か、一行も追加しない。"
        ),
        "Write the script that lets bash complete commands, options, questions and values.": (
            "bash でコマンド、オプション、質問、値を補完するためのスクリプトを出力する。"
        ),
        "With words, show what the last of them may become. For every session: add `source "
        "<(kgraph completion)` to ~/.bashrc.": (
            "語を与えると、最後の語の候補を表示する。常に使うには ~/.bashrc に `source <(kgraph "
            "completion)` と書く。"
        ),
        "Serve the graph over HTTP, read only: SPARQL, stored questions, and every IRI by its "
        "path.": (
            "グラフを HTTP で公開する（読み取り専用）。SPARQL、保存された質問、各 IRI の記述。"
        ),
        "Give assistants the graph: the Model Context Protocol over standard input and output.": (
            "アシスタントからグラフを使えるようにする（標準入出力での Model Context Protocol）。"
        ),
        "Write the pages as files for any web host: everything that `serve` shows, without a "
        "server.": (
            "ページをファイルとして書き出す。どのウェブサーバーにも置ける。内容は `serve` と同じ。"
        ),
        "Questions and SPARQL are answered in the reader's browser.": (
            "質問と SPARQL には閲覧者のブラウザの中で答える。"
        ),
        "Add what a source says of things of the graph, or new organizations and experiments.": (
            "グラフにあるものについて出典が述べること、または新しい組織や実験を追加する。"
        ),
        "Compare an edition of a register with the graph; add what it states of known things.": (
            "登録簿のある版をグラフと比べ、グラフにあるものについて登録簿が述べることを加える。"
        ),
    }
)
"""English → Japanese."""
