"""A dossier → a document in which a key has values of one type, as JSON can hold it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode

from kgraph.models.forms import Form, Model
from kgraph.names import compact
from kgraph.show.on_record import Dossier, Fact, Sought, SourceRef, Stated
from kgraph.vocab import JPST, Object

Document = dict[str, Any]


def document(dossier: Dossier, model: Model, language: str = "en") -> Document:
    """The document of a thing, as the schema of its kind describes it (`kgraph.models.schema`).

    `facts` holds what is said of it by properties of ours, each by its name with values in the one
    form that the ontology gives it; everything else is a list of statements, whose values are all
    written alike: text, and the IRI, language or datatype beside it. `notFound` is what was looked
    for in a source in vain, which does not mean that it is not so.
    """
    day = dossier.day
    facts: dict[str, list[Document]] = {}
    others = []
    for fact in dossier.facts:
        form = model.forms.get(fact.property)
        if form is None or fact.object is None:
            others.append(_statement(fact))
        else:
            told = {"value": _value(fact.object, form, fact.object_label), **_grounds(fact)}
            facts.setdefault(fact.property.removeprefix(JPST.BASE), []).append(told)
    return {
        "kind": model.kind(dossier.types),
        "id": dossier.iri,
        "label": dossier.label,
        "language": language,
        "asOf": _day(day.as_of) if day is not None else None,
        "knownAt": _day(day.known_at) if day is not None else None,
        "types": list(dossier.types),
        "facts": dict(sorted(facts.items())),
        "others": others,
        "mentions": list(map(_statement, dossier.mentions)),
        "past": list(map(_statement, dossier.past)),
        "pastMentions": list(map(_statement, dossier.past_mentions)),
        "notFound": list(map(_sought, dossier.sought)),
    }


def _value(value: Object, form: Form, label: str) -> object:
    """A value in the form of its property; a text as it stands where it does not fit that."""
    if not isinstance(value, Literal):
        return {"id": value.value, "label": label} if isinstance(value, NamedNode) else str(value)
    text = value.value
    if form.kind == "text":
        return {"text": text, "language": value.language}
    try:
        if form.kind == "integer":
            return int(text)
        if form.kind == "number":
            return float(text)
    except ValueError:
        return text
    if form.kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    return text


def _statement(fact: Fact) -> Document:
    return {
        "subject": fact.subject.value if isinstance(fact.subject, NamedNode) else str(fact.subject),
        "property": fact.property,
        "propertyLabel": fact.property_label,
        "value": _term(fact.object, fact.object_label),
        **_grounds(fact),
    }


def _term(value: Object | None, label: str) -> Document:
    text = value if isinstance(value, Literal) else None
    return {
        "text": label if text is None else text.value,
        "id": value.value if isinstance(value, NamedNode) else None,
        "language": text.language if text is not None else None,
        "datatype": compact(text.datatype.value) if text and not text.language else None,
    }


def _grounds(fact: Fact) -> Document:
    """How certain a fact is, who says so, what its record holds, and what is held against it."""
    return {
        "standing": fact.standing,
        "inferred": fact.inferred,
        "stated": list(map(_stated, fact.stated)),
        "record": list(map(_statement, fact.record)),
        "disputes": list(fact.disputes),
        "rivals": list(fact.rivals),
    }


def _stated(stated: Stated) -> Document:
    return {
        "source": _source(stated.source),
        "statement": stated.node,
        "standing": stated.standing,
        "state": stated.state,
        "origin": "reading" if stated.is_reading else "stated",
        "narrowed": stated.narrowed,
        "asOf": _day(stated.as_of),
        "asOfEarliest": _day(stated.as_of_earliest),
        "validFrom": _day(stated.valid_from),
        "validFromLatest": _day(stated.valid_from_latest),
        "validUntil": _day(stated.valid_until),
        "validUntilEarliest": _day(stated.valid_until_earliest),
        "holdsFrom": _day(stated.held_from),
        "holdsUntil": _day(stated.held_until),
        "qualifiers": list(stated.qualifiers),
        "notes": list(stated.notes),
        "statedValues": list(stated.stated_values),
        "reason": stated.reason,
        "readFrom": _sources(stated.read),
    }


def _sought(sought: Sought) -> Document:
    return {
        "property": sought.property,
        "propertyLabel": sought.property_label,
        "value": sought.value_label or None,
        "source": _source(sought.source),
        "notes": list(sought.notes),
    }


def _sources(sources: Iterable[SourceRef]) -> list[Document]:
    return list(map(_source, sources))


def _source(source: SourceRef) -> Document:
    return {
        "id": source.iri,
        "title": source.title,
        "publisher": source.publisher,
        "issued": _day(source.issued),
        "url": source.url,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
