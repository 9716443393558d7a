"""Engines elsewhere: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REMOTE: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Addresses and who asks
        "the endpoint is no address; write https://host/path": (
            "エンドポイントがアドレスではありません。https://host/path の形で書いてください"
        ),
        "{}: this is no endpoint; write https://host/path": (
            "{}：エンドポイントではありません。https://host/path の形で書いてください"
        ),
        "{}: an address holds no blank and no letter beyond ASCII; write it as a browser "
        "copies it, percent-encoded": (
            "{}：アドレスに空白や ASCII 以外の文字は使えません。ブラウザーでコピーしたとおり、"
            "パーセントエンコードして書いてください"
        ),
        "{}://{}: an address carries no password; set {} and {}, or {}": (
            "{}://{}：アドレスにパスワードは書けません。{} と {} か、{} を設定してください"
        ),
        "{}: credentials go over https alone; write https://": (
            "{}：認証情報は https でだけ送ります。https:// で書いてください"
        ),
        "{} holds what no token may, such as a blank or a line end; set it anew": (
            "{} に、空白や改行などトークンに使えない文字があります。設定し直してください"
        ),
        "the endpoint": "エンドポイント",
        # The connection
        "{}: the engine asks for something that is not known here ({}); see what stands before "
        "it": "{}：エンジンが未知の認証を求めています（{}）。手前に何があるか確かめてください",
        "{}: the connection failed {} ({}); see whether the engine runs, and run the command "
        "again": (
            "{}：接続に失敗しました（{}、{}）。エンジンが動いているか確かめ、もう一度実行してください"
        ),
        "{} times": "{} 回",
        "once": "1 回",
        "{}: the answer was not whole after {} s; ask for less, or give it longer (--wait)": (
            "{}：{} 秒たっても回答が揃いませんでした。対象を絞るか、--wait で待ち時間を"
            "延ばしてください"
        ),
        "{}: it was not done after {} s, told {} times; give it longer (--wait), and run the "
        "command again": (
            "{}：{} 秒たっても終わりませんでした（送った回数：{}）。--wait で待ち時間を延ばし、"
            "もう一度実行してください"
        ),
        "the answer was not whole after {} s": "{} 秒たっても回答が揃いませんでした",
        "{}: its certificate is not to be trusted ({}); nothing was sent": (
            "{}：証明書を信頼できません（{}）。何も送っていません"
        ),
        "{}: the engine stopped with a part of the answer; ask for less, or have its keeper "
        "give a query longer": (
            "{}：エンジンが回答の途中で止まりました。対象を絞るか、クエリの制限時間を延ばすよう"
            "管理者に頼んでください"
        ),
        "{}: this is a page for people and no SPARQL endpoint; name the address that programs "
        "ask": (
            "{}：人が見るページで、SPARQL エンドポイントではありません。プログラム用のアドレスを"
            "指定してください"
        ),
        "{}: the engine sends on to another address; name that one": (
            "{}：エンジンが別のアドレスに転送しています。そのアドレスを指定してください"
        ),
        "{}: {}: {}; see the log of the engine and whether its disk is full, and run the "
        "command again": (
            "{}：{}：{}。エンジンのログとディスクの空きを確かめ、もう一度実行してください"
        ),
        # What an engine answers
        "{}: the answer is not one to what was asked: {}; see whether this is a SPARQL endpoint": (
            "{}：質問に対する回答ではありません：{}。SPARQL エンドポイントか確かめてください"
        ),
        "a number was asked for, and it gives none": "数を求めましたが、数がありません",
        "it has the columns {}": "列が {} です",
        "yes or no was asked for, and it gives rows": "真偽を求めましたが、行が返りました",
        "rows were asked for, and it says yes or no": "行を求めましたが、真偽が返りました",
        "{}: the answer breaks off or is no SPARQL result ({}); ask again": (
            "{}：回答が途中で切れているか、SPARQL の結果ではありません（{}）。もう"
            "一度実行してください"
        ),
        "{}: <{}> breaks off ({}); again": (
            "{}：<{}> が途中で切れています（{}）。もう一度実行してください"
        ),
        "{}: one thing has more than {} values in <{}>; the engine does not give so many": (
            "{0}：<{2}> に {1} 個を超える値を持つ対象があります。エンジンはそれほど多くを返しません"
        ),
        "{}: the engine gives {} rows at most, and of {} {} by pages; ask for less, or have "
        "its keeper raise the limit": (
            "{}：エンジンが返すのは {} 行までで、{} 行のうちページごとに得られたのは {} 行です。"
            "対象を絞るか、上限を上げるよう管理者に頼んでください"
        ),
        "{}: the engine gives {} rows at most, and which of {} come first cannot be asked by "
        "pages; leave LIMIT and OFFSET out, or ask for less": (
            "{}：エンジンが返すのは {} 行までで、{} 行のどれが先かをページごとには問えません。"
            "LIMIT と OFFSET を省くか、対象を絞ってください"
        ),
        "{}: {}, and finds faults where there are none; validate on another engine, or here": (
            "{}：{}。そのため誤りのない所に誤りを見つけます。別のエンジンか、手元で検証してください"
        ),
        "Virtuoso 7 matches Japanese text with no pattern": (
            "Virtuoso 7 は日本語の文字列をパターンに一致させません"
        ),
        "rdflib-endpoint reads what has several blocks otherwise": (
            "rdflib-endpoint は複数のブロックがあるクエリを違う意味に読みます"
        ),
        "{}: Virtuoso 7 has integers from 2³¹ as decimals, and the graph has such a decimal "
        "({}); ask another engine, or here": (
            "{}：Virtuoso 7 は 2³¹ 以上の整数を小数として持ち、グラフにそのような"
            "小数（{}）があります。別のエンジンか、手元で実行してください"
        ),
        "{}: {} is not asked of Virtuoso 7: {}; ask it of another engine, or here": (
            "{}：{} は Virtuoso 7 では実行しません：{}。別のエンジンか、手元で実行してください"
        ),
        "it was not tried with this one as it now stands": (
            "今の内容ではこのエンジンで試していません"
        ),
        "it cuts texts at another place": "文字列を別の位置で切ります",
        "it divides whole numbers without the rest": "整数の割り算で余りを捨てます",
        "it loses the language of a text that a function chooses": (
            "関数が選んだ文字列の言語を失います"
        ),
        "it loses values that only one branch of the pattern binds, or binds others": (
            "パターンの一方の枝だけが束縛する値を失うか、別の値を束縛します"
        ),
        "it gives other rows": "違う行を返します",
        "it takes longer than a quarter of a minute": "15 秒より長くかかります",
        "its compiler ends in an internal error": "コンパイラーが内部エラーで終わります",
        "{}: {} is known to answer such queries as {} with other rows ({}); ask it of another "
        "engine, or here": (
            "{}：{} は {} のようなクエリに違う行を返すことが知られています（{}）。別の"
            "エンジンか、手元で実行してください"
        ),
        "a sub-select": "副問い合わせ",
        "this one": "これ",
        "there is nothing at this address; compare it with the engine’s own page": (
            "このアドレスには何もありません。エンジンのページで確かめてください"
        ),
        "whoever asks may not do this; ask the keeper of the engine for the right to": (
            "この操作の権限がありません。エンジンの管理者に権限を求めてください"
        ),
        "the engine wants to know who asks; set KGRAPH_REMOTE_USER and KGRAPH_REMOTE_PASSWORD, "
        "or KGRAPH_REMOTE_TOKEN": (
            "エンジンが認証を求めています。KGRAPH_REMOTE_USER と KGRAPH_REMOTE_PASSWORD か、"
            "KGRAPH_REMOTE_TOKEN を設定してください"
        ),
        "query: {} is not asked elsewhere; write SELECT or ASK": (
            "クエリ：{} は他のエンジンでは実行しません。SELECT か ASK を書いてください"
        ),
        "a query without a pattern asks nothing of the state; write WHERE { … }": (
            "パターンのないクエリは状態について何も問いません。WHERE { … } を書いてください"
        ),
        # What was pushed
        "{}: nothing of the graph was pushed there; run kgraph remote push": (
            "{}：グラフがまだ送られていません。kgraph remote push を実行してください"
        ),
        "{}: nothing of the graph was pushed here; push it first, or name the address that it "
        "was pushed to": (
            "{}：グラフがまだ送られていません。先に送るか、送った先のアドレスを指定してください"
        ),
        "{}: <{}> is not what was pushed; push it again, or see who else writes there": (
            "{}：<{}> が送った内容と異なります。送り直すか、他に誰が書いているか確かめてください"
        ),
        "{}: the graphs are not what was pushed; another push may be under way; run the "
        "command again": (
            "{}：グラフが送った内容と異なります。別の送信が進行中かもしれません。もう"
            "一度実行してください"
        ),
        "{}: of <{}> {} triples were sent and {} arrived; none counts as pushed; run the "
        "command again, and where that does not help, this engine cannot tell apart what "
        "differs": (
            "{}：<{}> の {} トリプルを送り、{} 件が届きました。送信済みとはしていません。もう"
            "一度実行してください。それでも変わらなければ、このエンジンは異なるものを"
            "区別できません"
        ),
        "{}: this engine cannot hold <{}>: it has {} otherwise; none counts as pushed": (
            "{}：このエンジンは <{}> を保持できません。{} が変わってしまいます。送信済み"
            "とはしていません"
        ),
        "{}: the graphs to be pushed cannot be kept there ({}); make room, or name another "
        "folder by TMPDIR": (
            "{}：送るグラフをそこに置けません（{}）。空きを作るか、TMPDIR で別のフォルダーを"
            "指定してください"
        ),
        "{}: another run from this machine is under way; wait for it": (
            "{}：この計算機からの別の実行が進行中です。終わるのを待ってください"
        ),
        "{}: there is no state to infer from; push first": (
            "{}：推論の元になる状態がありません。先に送ってください"
        ),
        "{}: what follows could not be read back whole; nothing was switched; run the command "
        "again": (
            "{}：推論結果を完全に読み戻せませんでした。切り替えはしていません。もう"
            "一度実行してください"
        ),
        "{}: there is no graph to validate; push first": (
            "{}：検証するグラフがありません。先に送ってください"
        ),
    }
)
