"""Why a fact is in the graph, or why not, in words: derivations whose leaves name their sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple, Variable

from kgraph.infer import Atom, Explanation, Leaf, NearMiss, Proof, Rule, explain
from kgraph.names import expand, local_name
from kgraph.show.citing import Citer, past_triples
from kgraph.show.on_record import STANDINGS, Stated
from kgraph.snapshot.store import Snapshot
from kgraph.vocab import Node, Object, as_iri, as_node
from kgraph.words.rules import words
from kgraph.words.things import Namer, article

LIMIT: Final = 20
"""How many derivations, or rules that come near, are looked for."""

_ARTICLE: Final = re.compile(r"\ba “(\w+)")
_FILTER: Final = re.compile(r"FILTER\(\?(\w+) (?:IN \(([\w:, -]+)\)|([<>]=?) ([\w.]+))\)")


@dataclass(frozen=True)
class Telling:
    """A fact in words, with who says it.

    `status` is `asserted`, `inferred` or `absent`, or, where sources state it and it is yet no part
    of the state of the day, `past` (ended, superseded or not yet), `unknown` (its date is) or
    `narrowed`; `standing` confirmed, likely, conflicting, or None for what only identifies things.
    `citations` are the sources and readings that state it;
    `grounds` the names and titles of what else asserts it: the ontology, the list of things.
    """

    triple: Triple
    text: str
    status: str
    standing: str | None
    citations: tuple[Stated, ...] = ()
    grounds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Derivation:
    """One step in words: what follows, because of which rule, from which premises.

    `because` is a clause; `rule` the rule's id; `axioms` what the ontology says that makes it.
    """

    fact: Telling
    because: str
    rule: str
    premises: tuple[Derivation | Telling, ...]
    axioms: tuple[Telling, ...] = ()


@dataclass(frozen=True)
class Missing:
    """What a rule wants and the graph does not have; `pattern` has `?x` for what may be any."""

    pattern: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Miss:
    """A rule that comes near to an absent fact: the premises that hold and those that do not.

    `conditions` are the filters, in words, that what is missing must pass, or, where nothing is,
    those that reject the premises.
    """

    because: str
    rule: str
    held: tuple[Telling, ...]
    missing: tuple[Missing, ...]
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explained:
    """Why one fact is in the graph, or why not, in one language.

    `derivations` are in order: first the best one, whose weakest premise is no weaker than the
    fact itself. Of a fact that is not there on the `day` of the state, `near` are the rules that
    come nearest to it (none where sources state it of other days), `once` what sources say of the
    same two things for other days, and `instead` what the graph says in its place: of the same
    thing and property, or of the same two things. `stopped` tells that there may be more than what
    is listed.
    """

    fact: Telling
    derivations: tuple[Derivation, ...] = ()
    near: tuple[Miss, ...] = ()
    once: tuple[Telling, ...] = ()
    instead: tuple[Telling, ...] = ()
    stopped: bool = False
    day: date | None = None


def explained(
    snapshot: Snapshot,
    rules: Sequence[Rule],
    triple: Triple,
    lang: str = "en",
    *,
    limit: int = LIMIT,
    ids: bool = False,
) -> Explained:
    """Explains one fact of a snapshot in English or, for `ja`, Japanese.

    In: the rules that inferred the snapshot (`kgraph.rules`); `limit`, how many derivations at
    most, or rules that come near; `ids`, to put its short name after every label.
    """
    teller = _Teller(snapshot, rules, Namer(snapshot, lang, ids))
    found = explain(snapshot.store, rules, triple, limit, may_be=teller.may_be)
    return teller.tell(found, limit)


class _Teller:
    def __init__(self, snapshot: Snapshot, rules: Sequence[Rule], names: Namer) -> None:
        self.store = snapshot.store
        self.names = names
        self.english = names.lang == "en"
        self.rules = rules
        self.by_id = {rule.id: rule for rule in rules}
        self.citer = Citer(snapshot, names)
        self.day = snapshot.day.as_of

    def tell(self, found: Explanation, limit: int) -> Explained:
        fact = self.fact(found.triple, found.status)
        if found.status == "absent":
            past = self.citer.past(found.triple)
            followed = () if past else tuple(self.followed(found.triple))
            if past or followed:
                told = past or [each for fact in followed for each in fact.citations]
                fact = replace(fact, status=_status(told), citations=past)
            of_the_past = bool(past or followed)
            return Explained(
                fact,
                near=() if of_the_past else tuple(map(self.miss, found.near)),
                once=followed or (() if past else tuple(self.once(found.triple))),
                instead=tuple(self.instead(found.triple)),
                stopped=found.stopped and not of_the_past,
                day=self.day,
            )
        proofs = tuple(map(self.derivation, self.best_first(found, limit)))
        return Explained(fact, proofs, stopped=found.stopped, day=self.day)

    def best_first(self, found: Explanation, limit: int) -> list[Proof]:
        """The proofs by their weakest leaf, then by size.

        The bounded search may have missed every proof as strong as the fact; then one is looked
        for among facts that are.
        """
        proofs = sorted(found.proofs, key=lambda proof: (self.weakest(proof), proof.size))
        rank = self.rank(found.triple)
        if proofs and self.weakest(proofs[0]) > rank:
            reader = _NoWeaker(self.store, STANDINGS[rank + 1 :])
            strong = explain(reader, self.rules, found.triple, 1)
            proofs = [*strong.proofs, *proofs][:limit]
        return proofs

    def weakest(self, proof: Proof) -> int:
        return max((self.rank(leaf.triple) for leaf in proof.leaves()), default=0)

    def rank(self, triple: Triple) -> int:
        """0 for confirmed facts and those without a standing, which weaken nothing."""
        graphs = (i for i, g in enumerate(STANDINGS) if Quad(*triple, g) in self.store)
        return next(graphs, 0)

    def standing(self, triple: Triple) -> str | None:
        graphs = (g for g in STANDINGS if Quad(*triple, g) in self.store)
        return next((local_name(graph.value) for graph in graphs), None)

    def fact(self, triple: Triple, status: str) -> Telling:
        citations, grounds = self.citer.cite(triple) if status == "asserted" else ((), ())
        return Telling(
            triple, self.names.fact(triple), status, self.standing(triple), citations, grounds
        )

    def derivation(self, proof: Proof) -> Derivation:
        rule = self.by_id[proof.rule]
        fact = self.fact(proof.conclusion, "inferred")
        because = self.because(proof, rule)
        return Derivation(
            fact,
            because,
            rule.id,
            tuple(map(self.premise, proof.premises)),
            tuple(self.fact(axiom.triple, "asserted") for axiom in proof.axioms),
        )

    def premise(self, premise: Proof | Leaf) -> Derivation | Telling:
        if isinstance(premise, Leaf):
            return self.fact(premise.triple, "asserted")
        return self.derivation(premise)

    def because(self, proof: Proof, rule: Rule) -> str:
        """The step as a clause; of a property chain, told by the things it runs through."""
        facts = [p.triple if isinstance(p, Leaf) else p.conclusion for p in proof.premises]
        ends = [proof.conclusion.subject, *(fact.object for fact in facts)]
        chained = (
            all(fact.subject == start for fact, start in zip(facts, ends[:-1], strict=True))
            and ends[-1] == proof.conclusion.object
        )
        if rule.kind != "chain" or not chained or len(facts) < 2:
            return self.clause(rule)
        steps = [self.names.plain(fact.predicate) for fact in facts]
        target = self.names.plain(facts[-1].object)
        english = self.english
        path = ", then ".join(steps) if english else "、次に".join(map(self.names.quote, steps))
        if len(facts) == 2 and self.names.is_record(facts[0].object):
            if english:
                kind = self.names.kind(as_iri(facts[0].object)) or steps[0]
                return f"its record of {kind} names {target} (property chain: {path})"
            return f"その{steps[0]}に{self.names.quote(target)}とある（プロパティ連鎖：{path}）"
        told = [
            f"has {self.names.quote(step)} {self.names.plain(fact.object)}"
            if english
            else f"{self.names.quote(step)}が{self.names.plain(fact.object)}"
            for step, fact in zip(steps, facts, strict=True)
        ]
        if english:
            return f"it {', which '.join(told)} (property chain: {path})"
        return f"{'であり、その'.join(told)}である（プロパティ連鎖：{path}）"

    def clause(self, rule: Rule) -> str:
        """The sentence of a rule as a clause that may follow “because”."""
        text = words(rule, self.names.lang, self.names.plain).rstrip(".。")
        if not self.english:
            return text
        text = _ARTICLE.sub(lambda match: f"{article(match[1]).split()[0]} “{match[1]}", text)
        return text if text[1:2].isupper() else text[:1].lower() + text[1:]

    def miss(self, miss: NearMiss) -> Miss:
        rule = self.by_id[miss.rule]
        told: set[str] = set()
        missing = tuple(
            Missing(tuple(map(str, atom)), self.names.pattern(atom, told)) for atom in miss.missing
        )
        facts = tuple(self.fact(triple, self.status(triple)) for triple in miss.held)
        conditions = tuple(self.condition(rule, text) for text in miss.filters)
        return Miss(self.clause(rule), rule.id, facts, missing, conditions)

    def condition(self, rule: Rule, text: str) -> str:
        """A filter of a rule, in words where its form is a plain one."""
        found = _FILTER.fullmatch(text)
        if found is None:
            return text
        of = [atom.predicate for atom in rule.body if atom.object == Variable(found[1])]
        if not of:
            return text
        name = self.names.plain(of[0])
        if found[2] is not None:
            try:
                listed = [NamedNode(expand(each.strip())) for each in found[2].split(",")]
            except ValueError:  # a prefix of the rule's own, or no thing
                return text
            values = [self.names.plain(value) for value in listed]
            if self.english:
                return f"{name} is {' or '.join(values)}"
            return f"{name}が{'または'.join(map(self.names.quote, values))}である"
        return f"{name} {found[3]} {found[4]}"

    def may_be(self, atom: Atom) -> bool:
        """Whether something could be so that is not: a record hangs on one thing alone, and says
        one thing of a kind."""
        if self.names.is_record(atom.object):
            return False
        said = isinstance(atom.predicate, NamedNode) and self.names.is_record(atom.subject)
        return not said or not self.matching(as_node(atom.subject), as_iri(atom.predicate), None)

    def status(self, triple: Triple) -> str:
        citations, grounds = self.citer.cite(triple)
        return "asserted" if citations or grounds else "inferred"

    def followed(self, triple: Triple) -> Iterator[Telling]:
        """The premises that do not hold on the day of the state, where all of a rule's premises
        held together on some day, so that the fact then followed from them."""
        found = explain(_AtAnyTime(self.store), self.rules, triple, LIMIT)
        for miss in found.near:
            over = {
                held: past
                for held in miss.held
                if Quad(*held) not in self.store and (past := self.citer.past(held))
            }
            if over and not miss.missing and not miss.filters and _on_one_day(over.values()):
                for held, past in over.items():
                    yield Telling(held, self.names.fact(held), _status(past), None, past)
                return

    def once(self, triple: Triple) -> Iterator[Telling]:
        """What sources say of the two things that does not hold on the day of the state."""
        if not isinstance(triple.object, NamedNode):
            return
        for found, citations in self.citer.past_links(triple.subject, triple.object):
            yield Telling(found, self.names.fact(found), _status(citations), None, citations)

    def instead(self, triple: Triple) -> Iterator[Telling]:
        """What the graph says of the same thing and property, or of the same two things."""
        for found in dict.fromkeys((*self.alike(triple), *self.links(triple))):
            yield self.fact(found, self.status(found))

    def alike(self, triple: Triple) -> list[Triple]:
        return self.matching(triple.subject, triple.predicate, None)

    def links(self, triple: Triple) -> Iterator[Triple]:
        """Facts that link the two things, at once or by a record that hangs on the first."""
        yield from self.matching(triple.subject, None, triple.object)
        for naming in self.matching(None, None, triple.object):
            if self.names.is_record(naming.subject):
                yield from self.matching(triple.subject, None, naming.subject)

    def matching(
        self, subject: Node | None, predicate: NamedNode | None, thing: Object | None
    ) -> list[Triple]:
        found = self.store.quads_for_pattern(subject, predicate, thing, DefaultGraph())
        return sorted((quad.triple for quad in found), key=str)


def _status(past: Sequence[Stated]) -> str:
    """What the day makes of a fact by its claims, none of which holds it up."""
    states = {stated.state for stated in past}
    return "narrowed" if "holds" in states else "unknown" if "undated" in states else "past"


def _on_one_day(claims: Iterable[Sequence[Stated]]) -> bool:
    """Whether on some day a claim of each sequence holds, as far as days are known."""
    spans = [
        [(each.held_from or date.min, each.held_until or date.max) for each in told]
        for told in claims
    ]
    return any(
        max(first for first, _ in chosen) <= min(last for _, last in chosen)
        for chosen in product(*spans)
    )


class _AtAnyTime:
    """A store whose default graph has what the claims say of any day as well."""

    def __init__(self, store: Any) -> None:
        self.store = store
        self.past = past_triples(store)

    def quads_for_pattern(
        self, subject: Any, predicate: Any, thing: Any, graph: Any = None, /
    ) -> Iterator[Quad]:
        """The quads that match, as of a store."""
        yield from self.store.quads_for_pattern(subject, predicate, thing, graph)
        if isinstance(graph, DefaultGraph):
            yield from self.past.quads_for_pattern(subject, predicate, thing, graph)


class _NoWeaker:
    """A store whose default graph is without the facts of weak standing."""

    def __init__(self, store: Store, weaker: Iterable[NamedNode]) -> None:
        self.store = store
        self.weaker = tuple(weaker)

    def quads_for_pattern(
        self, subject: Any, predicate: Any, thing: Any, graph: Any = None, /
    ) -> Iterator[Quad]:
        """The quads that match, as of a store."""
        for quad in self.store.quads_for_pattern(subject, predicate, thing, graph):
            hidden = isinstance(quad.graph_name, DefaultGraph) and any(
                Quad(*quad.triple, weak) in self.store for weak in self.weaker
            )
            if not hidden:
                yield quad
