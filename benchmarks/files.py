"""A market as a project folder, for what reads files: the same layout as the real one."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from benchmarks.market import Market
from kgraph.names import EDITORIAL, PREFIXES, SRC
from kgraph.vocab import GRAPH

_FOLDERS = {SRC: "sources", EDITORIAL: "editorial", GRAPH.BASE: "entities"}


def write_root(market: Market, folder: Path) -> None:
    """Writes ontology/, shapes/, queries/ as they are, and data/ with the market, to a new folder.

    The whole market is held in memory meanwhile.
    """
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(market.root / name, folder / name)
    graphs: dict[NamedNode, list[Triple]] = defaultdict(list)
    for facts in market.parts():
        for triple, named in facts.items():
            for graph in named:
                graphs[graph].append(triple)
    prefixes = dict(PREFIXES)
    for graph, triples in graphs.items():
        for namespace, name in _FOLDERS.items():
            if graph.value.startswith(namespace):
                place = folder / "data" / name
                place.mkdir(parents=True, exist_ok=True)
                path = place / f"{graph.value.removeprefix(namespace)}.ttl"
                serialize(triples, str(path), format=RdfFormat.TURTLE, prefixes=prefixes)
