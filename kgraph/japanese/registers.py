"""Editions of public registers: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REGISTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Editions of registers
        "take another file": "別のファイルを指定してください",
        "take the whole file": "ファイル全体を指定してください",
        "fetch it again": "取得し直してください",
        "fetch the file again": "ファイルを取得し直してください",
        "this is no list of EDINET": "EDINET の一覧ではありません",
        "it has no line of its day and no header": "日付の行と見出しがありません",
        "the header is not found": "見出しの行が見つかりません",
        "no line has “{}” in its second column": "二列目に「{}」のある行がありません",
        "this is no record of GLEIF": "GLEIF の記録ではありません",
        "it nests without end": "入れ子が終わりません",
        "take the answer of api/v1/lei-records as it is": (
            "api/v1/lei-records の回答をそのまま使ってください"
        ),
        "the header is not known": "見出しが知られている形ではありません",
        "the column “{}” is not there": "列「{}」がありません",
        "take the golden copy (CSV) as it is": "golden copy（CSV）をそのまま使ってください",
        "the line does not fit the header": "行が見出しに合いません",
        "it has {} cells": "{} 個のセルがあります",
        "the file is not valid CSV": "正しい CSV ではありません",
        "this is no edition of the list": "この一覧の版ではありません",
        "the lines tell {} days": "行に {} 通りの日付があります",
        "the day is not known": "日付がわかりません",
        "this is no XML": "XML ではありません",
        "the XML declares a document type": "XML が文書型を宣言しています",
        "remove the declaration": "宣言を取り除いてください",
        "this is no list of ISO 10383": "ISO 10383 の一覧ではありません",
        "its root is “{}”": "ルート要素が「{}」です",
        "“{}” is no column of it": "「{}」はその列ではありません",
        "the day of the edition is not known": "版の日付がわかりません",
        "this register does not write it into its file": "この登録簿はファイルに日付を書きません",
        "give it with --as-of YYYY-MM-DD": "--as-of YYYY-MM-DD で指定してください",
        "the file is the edition of {}": "ファイルは {} の版です",
        "--as-of says {}": "--as-of は {} です",
        "leave --as-of out, or take the other file": (
            "--as-of を省くか、その日のファイルを指定してください"
        ),
        "the header is not known from column {} on": (
            "見出しが {} 列目から知られている形と異なります"
        ),
        "“{}” stands where “{}” is expected": "「{1}」のはずの所が「{0}」です",
        "“{}” stands where no column is expected": "列のないはずの所に「{}」があります",
        "nothing stands where “{}” is expected": "「{}」のはずの所に何もありません",
        "take a file of this register; where its layout is new, change its reader": (
            "この登録簿のファイルを指定してください。様式が新しい場合は読み取りを直す必要があります"
        ),
        "this is no line of the list of corporate numbers": "法人番号の一覧の行ではありません",
        "it has {} columns, or no number in the second": "{} 列あるか、二列目に番号がありません",
        "take the CSV file with {} columns as it is": (
            "{} 列の CSV ファイルをそのまま使ってください"
        ),
        # What an edition is compared with
        "--match {}={}: there is no thing id:{} in use": (
            "--match {}={}：id:{} という使用中の対象はありません"
        ),
        "no row {}: name rows as the report does, by their code or number": (
            "{} という行はありません。報告にあるコードか番号で指定してください"
        ),
        "row {}: id:{} is there already without this code: give it with --match {}={}": (
            "行 {}：id:{} はこのコードなしですでにあります。--match {}={} で指定してください"
        ),
        "src:{} was imported from another file (SHA-256 {}…): take that one, or remove "
        "data/sources/{}.ttl first": (
            "src:{} は別のファイル（SHA-256 {}…）から取り込まれています。そのファイルを使うか、"
            "先に data/sources/{}.ttl を取り除いてください"
        ),
    }
)
