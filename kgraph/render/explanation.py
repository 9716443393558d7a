"""An explanation → a tree of text, each leaf with its sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.render.terms import for_people

if TYPE_CHECKING:
    from kgraph.infer import Explanation, Leaf, NearMiss, Proof, Rule

_WORDS: Final = MappingProxyType(
    {
        "en": {
            "asserted": "asserted",
            "inferred": "inferred",
            "absent": "not in the graph",
            "by": "stated by",
            "because": "because",
            "axiom": "the ontology says",
            "near": "It would follow, were it not for what is marked ✗:",
            "rejected": "rejected by",
            "more": "there may be more; ask for them with --limit",
        },
        "ja": {
            "asserted": "出典に記載",
            "inferred": "推論",
            "absent": "グラフにない",
            "by": "出典",
            "because": "根拠",
            "axiom": "オントロジーの定義",
            "near": "✗ の事実があれば導かれる:",
            "rejected": "次の条件で除外",
            "more": "ほかにもありうる(--limit で増やせる)",
        },
    }
)


def as_text(explanation: Explanation, rules: Iterable[Rule], language: str = "en") -> str:
    """The fact and its status, then each proof: a rule, its premises below it, their sources."""
    labels = {rule.id: dict(rule.labels).get(language, rule.id) for rule in rules}
    return "\n".join(_Writer(_WORDS[language], labels).lines(explanation)) + "\n"


def as_json(explanation: Explanation) -> str:
    """The explanation as one JSON object."""
    return json.dumps(explanation.to_json(), ensure_ascii=False, indent=2) + "\n"


class _Writer:
    def __init__(self, words: Mapping[str, str], labels: Mapping[str, str]) -> None:
        self.words = words
        self.labels = labels

    def lines(self, explanation: Explanation) -> Iterator[str]:
        yield f"{_fact(explanation.triple)}  [{self.words[explanation.status]}]"
        if explanation.sources:
            yield f"  {self.by(explanation.sources)}"
        for proof in explanation.proofs:
            yield from self.proof(proof, "  ")
        if explanation.near:
            yield self.words["near"]
            for miss in explanation.near:
                yield from self.miss(miss)
        if explanation.stopped:
            yield f"({self.words['more']})"

    def proof(self, proof: Proof, indent: str) -> Iterator[str]:
        yield f"{indent}{self.words['because']}: {self.rule(proof.rule)}"
        for premise in proof.premises:
            yield from self.premise(premise, indent + "  ")
        for axiom in proof.axioms:
            yield f"{indent}  {self.words['axiom']}: {_fact(axiom.triple)}"

    def premise(self, premise: Proof | Leaf, indent: str) -> Iterator[str]:
        conclusion = getattr(premise, "conclusion", None)
        if conclusion is None:
            yield f"{indent}{_fact(premise.triple)}  [{self.by(premise.sources)}]"  # type: ignore[union-attr]
            return
        yield f"{indent}{_fact(conclusion)}  [{self.words['inferred']}]"
        yield from self.proof(premise, indent + "  ")  # type: ignore[arg-type]

    def miss(self, miss: NearMiss) -> Iterator[str]:
        yield f"  {self.rule(miss.rule)}"
        yield from (f"    ✓ {_fact(held)}" for held in miss.held)
        yield from (f"    ✗ {_fact(missing)}" for missing in miss.missing)
        yield from (f"    {self.words['rejected']}: {text}" for text in miss.filters)

    def rule(self, rule: str) -> str:
        return for_people(self.labels.get(rule, rule))

    def by(self, sources: Sequence[str]) -> str:
        from pyoxigraph import NamedNode

        return f"{self.words['by']} {', '.join(for_people(NamedNode(s)) for s in sources)}"


def _fact(places: Iterable[object]) -> str:
    return " ".join(map(for_people, places))
