"""What registration a part in a token needs: part, offering, class, mark and day, all together."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from helpers.project import PROJECT

from kgraph.names import PREFIXES
from kgraph.questions.ask import ask
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build

FIRST, SECOND = "type-i-fib", "type-ii-fib"
BUSINESS = {
    ("underwriter", "public"): "securities-underwriting",
    ("underwriter", "private"): "securities-underwriting",
    ("distributor", "public"): "st-public-offering-handling",
    ("distributor", "private"): "private-placement-handling",
}
NEEDS = {
    "securities-underwriting": {FIRST},
    "st-public-offering-handling": {FIRST},
    "private-placement-handling": {FIRST, SECOND},
    "class-i": {FIRST},
    "class-ii": {SECOND},
}
CLASSES = ("", "class-i", "class-ii")
FIRMS = {"marked": {FIRST}, "unmarked": {FIRST}, "second": {SECOND}, "nobody": set()}
REGISTERED = date(2020, 4, 1)


class Case(NamedTuple):
    part: str
    offering: str
    cls: str
    firm: str

    @property
    def slug(self) -> str:
        return "-".join(filter(None, ("st", *self)))

    def needed(self) -> set[tuple[str, str]]:
        """(registration, of what): of the class where one is known, but for underwriting."""
        business = BUSINESS[self.part, self.offering]
        own = {(need, business) for need in NEEDS[business]}
        if self.part == "underwriter" or not self.cls:
            return own
        of_class = NEEDS[self.cls]
        return {pair for pair in own if {pair[0]} == of_class} | {(n, self.cls) for n in of_class}


CASES = [Case(*one) for one in product(("underwriter", "distributor"), ("public", "private"),
                                       CLASSES, FIRMS)]  # fmt: skip


def page(slug: str, issued: str) -> str:
    return (
        f"src:{slug} a jpst:PrimarySource ; dcterms:publisher id:publisher ; "
        'dcterms:title "Page"@en ; jpst:read "2026-10-02"^^xsd:date ; '
        f'dcterms:issued "{issued}"^^xsd:date ; jpst:hosting hosting:page ; '
        f'schema:url "https://www.example.org/{slug}"^^xsd:anyURI ; '
        "jpst:reviewPeriod reviewperiod:market .\n"
    )


def facts() -> tuple[str, str, str]:
    """What exists, what an old page says of the law and the tokens, a new one of the firms."""
    named = 'skos:prefLabel "{0}"@en , "{0}"@ja'.format
    things = [f"id:{firm} a jpst:Company ; {named(firm)} ." for firm in (*FIRMS, "publisher")]
    things += [f"id:{name} a jpst:RegulatedActivity ; {named(name)} ."
               for name in (*set(BUSINESS.values()), "handling-ertsir")]  # fmt: skip
    things += [f"id:{name} a jpst:InstrumentClass ; {named(name)} ." for name in CLASSES[1:]]
    things += [f"id:{kind} a jpst:GrantType ; {named(kind)} ." for kind in (FIRST, SECOND)]
    things += [f"id:{case.slug} a jpst:SecurityToken ; {named(case.slug)} ." for case in CASES]
    things += [f"id:st-own a jpst:SecurityToken ; {named('st-own')} ."]
    said = []
    for name, needs in NEEDS.items():
        said += [f"id:{name} jpst:requiresRegistration id:{need} ." for need in needs]
    for case in CASES:
        said.append(f"id:{case.slug} jpst:{case.part} id:{case.firm} ; "
                    f"jpst:offeringType offeringtype:{case.offering} .")  # fmt: skip
        if case.cls:
            said.append(f"id:{case.slug} jpst:statedInstrumentClass id:{case.cls} .")
    said.append("id:st-own jpst:distributor id:nobody ; jpst:issuer id:nobody .")
    grant = (
        "id:{0} jpst:holdsGrant id:{1} . id:{1} a jpst:Grant ; jpst:recordStatus recordstatus:held "
        '; jpst:grantKind grantkind:registration ; jpst:validFrom "{3}"^^xsd:date ; {2} .'
    ).format
    granted = []
    for firm, kinds in FIRMS.items():
        granted += [grant(firm, f"g-{firm}-{kind}", f"jpst:grantType id:{kind}", REGISTERED)
                 for kind in kinds]  # fmt: skip
    granted.append(grant("marked", "g-mark", "jpst:grantedActivity id:handling-ertsir", REGISTERED))
    return (
        "\n".join(things),
        page("tokens", "2020-01-01") + "\n".join(said),
        page("firms", "2026-10-01") + "\n".join(granted),
    )


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    root = tmp_path_factory.mktemp("market")
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    for name, text in zip(
        ("entities/things", "sources/tokens", "sources/firms"), facts(), strict=True
    ):
        path = Path(root / "data" / f"{name}.ttl")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + text, encoding="utf-8")
    for name in ("ontology", "queries"):
        (root / name).symlink_to(PROJECT / name)
    assert build(root, root / "out", validate=False).published
    return open_snapshot(root / "out")


def answers(market: Snapshot, token: str, day: str) -> list[dict]:
    told = ask(market, "token-handlers", {"token": token, "as_of": day}, root=PROJECT)
    return [row for row in told.rows_as_dicts() if row["role"] in ("underwriter", "distributor")]


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2026-10-02", "2020-04-01", "2020-03-31"])
def test_each_part_needs_what_its_business_and_class_need(market: Snapshot, day: str) -> None:
    registered = date.fromisoformat(day) >= REGISTERED
    for case in CASES:
        rows = answers(market, case.slug, day)
        told = {(r["requiredLabel"], r["requiredForLabel"]): (r["answer"], r["mark"]) for r in rows}
        held = FIRMS[case.firm] if registered else set()
        mark = "marked" if registered and case.firm == "marked" else "no mark on record"
        assert told == {
            (need, business): ("on record" if need in held else "not on record", mark)
            for need, business in case.needed()
        }, case


def test_a_firm_is_registered_for_the_class_from_the_day_of_its_registration(
    market: Snapshot,
) -> None:
    token = Case("underwriter", "public", "class-i", "nobody").slug
    for day, marks in (
        ("2020-04-01", {"marked": "marked", "unmarked": "no mark on record"}),
        ("2020-03-31", {}),
    ):
        values = {"token": token, "as_of": day}
        told = ask(market, "token-handlers", values, root=PROJECT).rows_as_dicts()
        others = {row["firmLabel"]: row["mark"] for row in told if row["role"].startswith("firm")}
        assert others == marks


def test_an_issuer_that_sells_its_own_token_is_not_tested(market: Snapshot) -> None:
    (row,) = answers(market, "st-own", "2026-10-02")
    assert row["answer"] == "its own offering: not tested by this registration"
