"""What the registers say of a firm and an activity that they mark, decided once for all questions.

A register marks the activities of a firm (`jpst:grantedActivity` of a grant on record), and an
edition that was read for the mark may have the firm without it (`jpst:NotFoundInSource`). The
latest of both counts; on one day the mark. That neither is on record is no word of a register.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kgraph.snapshot.claims import Claim, Sorted
from kgraph.snapshot.day import Day
from kgraph.snapshot.span import ClaimState
from kgraph.vocab import GRAPH, JPST, Node, Object

MARKED: Final[Mapping[str, str]] = {"en": "marked", "ja": "記載あり"}
UNMARKED: Final[Mapping[str, str]] = {
    "en": "not marked in the register of {}",
    "ja": "{}時点の登録簿に記載なし",
}
_Of = tuple[Object, Object]
"""A firm and an activity."""


def mark_quads(
    taken: Sorted, names: Sequence[NamedNode], states: Sequence[ClaimState], day: Day
) -> Iterator[Quad]:
    """The claims and notes in which the registers have their last word on a day, with that word.

    In: the claims with their names and what the day makes of each. What was not found is told with
    the party and the activity for which it was looked for.
    """
    marks = _marks(taken.claims, names, states)
    gaps = _gaps(taken, day)
    for of in marks.keys() | gaps.keys():
        marked, seen = marks.get(of, ()), gaps.get(of, ())
        latest = max((edition for edition, _ in seen), default=date.min)
        if marked and max(last for last, _ in marked) >= latest:
            for _, node in marked:
                yield from _told(node, MARKED, "")
            continue
        for _, gap in seen:
            yield Quad(gap, JPST.soughtSubject, of[0], GRAPH.claims)
            yield Quad(gap, JPST.soughtValue, of[1], GRAPH.claims)
            yield from _told(gap, UNMARKED, latest.isoformat())


def _told(node: Node, words: Mapping[str, str], edition: str) -> Iterator[Quad]:
    for lang, word in words.items():
        told = Literal(word.format(edition), language=lang)
        yield Quad(node, JPST.registerMark, told, GRAPH.claims)


def _marks(
    claims: Iterable[Claim], names: Iterable[NamedNode], states: Iterable[ClaimState]
) -> Mapping[_Of, list[tuple[date, Node]]]:
    """The claims of marks that hold on the day, with the day of which each speaks."""
    found: dict[_Of, list[tuple[date, Node]]] = defaultdict(list)
    for claim, node, state in zip(claims, names, states, strict=True):
        if claim.predicate == JPST.holdsGrant and state is ClaimState.HOLDS:
            for activity in claim.values(JPST.grantedActivity):
                found[claim.subject, activity].append((claim.as_of or date.min, node))
    return found


def _gaps(taken: Sorted, day: Day) -> Mapping[_Of, list[tuple[date, Node]]]:
    """What was looked for and not found in editions that speak on the day, with their days."""
    found: dict[_Of, list[tuple[date, Node]]] = defaultdict(list)
    for page, triples in taken.notes:
        if page.issued is None or not page.speaks(day):
            continue
        if any(triple.predicate == JPST.soughtValue for triple in triples):
            said = {triple.predicate: triple for triple in triples}
            subject, value = said.get(JPST.soughtSubject), said[JPST.soughtValue]
            if subject is not None and _of_a_grant(said):
                found[subject.object, value.object].append((page.issued, value.subject))
    return found


def _of_a_grant(said: Mapping[NamedNode, Triple]) -> bool:
    sought = said.get(JPST.soughtProperty)
    return sought is not None and sought.object == JPST.holdsGrant
