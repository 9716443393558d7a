"""What registration a part in a token needs, by part, offering, class, firm, mark and day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from helpers.here import right_here
from helpers.project import PROJECT

from kgraph.names import PREFIXES
from kgraph.questions.ask import ask
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.days import on_day

FIRST, SECOND, BANKS = "type-i-fib", "type-ii-fib", "rfi-registration"
BUSINESS = {
    ("underwriter", "public"): "securities-underwriting",
    ("underwriter", "private"): "securities-underwriting",
    ("distributor", "public"): "st-public-offering-handling",
    ("distributor", "private"): "private-placement-handling",
}
BANKING, TRADING, DEALING = (
    "bank-securities-business",
    "st-secondary-intermediation",
    "securities-dealing-brokerage",
)
NEEDS = {
    "securities-underwriting": {FIRST},
    "st-public-offering-handling": {FIRST},
    "private-placement-handling": {FIRST, SECOND},
    BANKING: {BANKS},
    TRADING: {FIRST},
    DEALING: {FIRST},
    "class-i": {FIRST},
    "class-ii": {SECOND},
}
CLASSES = ("", "class-i", "class-ii")
OLD, REGISTERED, EDITION, NEW = "2020-01-01", date(2020, 4, 1), date(2024, 6, 1), date(2026, 10, 1)
DAYS = ("2026-10-02", "2024-07-01", "2020-04-01", "2020-03-31")


class Firm(NamedTuple):
    """What is on record: kinds of registration, when a page saw the mark, when one saw none."""

    kinds: frozenset[str]
    mark: date | None = None
    gap: date | None = None

    def held(self, day: date) -> frozenset[str]:
        return self.kinds if day >= REGISTERED else frozenset()

    def told(self, day: date) -> str:
        """The grade: what the latest page out by then saw; a mark is from REGISTERED on."""
        gap = self.gap if self.gap and self.gap <= day else None
        marked = self.mark if self.mark and day >= REGISTERED else None
        if marked and not (gap and gap > marked):
            return "marked"
        return f"not marked in the register of {gap}" if gap else "no mark on record"


FIRMS = {
    "marked": Firm(frozenset({FIRST}), mark=NEW),
    "remarked": Firm(frozenset({FIRST}), mark=NEW, gap=EDITION),
    "dropped": Firm(frozenset({FIRST}), mark=EDITION, gap=NEW),
    "read": Firm(frozenset({FIRST}), gap=NEW),
    "unmarked": Firm(frozenset({FIRST})),
    "second": Firm(frozenset({SECOND})),
    "nobody": Firm(frozenset()),
    "numbered": Firm(frozenset({"fib-registration"})),
    "bank": Firm(frozenset({BANKS})),
    "operator": Firm(frozenset({FIRST}), mark=NEW),
}


class Case(NamedTuple):
    part: str
    offering: str
    cls: str
    firm: str

    @property
    def slug(self) -> str:
        return "-".join(filter(None, ("st", *self)))

    def needed(self) -> set[tuple[str, str]]:
        """(registration, of what): of a known class, but for underwriting and banks."""
        business = BANKING if self.firm == "bank" else BUSINESS[self.part, self.offering]
        own = {(need, business) for need in NEEDS[business]}
        if self.firm == "bank" or self.part == "underwriter" or not self.cls:
            return own
        of_class = NEEDS[self.cls]
        return {pair for pair in own if {pair[0]} == of_class} | {(n, self.cls) for n in of_class}


CASES = [Case(*one) for one in product(("underwriter", "distributor"), ("public", "private"),
                                       CLASSES, FIRMS)]  # fmt: skip


def answer(firm: str, need: str, day: date) -> str:
    held = FIRMS[firm].held(day)
    if need in held:
        return "on record"
    return "registered, kind not stated" if "fib-registration" in held else "not on record"


def page(slug: str, issued: object) -> str:
    return (
        f"src:{slug} a jpst:PrimarySource ; dcterms:publisher id:publisher ; "
        'dcterms:title "Page"@en ; jpst:read "2026-10-02"^^xsd:date ; '
        f'dcterms:issued "{issued}"^^xsd:date ; jpst:hosting hosting:page ; '
        f'schema:url "https://www.example.org/{slug}"^^xsd:anyURI ; '
        "jpst:reviewPeriod reviewperiod:market .\n"
    )


def things() -> str:
    named = 'skos:prefLabel "{0}"@en , "{0}"@ja'.format
    activities = {name for name in NEEDS if not name.startswith("class")} | {"handling-ertsir"}
    kinds = {"jpst:Company": (*FIRMS, "publisher"), "jpst:RegulatedActivity": sorted(activities),
             "jpst:InstrumentClass": CLASSES[1:], "jpst:TradingVenue": ("place", "elsewhere"),
             "jpst:GrantType": (FIRST, SECOND, BANKS, "fib-registration"),
             "jpst:SecurityToken": ["st-own", "st-on-place", *(one.slug for one in CASES)],
             }  # fmt: skip
    told = [f"id:{one} a {kind} ; {named(one)} ." for kind, all_ in kinds.items() for one in all_]
    return "\n".join([*told, "id:bank a jpst:Bank ."])


def market_page() -> str:
    """An old page, of the law, the tokens and the venues."""
    said = []
    for name, needs in NEEDS.items():
        said += [f"id:{name} jpst:requiresRegistration id:{need} ." for need in needs]
    said += [f"id:{kind} jpst:subtypeOf id:fib-registration ." for kind in (FIRST, SECOND)]
    for case in CASES:
        said.append(f"id:{case.slug} jpst:{case.part} id:{case.firm} ; "
                    f"jpst:offeringType offeringtype:{case.offering} .")  # fmt: skip
        if case.cls:
            said.append(f"id:{case.slug} jpst:statedInstrumentClass id:{case.cls} .")
    said.append("id:st-own jpst:directSeller id:nobody ; jpst:issuer id:nobody .")
    said.append("id:place jpst:operatedBy id:operator .")
    said.append("id:st-on-place jpst:statedInstrumentClass id:class-i ; jpst:listing id:l . "
                "id:l a jpst:Listing ; jpst:venue id:place ; "
                "jpst:recordStatus recordstatus:held .")  # fmt: skip
    for firm, venue in product(("marked", "bank"), ("place", "elsewhere")):
        said.append(f"id:{firm} jpst:tradingParticipation id:p-{firm}-{venue} . "
                    f"id:p-{firm}-{venue} a jpst:TradingParticipation ; "
                    f"jpst:recordStatus recordstatus:held ; jpst:venue id:{venue} .")  # fmt: skip
    return page("tokens", OLD) + "\n".join(said)


def register(edition: date) -> str:
    """What the register of a day says: in the last one also since when each kind is held."""
    grant = (
        "id:{0} jpst:holdsGrant id:{1} . id:{1} a jpst:Grant ; {2} ; "
        "jpst:recordStatus recordstatus:held ; jpst:grantKind grantkind:registration ; "
        f'jpst:validFrom "{REGISTERED}"^^xsd:date .'
    ).format
    said = []
    for name, firm in FIRMS.items():
        kinds = firm.kinds if edition == NEW else ()
        said += [grant(name, f"g-{name}-{kind}", f"jpst:grantType id:{kind}") for kind in kinds]
        if firm.mark == edition:
            mark = f"g-{name}-mark-{edition}"
            said.append(grant(name, mark, "jpst:grantedActivity id:handling-ertsir"))
        if firm.gap == edition:
            said.append(f"id:notfound-{name} a jpst:NotFoundInSource ; "
                        f"jpst:soughtSubject id:{name} ; jpst:soughtProperty jpst:holdsGrant ; "
                        "jpst:soughtValue id:handling-ertsir .")  # fmt: skip
    return page(f"register-{edition.year}", edition) + "\n".join(said)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    root = tmp_path_factory.mktemp("market")
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    files = {"entities/things": things(), "sources/tokens": market_page(),
             "sources/register-2024": register(EDITION),
             "sources/register-2026": register(NEW)}  # fmt: skip
    for name, text in files.items():
        path = Path(root / "data" / f"{name}.ttl")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + text, encoding="utf-8")
    for name in ("ontology", "queries"):
        (root / name).symlink_to(PROJECT / name)
    assert build(root, root / "out", validate=False).published
    return open_snapshot(root / "out")


@pytest.fixture(scope="module")
def states(market: Snapshot) -> dict[str, Snapshot]:
    """The market on each of the days, opened once: each opening has processes of its own."""
    with right_here():
        return {day: on_day(market, date.fromisoformat(day)) for day in DAYS}


def answers(state: Snapshot, token: str) -> list[dict]:
    with right_here():
        return ask(state, "token-handlers", {"token": token}, root=PROJECT).rows_as_dicts()


def acting(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["role"] in ("underwriter", "distributor")]


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS[:2])  # the other days are those of all tokens together
def test_each_part_needs_what_its_business_and_class_need(
    states: dict[str, Snapshot], day: str
) -> None:
    on = date.fromisoformat(day)
    for case in CASES:
        rows = acting(answers(states[day], case.slug))
        told = {(r["requiredLabel"], r["requiredForLabel"]): (r["answer"], r["mark"]) for r in rows}
        mark = FIRMS[case.firm].told(on)
        assert told == {
            (need, business): (answer(case.firm, need, on), mark)
            for need, business in case.needed()
        }, case


@pytest.mark.parametrize("day", DAYS)
def test_all_tokens_together_are_told_as_each_of_them(market: Snapshot, day: str) -> None:
    on = date.fromisoformat(day)
    wanted: dict[tuple[str, str, str], tuple[set, set]] = defaultdict(lambda: (set(), set()))
    for case in CASES:
        for need, business in case.needed():
            tokens, businesses = wanted[case.firm, case.part, need]
            tokens.add(case)
            businesses.add(business)
    rows = ask(market, "needed-registration", {"as_of": day}, root=PROJECT).rows_as_dicts()
    told = {
        (row["firmLabel"], row["role"], row["requiredLabel"]): (
            row["tokens"], set(row["neededFor"].split(" | ")), row["answer"], row["mark"])
        for row in acting(rows) if row["requiredLabel"]
    }  # fmt: skip
    assert told == {
        (firm, part, need): (len(tokens), businesses, answer(firm, need, on), FIRMS[firm].told(on))
        for (firm, part, need), (tokens, businesses) in wanted.items()
    }


def test_a_participant_needs_what_the_class_or_trading_needs_and_a_bank_its_own(
    market: Snapshot,
) -> None:
    rows = ask(market, "needed-registration", {"as_of": DAYS[0]}, root=PROJECT).rows_as_dicts()
    told = {
        (row["firmLabel"], row["venueLabel"], row["tokens"], row["requiredLabel"], row["neededFor"])
        for row in rows
        if row["venueLabel"]
    }
    assert {(*row[:-1], frozenset(row[-1].split(" | "))) for row in told} == {
        ("marked", "place", 1, FIRST, frozenset({TRADING, "class-i"})),
        ("marked", "elsewhere", 0, FIRST, frozenset({DEALING})),
        ("bank", "place", 1, BANKS, frozenset({BANKING})),
        ("bank", "elsewhere", 0, BANKS, frozenset({BANKING})),
    }


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("cls", CLASSES[1:])
def test_who_is_registered_for_the_class_is_graded_and_who_runs_a_venue_is_left_out(
    states: dict[str, Snapshot], cls: str, day: str
) -> None:
    on, kind = date.fromisoformat(day), next(iter(NEEDS[cls]))
    rows = answers(states[day], Case("underwriter", "public", cls, "nobody").slug)
    others = {row["firmLabel"]: row["mark"] for row in rows if row["role"].startswith("firm")}
    assert others == {
        name: firm.told(on)
        for name, firm in FIRMS.items()
        if kind in firm.held(on) and name != "operator"
    }


def test_a_registered_financial_institution_is_named_as_one(states: dict[str, Snapshot]) -> None:
    for case in (Case("underwriter", "public", cls, "nobody") for cls in CLASSES[1:]):
        (row,) = [r for r in answers(states[DAYS[0]], case.slug) if r["firmLabel"] == "bank"]
        assert (row["role"], row["requiredLabel"], row["kinds"]) == (BANKS, BANKS, BANKS)


def test_all_kinds_on_record_are_told(states: dict[str, Snapshot]) -> None:
    token = Case("distributor", "public", "class-i", "second").slug
    rows = acting(answers(states[DAYS[0]], token))
    assert {(row["answer"], row["kinds"]) for row in rows} == {("not on record", SECOND)}


def test_an_issuer_that_sells_its_own_token_is_not_tested(
    market: Snapshot, states: dict[str, Snapshot]
) -> None:
    rows = answers(states[DAYS[0]], "st-own")
    rows += [row for row in ask(market, "needed-registration", {"firm": "nobody"}, root=PROJECT)
             .rows_as_dicts() if row["answer"].startswith("its own")]  # fmt: skip
    told = {(row["answer"], row["requiredLabel"], row.get("tokens", 1)) for row in rows}
    assert len(rows) == 2
    assert told == {("its own offering: not tested", None, 1)}
