"""A view of the graph → GraphML, for Gephi, Cytoscape, yEd and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from pyoxigraph import NamedNode, Triple

from kgraph.export.errors import held_by_xml
from kgraph.export.sheets import BETWEEN
from kgraph.export.view import View, short
from kgraph.names import compact
from kgraph.vocab import JPST, RDF
from kgraph.xmltext import check_characters, element_text

_KEYS: Final = (
    ("node", "label", "string"),
    ("node", "label_ja", "string"),
    ("node", "kind", "string"),
    ("node", "record", "boolean"),
    ("node", "iri", "string"),
    ("edge", "label", "string"),
    ("edge", "property", "string"),
    ("edge", "standing", "string"),
    ("edge", "inferred", "boolean"),
    ("edge", "sources", "string"),
)
_HEAD: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


@held_by_xml()
def to_graphml(view: View, *, provenance: bool = True) -> bytes:
    """Every thing as a node and every link between two of them as an edge, in a fixed order.

    Nodes have labels and kind; records (a holding, a registration …) are nodes marked as such.
    Edges have the label and name of their property, whether a rule added them and, with
    `provenance`, standing and sources. Raises ExportError for text that XML cannot hold.
    """
    lines = [_HEAD]
    lines += (
        f'  <key id="{_key(kind, name)}" for="{kind}" attr.name="{name}" attr.type="{datatype}"/>\n'
        for kind, name, datatype in _KEYS
        if provenance or name not in ("standing", "sources")
    )
    lines.append('  <graph id="market" edgedefault="directed">\n')
    things = view.things()
    lines += (_node(view, thing) for thing in things)
    lines += _edges(view, things, provenance)
    lines.append("  </graph>\n</graphml>\n")
    return "".join(lines).encode()


def _node(view: View, thing: NamedNode) -> str:
    data = (
        ("label", view.name(thing)),
        ("label_ja", view.label(thing, "ja")),
        ("kind", BETWEEN.join(map(view.name, view.kinds(thing)))),
        ("record", "true" if JPST.Record in view.classes(thing) else "false"),
        ("iri", thing.value),
    )
    return f"    <node id={_attribute(short(thing))}>{_data('node', data)}</node>\n"


def _edges(view: View, things: list[NamedNode], provenance: bool) -> Iterator[str]:
    known = set(things)
    number = 0
    for thing in things:
        for predicate in sorted(view.values[thing], key=lambda p: p.value):
            for value in view.of(thing, predicate):
                if value not in known or predicate == RDF.type:
                    continue
                triple = Triple(thing, predicate, value)
                stated = view.stating.get(triple, ())
                data: list[tuple[str, str | None]] = [
                    ("label", view.name(predicate)),
                    ("property", compact(predicate.value)),
                    ("inferred", "true" if triple in view.inferred and not stated else "false"),
                ]
                if provenance:
                    data.append(("standing", view.standing.get(triple)))
                    data.append(("sources", BETWEEN.join(map(compact, sorted(stated)))))
                yield (
                    f'    <edge id="e{number}" source={_attribute(short(thing))} '
                    f"target={_attribute(short(value))}>{_data('edge', data)}</edge>\n"
                )
                number += 1


def _data(kind: str, values: Iterable[tuple[str, str | None]]) -> str:
    return "".join(
        f'<data key="{_key(kind, name)}">{element_text(value)}</data>'
        for name, value in values
        if value
    )


def _key(kind: str, name: str) -> str:
    return f"{kind}-{name}"


def _attribute(value: str) -> str:
    check_characters(value)
    return f'"{escape(value)}"'
