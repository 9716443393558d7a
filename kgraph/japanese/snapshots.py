"""Built graphs, and building them: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SNAPSHOTS: Final[Mapping[str, str]] = MappingProxyType(
    {
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
        "the built graph cannot be read ({}); see which file it is with `kgraph "
        "check-snapshot`, then run `kgraph build --force`": (
            "グラフを読めません（{}）。`kgraph check-snapshot` でどのファイルかを確かめ、`kgraph "
            "build --force` を実行してください"
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
        "another build is running in {} (process {})": "{} で別のビルドが実行中です（プロセス {}）",
        "{}; wait for it to end, or build into another folder with --out": (
            "{}。終わるのを待つか、--out で別のフォルダーにビルドしてください"
        ),
        "{}: cannot lock this file: {}; choose a folder on another disk with --out": (
            "{}: このファイルをロックできません：{}。--out で別のディスクのフォルダーを"
            "指定してください"
        ),
        "{}: this is a link, which a build does not follow; remove it, or choose another "
        "folder with --out": (
            "{}: リンクです。ビルドはリンクをたどりません。取り除くか、--out で別のフォルダーを"
            "指定してください"
        ),
        "{}: this is a folder, where a build writes a file; remove it, or choose another "
        "folder with --out": (
            "{}: フォルダーですが、ビルドはここにファイルを書きます。取り除くか、--out で別の"
            "フォルダーを指定してください"
        ),
        "{}: a build cannot lock this: it is a link or no regular file; remove it, or choose "
        "another folder with --out": (
            "{}: リンクか特殊ファイルなので、ビルドがロックできません。取り除くか、--out で別の"
            "フォルダーを指定してください"
        ),
        "{}: this folder holds something that no build made ({}); choose a new or empty one "
        "with --out": (
            "{}: ビルドが作ったのではないもの（{}）があります。--out で新しいか空のフォルダーを"
            "指定してください"
        ),
        "there is no home folder for the built graph; name one with --out": (
            "グラフを置くホームフォルダーがありません。--out で指定してください"
        ),
        # Days
        "{}: no source had been read by then; {}": "{}：その日までに読まれた出典はありません。{}",
        "no source says when it was read": "いつ読まれたかを述べる出典がありません",
        "the first was read on {}": "最初の出典は {} に読まれました",
        "{}: this day lies ahead; nobody knows what will have been read by then; ask for a day "
        "up to {}": (
            "{}：将来の日です。その日までに何が読まれるかはわかりません。{} までの日を"
            "指定してください"
        ),
        "{}: this day lies ahead; nobody knows yet what holds then; ask for a day up to {}": (
            "{}：将来の日です。その日に何が成り立つかはまだわかりません。{} までの日を"
            "指定してください"
        ),
    }
)
