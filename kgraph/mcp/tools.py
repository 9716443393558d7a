"""What assistants may ask, and what they are told: every fact with its sources and a receipt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from typing import Literal as OneOf

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

import kgraph
from kgraph.explain.explained import explained
from kgraph.limited import Limits, within
from kgraph.mcp.told import (
    Answered,
    Explanation,
    Facts,
    FactTold,
    Hits,
    HitTold,
    Parameter,
    Queried,
    Questions,
    QuestionTold,
    Record,
    Schema,
    TermTold,
    Verdicts,
)
from kgraph.names import PREFIXES, compact
from kgraph.questions.ask import ask
from kgraph.questions.catalogue import paragraph
from kgraph.questions.params import BadValue, choices
from kgraph.questions.question import Question
from kgraph.render import explain as writing
from kgraph.search.folding import fold
from kgraph.search.lookup import nearest, resolve, search
from kgraph.show.dossier import dossier
from kgraph.show.on_record import Fact, Stated
from kgraph.snapshot.receipts import receipt, release_of
from kgraph.snapshot.run import run_query
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.lexer import code
from kgraph.sparql.prefixes import declared, iri
from kgraph.sparql.spelling import unknown_terms
from kgraph.tables.value_text import for_json, for_people
from kgraph.terms.reference import find
from kgraph.version import __version__
from kgraph.vocab import GRAPH, JPST, OWL, RDF, Object
from kgraph.web.states import States
from kgraph.web.verdicts import RELEASES, source_told, verdicts
from kgraph.words.things import kind_of

Lang = OneOf["en", "ja"]
MOST: Final = 500
"""Rows or facts that one call gives at most."""
_CHOICES: Final = 30
_TERMS: Final = 40
_PROPERTIES: Final = tuple(OWL.BASE + name for name in ("ObjectProperty", "DatatypeProperty"))
NOTE: Final = {
    "en": "Absence from the record never means no: on record is only what sources say.",
    "ja": "記録がないことは「ない」ことを意味しない。記録にあるのは出典が述べることだけである。",
}
_NEEDED: Final = {
    "en": "Nothing on record answers this. It would take a source that states: {}.",
    "ja": "これに答える記録はない。次の事柄を述べる出典が必要である：{}。",
}
_NO_FACT: Final = {
    "en": "Not on record. It would take a source that states it of {}.",
    "ja": "記録にない。{}についてそれを述べる出典が必要である。",
}
_NO_HIT: Final = {
    "en": "Nothing is called so. Nearest: {}.",
    "ja": "その名の実体はない。近いもの：{}。",
}


@dataclass(frozen=True)
class Tools:
    """The graph on any day, and the stored questions, within limits for each call.

    Texts that name nothing, or several things, raise BadValue with what may have been meant.
    """

    states: States
    questions: Sequence[Question]
    limits: Limits

    def list_questions(self, words: str = "", lang: Lang = "en") -> Questions:
        """The stored questions that have all the words in their name, text or tags."""
        snapshot = self.states.published
        wanted = [fold(word) for word in words.split()]
        kept = [one for one in self.questions if _has(one, wanted)]
        told = [self._question(snapshot, one, lang) for one in kept]
        return Questions(_record(snapshot, lang), told)

    def ask(
        self,
        question: str,
        values: dict[str, str] | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
        lang: Lang = "en",
        limit: int = 50,
        offset: int = 0,
    ) -> Answered:
        """The answer to a stored question for values of its parameters, by name."""
        snapshot = self.states.on(as_of, known_at, lang)
        asked = next((one for one in self.questions if one.slug == question), None)
        if asked is None:
            near = [one.slug for one in self.questions if _has(one, [fold(question)])][:5]
            told = f"there is no question “{question[:100]}”; see list_questions"
            raise BadValue("question", told, near, lang)
        answer = ask(snapshot, asked, values or {}, lang, limits=self.limits)
        offset = max(0, offset)
        end = offset + _within(limit)
        rows = [
            {name: for_json(value) for name, value in zip(answer.columns, row, strict=True)}
            for row in answer.terms[offset:end]
        ]
        needed = (
            None if len(answer) else _NEEDED[lang].format(self._asked_for(snapshot, asked, lang))
        )
        return Answered(
            _record(snapshot, lang),
            asked.slug,
            asked.title(lang),
            paragraph(asked.about(lang)),
            list(answer.caveats),
            {
                one.name: for_json(answer.values[one.variable])
                for one in asked.parameters
                if one.variable in answer.values and one.kind != "lang"
            },
            list(answer.columns),
            rows,
            len(answer),
            end if end < len(answer) else None,
            needed,
        )

    def search(self, text: str, lang: Lang = "en", limit: int = 10) -> Hits:
        """Things by name, code or identifier, in either language and any spelling."""
        snapshot = self.states.published
        found = search(snapshot, text[:200], limit=_within(limit), lang=lang)
        hits = [HitTold(h.iri, h.label, h.kind, h.matched, h.how) for h in found]
        needed = None
        if not hits:
            near = ", ".join(snapshot.label(one, lang) for one in nearest(snapshot, text[:200]))
            needed = _NO_HIT[lang].format(near or "–")
        return Hits(_record(snapshot, lang), hits, needed)

    def show(
        self,
        thing: str,
        as_of: str | None = None,
        known_at: str | None = None,
        lang: Lang = "en",
        mentions: bool = False,
        past: bool = False,
        limit: int = 100,
    ) -> Facts:
        """The facts about a thing on the day; with what mentions it, and with what is past."""
        snapshot = self.states.on(as_of, known_at, lang)
        node = self._thing(snapshot, thing, lang)
        found = dossier(snapshot, node.value, lang)
        facts = [*found.facts]
        if mentions:
            facts += found.mentions
        if past:
            facts += (*found.past, *(found.past_mentions if mentions else ()))
        return self._facts(snapshot, node, facts, lang, limit)

    def who_says(
        self,
        thing: str,
        property: str,
        value: str = "",
        as_of: str | None = None,
        known_at: str | None = None,
        lang: Lang = "en",
        limit: int = 50,
    ) -> Facts:
        """Which sources state a property of a thing, or one value of it, on whatever day."""
        snapshot = self.states.on(as_of, known_at, lang)
        node = self._thing(snapshot, thing, lang)
        wanted = self._property(snapshot, property, lang)
        found = dossier(snapshot, node.value, lang)
        facts = [
            fact
            for fact in (*found.facts, *found.past)
            if fact.property == wanted.value and (not value or _is_value(fact, value))
        ]
        return self._facts(snapshot, node, facts, lang, limit)

    def explain(
        self,
        thing: str,
        property: str,
        value: str,
        as_of: str | None = None,
        known_at: str | None = None,
        lang: Lang = "en",
    ) -> Explanation:
        """Why a fact is in the graph, down to what sources say; or what is missing for it."""
        snapshot = self.states.on(as_of, known_at, lang)
        node = self._thing(snapshot, thing, lang)
        wanted = self._property(snapshot, property, lang)
        term = self._value(snapshot, node, wanted, value, lang)
        rules = kgraph.rules(snapshot, limits=self.limits)
        found = within(
            self.limits,
            explained,
            snapshot=snapshot,
            rules=rules,
            triple=Triple(node, wanted, term),
            lang=lang,
        )
        told = json.loads(writing.as_json(found))
        return Explanation(_record(snapshot, lang), writing.as_text(found, lang), told)

    def conflicts(self, thing: str = "", lang: Lang = "en", limit: int = 100) -> Answered:
        """Where sources contradict each other, about everything or one thing: all sides."""
        return self.ask("conflicts", {"subject": thing} if thing else {}, lang=lang, limit=limit)

    def verify(
        self,
        ids: list[str],
        as_of: str | None = None,
        known_at: str | None = None,
        lang: Lang = "en",
    ) -> Verdicts:
        """Whether facts still stand, by the ids that came with them, and since when."""
        snapshot = self.states.on(as_of, known_at, lang)
        if len(ids) > MOST:
            raise BadValue("ids", f"at most {MOST} at a time", lang=lang)
        if len(set(map(release_of, ids))) > RELEASES:
            raise BadValue("ids", f"of at most {RELEASES} releases at a time", lang=lang)
        return Verdicts(_record(snapshot, lang), verdicts(snapshot, ids, lang))

    def describe_schema(self, words: str = "", lang: Lang = "en", limit: int = _TERMS) -> Schema:
        """The terms of the ontology that words find, and the graphs and prefixes for SPARQL."""
        snapshot = self.states.published
        found = find(snapshot, self.questions, words.split())
        told = [
            TermTold(
                compact(term.iri),
                term.iri,
                compact(term.kind.value),
                term.labels.get(lang, ""),
                term.definitions.get(lang, ""),
                list(map(compact, term.broader)),
                list(map(compact, term.domain)),
                list(map(compact, term.range)),
                compact(term.scheme) if term.scheme else None,
                [compact(one) for one in term.concepts[:_CHOICES]],
                list(term.questions),
                [compact(one) for one in term.replaced_by],
            )
            for term in found[: _within(limit)]
        ]
        graphs = {
            node.value: snapshot.label(node.value, lang)
            for node in (GRAPH.claims, GRAPH.labels, GRAPH.inferred, GRAPH.entities)
        }
        left = max(0, len(found) - len(told))
        return Schema(_record(snapshot, lang), dict(PREFIXES), graphs, told, left)

    def sparql(
        self,
        query: str,
        as_of: str | None = None,
        known_at: str | None = None,
        lang: Lang = "en",
        limit: int = 100,
    ) -> Queried:
        """A read-only SPARQL 1.1 query over the state of the day and the named graphs.

        Terms of ours that stand nowhere in the graph are told instead of asked for.
        """
        snapshot = self.states.on(as_of, known_at, lang)
        warnings = unknown_terms(snapshot.store, query)
        if warnings:
            return Queried(_record(snapshot, lang), warnings, [], [], None, None, False)
        found = run_query(snapshot, query, self.limits)
        most = _within(limit)
        rows = [
            {name: for_json(value) for name, value in zip(found.columns, row, strict=True)}
            for row in found.rows[:most]
        ]
        graph = None
        if found.triples:
            graph = "".join(f"{triple} .\n" for triple in found.triples[:most])
        return Queried(
            *(_record(snapshot, lang), [], list(found.columns), rows, found.boolean, graph),
            found.truncated or len(found) > most,
        )

    # -- what texts mean

    def _thing(self, snapshot: Snapshot, text: str, lang: str) -> NamedNode:
        return _one(snapshot, text, resolve(snapshot, text[:500]), nearest(snapshot, text), lang)

    def _property(self, snapshot: Snapshot, text: str, lang: str) -> NamedNode:
        ours = NamedNode(JPST.BASE + text) if text.isalnum() else None
        store = snapshot.store
        if ours is not None and any(store.quads_for_pattern(ours, RDF.type, None, DefaultGraph())):
            return ours
        found = resolve(snapshot, text[:500], *_PROPERTIES)
        near = [one for kind in _PROPERTIES for one in nearest(snapshot, text, kind, limit=3)]
        return _one(snapshot, text, found, near, lang)

    def _value(
        self, snapshot: Snapshot, node: NamedNode, name: NamedNode, text: str, lang: str
    ) -> Object:
        found = dossier(snapshot, node.value, lang)
        for fact in (*found.facts, *found.past):
            if fact.property == name.value and fact.object is not None and _is_value(fact, text):
                return fact.object
        return self._thing(snapshot, text, lang)

    # -- what is told

    def _question(self, snapshot: Snapshot, one: Question, lang: str) -> QuestionTold:
        return QuestionTold(
            one.slug,
            one.title(lang),
            paragraph(one.about(lang)),
            list(one.tags),
            [
                Parameter(
                    parameter.name,
                    parameter.label(lang),
                    parameter.kind,
                    parameter.required and parameter.default is None,
                    compact(parameter.default) if parameter.default else None,
                    [choice.value for choice in choices(snapshot, parameter, lang)][:_CHOICES],
                )
                for parameter in one.parameters
                if parameter.kind != "lang"
            ],
        )

    def _asked_for(self, snapshot: Snapshot, one: Question, lang: str) -> str:
        """The properties of ours that a question names, in words."""
        tokens = code(one.body)
        prefixes = declared(tokens)
        named = dict.fromkeys(iri(token, prefixes) for token in tokens)
        ours = [name for name in named if name and name.startswith(JPST.BASE)]
        plain = [name for name in ours if name.rpartition("/")[2][:1].islower()]
        labels = dict.fromkeys(snapshot.label(name, lang) for name in plain)
        return ", ".join(labels) if lang == "en" else "、".join(labels)

    def _facts(
        self, snapshot: Snapshot, node: NamedNode, facts: Iterable[Fact], lang: str, limit: int
    ) -> Facts:
        told = [one for fact in facts for one in _told(snapshot, fact)]
        most = _within(limit)
        label = snapshot.label(node.value, lang)
        return Facts(
            _record(snapshot, lang),
            node.value,
            label,
            kind_of(snapshot, node.value, lang),
            told[:most],
            max(0, len(told) - most),
            None if told else _NO_FACT[lang].format(label),
        )


def _within(limit: int) -> int:
    return max(1, min(limit, MOST))


def _has(one: Question, wanted: Sequence[str]) -> bool:
    """Whether a question has all words, folded, in what it says."""
    texts = (one.slug, one.title("en"), one.title("ja"), one.about("en"), one.about("ja"))
    told = " ".join(fold(text) for text in (*texts, *one.tags))
    return all(word in told for word in wanted)


def _one(
    snapshot: Snapshot, text: str, found: Sequence[str], near: Sequence[str], lang: str
) -> NamedNode:
    if len(found) == 1:
        return NamedNode(found[0])
    what = f"“{text[:100]}” " + ("fits several things" if found else "names nothing in the graph")
    meant = [f"{compact(one)} ({snapshot.label(one, lang)})" for one in (found or near)[:8]]
    raise BadValue("name", what, meant, lang)


def _is_value(fact: Fact, text: str) -> bool:
    term = fact.object
    if isinstance(term, NamedNode) and text in (term.value, compact(term.value)):
        return True
    plain = for_people(term) if isinstance(term, Literal) else ""
    return fold(text) in (fold(fact.object_label), fold(plain)) or text == plain


def _record(snapshot: Snapshot, lang: str) -> Record:
    day = snapshot.day
    known = day.known_at.isoformat() if day.known_at else None
    return Record(__version__, snapshot.fingerprint, day.as_of.isoformat(), known, NOTE[lang])


def _told(snapshot: Snapshot, fact: Fact) -> Iterator[FactTold]:
    """A fact once for each source that states it; once without any where it only follows."""
    if not isinstance(fact.subject, NamedNode) or fact.object is None:
        return
    for stated in fact.stated or (None,):
        source = stated.source if stated is not None else None
        page = source_told(snapshot, source) if source is not None else None
        terms = (fact.subject, NamedNode(fact.property), fact.object)
        made = receipt(__version__, *terms, NamedNode(source.iri) if source is not None else None)
        yield FactTold(
            made,
            fact.subject.value,
            snapshot.label(fact.subject.value),
            fact.property,
            fact.property_label,
            for_people(fact.object)
            if isinstance(fact.object, Literal)
            else getattr(fact.object, "value", ""),
            fact.object.language if isinstance(fact.object, Literal) else None,
            for_people(fact.object_label),
            (stated.standing if stated is not None else None) or fact.standing,
            stated.state if stated is not None else "holds",
            fact.inferred,
            stated.is_reading if stated is not None else False,
            *_days(stated),
            list(stated.qualifiers) if stated is not None else [],
            list(stated.notes) if stated is not None else [],
            list(stated.stated_values) if stated is not None else [],
            page,
            [source_told(snapshot, one) for one in stated.read] if stated is not None else [],
        )


def _days(stated: Stated | None) -> tuple[str | None, str | None, str | None]:
    if stated is None:
        return None, None, None
    return _text(stated.as_of), _text(stated.valid_from), _text(stated.valid_until)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
