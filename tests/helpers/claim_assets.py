"""Which assets the claims of the fact base about a token tell of.

The fact base tells of assets under the token, and of one among several by a qualifier. In the graph
each is a thing: `asset-` and the slug of its token without `st-`, but for those named here.
"""

from __future__ import annotations

TOLD_OF_ASSETS = {
    "acquisition-price",
    "appraisal-value",
    "asset-location",
    "built",
    "floor-area",
    "land-area",
    "leasable-area",
    "lease",
    "ltv",
}
NAMED = {
    "st-chuo-nittochi-baus-1": ("baus-cross-tokaidaigaku-mae", "baus-cross-sendai-kawauchi"),
    "st-ichigo-residence-token-nishiazabu-kanamachi": tuple(
        f"ichigo-residence-{place}"
        for place in (
            *("nishi-azabu", "yoyogi", "hatchobori", "ueno"),
            *("monzennakacho", "asagaya", "kanamachi"),
        )
    ),
    # Two issues name the same hotel.
    "st-kenedix-grand-nikko-maihama-1": ("grand-nikko-tokyo-bay-maihama",),
    "st-kenedix-grand-nikko-maihama-2": ("grand-nikko-tokyo-bay-maihama",),
    "st-kenedix-logistics-atsugi-yachiyo-noda": (
        *("kdx-logistics-atsugi", "lonco-profit-mart-yachiyo"),
        "kdx-logistics-noda",
    ),
    "st-mdm-alterna-residence-shinjuku-kyodo-monzennakacho": (
        *("alterna-shinjuku-nakaochiai", "alterna-kyodo"),
        "alterna-monzennakacho",
    ),
    "st-mdm-kusatsu-onsen": ("toki-no-niwa", "oyado-konoha"),
}
BY_QUALIFIER = {
    "atsugi": "kdx-logistics-atsugi",
    "noda": "kdx-logistics-noda",
    "shinjuku-nakaochiai": "alterna-shinjuku-nakaochiai",
    "whole-building": "mufg-realty-token-osaka-dojimahama",
    "yachiyo": "lonco-profit-mart-yachiyo",
}
PLACES = {
    "Atsugi (Kanagawa); Yachiyo and Noda (Chiba)": {
        "kdx-logistics-atsugi": "Atsugi, Kanagawa",
        "lonco-profit-mart-yachiyo": "Yachiyo, Chiba",
        "kdx-logistics-noda": "Noda, Chiba",
    },
    "Tokyo (Shinjuku-ku, Kyodo, Monzennakacho)": {
        "alterna-shinjuku-nakaochiai": "Shinjuku-ku, Tokyo",
        "alterna-kyodo": "Kyodo, Tokyo",
        "alterna-monzennakacho": "Monzennakacho, Tokyo",
    },
}
KNOWN_BY_PLACE = {
    "st-mdm-alterna-residence-ginza-daikanyama",
    "st-mdm-fukuoka-tenjin",
    "st-mdm-gakugeidaigaku-otsuka",
    "st-mdm-ginza-2025",
    "st-mdm-kyoto-sanjo",
    "st-mufg-realty-token-shibuya-shinsen",
    "st-starts-asset-token-ryogoku-chidoricho",
}
"""Tokens of whose asset no claim tells anything but where it lies."""


def assets(token: str) -> list[str]:
    """The slugs of the assets behind a token."""
    return [f"asset-{name}" for name in NAMED.get(token, (token.removeprefix("st-"),))]


def told(claim: dict) -> list[dict]:
    """What a claim about an asset says of each that it is about, as a claim with that subject."""
    qualifier = claim.get("qualifier")
    if qualifier in BY_QUALIFIER:
        rest = {key: value for key, value in claim.items() if key != "qualifier"}
        return [rest | {"subject": f"asset-{BY_QUALIFIER[qualifier]}"}]
    if claim["value"] in PLACES:
        places = PLACES[claim["value"]].items()
        return [claim | {"subject": f"asset-{name}", "value": place} for name, place in places]
    return [claim | {"subject": asset} for asset in assets(claim["subject"])]
