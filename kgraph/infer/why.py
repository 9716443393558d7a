"""Why a fact is in the graph, or what is missing for it to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from pyoxigraph import Triple, Variable

from kgraph.infer.match import Reader, fact, solutions, unify
from kgraph.infer.proof import Explanation, NearMiss
from kgraph.infer.rules import Atom, Binding, Rule, resolve
from kgraph.infer.schema import INFERRED
from kgraph.infer.search import Search

LIMIT: Final = 10


def explain(
    reader: Reader,
    rules: Sequence[Rule],
    triple: Triple,
    limit: int = LIMIT,
    inferred: str = INFERRED,
) -> Explanation:
    """Explains one triple.

    In: a store (or anything with `quads_for_pattern`) whose default graph holds the closure under
    `rules` and whose graph `inferred` holds what was inferred; every other named graph is a source,
    but for those of computed standing. `rules` are compiled from the same ontology.

    Out: of an asserted triple its sources, and derivations where it has any; of an inferred one up
    to `limit` proofs, smallest first; of an absent one the up to `limit` rules that come nearest
    to it. `stopped` is set where more may exist. An inferred triple without any proof was not
    inferred by these rules.
    """
    search = Search(reader, rules, inferred)
    status = search.status(triple)
    if status == "absent":
        misses = sorted(
            _near(search, triple), key=lambda miss: (len(miss.missing), -len(miss.held), miss.rule)
        )
        return Explanation(triple, status, near=tuple(misses[:limit]), stopped=len(misses) > limit)
    proofs, stopped = search.proofs(triple, limit)
    return Explanation(triple, status, search.sources(triple), proofs, stopped=stopped)


def _near(search: Search, triple: Triple) -> Iterator[NearMiss]:
    seen: set[tuple[int, Atom]] = set()
    for index, head in search.matching(triple):
        binding = unify(head, triple, {})
        if binding is None or (index, head) in seen or not search.rules[index].body:
            continue
        seen.add((index, head))
        yield _nearest(search.reader, search.rules[index], binding)


def _nearest(reader: Reader, rule: Rule, binding: Binding) -> NearMiss:
    """The most patterns of a rule's body that hold together, given what the head fixes."""
    places = range(len(rule.body))
    for size in reversed(range(len(rule.body) + 1)):
        for chosen in combinations(places, size):
            atoms = [rule.body[i] for i in chosen]
            if not _connected(atoms, set(binding)):
                continue
            found = next(solutions(reader, atoms, binding), None)
            if found is None:
                continue
            held = (fact(resolve(atom, found)) for atom in atoms)
            missing = tuple(resolve(rule.body[i], found) for i in places if i not in chosen)
            return NearMiss(
                rule.id,
                tuple(t for t in held if t is not None),
                missing,
                rule.filters if not missing else (),
            )
    raise AssertionError("no pattern at all always holds")


def _connected(atoms: Sequence[Atom], known: set[Variable]) -> bool:
    """Whether every pattern hangs, by its variables, on what is known.

    One that does not holds of just anything, which says nothing about the fact in question.
    """
    rest = list(atoms)
    while rest:
        joined = [a for a in rest if a.variables() & known or not a.variables()]
        if not joined:
            return False
        for atom in joined:
            known = known | atom.variables()
            rest.remove(atom)
    return True
