"""What the code calls a term of ours, the ontology defines."""

from __future__ import annotations

from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDFS


def test_each_term_that_the_code_names_is_defined(real_snapshot: Snapshot) -> None:
    store = real_snapshot.store
    named = [getattr(JPST, name) for name in JPST.__annotations__]
    assert len(named) > 100
    undefined = [
        term.value
        for term in named
        if next(store.quads_for_pattern(term, RDFS.isDefinedBy, None, None), None) is None
    ]
    assert undefined == []
