"""Errors and notices of the command line, worded in English where they happen → in Japanese.

Who raises an error does not know whom it will be told. What a text holds besides its words (names,
paths, figures, what another program said) is carried over, itself put into Japanese where it is
one of these texts. A text that is not here, nor in `console_words`, stays in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from kgraph.render.console_words import CONSOLE

TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **CONSOLE,
        # What stands around other texts
        "{}; see `{}`": "{}。`{}` を参照してください",
        "query: {}; correct it and ask again": "クエリ：{}。直してもう一度実行してください",
        "query:{}:{}: {}": "クエリ:{}:{}: {}",
        # How a command is used
        "standard input is closed; give a file, or pipe something in": (
            "標準入力が閉じています。ファイルを指定するか、パイプで渡してください"
        ),
        "values and a table are given; give one of them": (
            "値と表の両方があります。どちらか一方を指定してください"
        ),
        "{}: there is no column “{}”; it has {}": "{}: 列「{}」はありません。あるのは {} です",
        "a workbook needs XlsxWriter, which is not installed; install it with `pip install "
        "'kgraph[xlsx]'`, or write csv": (
            "ワークブックの作成に必要な XlsxWriter がありません。"
            "`pip install 'kgraph[xlsx]'` で入れるか、csv で書き出してください"
        ),
        "{}: an overlay is not released, since the license, the names and the addresses of a "
        "release are those of {}; write what you need with kgraph export": (
            "{}: オーバーレイはリリースできません。リリースのライセンス、名称、アドレスは {} の"
            "ものだからです。必要なものは kgraph export で書き出してください"
        ),
        "--source is missing": "--source がありません",
        "give NAME=VALUE or --table; questions are asked at a terminal only": (
            "NAME=VALUE か --table を指定してください。尋ねるのは端末でだけです"
        ),
        "--match {}: write the code of a row, = and the slug of a thing": (
            "--match {}: 行のコード、=、対象のスラッグの順に書いてください"
        ),
        "several files cannot go to standard output; name a folder": (
            "複数のファイルは標準出力に出せません。フォルダーを指定してください"
        ),
        "a release cannot go to standard output; name a folder": (
            "リリースは標準出力に出せません。フォルダーを指定してください"
        ),
        "a site cannot go to standard output; name a folder": (
            "サイトは標準出力に出せません。フォルダーを指定してください"
        ),
        "{}: this is no folder; name a new one with -o": (
            "{}: フォルダーではありません。-o で新しいフォルダーを指定してください"
        ),
        "{}: this folder holds other files; name a new or empty one with -o": (
            "{}: このフォルダーには他のファイルがあります。"
            "-o で新しいか空のフォルダーを指定してください"
        ),
        "{}: the ending is none of {}; use another, or leave it out": (
            "{}: 拡張子が形式 {} のものではありません。変えるか、省いてください"
        ),
        "the ending of {} names no format of this; use --format with one of {}": (
            "{} の拡張子に当たる形式はありません。--format で次から指定してください：{}"
        ),
        "no format is given; use --format with one of {}": (
            "形式の指定がありません。--format で次から指定してください：{}"
        ),
        "{}: {} is no number to count with; write one up to {}": (
            "{}: {} は数えられる数ではありません。{} までの数を書いてください"
        ),
        "{}: “{}” is not UTF-8 text; type it as UTF-8": (
            "{}: 「{}」は UTF-8 の文字列ではありません。UTF-8 で入力してください"
        ),
        "“{}” is not UTF-8; rename it, or type it as UTF-8": (
            "「{}」は UTF-8 ではありません。名前を変えるか、UTF-8 で入力してください"
        ),
        "{}: “{}” is no limit; {}, or none": (
            "{}: 「{}」は上限になりません。{}。上限なしは none です"
        ),
        "write seconds, such as 30": "30 のように秒数を書いてください",
        "write a whole number, such as {}": "{} のように整数を書いてください",
        "write a size of at least {}M, such as 2G": "2G のように {}M 以上の大きさを書いてください",
        "the list of questions cannot be written as {}; use json": (
            "質問の一覧は {} では書けません。json を使ってください"
        ),
        "there is no kind of finding “{}”; {}": "「{}」という検証結果の種類はありません。{}",
        "the id stands at the end of a finding's line": "ID は検証結果の行末にあります",
        "{} makes several files; name with -o a folder for them, or a .zip": (
            "{} は複数のファイルになります。-o でフォルダーか .zip を指定してください"
        ),
        "a view is RDF; use --format with one of {}": (
            "ビューは RDF です。--format で次から指定してください：{}"
        ),
        "{} does not go with --profile: a view is of all that is known; leave the option out, or "
        "the profile": (
            "{} は --profile と併用できません。ビューは既知のすべてを示します。どちらかを"
            "省いてください"
        ),
        "--pin writes the list of outside terms from copies; leave --check out, and name the "
        "copies with --vendor": (
            "--pin は外部の用語の一覧を写しから書き出します。--check を外し、--vendor で写しを"
            "指定してください"
        ),
        "{} has no place for --with-links; export the graph itself as one of {}": (
            "{} では --with-links を使えません。グラフそのものを次のいずれかで書き出して"
            "ください：{}"
        ),
        "{} does not go with nanopubs: each holds what one source says, and who says it; leave "
        "the option out": (
            "{} は nanopubs と併用できません。それぞれが一つの出典の記述とその出典を含みます。"
            "オプションを省いてください"
        ),
        "{} has no place for --provenance; use --format with one of {}": (
            "{} には --provenance を書く場所がありません。--format で次から指定してください：{}"
        ),
        "{}: there is no such file; give a query, its file, or -": (
            "{}: そのファイルはありません。クエリ、そのファイル、または - を指定してください"
        ),
        "“{}” is no parameter; write name=value": (
            "「{}」はパラメータではありません。名前=値 の形で書いてください"
        ),
        "the parameter {} is given twice; give it once": (
            "パラメータ {} が二度指定されています。一度だけ指定してください"
        ),
        "--sparql shows the text of one question; name it by its slug": (
            "--sparql は一つの質問の SPARQL を表示します。質問をスラッグで指定してください"
        ),
        # How a line is read
        "{} (did you mean {} or {} or {}?)": "{}（{}、{}、{} のどれかのことですか）",
        "{} (did you mean {} or {}?)": "{}（{} か {} のことですか）",
        "{} (did you mean {}?)": "{}（{} のことですか）",
        "{}; a parameter is written NAME=VALUE, without dashes": (
            "{}。パラメータはハイフンを付けずに NAME=VALUE と書きます"
        ),
        "there is no option {}": "{} というオプションはありません",
        "there is no command “{}”": "「{}」というコマンドはありません",
        "{} is missing": "{} がありません",
        "{} needs a value": "{} には値が必要です",
        "{} takes no value": "{} に値は付けられません",
        "“{}” is one word too many": "「{}」は余分な引数です",
        "{}: “{}” is none of {}": "{} の値が正しくありません：「{}」は次のどれでもありません：{}",
        "{}: “{}” is no number; write one such as 20": (
            "{}: 「{}」は数ではありません。20 のように書いてください"
        ),
        "{}: “{}” is too little; write at least {}": "{}: 「{}」は小さすぎます。{} 以上が必要です",
        "{}: “{}” is no day; write it as 2024-03-31": (
            "{}: 「{}」は日付ではありません。2024-03-31 のように書いてください"
        ),
        # Queries
        "{} is not allowed: the snapshot is read-only": (
            "{} は使えません。スナップショットは読み取り専用です"
        ),
        "SERVICE is not allowed: no request leaves this machine": (
            "SERVICE は使えません。この計算機から外への要求は出しません"
        ),
        "“{}” cannot stand here": "「{}」はここに書けません",
        "there is no query: write SELECT, ASK, CONSTRUCT or DESCRIBE": (
            "クエリがありません。SELECT、ASK、CONSTRUCT、DESCRIBE のいずれかを書いてください"
        ),
        "FROM may name only graphs of the snapshot, and {} is none": (
            "FROM に書けるのはスナップショットのグラフだけで、{} はそうではありません"
        ),
        "the prefix “{}” of “{}” is no whole IRI": (
            "「{1}」の接頭辞「{0}」は完全な IRI ではありません"
        ),
        "the prefix {} is not declared; {}": "接頭辞 {} は宣言されていません。{}",
        "nothing was written; say --yes to write this change": (
            "何も書き込んでいません。この変更を書き込むには --yes を付けてください。"
        ),
        "--changed is about the files of the project; leave out your own": (
            "--changed はプロジェクトのファイルについての指定です。"
            "自分のファイルは指定しないでください。"
        ),
        "the SDK of the protocol is not installed; install kgraph[mcp]": (
            "プロトコルの SDK がありません。kgraph[mcp] をインストールしてください。"
        ),
        "{} stands nowhere in the graph; {}": "{} はグラフのどこにもありません。{}",
        "did you mean {} or {} or {}?": "{}、{}、{} のどれかのことですか",
        "did you mean {} or {}?": "{} か {} のことですか",
        "did you mean {}?": "{} のことですか",
        "look it up with kgraph search": "kgraph search で探してください",
        "write PREFIX {}: <…> before the query": "クエリの前に PREFIX {}: <…> を書いてください",
        # Limits
        "it took longer than {} s, so it was stopped; ask for less, or raise the limit with "
        "--timeout": (
            "{} 秒を超えたため中止しました。対象を絞るか、--timeout で上限を上げてください"
        ),
        "the request took longer than {} s; send less at a time": (
            "リクエストの処理が {} 秒を超えました。一度に送る量を減らしてください"
        ),
        "the links are those of the graph below, which an overlay never writes to; check them with "
        "kgraph align --check": (
            "対応づけは基のグラフのもので、オーバーレイからは書き換えません。"
            "kgraph align --check で確認してください"
        ),
        "{}: the file is not the one that {} tells of: {}; take the release as it was made, since "
        "what it hands on goes into every later one": (
            "{}：このファイルは {} に記載されたものと異なります：{}。引き継ぐ内容は以後の"
            "リリースすべてに入るため、作成時のままのリリースを指定してください"
        ),
        "{}: the file is not the one that {} tells of: {}; take the release as it was made": (
            "{}：このファイルは {} に記載されたものと異なります：{}。作成時のままのリリースを"
            "指定してください"
        ),
        "{}: the manifest of the release cannot be read: {}; take the release as it was made, with "
        "its manifest": (
            "{}: リリースの目録を読めません：{}。目録を含め、作成時のままのリリースを"
            "指定してください"
        ),
        "its SHA-256 begins with {}, and that in the manifest with {}": (
            "SHA-256 は {}… で、目録では {}… です"
        ),
        "it is missing": "ファイルがありません",
        "the manifest does not list it": "目録に載っていません",
        "it takes more than {} GB of memory, so it was stopped; ask for less, or raise the limit "
        "with --max-memory": (
            "メモリーが {} GB を超えるため中止しました。対象を絞るか、--max-memory で上限を"
            "上げてください"
        ),
        "there is not enough memory for it, so it was stopped; ask for less": (
            "メモリーが足りないため中止しました。対象を絞ってください"
        ),
        "it nests deeper than the engine can follow; write it flatter": (
            "入れ子が深すぎてエンジンが処理できません。浅く書いてください"
        ),
        "it sorts values that the engine has no order for, such as numbers among texts; sort by "
        "the kind first: ORDER BY isNumeric(?value) ?value": (
            "数と文字列が混じるなど、エンジンが順序を決められない値を並べ替えています。先に種類で"
            "並べてください：ORDER BY isNumeric(?value) ?value"
        ),
        "its process was ended from outside (signal {}); run it again": (
            "プロセスが外から止められました（シグナル {}）。もう一度実行してください"
        ),
        "the query is longer than {} bytes; ask for less at a time": (
            "クエリが {} バイトを超えています。分けて実行してください"
        ),
        "brackets stand more than {} deep; write it flatter": (
            "括弧の入れ子が {} を超えています。浅く書いてください"
        ),
        "there are more than {} operators; list values with IN or VALUES": (
            "演算子が {} を超えています。値は IN か VALUES で並べてください"
        ),
        "more than {} facts follow from the graph, most of them by the rule {}; look for a chain "
        "or a cycle that should not be, or raise the limit (--max-inferred)": (
            "推論される事実が {} を超えます。多くは規則 {} によります。あるはずのない連鎖や循環を"
            "探すか、上限を上げてください（--max-inferred）"
        ),
        "{}: more than {} facts follow there; look for a chain or a cycle that should not be, or "
        "raise the limit (--max-inferred)": (
            "{}：推論される事実が {} を超えます。あるはずのない連鎖や循環を探すか、"
            "上限を上げてください（--max-inferred）"
        ),
        "{}: after {} passes over the rules facts still follow; look for a chain that should not "
        "be": "{}：規則を {} 回適用しても推論が終わりません。あるはずのない連鎖を探してください",
        "the hierarchy of the ontology has more than {} steps ({} is below {} others); look for a "
        "chain or a cycle that should not be": (
            "オントロジーの階層が {} 段を超えます（{} の上に {} 個）。あるはずのない連鎖や循環を"
            "探してください"
        ),
        # The built graph
        "{}: there is no snapshot here; run `kgraph build`": (
            "{}: スナップショットがありません。`kgraph build` を実行してください"
        ),
        "{}: there is no snapshot here by the name it holds ({}); run `kgraph build`": (
            "{}: 書かれた名前（{}）のスナップショットがありません。`kgraph build` を"
            "実行してください"
        ),
        "{}: cannot read which snapshot is published: {}; run `kgraph build`": (
            "{}: 公開中のスナップショットの名前を読めません：{}。`kgraph build` を実行してください"
        ),
        "{}: cannot open the snapshot: {}; {}": "{}: スナップショットを開けません：{}。{}",
        "{}: cannot read what states are made from: {}; {}": (
            "{}: 各日の状態の元になるデータを読めません：{}。{}"
        ),
        "{}: cannot read the snapshot's manifest: {}; {}": (
            "{}: スナップショットの目録を読めません：{}。{}"
        ),
        "{}: the manifest is no JSON object; {}": (
            "{}: 目録が JSON のオブジェクトではありません。{}"
        ),
        "{}: the manifest is not as the build wrote it; {}": (
            "{}: 目録がビルド時の内容と異なります。{}"
        ),
        "{}: the snapshot has format {}, this program reads format {}; {}": (
            "{}: スナップショットの形式は {} で、このプログラムが読む形式は {} です。{}"
        ),
        "{}: the file is missing": "{}: ファイルがありません",
        "{}: this is no regular file": "{}: 通常のファイルではありません",
        "{}: the file has {} bytes, {} when it was built": (
            "{}: ファイルは {} バイトですが、ビルド時は {} バイトでした"
        ),
        "{}: the content is not what was built": "{}: 内容がビルド時と異なります",
        "{}: the build did not write this file": "{}: ビルドが書いたファイルではありません",
        "{}: the store holds {} quads, {} when it was built": (
            "{}: 中の文は {} 件ですが、ビルド時は {} 件でした"
        ),
        "{}: the engine cannot read the store ({})": "{}: エンジンが読めません（{}）",
        "run `kgraph build --force`": "`kgraph build --force` を実行してください",
        "{}: a build is removing this snapshot; open the latest one": (
            "{}: このスナップショットはビルドが削除中です。最新のものを開いてください"
        ),
        "the built graph cannot be read ({}); see which file it is with `kgraph check-snapshot`, "
        "then run `kgraph build --force`": (
            "グラフを読めません（{}）。`kgraph check-snapshot` でどのファイルかを確かめ、"
            "`kgraph build --force` を実行してください"
        ),
        "{}: {} violation(s) stop the build; run `kgraph validate` to see them": (
            "{}: 違反 {} 件のためビルドを止めました。`kgraph validate` で確かめてください"
        ),
        "{}: cannot keep the state of a day: {}; free some space and ask again": (
            "{}: その日の状態を保存できません：{}。空きを作り、もう一度問い合わせてください"
        ),
        "{}: cannot keep the state of a day: {}; name a folder that can be written with "
        "XDG_CACHE_HOME and ask again": (
            "{}: その日の状態を保存できません：{}。書き込めるフォルダーを XDG_CACHE_HOME に"
            "指定し、もう一度問い合わせてください"
        ),
        "{}: there is no state of a day here": "{}: ここにその日の状態はありません",
        "{}: this is no folder, where several files go; name another": (
            "{}: フォルダーではありません。複数のファイルを書くので、別の名前を指定してください"
        ),
        "--base-url: “{}” is no address; write https://…": (
            "--base-url: 「{}」はアドレスではありません。https://… と書いてください"
        ),
        "--port: {} is no port; write one up to 65535": (
            "--port: {} はポートではありません。65535 までの数を書いてください"
        ),
        "{}:{}: cannot answer there: {}; choose another --host or --port": (
            "{}:{}: そこでは応答できません：{}。--host か --port で別の所を指定してください"
        ),
        "{}: cannot write the snapshot: {}; {}": "{}: スナップショットを書けません：{}。{}",
        "free some space and build again": "空きを作り、もう一度ビルドしてください",
        "{}: cannot write the folder for snapshots: {}; choose another with --out": (
            "{}: スナップショットのフォルダーに書けません：{}。--out で別の所を指定してください"
        ),
        "{}: cannot write: {}; free some space and build again": (
            "{}: 書けません：{}。空きを作り、もう一度ビルドしてください"
        ),
        "another build is running in {} (process {})": (
            "{} で別のビルドが実行中です（プロセス {}）"
        ),
        "{}; wait for it to end, or build into another folder with --out": (
            "{}。終わるのを待つか、--out で別のフォルダーにビルドしてください"
        ),
        "{}: cannot lock this file: {}; choose a folder on another disk with --out": (
            "{}: このファイルをロックできません：{}。--out で別のディスクのフォルダーを"
            "指定してください"
        ),
        "{}: this is a link, which a build does not follow; remove it, or choose another folder "
        "with --out": (
            "{}: リンクです。ビルドはリンクをたどりません。取り除くか、--out で別のフォルダーを"
            "指定してください"
        ),
        "{}: this is a folder, where a build writes a file; remove it, or choose another folder "
        "with --out": (
            "{}: フォルダーですが、ビルドはここにファイルを書きます。取り除くか、--out で別の"
            "フォルダーを指定してください"
        ),
        "{}: a build cannot lock this: it is a link or no regular file; remove it, or choose "
        "another folder with --out": (
            "{}: リンクか特殊ファイルなので、ビルドがロックできません。取り除くか、--out で別の"
            "フォルダーを指定してください"
        ),
        "{}: this folder holds something that no build made ({}); choose a new or empty one with "
        "--out": (
            "{}: ビルドが作ったのではないもの（{}）があります。--out で新しいか空のフォルダーを"
            "指定してください"
        ),
        "there is no home folder for the built graph; name one with --out": (
            "グラフを置くホームフォルダーがありません。--out で指定してください"
        ),
        # Releases
        "“{}” is no address of pages; write https://… without a query or a fragment": (
            "「{}」はページの公開先アドレスではありません。https://… の形で、クエリとフラグメントを"
            "付けずに書いてください"
        ),
        "“{}” is no version; write three numbers such as 1.4.0 (a change that breaks what users "
        "have built raises the first one)": (
            "「{}」は版ではありません。1.4.0 のように三つの数で書いてください（利用者の作ったものが"
            "動かなくなる変更では先頭の数を上げます）"
        ),
        "{}: this is a file; name a new or empty folder": (
            "{}: ファイルです。新しいか空のフォルダーを指定してください"
        ),
        "{}: the folder holds something already; name a new or empty one, so that nothing of it "
        "ends up in the release": (
            "{}: フォルダーが空ではありません。リリースに混ざらないよう、新しいか空のフォルダーを"
            "指定してください"
        ),
        "{}: release {} is not before {}; raise the version, or name an earlier release": (
            "{}: リリース {} は {} より前ではありません。版を上げるか、前のリリースを"
            "指定してください"
        ),
        "{}: {} violation(s) stop the release": "{}: 違反 {} 件のためリリースを止めました",
        "{}: files changed while the release was made; run it again": (
            "{}: リリースを作る間にファイルが変わりました。もう一度実行してください"
        ),
        "{}: this is no release: its {} cannot be read; name the folder of an earlier release": (
            "{}: リリースではありません。{} を読めません。前のリリースのフォルダーを"
            "指定してください"
        ),
        # Comparisons
        "{}: there is no such file or folder; give an existing one": (
            "{}: そのファイルやフォルダーはありません。あるものを指定してください"
        ),
        "{}: {}; give an existing one": "{}: {}。別のファイルかフォルダーを指定してください",
        "{}: there is no snapshot and no release here; run `kgraph build`, or give a snapshot, a "
        "release folder, or an N-Quads or TriG file": (
            "{}: スナップショットもリリースもありません。`kgraph build` を実行するか、"
            "スナップショット、リリースのフォルダー、N-Quads か TriG のファイルを指定してください"
        ),
        "{}: a version is read from N-Quads or TriG; write one with `kgraph export -o graph.nq`": (
            "{}: 版は N-Quads か TriG から読みます。`kgraph export -o graph.nq` で"
            "書き出してください"
        ),
        "{}: the file has no named graphs, so nobody can tell who says what; export it again with "
        "--provenance": (
            "{}: 名前付きグラフがなく、どの出典が何を述べているかわかりません。--provenance を"
            "付けて書き出し直してください"
        ),
        "{}: there are no named graphs, so nobody can tell who says what; compare with an export "
        "that has provenance": (
            "{}: 名前付きグラフがなく、どの出典が何を述べているかわかりません。来歴のある書き出しと"
            "比べてください"
        ),
        "{}: the tables of the release cannot be read: {}; get it again": (
            "{}: リリースの表を読めません：{}。リリースを入手し直してください"
        ),
        "{}: the project was not there yet; give a later revision": (
            "{}: その版にはまだこのグラフがありません。後の版を指定してください"
        ),
        "{}: its {} cannot be read: {}; give another revision": (
            "{}: その {} を読めません：{}。別の版を指定してください"
        ),
        "previous: there is no snapshot before the published one; name a git revision, such as "
        "HEAD, or a release folder": (
            "previous: 公開中のものより前のスナップショットはありません。HEAD のような git の版か、"
            "リリースのフォルダーを指定してください"
        ),
        "{}: git cannot be asked: {}; see whether git runs here": (
            "{}: git に問い合わせられません：{}。git が動くか確かめてください"
        ),
        "{}: there is no such file or folder, and no such revision of {}; give an existing one, or "
        "previous for the snapshot before the last": (
            "{}: そのファイルやフォルダーも、{} のその版もありません。あるものを指定するか、"
            "一つ前のスナップショットなら previous と書いてください"
        ),
        # Files
        "{}: cannot read the file: {}; {}": "{}: ファイルを読めません：{}。{}",
        "{}: cannot write the file: {}; {}": "{}: ファイルを書けません：{}。{}",
        "{}: cannot read the folder: {}; {}": "{}: フォルダーを読めません：{}。{}",
        "{}: cannot make the folder: {}; {}": "{}: フォルダーを作れません：{}。{}",
        "{}: cannot write in the folder: {}; {}": "{}: フォルダーに書けません：{}。{}",
        "there is no such file": "そのファイルはありません",
        "give the path of an existing file": "あるファイルを指定してください",
        "this is a folder": "フォルダーです",
        "this is a device": "装置（デバイス）です",
        "this is a socket": "ソケットです",
        "this is a pipe, whose end nobody knows; where - is taken, feed it to that": (
            "終わりのわからないパイプです。- を使える所では標準入力に渡してください"
        ),
        "no file can have such a name": "そのような名前のファイルはあり得ません",
        "this is no folder": "フォルダーではありません",
        "{} is no folder": "{} はフォルダーではありません",
        "the folder {} does not exist": "フォルダー {} がありません",
        "the link {} leads nowhere": "リンク {} の先がありません",
        "its links lead in a circle": "リンクが循環しています",
        "the name is too long": "名前が長すぎます",
        "it took too long": "時間がかかりすぎました",
        "the connection was cut": "接続が切れました",
        "it failed": "失敗しました",
        "the disk is full": "ディスクに空きがありません",
        "the disk can only be read": "ディスクは読み取り専用です",
        "the disk cannot read or write it": "ディスクの読み書きに失敗しました",
        "you have no permission for it": "権限がありません",
        "you have no permission for the folder {}": "フォルダー {} の権限がありません",
        "the file is read-only": "読み取り専用のファイルです",
        "this is a disk, which no file is written over": "ディスクなので、上書きしません",
        "name another": "別の所を指定してください",
        "name a file in it": "その中のファイルを指定してください",
        "name a shorter one": "短い名前を指定してください",
        "make it, or name another": "作るか、別の所を指定してください",
        "remove it, or name another": "取り除くか、別の所を指定してください",
        "remove them, or name another": "取り除くか、別の所を指定してください",
        "free some space, or name a place on another disk": (
            "空きを作るか、別のディスクを指定してください"
        ),
        "name a place on another disk": "別のディスクを指定してください",
        "check the disk, or name another": "ディスクを調べるか、別の所を指定してください",
        "change its permissions, or name another": ("権限を変えるか、別の所を指定してください"),
        "{}: cannot be read or written: {}; {}": "{}: 読み書きできません：{}。{}",
        "{}: cannot be read or written: {}": "{}: 読み書きできません：{}",
        "the folder was given by hand": "指定されたフォルダーです",
        "{}: the folder {}/ is missing: {}; {}": "{}: フォルダー {}/ がありません：{}。{}",
        "add {}/, or choose another folder with --root or {}": (
            "{}/ を加えるか、--root か {} で別のフォルダーを指定してください"
        ),
        "{}: the format is not known: {}; {}": "{}: 形式がわかりません：{}。{}",
        "the name has no ending": "名前に拡張子がありません",
        "the ending is “{}”": "拡張子は「{}」です",
        "use one of {} (also with .gz), or name the format": (
            "{} のいずれかにするか（.gz 付きも可）、形式を指定してください"
        ),
        "{}: no such folder: {}; {}": "{}: そのフォルダーはありません：{}。{}",
        "give the folder that holds ontology/ and data/": (
            "ontology/ と data/ のあるフォルダーを指定してください"
        ),
        "{}: {} syntax error: {}; {}": "{}: {} の構文エラー：{}。{}",
        # The system
        "{}: it is closed; name a file with -o": (
            "{}: 閉じています。-o でファイルを指定してください"
        ),
        "a fault of kgraph itself, which nobody foresaw ({}); please report it with the command "
        "and its input; --debug shows where it happened": (
            "kgraph 自体の予期しない不具合です（{}）。コマンドと入力を添えて報告してください。"
            "--debug で発生箇所を示します"
        ),
    }
)
"""English → Japanese, the first that fits. A `{}` stands for what is carried over."""

_LONGEST: Final = 2000


def in_japanese(text: str) -> str:
    """The text in Japanese, or as it is."""
    if len(text) <= _LONGEST:
        for pattern, japanese in _patterns():
            match = pattern.fullmatch(text)
            if match is not None:
                return japanese.format(*map(in_japanese, match.groups()))
    return text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.escape(english).replace(r"\{\}", "(.+?)")), japanese)
        for english, japanese in TEXTS.items()
    )
