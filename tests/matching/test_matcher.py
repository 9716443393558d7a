"""Names as clients have them, held against the graph: what is matched is right."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.running import run_kgraph
from pyoxigraph import DefaultGraph, NamedNode

from kgraph.matching.matcher import Matcher, columns_of
from kgraph.names import ID
from kgraph.search.folding import spelling, without_form
from kgraph.snapshot import Snapshot
from kgraph.vocab import RDF

# Written by hand from the labels of the graph: name → slug, None where nothing is called so.
BY_HAND = (
    ("ＯＤＸ", "odx"),
    ("大阪デジタルエクスチェンジ㈱", "odx"),
    ("Osaka Digital Exchange", "odx"),
    ("OSAKA DIGITAL EXCHANGE CO LTD", "odx"),
    ("ｽﾀｰﾄ", None),
    ("Example Trading Partners LLC", None),
    ("株式会社どこにもない", None),
    ("", None),
)


@pytest.fixture(scope="module")
def matcher(real_snapshot: Snapshot) -> Matcher:
    return Matcher(real_snapshot)


@pytest.fixture(scope="module")
def agents(real_snapshot: Snapshot) -> Matcher:
    return Matcher(real_snapshot, "https://w3id.org/jpst/ontology/Agent")


@pytest.mark.parametrize(("text", "slug"), BY_HAND)
def test_names_by_hand(agents: Matcher, text: str, slug: str | None) -> None:
    found = agents.match([text])
    assert (found.match.iri if found.match else None) == (ID + slug if slug else None)


@pytest.mark.parametrize("text", ["XYZ Unknown KK", "date unknown", "confirmed", "issuer"])
def test_no_word_of_ours_is_taken_for_a_client(matcher: Matcher, text: str) -> None:
    assert all(one.iri.startswith(ID) for one in matcher.match([text]).candidates)


def test_but_for_its_own_class(real_snapshot: Snapshot) -> None:
    concepts = Matcher(real_snapshot, "http://www.w3.org/2004/02/skos/core#Concept")
    assert concepts.match(["date unknown"]).match is not None


# Another legal form in Japanese and in English; the last three say none, or may be of the same.
@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("合同会社大阪デジタルエクスチェンジ", False),
        ("大阪デジタルエクスチェンジ(同)", False),
        ("大阪デジタルエクスチェンジ有限会社", False),
        ("Osaka Digital Exchange LLC", False),
        ("Osaka Digital Exchange G.K.", False),
        ("Godo Kaisha Osaka Digital Exchange", False),
        ("Kabushiki Kaisha Osaka Digital Exchange", True),
        ("Osaka Digital Exchange Inc.", True),
        ("Osaka Digital Exchange Company", True),
        ("大阪デジタルエクスチェンジ", True),
    ],
)
def test_another_legal_form_is_offered_with_less_and_never_matched(
    agents: Matcher, text: str, sure: bool
) -> None:
    found = agents.match([text])
    first = found.candidates[0]
    assert first.iri == ID + "odx"
    assert (found.match is not None) == sure
    assert (first.how, first.score) == (("form", 80.0) if not sure else (first.how, first.score))
    assert sure == (first.score >= 95)


def test_a_name_without_a_form_is_of_the_form_that_the_other_name_tells(
    agents: Matcher, real_snapshot: Snapshot
) -> None:
    agent = NamedNode("https://w3id.org/jpst/ontology/Agent")
    quads = real_snapshot.store.quads_for_pattern(None, RDF.type, agent, DefaultGraph())
    tried = 0
    for iri in sorted(q.subject.value for q in quads):
        english, japanese = (real_snapshot.label(iri, lang) for lang in ("en", "ja"))
        if spelling(japanese).forms == {"stock"} and spelling(english).forms == set():
            tried += 1
            found = agents.match([f"{english} LLC"])
            assert found.match is None, iri
            assert "form" in {one.how for one in found.candidates if one.iri == iri}, iri
    assert tried


def test_notes_that_differ_are_of_two_things(real_snapshot: Snapshot) -> None:
    tokens = Matcher(real_snapshot, "https://w3id.org/jpst/ontology/SecurityToken")
    label = real_snapshot.label(ID + "st-kenedix-yukinohana", "en")
    assert label.endswith("(transfer-restricted)")
    bare = label.partition(" (")[0]
    assert tokens.match([bare]).match.iri == ID + "st-kenedix-yukinohana"
    other = tokens.match([f"{bare} (freely transferable)"])
    assert (other.match, other.candidates[0].how) == (None, "form")


def full(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def swapped(text: str) -> str:
    at = len(text) // 2
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


ROUGH: dict[str, tuple[str, Callable[[str], str]]] = {
    "full width": ("ja", full),
    "no legal form": ("ja", without_form),
    "(株)": ("ja", lambda text: text.replace("株式会社", "㈱")),
    "upper case": ("en", str.upper),
    "without stops": ("en", lambda text: text.replace(",", "").replace(".", "")),
    "no form in English": ("en", without_form),
    "blanks": ("ja", lambda text: f" {text[:2]} {text[2:]} "),
    "typo": ("en", swapped),
    "cut": ("ja", lambda text: text[:-1] if len(text) > 6 else text),
    "half width": ("ja", lambda text: unicodedata.normalize("NFKC", text)),
}
PICKED = (
    "odx",
    "aizawa-securities-group",
    "alterna-trust",
    "daiwa-securities-group",
    "monex-sp-trust",
)


def test_fifty_rough_names(agents: Matcher, real_snapshot: Snapshot) -> None:
    """Ten ways of writing five firms: none is matched wrongly, nearly all are found."""
    wrong, matched, offered = [], 0, 0
    lost = []
    for slug in PICKED:
        for way, (lang, make) in ROUGH.items():
            label = real_snapshot.label(ID + slug, lang)
            assert f"id:{slug}" != label, slug
            found = agents.match([make(label)])
            if found.match is not None and found.match.iri != ID + slug:
                wrong.append((slug, way, make(label), found.match))
            matched += found.match is not None
            here = any(one.iri == ID + slug for one in found.candidates)
            offered += here
            if not here:
                lost.append((slug, way, make(label)))
    assert wrong == []
    assert lost == []
    assert (matched, offered) == (40, 50)  # a typo or a letter less is for a person to confirm


def test_every_label_leads_to_its_thing_or_to_a_choice(
    agents: Matcher, real_snapshot: Snapshot
) -> None:
    """What bears a name is the match, or one of several that bear it; never another alone."""
    agent = NamedNode("https://w3id.org/jpst/ontology/Agent")
    quads = real_snapshot.store.quads_for_pattern(None, RDF.type, agent, DefaultGraph())
    kept = sorted(q.subject.value for q in quads if q.subject.value.startswith(ID))[:60]
    assert len(kept) > 20
    for iri in kept:
        for lang in ("en", "ja"):
            found = agents.match([real_snapshot.label(iri, lang)])
            assert iri in {one.iri for one in found.candidates}, (iri, lang)
            if found.outcome == "match":
                assert found.match.iri == iri


def test_a_code_that_says_otherwise_is_no_match(asked_market: Snapshot) -> None:
    matcher = Matcher(asked_market)
    assert matcher.match(["ODX", "3538002ZFUQ3KMY5SA19"]).match.iri == ID + "odx"
    found = matcher.match(["Alpha token", "3538002ZFUQ3KMY5SA19"])
    assert (found.outcome, found.match) == ("several", None)
    assert {one.iri for one in found.candidates} == {ID + "odx", ID + "st-alpha"}


def test_what_two_things_are_called_is_no_match(asked_market: Snapshot) -> None:
    found = Matcher(asked_market, "https://w3id.org/jpst/ontology/Company").match(["Twin"])
    assert found.match.iri == ID + "twin-one"
    found = Matcher(asked_market).match(["双子"])
    assert found.outcome in ("match", "several")
    nothing = Matcher(asked_market).match(["", "  "])
    assert (nothing.outcome, nothing.candidates) == ("none", ())


def test_what_is_only_like_is_offered_and_never_matched(asked_market: Snapshot) -> None:
    found = Matcher(asked_market).match(["Osaka Digital Exchnage"])
    assert found.outcome == "candidates"
    assert found.candidates[0].iri == ID + "odx"
    assert found.candidates[0].score < 90
    assert found.candidates[0].how == "similar"


def test_columns_are_known_by_their_heads() -> None:
    assert columns_of(["No.", "社名", "LEI", "備考"]) == ["社名", "LEI"]
    assert columns_of(["a", "b"]) == ["a"]


def test_the_command_reads_a_list_and_says_what_is_sure(built_market: Path, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_text("no,name,LEI\n1,ＯＤＸ,\n2,Alpha tokne,\n3,nobody at all,\n", encoding="utf-8")
    run = run_kgraph("match", str(file), "--format", "json", cwd=built_market)
    assert run.returncode == 1
    rows = json.loads(run.stdout)
    told = [(row["row"], row["given"], row["outcome"], row["label_ja"]) for row in rows]
    assert told[0] == (2, "ＯＤＸ", "match", "大阪デジタルエクスチェンジ")
    assert told[1] == (3, "Alpha tokne", "candidates", "アルファ")
    assert told[-1] == (4, "nobody at all", "none", None)
    wrong = run_kgraph("match", str(file), "--column", "nome", cwd=built_market)
    assert wrong.returncode == 2
    assert "no, name, LEI" in wrong.stderr
