"""A difference between two versions of the graph → text, Markdown or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from kgraph.names import compact
from kgraph.render.diff_words import WORDS
from kgraph.tables.table import escape
from kgraph.tables.value_text import for_people
from kgraph.vocab import GRAPH, RDF
from kgraph.words.punctuation import PUNCTUATION

if TYPE_CHECKING:
    from kgraph.diff import (
        Difference,
        EntityChange,
        InterfaceChange,
        Said,
        SourceChange,
        StandingChange,
        TermChange,
    )

_MARKS: Final = MappingProxyType({"added": "+", "removed": "-", "changed": "~", "deprecated": "~"})
_ENTITIES: Final = GRAPH.entities.value
_TYPE: Final = RDF.type.value

Entry = tuple[str, list[str]]
Section = tuple[str, list[Entry]]
"""A title and its entries: each a heading (empty for none) with its lines."""


FEW: Final = 10
"""Up to so many inferred facts are listed; of more, it is told how many of each property."""


def write(
    difference: Difference,
    format: str,
    language: str = "en",
    limit: int | None = None,
    *,
    inferred: bool = False,
) -> str:
    """The difference as text or Markdown (md), cut to `limit`, or as JSON, which has everything.

    With `inferred`, each inferred fact is listed, however many there are.
    """
    if format == "json":
        return as_json(difference, language)
    return FORMATS[format](difference, language, limit, inferred)


def as_text(
    difference: Difference, language: str = "en", limit: int | None = None, inferred: bool = False
) -> str:
    """Sections with a line for each change; at most `limit` lines in each section."""
    words = WORDS[language]
    lines = [words["head"].format(difference.old, difference.new)]
    for title, entries in _Writer(difference, language, inferred).sections():
        lines += ["", title]
        for heading, changes in _cut(entries, limit, words["more"]):
            lines += [f"  {heading}"] if heading else []
            lines += [f"{'    ' if heading else '  '}{change}" for change in changes]
    if len(lines) == 1:
        lines.append(words["none"])
    lines += _untold(difference, words)
    return "\n".join(lines) + "\n"


def as_markdown(
    difference: Difference, language: str = "en", limit: int | None = None, inferred: bool = False
) -> str:
    """The same as GitHub-flavored Markdown."""
    words = WORDS[language]
    lines = [f"# {escape(words['head'].format(difference.old, difference.new))}"]
    for title, entries in _Writer(difference, language, inferred).sections():
        lines += ["", f"## {escape(title)}", ""]
        for heading, changes in _cut(entries, limit, words["more"]):
            lines += [f"- {escape(heading)}"] if heading else []
            indent = "  " if heading else ""
            lines += [f"{indent}- {_marked(change)}" for change in changes]
    if len(lines) == 1:
        lines += ["", words["none"]]
    lines += _untold(difference, words)
    return "\n".join(lines) + "\n"


def as_json(difference: Difference, language: str = "en") -> str:
    """A JSON object with everything, for programs."""
    return json.dumps(_Json(difference, language).whole(), ensure_ascii=False, indent=1) + "\n"


FORMATS: Final[Mapping[str, Callable[..., str]]] = MappingProxyType(
    {"text": as_text, "md": as_markdown, "json": as_json}
)
"""Name of a format, as `--format` takes it → the function that writes it."""


class _Names:
    def __init__(self, difference: Difference, language: str) -> None:
        self.labels = difference.labels
        self.language = language
        self.marks = PUNCTUATION[language]

    def label(self, iri: str) -> str:
        known = self.labels.get(iri, {})
        first = next(iter(known.values()), "")
        return known.get(self.language) or known.get("en") or first or compact(iri)

    def named(self, iri: str) -> str:
        label, short = self.label(iri), compact(iri)
        return label if label == short else self.marks.aside(for_people(label), short)

    def pair(self, name: str, value: object) -> str:
        return self.marks.pair(for_people(self.label(name)), self.value(value))

    def value(self, term: object) -> str:
        return self.named(term.value) if isinstance(term, NamedNode) else for_people(term)


_Change: TypeAlias = (
    "tuple[Said, str, tuple[str, ...]] | tuple[Said, str, tuple[str, ...], tuple[str, ...]]"
)
"""A fact, the mark of what happened to it, and the graphs that came or went, or both."""


class _Writer(_Names):
    def __init__(self, difference: Difference, language: str, inferred: bool) -> None:
        super().__init__(difference, language)
        self.everything = inferred
        self.difference = difference
        self.words = WORDS[language]

    def label(self, iri: str) -> str:
        return self.words["kind"] if iri == _TYPE else super().label(iri)

    def sections(self) -> Iterator[Section]:
        told = self.difference
        if told.terms:
            entries = [
                (
                    self.named(term) if term else self.words["axiom"],
                    [line for change in members for line in self.term(change)],
                )
                for term, members in groupby(told.terms, key=lambda change: change.term)
            ]
            yield self.title("terms", told.terms), entries
        if told.entities:
            yield (
                self.title("entities", told.entities),
                [("", list(map(self.entity, told.entities)))],
            )
        changes: list[_Change] = [
            *((change.fact, "+", change.graphs) for change in told.facts_added),
            *((change.fact, "-", change.graphs) for change in told.facts_removed),
        ]
        if changes:
            counts = f"+{len(told.facts_added)} -{len(told.facts_removed)}"
            yield self.marks.aside(self.words["facts"], counts), self.facts(changes)
        if told.facts_resourced:
            resourced: list[_Change] = [
                (change.fact, "~", change.added, change.removed) for change in told.facts_resourced
            ]
            yield self.title("resourced", resourced), self.facts(resourced)
        if told.standings:
            entries = [
                (self.named(subject), [self.standing(change) for change in members])
                for subject, members in groupby(told.standings, key=lambda c: c.fact.subject)
            ]
            yield self.title("standings", told.standings), entries
        if told.sources:
            lines = [line for change in told.sources for line in self.source(change)]
            yield self.title("sources", told.sources), [("", lines)]
        if told.interface:
            offers = list(map(self.offer, told.interface))
            yield self.title("interface", told.interface), [("", offers)]
        inferred: list[_Change] = [
            *((change.fact, "+", ()) for change in told.inferred_added),
            *((change.fact, "-", ()) for change in told.inferred_removed),
        ]
        if inferred:
            counts = f"+{len(told.inferred_added)} -{len(told.inferred_removed)}"
            listed = self.everything or len(inferred) <= FEW
            entries = self.facts(inferred) if listed else [("", self.summed(inferred))]
            yield self.marks.aside(self.words["inferred"], counts), entries

    def summed(self, changes: Iterable[_Change]) -> list[str]:
        """How many facts of each property came and went."""
        numbers = Counter((change[0].property, change[1]) for change in changes)
        return [
            f"{self.label(name)}: +{numbers[name, '+']} -{numbers[name, '-']}"
            for name in sorted({name for name, _ in numbers})
        ]

    def title(self, name: str, changes: Iterable[object]) -> str:
        changes = list(changes)
        grave = sum(1 for change in changes if getattr(change, "breaking", None))
        extra = f"{grave} {self.words['breaking']}" if grave else ""
        return self.marks.aside(self.words[name], self.marks.listed((str(len(changes)), extra)))

    def facts(self, changes: Iterable[_Change]) -> list[Entry]:
        ordered = sorted(
            changes, key=lambda change: (change[0].order()[:3], change[1], str(change))
        )
        return [
            (self.named(subject), [self.fact(*change) for change in members])
            for subject, members in groupby(ordered, key=lambda change: change[0].subject)
        ]

    def fact(self, fact: Said, mark: str, graphs: Iterable[str], lost: Iterable[str] = ()) -> str:
        details = self.marks.semicolon.join(self.pair(*detail) for detail in fact.details)
        signs = ("+" if mark == "~" else "", "-")
        said = [
            *(signs[0] + self.graph(graph) for graph in graphs),
            *(signs[1] + self.graph(graph) for graph in lost),
        ]
        parts = (
            f"{mark} {self.pair(fact.property, fact.value)}",
            f"[{details}]" if details else "",
            f"({self.marks.listed(said)})" if said else "",
        )
        return "  ".join(filter(None, parts))

    def graph(self, graph: str) -> str:
        return self.words["entities-graph"] if graph == _ENTITIES else compact(graph)

    def standing(self, change: StandingChange) -> str:
        told = self.pair(change.fact.property, change.fact.value)
        before, after = (self.words.get(word, word) for word in (change.before, change.after))
        return f"~ {self.marks.pair(told, f'{before} → {after}')}"

    def entity(self, change: EntityChange) -> str:
        kinds = (for_people(self.label(kind)) for kind in change.kinds)
        told = f"{_MARKS[change.change]} {self.named(change.iri)}"
        return self.why(self.marks.listed((told, *kinds)), change)

    def term(self, change: TermChange) -> Iterator[str]:
        if change.property is None:
            told = for_people(" ".join((*change.before, *change.after)))
            word = self.words[change.change]
            said = self.marks.pair(word, told) if told else word
            yield self.why(f"{_MARKS[change.change]} {said}", change)
            return
        name = compact(change.property)
        lines = [f"- {name} {for_people(text)}" for text in change.before]
        lines += [f"+ {name} {for_people(text)}" for text in change.after]
        yield from lines[:-1]
        yield self.why(lines[-1], change)

    def offer(self, change: InterfaceChange) -> str:
        told = f"{_MARKS[change.change]} {self.words[change.kind]} {for_people(change.name)}"
        if change.part is None:
            return self.grave(self.marks.pair(told, self.words[change.change]), change)
        signs = [*(f"-{name}" for name in change.before), *(f"+{name}" for name in change.after)]
        part = f"{self.words[change.part]} {for_people(self.marks.listed(signs))}"
        return self.grave(self.marks.pair(told, part), change)

    def why(self, told: str, change: EntityChange | TermChange) -> str:
        if change.replaced_by:
            newer = self.marks.listed(map(compact, change.replaced_by))
            told = self.marks.listed((told, self.words["replaced"].format(newer)))
        return self.grave(told, change)

    def grave(self, told: str, change: EntityChange | TermChange | InterfaceChange) -> str:
        if change.breaking:
            why = self.words["why:" + change.breaking]
            told += f"  ! {self.marks.pair(self.words['breaking'], why)}"
        return told

    def source(self, change: SourceChange) -> Iterator[str]:
        counts = self.words["says"].format(change.facts_added, change.facts_removed)
        yield f"{_MARKS[change.change]} {self.marks.pair(self.named(change.iri), counts)}"
        for name, before, after in change.description:
            values = [" | ".join(map(self.value, terms)) or "—" for terms in (before, after)]
            changed = f"{values[0]} → {values[1]}"
            yield f"  {self.marks.pair(for_people(self.label(name)), changed)}"


class _Json(_Names):
    def __init__(self, difference: Difference, language: str) -> None:
        super().__init__(difference, language)
        self.difference = difference

    def whole(self) -> dict[str, object]:
        told = self.difference
        parts = {
            "interface": [asdict(change) for change in told.interface],
            "terms": [self.term(change) for change in told.terms],
            "entities": [self.entity(change) for change in told.entities],
            "factsAdded": [self.fact(c.fact, sources=c.graphs) for c in told.facts_added],
            "factsRemoved": [self.fact(c.fact, sources=c.graphs) for c in told.facts_removed],
            "factsWithOtherSources": [
                self.fact(c.fact, sourcesAdded=c.added, sourcesRemoved=c.removed)
                for c in told.facts_resourced
            ],
            "standings": [
                self.fact(c.fact, before=c.before, after=c.after) for c in told.standings
            ],
            "sources": [self.source(change) for change in told.sources],
            "inferredAdded": [self.fact(c.fact) for c in told.inferred_added],
            "inferredRemoved": [self.fact(c.fact) for c in told.inferred_removed],
        }
        counts = {name: len(changes) for name, changes in parts.items()}
        return {
            "old": told.old,
            "new": told.new,
            "counts": {**counts, "breaking": len(told.breaking)},
            "withoutQuestions": told.without_questions,
            **parts,
        }

    def iri(self, iri: str) -> dict[str, str]:
        return {"iri": iri, "label": self.label(iri)}

    def term_value(self, term: object) -> dict[str, str]:
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if not isinstance(term, Literal):
            return {"value": str(term)}
        if term.language:
            return {"value": term.value, "language": term.language}
        return {"value": term.value, "datatype": term.datatype.value}

    def fact(self, fact: Said, **more: object) -> dict[str, object]:
        return {
            "subject": self.iri(fact.subject),
            "property": self.iri(fact.property),
            "value": self.term_value(fact.value),
            "details": [
                {"property": self.iri(name), "value": self.term_value(value)}
                for name, value in fact.details
            ],
            **more,
        }

    def entity(self, change: EntityChange) -> dict[str, object]:
        return {
            **self.iri(change.iri),
            "change": change.change,
            "kinds": [self.iri(kind) for kind in change.kinds],
            "replacedBy": change.replaced_by,
            "breaking": change.breaking,
        }

    def term(self, change: TermChange) -> dict[str, object]:
        return {
            "term": change.term and self.iri(change.term),
            "change": change.change,
            "property": change.property and self.iri(change.property),
            "before": change.before,
            "after": change.after,
            "replacedBy": change.replaced_by,
            "breaking": change.breaking,
        }

    def source(self, change: SourceChange) -> dict[str, object]:
        return {
            **self.iri(change.iri),
            "change": change.change,
            "factsAdded": change.facts_added,
            "factsRemoved": change.facts_removed,
            "description": [
                {
                    "property": self.iri(name),
                    "before": [self.term_value(term) for term in before],
                    "after": [self.term_value(term) for term in after],
                }
                for name, before, after in change.description
            ],
        }


def _untold(difference: Difference, words: Mapping[str, str]) -> list[str]:
    names = ", ".join(difference.without_questions)
    return ["", words["without"].format(names)] if names else []


def _cut(
    entries: list[tuple[str, list[str]]], limit: int | None, more: str
) -> Iterator[tuple[str, list[str]]]:
    """The entries up to a number of lines, then how many more there are."""
    left = limit
    total = sum(len(lines) for _, lines in entries)
    for heading, lines in entries:
        if left is not None and left <= 0:
            break
        yield heading, lines if left is None else lines[:left]
        left = None if left is None else left - len(lines)
    if limit is not None and total > limit:
        yield "", [more.format(total - limit)]


def _marked(change: str) -> str:
    """A line with its mark as code: Markdown would take a plus or minus for a list."""
    mark, _, rest = change.strip().partition(" ")
    marked = f"`{mark}` " if mark in _MARKS.values() else f"{escape(mark)} "
    return marked + escape(rest)
