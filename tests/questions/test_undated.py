"""What no page dates is marked in every answer for an earlier day, or is in none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial

import pytest
from helpers.golden import plain
from helpers.here import on_day, right_here
from helpers.project import PROJECT
from helpers.stored import stored_questions
from pyoxigraph import Store

from kgraph.limited import UNLIMITED
from kgraph.questions.ask import ask
from kgraph.render.ask import write
from kgraph.snapshot import Snapshot
from kgraph.snapshot.labels import UNDATED
from kgraph.vocab import GRAPH, JPST

DAY = date(2022, 12, 31)
MARK = re.compile(
    r"date unknown|since when unknown|undated|no date|日付不明|時期不明|時点不明|日付なし"
)
OF_PAGES = {"sources", "asOf", "page", "ground"} | {
    *("voices", "sourceCount", "primaryCount", "publisherCount"),
}
"""Columns that tell of the pages of a row: one that holds may stand beside one of unknown date."""
OF_WHATEVER_DAY = {
    # About the record itself: which dates, disagreements, readings and pages there are.
    *("coarse-dates", "conflicts", "editorial-readings", "not-found", "provision-sources"),
    *("secondary-only-facts", "single-valued-properties"),
    "statistic-measures",  # `dated` tells those with a day apart
    "pts-operators",  # what is not on record of an operator says nothing of a day
}
TOKENS = (
    *("st-tosei-property-fund-3-ichigaya", "st-kenedix-shibuya-jinnan", "st-bond-daiwa-1"),
    "st-ichigo-residence-token-1",
)


@pytest.fixture(scope="module")
def of_day(real_snapshot: Snapshot) -> Snapshot:
    """The state of an early day, in memory."""
    made = on_day(real_snapshot, DAY)
    store = Store()
    store.bulk_extend(made.store)
    return Snapshot(made.path, store, made.manifest, made.root)


@pytest.fixture(scope="module")
def dated(of_day: Snapshot) -> Snapshot:
    """The same without the claims of unknown date."""
    store = Store()
    store.bulk_extend(of_day.store)
    for quad in of_day.store.quads_for_pattern(None, JPST.claimState, UNDATED, GRAPH.claims):
        for said in list(store.quads_for_pattern(quad.subject, None, None, GRAPH.claims)):
            store.remove(said)
    return Snapshot(of_day.path, store, of_day.manifest, of_day.root)


def unmarked(
    slug: str, values: Mapping[str, object], of_day: Snapshot, dated: Snapshot, lang: str
) -> list[dict[str, object]]:
    """The rows that rest on claims of unknown date and do not say so."""
    asked = partial(ask, slug=slug, values=values, lang=lang, root=PROJECT, limits=UNLIMITED)
    with right_here():
        every, surely = asked(of_day), asked(dated)

    def told(row: Mapping[str, object]) -> dict[str, object]:
        return {name: value for name, value in row.items() if name not in OF_PAGES}

    sure = [told(row) for row in plain(surely)]
    rest = [told(row) for row in plain(every) if told(row) not in sure]
    return [row for row in rest if not any(MARK.search(str(value)) for value in row.values())]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("slug", [question.slug for question in stored_questions()])
def test_what_is_of_unknown_date_is_marked(
    of_day: Snapshot, dated: Snapshot, slug: str, lang: str
) -> None:
    if slug in OF_WHATEVER_DAY:
        pytest.skip("not about what holds on the day")
    assert unmarked(slug, {}, of_day, dated, lang) == []


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("slug", ["token-route", "token-parties", "custody-chain", "who-says"])
def test_what_is_of_unknown_date_is_marked_of_each_token(
    of_day: Snapshot, dated: Snapshot, slug: str, token: str
) -> None:
    (name,) = [
        parameter.name
        for question in stored_questions()
        if question.slug == slug
        for parameter in question.parameters
        if parameter.name in ("token", "subject")
    ]
    assert unmarked(slug, {name: token}, of_day, dated, "en") == []


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "Of {} claims it is unknown"), ("ja", "うち {} 件の記載")]
)
def test_an_answer_for_another_day_tells_how_much_is_of_unknown_date(
    of_day: Snapshot, dated: Snapshot, lang: str, told: str
) -> None:
    with right_here():
        answers = [
            ask(one, "coverage-by-layer", lang=lang, root=PROJECT, limits=UNLIMITED)
            for one in (of_day, dated)
        ]
    shown, without = (write(answer, "table", 300) for answer in answers)
    assert of_day.undated > 500
    assert any(note.startswith(told.format(of_day.undated)) for note in shown.title)
    assert not any(told.split("{}")[1] in note for note in without.title)
