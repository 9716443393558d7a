"""What an answer does not decide, each said once in English and Japanese.

A question names with the header key `caveats` those that bear on its answer, and every form of the
answer carries them: forms for people in words, forms for programs by these keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CAVEATS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "businessAtDay": (
            "A registration on record is for a kind of business, as seen in a source on a day; it "
            "is no permission for a token.",
            "記録されている登録は、ある日に出典で確認された業務の種別に関するものであり、"
            "個々のトークンの取扱いを認めるものではない。",
        ),
        "tokenizedRights": (
            "Handling tokenized rights needs an entry in the register of its own (FIEA Article "
            "29-2(1)(viii)) and, of an operator registered before, a change registration.",
            "電子記録移転有価証券表示権利等の取扱いには、登録申請書への記載（金融商品取引法第29条の2"
            "第1項第8号）を要し、既存の業者には変更登録が必要である。",
        ),
        "associationRules": (
            "The rules of associations, and membership in them, are not tested.",
            "協会の規則への適合および協会への加入は判定していない。",
        ),
        "issueLimits": (
            "The limits of the issue itself are not tested: technical measures against transfer, "
            "its sponsor, its platform, its circle of investors.",
            "譲渡を制限する技術的措置、取扱いの申請者、プラットフォーム、投資家の範囲など、"
            "銘柄自体の制限は判定していない。",
        ),
        "drafts": (
            "Drafts are no law, and what is enacted need not be in force yet.",
            "案は法令ではなく、成立した改正が施行済みであるとは限らない。",
        ),
        "listedVolume": (
            "The volume criteria for proprietary trading systems measure listed securities, not "
            "unlisted tokens.",
            "私設取引システムの売買高基準は上場有価証券に関するものであり、"
            "非上場のトークンには及ばない。",
        ),
        "lawOfItsDay": (
            "The law stands here as of the day of each source; later amendments may be missing.",
            "法令の内容は各出典の時点のものであり、その後の改正を反映していないことがある。",
        ),
        "perhapsTwice": (
            "Whether two tokens on record are one and the same: a few probably are (“possibly the "
            "same as”), and each of the two is counted.",
            "記録上の二つのトークンが同一かどうかは判定していない。「同一の可能性」があるものが"
            "数件あり、それぞれを一件と数えている。",
        ),
        "textFirst": (
            "Where a row rests on a description, the text of the law decides.",
            "解説に基づく記載については、法令の条文が優先する。",
        ),
    }
)
HEAD: Final = ("not decided", "判定しないこと")
"""What stands above a column of caveats."""
LEAD: Final = ("What this does not decide:", "この回答が判定しないこと：")
"""What stands above the caveats of an answer."""


def caveats(keys: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """The caveats of these keys in a language, English unless Japanese is asked for."""
    return tuple(CAVEATS[key][lang == "ja"] for key in keys)
