"""The terms that the code speaks of, each once: IRIs as nodes, by vocabulary; and their types.

`RDF.type` is a node, `RDF.type.value` its IRI, `RDF.BASE` the namespace. A word that Python keeps
for itself has a line below it: `SH.in_`.
"""

from __future__ import annotations

from typing import Final, TypeAlias

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


class JPST:
    """Our ontology."""

    BASE: Final = "https://w3id.org/jpst/ontology/"
    A: Final = NamedNode(BASE + "A")
    Agent: Final = NamedNode(BASE + "Agent")
    B: Final = NamedNode(BASE + "B")
    Bond: Final = NamedNode(BASE + "Bond")
    C: Final = NamedNode(BASE + "C")
    CalendarDate: Final = NamedNode(BASE + "CalendarDate")
    Claim: Final = NamedNode(BASE + "Claim")
    Company: Final = NamedNode(BASE + "Company")
    Disagreement: Final = NamedNode(BASE + "Disagreement")
    EditorialGraph: Final = NamedNode(BASE + "EditorialGraph")
    EditorialReading: Final = NamedNode(BASE + "EditorialReading")
    EndingDateProperty: Final = NamedNode(BASE + "EndingDateProperty")
    Firm: Final = NamedNode(BASE + "Firm")
    HubMember: Final = NamedNode(BASE + "HubMember")
    InstrumentClass: Final = NamedNode(BASE + "InstrumentClass")
    Listing: Final = NamedNode(BASE + "Listing")
    MarketIdentifierCode: Final = NamedNode(BASE + "MarketIdentifierCode")
    NarrowingQualifier: Final = NamedNode(BASE + "NarrowingQualifier")
    NotFoundInSource: Final = NamedNode(BASE + "NotFoundInSource")
    OfficialText: Final = NamedNode(BASE + "OfficialText")
    Organization: Final = NamedNode(BASE + "Organization")
    PlanProperty: Final = NamedNode(BASE + "PlanProperty")
    PrimarySource: Final = NamedNode(BASE + "PrimarySource")
    Record: Final = NamedNode(BASE + "Record")
    RecordFigureProperty: Final = NamedNode(BASE + "RecordFigureProperty")
    RecordRoleProperty: Final = NamedNode(BASE + "RecordRoleProperty")
    SecondarySource: Final = NamedNode(BASE + "SecondarySource")
    SecurityToken: Final = NamedNode(BASE + "SecurityToken")
    SingleValuedProperty: Final = NamedNode(BASE + "SingleValuedProperty")
    Source: Final = NamedNode(BASE + "Source")
    StartingDateProperty: Final = NamedNode(BASE + "StartingDateProperty")
    UnchangingProperty: Final = NamedNode(BASE + "UnchangingProperty")
    UnderlyingAsset: Final = NamedNode(BASE + "UnderlyingAsset")
    Venue: Final = NamedNode(BASE + "Venue")
    a: Final = NamedNode(BASE + "a")
    asOf: Final = NamedNode(BASE + "asOf")
    asOfEarliest: Final = NamedNode(BASE + "asOfEarliest")
    b: Final = NamedNode(BASE + "b")
    capacity: Final = NamedNode(BASE + "capacity")
    citability: Final = NamedNode(BASE + "citability")
    citation: Final = NamedNode(BASE + "citation")
    citesSource: Final = NamedNode(BASE + "citesSource")
    claimState: Final = NamedNode(BASE + "claimState")
    core: Final = NamedNode(BASE + "core")
    corporateNumber: Final = NamedNode(BASE + "corporateNumber")
    count: Final = NamedNode(BASE + "count")
    coupon: Final = NamedNode(BASE + "coupon")
    day: Final = NamedNode(BASE + "day")
    deprecatedSince: Final = NamedNode(BASE + "deprecatedSince")
    disagreeingStatement: Final = NamedNode(BASE + "disagreeingStatement")
    displacedBy: Final = NamedNode(BASE + "displacedBy")
    earliest: Final = NamedNode(BASE + "earliest")
    fee: Final = NamedNode(BASE + "fee")
    figure: Final = NamedNode(BASE + "figure")
    fillsField: Final = NamedNode(BASE + "fillsField")
    fillsLayer: Final = NamedNode(BASE + "fillsLayer")
    fix: Final = NamedNode(BASE + "fix")
    flag: Final = NamedNode(BASE + "flag")
    formerName: Final = NamedNode(BASE + "formerName")
    founder: Final = NamedNode(BASE + "founder")
    free: Final = NamedNode(BASE + "free")
    grantType: Final = NamedNode(BASE + "grantType")
    hasParty: Final = NamedNode(BASE + "hasParty")
    hasUnderlyingAsset: Final = NamedNode(BASE + "hasUnderlyingAsset")
    holder: Final = NamedNode(BASE + "holder")
    holdsFrom: Final = NamedNode(BASE + "holdsFrom")
    holdsGrant: Final = NamedNode(BASE + "holdsGrant")
    holdsUntil: Final = NamedNode(BASE + "holdsUntil")
    inCustodyStep: Final = NamedNode(BASE + "inCustodyStep")
    hosting: Final = NamedNode(BASE + "hosting")
    issueDate: Final = NamedNode(BASE + "issueDate")
    issuedUnits: Final = NamedNode(BASE + "issuedUnits")
    issuer: Final = NamedNode(BASE + "issuer")
    itemProperty: Final = NamedNode(BASE + "itemProperty")
    kind: Final = NamedNode(BASE + "kind")
    knownAt: Final = NamedNode(BASE + "knownAt")
    latest: Final = NamedNode(BASE + "latest")
    legalName: Final = NamedNode(BASE + "legalName")
    lei: Final = NamedNode(BASE + "lei")
    lifecycle: Final = NamedNode(BASE + "lifecycle")
    listing: Final = NamedNode(BASE + "listing")
    mayBeHandledBy: Final = NamedNode(BASE + "mayBeHandledBy")
    measure: Final = NamedNode(BASE + "measure")
    names: Final = NamedNode(BASE + "names")
    nickname: Final = NamedNode(BASE + "nickname")
    noSuchTerm: Final = NamedNode(BASE + "noSuchTerm")
    note: Final = NamedNode(BASE + "note")
    operatedBy: Final = NamedNode(BASE + "operatedBy")
    order: Final = NamedNode(BASE + "order")
    origin: Final = NamedNode(BASE + "origin")
    p: Final = NamedNode(BASE + "p")
    partOf: Final = NamedNode(BASE + "partOf")
    percent: Final = NamedNode(BASE + "percent")
    percentage: Final = NamedNode(BASE + "percentage")
    publisherName: Final = NamedNode(BASE + "publisherName")
    publishers: Final = NamedNode(BASE + "publishers")
    q: Final = NamedNode(BASE + "q")
    qualifier: Final = NamedNode(BASE + "qualifier")
    qualifierText: Final = NamedNode(BASE + "qualifierText")
    rankedLabel: Final = NamedNode(BASE + "rankedLabel")
    read: Final = NamedNode(BASE + "read")
    reason: Final = NamedNode(BASE + "reason")
    recordClass: Final = NamedNode(BASE + "recordClass")
    recordStatus: Final = NamedNode(BASE + "recordStatus")
    refers: Final = NamedNode(BASE + "refers")
    requiresRegistration: Final = NamedNode(BASE + "requiresRegistration")
    reviewPeriod: Final = NamedNode(BASE + "reviewPeriod")
    shareholding: Final = NamedNode(BASE + "shareholding")
    skos: Final = NamedNode(BASE + "skos")
    soughtSubject: Final = NamedNode(BASE + "soughtSubject")
    spare: Final = NamedNode(BASE + "spare")
    standing: Final = NamedNode(BASE + "standing")
    startedOperation: Final = NamedNode(BASE + "startedOperation")
    statedIn: Final = NamedNode(BASE + "statedIn")
    statedValue: Final = NamedNode(BASE + "statedValue")
    supportsField: Final = NamedNode(BASE + "supportsField")
    title: Final = NamedNode(BASE + "title")
    tradedOn: Final = NamedNode(BASE + "tradedOn")
    tradingParticipation: Final = NamedNode(BASE + "tradingParticipation")
    trustee: Final = NamedNode(BASE + "trustee")
    underwriter: Final = NamedNode(BASE + "underwriter")
    secondaryFacts: Final = NamedNode(BASE + "secondaryFacts")
    statedFacts: Final = NamedNode(BASE + "statedFacts")
    units: Final = NamedNode(BASE + "units")
    validationScope: Final = NamedNode(BASE + "validationScope")
    validFrom: Final = NamedNode(BASE + "validFrom")
    validFromLatest: Final = NamedNode(BASE + "validFromLatest")
    validUntil: Final = NamedNode(BASE + "validUntil")
    validUntilEarliest: Final = NamedNode(BASE + "validUntilEarliest")
    venue: Final = NamedNode(BASE + "venue")
    voice: Final = NamedNode(BASE + "voice")
    website: Final = NamedNode(BASE + "website")
    words: Final = NamedNode(BASE + "words")


class RDF:
    """The RDF vocabulary."""

    BASE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    HTML: Final = NamedNode(BASE + "HTML")
    JSON: Final = NamedNode(BASE + "JSON")
    PlainLiteral: Final = NamedNode(BASE + "PlainLiteral")
    Property: Final = NamedNode(BASE + "Property")
    Statement: Final = NamedNode(BASE + "Statement")
    XMLLiteral: Final = NamedNode(BASE + "XMLLiteral")
    dirLangString: Final = NamedNode(BASE + "dirLangString")
    first: Final = NamedNode(BASE + "first")
    langString: Final = NamedNode(BASE + "langString")
    li: Final = NamedNode(BASE + "li")
    nil: Final = NamedNode(BASE + "nil")
    object: Final = NamedNode(BASE + "object")
    predicate: Final = NamedNode(BASE + "predicate")
    rest: Final = NamedNode(BASE + "rest")
    subject: Final = NamedNode(BASE + "subject")
    type: Final = NamedNode(BASE + "type")
    value: Final = NamedNode(BASE + "value")


class RDFS:
    """RDF Schema."""

    BASE: Final = "http://www.w3.org/2000/01/rdf-schema#"
    Class: Final = NamedNode(BASE + "Class")
    Datatype: Final = NamedNode(BASE + "Datatype")
    Literal: Final = NamedNode(BASE + "Literal")
    Resource: Final = NamedNode(BASE + "Resource")
    comment: Final = NamedNode(BASE + "comment")
    domain: Final = NamedNode(BASE + "domain")
    isDefinedBy: Final = NamedNode(BASE + "isDefinedBy")
    label: Final = NamedNode(BASE + "label")
    range: Final = NamedNode(BASE + "range")
    seeAlso: Final = NamedNode(BASE + "seeAlso")
    subClassOf: Final = NamedNode(BASE + "subClassOf")
    subPropertyOf: Final = NamedNode(BASE + "subPropertyOf")


class OWL:
    """OWL 2."""

    BASE: Final = "http://www.w3.org/2002/07/owl#"
    AllDisjointClasses: Final = NamedNode(BASE + "AllDisjointClasses")
    AnnotationProperty: Final = NamedNode(BASE + "AnnotationProperty")
    Class: Final = NamedNode(BASE + "Class")
    DatatypeProperty: Final = NamedNode(BASE + "DatatypeProperty")
    FunctionalProperty: Final = NamedNode(BASE + "FunctionalProperty")
    InverseFunctionalProperty: Final = NamedNode(BASE + "InverseFunctionalProperty")
    NamedIndividual: Final = NamedNode(BASE + "NamedIndividual")
    Nothing: Final = NamedNode(BASE + "Nothing")
    ObjectProperty: Final = NamedNode(BASE + "ObjectProperty")
    Ontology: Final = NamedNode(BASE + "Ontology")
    SymmetricProperty: Final = NamedNode(BASE + "SymmetricProperty")
    Thing: Final = NamedNode(BASE + "Thing")
    TransitiveProperty: Final = NamedNode(BASE + "TransitiveProperty")
    allValuesFrom: Final = NamedNode(BASE + "allValuesFrom")
    complementOf: Final = NamedNode(BASE + "complementOf")
    deprecated: Final = NamedNode(BASE + "deprecated")
    disjointWith: Final = NamedNode(BASE + "disjointWith")
    equivalentClass: Final = NamedNode(BASE + "equivalentClass")
    equivalentProperty: Final = NamedNode(BASE + "equivalentProperty")
    hasValue: Final = NamedNode(BASE + "hasValue")
    imports: Final = NamedNode(BASE + "imports")
    intersectionOf: Final = NamedNode(BASE + "intersectionOf")
    inverseOf: Final = NamedNode(BASE + "inverseOf")
    members: Final = NamedNode(BASE + "members")
    onProperty: Final = NamedNode(BASE + "onProperty")
    propertyChainAxiom: Final = NamedNode(BASE + "propertyChainAxiom")
    propertyDisjointWith: Final = NamedNode(BASE + "propertyDisjointWith")
    sameAs: Final = NamedNode(BASE + "sameAs")
    someValuesFrom: Final = NamedNode(BASE + "someValuesFrom")
    unionOf: Final = NamedNode(BASE + "unionOf")
    versionInfo: Final = NamedNode(BASE + "versionInfo")
    versionIRI: Final = NamedNode(BASE + "versionIRI")


class XSD:
    """The datatypes of XML Schema."""

    BASE: Final = "http://www.w3.org/2001/XMLSchema#"
    anyURI: Final = NamedNode(BASE + "anyURI")
    boolean: Final = NamedNode(BASE + "boolean")
    date: Final = NamedNode(BASE + "date")
    dateTime: Final = NamedNode(BASE + "dateTime")
    dateTimeStamp: Final = NamedNode(BASE + "dateTimeStamp")
    decimal: Final = NamedNode(BASE + "decimal")
    double: Final = NamedNode(BASE + "double")
    float: Final = NamedNode(BASE + "float")
    gYear: Final = NamedNode(BASE + "gYear")
    gYearMonth: Final = NamedNode(BASE + "gYearMonth")
    hexBinary: Final = NamedNode(BASE + "hexBinary")
    int: Final = NamedNode(BASE + "int")
    integer: Final = NamedNode(BASE + "integer")
    long: Final = NamedNode(BASE + "long")
    nonNegativeInteger: Final = NamedNode(BASE + "nonNegativeInteger")
    p: Final = NamedNode(BASE + "p")
    positiveInteger: Final = NamedNode(BASE + "positiveInteger")
    string: Final = NamedNode(BASE + "string")
    time: Final = NamedNode(BASE + "time")
    token: Final = NamedNode(BASE + "token")


class SKOS:
    """Concept schemes and labels."""

    BASE: Final = "http://www.w3.org/2004/02/skos/core#"
    Concept: Final = NamedNode(BASE + "Concept")
    ConceptScheme: Final = NamedNode(BASE + "ConceptScheme")
    altLabel: Final = NamedNode(BASE + "altLabel")
    broader: Final = NamedNode(BASE + "broader")
    changeNote: Final = NamedNode(BASE + "changeNote")
    definition: Final = NamedNode(BASE + "definition")
    editorialNote: Final = NamedNode(BASE + "editorialNote")
    inScheme: Final = NamedNode(BASE + "inScheme")
    notation: Final = NamedNode(BASE + "notation")
    prefLabel: Final = NamedNode(BASE + "prefLabel")
    topConceptOf: Final = NamedNode(BASE + "topConceptOf")


class SH:
    """SHACL."""

    BASE: Final = "http://www.w3.org/ns/shacl#"
    ClassConstraintComponent: Final = NamedNode(BASE + "ClassConstraintComponent")
    ConstraintComponent: Final = NamedNode(BASE + "ConstraintComponent")
    Info: Final = NamedNode(BASE + "Info")
    IRI: Final = NamedNode(BASE + "IRI")
    MinCountConstraintComponent: Final = NamedNode(BASE + "MinCountConstraintComponent")
    NodeShape: Final = NamedNode(BASE + "NodeShape")
    Parameter: Final = NamedNode(BASE + "Parameter")
    PrefixDeclaration: Final = NamedNode(BASE + "PrefixDeclaration")
    PropertyShape: Final = NamedNode(BASE + "PropertyShape")
    SPARQLConstraintComponent: Final = NamedNode(BASE + "SPARQLConstraintComponent")
    SPARQLExecutable: Final = NamedNode(BASE + "SPARQLExecutable")
    SPARQLSelectExecutable: Final = NamedNode(BASE + "SPARQLSelectExecutable")
    Violation: Final = NamedNode(BASE + "Violation")
    Warning: Final = NamedNode(BASE + "Warning")
    ask: Final = NamedNode(BASE + "ask")
    class_: Final = NamedNode(BASE + "class")
    conforms: Final = NamedNode(BASE + "conforms")
    datatype: Final = NamedNode(BASE + "datatype")
    deactivated: Final = NamedNode(BASE + "deactivated")
    declare: Final = NamedNode(BASE + "declare")
    defaultValue: Final = NamedNode(BASE + "defaultValue")
    detail: Final = NamedNode(BASE + "detail")
    flags: Final = NamedNode(BASE + "flags")
    focusNode: Final = NamedNode(BASE + "focusNode")
    hasValue: Final = NamedNode(BASE + "hasValue")
    ignoredProperties: Final = NamedNode(BASE + "ignoredProperties")
    in_: Final = NamedNode(BASE + "in")
    languageIn: Final = NamedNode(BASE + "languageIn")
    maxCount: Final = NamedNode(BASE + "maxCount")
    message: Final = NamedNode(BASE + "message")
    name: Final = NamedNode(BASE + "name")
    namespace: Final = NamedNode(BASE + "namespace")
    node: Final = NamedNode(BASE + "node")
    nodeKind: Final = NamedNode(BASE + "nodeKind")
    optional: Final = NamedNode(BASE + "optional")
    order: Final = NamedNode(BASE + "order")
    parameter: Final = NamedNode(BASE + "parameter")
    path: Final = NamedNode(BASE + "path")
    pattern: Final = NamedNode(BASE + "pattern")
    prefix: Final = NamedNode(BASE + "prefix")
    prefixes: Final = NamedNode(BASE + "prefixes")
    property: Final = NamedNode(BASE + "property")
    qualifiedValueShape: Final = NamedNode(BASE + "qualifiedValueShape")
    qualifiedValueShapesDisjoint: Final = NamedNode(BASE + "qualifiedValueShapesDisjoint")
    result: Final = NamedNode(BASE + "result")
    resultMessage: Final = NamedNode(BASE + "resultMessage")
    resultPath: Final = NamedNode(BASE + "resultPath")
    resultSeverity: Final = NamedNode(BASE + "resultSeverity")
    select: Final = NamedNode(BASE + "select")
    severity: Final = NamedNode(BASE + "severity")
    sourceConstraintComponent: Final = NamedNode(BASE + "sourceConstraintComponent")
    sourceShape: Final = NamedNode(BASE + "sourceShape")
    sparql: Final = NamedNode(BASE + "sparql")
    targetClass: Final = NamedNode(BASE + "targetClass")
    targetNode: Final = NamedNode(BASE + "targetNode")
    targetObjectsOf: Final = NamedNode(BASE + "targetObjectsOf")
    targetSubjectsOf: Final = NamedNode(BASE + "targetSubjectsOf")
    value: Final = NamedNode(BASE + "value")


class DCTERMS:
    """Dublin Core terms."""

    BASE: Final = "http://purl.org/dc/terms/"
    conformsTo: Final = NamedNode(BASE + "conformsTo")
    description: Final = NamedNode(BASE + "description")
    isReplacedBy: Final = NamedNode(BASE + "isReplacedBy")
    issued: Final = NamedNode(BASE + "issued")
    license: Final = NamedNode(BASE + "license")
    publisher: Final = NamedNode(BASE + "publisher")
    source: Final = NamedNode(BASE + "source")
    title: Final = NamedNode(BASE + "title")


class PROV:
    """Provenance."""

    BASE: Final = "http://www.w3.org/ns/prov#"
    wasDerivedFrom: Final = NamedNode(BASE + "wasDerivedFrom")


class SCHEMA:
    """schema.org."""

    BASE: Final = "https://schema.org/"
    keywords: Final = NamedNode(BASE + "keywords")
    target: Final = NamedNode(BASE + "target")
    url: Final = NamedNode(BASE + "url")
    valueName: Final = NamedNode(BASE + "valueName")


class VANN:
    """Annotations of vocabularies."""

    BASE: Final = "http://purl.org/vocab/vann/"


class DCAT:
    """Data catalogs."""

    BASE: Final = "http://www.w3.org/ns/dcat#"
    Dataset: Final = NamedNode(BASE + "Dataset")
    byteSize: Final = NamedNode(BASE + "byteSize")
    distribution: Final = NamedNode(BASE + "distribution")
    mediaType: Final = NamedNode(BASE + "mediaType")
    previousVersion: Final = NamedNode(BASE + "previousVersion")
    version: Final = NamedNode(BASE + "version")


class VOID:
    """Descriptions of RDF datasets."""

    BASE: Final = "http://rdfs.org/ns/void#"
    class_: Final = NamedNode(BASE + "class")
    classPartition: Final = NamedNode(BASE + "classPartition")
    dataDump: Final = NamedNode(BASE + "dataDump")
    distinctObjects: Final = NamedNode(BASE + "distinctObjects")
    entities: Final = NamedNode(BASE + "entities")
    inDataset: Final = NamedNode(BASE + "inDataset")
    triples: Final = NamedNode(BASE + "triples")
    uriSpace: Final = NamedNode(BASE + "uriSpace")
    vocabulary: Final = NamedNode(BASE + "vocabulary")


class ELI:
    """The European Legislation Identifier."""

    BASE: Final = "http://data.europa.eu/eli/ontology#"


class ORG:
    """The organization ontology."""

    BASE: Final = "http://www.w3.org/ns/org#"


class GRAPH:
    """The named graphs that are no source."""

    BASE: Final = "https://w3id.org/jpst/graph/"
    claims: Final = NamedNode(BASE + "claims")
    entities: Final = NamedNode(BASE + "entities")
    inDataset: Final = NamedNode(BASE + "inDataset")
    inferred: Final = NamedNode(BASE + "inferred")
    labels: Final = NamedNode(BASE + "labels")
    state: Final = NamedNode(BASE + "state")
