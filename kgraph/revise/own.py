"""What a root may change: its own sources and things, never those of the graph below it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import NamedNode

from kgraph.add import DraftError
from kgraph.names import local_name
from kgraph.root import layers
from kgraph.turtle.parse import parse_turtle, read_text


def own_node(root: Path, part: str, slug: str) -> NamedNode:
    """The thing (`id`) or source of the root itself that a slug names."""
    return NamedNode(f"{layers(root)[-1].base}{part}/{slug}")


def slug_of(text: str) -> str:
    """The slug in what was typed: a slug, a short name with whatever prefix, or an IRI."""
    text = text.strip().strip("<>")
    return local_name(text) if "/" in text else text.rpartition(":")[2]


def not_own(root: Path, kind: str, slug: str, known: Iterable[str]) -> DraftError:
    """Why a slug cannot be revised here: it belongs to a root below, or there is no such one.

    `kind` is thing or source, `known` are those that this root has.
    """
    for layer in reversed(layers(root)[:-1]):
        data = layer.folder / "data"
        if kind == "source":
            found = (data / "sources" / f"{slug}.ttl").is_file()
        else:
            node = NamedNode(f"{layer.base}id/{slug}")
            found = any(_describes(path, node) for path in data.glob("entities/*.ttl"))
        if found:
            return DraftError(
                f"{kind} {slug} belongs to the graph below ({layer.name}), which an overlay never "
                "writes to: state what you know of it in a source of your own"
            )
    near = get_close_matches(slug, list(known), n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else f"kgraph search finds {kind}s"
    named = f"id:{slug}" if kind == "thing" and layers(root)[-1].is_house else slug
    return DraftError(f"no {kind} {named}: {hint}")


def _describes(path: Path, node: NamedNode) -> bool:
    """Whether a file says anything of a thing."""
    return any(triple.subject == node for triple in parse_turtle(read_text(path), path))
