"""Boxes and arrows from left to right: where each box stands, and which way each arrow takes.

In layers, as Sugiyama, Tagawa and Toda draw hierarchies (1981): arrows that would run back are
turned round while boxes are placed, a box stands one layer after the last that leads to it, arrows
over several layers bend around the boxes between, and boxes are ordered by those that they are tied
to, so that few arrows cross.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final

from kgraph.tables.screen import cell_len, wrap

WIDTH: Final = 180
"""Width of a box, in the units of the drawing, of which a letter takes some seven."""
GAP: Final = 124
"""Room between two layers, for arrows and what stands on them."""
ABOVE: Final = 14
"""Room between two boxes of a layer."""
LINE: Final = 16
_LETTERS: Final = 22
_LINES: Final = 4
_SWEEPS: Final = 6


@dataclass(frozen=True)
class Box:
    """What stands in a box, where it leads, and its kind, which gives its looks."""

    key: str
    text: str
    link: str | None = None
    kind: str = ""


@dataclass(frozen=True)
class Arrow:
    """An arrow between two boxes, with what it says and its kind, which gives its looks."""

    start: str
    end: str
    text: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PlacedBox:
    """A box as drawn: its corner, its height, and its text line by line."""

    box: Box
    x: float
    y: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PlacedArrow:
    """An arrow as drawn: the path of SVG, and the middle of what it says."""

    arrow: Arrow
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """A drawing in its own units."""

    boxes: tuple[PlacedBox, ...]
    arrows: tuple[PlacedArrow, ...]
    width: float
    height: float
    box: ClassVar[int] = WIDTH
    """The width of each box."""

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """The drawing in words: what each arrow leads from, what it says, and where it leads."""
        texts = {placed.box.key: placed.box.text for placed in self.boxes}
        return [
            (texts[one.arrow.start], one.arrow.text, texts[one.arrow.end]) for one in self.arrows
        ]


def draw(boxes: Sequence[Box], arrows: Iterable[Arrow]) -> Drawing:
    """Places boxes with keys of their own, and arrows between them; an arrow from a box to itself,
    or to one that is not there, is left out."""
    known = {box.key: box for box in boxes}
    kept = [a for a in dict.fromkeys(arrows) if a.start != a.end and {a.start, a.end} <= set(known)]
    ahead = _without_cycles(list(known), {(a.start, a.end) for a in kept})
    layer = _layers(list(known), ahead)
    lines = {key: _lines(box.text) for key, box in known.items()}
    heights = {key: LINE * len(told) + 12 for key, told in lines.items()}
    chains = {pair: _chain(pair, layer) for pair in ahead}
    columns = _ordered(list(known), layer, chains)
    at = _places(columns, chains, heights)
    height = max((y + heights.get(key, 0) for key, (_, y) in at.items()), default=0)
    fan = Counter(key for arrow in kept for key in (arrow.start, arrow.end))
    return Drawing(
        tuple(PlacedBox(box, *at[key], heights[key], lines[key]) for key, box in known.items()),
        tuple(_placed(one, chains, at, heights, fan) for one in kept),
        max(0, len(columns) * (WIDTH + GAP) - GAP),
        height,
    )


Pair = tuple[str, str]


def _without_cycles(keys: Sequence[str], pairs: Collection[Pair]) -> list[Pair]:
    """The pairs, those turned round that lead back to where one came from."""
    after = defaultdict(list)
    for start, end in sorted(pairs):
        after[start].append(end)
    state: dict[str, bool] = {}  # True while a box is on the way, False once it is left
    found: dict[Pair, None] = {}
    # Boxes to which nothing leads come first, so that as few arrows as can be are turned.
    led_to = {end for _, end in pairs}
    for first in sorted(keys, key=lambda key: key in led_to):
        if first in state:
            continue
        state[first] = True
        way = [(first, iter(after[first]))]
        while way:
            key, rest = way[-1]
            following = next(rest, None)
            if following is None:
                state[key] = False
                way.pop()
                continue
            back = state.get(following, False)
            found[(following, key) if back else (key, following)] = None
            if following not in state:
                state[following] = True
                way.append((following, iter(after[following])))
    return list(found)


def _layers(keys: Sequence[str], ahead: Sequence[Pair]) -> dict[str, int]:
    """The layer of each box: one after the last that leads to it, and close to what it leads to."""
    before, after = defaultdict(list), defaultdict(list)
    for start, end in ahead:
        before[end].append(start)
        after[start].append(end)
    layer: dict[str, int] = {}
    waiting = {key: len(before[key]) for key in keys}
    ready = [key for key in keys if not waiting[key]]
    order = []
    while ready:
        key = ready.pop(0)
        order.append(key)
        layer[key] = max((layer[one] + 1 for one in before[key]), default=0)
        for one in after[key]:
            waiting[one] -= 1
            if not waiting[one]:
                ready.append(one)
    for key in reversed(order):
        if after[key] and not before[key]:
            layer[key] = min(layer[one] for one in after[key]) - 1
    return layer


def _chain(pair: Pair, layer: Mapping[str, int]) -> list[str]:
    """The places that an arrow goes through: its boxes, and a bend in each layer between."""
    start, end = pair
    between = range(layer[start] + 1, layer[end])
    return [start, *(f"{start}\0{end}\0{number}" for number in between), end]


def _ordered(
    keys: Sequence[str], layer: Mapping[str, int], chains: Mapping[Pair, Sequence[str]]
) -> list[list[str]]:
    """The places of each layer from above down, ordered by the middle of those they are tied to."""
    columns: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for key in keys:
        columns[layer[key]].append(key)
    left, right = defaultdict(list), defaultdict(list)
    for (start, _), chain in chains.items():
        for step, place in enumerate(chain[1:-1], layer[start] + 1):
            columns[step].append(place)
        for one, other in pairwise(chain):
            right[one].append(other)
            left[other].append(one)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        tied = left if forward else right
        steps = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
        for step in steps:
            at = {key: i for i, key in enumerate(columns[step - 1 if forward else step + 1])}
            here = {key: i for i, key in enumerate(columns[step])}
            columns[step].sort(key=lambda key: _middle(tied[key], at, here[key]))
    return columns


def _middle(tied: Sequence[str], at: Mapping[str, int], otherwise: float) -> float:
    return sum(at[key] for key in tied) / len(tied) if tied else otherwise


def _places(
    columns: Sequence[Sequence[str]],
    chains: Mapping[Pair, Sequence[str]],
    heights: Mapping[str, float],
) -> dict[str, tuple[float, float]]:
    """The upper left corner of each place. Columns stand near to what they are tied to."""
    tied = defaultdict(set)
    for chain in chains.values():
        for one, other in pairwise(chain):
            tied[one].add(other)
            tied[other].add(one)
    at: dict[str, tuple[float, float]] = {}
    total = max((_height(column, heights) for column in columns), default=0)
    for number, column in enumerate(columns):
        y = (total - _height(column, heights)) / 2
        for key in column:
            at[key] = (number * (WIDTH + GAP), y)
            y += heights.get(key, LINE) + ABOVE
    for number, column in (*enumerate(columns), *reversed(list(enumerate(columns)))):
        wanted = []
        for key in column:
            middles = [at[one][1] + heights.get(one, LINE) / 2 for one in tied[key]]
            own = at[key][1]
            middle = sum(middles) / len(middles) - heights.get(key, LINE) / 2 if middles else own
            wanted.append(middle)
        for key, y in zip(column, _apart(column, wanted, heights), strict=True):
            at[key] = (number * (WIDTH + GAP), y)
    top = min((y for _, y in at.values()), default=0)
    return {key: (x, round(y - top, 1)) for key, (x, y) in at.items()}


def _apart(
    column: Sequence[str], wanted: Sequence[float], heights: Mapping[str, float]
) -> list[float]:
    """Places as near as they can be to those wanted, in this order and clear of each other.

    Those that would touch move as one block, to the mean of what they want.
    """
    blocks: list[tuple[float, list[float], float]] = []  # upper edge, the wishes for it, height
    sizes: list[int] = []
    for key, want in zip(column, wanted, strict=True):
        height = heights.get(key, LINE) + ABOVE
        block, size = (want, [want], height), 1
        while blocks and blocks[-1][0] + blocks[-1][2] > block[0]:
            _, wishes, tall = blocks.pop()
            size += sizes.pop()
            joined = [*wishes, *(wish - tall for wish in block[1])]
            block = (sum(joined) / len(joined), joined, tall + block[2])
        blocks.append(block)
        sizes.append(size)
    found: list[float] = []
    keys = iter(column)
    for (y, _, _), size in zip(blocks, sizes, strict=True):
        for _ in range(size):
            found.append(y)
            y += heights.get(next(keys), LINE) + ABOVE
    return found


def _height(column: Sequence[str], heights: Mapping[str, float]) -> float:
    return sum(heights.get(key, LINE) + ABOVE for key in column) - ABOVE


def _placed(
    arrow: Arrow,
    chains: Mapping[Pair, Sequence[str]],
    at: Mapping[str, tuple[float, float]],
    heights: Mapping[str, float],
    fan: Mapping[str, int],
) -> PlacedArrow:
    """The way of an arrow through its places, from the right of one to the left of the next.

    What it says stands near the end at which fewer others are.
    """
    turned = (arrow.start, arrow.end) not in chains
    chain = chains[(arrow.end, arrow.start) if turned else (arrow.start, arrow.end)]
    points = []
    for place in chain:
        x, y = at[place]
        middle = y + heights.get(place, LINE) / 2
        points += [(x, middle), (x + WIDTH, middle)]
    points = points[1:-1]
    near_start = fan[chain[0]] <= fan[chain[-1]]
    bend_from, bend_to = points[:2] if near_start else points[-2:]
    x, y = _along(bend_from, bend_to, 0.36 if near_start else 0.64)
    if turned:
        points.reverse()
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for (from_x, from_y), (to_x, to_y) in pairwise(points):
        bend = (from_x + to_x) / 2
        path += f"C{bend:g} {from_y:g} {bend:g} {to_y:g} {to_x:g} {to_y:g}"
    return PlacedArrow(arrow, path, x, y)


def _along(
    start: tuple[float, float], end: tuple[float, float], share: float
) -> tuple[float, float]:
    """Where a bend is, a share of its way from its start: it leaves and comes level."""
    rest = 1 - share
    x = start[0] * (rest**3 + 1.5 * rest**2 * share + 1.5 * rest * share**2) + end[0] * (
        share**3 + 1.5 * rest**2 * share + 1.5 * rest * share**2
    )
    y = start[1] * (rest**3 + 3 * rest**2 * share) + end[1] * (share**3 + 3 * rest * share**2)
    return round(x, 1), round(y, 1)


def _lines(text: str) -> tuple[str, ...]:
    """A text in lines that fit a box; what is too long ends in dots."""
    told = [line for part in text.splitlines() for line in wrap(part, _LETTERS, 0)]
    if len(told) <= _LINES:
        return tuple(told)
    last = told[_LINES - 1]
    while cell_len(last) > _LETTERS - 1:
        last = last[:-1]
    return (*told[: _LINES - 1], last.rstrip() + "…")
