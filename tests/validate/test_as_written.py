"""What the shapes look at is spelled as the files spell it."""

from __future__ import annotations

import pyoxigraph as ox
from helpers.shacl import PREFIXES, data_of

from kgraph.shacl.results import MERGE
from kgraph.turtle.literals import spellings
from kgraph.turtle.parse import parse_turtle
from kgraph.validate.as_written import as_written, in_merge
from kgraph.vocab import GRAPH


def test_the_merge_has_every_spelling_of_its_graphs_and_what_follows_repeats_it():
    def graph(name, text):
        return [
            ox.Quad(*triple, ox.NamedNode(name)) for triple in parse_turtle(PREFIXES + text, None)
        ]

    one = graph("urn:one", ':x :p "5"^^xsd:int ; :q 1.50 .')
    two = graph("urn:two", ":x :p 5 .")
    inferred = graph(GRAPH.inferred.value, ":x :r 5 .")
    store = ox.Store()
    store.extend([*one, *two, *inferred])
    store.extend([ox.Quad(*quad.triple) for quad in (*one, *two, *inferred)])
    merge = [q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    written = as_written({MERGE: merge}, in_merge(store, spellings([*one, *two])))[MERGE]
    assert set(written) == {
        *data_of(':x :p "5"^^xsd:int , 5 ; :q 1.50 ; :r "5"^^xsd:int .'),
    }
