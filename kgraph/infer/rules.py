"""A rule: what it needs, what it concludes, which axioms it comes from, and its SPARQL."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pyoxigraph import NamedNode, Quad, Store, Triple, Variable

from kgraph.names import local_name
from kgraph.sparql import engine
from kgraph.vocab import RDF, Object

Slot = Object | Variable

_NAMES = tuple(map(Variable, "xyzuvw"))


class Atom(NamedTuple):
    """A triple pattern: each place is a term or a variable."""

    subject: Slot
    predicate: Slot
    object: Slot

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object} ."

    def variables(self) -> frozenset[Variable]:
        """The variables of the pattern."""
        return frozenset(slot for slot in self if isinstance(slot, Variable))


def ground(slot: Slot) -> Object:
    """The term that stands there; TypeError for a variable."""
    if isinstance(slot, Variable):
        raise TypeError(f"{slot} stands where only a term can")
    return slot


Signature = tuple[NamedNode | None, Object | None]
"""Predicate and, for rdf:type, class of a pattern; None where that is a variable."""
ANY: Final[Signature] = (None, None)
ANY_TYPE: Final[Signature] = (RDF.type, None)


def signature(atom: Atom) -> Signature:
    """What tells whether a fact can match a pattern at all."""
    if not isinstance(atom.predicate, NamedNode):
        return None, None
    if atom.predicate == RDF.type and not isinstance(atom.object, Variable):
        return RDF.type, atom.object
    return atom.predicate, None


Binding = dict[Variable, Slot]


def resolve(atom: Atom, binding: Mapping[Variable, Slot]) -> Atom:
    """The pattern with its bound variables replaced."""
    return Atom(*(binding.get(slot, slot) if isinstance(slot, Variable) else slot for slot in atom))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, specialized to the axioms it comes from.

    `body` are the patterns that must hold, `head` those that then hold. `axioms` are the triples
    of the ontology the rule was compiled from (none for a rule that a file names). A rule of kind
    `schema` has no body: its head is a triple that follows from its axioms alone. `filters` are
    SPARQL FILTER clauses over the variables of the body, `prologue` the prefixes they use. A rule
    that `is_shortcut` does at once what other rules do one after another: it makes proofs short,
    and a fixpoint can do without it.
    """

    id: str
    kind: str
    body: tuple[Atom, ...]
    head: tuple[Atom, ...]
    axioms: Sequence[Triple] = ()
    filters: tuple[str, ...] = ()
    prologue: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    source: str | None = None
    is_shortcut: bool = False

    @property
    def guards(self) -> tuple[Variable, ...]:
        """Variables the head uses as a subject and the body only as an object.

        A literal may stand there in the data, and a literal is never a subject.
        """
        subjects = {atom.subject for atom in self.body}
        found = {
            atom.subject
            for atom in self.head
            if isinstance(atom.subject, Variable) and atom.subject not in subjects
        }
        return tuple(sorted(found, key=str))

    def _where(self, *more: str) -> str:
        guards = (f"FILTER(!isLiteral({variable}))" for variable in self.guards)
        return " ".join((*map(str, self.body), *guards, *self.filters, *more))

    @property
    def construct(self) -> str:
        """The rule as a SPARQL 1.1 CONSTRUCT query over the default graph."""
        head = " ".join(map(str, self.head))
        return f"{self.prologue}CONSTRUCT {{ {head} }} WHERE {{ {self._where()} }}"

    def update(self, target: str, data: str | None = None) -> str:
        """The rule as a SPARQL 1.1 Update that adds what is new.

        Without `data` the default graph is read, and a new triple goes into the default graph and
        into the graph `target`. With `data`, the IRI of the graph holding the merged facts, that
        graph takes the place of the default graph. Run until nothing changes.
        """
        parts = (_insert(str(atom), self._where, target, data) for atom in self.head)
        return self.prologue + " ;\n".join(parts)


def _insert(
    head: str, where: Callable[..., str], target: str, data: str | None, values: str = ""
) -> str:
    text = f"{values}{where(f'FILTER NOT EXISTS {{ {head} }}')}"
    if data is None:
        return f"INSERT {{ {head} GRAPH <{target}> {{ {head} }} }}\nWHERE {{ {text} }}"
    graphs = f"GRAPH <{data}> {{ {head} }}"
    if target != data:
        graphs += f" GRAPH <{target}> {{ {head} }}"
    return f"INSERT {{ {graphs} }}\nWHERE {{ GRAPH <{data}> {{ {text} }} }}"


def renamed(body: Iterable[Atom], head: Iterable[Atom]) -> tuple[tuple[Atom, ...], ...]:
    """Body and head with variables named by their order, so that equal rules are equal."""
    body, head = tuple(body), tuple(head)
    order = dict.fromkeys(
        slot for atom in (*body, *head) for slot in atom if isinstance(slot, Variable)
    )
    if not order:  # as in each step of a hierarchy, of which there may be many thousand
        return body, head
    names: Binding = {
        slot: _NAMES[place] if place < len(_NAMES) else Variable(f"x{place}")
        for place, slot in enumerate(order)
    }
    if all(old == new for old, new in names.items()):
        return body, head
    return tuple(resolve(atom, names) for atom in body), tuple(
        resolve(atom, names) for atom in head
    )


def _plain(name: str) -> str:
    return name if name.isascii() and name.isalnum() else re.sub(r"[^A-Za-z0-9]+", "", name)


def make_rule(
    kind: str,
    body: Iterable[Atom],
    head: Atom,
    axioms: Sequence[Triple] = (),
    is_shortcut: bool = False,
) -> Rule:
    """A rule with an id that depends on nothing but its kind, body and head."""
    bodies, heads = renamed(body, (head,))
    return _named_rule(kind, bodies, heads, axioms, is_shortcut)


def axiom_rule(head: Atom, axioms: Sequence[Triple]) -> Rule:
    """The rule by which an axiom follows from others: as `make_rule`, of which it is the quick
    way, since a hierarchy has as many as pairs."""
    return _named_rule("schema", (), (head,), axioms)


def _named_rule(
    kind: str,
    bodies: tuple[Atom, ...],
    heads: tuple[Atom, ...],
    axioms: Sequence[Triple],
    is_shortcut: bool = False,
) -> Rule:
    text = f"{kind}|{' '.join(map(str, bodies))}|{heads[0]}"
    names = [
        local_name(slot.value)
        for atom in (*heads, *bodies)
        for slot in atom[1:]
        if isinstance(slot, NamedNode) and not slot.value.endswith("#type")
    ]
    slug = "-".join(_plain(name) for name in (kind, *names[:4]))
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Rule(f"{slug}-{digest}", kind, bodies, heads, axioms, is_shortcut=is_shortcut)


def replays(rule: Rule, premises: Iterable[Triple], conclusion: Triple) -> bool:
    """Whether the rule's own query, run over the premises alone, gives the conclusion."""
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in premises)
    return any(triple == conclusion for triple in engine.construct(store, rule.construct))


def batches(
    rules: Iterable[Rule], target: str, data: str | None = None, size: int = 200
) -> tuple[str, ...]:
    """The updates of many rules in few requests, for a remote engine.

    Rules of one form differ only in their constants; up to `size` of them become one update with
    a VALUES table. Together the updates do what each `rule.update(target, data)` does.
    """
    tables: dict[tuple[str, str], list[tuple[Slot, ...]]] = {}
    alone: list[str] = []
    for rule in rules:
        if rule.filters or rule.prologue or len(rule.head) != 1:
            alone.append(rule.update(target, data))
            continue
        places: dict[Slot, Variable] = {}

        def lift(slot: Slot, places: dict[Slot, Variable] = places) -> Slot:
            if isinstance(slot, Variable) or slot == RDF.type:
                return slot
            return places.setdefault(slot, Variable(f"c{len(places)}"))

        body = tuple(Atom(*map(lift, atom)) for atom in rule.body)
        form = Rule("", rule.kind, body, (Atom(*map(lift, rule.head[0])),))
        guards = " ".join(f"FILTER(!isLiteral({variable}))" for variable in rule.guards)
        where = " ".join((*map(str, body), guards)).strip()
        tables.setdefault((str(form.head[0]), where), []).append(tuple(places))
    together: list[str] = []
    for (head, where), rows in tables.items():
        columns = " ".join(f"?c{i}" for i in range(len(rows[0])))
        for start in range(0, len(rows), size):
            values = " ".join(f"({' '.join(map(str, row))})" for row in rows[start : start + size])
            table = f"VALUES ({columns}) {{ {values} }} "
            together.append(
                _insert(head, lambda more, w=where: f"{w} {more}".strip(), target, data, table)
            )
    return (*together, *alone)
