"""The notices that go with a release."""

from __future__ import annotations

from pathlib import Path

from helpers.project import PROJECT

import kgraph
from kgraph.align.bridges import read_bridges
from kgraph.limited import UNLIMITED
from kgraph.render.notice import as_text
from kgraph.snapshot import Snapshot

TERMS_OF_USE = {
    "ontology/core.ttl": "jpst:TermsOfUse a owl:Class . jpst:creditText a owl:DatatypeProperty .\n",
    "data/entities/all.ttl": 'id:odx-terms a jpst:TermsOfUse ; skos:prefLabel "Terms of ODX"@en , '
    '"ODX の利用条件"@ja .\n',
    "data/sources/odx-launch.ttl": 'id:odx-terms jpst:creditText "Source: ODX."@en , '
    '"出典：ODX。"@ja .\n',
    "data/sources/press-launch.ttl": "src:press-launch dcterms:rights id:odx-terms .\n",
}


def test_the_notice_tells_terms_of_sources_in_both_languages(market: Path) -> None:
    """Those of one page are on record; of the other nothing is, and that is said."""
    for name, more in TERMS_OF_USE.items():
        path = market / name
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert kgraph.build(market, limits=UNLIMITED).published
    english, _, japanese = as_text(kgraph.open(market)).partition("告知\n")
    assert "- Terms of ODX (sources: 1)\n  what they permit and forbid was not" in english
    assert "\n  Source: ODX.\n" in english
    assert "- ODX の利用条件（出典：1件）\n" in japanese
    assert "\n  出典：ODX。\n" in japanese
    for text in ("Of 1 of 2 sources no terms of use are on record", "it does not follow"):
        assert text in english
    assert "出典2件のうち1件には利用条件の記録がない" in japanese


def test_the_licenses_of_outside_ontologies_are_told(real_snapshot: Snapshot) -> None:
    """In both languages the same: those of ISO 10383, and a line or more for each bridge."""
    bridges = read_bridges(PROJECT)
    english, _, japanese = as_text(real_snapshot, bridges).partition("告知\n")
    for text in ("registration authority SWIFT", "- W3C DCAT 3: CC BY 4.0", "states no license"):
        assert text in english
    for text in ("登録機関：SWIFT", "- W3C DCAT 3：CC BY 4.0", "許諾条件の記載なし"):
        assert text in japanese
    for bridge in bridges.bridges:
        assert len(bridge.rights["en"]) == len(bridge.rights["ja"])
        assert bridge.rights["en"] or bridge.slug == "things"
