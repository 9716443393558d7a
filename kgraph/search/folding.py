"""Spellings that people take for the same: width, case, kana, old characters, legal forms."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

# The forms that the list of kanji for general use (常用漢字表, 2010) sets in parentheses as those
# of the Kangxi dictionary, save what NFKC makes one already; then forms that names are written in.
_OLD: Final = (
    "亞惡壓圍醫爲壹隱榮營衞驛圓鹽緣艷應歐毆櫻奧橫溫穩假價畫會繪壞懷槪擴殼覺學嶽樂渴罐"
    "卷陷勸寬關歡觀氣歸龜僞戲犧舊據擧虛峽挾狹鄕曉區驅勳薰徑莖惠揭溪經螢輕繼鷄藝擊缺硏"
    "縣儉劍險圈檢獻權顯驗嚴廣效恆黃鑛號國黑碎濟齋劑雜參棧蠶慘贊殘絲齒兒辭濕實寫釋壽收"
    "從澁獸縱肅處緖敍將稱涉燒證奬條狀乘淨剩疊繩壤孃讓釀觸囑眞寢愼盡圖粹醉穗隨髓樞數瀨"
    "聲齊靜竊攝專淺戰踐錢潛纖禪雙壯爭莊搜插巢曾瘦裝總騷增藏臟卽屬續墮對體帶滯臺瀧擇澤"
    "擔單膽團斷彈遲癡蟲晝鑄廳徵聽敕鎭遞鐵點轉傳燈當黨盜稻鬭德獨讀屆貳惱腦霸拜廢賣麥發"
    "髮拔晚蠻祕濱甁拂佛倂竝餠邊變辨瓣辯步寶豐襃飜每萬滿麵默彌譯藥與豫餘譽搖樣謠來賴亂"
    "覽龍兩獵綠淚壘禮勵戾靈齡曆歷戀鍊爐勞郞樓錄灣"
    "髙﨑濵邉𠮷嶋冨舘栁"
)
_NEW: Final = (
    "亜悪圧囲医為壱隠栄営衛駅円塩縁艶応欧殴桜奥横温穏仮価画会絵壊懐概拡殻覚学岳楽渇缶"
    "巻陥勧寛関歓観気帰亀偽戯犠旧拠挙虚峡挟狭郷暁区駆勲薫径茎恵掲渓経蛍軽継鶏芸撃欠研"
    "県倹剣険圏検献権顕験厳広効恒黄鉱号国黒砕済斎剤雑参桟蚕惨賛残糸歯児辞湿実写釈寿収"
    "従渋獣縦粛処緒叙将称渉焼証奨条状乗浄剰畳縄壌嬢譲醸触嘱真寝慎尽図粋酔穂随髄枢数瀬"
    "声斉静窃摂専浅戦践銭潜繊禅双壮争荘捜挿巣曽痩装総騒増蔵臓即属続堕対体帯滞台滝択沢"
    "担単胆団断弾遅痴虫昼鋳庁徴聴勅鎮逓鉄点転伝灯当党盗稲闘徳独読届弐悩脳覇拝廃売麦発"
    "髪抜晩蛮秘浜瓶払仏併並餅辺変弁弁弁歩宝豊褒翻毎万満麺黙弥訳薬与予余誉揺様謡来頼乱"
    "覧竜両猟緑涙塁礼励戻霊齢暦歴恋錬炉労郎楼録湾"
    "高崎浜辺吉島富館柳"
)
_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F5)}
LETTERS: Final = MappingProxyType(
    str.maketrans(_OLD, _NEW)
    | _HIRAGANA
    | {ord(small): large for small, large in zip("ヵゕヶゖ", "かかけけ", strict=True)}
    # Latin letters without their accents.
    | {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xE0, 0x250)}
    | {ord("&"): " and "}
)
"""Letters that count as others: code → code or text."""
_BETWEEN: Final = re.compile(
    r"[\s\-‐‑‒–—―−~〜_・·:;/|'’‘\"“”「」『』【】〈〉<>()\[\]{}.,、。!?*#+]+"
)
# The same syllable of a place name, as in 市ヶ谷, 市ケ谷, 市が谷.
_KE: Final = re.compile(r"(?<=[\u3400-\u9fff々])が(?=[\u3400-\u9fff])")
_LEGAL_FORMS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"株式会社|\([株]\)", ("stock",)),
    (r"有限会社|\([有]\)", ("limited",)),
    (r"合同会社|\([同]\)", ("llc",)),
    (r"合資会社|\([資]\)", ("limited partnership",)),
    (r"合名会社|\([名]\)", ("partnership",)),
    (r"相互会社", ("mutual",)),
    (r"特定目的会社", ("specific purpose",)),
    (r"特定非営利活動法人|\((?:特非)\)", ("nonprofit",)),
    (r"(?:一般|公益)?社団法人|\((?:一社|公社)\)", ("association",)),
    (r"(?:一般|公益)?財団法人|\((?:一財|公財)\)", ("foundation",)),
)
"""Legal forms as Japanese names have them, before or behind the name, and what they stand for."""
_ENGLISH_FORMS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"limited\s+liability\s+company|llc|g\.?k\.?|godo[\s-]+(?:kaisha|gaisha)", ("llc",)),
    (
        r"corp|corporation|inc|incorporated|plc|k\.?k\.?|kabushiki[\s-]+(?:kaisha|gaisha)",
        ("stock",),
    ),
    (r"y\.?k\.?|yugen[\s-]+(?:kaisha|gaisha)", ("limited",)),
    (r"ltd|limited", ("stock", "limited")),
    (r"llp", ("limited liability partnership",)),
    (r"co|company", ()),
)
"""The same in English: `Ltd.` may be either of two forms, and `Company` any."""
_FORM_JA: Final = "(?:" + "|".join(form for form, _ in _LEGAL_FORMS) + ")"
_FORM_EN: Final = "(?:" + "|".join(form for form, _ in _ENGLISH_FORMS) + ")"
_BEFORE_EN: Final = r"(?:[kgy]\.?k\.?|(?:kabushiki|godo|yugen)[\s-]+(?:kaisha|gaisha))\s+"
_FORMS: Final = re.compile(
    rf"^(?:{_FORM_JA}\s*|{_BEFORE_EN})+|(?:\s*{_FORM_JA}|[\s,.]+{_FORM_EN}\.?)+$",
    re.IGNORECASE,
)
_STANDS_FOR: Final = tuple(frozenset(meant) for _, meant in (*_LEGAL_FORMS, *_ENGLISH_FORMS))
_ONE_FORM: Final = re.compile(
    "|".join(rf"(?<![a-z0-9])({form})(?![a-z0-9])" for form, _ in (*_LEGAL_FORMS, *_ENGLISH_FORMS))
)
_NOTE: Final = re.compile(r"\s*\(([^()]*)\)$")


@dataclass(frozen=True)
class Spelling:
    """A name as it is compared.

    `folded` is the whole of it, `core` what is left without a legal form (株式会社, Co., Ltd.) and
    without a note in parentheses at its end, `starts` where in `folded` a word begins. `forms` are
    the legal forms that it may be of, none where it says nothing of that; `note` is the note.
    """

    folded: str
    core: str
    starts: frozenset[int]
    forms: frozenset[str] = frozenset()
    note: str = ""

    def differs(self, other: Spelling) -> bool:
        """Whether two names of one core are not of one thing: another legal form, or note."""
        return are_others(self.forms, other.forms) or bool(
            self.note and other.note and self.note != other.note
        )

    def begins(self, other: str) -> bool:
        """Whether a folded text stands in the name from the start of a word on.

        Japanese has no spaces between words: there it may stand anywhere.
        """
        at = self.folded.find(other)
        while at >= 0:
            if at in self.starts or not (_latin(other[0]) and _latin(self.folded[at - 1])):
                return True
            at = self.folded.find(other, at + 1)
        return False


def fold(text: str) -> str:
    """The text in the form in which it is compared.

    NFKC (so ABC becomes ABC and カ becomes カ), case folded, Latin accents off, katakana as
    hiragana, the old form of a character as the one in use, and without spaces, hyphens, middle
    dots, stops and parentheses. The long-vowel mark stays.
    """
    return "".join(words(text))


def words(text: str) -> list[str]:
    """The words of a text, each folded; Japanese is not divided further."""
    return _split(_plain(text))


def spelling(text: str) -> Spelling:
    """A name in all forms in which it is compared."""
    plain = _plain(text)
    parts = _split(plain)
    starts, length = [], 0
    for part in parts:
        starts.append(length)
        length += len(part)
    folded = "".join(parts)
    bare, forms, notes = _parted(plain)
    core = folded if bare == plain else "".join(_split(bare))
    note = "".join(part for one in notes for part in _split(one))
    return Spelling(folded, core or folded, frozenset(starts), _meant(forms), note)


def without_form(name: str) -> str:
    """A name without its legal form and without a note in parentheses at its end."""
    return _parted(unicodedata.normalize("NFKC", name))[0]


def are_others(forms: frozenset[str], others: frozenset[str]) -> bool:
    """Whether what is of one of some legal forms cannot be of one of others."""
    return bool(forms and others) and forms.isdisjoint(others)


def similarity(one: str, other: str) -> float:
    """How alike two folded texts are, from 0 to 1: the share of their letter pairs in common."""
    pairs, others = _pairs(one), _pairs(other)
    total = sum(pairs.values()) + sum(others.values())
    return 2 * sum((pairs & others).values()) / total if total else 0.0


def _plain(text: str) -> str:
    spelled = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS)
    return _KE.sub("け", spelled).strip()


def _parted(name: str) -> tuple[str, list[str], list[str]]:
    """A name without its legal forms and notes, these forms, and these notes."""
    forms, notes = list[str](), list[str]()
    while True:
        shorter = _NOTE.sub("", bare := _FORMS.sub("", name).strip(" ,")).strip(" ,")
        shorter = shorter or bare
        if shorter in ("", name):
            return name, forms, notes
        forms += (found.group() for found in _FORMS.finditer(name))
        if shorter != bare and (note := _NOTE.search(bare)) is not None:
            notes.append(note[1])
        name = shorter


def _meant(forms: Iterable[str]) -> frozenset[str]:
    """The legal forms that words for them leave open; all that they name where they contradict."""
    found = (one.lastindex for text in forms for one in _ONE_FORM.finditer(text))
    named = [meant for i in found if i is not None and (meant := _STANDS_FOR[i - 1])]
    return frozenset.intersection(*named) or frozenset.union(*named) if named else frozenset()


def _split(plain: str) -> list[str]:
    return [part for part in _BETWEEN.split(plain) if part]


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _pairs(text: str) -> Counter[str]:
    padded = f"^{text}$"
    return Counter(padded[i : i + 2] for i in range(len(padded) - 1))
