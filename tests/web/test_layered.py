"""Pictures of boxes and arrows, whatever is tied to what."""

from __future__ import annotations

import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.tables.screen import cell_len
from kgraph.web.pages.layered import WIDTH, Arrow, Box, Drawing, PlacedBox, draw

KEYS = st.integers(0, 9).map(str)
ARROWS = st.lists(st.builds(Arrow, KEYS, KEYS, st.sampled_from(["", "owns"])), max_size=25)
NUMBER = r"(-?[\d.]+(?:e-?\d+)?)"


def boxes(texts: list[str]) -> list[Box]:
    return [Box(str(i), text) for i, text in enumerate(texts)]


def ends(path: str) -> tuple[tuple[float, float], tuple[float, float]]:
    first = re.match(rf"M{NUMBER} {NUMBER}", path)
    last = re.search(rf"{NUMBER} {NUMBER}$", path)
    assert first is not None
    assert last is not None
    return (float(first[1]), float(first[2])), (float(last[1]), float(last[2]))


def placed(drawing: Drawing) -> dict[str, PlacedBox]:
    return {one.box.key: one for one in drawing.boxes}


@settings(max_examples=150)
@given(st.lists(st.text("abc 東京-", max_size=90), min_size=1, max_size=10), ARROWS)
def test_boxes_stand_apart_and_arrows_reach_them(texts: list[str], arrows: list[Arrow]) -> None:
    drawing = draw(boxes(texts), arrows)
    at = placed(drawing)
    assert at.keys() == {str(i) for i in range(len(texts))}
    for one, other in combinations(drawing.boxes, 2):
        assert one.x != other.x or one.y + one.height < other.y or other.y + other.height < one.y
    for one in drawing.boxes:
        assert 0 <= one.x <= drawing.width - WIDTH
        assert 0 <= one.y <= drawing.height - one.height + 0.2
        assert all(cell_len(line) <= 22 for line in one.lines)
    wanted = {a for a in arrows if a.start != a.end and {a.start, a.end} <= at.keys()}
    assert {one.arrow for one in drawing.arrows} == wanted
    for one in drawing.arrows:
        start, end = at[one.arrow.start], at[one.arrow.end]
        edges = [(box.x, box.y + box.height / 2) for box in (start, end)]
        for (x, y), (edge, middle) in zip(ends(one.path), edges, strict=True):
            assert min(abs(x - edge), abs(x - edge - WIDTH)) < 0.2
            assert abs(y - middle) < 0.2


@settings(max_examples=60)
@given(ARROWS)
def test_an_arrow_leads_to_the_right_where_nothing_goes_round(arrows: list[Arrow]) -> None:
    forward = [a for a in arrows if int(a.start) < int(a.end)]
    at = placed(draw(boxes(["x"] * 10), forward))
    assert all(at[a.start].x < at[a.end].x for a in forward)


def test_a_long_text_ends_in_dots() -> None:
    (one,) = draw([Box("a", "word " * 60)], []).boxes
    assert len(one.lines) == 4
    assert one.lines[-1].endswith("…")


def test_a_picture_in_words() -> None:
    drawing = draw([Box("a", "A"), Box("b", "B")], [Arrow("a", "b", "owns")])
    assert drawing.said == [("A", "owns", "B")]
