"""What we withdrew as our mistake, or what a text rejects, is in no answer as if it were said."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from helpers.golden import FILES, read
from helpers.here import right_here, rows
from helpers.project import FOLDERS
from helpers.stored import stored_questions

import kgraph
from kgraph.limited import UNLIMITED
from kgraph.questions.ask import ask
from kgraph.questions.params import DAYS
from kgraph.revise import withdraw
from kgraph.snapshot import Snapshot

GONE = {"en": "It was a draft.", "ja": "草稿であった。"}
TELL = {
    "publisher-sources": "is about sources",
    "resolved-disagreements": "tells of each side what has become of it",
    "source-editions": "is about sources",
    "terms-of-use": "is about sources, whatever has become of what they say",
    "who-says": "tells of each claim what has become of it",
}
"""The questions that show withdrawn pages, and why."""


@pytest.fixture(scope="module")
def without(fixed: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The real graph, of which every third source is withdrawn."""
    root = tmp_path_factory.mktemp("withdrawn")
    for name in FOLDERS:
        shutil.copytree(fixed / name, root / name)
    for path in sorted((root / "data/sources").glob("*.ttl"))[::3]:
        (change,) = withdraw(root, path.stem, date(2026, 11, 20), GONE, mistake=True)
        path.write_text(change.text, "utf-8")
    out = root / "out"
    assert kgraph.build(root, out, fail_on="never", validate=False, limits=UNLIMITED).published
    return kgraph.open(root, out)


@pytest.fixture(scope="module")
def pages(without: Snapshot) -> set[str]:
    """The withdrawn sources, and how their pages are cited where no other has that citation.

    What a reading of ours was read from is told with it, whatever has become of the page.
    """
    found = {
        (row[0].value, row[1].value, row[2] is not None)
        for row in rows(
            without,
            "SELECT ?source ?page ?gone { GRAPH graph:claims { ?source jpst:citation ?page }"
            " ?source a jpst:Source OPTIONAL { ?source jpst:withdrawnByUs ?gone }"
            " FILTER NOT EXISTS { GRAPH graph:claims { ?reading prov:wasDerivedFrom ?source } } }",
        )
    }
    kept = {page for _, page, gone in found if not gone}
    assert len(kept) > 200
    return {text for source, page, gone in found if gone for text in (source, page)} - kept


ASKED = sorted({one.slug for one in stored_questions()})


@pytest.mark.parametrize("slug", ASKED)
def test_no_answer_rests_on_what_was_withdrawn(
    slug: str, without: Snapshot, pages: set[str]
) -> None:
    goldens = [read(path) for path in FILES]
    given = [one["parameters"] for one in goldens if one["question"] == slug]
    shown = set[str]()
    with right_here():
        for parameters in given:
            own = {name: value for name, value in parameters.items() if name not in DAYS}
            for row in ask(without, slug, own).rows:
                shown |= {part for cell in row for part in str(cell).split(" | ")} & pages
    if slug in TELL:
        assert shown, "this question shows no withdrawn page: take it from the list"
    else:
        assert not shown
