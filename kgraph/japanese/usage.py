"""How a command is used: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

USAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
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
            "ワークブックの作成に必要な XlsxWriter がありません。`pip install 'kgraph[xlsx]'` で"
            "入れるか、csv で書き出してください"
        ),
        "{}: an overlay is not released, since the license, the names and the addresses of a "
        "release are those of {}; write what you need with kgraph export": (
            "{}: オーバーレイはリリースできません。リリースのライセンス、名称、アドレスは "
            "{} のものだからです。必要なものは kgraph export で書き出してください"
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
            "{}: このフォルダーには他のファイルがあります。-o で新しいか空のフォルダーを"
            "指定してください"
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
        "{} does not go with --profile: a view is of all that is known; leave the option out, "
        "or the profile": (
            "{} は --profile と併用できません。ビューは既知のすべてを示します。どちらかを"
            "省いてください"
        ),
        "--pin writes the list of outside terms from copies; leave --check out, and name the "
        "copies with --vendor": (
            "--pin は外部の用語の一覧を写しから書き出します。--check を外し、--vendor で写しを"
            "指定してください"
        ),
        "{} has no place for --with-links; export the graph itself as one of {}": (
            "{} では --with-links を使えません。グラフそのものを次のいずれかで書き"
            "出してください：{}"
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
        "nothing was written; say --yes to write this change": (
            "何も書き込んでいません。この変更を書き込むには --yes を付けてください。"
        ),
        "--changed is about the files of the project; leave out your own": (
            "--changed はプロジェクトのファイルについての指定です。自分のファイルは"
            "指定しないでください。"
        ),
        "the SDK of the protocol is not installed; install kgraph[mcp]": (
            "プロトコルの SDK がありません。kgraph[mcp] をインストールしてください。"
        ),
        "the links are those of the graph below, which an overlay never writes to; check them "
        "with kgraph align --check": (
            "対応づけは基のグラフのもので、オーバーレイからは書き換えません。kgraph align "
            "--check で確認してください"
        ),
        "pandas is not installed; install it with: pip install 'kgraph[pandas]'": (
            "pandas がありません。pip install 'kgraph[pandas]' で入れてください"
        ),
        "{}: {} is no limit; give a number above 0, or None for no limit": (
            "{}: {} は上限になりません。0 より大きい数か、上限なしなら None を指定してください"
        ),
        # How a line is read
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
        # The system
        "{}: it is closed; name a file with -o": (
            "{}: 閉じています。-o でファイルを指定してください"
        ),
        "a fault of kgraph itself, which nobody foresaw ({}); please report it with the "
        "command and its input; --debug shows where it happened": (
            "kgraph 自体の予期しない不具合です（{}）。コマンドと入力を添えて報告してください。"
            "--debug で発生箇所を示します"
        ),
    }
)
