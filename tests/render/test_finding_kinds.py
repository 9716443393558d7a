"""What each kind of finding means, on the screen and on the page of the documentation."""

from __future__ import annotations

import pytest
from helpers.project import PROJECT

from kgraph.render.finding_kinds import as_page, as_text
from kgraph.validate import find_kind, finding_kinds, load_checks, load_shapes

PAGE = PROJECT / "docs" / "generated" / "findings.md"
TEXTS = ("problem", "why", "fix")


@pytest.fixture(scope="module")
def kinds():
    return finding_kinds(load_shapes(PROJECT / "shapes"), load_checks(PROJECT))


def test_the_page_is_up_to_date(kinds) -> None:
    made = as_page(kinds, root=PROJECT)
    assert PAGE.read_text(encoding="utf-8") == made, "`make docs` writes it anew"


def test_every_kind_says_all_in_both_languages(kinds) -> None:
    lacking = [
        (kind.id, name, language)
        for kind in kinds
        for name in TEXTS
        for language in ("en", "ja")
        if not kind.text(name, language).strip()
    ]
    assert lacking == []


def test_ids_are_not_shared(kinds) -> None:
    ids = [kind.id for kind in kinds]
    assert len(ids) == len(set(ids))


def test_every_shape_is_asked_of_something(kinds) -> None:
    assert [k.id for k in kinds if k.source == "shape" and not k.asked_of] == []


def test_every_finding_of_the_real_graph_is_explained(kinds) -> None:
    import kgraph

    ids = {kind.id for kind in kinds}
    assert {finding.id for finding in kgraph.findings(root=PROJECT)} <= ids


def test_one_kind_as_text(kinds) -> None:
    assert as_text(find_kind(kinds, "trust-token-trustee"), base=PROJECT) == (
        "trust-token-trustee\n"
        "  Problem     {$this} represents an interest in a trust, but its trustee is not on "
        "record\n"
        "  Why         Without it the record has a gap, and questions that need the fact leave the "
        "thing out.\n"
        "  Mend        add jpst:trustee from a source that names it\n"
        "  Severity    warning\n"
        "  Asked of    every jpst:TrustInterestToken\n"
        "  About       jpst:trustee\n"
        "  Asked       sh:minCount 1\n"
        "  Holds       on all sources together\n"
        "  Written in  shapes/instrument.ttl\n"
    )


def test_one_kind_in_japanese(kinds) -> None:
    told = as_text(find_kind(kinds, "lei-check-digit"), "ja")
    assert "検査用数字が誤っています" in told
    assert "jpst:lei の主語" in told


def test_what_holds_within_one_source_says_so(kinds) -> None:
    assert "within each source alone" in as_text(find_kind(kinds, "issue-before-maturity"))


def test_an_unknown_id_gets_the_nearest(kinds) -> None:
    with pytest.raises(KeyError) as raised:
        find_kind(kinds, "trust-trustee")
    assert "trust-token-trustee" in raised.value.args[0]
