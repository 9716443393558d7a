"""What commands tell besides answers: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CONSOLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        # What is wrong
        "interrupted": "中断しました",
        # How far long work is
        "pass {}: {}": "{}回目：{}",
        "read {}/{} {}": "読み込み {}/{} {}",
        "read back {}/{} {}": "読み戻し {}/{} {}",
        "put in place {}/{} {}": "置き換え {}/{} {}",
        "validating {}": "{}を検証しています",
        "building {}": "{}を作成しています",
        "reading {}: {} statements": "{} を読んでいます：{}件",
        # What was written
        "wrote {} file(s) to {}": "{}個のファイルを{}に書きました",
        "wrote {}": "{} に書きました",
        "{} of {} file(s) changed": "{1}個のファイルのうち{0}個を変更しました",
        "{} of {} file(s) would change": "{1}個のファイルのうち{0}個が変わります",
        "{} file(s) written": "{}個のファイルを書きました",
        "{} file(s) changed; run kgraph validate and kgraph build": (
            "{}個のファイルを変更しました。kgraph validate と kgraph build を実行してください"
        ),
        "{} file(s) would change": "{}個のファイルが変わります",
        "{} file(s) would change. Write them? [y/N]": (
            "{}個のファイルが変わります。書き込みますか [y/N]"
        ),
        "{} token(s) added; run kgraph build": (
            "トークンを{}件加えました。kgraph build を実行してください"
        ),
        "add what the document says, then run kgraph fmt and kgraph build": (
            "文書の内容を書き加え、kgraph fmt と kgraph build を実行してください"
        ),
        "run kgraph validate and kgraph build": (
            "kgraph validate と kgraph build を実行してください"
        ),
        "nothing changes": "変わるものはありません",
        "nothing changes: all of it is in the graph": (
            "変わるものはありません。すべてグラフにあります"
        ),
        "nothing was written": "何も書き込んでいません",
        "holds what {} say; --root {} exports {} alone": (
            "{0} の内容を含みます。{2} だけを書き出すには --root {1} を指定してください"
        ),
        # What is asked
        "source: ": "出典：",
        "another column (none: done): ": "次の列（空なら終わり）：",
        "{} (needed): ": "{}（必須）：",
        "there are {}": "使えるのは {} です",
        "write this? (y/n) ": "書き込みますか (y/n) ",
        # What runs
        "the files changed since the last build; run kgraph build": (
            "前回の作成後にファイルが変わりました。kgraph build を実行してください"
        ),
        "no built graph yet: building it from {}": "グラフがまだないため、{} から作成します",
        "{}; waiting for it to end": "{}。終わるのを待ちます",
        "serving {} of {} at {} (Ctrl-C ends it)": (
            "{0}（{1} 時点）を {2} で公開しています（Ctrl-C で終わります）"
        ),
        "{} can be reached from other machines; nothing can be written through it, and whoever "
        "reaches it can make this machine work": (
            "{} には他のコンピューターからも接続できます。書き込みはできませんが、接続した"
            "人はこのコンピューターに処理をさせられます"
        ),
    }
)
