"""Which sets of conditions make an individual a professional investor on a day: any is enough."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.project import PROJECT

from kgraph.questions.ask import ask
from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import on_day

FROM_THE_START = "individualAssetsAndExperience"
SINCE_2022 = {"individualKnowledge", "individualLargeAssetsOrIncome"}


@pytest.mark.parametrize(
    ("day", "further"),
    [
        (date(2022, 6, 30), set()),
        (date(2022, 7, 1), SINCE_2022 | {"individualAssetsAndMonthlyTrading"}),
        (date(2026, 8, 2), SINCE_2022 | {"individualAssetsAndMonthlyTrading"}),
        (date(2026, 8, 3), SINCE_2022 | {"individualAssetsAndYearlyTrading"}),
    ],
)
def test_alternatives_hold_on_their_days_and_are_ours(
    real_snapshot: Snapshot, day: date, further: set[str]
) -> None:
    answer = ask(
        on_day(real_snapshot, day), "provisions", {"subject": "professional-investor"}, root=PROJECT
    )
    told = [
        row for row in answer.rows_as_dicts() if row["property"].endswith("alternativeCriterion")
    ]
    assert {row["thing"].rsplit("/", 1)[-1].rsplit(":", 1)[-1] for row in told} == (
        further | {FROM_THE_START}
    )
    # On an earlier day the page, which has none, is marked so.
    assert {str(row["standing"]).partition(",")[0] for row in told} == {"likely"}
    assert all("our reading of" in row["sources"] for row in told)
