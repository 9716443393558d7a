"""Tables and workbooks that come in: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Tables that come in
        "the table is empty": "表が空です",
        "it has no header": "見出しの行がありません",
        "fill it in": "内容を書いてください",
        "the column “{}” stands twice": "列「{}」が二度あります",
        "a column has no name": "名前のない列があります",
        "the header is in line {}": "見出しは {} 行目です",
        "keep one": "一つだけ残してください",
        "give it one, or take it out": "名前を付けるか、取り除いてください",
        "the line has more cells than the header": "見出しよりセルの多い行です",
        "“{}” stands below no name": "「{}」の列に名前がありません",
        "quote values that hold the separator": "区切り文字を含む値は引用符で囲んでください",
        "the table has no rows": "表に行がありません",
        "nothing stands below its header": "見出しの下に何もありません",
        "give one thing a line": "一件を一行に書いてください",
        "the file is no table": "ファイルが表ではありません",
        "the control character U+{} stands in it": "制御文字 U+{} が含まれています",
        "save it as CSV in UTF-8": "UTF-8 の CSV で保存してください",
        "the table is not valid CSV": "正しい CSV ではありません",
        "correct it": "直してください",
        "the encoding is not known": "文字コードがわかりません",
        "the encoding is not clear": "文字コードを決められません",
        "byte 0x{} stands where none may in {}": "{1} ではあり得ない位置にバイト 0x{0} があります",
        "save the table as UTF-8": "表を UTF-8 で保存してください",
        "save it as UTF-8": "UTF-8 で保存してください",
        "it could be read as cp932 and as EUC-JP, with other words": (
            "cp932 とも EUC-JP とも読め、内容が変わります"
        ),
        "it is a web page, perhaps one that tells why there is no table": (
            "ウェブページです。表がない理由を示すものかもしれません"
        ),
        "fetch the file that the page links to": "ページのリンク先のファイルを取得してください",
        "there is no sheet “{}”": "シート「{}」はありません",
        "sheets have names in workbooks only": "シートに名前があるのはワークブックだけです",
        "leave the name out": "名前を省いてください",
        # Workbooks
        "the workbook cannot be read": "ワークブックを読めません",
        "it is of the old binary kind (.xls), or has a password": (
            "古いバイナリー形式（.xls）か、パスワード付きです"
        ),
        "save it as .xlsx, without one": "パスワードなしの .xlsx で保存してください",
        "cannot read workbooks": "ワークブックを読めません",
        "openpyxl is not installed": "openpyxl がありません",
        "install kgraph[xlsx], or save the sheet as CSV": (
            "kgraph[xlsx] をインストールするか、シートを CSV で保存してください"
        ),
        "this is no workbook": "ワークブックではありません",
        "open it in the spreadsheet program and save it anew as .xlsx": (
            "表計算ソフトで開き、.xlsx で保存し直してください"
        ),
        "the workbook is too large": "ワークブックが大きすぎます",
        "the workbook is not safe to read": "ワークブックを安全に読めません",
        "the workbook is empty": "ワークブックが空です",
        "the workbook has the date system of 1904": "ワークブックの日付が 1904 年起点です",
        "its dates count from 1904, so that a bare number may be one of two days": (
            "日付が 1904 年から数えられており、数だけでは日が一つに決まりません"
        ),
        "which sheet is meant is not clear": "どのシートかわかりません",
        "name one with --sheet": "--sheet で指定してください",
        "name one of these": "このいずれかを指定してください",
        "no sheet “{}”": "シート「{}」はありません",
        "the sheet “{}” is too large": "シート「{}」が大きすぎます",
        "it has more than {} lines or {} columns": "{} 行か {} 列を超えています",
        "split it": "分けてください",
        "the sheet “{}” cannot be read ({})": "シート「{}」を読めません（{}）",
        "sheet “{}”": "シート「{}」",
        "{} in the cell": "セルの内容：{}",
        "the error {}": "エラー {}",
        "a formula whose value was not saved": "値の保存されていない数式",
        "its parts do not fit ({})": "中の部品が合いません（{}）",
        "it cannot be unpacked ({})": "展開できません（{}）",
        "{} declares a document type or an entity": "{} が文書型かエンティティを宣言しています",
        "it unpacks to {} bytes in {} parts": "展開すると {} バイト、{} 個の部品になります",
        "no sheet holds anything": "内容のあるシートがありません",
        "{} hold something": "{} に内容があります",
        # Cells
        "“{}” is no date: write YYYY-MM-DD, YYYY-MM or YYYY": (
            "「{}」は日付ではありません。YYYY-MM-DD、YYYY-MM、YYYY のいずれかで書いてください"
        ),
        "“{}” is no date: “{}” is no month": (
            "「{}」は日付ではありません。「{}」という月はありません"
        ),
        "“{}” is no day of the calendar": "「{}」は暦にない日です",
        "“{}” does not lie in {}: write the year of the western calendar": (
            "「{}」は{}の期間にありません。西暦で書いてください"
        ),
        "“{}” is no number: write digits, with a point for decimals": (
            "「{}」は数ではありません。数字で書き、小数点には . を使ってください"
        ),
        "“{}” is not in {}: write it so, with digits": (
            "「{}」の単位は{}ではありません。その単位の数字で書いてください"
        ),
        "“{}” is not a mere number: write it so, with digits": (
            "「{}」は単位のない数ではありません。数字だけで書いてください"
        ),
        "“{}” is no whole number: write it out in digits": (
            "「{}」は整数ではありません。数字で書いてください"
        ),
        "“{}” has more than 18 digits: correct it": "「{}」は 18 桁を超えています。直してください",
        "“{}” is no number: write it out in digits": (
            "「{}」は数ではありません。数字で書いてください"
        ),
        "“{}” counts in two ways: write it out in digits": (
            "「{}」は二通りに読めます。数字で書いてください"
        ),
        "Japanese yen": "円",
        "percent": "パーセント",
        "square meters": "平方メートル",
        "years": "年",
        "months": "月",
        "days": "日",
    }
)
