"""How the fact base's claims on registers, licenses and designations are modeled: as grants.

The fact base has a number, a day and an authority as claims of their own; the graph has them on the
record of the grant that one source states. So what one source says of one party on one day is read
together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from helpers.claim_mapping import (
    Observation,
    concept,
    dates,
    entity,
    qualifier,
    qualifier_name,
    quoted,
    renamed,
    status,
    text_literal,
)
from helpers.claim_terms import ACTIVITIES, GRANT_KINDS, GRANT_WORDINGS

from kgraph.names import record_slug

FIB, EPI = "fib-registration", "epi-business-registration"
NUMBERS = {"fiea-registration-number": FIB, "other-identifier": EPI}
DATES = {"fiea-registration-date": FIB}
# Whose authorization it is where the source has no other claim on it: by the note of the claim.
DATED = {
    "odx-equity-pts": ("authorization", "pts-authorization"),
    "japannext": ("authorization", None),
    "alterna-trust": ("license", "operating-type-trust-license"),
    "jpyc-inc": ("registration", None),
}
TYPED = ("registered-business", "holds-licence")
LOOSE = ("registering-authority", "authorised-by", "authorisation-date")
PROPERTIES = (*TYPED, *NUMBERS, *DATES, *LOOSE, "licence", "designated-under")


def is_grant(claim: dict) -> bool:
    """Whether a claim is of what an authority grants."""
    if claim["property"] == "other-identifier":
        return claim.get("qualifier") == "epi-registration-number"
    return claim["property"] in PROPERTIES


@dataclass
class Grant:
    """What one source says of one grant."""

    kind: str
    type: str | None = None
    basis: str | None = None
    wording: str | None = None
    number: str | None = None
    authority: str | None = None
    qualifier: str | None = None
    as_of: str | None = None
    start: str | None = None
    notes: set[str] = field(default_factory=set)
    claims: list[dict] = field(default_factory=list)

    def add(self, claim: dict) -> None:
        """Takes over what a claim says beside its value."""
        self.claims.append(claim)
        self.as_of = self.as_of or claim.get("as_of")
        self.start = self.start or claim.get("valid_from")
        if claim.get("note"):
            self.notes.add(claim["note"])

    def fill(self, claim: dict) -> None:
        """Takes over a number, a day or an authority."""
        prop, value = claim["property"], claim["value"]
        if prop in NUMBERS:
            self.number = value
        elif prop in DATES or prop == "authorisation-date":
            self.start = str(value)
        else:
            self.authority = value["entity"]
        self.add(claim)

    def parts(self) -> list[str]:
        """What is observed, as the name of the record has it."""
        digits = re.search(r"第([0-9]+)号", self.number or "")
        number = [f"no-{digits[1]}"] if digits else []
        return [part for part in (self.type, self.basis, *number, self.authority) if part]

    def observation(self, source: str, subject: str) -> Observation:
        found = {("grantKind", concept("grantkind", self.kind)), status()}
        if self.type:
            named = "grantedActivity" if self.type in ACTIVITIES else "grantType"
            found.add((named, entity(self.type)))
        for term, slug in (("legalBasis", self.basis), ("grantedBy", self.authority)):
            if slug:
                found.add((term, entity(slug)))
        if self.number:
            found.add(("grantNumber", quoted(self.number, "")))
        if self.wording:
            found.add(("statedValue", text_literal(self.wording, "en")))
        if self.qualifier:
            found.add(("qualifier", qualifier(self.qualifier)))
        if self.notes:
            found.add(("note", text_literal("; ".join(sorted(self.notes)), "en")))
        found |= dates({"as_of": self.as_of, "valid_from": self.start})
        slug = record_slug(
            self.kind,
            subject,
            self.parts(),
            qualifier=qualifier_name(self.qualifier) if self.qualifier else None,
            as_of=str(self.as_of) if self.as_of else None,
            valid_from=str(self.start) if self.start else None,
        )
        found.add(("", entity(slug)))
        return Observation(source, subject, "holdsGrant", "Grant", frozenset(found))


def grants(claims: Iterable[dict]) -> list[Grant]:
    """The grants that one source states of one party."""
    told = list(claims)
    found: list[Grant] = []
    for claim in told:
        prop, value = claim["property"], claim["value"]
        if prop in TYPED:
            slug = value["entity"]
            grant = Grant(GRANT_KINDS.get(slug, "registration"), slug)
            grant.qualifier = claim.get("qualifier")
            grant.add(claim)
            found.append(grant)
        elif prop == "designated-under":
            grant = Grant("designation", basis=value["entity"])
            grant.add(claim)
            found.append(grant)
    for claim in told:
        if claim["property"] == "licence":
            wording = claim["value"]
            for kind, slug in next(w for part, w in GRANT_WORDINGS if part in wording):
                grant = _of(found, claim, kind, slug)
                grant.wording = wording
                grant.add(claim)
    for claim in told:
        slug = NUMBERS.get(claim["property"]) or DATES.get(claim["property"])
        if slug:
            _of(found, claim, "registration", slug).fill(claim)
    for claim in told:
        if claim["property"] in LOOSE:
            _home(found, claim).fill(claim)
    return found


def _of(found: list[Grant], claim: dict, kind: str, slug: str | None) -> Grant:
    """The grant of a type on the day of a claim, a new one where there is none."""
    for grant in found:
        if (grant.kind, grant.type) == (kind, slug) and _one_day(grant, claim):
            return grant
    found.append(Grant(kind, slug))
    return found[-1]


def _home(found: list[Grant], claim: dict) -> Grant:
    """The grant that an authority or a day belongs to."""
    prop, qualifier = claim["property"], claim.get("qualifier")
    if qualifier == "epi-registration":
        return _of(found, claim, "registration", EPI)
    typed_ones = [g for g in found if g.claims[0]["property"] in ("holds-licence", "licence")]
    if prop == "registering-authority":
        numbered = [g for g in found if g.type == FIB and _one_day(g, claim)]
        near = numbered or [g for g in typed_ones if _one_day(g, claim)]
        return near[0] if near else _of(found, claim, "registration", FIB)
    near = [g for g in typed_ones if _one_day(g, claim)]
    return near[0] if near else _of(found, claim, *DATED[claim["subject"]])


def _one_day(grant: Grant, claim: dict) -> bool:
    """Whether a claim speaks of the day of a grant, or says no day of its own."""
    return not claim.get("as_of") or not grant.as_of or str(grant.as_of) == str(claim["as_of"])


def observe_grants(claims: Iterable[dict]) -> Iterator[tuple[Observation, dict]]:
    """Each observation of a grant with one of its claims."""
    groups: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for claim in map(renamed, claims):
        for source in claim["source"]:
            groups[source, claim["subject"]].append(claim)
    for (source, subject), told in groups.items():
        for grant in grants(told):
            yield grant.observation(source, subject), grant.claims[0]
