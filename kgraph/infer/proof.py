"""Proofs as values: trees whose leaves are asserted facts, and their check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Triple

from kgraph.infer.rules import Atom, Rule, replays


def terms(pattern: Iterable[Any]) -> list[str]:
    """The three places of a triple or pattern as N-Triples terms, `?x` for a variable."""
    return [str(slot) for slot in pattern]


@dataclass(frozen=True)
class Leaf:
    """An asserted fact or axiom, and the names of the graphs that assert it, sorted."""

    triple: Triple
    sources: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The leaf as JSON values."""
        return {"triple": terms(self.triple), "sources": list(self.sources)}


@dataclass(frozen=True)
class Proof:
    """One derivation: the conclusion, the rule of the last step, and proofs of its premises.

    `rule` is a rule's id; `axioms` are the axioms of the ontology that the rule comes from. A
    premise that is asserted is a `Leaf`, even where it could be derived too.
    """

    conclusion: Triple
    rule: str
    premises: tuple[Proof | Leaf, ...]
    axioms: tuple[Leaf, ...] = ()

    @property
    def size(self) -> int:
        """The number of steps."""
        return 1 + sum(p.size for p in self.premises if isinstance(p, Proof))

    def leaves(self) -> tuple[Leaf, ...]:
        """The asserted facts that the proof rests on, each once (the axioms are not among them)."""
        found: dict[Leaf, None] = {}
        for premise in self.premises:
            found.update(
                dict.fromkeys((premise,) if isinstance(premise, Leaf) else premise.leaves())
            )
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """The proof as JSON values."""
        return {
            "conclusion": terms(self.conclusion),
            "rule": self.rule,
            "premises": [premise.to_json() for premise in self.premises],
            "axioms": [axiom.to_json() for axiom in self.axioms],
        }


@dataclass(frozen=True)
class NearMiss:
    """A rule that would give a fact, were it not for what is missing.

    `held` are premises in the graph, `missing` the patterns that are not, with `?x` for what no
    premise fixes: the fact would follow by any values for which these held and the rule's `filters`
    let them pass. Where nothing is missing, `filters` are those that reject the premises.
    """

    rule: str
    held: tuple[Triple, ...]
    missing: tuple[Atom, ...]
    filters: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The near miss as JSON values."""
        return {
            "rule": self.rule,
            "held": [terms(triple) for triple in self.held],
            "missing": [terms(atom) for atom in self.missing],
            "filters": list(self.filters),
        }


@dataclass(frozen=True)
class Explanation:
    """Why a fact is in the graph, or why not.

    `status` is `asserted`, `inferred` or `absent`. `sources` are the graphs that assert it,
    `proofs` its derivations (of an asserted fact too), smallest first, `near` what would derive an
    absent one, nearest first. `stopped` says that there may be more than what is listed.
    """

    triple: Triple
    status: str
    sources: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    near: tuple[NearMiss, ...] = ()
    stopped: bool = False

    def to_json(self) -> dict[str, Any]:
        """The explanation as JSON values."""
        return {
            "triple": terms(self.triple),
            "status": self.status,
            "sources": list(self.sources),
            "proofs": [proof.to_json() for proof in self.proofs],
            "near": [miss.to_json() for miss in self.near],
            "stopped": self.stopped,
        }


def check_proof(proof: Proof, rules: Iterable[Rule]) -> bool:
    """Whether a proof holds, replayed from its leaves alone.

    Each step's rule is run as a query over a graph of nothing but the step's premises and must
    give the conclusion; no fact may stand among the grounds of itself.
    """
    by_id = {rule.id: rule for rule in rules}

    def sound(step: Proof, above: frozenset[Triple]) -> bool:
        rule = by_id.get(step.rule)
        if rule is None or step.conclusion in above:
            return False
        if not {leaf.triple for leaf in step.axioms} <= set(rule.axioms):
            return False
        given = [p.triple if isinstance(p, Leaf) else p.conclusion for p in step.premises]
        above = above | {step.conclusion}
        return (
            step.conclusion not in given
            and replays(rule, given, step.conclusion)
            and all(sound(p, above) for p in step.premises if isinstance(p, Proof))
        )

    return sound(proof, frozenset())
