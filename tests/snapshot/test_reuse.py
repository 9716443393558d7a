"""Terms of use: whose a source has, and that nothing follows where none are on record."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from kgraph.names import PREFIXES, compact, expand
from kgraph.questions.ask import ask
from kgraph.snapshot import Snapshot
from kgraph.snapshot.reuse import reuse, sources_of, terms_quads
from kgraph.vocab import GRAPH, JPST

TERMS = """
id:a-terms a jpst:TermsOfUse ; jpst:permission reuse:fact ; jpst:prohibition reuse:file ;
    jpst:creditText "Source: A."@en , "出典：A。"@ja .
id:unused a jpst:TermsOfUse .
id:license a jpst:TermsOfUse .
src:page a jpst:Source . src:joint a jpst:Source . src:silent a jpst:Source .
src:own a jpst:Source ; dcterms:license id:license .
src:other a jpst:Source ; dcterms:rights id:a-terms .
src:no-source a jpst:EditorialGraph .
"""
VOICES = {
    "id:a-terms": "a",
    "src:page": "a",
    "src:own": "a",
    "src:no-source": "a",
    "src:joint": "a / b",
    "src:other": "c",
}


@pytest.fixture
def store() -> Store:
    """TERMS, each source with the terms that hold for it."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    made = Store()
    made.extend(parse(prefixes + TERMS, format=RdfFormat.TURTLE))
    made.extend(list(terms_quads(made, {NamedNode(expand(n)): v for n, v in VOICES.items()})))
    return made


def test_a_source_has_its_own_terms_else_those_of_its_publisher(store: Store) -> None:
    found = {
        (compact(quad.subject.value), compact(quad.object.value))
        for quad in store.quads_for_pattern(None, JPST.termsOfUse, None, GRAPH.claims)
    }
    # Who publishes with another is another voice, and silence is no permission.
    assert found == {
        ("src:page", "id:a-terms"),
        ("src:own", "id:license"),
        ("src:other", "id:a-terms"),
    }


def test_terms_are_told_with_the_sources_that_they_hold_for(store: Store) -> None:
    found = {compact(one.iri): one for one in reuse(store)}
    assert set(found) == {"id:a-terms", "id:license"}
    terms = found["id:a-terms"]
    assert [*map(compact, terms.sources)] == ["src:other", "src:page"]
    assert [*map(compact, (*terms.permitted, *terms.forbidden))] == ["reuse:fact", "reuse:file"]
    assert terms.credit == {"en": "Source: A.", "ja": "出典：A。"}
    assert (found["id:license"].permitted, found["id:license"].credit) == ((), {})


def test_most_sources_have_none_on_record(real_snapshot: Snapshot) -> None:
    """Of the list of ISO 10383 all three editions, and every page that the FSA alone publishes."""
    known = {compact(one.iri): one for one in reuse(real_snapshot.store)}
    editions = [f"src:iso10383-ra-{day}" for day in ("2023-08-28", "2024-10-28", "2025-05-26")]
    assert [
        name[: len(editions[0])] for name in map(compact, known["id:iso-10383-terms"].sources)
    ] == editions
    alone = real_snapshot.query(
        "SELECT ?source WHERE { ?source a jpst:Source ; dcterms:publisher id:fsa "
        "FILTER NOT EXISTS { ?source dcterms:publisher|jpst:publisherName ?other "
        "FILTER(?other != id:fsa) } }"
    )
    assert set(known["id:fsa-terms"].sources) == {row[0].value for row in alone}
    told = sum(len(one.sources) for one in known.values())
    assert 0 < told < sources_of(real_snapshot.store)


def test_what_is_on_record_is_told_first(real_snapshot: Snapshot) -> None:
    rows = ask(real_snapshot, "terms-of-use", {}).rows_as_dicts()
    known = [row["termsIri"] is not None for row in rows]
    assert known == sorted(known, reverse=True)
    assert {True, False} == set(known)
