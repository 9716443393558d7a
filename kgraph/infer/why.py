"""Why a fact is in the graph, or what is missing for it to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple, Variable

from kgraph.infer.match import Reader, fact, solutions, unify
from kgraph.infer.proof import Explanation, NearMiss
from kgraph.infer.rules import Atom, Binding, Rule, Slot, resolve
from kgraph.infer.schema import INFERRED
from kgraph.infer.search import Search
from kgraph.sparql import engine
from kgraph.sparql.lexer import code

LIMIT: Final = 10
_TRIED: Final = 1_000
"""How many ways in which some patterns of a rule hold are tried for one that leads on."""


def explain(
    reader: Reader,
    rules: Sequence[Rule],
    triple: Triple,
    limit: int = LIMIT,
    inferred: str = INFERRED,
    may_be: Callable[[Atom], bool] = lambda _: True,
) -> Explanation:
    """Explains one triple.

    In: a store (or anything with `quads_for_pattern`) whose default graph holds the closure under
    `rules` and whose graph `inferred` holds what was inferred; every other named graph is a source,
    but for those of computed standing. `rules` are compiled from the same ontology. `may_be` tells
    of what is missing, and may have variables, whether it could ever be so.

    Out: of an asserted triple its sources, and derivations where it has any; of an inferred one up
    to `limit` proofs, smallest first; of an absent one the up to `limit` rules that come nearest
    to it. `stopped` is set where more may exist. An inferred triple without any proof was not
    inferred by these rules.
    """
    search = Search(reader, rules, inferred)
    status = search.status(triple)
    if status == "absent":
        misses = sorted(
            _near(search, triple, may_be),
            key=lambda miss: (len(miss.missing), -len(miss.held), miss.rule),
        )
        return Explanation(triple, status, near=tuple(misses[:limit]), stopped=len(misses) > limit)
    proofs, stopped = search.proofs(triple, limit)
    return Explanation(triple, status, search.sources(triple), proofs, stopped=stopped)


def _near(search: Search, triple: Triple, may_be: Callable[[Atom], bool]) -> Iterator[NearMiss]:
    own = Atom(triple.subject, triple.predicate, triple.object)

    def could_be(atom: Atom) -> bool:
        """Whether a pattern could come to hold, without the fact in question."""
        return (
            not isinstance(atom.subject, Literal)
            and isinstance(atom.predicate, NamedNode | Variable)
            and atom != own
            and may_be(atom)
        )

    seen: set[tuple[int, Atom]] = set()
    for index, head in search.matching(triple):
        binding = unify(head, triple, {})
        if binding is None or (index, head) in seen or not search.rules[index].body:
            continue
        seen.add((index, head))
        found = _nearest(search.reader, search.rules[index], binding, could_be)
        if found is not None:
            yield found


def _nearest(
    reader: Reader, rule: Rule, binding: Binding, could_be: Callable[[Atom], bool]
) -> NearMiss | None:
    """The most patterns of a rule's body that hold together, given what the head fixes, so that
    the fact would follow if the others held too; None where they never could."""
    places = range(len(rule.body))
    for size in reversed(range(len(rule.body) + 1)):
        rejected: NearMiss | None = None
        for chosen in combinations(places, size):
            atoms = [rule.body[i] for i in chosen]
            if not _connected(atoms, set(binding)):
                continue
            for found in islice(solutions(reader, atoms, binding), _TRIED):
                missing = tuple(resolve(rule.body[i], found) for i in places if i not in chosen)
                if not all(map(could_be, missing)):
                    continue
                failed, undecided = _judged(rule, found)
                held = (fact(resolve(atom, found)) for atom in atoms)
                miss = NearMiss(
                    rule.id,
                    tuple(t for t in held if t is not None),
                    missing,
                    failed or undecided,
                )
                if not failed:
                    return miss
                # What is held and rejected leads nowhere, whatever else came to hold.
                rejected = rejected or (None if missing else miss)
        if rejected is not None:
            return rejected
    return None


def _judged(rule: Rule, binding: Mapping[Variable, Slot]) -> tuple[tuple[str, ...], ...]:
    """The filters of a rule that reject a binding, and those that it leaves undecided."""
    failed, undecided = [], []
    for text in rule.filters:
        used = {Variable(token.name) for token in code(text) if token.kind == "var"}
        values = {v: binding[v] for v in used if v in binding}
        if len(values) < len(used) or any(isinstance(v, BlankNode) for v in values.values()):
            undecided.append(text)
        elif not _passes(rule, text, values):
            failed.append(text)
    return tuple(failed), tuple(undecided)


def _passes(rule: Rule, text: str, values: Mapping[Variable, Slot]) -> bool:
    names, row = " ".join(map(str, values)), " ".join(map(str, values.values()))
    query = f"{rule.prologue}ASK {{ VALUES ({names}) {{ ({row}) }} {text} }}"
    return bool(engine.query(Store(), query))


def _connected(atoms: Sequence[Atom], known: set[Variable]) -> bool:
    """Whether every pattern hangs, by its variables or a subject that the rule names, on what is
    known.

    One that does not holds of just anything, which says nothing about the fact in question.
    """
    rest = list(atoms)
    while rest:
        joined = [a for a in rest if a.variables() & known or not isinstance(a.subject, Variable)]
        if not joined:
            return False
        for atom in joined:
            known = known | atom.variables()
            rest.remove(atom)
    return True
