"""Releases, and what versions are compared: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

RELEASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Releases
        "{}: the file is not the one that {} tells of: {}; take the release as it was made, "
        "since what it hands on goes into every later one": (
            "{}：このファイルは {} に記載されたものと異なります：{}。引き継ぐ内容は以後の"
            "リリースすべてに入るため、作成時のままのリリースを指定してください"
        ),
        "{}: the file is not the one that {} tells of: {}; take the release as it was made": (
            "{}：このファイルは {} に記載されたものと異なります：{}。作成時のままのリリースを"
            "指定してください"
        ),
        "{}: the manifest of the release cannot be read: {}; take the release as it was made, "
        "with its manifest": (
            "{}: リリースの目録を読めません：{}。目録を含め、作成時のままのリリースを"
            "指定してください"
        ),
        "its SHA-256 begins with {}, and that in the manifest with {}": (
            "SHA-256 は {}… で、目録では {}… です"
        ),
        "it is missing": "ファイルがありません",
        "the manifest does not list it": "目録に載っていません",
        "“{}” is no address of pages; write https://… without a query or a fragment": (
            "「{}」はページの公開先アドレスではありません。https://… の形で、クエリと"
            "フラグメントを付けずに書いてください"
        ),
        "“{}” is no version; write three numbers such as 1.4.0 (a change that breaks what "
        "users have built raises the first one)": (
            "「{}」は版ではありません。1.4.0 のように三つの数で書いてください（利用者の"
            "作ったものが動かなくなる変更では先頭の数を上げます）"
        ),
        "{}: this is a file; name a new or empty folder": (
            "{}: ファイルです。新しいか空のフォルダーを指定してください"
        ),
        "{}: the folder holds something already; name a new or empty one, so that nothing of "
        "it ends up in the release": (
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
        "{} is deprecated and {}; name with dcterms:isReplacedBy a term or thing that is not "
        "deprecated itself": (
            "{} は非推奨で、{}。dcterms:isReplacedBy で、非推奨でない用語か対象を挙げてください"
        ),
        "its replacement {} is not in use": "後継の {} が使われていません",
        "nothing replaces it": "後継がありません",
        # Comparisons
        "there is no such file or folder": "そのファイルやフォルダーはありません",
        "{}: there is no such file or folder; give an existing one": (
            "{}: そのファイルやフォルダーはありません。あるものを指定してください"
        ),
        "{}: {}; give an existing one": "{}: {}。別のファイルかフォルダーを指定してください",
        "{}: there is no snapshot and no release here; run `kgraph build`, or give a snapshot, "
        "a release folder, or an N-Quads or TriG file": (
            "{}: スナップショットもリリースもありません。`kgraph build` を実行するか、"
            "スナップショット、リリースのフォルダー、N-Quads か TriG のファイルを指定してください"
        ),
        "{}: a version is read from N-Quads or TriG; write one with `kgraph export -o graph.nq`": (
            "{}: 版は N-Quads か TriG から読みます。`kgraph export -o graph.nq` で書き"
            "出してください"
        ),
        "{}: the file has no named graphs, so nobody can tell who says what; export it again "
        "with --provenance": (
            "{}: 名前付きグラフがなく、どの出典が何を述べているかわかりません。--provenance を"
            "付けて書き出し直してください"
        ),
        "{}: there are no named graphs, so nobody can tell who says what; compare with an "
        "export that has provenance": (
            "{}: 名前付きグラフがなく、どの出典が何を述べているかわかりません。来歴のある書き"
            "出しと比べてください"
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
            "previous: 公開中のものより前のスナップショットはありません。HEAD のような git の"
            "版か、リリースのフォルダーを指定してください"
        ),
        "{}: git cannot be asked: {}; see whether git runs here": (
            "{}: git に問い合わせられません：{}。git が動くか確かめてください"
        ),
        "{}: there is no such file or folder, and no such revision of {}; give an existing "
        "one, or previous for the snapshot before the last": (
            "{}: そのファイルやフォルダーも、{} のその版もありません。あるものを指定するか、一つ"
            "前のスナップショットなら previous と書いてください"
        ),
    }
)
