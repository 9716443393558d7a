"""The graph spread over two hosts, by source, and asked over both by Fuseki's SERVICE."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from helpers.cutting import cutting
from helpers.real_engines import Running, lacking, rdflib_endpoint
from pyoxigraph import NamedNode, Quad, Store

from kgraph.names import PREFIXES, SRC
from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.answers import rows
from kgraph.remote.layout import STATE
from kgraph.remote.push import push
from kgraph.snapshot import Snapshot

HEADS = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dcterms", "graph", "jpst", "rdf", "rdfs")
)


def is_source(quad: Quad) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(SRC)


def holding(store: Store) -> Any:
    return SimpleNamespace(store=store)


def spread(snapshot: Snapshot) -> tuple[Store, Store]:
    """What lies together (state, claims, labels) with one source, and the other sources."""
    sources = sorted({q.graph_name.value for q in snapshot.store if is_source(q)})
    here, there = Store(), Store()
    for quad in snapshot.store:
        away = is_source(quad) and quad.graph_name.value != sources[0]
        (there if away else here).add(quad)
    return here, there


def both(address: str, pattern: str) -> str:
    """The pattern asked here and on the other host."""
    return f"{{ {pattern} }} UNION {{ SERVICE <{address}> {{ {pattern} }} }}"


def questions(address: str) -> dict[str, str]:
    """What is asked of both hosts; of one alone, where the address is that of nothing."""
    said = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{SRC}"))'
    fact = "GRAPH ?g { ?s ?p ?o }"
    return {
        "what sources say of tokens":
            f"SELECT DISTINCT ?s ?p ?o ?g {{ GRAPH <{STATE}> {{ ?s a jpst:SecurityToken }} "
            f"{both(address, said)} }}",
        "how much each source says":
            f"SELECT ?g (COUNT(*) AS ?n) {{ {both(address, said)} }} GROUP BY ?g",
        "claims with the facts that they stand for":
            "SELECT DISTINCT ?claim ?s ?p ?o ?g { GRAPH graph:claims { ?claim rdf:subject ?s ; "
            "rdf:predicate ?p ; rdf:object ?o ; dcterms:source ?g } "
            f"{both(address, fact)} }}",
        "labels of what sources tell of":
            f"SELECT DISTINCT ?s ?label ?g {{ {both(address, said)} "
            "GRAPH graph:labels { ?s rdfs:label ?label } }",
        "things that two sources tell of, on whichever host":
            f"SELECT DISTINCT ?s ?g ?other {{ {both(address, said)} "
            f"{both(address, said.replace('?g', '?other').replace('?p ?o', '?q ?x'))} "
            "FILTER(STR(?g) < STR(?other)) }",
    }  # fmt: skip


def asked(where: Endpoint, text: str) -> list[tuple[Any, ...]]:
    found = rows(where, HEADS + text)
    assert not isinstance(found, bool)
    return sorted(found[1], key=str)


def test_sources_on_another_host_are_asked_with_the_state_here(
    fuseki: Running, tmp_path: Path, asked_market: Snapshot
) -> None:
    """With the rows of one host that has all; and where the other host stops, before or in the
    middle of its answer, with an error and no shorter answer."""
    if why := lacking("rdflib-endpoint"):
        pytest.skip(why)
    here, there = spread(asked_market)
    assert len(there)
    one = fuseki.endpoint("other")
    push(asked_market, one)
    alone = questions("urn:nobody")
    whole = {
        name: asked(one, text.replace("SERVICE <urn:nobody>", "")) for name, text in alone.items()
    }
    push(holding(here), one)
    quick = Endpoint(one.query_url, timeout=60, wait=lambda _: None, given=fuseki.given)
    try:
        with rdflib_endpoint(tmp_path) as other:
            push(holding(there), other.endpoint())
            for name, text in questions(other.url).items():
                found = asked(one, text)
                if name != "how much each source says":
                    assert found == whole[name], name
                assert len(found) == len(whole[name]) > 0, name
            for down, name in product((1, 500), alone):
                with cutting(urlsplit(other.url).port or 0) as proxy:
                    proxy.down = down
                    with pytest.raises(RemoteError):
                        asked(quick, questions(f"http://127.0.0.1:{proxy.port}/")[name])
                    assert proxy.cuts
            other.killed()
            for text in questions(other.url).values():
                with pytest.raises(RemoteError):
                    asked(quick, text)
    finally:
        push(holding(Store()), one)
