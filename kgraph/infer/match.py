"""Patterns against a store: the bindings that make them all hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, Variable

from kgraph.infer.rules import Atom, Binding, Slot, resolve
from kgraph.vocab import Node

DEFAULT: Final = DefaultGraph()
_LOOKED_AT: Final = 32
"""Quads of each pattern that are looked at to find one that few match."""


class Reader(Protocol):
    """What is needed of a store or snapshot: its quads by pattern. A pyoxigraph Store is one."""

    def quads_for_pattern(
        self, subject: Any, predicate: Any, object: Any, graph_name: Any = None, /
    ) -> Iterable[Quad]:
        """The quads that match; None stands for anything."""
        ...


def holds(reader: Reader, triple: Triple) -> bool:
    """Whether a triple is in the default graph."""
    found = reader.quads_for_pattern(triple.subject, triple.predicate, triple.object, DEFAULT)
    return next(iter(found), None) is not None


def fact(atom: Atom) -> Triple | None:
    """The triple of a pattern without variables; None where it could be no triple."""
    subject, predicate, thing = atom
    if (
        isinstance(subject, Node)
        and isinstance(predicate, NamedNode)
        and not isinstance(thing, Variable)
    ):
        return Triple(subject, predicate, thing)
    return None


def unify(atom: Atom, triple: Sequence[Any], binding: Binding) -> Binding | None:
    """The binding extended so that the pattern is the triple; None where that cannot be."""
    found = binding
    for slot, term in zip(atom, triple, strict=True):
        if not isinstance(slot, Variable):
            if slot != term:
                return None
        elif slot not in found:
            found = {**found, slot: term}
        elif found[slot] != term:
            return None
    return found


def _free(slot: Slot) -> bool:
    return isinstance(slot, Variable)


def solutions(reader: Reader, atoms: Sequence[Atom], binding: Binding) -> Iterator[Binding]:
    """Every extension of a binding that makes all patterns hold in the default graph."""
    if not atoms:
        yield binding
        return
    open_atoms = [resolve(atom, binding) for atom in atoms]
    # The pattern with the fewest unknowns first; a known subject narrows more than a known object.
    unknown = [(sum(map(_free, atom)), _free(atom.subject)) for atom in open_atoms]
    fewest = min(unknown)
    best, quads = _scarcest(
        reader, {i: atom for i, atom in enumerate(open_atoms) if unknown[i] == fewest}
    )
    atom, rest = open_atoms[best], [*atoms[:best], *atoms[best + 1 :]]
    for quad in quads:
        extended = unify(atom, (quad.subject, quad.predicate, quad.object), binding)
        if extended is not None:
            yield from solutions(reader, rest, extended)


def _scarcest(reader: Reader, atoms: Mapping[int, Atom]) -> tuple[int, Iterable[Quad]]:
    """Which of some patterns the fewest quads match, and these.

    A few of each are looked at in turn: where all match more, it is the first pattern.
    """
    found = {i: _matching(reader, atom) for i, atom in atoms.items()}
    seen: dict[int, list[Quad]] = {i: [] for i in found}
    for _ in range(_LOOKED_AT if len(found) > 1 else 0):
        for i, quads in found.items():
            quad = next(quads, None)
            if quad is None:
                return i, seen[i]
            seen[i].append(quad)
    first = next(iter(found))
    return first, chain(seen[first], found[first])


def _matching(reader: Reader, atom: Atom) -> Iterator[Quad]:
    """The quads of the default graph that match a pattern, whatever its variables share."""
    if isinstance(atom.subject, Literal) or isinstance(atom.predicate, Literal | BlankNode):
        return iter(())
    subject, predicate, thing = (None if isinstance(slot, Variable) else slot for slot in atom)
    return iter(reader.quads_for_pattern(subject, predicate, thing, DEFAULT))
