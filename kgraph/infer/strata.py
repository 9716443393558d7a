"""Which rules feed which: groups that must run together, in an order that needs no going back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from kgraph.infer.rules import ANY, ANY_TYPE, Signature


def feeding(
    gives: Mapping[int, Iterable[Signature]], needs: Mapping[int, Iterable[Signature]]
) -> dict[int, set[int]]:
    """Rule → the rules that may use what it gives.

    In: for each rule the signatures of the facts that may come of it, and of those it needs.
    """
    wanting: dict[Signature, set[int]] = defaultdict(set)
    typed: set[int] = set()
    for rule, signatures in needs.items():
        for wanted in signatures:
            wanting[wanted].add(rule)
            if wanted[0] == ANY_TYPE[0]:
                typed.add(rule)
    found: dict[int, set[int]] = {}
    for rule, signatures in gives.items():
        fed = set(wanting[ANY])
        for given in signatures:
            if given == ANY:
                fed = set(needs)
                break
            fed |= wanting.get(given, set())
            if given[0] == ANY_TYPE[0]:
                fed |= typed if given == ANY_TYPE else wanting.get(ANY_TYPE, set())
        found[rule] = fed
    return found


def groups(edges: Mapping[int, Set[int]]) -> Iterator[tuple[list[int], bool]]:
    """The rules that feed each other, together, each group after all that lead to it.

    With each group comes whether its rules feed themselves at all.
    """
    finished: list[int] = []
    seen: set[int] = set()
    for node in edges:
        finished += _visit(node, edges, seen)
    back: dict[int, set[int]] = defaultdict(set)
    for node, others in edges.items():
        for other in others:
            back[other].add(node)
    seen = set()
    for node in reversed(finished):
        if node not in seen:
            group = _visit(node, back, seen)
            yield sorted(group), len(group) > 1 or node in edges[node]


def _visit(start: int, edges: Mapping[int, Set[int]], seen: set[int]) -> list[int]:
    """What is reached from a node and was not seen yet, in the order in which it is left."""
    if start in seen:
        return []
    seen.add(start)
    left: list[int] = []
    path = [(start, iter(edges.get(start, ())))]
    while path:
        node, others = path[-1]
        for other in others:
            if other not in seen:
                seen.add(other)
                path.append((other, iter(edges.get(other, ()))))
                break
        else:
            left.append(node)
            path.pop()
    return left
