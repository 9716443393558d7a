"""A token has the legal forms that sources state, and every count by form sums to the tokens."""

from __future__ import annotations

from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import DefaultGraph

from kgraph.questions.ask import ask
from kgraph.snapshot import Snapshot
from kgraph.vocab import GRAPH, JPST, RDF

LEGAL_FORM = jpst("legalForm")


def test_no_legal_form_is_inferred(real_snapshot: Snapshot) -> None:
    assert list(real_snapshot.store.quads_for_pattern(None, LEGAL_FORM, None, GRAPH.inferred)) == []


def test_the_counts_by_legal_form_sum_to_the_tokens(real_snapshot: Snapshot) -> None:
    rows = ask(real_snapshot, "tokens-by-legal-form", {}, root=PROJECT).rows_as_dicts()
    with_form = {
        quad.subject
        for quad in real_snapshot.store.quads_for_pattern(None, LEGAL_FORM, None, DefaultGraph())
    }
    tokens = {
        quad.subject
        for quad in real_snapshot.store.quads_for_pattern(
            None, RDF.type, JPST.SecurityToken, DefaultGraph()
        )
    }
    assert with_form
    assert sum(row["tokens"] for row in rows if row.get("legalForm")) == len(with_form & tokens)
    assert sum(row["tokens"] for row in rows) == len(tokens)
