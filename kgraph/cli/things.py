"""What people type for a thing, a property or a value → its term in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kgraph.cli.misuse import Misuse
from kgraph.names import JPST, RDF, compact

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot


def one_thing(snapshot: Snapshot, text: str) -> NamedNode:
    """The one thing that a text names. Raises Misuse where it names none or several."""
    from kgraph.questions.lookup import nearest, resolve

    found = resolve(snapshot, text)
    if len(found) == 1:
        return NamedNode(found[0])
    if found:
        names = ", ".join(map(compact, found))
        raise Misuse(f"“{text}” names {len(found)} things; choose one of {names}")
    near = [compact(iri) for iri in nearest(snapshot, text)]
    hint = f"did you mean {' or '.join(near)}?" if near else "try kgraph search"
    raise Misuse(f"“{text}” names nothing in the graph; {hint}")


def one_property(snapshot: Snapshot, text: str) -> NamedNode:
    """The property that `a`, a name of ours without prefix, a short name or a label means."""
    if text == "a":
        return NamedNode(RDF + "type")
    if text.isalnum():
        ours = NamedNode(JPST + text)
        if any(snapshot.store.quads_for_pattern(ours, None, None, DefaultGraph())):
            return ours
    return one_thing(snapshot, text)


def fact(snapshot: Snapshot, subject: str, predicate: str, value: str) -> Triple:
    """The triple that three texts mean; a value is a text in the graph as written, or a thing."""
    thing, link = one_thing(snapshot, subject), one_property(snapshot, predicate)
    for quad in snapshot.store.quads_for_pattern(thing, link, None, DefaultGraph()):
        if isinstance(quad.object, Literal) and quad.object.value == value:
            return quad.triple
    return Triple(thing, link, one_thing(snapshot, value))
