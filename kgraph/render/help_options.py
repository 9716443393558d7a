"""What arguments and options are, and what holds without them, in English → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Engines
        "Where the engine answers queries: https://host/path.": (
            "エンジンがクエリに答える場所：https://host/path。"
        ),
        "Where the engine takes updates.": "エンジンが更新を受け付ける場所。",
        "Remove what runs from other machines left; none of them may be under way.": (
            "他のマシンの処理が残したものを削除します。いずれも実行中でないこと。"
        ),
        "where engines of its kind do": "その種のエンジンの標準の場所",
        "Where the engine speaks the Graph Store Protocol.": (
            "エンジンが Graph Store Protocol に応じる場所。"
        ),
        "where engines of its kind do, else by updates": (
            "その種のエンジンの標準の場所。なければ更新による"
        ),
        "How long a request may take.": "一つの要求にかけてよい時間。",
        # Names and sources
        "The slug of a thing.": "実体のスラッグ。",
        "Its new slug.": "新しいスラッグ。",
        "the slug stays": "スラッグは変えない",
        "Its new name in English.": "新しい英語名。",
        "Its new name in Japanese.": "新しい日本語名。",
        "The release from which on the old name is no longer used.": (
            "以前の名前を使わなくなるリリース。"
        ),
        "the next one": "次のリリース",
        "The slug that is given up.": "廃止するスラッグ。",
        "The slug of the same thing that stays.": "残す、同一の実体のスラッグ。",
        "The slug of a thing that was none.": "実体でなかったもののスラッグ。",
        "Why nothing takes its place, in English.": "後継がない理由（英語）。",
        "The same in Japanese.": "同じ内容の日本語。",
        "Write the change without asking.": "確認せずに書き込む。",
        "The slug of a source whose page was read again.": "読み直したページの出典のスラッグ。",
        "The slug of a source that counts no more.": "撤回する出典のスラッグ。",
        "Who was wrong: its publisher, or we.": "撤回の主体。発行者（publisher）か当方（us）。",
        "The reason, in English.": "理由（英語）。",
        "The day of withdrawal.": "撤回の日。",
        "The day of reading.": "採録した日。",
        "Due until then.": "この日までに期限が来るもの。",
        "as before": "以前のまま",
        "A column that holds names or codes; several may be named.": (
            "名称またはコードの列。複数指定できる。"
        ),
        "those whose heads say so, else the first": "見出しから分かる列、なければ最初の列",
        "Ids of facts, as facts.csv and assistants give them.": (
            "facts.csv やアシスタントが示す事実の ID。"
        ),
        "The folder of the release that the ids are from: it tells what a fact was that the graph "
        "has no more, and in which releases facts were.": (
            "ID の元のリリースのフォルダー。現在のグラフにない事実の内容と、"
            "事実が収録されていたリリースを示す。"
        ),
        # Options of many commands
        "The folder with ontology/, data/, shapes/ and queries/.": (
            "ontology/、data/、shapes/、queries/ のあるフォルダー。"
        ),
        "the nearest one, else the packaged copy": "最も近いもの、なければ同梱のもの",
        "The folder that holds the built graph.": "作成済みのグラフを置くフォルダー。",
        ".kgraph in the root, else a cache folder": (
            "ルートの .kgraph、なければキャッシュのフォルダー"
        ),
        "The language of labels and messages.": "名称とメッセージの言語。",
        "Stop then, with exit code 4; none: never.": (
            "その秒数で中止する（終了コード 4）。none は無制限。"
        ),
        "Stop with exit code 4 where it takes more, such as 500M or 2G; none: take what there "
        "is.": "メモリーがこれを超えたら中止する（終了コード 4）。500M、2G など。none は無制限。",
        "Stop with exit code 4 where more facts follow from the files; none: let all follow.": (
            "推論される事実がこれを超えたら中止する（終了コード 4）。none は無制限。"
        ),
        "1000000, or as many as are stated": "1000000、または明示の事実の数",
        "Give no more rows than this, with exit code 4 where there are more; none: give all.": (
            "行数の上限。超えれば終了コード 4。none は無制限。"
        ),
        "The day asked about: what holds then.": "問う日。その日に成り立つ事柄を示す。",
        "the day of the latest reading of a source": "最後に出典を読んだ日",
        "By what had been read on that day.": "その日までに読んだ出典による。",
        "everything that has been read": "読んだすべての出典",
        "Write there instead of the screen; - is standard output.": (
            "画面の代わりに書き出すファイル。- は標準出力。"
        ),
        "Every column, and addresses in full, on a terminal too.": (
            "端末でもすべての列を示し、アドレスを省略しない。"
        ),
        "How the rows are written.": "行の形式。",
        "How the rows are written; jsonld is a tree of what sources say, without who says it.": (
            "行の形式。jsonld は出典の述べる事実の木構造（出典名は含まない）。"
        ),
        "How it is written.": "出力の形式。",
        "How the rows are written: sparql-* are the W3C's results formats, with every datatype "
        "and language; csv is for spreadsheets, json has plain values.": (
            "行の形式。sparql-* は W3C の結果形式で、データ型と言語をすべて含む。csv は表計算ソフト"
            "向け、json は値のみ。"
        ),
        "How the result is written: sparql-* are the W3C's results formats, with every datatype "
        "and language; csv is for spreadsheets, json has plain values.": (
            "結果の形式。sparql-* は W3C の結果形式で、データ型と言語をすべて含む。csv は"
            "表計算ソフト向け、json は値のみ。"
        ),
        "the ending of FILE, else table": "FILE の拡張子による。なければ table",
        "the ending of FILE, else text": "FILE の拡張子による。なければ text",
        "the ending of FILE, else table or turtle": (
            "FILE の拡張子による。なければ table または turtle"
        ),
        "the ending of FILE": "FILE の拡張子による",
        # Building and checking
        "Build although nothing changed.": "変更がなくても作り直す。",
        "The severity of findings that stops the build.": "作成を止める検証結果の重大度。",
        "The compiled rules, or owlrl, the slow reference.": (
            "コンパイルした規則、または遅い参照実装 owlrl。"
        ),
        "Your own RDF files, checked on top of the graph; - is standard input.": (
            "グラフに加えて検証する手元の RDF ファイル。- は標準入力。"
        ),
        "the graph itself": "グラフそのもの",
        "How findings are written.": "検証結果の形式。",
        "The severity that makes the exit code 1.": "終了コードを 1 にする重大度。",
        "The format of your files.": "手元のファイルの形式。",
        "the ending of each; TriG for standard input": "それぞれの拡張子による。標準入力は TriG",
        "How grave findings of checks are: YAML lines such as `dvp-cash-leg: off`.": (
            "検査の重大度。`dvp-cash-leg: off` のような YAML の行。"
        ),
        "The day on which sources are due for review.": "出典の見直し時期を判断する日。",
        "today": "今日",
        "The compiled shapes, or pyshacl, the reference, which takes many minutes for the "
        "whole graph: raise --timeout.": (
            "コンパイルしたシェイプ、または参照実装 pyshacl。グラフ全体では何分もかかるため、"
            "--timeout で上限を上げてください。"
        ),
        "Say what findings of this id mean, and check nothing.": (
            "この ID の検証結果の意味を示し、検証はしない。"
        ),
        "Turtle files.": "Turtle ファイル。",
        "every Turtle file of the project": "プロジェクトのすべての Turtle ファイル",
        "Change nothing; exit code 1 where a file would.": (
            "何も変えない。変わるファイルがあれば終了コード 1。"
        ),
        # Asking
        "The question.": "質問。",
        "lists the questions": "質問の一覧",
        "Its parameters.": "質問のパラメータ。",
        "Only questions that have all of these words, or tags.": (
            "これらの語またはタグをすべて含む質問だけ。"
        ),
        "every question": "すべての質問",
        "How the list is written; turtle and jsonld hold the queries.": (
            "一覧の形式。turtle と jsonld はクエリを含む。"
        ),
        "Show the SPARQL text of the one question that is named.": (
            "指定した一つの質問の SPARQL を表示する。"
        ),
        "Write a page on each question there instead.": "代わりに、質問ごとのページをそこに書く。",
        "The query, its file, or - for stdin.": "クエリ、そのファイル、または -（標準入力）。",
        "Slug, IRI, label or alias, LEI, MIC or corporate number.": (
            "スラッグ、IRI、名称、別名、LEI、MIC、または法人番号。"
        ),
        "The thing.": "対象。",
        "The property, such as operatedBy; a for its kinds.": (
            "operatedBy などのプロパティ。種類は a。"
        ),
        "The thing or value it is linked to.": "結び付く対象または値。",
        "Every derivation that is found, not only the best.": (
            "最良のものだけでなく、見つかったすべての導出。"
        ),
        "How many derivations are looked for.": "探す導出の数。",
        "The short name after every label.": "名称の後に短い名前を付ける。",
        "A name or code, or part of one.": "名称、コード、またはその一部。",
        "How many at most.": "最大の件数。",
        "Only terms that have all of these words in names or definition.": (
            "これらの語をすべて名称または定義に含む用語だけ。"
        ),
        "every term": "すべての用語",
        # Exporting, comparing, releasing
        "How the graph is written.": "グラフの形式。",
        "With what rules add.": "規則による推論を含める。",
        "inferred": "含める",
        "With the named graph of each source.": "出典ごとの名前付きグラフを含める。",
        "provenance": "含める",
        "With the links to FIBO, GLEIF and other outside ontologies.": (
            "FIBO、GLEIF などの外部オントロジーへの対応付けを含める。"
        ),
        "The view in another ontology's terms.": "別のオントロジーの用語によるビュー。",
        "our own terms": "本グラフの用語",
        "A git revision, `previous` for the snapshot before the last, a snapshot, a release "
        "folder, or an N-Quads or TriG file.": (
            "git のリビジョン、前のスナップショットを指す previous、スナップショット、"
            "リリースのフォルダー、または N-Quads か TriG のファイル。"
        ),
        "the files as they are now": "現在のファイル",
        "the last commit": "最後のコミット",
        "List each inferred fact, however many there are.": (
            "推論された事実を、件数にかかわらずすべて示す。"
        ),
        "Only findings of this severity and above.": "この重大度以上の指摘だけを示す。",
        "all of them": "すべて",
        "Only what differs from this git revision, such as HEAD: the exit code is by what is "
        "new.": (
            "HEAD などの git リビジョンと異なるものだけを示す。終了コードは新しい指摘による。"
        ),
        "What to hold against it.": "それと比べるもの。",
        "Exit code 1 only for what breaks what users have built.": (
            "利用者の作ったものが動かなくなる変更だけを終了コード 1 とする。"
        ),
        "At most so many lines in each section.": "節ごとの行数の上限。",
        "Three numbers, such as 1.4.0.": "1.4.0 のような三つの数。",
        "The folder to make; new or empty.": "作るフォルダー。新しいか空のもの。",
        "The release before: the first page tells what changed since.": (
            "前回のリリースのフォルダー。最初のページにそれ以降の変更を示す。"
        ),
        "The folder to write; new, empty or a site.": (
            "書き込むフォルダー。新しいか空のもの、または以前に書き出したサイト。"
        ),
        "The address that readers know it by.": "閲覧者から見たアドレス。",
        "links that work below any address": "どのアドレスの下でも働くリンク",
        "The address to answer at.": "応答するアドレス。",
        "The port to answer at.": "応答するポート。",
        "the address that it answers at": "応答するアドレス",
        "The address that readers know it by, where it stands behind another server.": (
            "別のサーバーの背後に置く場合の、利用者から見たアドレス。"
        ),
        "The day of the release.": "リリースの日。",
        "The address where the pages will be; adds the redirects to register for it.": (
            "ページの公開先アドレス。登録用のリダイレクト設定を加える。"
        ),
        "The folder of the release before.": "前のリリースのフォルダー。",
        "Change nothing; exit code 1 where a link is wrong.": (
            "何も変えない。誤った対応があれば終了コード 1。"
        ),
        "First pin the outside terms anew, as the copies have them.": (
            "まず外部の用語の一覧を写しのとおりに固定し直す。"
        ),
        "Copies of the outside ontologies to check against.": (
            "照合する外部オントロジーの写しのフォルダー。"
        ),
        # Adding
        "The address of the page.": "ページのアドレス。",
        "The slug or a name of a thing of the graph.": "グラフにあるもののスラッグまたは名称。",
        "The name of a publisher that is no thing of the graph.": ("グラフにない発行者の名称。"),
        "What is added: a fact, a token (facts on one), a thing or a record.": (
            "何を追加するか。事実、トークン（についての事実）、もの、または記録。"
        ),
        "The columns of one row: subject=…, property=…, value=…": (
            "1行分の列：subject=…、property=…、value=…"
        ),
        "asked one by one at a terminal": "端末では一つずつ尋ねる",
        "A workbook (.xlsx) or CSV of rows; - is standard input.": (
            "行を並べたワークブック（.xlsx）または CSV。- は標準入力。"
        ),
        "The title of the page.": "ページの題名。",
        "The day that the page shows.": "ページにある日付。",
        "Name of the file.": "ファイルの名前。",
        "from publisher, day and title": "発行元、日付、題名から",
        "Who speaks: the party itself, or another.": "述べる者。当事者自身か、それ以外か。",
        "A concept of hosting:.": "hosting: の概念。",
        "A concept of reviewperiod:.": "reviewperiod: の概念。",
        "Show what would change, and write nothing.": "変わる内容を表示し、何も書かない。",
        "Facts as column=value: name_en=…, name_ja=…, issuer=…": (
            "列=値 の形の事実：name_en=…、name_ja=…、issuer=…"
        ),
        "The slug of the source that says it.": "それを述べる出典のスラッグ。",
        "A workbook (.xlsx) or CSV with a header; - is standard input.": (
            "見出し付きのワークブック（.xlsx）または CSV の表。- は標準入力。"
        ),
        "The sheet of a workbook.": "ワークブックのシート。",
        "fsa: operators (FSA); edinet, edinet-funds: code and fund lists; mic: ISO 10383; "
        "gleif: LEI records; nta: corporate numbers; jpx: listed issues.": (
            "fsa：金融商品取引業者登録一覧、edinet：EDINET コードリスト、"
            "edinet-funds：EDINET ファンドコードリスト、"
            "mic：ISO 10383、gleif：LEI レコード、nta：法人番号、jpx：上場銘柄一覧。"
        ),
        "The file as it is published.": "公表されたままのファイル。",
        "The day of the edition.": "版の日付。",
        "the day that the file tells": "ファイルが示す日",
        "Make new things of rows that the report proposes, by their codes; all: of those whose "
        "issuer the graph knows.": (
            "報告が提案する行を、コードで指定して新しいものとして加える。"
            "all は発行者等がグラフにある行すべて。"
        ),
        "The things that rows proposed by their names are.": (
            "名称の一致で提案された行が、グラフのどれに当たるか。"
        ),
        "Where the file is from.": "ファイルの入手元。",
        "the address of the register": "登録簿の所在",
        "How the report is written.": "報告の形式。",
        "the only one that holds anything": "内容のある唯一のシート",
        # Completing
        "The words of a line so far, the last one being typed.": (
            "これまでの語。最後の語は入力中のもの。"
        ),
        "the script": "スクリプト",
    }
)
"""English → Japanese."""
