"""Names of columns → the words above them, in English and Japanese.

A column that is a property or a class of the ontology has its label; the words here are for the
others, shared by all questions. A question says its own with the header key `heads`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.names import compact
from kgraph.vocab import JPST

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot

HEADS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "about": ("about", "対象"),
        "aboutKind": ("kind", "種類"),
        "activity": ("activity", "業務"),
        "amount": ("amount (yen)", "金額（円）"),
        "answer": ("registration", "登録"),
        "asCustodian": ("as custodian", "保管者として"),
        "asOf": ("as of", "時点"),
        "asOfEarliest": ("as of, earliest", "時点の下限"),
        "asRegistrar": ("as registrar", "原簿管理人として"),
        "asTrustee": ("as trustee", "受託者として"),
        "asset": ("asset", "資産"),
        "association": ("association", "団体"),
        "authority": ("authority", "当局"),
        "basis": ("basis", "根拠"),
        "bridge": ("bridge", "対応表"),
        "category": ("category", "区分"),
        "cells": ("cells", "項目数"),
        "change": ("change", "変化"),
        "changes": ("changes", "変わるか"),
        "checkedAgainst": ("checked against", "照合先"),
        "citable": ("citable", "引用の可否"),
        "cited": ("cited page", "引用元"),
        "citedPage": ("cited page", "引用元"),
        "citedSaysSo": ("cited page says so", "引用元での記載"),
        "code": ("code", "コード"),
        "confirmations": ("confirmations", "確認数"),
        "conflict": ("conflict", "矛盾"),
        "conflicts": ("conflicts", "矛盾の数"),
        "created": ("created", "作成日"),
        "dated": ("dated", "日付の種類"),
        "dating": ("dating", "日付の有無"),
        "day": ("day", "日"),
        "definition": ("definition", "定義"),
        "disclosure": ("disclosure", "開示"),
        "document": ("document", "文書"),
        "due": ("due", "期限"),
        "earliest": ("earliest", "下限日"),
        "eligible": ("eligible", "適格"),
        "entity": ("thing", "対象"),
        "expired": ("expired", "失効日"),
        "facts": ("facts", "事実の数"),
        "features": ("number shared", "共通点の数"),
        "field": ("field", "項目"),
        "fields": ("fields", "項目の種類"),
        "figure": ("figure", "数値"),
        "figures": ("figures", "数値の数"),
        "filled": ("filled", "充足"),
        "filledBy": ("filled by", "充足した事項"),
        "firm": ("firm", "会社"),
        "firstDay": ("first day", "最初の日"),
        "firstDue": ("first due", "最初の期限"),
        "from": ("from", "開始日"),
        "handled": ("handled", "取扱い"),
        "groundPage": ("rests on", "根拠資料"),
        "held": ("held company", "保有先"),
        "identifies": ("identifies", "識別の対象"),
        "inPart": ("in part", "一部充足"),
        "institutionCode": ("institution code", "金融機関コード"),
        "instrument": ("instrument", "商品"),
        "issued": ("issued", "公表日"),
        "item": ("item", "事項"),
        "kind": ("kind", "種類"),
        "known": ("known to", "精度"),
        "lacking": ("lacking", "欠けている事項"),
        "lastDay": ("last day", "最後の日"),
        "lastDue": ("last due", "最後の期限"),
        "latest": ("latest", "上限日"),
        "layer": ("layer", "層"),
        "ledger": ("ledger", "台帳"),
        "leg": ("how", "方法"),
        "legalEntity": ("legal entity", "法人名"),
        "lei": ("LEI", "LEI"),
        "level": ("level", "段階"),
        "member": ("member", "会員"),
        "membersOnRecord": ("members on record", "記録上の会員数"),
        "mic": ("MIC", "MIC"),
        "missing": ("missing", "未充足"),
        "model": ("model", "方式"),
        "money": ("money", "決済手段"),
        "months": ("months", "月数"),
        "notApplicable": ("not applicable", "対象外"),
        "number": ("no.", "番号"),
        "object": ("value", "値"),
        "officialTexts": ("official texts", "公式の条文"),
        "operatingCode": ("operating MIC", "運営MIC"),
        "operator": ("operator", "運営者"),
        "order": ("order", "順"),
        "otherPrimary": ("other primary", "他の一次資料"),
        "outside": ("outside term", "外部の用語"),
        "owner": ("owner", "保有者"),
        "page": ("source", "出典"),
        "part": ("part", "部分"),
        "party": ("party", "当事者"),
        "percent": ("share (%)", "割合（%）"),
        "percentage": ("share (%)", "割合（%）"),
        "period": ("review period", "見直しの周期"),
        "place": ("where", "場所"),
        "primaryCount": ("primary sources", "一次資料"),
        "primaryOnProperty": ("primary sources on it", "同項目の一次資料"),
        "primarySources": ("primary sources", "一次資料"),
        "property": ("property", "事項"),
        "provision": ("provision", "条文"),
        "publisher": ("publisher", "発行元"),
        "publisherCount": ("publishers", "発行元数"),
        "reach": ("reach", "経路"),
        "read": ("read on", "採録日"),
        "readIn": ("read in", "採録した文"),
        "reading": ("reading", "解釈"),
        "reason": ("why", "理由"),
        "registrationNumber": ("registration number", "登録番号"),
        "relation": ("relation", "関係"),
        "required": ("registration needed", "必要な登録"),
        "requiredFor": ("needed for", "必要となる業務"),
        "restsOn": ("rests on", "依拠する出典"),
        "role": ("role", "役割"),
        "roleStanding": ("standing of the role", "役割の確度"),
        "route": ("route", "経路"),
        "saidElsewhere": ("said elsewhere", "他での記載"),
        "searched": ("looked in", "探した資料"),
        "secondary": ("secondary", "二次資料"),
        "secondaryOnly": ("secondary only", "二次資料のみ"),
        "series": ("series", "統計"),
        "share": ("share (%)", "割合（%）"),
        "shared": ("features shared", "共通点"),
        "similar": ("similar token", "似たトークン"),
        "sought": ("looked for", "探した事項"),
        "soughtNotFound": ("sought, not found", "不記載"),
        "source": ("source", "出典"),
        "sourceCount": ("sources", "出典数"),
        "sourceKind": ("kind of source", "出典の種類"),
        "sources": ("sources", "出典"),
        "standing": ("standing", "確度"),
        "state": ("state", "状態"),
        "statedByPage": ("stated by page", "ページに記載"),
        "status": ("status", "状況"),
        "step": ("step", "段階"),
        "subject": ("about", "対象"),
        "term": ("our term", "本グラフの用語"),
        "text": ("text", "法令等"),
        "thing": ("thing", "対象"),
        "things": ("things", "件数"),
        "tie": ("tie", "関係"),
        "title": ("title", "題名"),
        "edition": ("edition", "版"),
        "previous": ("source before", "前の版の出典"),
        "previousTitle": ("edition before", "前の版"),
        "previousIssued": ("edition before issued", "前の版の公表日"),
        "token": ("token", "トークン"),
        "tokens": ("tokens", "銘柄数"),
        "unit": ("unit", "単位"),
        "until": ("until", "終了日"),
        "updated": ("updated", "更新日"),
        "url": ("page", "ページ"),
        "user": ("used by", "利用者"),
        "validated": ("validated", "確認日"),
        "validFrom": ("from", "開始日"),
        "validUntil": ("until", "終了日"),
        "value": ("value", "値"),
        "venue": ("venue", "取引の場"),
        "via": ("through", "経由"),
        "whereToLook": ("where to look", "探す先"),
        "whole": ("whole", "全体"),
        "withAmount": ("with amount", "金額あり"),
        "wording": ("wording", "原文の表現"),
    }
)
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SUFFIX: Final = "Label"


def head(
    name: str,
    lang: str,
    snapshot: Snapshot,
    own: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """The words above a column: the question's own, the shared ones, or the label of the term."""
    ja = lang == "ja"
    for words in (own or {}, HEADS):
        for key in (name, name.removesuffix(_SUFFIX)):
            if key in words:
                return words[key][ja]
    bare = name.removesuffix(_SUFFIX)
    for term in (bare, bare[:1].upper() + bare[1:]):
        label = snapshot.label(JPST.BASE + term, lang)
        if label != compact(JPST.BASE + term):
            return label
    return _HUMP.sub(" ", bare).lower()


def is_companion(name: str, columns: tuple[str, ...]) -> bool:
    """Whether a column holds the things that another column names: `token` beside `tokenLabel`."""
    return name + _SUFFIX in columns
