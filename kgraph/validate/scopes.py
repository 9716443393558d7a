"""What is checked within each source alone, and what on the merge of all graphs.

A shape with a target, or a property shape, that says `jpst:validationScope shape:withinSource`
holds within one source: two sources may differ, which is a conflict and not a fault. Everything
else holds on the merge. A property shape has the scope of the shape it stands under, unless it
says its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

import pyoxigraph as ox

from kgraph.names import SHAPE, is_part
from kgraph.shacl.parts import parts, shape_nodes
from kgraph.shacl.results import MERGE, Data
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.targets import TARGETS, target_shapes
from kgraph.validate.shapes import SCOPE
from kgraph.vocab import RDF, SH, Node, Object, as_iri

WITHIN_SOURCE: Final = ox.NamedNode(SHAPE + "withinSource")
ON_MERGE: Final = ox.NamedNode(SHAPE + "onMerge")

MERGE_SCOPE: Final = "merge"
SOURCE_SCOPE: Final = "source"
SCOPES: Final = (MERGE_SCOPE, SOURCE_SCOPE)

_TARGETS: Final = frozenset(SH.BASE + kind for kind in TARGETS)
_SHAPE_TYPES: Final = frozenset({SH.NodeShape, SH.PropertyShape})
# What a shape of the merge keeps in the shapes for sources: the way to what stands under it.
_WAY: Final = _TARGETS | {SH.path.value, SH.deactivated.value, SH.severity.value, RDF.type.value}


def split_by_scope(shapes: ShapeGraph) -> tuple[ShapeGraph, ShapeGraph]:
    """The shapes that hold on the merge, and those that hold within each source.

    Raises LoadError for a scope nobody knows, and for one that stands where it has no meaning.
    """
    return shapes.once("split by scope", partial(_split, shapes))


def _split(shapes: ShapeGraph) -> tuple[ShapeGraph, ShapeGraph]:
    within = _within_source(shapes)
    if not within:
        return shapes, ShapeGraph(())
    leading = _leading(shapes, within)
    merge = [triple for triple in shapes.triples if _on_merge(triple, within)]
    asked = _closure(shapes, within) - leading
    others = set(shape_nodes(shapes)) - leading - asked
    source = [
        triple
        for triple in shapes.triples
        if triple.subject not in others and _for_source(triple, within, leading, asked)
    ]
    return shapes.of(merge), shapes.of(source)


def _within_source(shapes: ShapeGraph) -> set[Object]:
    """The shapes that say they hold within a source, and the property shapes under them."""
    marked: list[Object] = []
    roots = set(target_shapes(shapes))
    nodes = shape_nodes(shapes)
    through_property = {p for node in nodes for p in shapes.objects(node, SH.property.value)}
    asked = _asked(shapes, nodes)
    for node in nodes:
        scope = shapes.value(node, SCOPE)
        if scope is None or scope == ON_MERGE:
            continue
        if scope != WITHIN_SOURCE:
            raise shapes.refusal(
                node,
                f"its scope is {scope}",
                "a shape holds within a source or on the merge",
                "write shape:withinSource or shape:onMerge",
            )
        if node in asked or (node not in roots and node not in through_property):
            raise shapes.refusal(
                node,
                "it has a scope, but other shapes ask whether a node conforms to it",
                "within sh:node, sh:not, sh:and, sh:or, sh:xone or sh:qualifiedValueShape, a shape "
                "holds where the outer shape does",
                "set the scope on the outer shape",
            )
        marked.append(node)
    found = set(marked)
    for node in marked:
        for part in shapes.objects(node, SH.property.value):
            if part not in found and shapes.value(part, SCOPE) is None:
                found.add(part)
                marked.append(part)
    return found


def _asked(shapes: ShapeGraph, nodes: Iterable[Object]) -> set[Object]:
    """The shapes that others ask about, and all their parts: they report nothing themselves."""
    return _closure(
        shapes,
        (
            part
            for node in nodes
            for part in parts(shapes, node)
            if part not in shapes.objects(node, SH.property.value)
        ),
    )


def _closure(shapes: ShapeGraph, start: Iterable[Object]) -> set[Object]:
    """The shapes given and all their parts."""
    found: set[Object] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(parts(shapes, node))
    return found


def _leading(shapes: ShapeGraph, within: set[Object]) -> set[Object]:
    """The shapes under which, by way of sh:property, a shape stands that holds within a source."""
    found = set(within)
    waiting = list(within)
    while waiting:
        for user in shapes.subjects(SH.property.value, waiting.pop()):
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found


def _on_merge(triple: ox.Triple, within: set[Object]) -> bool:
    predicate = triple.predicate.value
    if predicate == SH.property.value:
        # Under a shape within a source, another scope is said; the way to it stays.
        return triple.object not in within
    if triple.subject in within:
        return predicate in _WAY
    return True


def _for_source(
    triple: ox.Triple, within: set[Object], leading: set[Object], asked: set[Object]
) -> bool:
    subject, predicate = triple.subject, triple.predicate.value
    if subject in leading and predicate == SH.property.value:
        return triple.object in leading
    if subject in leading:
        return subject in within or predicate in _WAY
    # What a shape within a source asks about stays, but does not report by itself.
    if subject in asked and predicate == RDF.type.value:
        return triple.object in _SHAPE_TYPES
    return predicate not in _TARGETS


def merged_data(store: ox.Store) -> Data:
    """The default graph of the store, as one graph to validate."""
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return {MERGE: [quad.triple for quad in quads]}


def source_data(store: ox.Store, further: Iterable[str] = ()) -> Data:
    """The triples of `source_quads` by graph, each once."""
    graphs = source_graphs(store, further)
    data: dict[str, dict[ox.Triple, None]] = {graph.value: {} for graph in graphs}
    for quad in source_quads(store, graphs):
        data[as_iri(quad.graph_name).value][quad.triple] = None
    return {graph: list(triples) for graph, triples in data.items()}


def source_graphs(store: ox.Store, further: Iterable[str] = ()) -> tuple[ox.NamedNode, ...]:
    """Each source and editorial graph; `further` names graphs that count as sources besides."""
    wanted = set(further)
    return tuple(
        graph
        for graph in sorted(store.named_graphs(), key=str)
        if isinstance(graph, ox.NamedNode)
        and (
            graph.value in wanted
            or is_part(graph.value, "source")
            or is_part(graph.value, "editorial")
        )
    )


def source_quads(store: ox.Store, graphs: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
    """What each of the graphs says, with the classes that its subjects have in the merge.

    A source says what a thing does, and entities and axioms what it is; without the classes no
    target would be met. The classes of what a source only mentions are not there. Some quads may
    be given twice.
    """
    classes: dict[Node, list[Object]] = {}
    for quad in store.quads_for_pattern(None, RDF.type, None, ox.DefaultGraph()):
        classes.setdefault(quad.subject, []).append(quad.object)
    for graph in graphs:
        said: set[Node] = set()
        for quad in store.quads_for_pattern(None, None, None, graph):
            said.add(quad.subject)
            yield quad
        for subject in said:
            for kind in classes.get(subject, ()):
                yield ox.Quad(subject, RDF.type, kind, graph)
