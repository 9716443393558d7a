"""The names of statements and records follow the one normative rule of docs/provenance.md."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.claim_report import RDF, RECORDS, TYPE, local, read_source, spell
from helpers.project import PROJECT
from helpers.terms import jpst

from kgraph.names import ID, kebab, record_slug, statement_slug
from kgraph.vocab import JPST

SOURCES = PROJECT / "data" / "sources"
KIND = {
    "MarketStatistic": "statistic",
    "TradingParticipation": "participation",
}
TARGETS = (
    "holder",
    "grantType",
    "grantedActivity",
    "legalBasis",
    "association",
    "venue",
)


def nodes(path: Path) -> dict[str, dict[str, list]]:
    found: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        found[quad.subject.value][quad.predicate.value].append(quad.object)
    return found


def day(po: dict[str, list], term: str) -> str | None:
    """The day of a record as precisely as it is known: YYYY-MM-DD, YYYY-MM or YYYY."""
    if JPST.BASE + term not in po:
        return None
    return po[JPST.BASE + term][0].value


def _text(po: dict[str, list], term: str) -> str:
    return next((value.value for value in po.get(JPST.BASE + term, ())), "")


def expected_record(subject: str, kind: str, po: dict[str, list]) -> str:
    observed = [local(po[JPST.BASE + t][0].value, ID) for t in TARGETS if JPST.BASE + t in po]
    if kind == "MarketStatistic":
        observed.append(kebab(po[JPST.measure.value][0].value.rsplit("/", 1)[1]))
        value = next(
            po[JPST.BASE + v][0].value
            for v in ("count", "amountInYen", "share")
            if JPST.BASE + v in po
        )
        observed.append(value.removesuffix(".0"))
    if kind == "Grant":
        number = re.search(r"第([0-9]+)号", _text(po, "grantNumber"))
        observed += [f"no-{number[1]}"] if number else []
        observed += [name for name in [local(_text(po, "grantedBy"), ID)] if name]
    status = po.get(JPST.recordStatus.value)
    if status and not status[0].value.endswith("/held"):
        observed.append(status[0].value.rsplit("/", 1)[1])
    if jpst("percentage").value in po:
        observed.append(po[jpst("percentage").value][0].value.removesuffix(".0") + "pct")
    qualifier = po.get(JPST.qualifier.value)
    return record_slug(
        _text(po, "grantKind").rsplit("/", 1)[-1] or KIND.get(kind, kind.lower()),
        subject,
        observed,
        qualifier=qualifier[0].value.rsplit("/", 1)[1] if qualifier else None,
        as_of=day(po, "asOf"),
        valid_from=day(po, "validFrom"),
        valid_until=day(po, "validUntil"),
    )


def test_records_are_named_by_what_they_observe():
    wrong, seen = [], 0
    for path in sorted(SOURCES.glob("*.ttl")):
        graph = nodes(path)
        for subject, po in graph.items():
            for value in (v for vs in po.values() for v in vs):
                target = value.value if isinstance(value, ox.NamedNode) else ""
                kinds = {
                    local(t.value, JPST.BASE) for t in graph.get(target, {}).get(TYPE, ())
                } & RECORDS
                for kind in kinds:
                    seen += 1
                    name = expected_record(local(subject, ID), kind, graph[target])
                    if target != ID + name:
                        wrong.append((path.name, target, name))
    assert wrong == []
    assert seen > 200


def test_statements_are_named_by_what_they_say():
    wrong, seen = [], 0
    for path in sorted(SOURCES.glob("*.ttl")):
        names = {
            local(iri, ID)
            for iri, po in nodes(path).items()
            if any(t.value == RDF + "Statement" for t in po.get(TYPE, ()))
        }
        _, observations = read_source(path)
        allowed = {
            statement_slug(o.subject, o.predicate, o.value, o.attributes) for o in observations
        }
        wrong += [(path.name, name) for name in names - allowed]
        seen += len(names)
    assert wrong == []
    assert seen > 1000


def test_different_observations_never_share_a_name():
    meaning: dict[str, set] = defaultdict(set)
    for path in sorted(SOURCES.glob("*.ttl")):
        for iri, po in nodes(path).items():
            kinds = {local(t.value, JPST.BASE) for t in po.get(TYPE, ())}
            if kinds & RECORDS:
                meaning[iri].add(frozenset((p, spell(v)) for p, vs in po.items() for v in vs))
    assert [iri for iri, versions in meaning.items() if len(versions) > 1] == []


@pytest.mark.parametrize(
    ("local_name", "slug"),
    [
        ("cashLeg", "cash-leg"),
        ("totalAssetsFy2021", "total-assets-fy2021"),
        ("typeI", "type-i"),
        ("period-2022-01", "period-2022-01"),
    ],
)
def test_kebab(local_name, slug):
    assert kebab(local_name) == slug


def test_every_part_of_an_observation_changes_its_name():
    base = {
        "qualifier": "cash",
        "as_of": "2024-01-01",
        "valid_from": "2024",
        "valid_until": "2025-03",
    }
    names = {record_slug("listing", "x", ["y"], **base)}
    names |= {
        record_slug("listing", "x", ["y"], **{k: v for k, v in base.items() if k != drop})
        for drop in base
    }
    assert len(names) == 5
    assert record_slug("shareholding", "odx", ["sbi", "held", "59.5pct"]) == (
        "shareholding-odx-sbi-held-59-5pct"
    )
    statements = {statement_slug("s", "p", "v", a) for a in ([], [("note", "a")], [("note", "b")])}
    assert len(statements) == 3
    assert all(re.fullmatch(r"fact-s-p-[0-9a-f]{8}", s) for s in statements)
