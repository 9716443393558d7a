"""Facts that a domain or range of the ontology forbids → findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from kgraph.infer import Misfit, Rule, explain, misfits
from kgraph.names import SHAPE, local_name
from kgraph.shacl.paths import Path
from kgraph.shacl.results import Result
from kgraph.validate.findings import Finding
from kgraph.validate.locate import Locator, Origin, SourceFile
from kgraph.validate.messages import Labels, show, store_labels

DOMAIN_IRI: Final = SHAPE + "domain"
RANGE_IRI: Final = SHAPE + "range"
"""These stand in the place of shapes: the axiom of the ontology is what is broken."""

_DOMAIN_MESSAGE: Final = (
    "{0} has {2} as “{1}”, but is not of {3}, which alone can have it",
    "{0}には「{1}」として{2}がありますが、これを持てるのは{3}だけで、{0}はそれに当たりません",
)
_RANGE_MESSAGE: Final = (
    "{0} has {2} as “{1}”, which is not of {3}",
    "{0}の「{1}」である{2}は{3}に当たりません",
)
DOMAIN_FIX: Final = (
    "correct the thing or the property; if both are right, say of what class the thing is",
    "実体かプロパティを訂正してください。いずれも正しければ、その実体のクラスを記してください。",
)
RANGE_FIX: Final = (
    "name another thing; if it is the right one, say of what class it is",
    "別の実体を挙げてください。その実体で正しければ、そのクラスを記してください。",
)
_KIND: Final = ("the kind “{}”", "「{}」")
_EXPRESSION: Final = ("the class that the ontology describes", "オントロジーが定めるクラス")


def check_misfits(
    store: ox.Store,
    rules: Sequence[Rule] = (),
    files: Iterable[SourceFile] | Locator = (),
    told: Iterable[Finding | Result] = (),
) -> Iterator[Finding]:
    """A violation for each fact of which a domain or range of the ontology does not hold.

    In: a store that holds what is inferred, the `rules` that inferred it, the loaded `files`, and
    what the shapes found: a value that a shape complains of already is not `told` twice, nor
    is what follows from a fact that is told. Raises LoadError for an axiom that cannot be read.
    """
    found = misfits(store, store)
    if not found:
        return
    locator, labels = Locator.of(files), store_labels(store)
    shapes: set[tuple[object, str, object]] = {
        (one.focus, str(one.path), one.value) for one in told
    }
    wrong = set(shapes)
    facts = [(one, explain(store, rules, one.fact, 1)) for one in found]
    for one, why in sorted(facts, key=lambda pair: not pair[1].sources):
        subject, predicate, value = one.fact
        path = Path("predicate", predicate.value)
        if _key(one.fact) in shapes and not one.is_domain:
            continue
        leaves = () if why.sources or not why.proofs else why.proofs[0].leaves()
        if any(_key(leaf.triple) in wrong for leaf in leaves):
            continue
        wrong.add(_key(one.fact))
        graphs = tuple(sorted({*why.sources, *(g for leaf in leaves for g in leaf.sources)}))
        said = leaves[0].triple if leaves else one.fact
        pattern = said.subject, said.predicate, said.object
        file, line, column = locator.place(Origin(pattern, graphs))
        iri, fix = (DOMAIN_IRI, DOMAIN_FIX) if one.is_domain else (RANGE_IRI, RANGE_FIX)
        yield Finding(
            id=local_name(iri),
            severity="violation",
            focus=subject,
            path=path,
            value=value,
            component=one.axiom.predicate.value,
            shape=iri,
            message_en=_message(one, "en", labels),
            message_ja=_message(one, "ja", labels),
            fix_en=fix[0],
            fix_ja=fix[1],
            graphs=graphs,
            file=file,
            line=line,
            column=column,
        )


def _key(triple: ox.Triple) -> tuple[object, str, object]:
    """A fact as findings name it."""
    return triple.subject, str(Path("predicate", triple.predicate.value)), triple.object


def _message(one: Misfit, lang: str, labels: Labels) -> str:
    ja = lang == "ja"
    subject, predicate, value = one.fact
    wanted = _EXPRESSION[ja]
    if isinstance(one.wanted, ox.NamedNode):
        name = labels(one.wanted, lang) or show(one.wanted, lang, labels)
        wanted = _KIND[ja].format(name)
    text = (_DOMAIN_MESSAGE if one.is_domain else _RANGE_MESSAGE)[ja]
    return text.format(
        show(subject, lang, labels),
        labels(predicate, lang) or show(predicate, lang, labels),
        show(value, lang, labels),
        wanted,
    )
