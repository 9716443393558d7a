"""How each property of the fact base is modeled in the graph: the table behind the claim report.

`observe(claim, sources)` turns one claim into the observations that the graph must hold, one for
each source; the report compares them with what `claim_report` reads from the graph.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field

from kgraph.names import record_slug

JPST, ID = "https://w3id.org/jpst/ontology/", "https://w3id.org/jpst/id/"
SRC, BASE = "https://w3id.org/jpst/source/", "https://w3id.org/jpst/"

ENTITY = {
    "mic": "marketIdentifier",
    "operating-mic": "operatingMic",
    "founder": "founder",
    "registering-authority": "registeringAuthority",
    "parent-company": "parentCompany",
    "acquired-by": "acquiredBy",
    "representative": "representative",
    "authorised-by": "authorizedBy",
    "designated-under": "designatedUnder",
    "operator": "operatedBy",
    "supervised-by": "supervisedBy",
    "jurisdiction": "jurisdiction",
    "implements": "implements",
    "amends": "amends",
    "introduces": "introduces",
    "part-of": "partOf",
    "defines": "defines",
    "subtype-of": "subtypeOf",
    "classified-as": "classifiedAs",
    "includes": "includes",
    "governs": "governs",
    "legal-basis": "legalBasis",
    "requires-registration": "requiresRegistration",
    "requires-authorisation": "requiresAuthorization",
    "discussed-with": "discussedWith",
    "follows": "follows",
    "self-regulated-by": "selfRegulatedBy",
    "investor-eligibility": "admitsInvestor",
    "placement-route": "placementRoute",
    "governing-rule": "governedBy",
    "partner": "partner",
    "backed-by": "backedBy",
    "developer": "developedBy",
    "ledger": "usesLedger",
    "tests": "tests",
    "tested-in": "testedIn",
    "settlement-asset": "settlementAsset",
    "clearing-house": "clearedBy",
    "securities-settlement": "settledBy",
    "issuing-institution": "issuingInstitution",
    "succeeded-by": "succeededBy",
    "published-by": "publishedBy",
    "possibly-same-as": "possiblySameAs",
}
TEXT = {
    "legal-name-ja": "legalName",
    "legal-name-en": "legalName",
    "former-name": "formerName",
    "nickname": "nickname",
    "city": "city",
    "transfer-restriction": "transferRestriction",
    "underlying-asset": "underlyingAsset",
    "lease": "lease",
    "asset-location": "assetLocation",
    "use-of-proceeds": "useOfProceeds",
    "headquarters": "headquarters",
    "licence": "license",
    "secondary-route": "secondaryRoute",
    "trading-session": "sessionStructure",
    "order-types": "orderTypes",
    "tick-size": "tickSize",
    "price-limits": "priceLimits",
    "market-data": "marketData",
    "participant-requirement": "participantRequirement",
    "eligible-instruments": "eligibleInstruments",
    "approval-process": "approvalProcess",
    "access-route": "accessRoute",
    "member-class": "memberClass",
    "definition": "legalGist",
    "covers": "covers",
    "provision": "provision",
    "supports": "supports",
    "ledger-feature": "ledgerFeature",
    "distribution-route": "distributionRoute",
    "investor-benefit": "investorBenefit",
    "third-party-perfection": "thirdPartyPerfection",
    "announced-plan": "announcedPlan",
    "purpose": "purpose",
    "proposes": "proposes",
    "distinction": "distinction",
    "remark": "remark",
}
STRING = {
    "corporate-number": "corporateNumber",
    "lei": "lei",
    "edinet-code": "edinetCode",
    "securities-code": "securitiesCode",
    "law-number": "lawNumber",
    "mic-code": "micCode",
    "country-code": "countryCode",
    "mic-legal-entity-name": "micLegalEntityName",
    "credit-rating": "creditRating",
    "fiea-registration-number": "fieaRegistrationNumber",
    "trading-hours": "tradingHours",
    "order-entry-protocol": "orderEntryProtocol",
    "market-segment": "marketSegment",
}
DATE = {
    "mic-creation-date": "micCreationDate",
    "mic-last-update-date": "micLastUpdateDate",
    "mic-last-validation-date": "micLastValidationDate",
    "mic-expiry-date": "micExpiryDate",
    "built": "buildingCompleted",
    "issue-date": "issueDate",
    "maturity-date": "maturityDate",
    "redemption-date": "redemptionDate",
    "pricing-date": "pricingDate",
    "fiea-registration-date": "fieaRegistrationDate",
    "established": "establishedOn",
    "start-trading-date": "firstTradingDate",
    "launch-date": "startedOperation",
    "closing-date": "endedOperation",
    "authorisation-date": "authorizationDate",
    "rule-revision-date": "ruleRevisionDate",
    "promulgation-date": "promulgationDate",
    "enactment-date": "enactmentDate",
    "enforcement-date": "inForceFrom",
    "bill-date": "billDate",
    "amendment-date": "amendmentDate",
    "subscription-start": "subscriptionStart",
    "subscription-end": "subscriptionEnd",
    "completion-date": "completionDate",
    "result-announcement-date": "resultAnnouncementDate",
    "authority-decision-date": "authorityDecisionDate",
    "announcement-date": "announcementDate",
    "publication-date": "publicationDate",
    "draft-date": "draftDate",
    "registration-statement-date": "registrationStatementDate",
}
INTEGER = {
    "number-of-units": "numberOfUnits",
    "unit-price": "unitPrice",
    "offering-amount": "offeringAmount",
    "expected-distribution": "expectedDistribution",
    "appraisal-value": "appraisalValue",
    "acquisition-price": "acquisitionPrice",
    "asset-size": "assetSize",
    "stated-capital": "statedCapital",
    "capital-raised": "capitalRaised",
    "minimum-capital": "minimumCapital",
    "threshold-amount": "thresholdAmount",
    "threshold-count": "thresholdCount",
    "minimum-investment": "minimumInvestment",
}
DECIMAL = {
    "floor-area": "floorArea",
    "leasable-area": "leasableArea",
    "land-area": "landArea",
    "expected-yield": "expectedYield",
    "realised-yield": "realizedYield",
    "coupon": "coupon",
    "tenor-years": "tenorYears",
    "ltv": "loanToValue",
    "threshold-percent": "thresholdPercent",
}
ROLES = {
    "issuer": "issuer",
    "trustee": "trustee",
    "originator": "originator",
    "asset-manager": "assetManager",
    "underwriter": "underwriter",
    "distributor": "distributor",
    "bond-administrator": "bondAdministrator",
    "registrar": "registrar",
    "custodian": "custodian",
    "platform": "platform",
    "sponsor": "sponsor",
    "fiscal-agent": "fiscalAgent",
    "structuring-agent": "structuringAgent",
    "financial-adviser": "financialAdvisor",
    "arranger": "arranger",
    "settlement-bank": "settlementBank",
    "technology-provider": "technologyProvider",
    "investor": "investor",
    "participant": "participant",
}
IDENTIFIER = {
    "bic": "bic",
    "financial-institution-code": "financialInstitutionCode",
    "product-page-code": "productPageCode",
}
MEASURE = {  # property: (measure, value property)
    "cumulative-issue-count": ("cumulativeIssueCount", "count"),
    "cumulative-issue-amount": ("cumulativeIssueAmount", "amountInYen"),
    "outstanding-amount": ("outstandingAmount", "amountInYen"),
    "active-issue-count": ("activeIssueCount", "count"),
    "launch-count": ("launchCount", "count"),
    "register-count": ("registerCount", "count"),
    "issues-handled": ("issuesHandled", "count"),
    "monthly-trading-value": ("monthlyTradingValue", "amountInYen"),
    "market-share": ("marketShare", "share"),
    "member-count": ("memberCount", "count"),
    "fund-count": ("fundCount", "count"),
    "assets-under-management": ("assetsUnderManagement", "amountInYen"),
    "underwritten-amount": ("underwrittenAmount", "amountInYen"),
}
AUTHORIZATIONS = {
    "pts-authorisation",
    "market-licence",
    "concurrent-trust-authorisation",
    "operating-type-trust-licence",
}

# A concept's canonical wording needs no statedValue; any other wording is kept beside the concept.
_BCIT = "trust beneficial interest (beneficiary certificate-issuing trust)"
_SPECIFIED = "trust beneficial interest (specified beneficiary certificate-issuing trust)"
CONCEPT: dict[
    str, tuple[str, str, dict[str, str]]
] = {  # property: (term, scheme, wording → concept)
    "name-confirmed": ("nameStatus", "namestatus", {"false": "unconfirmed"}),
    "edinet-filer-type": (
        "edinetFilerType",
        "edinetfilertype",
        {"reporting-issuer": "reportingIssuer", "not-obliged-to-file-annual-reports": "notObliged"},
    ),
    "mic-level": ("micLevel", "miclevel", {"operating": "operating", "segment": "segment"}),
    "mic-status": ("micStatus", "micstatus", {"active": "active", "expired": "expired"}),
    "market-category-code": (
        "marketCategory",
        "marketcategory",
        {c: c for c in ("NSPD", "ATSS", "RMKT", "OTHR", "RMOS", "SINT")},
    ),
    "asset-class": (
        "assetClass",
        "assetclass",
        {
            "corporate-bond": "corporateBond",
            "equity": "equity",
            "film-ip": "filmIp",
            "fund": "fund",
            "gk-tk-interest": "gkTkInterest",
            "monetary-receivable": "monetaryReceivable",
            "real-estate-beneficial-interest": "realEstateBeneficialInterest",
        },
    ),
    "legal-structure": (
        "legalForm",
        "legalform",
        {
            _BCIT: "beneficiaryCertificateTrust",
            _SPECIFIED: "specifiedBeneficiaryCertificateTrust",
            "bond (tokenised)": "bond",
            "ordinary shares, digitalised": "ordinaryShares",
            "exempt electronic record transfer right": "exemptTransferableRight",
        },
    ),
    "fiscal-year-end": (
        "fiscalYearEnd",
        "fiscalyearend",
        {"--03-31": "march", "--12-31": "december", "--11-30": "november", "--09-30": "september"},
    ),
    "listed": ("listingStatus", "listingstatus", {"true": "listed", "false": "unlisted"}),
    "status": ("operatingStatus", "operatingstatus", {"In operation": "inOperation"}),
    "secondary-market-status": ("secondaryMarketStatus", "secondarymarketstatus", {}),
    "matching-method": (
        "matchingMethod",
        "matchingmethod",
        {
            "auction": "auction",
            "reference to exchange trading price": "referencePrice",
            "negotiation between customers": "negotiation",
            "matching of customer orders": "customerOrderMatching",
        },
    ),
    "organisation-status": (
        "organizationStatus",
        "organizationstatus",
        {
            "certified financial instruments firms association": "certifiedAssociation",
            "authorised financial instruments firms association": "authorizedAssociation",
            "certified investor protection organisation": "certifiedInvestorProtection",
        },
    ),
    "disclosure-required": (
        "disclosureRequirement",
        "disclosure",
        {"true": "required", "false": "notRequired"},
    ),
    "handles-security-tokens": ("securityTokenHandling", "handling", {"true": "handles"}),
    "offering-type": ("offeringType", "offeringtype", {"public": "public", "private": "private"}),
    "allocation-method": (
        "allocationMethod",
        "allocationmethod",
        {"lottery": "lottery", "first-come and lottery": "firstComeAndLottery"},
    ),
    "investor-type": (
        "investorScope",
        "investorscope",
        {"individual investors": "individual", "wholesale investors": "wholesale"},
    ),
    "custody-recordkeeping": ("custodyModel", "custodymodel", {}),
    "settlement-mode": ("settlementMode", "settlementmode", {}),
    "settlement-cycle": ("settlementCycle", "settlementcycle", {"T+1": "tPlus1", "T+2": "tPlus2"}),
    "cash-leg": ("cashLeg", "cashleg", {}),
    "token-transfer": ("tokenLeg", "tokenleg", {}),
    "dvp-status": ("dvpStatus", "dvpstatus", {}),
}
WORDING: dict[str, tuple[tuple[str, str], ...]] = {  # property: (wording starts with, concept)
    "legal-structure": (
        (_SPECIFIED, "specifiedBeneficiaryCertificateTrust"),
        (_BCIT, "beneficiaryCertificateTrust"),
        ("Beneficiary-certificate-issuing trust", "beneficiaryCertificateTrust"),
        ("bond ", "bond"),
        ("digital bond", "bond"),
        ("silent-partnership", "silentPartnershipInterest"),
        ("general beneficial interest", "generalTrustInterest"),
    ),
    "fiscal-year-end": (("3月末日", "march"), ("2月末日", "february")),
    "status": (
        ("one-off test", "testCompleted"),
        ("experiment in the DCJPY", "testEnvironment"),
        ("study project", "underStudy"),
        ("trust type listed", "listedAsIssued"),
    ),
    "secondary-market-status": (("sale orders accepted", "sellerService"),),
    "matching-method": (
        ("Continuous matching", "continuous"),
        ("call auction", "callAuction"),
        ("Order-driven", "customerOrderMatching"),
        ("Auction by price", "callAuctionAndContinuous"),
    ),
    "investor-type": (
        ("Epos card", "cardMembers"),
        ("individual investors", "individual"),
        ("wholesale", "wholesale"),
        ("General (retail)", "retailOfParticipants"),
    ),
    "custody-recordkeeping": (
        ("Takes STs into safekeeping", "firmSafekeeping"),
        ("client tokens segregated", "firmHeldKeys"),
        ("No liability where keys", "firmHeldKeys"),
        ("None: recorded on", "ledgerRecord"),
        ("Interests carry no certificate", "uncertificated"),
        ("Bond register kept", "bondRegister"),
        ("Holdings taken from the bond register", "bondRegister"),
        ("replaces book-entry", "ledgerRecord"),
        ("Securities firm takes", "firmSafekeeping"),
        ("Trustee administers", "trusteeRegister"),
        ("Holder data kept", "ledgerRecord"),
        ("trust for client cash", "clientMoneyTrust"),
        ("Unlike listed shares", "ledgerRecord"),
    ),
    "settlement-mode": (
        ("free of payment", "freeOfPayment"),
        ("DVP against conventional", "dvpBankMoney"),
        ("delivery versus payment on T+1 in bank money", "dvpBankMoney"),
        ("delivery versus payment against digital coins", "dvpDigitalMoney"),
        ("seller locks tokens", "dvpContract"),
        ("provisional token transfer", "provisionalTransfer"),
        ("Delivery versus payment, net", "dvpNetted"),
        ("FinWiki: JSCC/JASDEC", "separateSides"),
    ),
    "settlement-cycle": (
        ("T+4 or later", "tPlus4OrLater"),
        ("T+2", "tPlus2"),
        ("third business day", "tPlus2"),
    ),
    "cash-leg": (
        ("ST transfers are immediate", "bankTransfer"),
        ("used in a live primary", "bankDepositDvp"),
        ("live, prevailing", "bankTransfer"),
        ("study and proof", "stablecoin"),
        ("real-issuance verification", "tokenizedDeposit"),
        ("Mostly bank transfer", "bankTransfer"),
        ("bank transfer between firms", "bankTransfer"),
    ),
    "token-transfer": (("Transfer on the issue's", "platformTransfer"),),
    "dvp-status": (("Not in regular use", "notInRegularUse"),),
}


@dataclass(frozen=True)
class Observation:
    """One fact in one source: a triple or a record, with what narrows it."""

    source: str
    subject: str
    predicate: str
    value: (
        str  # N-Triples spelling, `earliest/latest/precision` for a coarse date, or a record class
    )
    attributes: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def quoted(text: str, suffix: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"{suffix}'


def text_literal(text: str, language: str | None = None) -> str:
    japanese = re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text)
    return quoted(text, "@" + (language or ("ja" if japanese else "en")))


def typed(text: object, datatype: str) -> str:
    return quoted(str(text), f"^^<http://www.w3.org/2001/XMLSchema#{datatype}>")


def decimal(value: object) -> str:
    text = str(value)
    return text if "." in text else text + ".0"


def bounds(day: str) -> tuple[str, str, str | None]:
    """First day, last day and precision (None for an exact day) of a date of the fact base."""
    day = str(day)
    if len(day) == 10:
        return day, day, None
    if len(day) == 7:
        last = calendar.monthrange(int(day[:4]), int(day[5:]))[1]
        return day + "-01", f"{day}-{last:02}", "month"
    return day + "-01-01", day + "-12-31", "year"


def concept(scheme: str, name: str) -> str:
    return f"<{BASE}{scheme}/{name}>"


def qualifier_name(slug: str) -> str:
    slug = slug.replace("isation", "ization").replace("tokenised", "tokenized")
    slug = slug.replace("subsidised", "subsidized")
    return re.sub(r"-([a-z])", lambda m: m.group(1).upper(), slug)


def entity(slug: str) -> str:
    return f"<{ID}{slug}>"


def dates(claim: dict, issued: str | None = None) -> set[tuple[str, str]]:
    """The as-of day (unless it is the page's) and validity of a claim, as attributes."""
    result: set[tuple[str, str]] = set()
    if claim.get("as_of") and str(claim["as_of"]) != str(issued):
        first, last, precision = bounds(claim["as_of"])
        result.add(("asOf", typed(last, "date")))
        if precision:
            result |= {
                ("asOfEarliest", typed(first, "date")),
                ("asOfPrecision", concept("precision", precision)),
            }
    for key, term, index in (("valid_from", "validFrom", 0), ("valid_to", "validUntil", 1)):
        if claim.get(key):
            day = bounds(claim[key])
            result.add((term, typed(day[index], "date")))
            if day[2]:
                other = {"validFrom": "validFromLatest", "validUntil": "validUntilEarliest"}[term]
                result |= {
                    (other, typed(day[1 - index], "date")),
                    (term + "Precision", concept("precision", day[2])),
                }
    return result


def attributes(claim: dict, issued: str | None, qualified: bool = True) -> set[tuple[str, str]]:
    result = dates(claim, issued)
    if claim.get("qualifier") and qualified:
        result.add(("qualifier", concept("qualifier", qualifier_name(claim["qualifier"]))))
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
        status = value["status"]
        link = {
            "held": "shareholding",
            "reported": "reportedShareholding",
            "planned": "plannedShareholding",
        }[status]
        holder = "holder" if status == "held" else "statedHolder"
        properties = {(holder, entity(other))}
        parts = ["shareholding", claim["subject"], other, status]
        if "percent" in value:
            properties.add(("percentage", typed(decimal(value["percent"]), "decimal")))
            parts.append(f"{value['percent']}pct")
        return (
            link,
            {
                "held": "HeldShareholding",
                "reported": "ReportedShareholding",
                "planned": "PlannedShareholding",
            }[status],
            properties,
            parts,
        )
    if prop in ("registered-business", "holds-licence"):
        authorization = other in AUTHORIZATIONS
        kind = "Authorization" if authorization else "Registration"
        return (
            "holdsRegistration",
            kind,
            {("registrationType", entity(other))},
            [kind.lower(), claim["subject"], other],
        )
    simple = {
        "member-of": ("membership", "Membership", "association"),
        "trading-participant-of": ("tradingParticipation", "TradingParticipation", "venue"),
        "traded-on": ("listing", "Listing", "venue"),
    }
    if prop == "traded-on" and "planned" in claim.get("note", ""):
        parts = ["listing", claim["subject"], other, "planned"]
        return "plannedListing", "PlannedListing", {("venue", entity(other))}, parts
    if prop in simple:
        link, kind, target = simple[prop]
        name = {
            "Membership": "membership",
            "TradingParticipation": "participation",
            "Listing": "listing",
        }[kind]
        return link, kind, {(target, entity(other))}, [name, claim["subject"], other]
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
        return [(ROLES[value["role"]], entity(value["entity"]), more, True)]
    if prop == "issuing-institution" and claim.get("qualifier") == "planned":
        return [("plannedIssuingInstitution", entity(value["entity"]), set(), False)]
    if prop in ENTITY:
        return [(ENTITY[prop], entity(value["entity"]), set(), True)]
    if prop in CONCEPT:
        term, iri, wording = concept_value(prop, value)
        if term == "legalForm" and not claim["subject"].startswith("st-"):
            term = "supportedLegalForm"  # said of a platform, which has no legal form itself
        more = {("statedValue", text_literal(wording))} if wording else set()
        return [(term, iri, more, True)]
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
    if prop in STRING:
        return [(STRING[prop], quoted(str(value), ""), set(), True)]
    if prop in DATE:
        first, last, precision = bounds(value)
        shown = typed(first, "date") if precision is None else f"{first}/{last}/{precision}"
        return [(DATE[prop], shown, set(), True)]
    if prop in INTEGER:
        return [(INTEGER[prop], typed(value, "integer"), set(), True)]
    if prop in DECIMAL:
        return [(DECIMAL[prop], typed(decimal(value), "decimal"), set(), True)]
    raise KeyError(f"no mapping for property {prop}")


def observe(claim: dict, issued: dict[str, str | None]) -> list[Observation]:
    """The observations of one claim; `issued` gives each source's page date (or None)."""
    result = []
    as_record = record(claim)
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
