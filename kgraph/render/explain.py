"""An explanation in words → a tree of text, nested Markdown, or JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kgraph.explain.explained import Derivation
from kgraph.render.explain_words import WORDS
from kgraph.render.show import period, since, till
from kgraph.tables.table import escape
from kgraph.tables.value_text import for_people

if TYPE_CHECKING:
    from datetime import date

    from kgraph.explain.explained import Explained, Miss, Telling
    from kgraph.show.on_record import SourceRef, Stated

NEAR: Final = 3
"""How many rules that come near to an absent fact are shown, unless all are asked for."""

INSTEAD: Final = 5
"""How many facts that the graph has in its place."""

_OVER: Final = frozenset({"ended", "superseded", "notYet", "withdrawn"})
"""What the day can make of a claim whose days are known."""

_UNLIMITED: Final = 100_000


def write(
    explained: Explained,
    format: str,
    language: str = "en",
    *,
    everything: bool = False,
    width: int | None = None,
) -> str:
    """The explanation as text no wider than `width`, as Markdown (md) or as JSON."""
    if format == "json":
        return as_json(explained, everything=everything)
    if format == "md":
        return as_markdown(explained, language, everything=everything)
    return as_text(explained, language, everything=everything, width=width)


def as_text(
    explained: Explained,
    language: str = "en",
    *,
    everything: bool = False,
    width: int | None = None,
) -> str:
    """The fact and how it comes about, as a tree no wider than `width`, and the pages at the end.

    The best derivation and how many more there are, or, with `everything`, all that were found.
    """
    page = _Page(WORDS[language], everything)
    root = page.root(explained)
    lines = _drawn(root, width)
    addresses = [f"  ({n}) {for_people(source.url)}" for source, n in page.sources() if source.url]
    if addresses:
        lines += ["", page.words["pages"], *addresses]
    return "\n".join(lines) + "\n"


def as_markdown(explained: Explained, language: str = "en", *, everything: bool = False) -> str:
    """The same as nested lists, each source linked to its page."""
    page = _Page(WORDS[language], everything, marked=True)
    return "".join(f"{line}\n" for line in _listed(page.root(explained)))


def as_json(explained: Explained, *, everything: bool = False) -> str:
    """One JSON object: the same facts in words, with their terms, sources and rules."""
    return json.dumps(_json(explained, everything), ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class _Node:
    """Lines that belong together, and what stands below them."""

    lines: tuple[str, ...]
    below: tuple[_Node, ...] = ()


class _Page:
    """Lays an explanation out and numbers the sources in the order in which they come."""

    def __init__(self, words: Mapping[str, Any], everything: bool, marked: bool = False) -> None:
        self.words = words
        self.everything = everything
        self.marked = marked
        self.day: date | None = None
        self._numbers: dict[SourceRef, int] = {}

    def sources(self) -> Iterator[tuple[SourceRef, int]]:
        yield from self._numbers.items()

    def text(self, text: str) -> str:
        """Text from the data, which may neither break a line nor, in Markdown, mark anything."""
        return escape(for_people(text)) if self.marked else for_people(text)

    def root(self, explained: Explained) -> _Node:
        self.day = explained.day
        top = self.fact(explained.fact)
        below = [*top.below]
        if explained.fact.status not in ("asserted", "inferred"):
            below += self.absent(explained)
        else:
            below += self.derivations(explained)
        return _Node(top.lines, tuple(below))

    def derivations(self, explained: Explained) -> Iterator[_Node]:
        found = explained.derivations
        shown = found if self.everything else found[:1]
        if explained.fact.status == "asserted" and shown:
            yield _Node((self.words["also"],))
        if explained.fact.status == "inferred" and not shown:
            yield _Node((self.words["none"],))
        for number, derivation in enumerate(shown, 1):
            step = self.step(derivation)
            lines = step.lines
            if len(shown) > 1:
                count = self.words["nth"].format(number, len(shown))
                lines = (f"({count}) {lines[0]}", *lines[1:])
            yield _Node(lines, step.below)
        yield from self.rest(len(found) - len(shown), "further", explained, len(found))

    def absent(self, explained: Explained) -> Iterator[_Node]:
        near = explained.near
        shown = near if self.everything else near[:NEAR]
        if explained.once:
            yield _Node((self.words["once"],), tuple(map(self.fact, explained.once)))
        if shown or explained.fact.status == "absent":
            heading = self.words["near" if shown else "nothing"]
            yield _Node((heading,), tuple(map(self.miss, shown)))
        yield from self.rest(len(near) - len(shown), "others", explained, len(near))
        others = explained.instead if self.everything else explained.instead[:INSTEAD]
        if others:
            below = [*map(self.fact, others)]
            left = len(explained.instead) - len(others)
            below += [_Node((self.words["left"].format(left),))] if left else []
            yield _Node((self.words["instead"],), tuple(below))

    def rest(self, left: int, word: str, explained: Explained, found: int) -> Iterator[_Node]:
        """What is not shown: how many, and whether the search was cut short."""
        lines = [self.words[word].format(left)] if left else []
        if explained.stopped:
            lines.append(self.words["stopped"].format(found))
        if lines:
            yield _Node(("; ".join(lines),))

    def premise(self, premise: Derivation | Telling) -> _Node:
        if isinstance(premise, Derivation):
            head = self.fact(premise.fact)
            step = self.step(premise)
            return _Node((*head.lines, *step.lines), step.below)
        return self.fact(premise)

    def step(self, step: Derivation) -> _Node:
        """The rule and its premises; where it rests on several axioms, these are listed too."""
        because = self.words["because"].format(self.text(step.because))
        below = [self.premise(premise) for premise in step.premises]
        if len(step.axioms) == 1:
            because += self.ground(step.axioms[0])
        else:
            below += [_Node((self.text(a.text) + self.ground(a),)) for a in step.axioms]
        return _Node((because,), tuple(below))

    def ground(self, axiom: Telling) -> str:
        titles = self.words["join"].join(self.text(title) for _, title in axiom.grounds)
        return self.marks(self.words["ontology"].format(titles) if titles else "")

    def fact(self, fact: Telling) -> _Node:
        marks = [self.words[fact.status].format(self.day)] if fact.status != "asserted" else []
        marks += [self.words[fact.standing]] if fact.standing else []
        marks += [self.text(title) for _, title in fact.grounds]
        head = self.text(fact.text) + self.marks(self.words["join"].join(marks))
        if self.marked:
            head = f"**{self.text(fact.text)}**{self.marks(self.words['join'].join(marks))}"
        cited = tuple(_Node((line,)) for line in self.citations(fact.citations))
        if self.marked:
            return _Node((head,), cited)
        return _Node((head, *(f"  {node.lines[0]}" for node in cited)))

    def marks(self, text: str) -> str:
        return f"{self.words['open']}{text}{self.words['close']}" if text else ""

    def citations(self, citations: Sequence[Stated]) -> Iterator[str]:
        """A line for each source that is new; those named above share one, by number."""
        again: dict[str, list[str]] = {}
        remarks: set[str] = set()
        for citation in citations:
            source = citation.source
            when = self.words["join"].join(
                filter(None, (self.when(citation), *self.remarks(citation, remarks)))
            )
            if source in self._numbers:
                numbers = again.setdefault(when, [])
                number = str(self._numbers[source])
                numbers += [] if number in numbers else [number]
                continue
            yield self.words["join"].join(filter(None, (self.source(source), when)))
            yield from self.reading(citation)
        if again:
            yield self.words["each"].join(
                " ".join(filter(None, (f"({self.words['join'].join(numbers)})", when)))
                for when, numbers in again.items()
            )

    def reading(self, citation: Stated) -> Iterator[str]:
        """Why the editors read a fact from its sources, and those sources."""
        if citation.reason:
            yield self.words["reading"].format(self.text(citation.reason))
        for source in citation.read:
            known = source in self._numbers
            named = f"({self._numbers[source]})" if known else self.source(source)
            yield self.words["read"].format(named)

    def source(self, source: SourceRef) -> str:
        """`(1) title, publisher`, linked to its page in Markdown."""
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        title = self.text(source.title)
        if self.marked and source.url:
            title = f"[{title}](<{for_people(source.url)}>)"
        parts = [title, self.text(source.publisher)]
        return f"({number}) {self.words['join'].join(filter(None, parts))}"

    def when(self, stated: Stated) -> str:
        """The dates of a source's statement; of what does not hold, what the day makes of it."""
        parts = [] if stated.holds else [self.words["states"][stated.state]]
        first, last = since(stated), till(stated)
        if stated.state in _OVER:
            first, last = first or _text(stated.held_from), last or _text(stated.held_until)
            if first and last and first > last:
                first = None  # it was over before the day on which its page was read
            days = "held" if first and last else "heldFrom" if first else "heldUntil"
            parts.append(self.words[days].format(first, last))
        if stated.as_of:
            day = period(stated.as_of_earliest or stated.as_of, stated.as_of)
            own = stated.as_of == stated.source.issued
            parts.append(self.words["pageOf" if own else "asOf"].format(day))
        if stated.state not in _OVER:
            parts += [self.words["from"].format(first)] if first else []
            parts += [self.words["until"].format(last)] if last else []
        if not (stated.as_of or first or last or stated.is_reading):
            parts.append(self.words["undated"])
        return self.words["join"].join(parts)

    def remarks(self, stated: Stated, told: set[str]) -> Iterator[str]:
        """Its qualifiers and notes, but for those that another source has `told` alike."""
        remarks = [
            *map(self.text, stated.qualifiers),
            *(self.words["stated as"].format(self.text(text)) for text in stated.stated_values),
            *(self.words["note"].format(self.text(note)) for note in stated.notes),
        ]
        for remark in remarks:
            if remark not in told:
                told.add(remark)
                yield remark

    def miss(self, miss: Miss) -> _Node:
        below = [self.marked_fact("✓", self.fact(fact)) for fact in miss.held]
        below += [_Node((f"✗ {self.text(missing.text)}",)) for missing in miss.missing]
        told = self.words["condition" if miss.missing else "rejected"]
        below += [_Node((f"✗ {told.format(self.text(text))}",)) for text in miss.conditions]
        return _Node((self.text(miss.because),), tuple(below))

    def marked_fact(self, mark: str, node: _Node) -> _Node:
        return _Node((f"{mark} {node.lines[0]}", *node.lines[1:]), node.below)


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)


def _drawn(root: _Node, width: int | None) -> list[str]:
    """The tree with guides, each line wrapped by the width of its characters."""
    from rich.console import Console, Group
    from rich.padding import Padding
    from rich.text import Text
    from rich.tree import Tree

    def told(node: _Node) -> Group:
        lines = ((line, len(line) - len(line.lstrip(" "))) for line in node.lines)
        return Group(*(Padding(Text(line[n:]), (0, 0, 0, n), expand=False) for line, n in lines))

    def grow(node: _Node, tree: Tree) -> Tree:
        for child in node.below:
            grow(child, tree.add(told(child)))
        return tree

    out = io.StringIO()
    screen = Console(width=width or _UNLIMITED, file=out, color_system=None, legacy_windows=False)
    screen.print(grow(root, Tree(told(root))))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def _listed(root: _Node) -> Iterator[str]:
    """The root as a paragraph, all below as nested bullets; further lines stay in their item."""
    yield "  \n".join(root.lines)
    yield ""

    def bullets(node: _Node, indent: str) -> Iterator[str]:
        first, *more = node.lines
        yield f"{indent}- {first}{'  ' if more else ''}"
        for number, line in enumerate(more, 1):
            yield f"{indent}  {line}{'  ' if number < len(more) else ''}"
        for child in node.below:
            yield from bullets(child, indent + "  ")

    for child in root.below:
        yield from bullets(child, "")


def _json(explained: Explained, everything: bool) -> dict[str, Any]:
    found, near = explained.derivations, explained.near
    proofs = found if everything else found[:1]
    misses = near if everything else near[:NEAR]
    return {
        **_fact_json(explained.fact),
        "derivations": [_step_json(step) for step in proofs],
        "near": [_miss_json(miss) for miss in misses],
        "day": _text(explained.day),
        "once": [_fact_json(fact) for fact in explained.once],
        "instead": [_fact_json(fact) for fact in explained.instead],
        "further": len(found) - len(proofs) + len(near) - len(misses),
        "stopped": explained.stopped,
    }


def _fact_json(fact: Telling) -> dict[str, Any]:
    return {
        "triple": [str(term) for term in fact.triple],
        "text": fact.text,
        "status": fact.status,
        "standing": fact.standing,
        "sources": [_citation_json(citation) for citation in fact.citations],
        "grounds": [{"graph": graph, "title": title} for graph, title in fact.grounds],
    }


def _premise_json(premise: Derivation | Telling) -> dict[str, Any]:
    if isinstance(premise, Derivation):
        return {**_fact_json(premise.fact), "derivation": _step_json(premise)}
    return _fact_json(premise)


def _step_json(step: Derivation) -> dict[str, Any]:
    return {
        "rule": step.rule,
        "because": step.because,
        "premises": [_premise_json(premise) for premise in step.premises],
        "axioms": [_fact_json(axiom) for axiom in step.axioms],
    }


def _miss_json(miss: Miss) -> dict[str, Any]:
    return {
        "rule": miss.rule,
        "because": miss.because,
        "held": [_fact_json(fact) for fact in miss.held],
        "missing": [{"pattern": list(m.pattern), "text": m.text} for m in miss.missing],
        "conditions": list(miss.conditions),
    }


def _citation_json(stated: Stated) -> dict[str, Any]:
    days = {
        "asOf": stated.as_of,
        "asOfEarliest": stated.as_of_earliest,
        "validFrom": stated.valid_from,
        "validUntil": stated.valid_until,
        "heldFrom": stated.held_from,
        "heldUntil": stated.held_until,
    }
    return {
        **_source_json(stated.source),
        **{name: None if day is None else str(day) for name, day in days.items()},
        "qualifiers": list(stated.qualifiers),
        "notes": list(stated.notes),
        "statedValues": list(stated.stated_values),
        "standing": stated.standing,
        "state": stated.state,
        "reading": stated.is_reading,
        "reason": stated.reason or None,
        "readFrom": [_source_json(source) for source in stated.read],
    }


def _source_json(source: SourceRef) -> dict[str, Any]:
    return {
        "source": source.iri,
        "title": source.title,
        "publisher": source.publisher or None,
        "issued": None if source.issued is None else str(source.issued),
        "url": source.url,
    }
