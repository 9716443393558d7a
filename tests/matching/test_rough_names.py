"""Rough names of many firms, made by rule of what the graph calls them: none is matched wrongly."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from kgraph.matching.reconciler import Query, Reconciler
from kgraph.search.folding import spelling, without_form
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDF, SKOS

AGENT = JPST.BASE + "Agent"
HALF = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in (*range(0xFF66, 0xFF9E),)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
SHORTER = (
    ("Securities", "Sec."),
    ("Corporation", "Corp"),
    ("Holdings", "HD"),
    ("International", "Intl"),
    ("Management", "Mgmt"),
    ("Co., Ltd.", "Co Ltd"),
    ("ホールディングス", "HD"),
    ("フィナンシャルグループ", "FG"),
)
ROMANIZED = (
    ("Securities", "Shoken"),
    ("Trust and Banking", "Shintaku Ginko"),
    ("Trust", "Shintaku"),
    ("Bank", "Ginko"),
    ("Insurance", "Hoken"),
    ("Real Estate", "Fudosan"),
)
OLD = {"証券": "證券", "沢": "澤", "学": "學", "会": "會", "国": "國", "広": "廣", "浜": "濱"}


def half_width(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(
        HALF.get(one) or MARKS.get(one) or unicodedata.normalize("NFC", one) for one in apart
    )


def replaced(text: str, pairs: object) -> str:
    for one, other in pairs:  # type: ignore[attr-defined]
        text = text.replace(one, other)
    return text


def romanized(text: str) -> str:
    bare = without_form(text)
    other = replaced(bare, ROMANIZED)
    return f"Kabushiki Kaisha {other}" if spelling(text).forms & {"stock"} else other


def swapped(text: str) -> str:
    at = len(text) // 2
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def old_characters(text: str) -> str:
    return replaced(text, OLD.items())


WAYS: dict[str, tuple[str, Callable[[str], str]]] = {
    "half-width kana": ("ja", half_width),
    "abbreviated": ("en", lambda text: replaced(text, SHORTER)),
    "abbreviated in Japanese": ("ja", lambda text: replaced(text, SHORTER)),
    "romanized": ("en", romanized),
    "letters swapped": ("en", swapped),
    "a letter lost": ("en", lambda text: text[: len(text) // 2] + text[len(text) // 2 + 1 :]),
    "a letter lost in Japanese": ("ja", lambda text: text[:-1] if len(text) > 3 else text),
    "form before, not behind": (
        "ja",
        lambda text: re.sub(r"^(.*)株式会社$|^株式会社(.*)$", r"\2㈱\1", text),
    ),
    "no form": ("en", without_form),
    "with a branch": ("ja", lambda text: f"{text}（本店営業部）"),
    "old characters": ("ja", old_characters),
    "capitals, no stops": ("en", lambda text: re.sub(r"[.,]", "", text).upper()),
}
"""How lists write names: the language that is started from, and what becomes of the name."""


def firms(snapshot: Snapshot) -> list[str]:
    quads = snapshot.store.quads_for_pattern(None, RDF.type, NamedNode(AGENT), DefaultGraph())
    return sorted({quad.subject.value for quad in quads})


def rough_names(snapshot: Snapshot) -> Iterator[tuple[str, str, str]]:
    """(way, name, thing): each way in turn of the next firm whose name it changes, then names
    of other days."""
    left = firms(snapshot)
    for way, (lang, make) in [*WAYS.items()] * 4:
        changed = ((iri, make(snapshot.label(iri, lang))) for iri in left)
        iri, name = next((iri, n) for iri, n in changed if n != snapshot.label(iri, lang))
        left.remove(iri)
        yield way, name, iri
    for predicate in (JPST.formerName, SKOS.altLabel):
        quads = snapshot.store.quads_for_pattern(None, predicate, None, DefaultGraph())
        found = sorted((q.subject.value, q.object.value) for q in quads if q.subject.value in left)
        for iri, name in found[:3]:
            yield str(predicate), name, iri


@pytest.fixture(scope="module")
def reconciler(real_snapshot: Snapshot) -> Reconciler:
    return Reconciler(real_snapshot)


def test_of_fifty_rough_names_none_is_matched_wrongly(
    reconciler: Reconciler, real_snapshot: Snapshot
) -> None:
    names = list(rough_names(real_snapshot))
    assert len(names) == 4 * len(WAYS) + 6 == 54
    told = Counter[str]()
    lost, wrong = [], []
    for way, name, iri in names:
        offers = reconciler.offer(Query(name, (AGENT,)))
        meant = next((one.iri for one in offers if one.match), None)
        told["matched"] += meant == iri
        told["offered"] += iri in {one.iri for one in offers}
        told["first"] += bool(offers) and offers[0].iri == iri
        if meant not in (None, iri):
            wrong.append((way, name, meant))
        if iri not in {one.iri for one in offers}:
            lost.append((way, name))
    assert wrong == []
    assert (told["matched"], told["first"], told["offered"]) == (40, 51, 54), lost


def test_another_legal_form_of_every_firm_is_never_matched(
    reconciler: Reconciler, real_snapshot: Snapshot
) -> None:
    tried = 0
    for iri in firms(real_snapshot):
        label = real_snapshot.label(iri, "ja")
        if spelling(label).forms == {"stock"}:
            tried += 1
            for name in (f"合同会社{without_form(label)}", f"{without_form(label)}有限会社"):
                assert not any(one.match for one in reconciler.offer(Query(name))), name
    assert tried > 100
