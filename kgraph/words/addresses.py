"""Addresses of Japan in Roman letters → as Japanese writes them, from the largest part down.

Sources of this graph write addresses in English. Names of prefectures, cities, wards and quarters
have one official spelling, so what is made here is a spelling and no fact; an address with a part
that is not known stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_PREFECTURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Aichi": "愛知県",
        "Chiba": "千葉県",
        "Gunma": "群馬県",
        "Hyogo": "兵庫県",
        "Kanagawa": "神奈川県",
        "Kyoto": "京都府",
        "Mie": "三重県",
        "Miyagi": "宮城県",
        "Osaka": "大阪府",
        "Shizuoka": "静岡県",
        "Tokyo": "東京都",
    }
)
_CITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Atami": "熱海市",
        "Atsugi": "厚木市",
        "Fukuoka": "福岡市",
        "Himeji": "姫路市",
        "Hiroshima": "広島市",
        "Kobe": "神戸市",
        "Kyoto": "京都市",
        "Nagoya": "名古屋市",
        "Niigata": "新潟市",
        "Noda": "野田市",
        "Osaka": "大阪市",
        "Sapporo": "札幌市",
        "Shimonoseki": "下関市",
        "Suzuka": "鈴鹿市",
        "Yachiyo": "八千代市",
        "Yokohama": "横浜市",
    }
)
_WARDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Chiyoda-ku": "千代田区",
        "Chuo-ku": "中央区",
        "Higashinada-ku": "東灘区",
        "Kita-ku": "北区",
        "Koto-ku": "江東区",
        "Minato-ku": "港区",
        "Nakamura-ku": "中村区",
        "Nakano-ku": "中野区",
        "Nishi-ku": "西区",
        "Shibuya-ku": "渋谷区",
        "Shinjuku-ku": "新宿区",
        "Toshima-ku": "豊島区",
    }
)
_AREAS: Final[Mapping[str, str]] = MappingProxyType(
    {"central Tokyo": "東京都心", "greater Tokyo": "首都圏"}
)
_QUARTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Akasaka": "赤坂",
        "Asakusa": "浅草",
        "Bandobashi": "阪東橋",
        "Daikanyama": "代官山",
        "Dojima": "堂島",
        "Dojimahama": "堂島浜",
        "Fujimi": "富士見",
        "Ginza": "銀座",
        "Higashi-Shimbashi": "東新橋",
        "Ichigaya": "市谷",
        "Island City": "アイランドシティ",
        "Jingumae": "神宮前",
        "Jinnan": "神南",
        "Jiyugaoka": "自由が丘",
        "Komagome": "駒込",
        "Koyocho-nishi": "向洋町西",
        "Kusatsu Onsen": "草津温泉",
        "Kyodo": "経堂",
        "Marunouchi": "丸の内",
        "Meieki": "名駅",
        "Monzennakacho": "門前仲町",
        "Nihonbashi": "日本橋",
        "Nihonbashi Ningyocho": "日本橋人形町",
        "Nihonbashi-Horidomecho": "日本橋堀留町",
        "Nihonbashi-Kabutocho": "日本橋兜町",
        "Otemachi": "大手町",
        "Roppongi": "六本木",
        "Sakae": "栄",
        "Sanjo": "三条",
        "Shibaura": "芝浦",
        "Shimo": "志茂",
        "Shiodome": "汐留",
        "Toranomon": "虎ノ門",
        "Tsukuda": "佃",
        "Uchisaiwaicho": "内幸町",
    }
)
_NUMBERED: Final = re.compile(r"(?:(?P<first>\d[\d-]*) )?(?P<name>\D+?)(?: (?P<last>\d[\d-]*))?")
_KINDS: Final = "都道府県市"


def address_in(text: str, language: str) -> str:
    """The address in Japanese where that is asked for and each of its parts is known."""
    if language != "ja":
        return text
    return _AREAS.get(text) or _japanese(text.split(", ")) or text


def _japanese(parts: list[str]) -> str | None:
    """The parts, of which the largest stands last, in Japanese; None where one is unknown."""
    *smaller, largest = parts
    city_follows = bool(smaller) and smaller[-1] in _CITIES
    region = _PREFECTURES if city_follows or largest not in _CITIES else _CITIES
    written = region.get(largest) or _WARDS.get(largest.capitalize())
    for part in reversed(smaller):
        narrower = _CITIES.get(part) or _WARDS.get(part)
        quarter = None if narrower else _quarter(part)
        if written is None or not (narrower or quarter):
            return None
        # A quarter named without its ward is where something is, and no address.
        loose = quarter and written[-1] in _KINDS
        written = f"{written[:-1]}・{quarter}" if loose else f"{written}{narrower or quarter}"
    return written


def _quarter(part: str) -> str | None:
    found = _NUMBERED.fullmatch(part)
    names = [_QUARTERS.get(name) for name in found["name"].split(" and ")] if found else [None]
    if found is None or None in names:
        return None
    return "・".join(filter(None, names)) + (found["first"] or found["last"] or "")
