"""Reported inputs to `search` and to parameters: what each must find."""

from __future__ import annotations

import pytest

from kgraph.names import ID
from kgraph.search.lookup import resolve, search
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST

ICHIGAYA = ID + "st-tosei-property-fund-3-ichigaya"


@pytest.mark.parametrize("text", ["tosei ichigaya", "市ケ谷", "市ヶ谷"])
def test_ask_18_words_in_any_order_and_both_spellings_of_a_place(
    real_snapshot: Snapshot, text: str
) -> None:
    assert search(real_snapshot, text)[0].iri == ICHIGAYA
    assert resolve(real_snapshot, text, JPST.SecurityToken.value) == [ICHIGAYA]
