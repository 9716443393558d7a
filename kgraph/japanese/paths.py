"""What the system refuses of a path: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
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
        "change its permissions, or name another": "権限を変えるか、別の所を指定してください",
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
        "cannot make the folder": "フォルダーを作れません",
        "cannot write the file": "ファイルを書けません",
        "cannot write in the folder": "フォルダーに書けません",
        "the file is read-only; name another": (
            "読み取り専用のファイルです。別の所を指定してください"
        ),
        "this is no file; remove it, or name another folder": (
            "ファイルではありません。取り除くか、別のフォルダーを指定してください"
        ),
        "this is a link, which leads elsewhere; remove it, or name another folder": (
            "別の所を指すリンクです。取り除くか、別のフォルダーを指定してください"
        ),
        "this is a disk, which no file is written over; name another": (
            "ディスクなので、上書きしません。別の所を指定してください"
        ),
        "this is no regular file": "通常のファイルではありません",
        "this is larger than {} bytes": "{} バイトを超えています",
    }
)
