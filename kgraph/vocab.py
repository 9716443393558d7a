"""The terms that the code speaks of, each once: IRIs as nodes, by vocabulary; and their types.

`RDF.type` is a node, `RDF.type.value` its IRI, `RDF.BASE` the namespace. A word that Python keeps
for itself has a line below it: `SH.in_`.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

Node: TypeAlias = NamedNode | BlankNode
"""What a statement can be about."""

Term: TypeAlias = Node | Literal
"""A term of RDF 1.1, as our files hold: a value."""

Object: TypeAlias = Term | Triple
"""What the engine holds in the place of the object: of RDF 1.2, a triple too."""

GraphName: TypeAlias = Node | DefaultGraph
"""What the engine names a graph with."""


def as_iri(term: object) -> NamedNode:
    """The term, which is an IRI by what is known of the graph; TypeError where it is none."""
    if isinstance(term, NamedNode):
        return term
    raise TypeError(f"{term} stands where only an IRI can")


def as_node(term: object) -> Node:
    """The term, which is an IRI or a blank node by what is known; TypeError where it is none."""
    if isinstance(term, NamedNode | BlankNode):
        return term
    raise TypeError(f"{term} stands where only a node can")


def as_term(term: object) -> Term:
    """The term, which is no triple, as in every graph read from files; TypeError where it is."""
    if isinstance(term, NamedNode | BlankNode | Literal):
        return term
    raise TypeError(f"{term} stands where only a term of RDF 1.1 can")


class _Vocabulary:
    """Makes a node of each name that a vocabulary lists, in its namespace."""

    BASE: ClassVar[str]

    def __init_subclass__(cls, base: str) -> None:
        cls.BASE = base
        for name in cls.__annotations__:
            setattr(cls, name, NamedNode(base + name.removesuffix("_")))


class JPST(_Vocabulary, base="https://w3id.org/jpst/ontology/"):
    """Our ontology."""

    Agent: NamedNode
    CalendarDate: NamedNode
    Claim: NamedNode
    ComputedProperty: NamedNode
    Disagreement: NamedNode
    EditorialGraph: NamedNode
    EditorialReading: NamedNode
    EndingDateProperty: NamedNode
    Grant: NamedNode
    InstrumentClass: NamedNode
    LegalThing: NamedNode
    Listing: NamedNode
    MarkedProperty: NamedNode
    MarketIdentifierCode: NamedNode
    Membership: NamedNode
    NarrowingQualifier: NamedNode
    NotFoundInSource: NamedNode
    OfficialText: NamedNode
    Organization: NamedNode
    PlanProperty: NamedNode
    PrimarySource: NamedNode
    Record: NamedNode
    RecordFigureProperty: NamedNode
    RecordRoleProperty: NamedNode
    SecondarySource: NamedNode
    SecurityToken: NamedNode
    SingleValuedProperty: NamedNode
    Source: NamedNode
    StartingDateProperty: NamedNode
    TermsOfUse: NamedNode
    TradingVenue: NamedNode
    UnchangingProperty: NamedNode
    UnderlyingAsset: NamedNode
    accountingPeriodEnd: NamedNode
    asOf: NamedNode
    asOfEarliest: NamedNode
    association: NamedNode
    bindsNamespace: NamedNode
    capacity: NamedNode
    citability: NamedNode
    citation: NamedNode
    citesSource: NamedNode
    city: NamedNode
    claimState: NamedNode
    corporateNumber: NamedNode
    countryCode: NamedNode
    deprecatedSince: NamedNode
    earlierVersion: NamedNode
    disagreeingStatement: NamedNode
    creditText: NamedNode
    currentStanding: NamedNode
    displacedBy: NamedNode
    earliest: NamedNode
    edinetCode: NamedNode
    edinetFilerType: NamedNode
    edinetFundCode: NamedNode
    figure: NamedNode
    fileDigest: NamedNode
    fileSize: NamedNode
    fillsField: NamedNode
    fillsLayer: NamedNode
    fiscalYearEnd: NamedNode
    fix: NamedNode
    formerName: NamedNode
    grantKind: NamedNode
    grantNumber: NamedNode
    grantType: NamedNode
    grantedActivity: NamedNode
    grantedBy: NamedNode
    ground: NamedNode
    hasParty: NamedNode
    hasUnderlyingAsset: NamedNode
    holdsFrom: NamedNode
    holdsGrant: NamedNode
    holdsUntil: NamedNode
    inCustodyStep: NamedNode
    hosting: NamedNode
    issuer: NamedNode
    itemProperty: NamedNode
    knownAt: NamedNode
    latest: NamedNode
    legalBasis: NamedNode
    legalForm: NamedNode
    legalName: NamedNode
    lei: NamedNode
    leiRenewalDate: NamedNode
    leiStatus: NamedNode
    lifecycle: NamedNode
    listing: NamedNode
    listingStatus: NamedNode
    marketCategory: NamedNode
    marketSegment: NamedNode
    measure: NamedNode
    micLei: NamedNode
    membership: NamedNode
    micCode: NamedNode
    micCreationDate: NamedNode
    micExpiryDate: NamedNode
    micLastUpdateDate: NamedNode
    micLastValidationDate: NamedNode
    micLegalEntityName: NamedNode
    micLevel: NamedNode
    micStatus: NamedNode
    months: NamedNode
    names: NamedNode
    nickname: NamedNode
    note: NamedNode
    noteText: NamedNode
    operatingMic: NamedNode
    origin: NamedNode
    permission: NamedNode
    prohibition: NamedNode
    publisherName: NamedNode
    publishers: NamedNode
    qualifier: NamedNode
    qualifierText: NamedNode
    rankedGround: NamedNode
    rankedLabel: NamedNode
    read: NamedNode
    reason: NamedNode
    recordClass: NamedNode
    recordStatus: NamedNode
    registerClosureDate: NamedNode
    registerClosureReason: NamedNode
    registerMark: NamedNode
    rejectedStatement: NamedNode
    requiresRegistration: NamedNode
    resolvedBy: NamedNode
    restingFacts: NamedNode
    reviewBy: NamedNode
    reviewDue: NamedNode
    reviewPeriod: NamedNode
    securitiesCode: NamedNode
    setBy: NamedNode
    soleFacts: NamedNode
    soughtProperty: NamedNode
    soughtSubject: NamedNode
    soughtValue: NamedNode
    standing: NamedNode
    statedCapital: NamedNode
    statedIn: NamedNode
    statedValue: NamedNode
    succeededBy: NamedNode
    supportsField: NamedNode
    termsOfUse: NamedNode
    tradingParticipation: NamedNode
    secondaryFacts: NamedNode
    statedFacts: NamedNode
    validationScope: NamedNode
    validFrom: NamedNode
    validFromLatest: NamedNode
    validUntil: NamedNode
    validUntilEarliest: NamedNode
    venue: NamedNode
    valueText: NamedNode
    voice: NamedNode
    withdrawnByPublisher: NamedNode
    withdrawnByUs: NamedNode
    website: NamedNode


class RDF(_Vocabulary, base="http://www.w3.org/1999/02/22-rdf-syntax-ns#"):
    """The RDF vocabulary."""

    HTML: NamedNode
    JSON: NamedNode
    PlainLiteral: NamedNode
    Property: NamedNode
    Statement: NamedNode
    XMLLiteral: NamedNode
    dirLangString: NamedNode
    first: NamedNode
    langString: NamedNode
    li: NamedNode
    nil: NamedNode
    object: NamedNode
    predicate: NamedNode
    reifies: NamedNode
    rest: NamedNode
    subject: NamedNode
    type: NamedNode
    value: NamedNode


class RDFS(_Vocabulary, base="http://www.w3.org/2000/01/rdf-schema#"):
    """RDF Schema."""

    Class: NamedNode
    Datatype: NamedNode
    Literal: NamedNode
    Resource: NamedNode
    comment: NamedNode
    domain: NamedNode
    isDefinedBy: NamedNode
    label: NamedNode
    range: NamedNode
    seeAlso: NamedNode
    subClassOf: NamedNode
    subPropertyOf: NamedNode


class OWL(_Vocabulary, base="http://www.w3.org/2002/07/owl#"):
    """OWL 2."""

    AllDisjointClasses: NamedNode
    AnnotationProperty: NamedNode
    Axiom: NamedNode
    Class: NamedNode
    DatatypeProperty: NamedNode
    FunctionalProperty: NamedNode
    InverseFunctionalProperty: NamedNode
    NamedIndividual: NamedNode
    Nothing: NamedNode
    ObjectProperty: NamedNode
    Ontology: NamedNode
    SymmetricProperty: NamedNode
    Thing: NamedNode
    TransitiveProperty: NamedNode
    allValuesFrom: NamedNode
    annotatedProperty: NamedNode
    annotatedSource: NamedNode
    annotatedTarget: NamedNode
    complementOf: NamedNode
    deprecated: NamedNode
    disjointWith: NamedNode
    equivalentClass: NamedNode
    equivalentProperty: NamedNode
    hasValue: NamedNode
    imports: NamedNode
    intersectionOf: NamedNode
    inverseOf: NamedNode
    members: NamedNode
    onProperty: NamedNode
    propertyChainAxiom: NamedNode
    propertyDisjointWith: NamedNode
    sameAs: NamedNode
    someValuesFrom: NamedNode
    unionOf: NamedNode
    versionInfo: NamedNode
    versionIRI: NamedNode


class XSD(_Vocabulary, base="http://www.w3.org/2001/XMLSchema#"):
    """The datatypes of XML Schema."""

    anyURI: NamedNode
    boolean: NamedNode
    date: NamedNode
    dateTime: NamedNode
    dateTimeStamp: NamedNode
    decimal: NamedNode
    double: NamedNode
    float: NamedNode
    gYear: NamedNode
    gYearMonth: NamedNode
    hexBinary: NamedNode
    int: NamedNode
    integer: NamedNode
    long: NamedNode
    nonNegativeInteger: NamedNode
    positiveInteger: NamedNode
    string: NamedNode
    time: NamedNode
    token: NamedNode


class SKOS(_Vocabulary, base="http://www.w3.org/2004/02/skos/core#"):
    """Concept schemes and labels."""

    Concept: NamedNode
    ConceptScheme: NamedNode
    altLabel: NamedNode
    broader: NamedNode
    changeNote: NamedNode
    definition: NamedNode
    editorialNote: NamedNode
    inScheme: NamedNode
    notation: NamedNode
    prefLabel: NamedNode
    topConceptOf: NamedNode


class SH(_Vocabulary, base="http://www.w3.org/ns/shacl#"):
    """SHACL."""

    ClassConstraintComponent: NamedNode
    ConstraintComponent: NamedNode
    Info: NamedNode
    IRI: NamedNode
    MinCountConstraintComponent: NamedNode
    NodeShape: NamedNode
    Parameter: NamedNode
    PrefixDeclaration: NamedNode
    PropertyShape: NamedNode
    SPARQLConstraintComponent: NamedNode
    SPARQLExecutable: NamedNode
    SPARQLSelectExecutable: NamedNode
    Violation: NamedNode
    Warning: NamedNode
    ask: NamedNode
    class_: NamedNode
    conforms: NamedNode
    datatype: NamedNode
    deactivated: NamedNode
    declare: NamedNode
    defaultValue: NamedNode
    detail: NamedNode
    flags: NamedNode
    focusNode: NamedNode
    hasValue: NamedNode
    ignoredProperties: NamedNode
    in_: NamedNode
    languageIn: NamedNode
    maxCount: NamedNode
    message: NamedNode
    name: NamedNode
    namespace: NamedNode
    node: NamedNode
    nodeKind: NamedNode
    optional: NamedNode
    order: NamedNode
    parameter: NamedNode
    path: NamedNode
    pattern: NamedNode
    prefix: NamedNode
    prefixes: NamedNode
    property: NamedNode
    qualifiedValueShape: NamedNode
    qualifiedValueShapesDisjoint: NamedNode
    result: NamedNode
    resultMessage: NamedNode
    resultPath: NamedNode
    resultSeverity: NamedNode
    select: NamedNode
    severity: NamedNode
    sourceConstraintComponent: NamedNode
    sourceShape: NamedNode
    sparql: NamedNode
    targetClass: NamedNode
    targetNode: NamedNode
    targetObjectsOf: NamedNode
    targetSubjectsOf: NamedNode
    value: NamedNode


class DCTERMS(_Vocabulary, base="http://purl.org/dc/terms/"):
    """Dublin Core terms."""

    conformsTo: NamedNode
    created: NamedNode
    creator: NamedNode
    description: NamedNode
    isReplacedBy: NamedNode
    issued: NamedNode
    license: NamedNode
    publisher: NamedNode
    rights: NamedNode
    source: NamedNode
    title: NamedNode


class PROV(_Vocabulary, base="http://www.w3.org/ns/prov#"):
    """Provenance."""

    wasAttributedTo: NamedNode
    wasDerivedFrom: NamedNode


class NP(_Vocabulary, base="http://www.nanopub.org/nschema#"):
    """Nanopublications."""

    Nanopublication: NamedNode
    hasAssertion: NamedNode
    hasProvenance: NamedNode
    hasPublicationInfo: NamedNode


class SCHEMA(_Vocabulary, base="https://schema.org/"):
    """schema.org."""

    keywords: NamedNode
    target: NamedNode
    url: NamedNode
    valueName: NamedNode


class VANN(_Vocabulary, base="http://purl.org/vocab/vann/"):
    """Annotations of vocabularies."""


class DCAT(_Vocabulary, base="http://www.w3.org/ns/dcat#"):
    """Data catalogs."""

    Dataset: NamedNode
    byteSize: NamedNode
    distribution: NamedNode
    mediaType: NamedNode
    previousVersion: NamedNode
    version: NamedNode


class VOID(_Vocabulary, base="http://rdfs.org/ns/void#"):
    """Descriptions of RDF datasets."""

    class_: NamedNode
    classPartition: NamedNode
    dataDump: NamedNode
    distinctObjects: NamedNode
    entities: NamedNode
    inDataset: NamedNode
    triples: NamedNode
    uriSpace: NamedNode
    vocabulary: NamedNode


class ELI(_Vocabulary, base="http://data.europa.eu/eli/ontology#"):
    """The European Legislation Identifier."""


class ORG(_Vocabulary, base="http://www.w3.org/ns/org#"):
    """The organization ontology."""


class GRAPH(_Vocabulary, base="https://w3id.org/jpst/graph/"):
    """The named graphs that are no source."""

    claims: NamedNode
    entities: NamedNode
    inferred: NamedNode
    labels: NamedNode
    links: NamedNode
    state: NamedNode
