"""The graph spread over two hosts, by source, and asked over both by Fuseki's SERVICE."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.real_engines import Running, lacking, rdflib_endpoint
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kgraph.names import PREFIXES, SRC
from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.differences import rows
from kgraph.remote.layout import STATE
from kgraph.remote.push import push
from kgraph.snapshot import Snapshot

HEADS = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("jpst", "rdf"))
RDF_TYPE = NamedNode(f"{PREFIXES['rdf']}type")
TOKEN = NamedNode(f"{PREFIXES['jpst']}SecurityToken")


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


def test_sources_on_another_host_are_asked_with_the_state_here(
    fuseki: Running, tmp_path: Path, asked_market: Snapshot
) -> None:
    if why := lacking("rdflib-endpoint"):
        pytest.skip(why)
    here, there = spread(asked_market)
    assert len(there)
    one = fuseki.endpoint("other")
    push(holding(here), one)
    try:
        with rdflib_endpoint(tmp_path) as other:
            push(holding(there), other.endpoint())
            away = 'GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "' + SRC + '"))'
            text = (
                f"{HEADS}SELECT DISTINCT ?s ?p ?o ?g "
                f"{{ GRAPH <{STATE}> {{ ?s a jpst:SecurityToken }}"
                f" {{ {away} }} UNION {{ SERVICE <{other.url}> {{ {away} }} }} }}"
            )
            wanted = {
                (q.subject, q.predicate, q.object, q.graph_name)
                for q in asked_market.store
                if is_source(q)
                and Quad(q.subject, RDF_TYPE, TOKEN, DefaultGraph()) in asked_market.store
            }
            found = rows(one, text)
            assert not isinstance(found, bool)
            assert set(found[1]) == wanted
            other.killed()
            quick = Endpoint(one.query_url, timeout=60, wait=lambda _: None, given=fuseki.given)
            with pytest.raises(RemoteError):
                rows(quick, text)
    finally:
        push(holding(Store()), one)
