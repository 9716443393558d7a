"""Files of registers, made of a few rows, and a copy of the project to import them into.

The headers and the rows of firms that the graph knows are as the registers publish them: the FSA's
list of operators (2026-08-31), EDINET's lists (2026-10-05), ISO 10383 (2025), JPX's list of issues
(2026-01-31), and a record of the tax agency's list. Other firms are made up.
"""

from __future__ import annotations

import csv
import datetime
import io
import shutil
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

import xlsxwriter
from helpers.project import PROJECT

REAL = PROJECT.parent / "shared" / "registers"
TODAY = datetime.date(2026, 11, 30)
REGISTERS = ("edinet-*", "fsa-*", "iso10383-*", "*krt-shibuya*")
"""The sources that tell of registers, and of one token; the others make it slower alone."""

CODES = (
    "ＥＤＩＮＥＴコード,提出者種別,上場区分,連結の有無,資本金,決算日,提出者名,提出者名（英字）,"
    "提出者名（ヨミ）,所在地,提出者業種,証券コード,提出者法人番号"
)
CODES_ENGLISH = (
    "EDINET Code,Type of Submitter,Listed company / Unlisted company,"
    "Consolidated / NonConsolidated,Capital stock,account closing date,Submitter Name,"
    "Submitter Name（alphabetic）,Submitter Name（phonetic）,Province,Submitter's industry,"
    "Securities Identification Code,Submitter's Japan Corporate Number"
)
FUNDS = (
    "ファンドコード,証券コード,ファンド名,ファンド名（ヨミ）,特定有価証券区分名,特定期1,特定期2,"
    "ＥＤＩＮＥＴコード,発行者名"
)
MIC = (
    "MIC,OPERATING MIC,OPRT/SGMT,MARKET NAME-INSTITUTION DESCRIPTION,LEGAL ENTITY NAME,LEI,"
    "MARKET CATEGORY CODE,ACRONYM,ISO COUNTRY CODE (ISO 3166),CITY,WEBSITE,STATUS,CREATION DATE,"
    "LAST UPDATE DATE,LAST VALIDATION DATE,EXPIRY DATE,COMMENTS"
)
ODST = (
    *("ODST", "ODXE", "SGMT", "OSAKA DIGITAL EXCHANGE - START", "OSAKA DIGITAL EXCHANGE  CO.,LTD."),
    *("3538002ZFUQ3KMY5SA19", "OTHR", "ODX", "JP", "TOKYO", "WWW.ODX.CO.JP", "ACTIVE", "20231225"),
    *("20231225", "20231225", "", ""),
)
"""A row of the codes: one that the graph has."""
ISSUES = (
    "日付,コード,銘柄名,市場・商品区分,33業種コード,33業種区分,17業種コード,17業種区分,規模コード,"
    "規模区分"
)
FSA_UPPER = (
    *(
        "所管",
        "登録番号",
        "登録年月日",
        "金融商品取引業者名",
        "法人番号",
        "郵便番号",
        "本店等所在地",
    ),
    *("代表等電話番号", "業務の種別", None, None, None, "有価証券\n関連業", "電子募集取扱業務"),
    *("電子取引基盤運営業務", "電子記録移転有価証券表示権利等取扱業務", "ＰＴＳ認可"),
    *("特別金融商品取引業者", "加入金融商品取引業協会", None, None, None, None, None),
)
FSA_LOWER = (
    *[None] * 8,
    *("第一種", "第二種", "投資助言\n・\n代理業", "投資運用業"),
    *[None] * 6,
    *("日本証券業協会", "金融先物取引業協会", "第二種金融商品取引業協会", "資産運用業協会"),
    *("日本暗号資産等取引業協会", "日本STO協会"),
)
TRUST = "内国信託受益証券・信託受益権"
PARTNERSHIP = "内国有価証券投資事業権利等"
MUTB = (
    "E03626,内国法人・組合,非上場,有,324279,3月31日,三菱ＵＦＪ信託銀行株式会社,"
    "Mitsubishi UFJ Trust and Banking Corporation,ミツビシ,千代田区丸の内,銀行業,,6010001008770"
)


def write_copy(folder: Path, fixed: Path, sources: Sequence[str] = ("*",)) -> Path:
    """A copy of the project whose data a test may change: of the fixed part of them, `fixed`.

    Of its sources, those whose names fit; `editorial` only with all of them.
    """
    for name in ("ontology", "shapes", "queries"):
        (folder / name).symlink_to(PROJECT / name)
    data = fixed / "data"
    if "*" in sources:
        shutil.copytree(data, folder / "data")
        return folder
    shutil.copytree(data / "entities", folder / "data" / "entities")
    (folder / "data" / "sources").mkdir()
    for path in (data / "sources").glob("*.ttl"):
        if any(fnmatch(path.stem, pattern) for pattern in sources):
            shutil.copy(path, folder / "data" / "sources")
    return folder


def csv_file(folder: Path, name: str, *lines: str, encoding: str = "cp932") -> Path:
    """A file of lines as they are."""
    path = folder / name
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def edinet(folder: Path, *rows: str, day: str = "2026年10月05日", header: str = CODES) -> Path:
    """An edition of EDINET's list of codes."""
    first = f"ダウンロード実行日,{day}現在,件数,{len(rows)}件"
    return csv_file(folder, f"codes-{day}.csv", first, header, *rows)


def funds(folder: Path, *rows: str, day: str = "2026年10月06日") -> Path:
    """An edition of EDINET's list of fund codes."""
    first = f"ダウンロード実行日,{day}現在,件数,{len(rows)}件"
    return csv_file(folder, f"funds-{day}.csv", first, FUNDS, *rows)


def fsa(
    folder: Path,
    *rows: Sequence[object],
    upper: Sequence[object] = FSA_UPPER,
    day: datetime.date = datetime.date(2026, 9, 30),
) -> Path:
    """An edition of the FSA's list of operators."""
    path = folder / f"fsa-{day}.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("日本語")
        sheet.write(0, 0, "金融商品取引業者登録一覧")
        sheet.write_datetime(
            1,
            20,
            datetime.datetime.combine(day, datetime.time()),
            book.add_format({"num_format": "yyyy/m/d"}),
        )
        sheet.write(9, 0, "【全業者数】")
        for at, row in enumerate((upper, FSA_LOWER, *rows), 11):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
    return path


def quoted(*cells: str) -> str:
    """A line of CSV with every cell quoted."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    return out.getvalue()


def nta_row(number: str, name: str, *, closed: str = "", reason: str = "", heir: str = "") -> str:
    """A line of the tax agency's list."""
    cells = [*[""] * 30]
    cells[0], cells[1], cells[2], cells[3] = "1", number, "01", "1"
    cells[4], cells[5], cells[6], cells[8] = "2018-04-02", "2015-10-05", name, "301"
    cells[18], cells[19], cells[20] = closed, reason, heir
    cells[22], cells[23], cells[29] = "2015-10-05", "1", "0"
    return quoted(*cells)
