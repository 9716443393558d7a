"""The ontology as OWL 2 RL has it: a copy for tools that take nothing beyond.

The ontology says more than OWL 2 can: OWL 2 has no datatype for days, reads text with a language as
rdf:PlainLiteral, and lets nobody use a word of RDF as a class.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.align.declared import in_ontology
from kgraph.align.merged import ONE, merged_triples
from kgraph.names import BASE
from kgraph.turtle.canonical import write_turtle
from kgraph.vocab import DCTERMS, OWL, RDF, RDFS, XSD, Object

COPY: Final = NamedNode(BASE + "view/owl2rl")
"""The name of the copy, which is another ontology than the one that it is made from."""

_VOCABULARY: Final = (RDF.BASE, OWL.BASE)
_CLASSES: Final = (RDFS.domain, RDFS.range, RDFS.subClassOf)
_DATATYPES: Final = frozenset(
    (
        *(RDF.PlainLiteral.value, RDF.XMLLiteral.value, RDFS.Literal.value),
        *(XSD.BASE + name for name in ("decimal", "integer", "long", "int", "short", "byte")),
        *(XSD.BASE + f"{sign}Integer" for sign in ("positive", "negative")),
        *(XSD.BASE + f"non{sign}Integer" for sign in ("Positive", "Negative")),
        *(XSD.BASE + f"unsigned{size}" for size in ("Long", "Int", "Short", "Byte")),
        *(XSD.BASE + name for name in ("float", "double", "boolean", "hexBinary", "base64Binary")),
        *(XSD.BASE + name for name in ("string", "normalizedString", "token", "language")),
        *(XSD.BASE + name for name in ("Name", "NCName", "NMTOKEN", "anyURI", "dateTime")),
        XSD.dateTimeStamp.value,
    )
)
"""The datatypes of OWL 2 RL."""
_TOLD: Final = (
    Literal(
        "The axioms of the ontology in OWL 2 RL. Ranges that OWL 2 has no datatype for (xsd:date, "
        "jpst:CalendarDate) are any literal, text with a language is rdf:PlainLiteral, domains and "
        "ranges that are words of RDF (rdf:Statement) are left out, and so are values of data "
        "properties in either datatype. For these, take the ontology itself.",
        language="en",
    ),
    Literal(
        "オントロジーの公理を OWL 2 RL に収めたもの。OWL 2 にない値域"
        "（xsd:date・jpst:CalendarDate）は任意のリテラル、"
        "言語付きの文は rdf:PlainLiteral とし、RDF の語（rdf:Statement）による定義域・値域と、"
        "これらのデータ型をもつデータプロパティの値は省く。元のオントロジーにはすべてある。",
        language="ja",
    ),
)


def owl2rl_ontology(root: Path, version: str | None = None) -> str:
    """The merged ontology as a Turtle text that conforms to OWL 2 RL; it says nothing that the
    ontology does not say.

    Raises LoadError where a file does not parse.
    """
    copied = set(_in_profile(merged_triples(root)))
    copied.add(Triple(COPY, RDF.type, OWL.Ontology))
    if version is not None:
        copied.add(Triple(COPY, OWL.versionInfo, Literal(version)))
    copied.update(Triple(COPY, RDFS.comment, told) for told in _TOLD)
    copied.add(Triple(COPY, DCTERMS.source, ONE))
    copied |= in_ontology(copied)
    return write_turtle(sorted(copied, key=str), first=COPY)


_OF_THE_WHOLE: Final = (RDFS.comment, OWL.versionIRI, DCTERMS.issued)
"""What keeps the ontology out of the profile, and what names and dates that one."""


def _in_profile(triples: set[Triple]) -> Iterator[Triple]:
    made = _of_datatypes(triples)
    values = {
        t.subject for t in triples if t.predicate == RDF.type and t.object == OWL.DatatypeProperty
    }
    for triple in triples:
        if triple.subject in made and triple.predicate.value.startswith(_VOCABULARY):
            continue
        subject = COPY if triple.subject == ONE else triple.subject
        predicate, value = triple.predicate, triple.object
        if subject == COPY and predicate in _OF_THE_WHOLE:
            continue
        if isinstance(value, Literal):
            fits = value.language is None and value.datatype.value in _DATATYPES
            if predicate in values and not fits:
                continue
        elif isinstance(value, NamedNode) and predicate != RDF.type:
            if value in made:
                value = RDFS.Literal
            elif value == RDF.langString:
                value = RDF.PlainLiteral
            elif value.value.startswith(XSD.BASE) and value.value not in _DATATYPES:
                value = RDFS.Literal
            elif predicate in _CLASSES and _is_word_of_rdf(value):
                continue
        yield Triple(subject, predicate, value)


def _of_datatypes(triples: set[Triple]) -> set[Object]:
    """The datatypes that the ontology makes of others, with the nodes of what they are made of."""
    found: set[Object] = {
        t.subject for t in triples if t.predicate == RDF.type and t.object == RDFS.Datatype
    }
    waiting = list(found)
    while waiting:
        node = waiting.pop()
        inside = {
            t.object for t in triples if t.subject == node and isinstance(t.object, BlankNode)
        }
        waiting += inside - found
        found |= inside
    return found


def _is_word_of_rdf(term: NamedNode) -> bool:
    return term.value.startswith((RDF.BASE, RDFS.BASE)) and term.value not in _DATATYPES
