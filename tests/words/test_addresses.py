"""Addresses in Roman letters, as Japanese writes them."""

from __future__ import annotations

import pytest

from kgraph.words.addresses import address_in


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Tokyo", "東京都"),
        ("Osaka", "大阪市"),
        ("Chiyoda-Ku", "千代田区"),
        ("Chuo-ku, Tokyo", "東京都中央区"),
        ("Dojima, Kita-ku, Osaka", "大阪市北区堂島"),
        ("Chuo-ku, Osaka, Osaka", "大阪府大阪市中央区"),
        ("Nishi-ku, Nagoya, Aichi", "愛知県名古屋市西区"),
        ("Roppongi 1-6-1, Minato-ku, Tokyo", "東京都港区六本木1-6-1"),
        ("1-8-10 Jinnan, Shibuya-ku, Tokyo", "東京都渋谷区神南1-8-10"),
        ("Sanjo, Kyoto", "京都・三条"),
        ("greater Tokyo", "首都圏"),
        ("Ginza and Daikanyama, Tokyo", "東京・銀座・代官山"),
    ],
)
def test_an_address_is_written_from_the_largest_part_down(text: str, written: str) -> None:
    assert address_in(text, "ja") == written
    assert address_in(text, "en") == text


@pytest.mark.parametrize(
    "text",
    [
        "Ningyocho PREX 3F, Nihonbashi-Horidomecho 1-9-8, Chuo-ku, Tokyo",
        "Roppongi 1-6-1",
        "Somewhere, Tokyo",
        "Tokyo, Somewhere",
        "東京都港区",
        "",
    ],
)
def test_what_is_not_known_whole_stays_as_it_is(text: str) -> None:
    assert address_in(text, "ja") == text
