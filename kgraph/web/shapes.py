"""Shapes and questions as things with names: they stand in no graph of the snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kgraph.names import SHAPE
from kgraph.questions.catalogue import catalogue
from kgraph.questions.question import Question
from kgraph.validate import load_shapes


def outside(root: Path, asked: Sequence[Question]) -> Mapping[str, Iterable[Quad]]:
    """What is said of shapes and questions, by IRI. Raises LoadError as `load_shapes`."""
    folder = root / "shapes"
    told = by_name(folder) if folder.is_dir() else {}
    return {**told, **{one.iri: catalogue([one]) for one in asked}}


def by_name(folder: Path) -> Mapping[str, frozenset[Quad]]:
    """What is said of each shape of a folder that has a name, blank nodes below it included.

    Raises LoadError as `load_shapes`.
    """
    return described(load_shapes(folder).triples)


def described(triples: Iterable[Triple]) -> dict[str, frozenset[Quad]]:
    """The same of any triples, for what is named in the namespace of shapes."""
    about: dict[object, list[Triple]] = defaultdict(list)
    for triple in triples:
        about[triple.subject].append(triple)
    return {
        node.value: frozenset(Quad(*triple) for triple in _below(node, about))
        for node in about
        if isinstance(node, NamedNode) and node.value.startswith(SHAPE)
    }


def _below(node: NamedNode, about: Mapping[object, list[Triple]]) -> Iterable[Triple]:
    seen: set[object] = {node}
    waiting: list[object] = [node]
    while waiting:
        for triple in about.get(waiting.pop(), ()):
            yield triple
            if isinstance(triple.object, BlankNode) and triple.object not in seen:
                seen.add(triple.object)
                waiting.append(triple.object)
