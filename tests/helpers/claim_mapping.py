"""How each claim of the fact base is modeled in the graph, by `claim_terms` and `claim_concepts`.

`observe(claim, sources)` turns one claim into the observations that the graph must hold, one for
each source; the report compares them with what `claim_report` reads from the graph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

import pyoxigraph as ox
from helpers.claim_assets import KNOWN_BY_PLACE, TOLD_OF_ASSETS, assets, told
from helpers.claim_concepts import CONCEPT, WORDING
from helpers.claim_terms import (
    DATE,
    DECIMAL,
    ENTITY,
    IDENTIFIER,
    INTEGER,
    MEASURE,
    OWN_SALES,
    PROVISIONS,
    REMARKS,
    RENAMED,
    ROLES,
    STRING,
    TEXT,
)
from helpers.project import PROJECT

from kgraph.names import QB, record_slug
from kgraph.vocab import JPST as JPST_TERMS
from kgraph.vocab import OWL, SKOS

JPST, ID = "https://w3id.org/jpst/ontology/", "https://w3id.org/jpst/id/"
SRC, BASE = "https://w3id.org/jpst/source/", "https://w3id.org/jpst/"


@dataclass(frozen=True)
class Observation:
    """One fact in one source: a triple or a record, with what narrows it."""

    source: str
    subject: str
    predicate: str
    value: str  # N-Triples spelling, or a record class
    attributes: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def quoted(text: str, suffix: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"{suffix}'


PERIOD = re.compile(r"(?:(total-assets)-(fy)|subsidy-cap-maximum-fiscal-)(20\d\d)")
# What a page was searched for in vain: the property, and the value that was sought.
ABSENT = (
    (re.compile("mic absent from list"), ("micCode", None)),
    (re.compile("tokenised-rights column .* not marked"), ("holdsGrant", "handling-ertsir")),
    (re.compile("JSDA column .* not marked"), ("membership", "jsda")),
    (re.compile("JSTOA column .* not marked"), ("membership", "jstoa")),
)


def absent(claim: dict) -> tuple[str, str | None] | None:
    """What the claim says was sought in its page and not found, if it says that."""
    said = str(claim["value"])
    return next((sought for form, sought in ABSENT if form.match(said)), None)


def text_literal(text: str, language: str | None = None) -> str:
    japanese = re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text)
    return quoted(text, "@" + (language or ("ja" if japanese else "en")))


def typed(text: object, datatype: str) -> str:
    return quoted(str(text), f"^^<http://www.w3.org/2001/XMLSchema#{datatype}>")


def decimal(value: object) -> str:
    text = str(value)
    return text if "." in text else text + ".0"


def calendar_date(day: object) -> str:
    """A date of the fact base as the graph has it: a day, a month or a year."""
    text = str(day)
    return typed(text, {10: "date", 7: "gYearMonth", 4: "gYear"}[len(text)])


def concept(scheme: str, name: str) -> str:
    return f"<{BASE}{scheme}/{name}>"


def qualifier_name(slug: str) -> str:
    slug = slug.replace("isation", "ization").replace("tokenised", "tokenized")
    slug = slug.replace("subsidised", "subsidized")
    return re.sub(r"-([a-z])", lambda m: m.group(1).upper(), slug)


@cache
def _qualifiers() -> dict[str, str]:
    """The scheme in which each qualifier stands, by local name."""
    core = ox.parse(path=str(PROJECT / "ontology" / "core.ttl"), format=ox.RdfFormat.TURTLE)
    schemes = [
        triple.object.value.rsplit("/", 1)[1]
        for triple in core
        if triple.subject == JPST_TERMS.qualifier and triple.predicate.value == QB + "codeList"
    ]
    found = {}
    for scheme in schemes:
        path = PROJECT / "ontology" / "schemes" / f"{scheme}.ttl"
        triples = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        given_up = {t.subject for t in triples if t.predicate == OWL.deprecated}
        for triple in triples:
            if triple.predicate == SKOS.inScheme and triple.subject not in given_up:
                name = triple.subject.value.rsplit("/", 1)[1]
                assert found.setdefault(name, scheme) == scheme, name
    return found


def qualifier(slug: str) -> str:
    """The concept that stands for a qualifier of the fact base."""
    name = qualifier_name(slug)
    return concept(_qualifiers().get(name, "qualifier"), name)


def entity(slug: str) -> str:
    return f"<{ID}{slug}>"


def dates(claim: dict, issued: str | None = None) -> set[tuple[str, str]]:
    """The as-of day (unless it is the page's) and validity of a claim, as attributes."""
    result: set[tuple[str, str]] = set()
    if claim.get("as_of") and str(claim["as_of"]) != str(issued):
        result.add(("asOf", calendar_date(claim["as_of"])))
    for key, term in (("valid_from", "validFrom"), ("valid_to", "validUntil")):
        if claim.get(key):
            result.add((term, calendar_date(claim[key])))
    return result


def attributes(claim: dict, issued: str | None, qualified: bool = True) -> set[tuple[str, str]]:
    result = dates(claim, issued)
    if claim.get("qualifier") and qualified:
        result.add(("qualifier", qualifier(claim["qualifier"])))
    if claim.get("note"):
        result.add(("note", text_literal(claim["note"], "en")))
    return result


def concept_value(prop: str, value: object) -> tuple[str, str, str | None]:
    """Term, concept and the wording to keep (None where the wording is the concept's own)."""
    term, scheme, canonical = CONCEPT[prop]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if text in canonical:
        return term, concept(scheme, canonical[text]), None
    for start, name in WORDING.get(prop, ()):
        if text.startswith(start):
            return term, concept(scheme, name), text
    raise KeyError(f"no concept for {prop}: {text}")


def status(planned: bool = False) -> tuple[str, str]:
    return "recordStatus", concept("recordstatus", "planned" if planned else "held")


def record(claim: dict) -> tuple[str, str, set[tuple[str, str]], list[str]] | None:
    """Link, class, properties and name parts of a claim that is a record; None otherwise."""
    prop, value = claim["property"], claim["value"]
    if prop in MEASURE:
        measure, value_property = MEASURE[prop]
        number = (
            typed(decimal(value), "decimal")
            if value_property == "share"
            else typed(value, "integer")
        )
        parts = ["statistic", claim["subject"], prop, str(value)]
        return (
            "statistic",
            "MarketStatistic",
            {("measure", concept("measure", measure)), (value_property, number)},
            parts,
        )
    if not isinstance(value, dict):
        return None
    other = value["entity"]
    if prop == "shareholding":
        # That it is only reported is a matter of the source, not of the record.
        planned = value["status"] == "planned"
        properties = {("holder", entity(other)), status(planned)}
        parts = ["shareholding", claim["subject"], other, *["planned"] * planned]
        if "percent" in value:
            properties.add(("percentage", typed(decimal(value["percent"]), "decimal")))
            parts.append(f"{value['percent']}pct")
        return "shareholding", "Shareholding", properties, parts
    simple = {
        "member-of": ("membership", "Membership", "association"),
        "trading-participant-of": ("tradingParticipation", "TradingParticipation", "venue"),
        "traded-on": ("listing", "Listing", "venue"),
    }
    if prop in simple:
        link, kind, target = simple[prop]
        planned = prop == "traded-on" and "planned" in claim.get("note", "")
        name = {
            "Membership": "membership",
            "TradingParticipation": "participation",
            "Listing": "listing",
        }[kind]
        parts = [name, claim["subject"], other, *["planned"] * planned]
        return link, kind, {(target, entity(other)), status(planned)}, parts
    return None


def record_name(claim: dict, parts: list[str]) -> str:
    """The normative name of the record that a claim observes."""
    kind, subject, *observed = parts
    return record_slug(
        kind,
        subject,
        observed,
        qualifier=qualifier_name(claim["qualifier"]) if claim.get("qualifier") else None,
        as_of=claim.get("as_of"),
        valid_from=claim.get("valid_from"),
        valid_until=claim.get("valid_to"),
    )


def values(claim: dict) -> list[tuple[str, str, set[tuple[str, str]], bool]]:
    """(predicate, value, further attributes, whether the qualifier is still to be kept)."""
    prop, value = claim["property"], claim["value"]
    if prop == "role":
        more = (
            {("capacity", concept("capacity", value["capacity"]))} if "capacity" in value else set()
        )
        own = (claim["subject"], value["entity"]) in OWN_SALES and value["role"] == "distributor"
        term = "directSeller" if own else ROLES[value["role"]]
        return [(term, entity(value["entity"]), more, True)]
    if prop == "issuing-institution" and claim.get("qualifier") == "planned":
        return [("plannedIssuingInstitution", entity(value["entity"]), set(), False)]
    if prop in ("has-asset", "underlying-asset"):
        more = {("statedValue", text_literal(value))} if prop == "underlying-asset" else set()
        return [
            ("hasUnderlyingAsset", entity(asset), more, True) for asset in assets(claim["subject"])
        ]
    if prop in ENTITY:
        term = ENTITY[prop]
        if term == "classifiedAs" and claim["subject"].startswith("st-"):
            term = "statedInstrumentClass"  # a token is of a class; classes are placed under others
        return [(term, entity(value["entity"]), set(), True)]
    if prop in CONCEPT:
        term, iri, wording = concept_value(prop, value)
        if term == "legalForm" and not claim["subject"].startswith("st-"):
            term = "supportedLegalForm"  # said of a platform, which has no legal form itself
        more = {("statedValue", text_literal(wording))} if wording else set()
        return [(term, iri, more, True)]
    if prop == "remark" and (key := value.partition(": ")[0]) in REMARKS:
        term, form = REMARKS[key]
        language = "en" if key == "number format" else None
        told = form.format(value.partition(": ")[2])
        return [(term, text_literal(told, language), set(), True)]
    if prop in TEXT:
        language = {"legal-name-ja": "ja", "legal-name-en": "en"}.get(prop)
        return [(TEXT[prop], text_literal(value, language), set(), True)]
    if prop == "website":
        return [("website", typed(value, "anyURI"), set(), True)]
    if prop == "other-identifier":
        return [(IDENTIFIER[claim["qualifier"]], quoted(str(value), ""), set(), False)]
    if prop == "coupon-range":
        return [
            ("couponLow", typed(decimal(value[0]), "decimal"), set(), True),
            ("couponHigh", typed(decimal(value[1]), "decimal"), set(), True),
        ]
    if prop == "lei" and str(claim["subject"]).startswith("mic-"):
        # It is that of whoever runs the market.
        return [("micLei", quoted(str(value), ""), set(), True)]
    if prop in STRING:
        return [(STRING[prop], quoted(str(value), ""), set(), True)]
    if prop in DATE:
        return [(DATE[prop], calendar_date(value), set(), True)]
    if prop in INTEGER:
        return [(INTEGER[prop], typed(value, "integer"), set(), True)]
    if prop in DECIMAL:
        return [(DECIMAL[prop], typed(decimal(value), "decimal"), set(), True)]
    raise KeyError(f"no mapping for property {prop}")


def in_our_words(claim: dict) -> dict:
    """The claim with the word that we have for what the fact base tells in a note."""
    if claim.get("note") == "source lists the party without stating its role":
        return claim | {"qualifier": "role-not-stated"}
    if claim["property"] == "asset-class" and claim["value"] == "gk-tk-interest":
        return claim | {"value": "GK-TK interest"}
    if claim["property"] == "legal-structure" and claim["value"].startswith("exempt electronic"):
        # A class of the Act, which rights of several forms may be of.
        return claim | {"property": "classified-as", "value": {"entity": "excluded-ertr"}}
    if str(claim.get("note", "")).startswith("draft orders of that day"):
        return claim | {"qualifier": "draft"}  # what only a draft demands
    period = PERIOD.fullmatch(str(claim.get("qualifier")))
    if period:  # what is measured; of which year, the day or the note tells
        year = {} if period[2] else {"note": f"fiscal {period[3]}"}
        return claim | {"qualifier": period[1] or "subsidy-cap-maximum"} | year
    key, _, words = str(claim["value"]).partition(": ")
    if claim["property"] == "remark" and key in PROVISIONS:
        return claim | {"property": "provision", "value": words, "qualifier": PROVISIONS[key]}
    if key == "role" and words.startswith("handling"):
        return claim | {"value": f"role in deals: {words}"}
    if claim["property"] == "mic-status" and "list status UPDATED" in claim.get("note", ""):
        # A status of that edition: the code has not been so since it was made.
        said = {key: claim[key] for key in claim.keys() - {"note", "valid_from"}}
        return said | {"value": "updated"}
    return claim


def renamed(claim: dict) -> dict:
    """The claim with the slugs of the graph."""
    value = claim["value"]
    if isinstance(value, dict) and "entity" in value:
        value = value | {"entity": RENAMED.get(value["entity"], value["entity"])}
    subject = RENAMED.get(claim["subject"], claim["subject"])
    return claim | {"subject": subject, "value": value}


def about_assets(claim: dict) -> list[dict]:
    """What a claim about a token says of its assets: of each, and that the token has it."""
    token, prop = claim["subject"], claim["property"]
    if prop not in TOLD_OF_ASSETS or not token.startswith("st-"):
        return []
    known = prop == "asset-location" and token in KNOWN_BY_PLACE
    return [*told(claim), *([claim | {"property": "has-asset"}] if known else [])]


def observe(claim: dict, issued: dict[str, str | None]) -> list[Observation]:
    """The observations of one claim; `issued` gives each source's page date (or None)."""
    claim = renamed(in_our_words(claim))
    result = []
    as_record = record(claim)
    for one in about_assets(claim):
        result += observe(one, issued)
    if claim["property"] in TOLD_OF_ASSETS and claim["subject"].startswith("st-"):
        return result
    if absent(claim):
        return []  # what a page lacks is no fact that it states
    for source in claim["source"]:
        if as_record:
            link, kind, properties, parts = as_record
            found = properties | attributes(claim, None)
            found.add(("", entity(record_name(claim, parts))))
            result.append(Observation(source, claim["subject"], link, kind, frozenset(found)))
            continue
        for predicate, value, more, keep in values(claim):
            found = attributes(claim, issued.get(source), qualified=keep) | more
            result.append(Observation(source, claim["subject"], predicate, value, frozenset(found)))
    return result


def conclude(claim: dict, issued: dict[str, str | None]) -> list[Observation]:
    """The readings that one concluded claim stands for; `source` names all that it rests on.

    The reason takes the place of the note. A reading is as old as the latest of its pages, where
    all have a day.
    """
    sources = sorted(claim["source"])
    days = [issued.get(source) for source in sources]
    page = max(str(day) for day in days) if all(days) else None
    said = {key: value for key, value in claim.items() if key != "note"}
    found = observe(said | {"source": sources[:1]}, {sources[0]: page})
    return [replace(one, source=" ".join(sources)) for one in found]
