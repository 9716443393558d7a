"""What a near miss proposes, as triples: each way to fill in what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from pyoxigraph import Quad, Store, Triple

from kgraph.infer import NearMiss, Rule
from kgraph.infer.match import fact
from kgraph.infer.rules import resolve
from kgraph.sparql import engine
from kgraph.vocab import Object


def completed(rule: Rule, miss: NearMiss, values: Sequence[Object]) -> Iterator[list[Triple]]:
    """The missing triples, for each choice of values that the filters told let pass."""
    unknown = sorted({variable for atom in miss.missing for variable in atom.variables()}, key=str)
    for chosen in product(values, repeat=len(unknown)):
        binding = dict(zip(unknown, chosen, strict=True))
        found = [fact(resolve(atom, binding)) for atom in miss.missing]
        made = [triple for triple in found if triple is not None]
        if len(made) == len(found) and _passes(rule, miss, made):
            yield made


def _passes(rule: Rule, miss: NearMiss, made: Sequence[Triple]) -> bool:
    """Whether the filters told, those alone, let the premises pass."""
    if not miss.filters:
        return True
    store = Store()
    store.extend(Quad(*triple) for triple in (*miss.held, *made))
    where = " ".join((*map(str, rule.body), *miss.filters))
    return bool(engine.query(store, f"{rule.prologue}ASK {{ {where} }}"))
