"""The conflicts computed or named in the graph are those of the fact base, each with its sides."""

from __future__ import annotations

from collections import defaultdict

import pytest
from helpers.claim_mapping import ID, JPST, observe, qualifier
from helpers.facts import FACTS, load, needs_facts
from helpers.grant_mapping import is_grant
from helpers.project import PROJECT
from pyoxigraph import NamedNode, RdfFormat, parse

from kgraph.names import local_name
from kgraph.vocab import GRAPH

pytestmark = needs_facts


@pytest.fixture(scope="module")
def found():
    from kgraph.infer import compile_rules, run
    from kgraph.load import Kind
    from kgraph.load import load as load_graph

    # gone
    from kgraph.snapshot.conflicts import conflicts

    loaded = load_graph(PROJECT)
    schema = [t for f in loaded.files if f.kind in (Kind.MODULE, Kind.SCHEME) for t in f.triples]
    run(loaded.store, compile_rules(schema, PROJECT / "ontology" / "rules"), GRAPH.inferred.value)
    return conflicts(loaded.store)


@pytest.fixture(scope="module")
def groups() -> dict[str, list[dict]]:
    members = defaultdict(list)
    for path in sorted((FACTS / "claims").glob("*.yaml")):
        for claim in load(path)["claims"]:
            if "conflict_group" in claim:
                members[claim["conflict_group"]].append(claim)
    return members


@pytest.fixture(scope="module")
def resolved() -> dict[str, set[str]]:
    """The sides of each disagreement that a text resolves, by the group of the fact base."""
    path = PROJECT / "data" / "editorial" / "disagreements.ttl"
    sides: dict[str, set[str]] = defaultdict(set)
    texts = set()
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        name = local_name(quad.subject.value).removeprefix("disagreement-")
        if quad.predicate == NamedNode(JPST + "disagreeingStatement"):
            sides[name].add(quad.object.value)
        elif quad.predicate == NamedNode(JPST + "resolvedBy"):
            texts.add(name)
    return {name: sides[name] for name in texts}


def stating(nodes: set[str]) -> set[str]:
    """The sources whose files name the statements."""
    return {
        path.stem
        for path in (PROJECT / "data" / "sources").glob("*.ttl")
        for node in nodes
        if f"id:{local_name(node)}\n" in path.read_text(encoding="utf-8")
    }


def sources_of(conflict) -> set[str]:
    return {local_name(source) for side in conflict.sides for source in side.sources}


def _disputed(claim: dict) -> str:
    """The property of which a computed conflict would be."""
    return "grantNumber" if is_grant(claim) else observe(claim, {})[0].predicate


def test_each_group_of_the_fact_base_is_one_conflict_or_resolved(found, groups, resolved):
    missing = []
    for name, claims in groups.items():
        stated = {source for claim in claims for source in claim["source"]}
        if name in resolved:
            if stating(resolved[name]) != stated:
                missing.append(name)
            continue
        editorial = [c for c in found if c.editorial == f"{ID}disagreement-{name}"]
        computed = [
            c
            for c in found
            if not c.editorial
            and c.subject == ID + claims[0]["subject"]
            and c.property == JPST + _disputed(claims[0])
            and (
                c.qualifier is None
                or str(c.qualifier) == qualifier(claims[0].get("qualifier") or "")
            )
        ]
        if len(editorial + computed) != 1 or sources_of((editorial + computed)[0]) != stated:
            missing.append(name)
    assert missing == []


def test_no_conflict_is_found_beyond_them(found, groups, resolved):
    """But for a row that one edition of a list dates by the day of the edition before it, and what
    editors hold against each other: what asks something, and what leaves no room for it."""
    lists = [c for c in found if c.subject == f"{ID}mic-xjpx"]
    assert [local_name(c.property) for c in lists] == ["micLastUpdateDate"]
    ours = {c.editorial for c in found if c.editorial} - {f"{ID}disagreement-{g}" for g in groups}
    assert ours == {f"{ID}disagreement-ertr-self-offering"}
    assert resolved.keys() <= groups.keys()
    assert len(found) - len(lists) - len(ours) == len(groups) - len(resolved)


def test_an_editor_gives_the_reason_in_both_languages(found):
    for conflict in found:
        if conflict.editorial:
            assert {reason.language for reason in conflict.reasons} == {"en", "ja"}
