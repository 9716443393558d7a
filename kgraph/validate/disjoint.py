"""Things in two classes that exclude each other → findings that name both sides and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

import pyoxigraph as ox

from kgraph.infer import Contradiction, Leaf, Rule, contradictions, explain
from kgraph.names import SHAPE, local_name
from kgraph.shacl.paths import Path
from kgraph.validate.findings import Finding
from kgraph.validate.locate import Locator, Origin, SourceFile
from kgraph.validate.messages import Labels, show, store_labels
from kgraph.vocab import GRAPH, OWL, RDF, as_iri

SHAPE_IRI: Final = SHAPE + "disjoint-classes"
"""Stands in the place of a shape: the axiom of the ontology is what is broken."""

_ENTITIES: Final = GRAPH.entities.value

_MESSAGE: Final = (
    "{0} is both “{1}” and “{2}”, which exclude each other. As “{1}”: {3}. As “{2}”: {4}.",
    "{0}は「{1}」でも「{2}」でもありますが、この二つは両立しません。「{1}」の根拠：{3}。「{2}」の根拠：{4}。",
)
FIX: Final = (
    "correct the side that is wrong; if both are right, two things share one name and need two",
    "誤っている側を訂正してください。どちらも正しい場合は、二つの実体が同じ名前（IRI）を用いているため、別の名前に分けてください。",
)
_SAID: Final = (" (stated in {})", "（{}による）")
_LIST: Final = ("the list of things", "実体の一覧")
_EXPRESSION: Final = ("a class that the ontology describes", "オントロジーが定めるクラス")


def check_contradictions(
    store: ox.Store, rules: Sequence[Rule] = (), files: Iterable[SourceFile] | Locator = ()
) -> Iterator[Finding]:
    """A violation for each thing of two classes that the ontology says are disjoint.

    In: a store that holds what is inferred, the `rules` that inferred it, by which each side is
    followed down to what is stated, and the loaded `files`, which give file and line of one side.
    Raises LoadError for an axiom of disjointness that cannot be read.
    """
    found = contradictions(store, store)
    if found:
        teller = _Teller(store, rules, files)
        yield from map(teller.finding, found)


class _Teller:
    def __init__(
        self, store: ox.Store, rules: Sequence[Rule], files: Iterable[SourceFile] | Locator
    ) -> None:
        self.store = store
        self.rules = rules
        self.labels: Labels = store_labels(store)
        self.locator = Locator.of(files)

    def finding(self, found: Contradiction) -> Finding:
        left, right = self.grounds(found.left), self.grounds(found.right)
        # What a source says is easier wrong than the list of things.
        side, kind = next(
            ((s, c) for s, c in ((left, found.left_class), (right, found.right_class)) if _said(s)),
            (left, found.left_class),
        )
        leaf = next((leaf for leaf in side if _said([leaf])), side[0])
        pattern = (leaf.triple.subject, leaf.triple.predicate, leaf.triple.object)
        file, line, column = self.locator.place(Origin(pattern, leaf.sources))
        english, japanese = (self.message(found, left, right, lang) for lang in ("en", "ja"))
        axiom = found.axiom
        return Finding(
            id=local_name(SHAPE_IRI),
            severity="violation",
            focus=found.individual,
            path=Path("predicate", RDF.type.value),
            value=kind if isinstance(kind, ox.NamedNode) else None,
            component=as_iri(
                axiom.predicate if axiom.predicate == OWL.disjointWith else axiom.object
            ).value,
            shape=SHAPE_IRI,
            message_en=english,
            message_ja=japanese,
            fix_en=FIX[0],
            fix_ja=FIX[1],
            graphs=tuple(sorted({g for leaf in chain(left, right) for g in leaf.sources})),
            file=file,
            line=line,
            column=column,
        )

    def grounds(self, side: Iterable[ox.Triple]) -> list[Leaf]:
        """What is stated that puts the thing on a side; where no rule tells, the side itself."""
        leaves: dict[Leaf, None] = {}
        for triple in side:
            why = explain(self.store, self.rules, triple, 1)
            if why.sources or not why.proofs:
                leaves[Leaf(triple, why.sources)] = None
            else:
                leaves.update(dict.fromkeys(why.proofs[0].leaves()))
        return list(leaves)

    def message(self, found: Contradiction, left: list[Leaf], right: list[Leaf], lang: str) -> str:
        ja = lang == "ja"
        between = "、" if ja else "; "
        return _MESSAGE[ja].format(
            show(found.individual, lang, self.labels),
            self.kind(found.left_class, lang),
            self.kind(found.right_class, lang),
            between.join(self.told(leaf, lang) for leaf in left),
            between.join(self.told(leaf, lang) for leaf in right),
        )

    def kind(self, term: object, lang: str) -> str:
        """The bare label of a class: messages give its short name where it has none."""
        if not isinstance(term, ox.NamedNode):
            return _EXPRESSION[lang == "ja"]
        return self.labels(term, lang) or show(term, lang, self.labels)

    def told(self, leaf: Leaf, lang: str) -> str:
        """A stated fact in words, with who says it."""
        subject, predicate, thing = leaf.triple
        ja = lang == "ja"
        if predicate == RDF.type:
            name, what = show(subject, lang, self.labels), self.kind(thing, lang)
            text = f"{name}は「{what}」" if ja else f"{name} is of the kind “{what}”"
        else:
            property_name = self.labels(predicate, lang) or show(predicate, lang, self.labels)
            ends = (show(end, lang, self.labels) for end in (subject, thing))
            text = f" – {property_name}: ".join(ends)
        if not leaf.sources:
            return text
        names = [
            _LIST[ja] if graph == _ENTITIES else show(ox.NamedNode(graph), lang, self.labels)
            for graph in leaf.sources
        ]
        return text + _SAID[ja].format(("、" if ja else ", ").join(names))


def _said(leaves: Iterable[Leaf]) -> bool:
    """Whether a source or an editor, or a file of the user's, says one of the facts."""
    return any(graph != _ENTITIES for leaf in leaves for graph in leaf.sources)
