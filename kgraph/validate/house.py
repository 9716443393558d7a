"""The rules of our house bind our namespace: other roots name and describe theirs as they like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import pyoxigraph as ox

from kgraph.root import Layer
from kgraph.shacl.parts import shape_nodes
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.validate.findings import Finding
from kgraph.validate.shapes import BINDS
from kgraph.vocab import SH, XSD, Object


def bound(
    findings: Iterable[Finding], shapes: ShapeGraph, stack: Iterable[Layer]
) -> tuple[Finding, ...]:
    """The findings without those of a shape that binds a namespace, about what another root names.

    `shapes` are those that found them, `stack` the roots. Raises LoadError as `namespaces` does.
    """
    bases = tuple(layer.base for layer in stack)
    if len(bases) == 1:
        return tuple(findings)
    binding = {str(shape): name for shape, name in namespaces(shapes).items()}
    return tuple(
        finding
        for finding in findings
        if not (
            (namespace := binding.get(f"<{finding.shape}>")) is not None
            and isinstance(finding.focus, ox.NamedNode)
            and finding.focus.value.startswith(bases)
            and not finding.focus.value.startswith(namespace)
        )
    )


def namespaces(shapes: ShapeGraph) -> Mapping[Object, str]:
    """The namespace of each shape that binds one, by `jpst:bindsNamespace`.

    A property shape has that of the shape it stands under, unless it says its own. Raises LoadError
    where the namespace is no single xsd:anyURI.
    """
    return shapes.once("bound namespaces", partial(_namespaces, shapes))


def _namespaces(shapes: ShapeGraph) -> dict[Object, str]:
    waiting = [node for node in shape_nodes(shapes) if shapes.objects(node, BINDS)]
    found = {node: _namespace(shapes, node) for node in waiting}
    for node in waiting:
        for part in shapes.objects(node, SH.property.value):
            if part not in found:
                found[part] = found[node]
                waiting.append(part)
    return found


def _namespace(shapes: ShapeGraph, node: Object) -> str:
    value = shapes.value(node, BINDS)
    if isinstance(value, ox.Literal) and value.datatype == XSD.anyURI:
        return value.value
    raise shapes.refusal(
        node,
        f"the namespace it binds is {value}",
        "a shape binds what begins with the namespace, which is no thing but a text",
        'write it as "https://…"^^xsd:anyURI',
    )
