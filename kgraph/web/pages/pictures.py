"""What stands in the pictures of boxes and arrows: who owns, runs and takes part in whom; how a
rule came about; what a question asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.questions.diagram import FOR_DISPLAY, MUST, Edge, edges
from kgraph.questions.question import Question
from kgraph.show.dossier import dossier
from kgraph.show.on_record import STANDINGS, Dossier, Fact
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.lexer import code
from kgraph.sparql.structure import selects
from kgraph.vocab import JPST, RDF, Object
from kgraph.web.pages.layered import Arrow, Box, Drawing, draw
from kgraph.web.pages.view import View
from kgraph.words.units import Units, written

_STRENGTH: Final = tuple(one.value.rpartition("/")[2] for one in STANDINGS)
_MOST: Final = 40
"""Boxes above which nobody finds anything in a picture."""


@dataclass(frozen=True)
class Ties:
    """Properties whose facts are arrows, each with the key of what stands on the arrow.

    `back` lead from the value to the thing, as from an owner to what it owns; `on` lead to the
    value.
    """

    back: Mapping[str, str]
    on: Mapping[str, str]


def _named(**names: str) -> Mapping[str, str]:
    return MappingProxyType({JPST.BASE + name: key for name, key in names.items()})


COMPANIES: Final = Ties(
    _named(shareholder="shareholder", parentCompany="parent", operatedBy="operates"),
    _named(participatesIn="takesPart"),
)
RULES: Final = Ties(
    _named(
        follows="ledTo", publishedBy="published", partOf="hasPart", governedBy="governs",
        amends="amendedBy", implements="implementedBy",
    ),
    _named(introduces="introduces", defines="defines", governs="governs"),
)  # fmt: skip
_HOLDING: Final = JPST.BASE + "shareholding"
_HOLDER: Final = JPST.BASE + "holder"
_PERCENTAGE: Final = JPST.BASE + "percentage"


class Pictures:
    """Draws what things of one snapshot are tied to; what has been looked up is kept."""

    def __init__(self, snapshot: Snapshot, units: Units) -> None:
        self._snapshot = snapshot
        self._units = units
        self._known: dict[tuple[str, str, bool], tuple[Arrow, ...]] = {}

    def of_thing(self, view: View, iri: str) -> Drawing | None:
        """What a thing is tied to, with what that is tied to in the same direction.

        None where nothing of this is on record, or too much for a picture.
        """
        ties = RULES if is_rule(self._snapshot, iri) else COMPANIES
        if not self._is_tied(iri, ties):  # most things are not, and all that is said of one is much
            return None
        arrows = dict.fromkeys(self._arrows(view, iri, ties))
        waiting = [arrow.start for arrow in arrows if arrow.end == iri]
        seen = {iri}
        while waiting and len(seen) < _MOST:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                before = [arrow for arrow in self._arrows(view, key, ties) if arrow.end == key]
                arrows |= dict.fromkeys(before)
                waiting += [arrow.start for arrow in before]
        keys = {key for arrow in arrows for key in (arrow.start, arrow.end)}
        return _drawn(view, arrows, iri) if 1 < len(keys) <= _MOST else None

    def of_market(self, view: View) -> list[Drawing]:
        """Who owns, runs and takes part in whom: a picture for all that hang together, the largest
        first."""
        store = self._snapshot.store
        tied = {
            quad.subject.value
            for name in (*COMPANIES.back, *COMPANIES.on)
            for quad in store.quads_for_pattern(None, NamedNode(name), None, DefaultGraph())
            if isinstance(quad.subject, NamedNode)
        }
        arrows = {
            arrow: None for iri in sorted(tied) for arrow in self._arrows(view, iri, COMPANIES)
        }
        return [_drawn(view, group, None) for group in _hanging_together(arrows)]

    def _is_tied(self, iri: str, ties: Ties) -> bool:
        store, node = self._snapshot.store, NamedNode(iri)
        return any(
            True
            for name in map(NamedNode, (*ties.back, *ties.on))
            for ends in ((node, None), (None, node))
            for _ in store.quads_for_pattern(ends[0], name, ends[1], DefaultGraph())
        )

    def _arrows(self, view: View, iri: str, ties: Ties) -> tuple[Arrow, ...]:
        key = (iri, view.lang, ties is RULES)
        if key not in self._known:
            found = dossier(self._snapshot, iri, view.lang)
            self._known[key] = tuple(_arrows(view, found, ties, self._units))
        return self._known[key]


def _hanging_together(arrows: Iterable[Arrow]) -> list[list[Arrow]]:
    """Arrows in groups that share no box, the largest group first."""
    groups: dict[str, list[Arrow]] = {}
    for arrow in arrows:
        one, other = (groups.setdefault(key, []) for key in (arrow.start, arrow.end))
        one.append(arrow)
        if one is not other:
            one += other
            groups |= {key: one for part in other for key in (part.start, part.end)}
            groups[arrow.start] = groups[arrow.end] = one
    found = list({id(group): group for group in groups.values()}.values())
    return sorted(found, key=lambda group: (-len(group), group[0].start))


def patterns(question: Question) -> list[Edge]:
    """The triple patterns of a question; none where it cannot be drawn."""
    try:
        return edges(question.body)
    except ValueError:
        return []


def of_question(question: Question, found: Iterable[Edge], lang: str) -> Drawing | None:
    """A question with its triple patterns. None where there are none to draw, or too many."""
    kinds: dict[str, list[str]] = defaultdict(list)
    arrows: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for edge in found:
        if edge.property == "a" and edge.kind == MUST and not edge.object.startswith("?"):
            kinds[edge.subject].append(edge.object)
        elif edge.property not in FOR_DISPLAY:
            arrows[edge.subject, edge.object, edge.kind].append(edge.property)
    names = {f"?{one.variable}": one.label(lang) for one in question.parameters}
    answered = {f"?{column}" for column in selects(code(question.body))[0].columns()}
    keys = dict.fromkeys((*kinds, *(key for pair in arrows for key in pair[:2])))
    boxes = [
        Box(
            key,
            "\n".join((names.get(key, key), *kinds.get(key, ()))),
            None,
            "given" if key in names else "own" if key in answered else "",
        )
        for key in keys
    ]
    if not arrows or len(boxes) > _MOST:
        return None
    return draw(
        boxes,
        [
            Arrow(start, end, "\n".join(names), kind.replace(" ", "-"))
            for (start, end, kind), names in arrows.items()
        ],
    )


def is_rule(snapshot: Snapshot, iri: str) -> bool:
    """Whether a thing is a text of law or a rule, of which its lineage is drawn."""
    kind = NamedNode(JPST.BASE + "LegalText")
    return any(snapshot.store.quads_for_pattern(NamedNode(iri), RDF.type, kind, DefaultGraph()))


def _arrows(view: View, found: Dossier, ties: Ties, units: Units) -> Iterator[Arrow]:
    """The arrows from and to a thing, facts that have the same ends and direction together."""
    told: dict[tuple[str, str], list[tuple[str, str | None]]] = defaultdict(list)
    shares = _percentages(found.facts, units, view.lang)
    for fact in found.facts:
        thing, value = _ends(fact)
        if not thing or not value:
            continue
        key = ties.back.get(fact.property)
        if key is not None:
            words = view.word(key)
            share = shares.get(value) if key == "shareholder" else None
            told[value, thing].append((f"{words} {share}" if share else words, fact.standing))
        elif fact.property in ties.on:
            told[thing, value].append((view.word(ties.on[fact.property]), fact.standing))
    for fact in found.mentions:
        thing, value = _ends(fact)
        if thing and value and fact.property in ties.back:
            told[value, thing].append((view.word(ties.back[fact.property]), fact.standing))
        elif thing and value and fact.property in ties.on:
            told[thing, value].append((view.word(ties.on[fact.property]), fact.standing))
    for (start, end), said in told.items():
        standings = {standing for _, standing in said}
        kind = next((one for one in reversed(_STRENGTH) if one in standings), "")
        yield Arrow(start, end, "\n".join(sorted({text for text, _ in said})), kind)


def _ends(fact: Fact) -> tuple[str, str]:
    return _iri(fact.subject), _iri(fact.object)


def _iri(term: Object | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _percentages(facts: Iterable[Fact], units: Units, lang: str) -> dict[str, str]:
    """The percentages on record of each holder, the smallest first."""
    found = defaultdict(set)
    unit = units.of(_PERCENTAGE)
    for fact in facts:
        if fact.property == _HOLDING:
            holders = {_iri(one.object) for one in fact.record if one.property == _HOLDER}
            for one in fact.record:
                if one.property == _PERCENTAGE and isinstance(one.object, Literal):
                    for holder in holders:
                        found[holder].add(one.object.value)
    return {
        holder: " / ".join(
            written(one, unit, lang) if unit else one for one in sorted(values, key=float)
        )
        for holder, values in found.items()
    }


def _drawn(view: View, arrows: Iterable[Arrow], own: str | None) -> Drawing:
    kept = list(arrows)
    keys = dict.fromkeys(key for arrow in kept for key in (arrow.start, arrow.end))
    boxes = [
        Box(key, view.label(key), None if key == own else view.to(key), "own" if key == own else "")
        for key in keys
    ]
    return draw(boxes, kept)
