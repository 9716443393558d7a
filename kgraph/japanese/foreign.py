"""What other programs say in our messages: the parser of RDF, and the system."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FOREIGN: Final[Mapping[str, str]] = MappingProxyType(
    {
        # The parser of Oxigraph
        "Unexpected end": "途中で終わっています",
        "Unexpected end of file": "ファイルが途中で終わっています",
        "Unexpected end of file, a value was expected": (
            "値が必要な所でファイルが途中で終わっています"
        ),
        "A dot is expected at the end of statements": "文の終わりにピリオドが必要です",
        "The prefix {}: has not been declared": "接頭辞 {}: は宣言されていません",
        "{} is not a valid predicate": "{} は述語になれません",
        "{} is not a valid RDF object": "{} は目的語になれません",
        "{} is not a valid subject or graph name": "{} は主語にもグラフ名にもなれません",
        "Invalid IRI code point {}": "IRI に使えない文字 {} があります",
        "No scheme found in an absolute IRI": "絶対 IRI にスキームがありません",
        "A language code should always start with a letter": (
            "言語タグは英字で始まらなければなりません"
        ),
        "Expecting a datatype IRI after ^^, found {}": (
            "^^ の後にデータ型の IRI が必要な所に {} があります"
        ),
        "Line jumps are not allowed in string literals, use \\n": (
            "文字列の中で改行はできません。\\n と書きます"
        ),
        "The PREFIX keyword should be followed by a prefix like 'ex:'": (
            "PREFIX の後には ex: のような接頭辞が必要です"
        ),
        "{} is not allowed at the beginning of a prefix name": (
            "{} は接頭辞付きの名前の先頭に使えません"
        ),
        "Unexpected escape character {}": "エスケープの {} は使えません",
        "Object keys must be strings": "オブジェクトのキーは文字列でなければなりません",
        "The subject of a triple must be an IRI or a blank node": (
            "主語は IRI か空白ノードでなければなりません"
        ),
        "The object of a triple must be an IRI, a blank node or a literal": (
            "目的語は IRI、空白ノード、リテラルのいずれかでなければなりません"
        ),
        # Its reader of SPARQL
        "Duplicated variable name in SELECT": "SELECT に同じ名前の変数が二つあります",
        "IRI parsing failed": "IRI の書き方が正しくありません",
        "Prefix not found": "その接頭辞は宣言されていません",
        "The SELECT contains a variable that is unbound": (
            "SELECT に、値を持ち得ない変数があります"
        ),
        # The system
        "Connection refused": "接続が拒否されました",
        "Connection reset by peer": "相手が接続を切りました",
        "No route to host": "相手に到達できません",
        "Network is unreachable": "ネットワークに到達できません",
        "Name or service not known": "ホスト名が見つかりません",
        "Temporary failure in name resolution": "ホスト名を調べられませんでした",
        "timed out": "時間切れです",
    }
)
"""English → Japanese, of the versions that are in use; what they word anew stays in English."""
