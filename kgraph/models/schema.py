"""The model of the ontology → JSON Schema (2020-12) of the documents of things."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kgraph.models.forms import THING, Form, Model, model
from kgraph.names import BASE, local_name
from kgraph.snapshot.span import ClaimState
from kgraph.validate import load_shapes
from kgraph.vocab import JPST, SKOS

ID: Final = BASE + "schema/things.json"

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_IRI: Final[Schema] = {"type": "string", "format": "uri"}
_FLAG: Final[Schema] = {"type": "boolean"}
_DAY_OR_NONE: Final[Schema] = {"type": ["string", "null"], "format": "date"}
_TEXT_OR_NONE: Final[Schema] = {"type": ["string", "null"]}
_DATE: Final = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_STANDING: Final[Schema] = {"enum": ["confirmed", "likely", "conflicting", None]}
_VALUES: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "string": _TEXT,
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "boolean": _FLAG,
        "day": {"type": "string", "format": "date"},
        "date": {"type": "string", "pattern": _DATE},
        "address": _IRI,
        "text": {"$ref": "#/$defs/Text"},
    }
)


def schema_text(root: Path, store: Store) -> str:
    """The schema of the things of a project, as JSON; LoadError where its shapes cannot be read."""
    made = schema(model(store, load_shapes(root / "shapes").triples), store)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def schema(known: Model, store: Store) -> Schema:
    """The schema: one of the main classes, told by `kind`, each with the properties it may have.

    Nothing is required of `facts`: the state of a day may lack what validation asks for. Titles and
    definitions are those of the ontology in `store`, in both languages.
    """
    definitions: Schema = dict(_shared())
    names = (*known.order, THING)
    for name in names:
        facts: Schema = {}
        for iri in known.properties(name):
            form = known.forms[iri]
            key = _fact_name(form)
            definitions.setdefault(key, _fact(form))
            facts[local_name(iri)] = {
                # What may be said of anything is defined once, with the things of no main class.
                **(_described(store, iri) if known.domains[iri] or name == THING else {}),
                "type": "array",
                "items": {"$ref": f"#/$defs/{key}"},
            }
        definitions[f"{name}Facts"] = {
            "type": "object",
            "properties": facts,
            "additionalProperties": False,
        }
        definitions[name] = {**_described(store, JPST.BASE + name), **_thing(name)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "ThingOfTheGraph",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in names],
        "$defs": dict(sorted(definitions.items())),
    }


def _thing(name: str) -> Schema:
    statements = _listed("Statement")
    return _object(
        kind={"const": name},
        id=_IRI,
        label=_TEXT,
        language={"enum": ["en", "ja"]},
        asOf=_DAY_OR_NONE,
        knownAt=_DAY_OR_NONE,
        types={"type": "array", "items": _IRI},
        facts={"$ref": f"#/$defs/{name}Facts"},
        others=statements,
        mentions=statements,
        past=statements,
        pastMentions=statements,
        notFound=_listed("NotFound"),
    )


def _shared() -> Schema:
    grounds = _grounds()
    return {
        "Text": _object(text=_TEXT, language=_TEXT),
        "Link": _object(id=_IRI, label=_TEXT),
        "Term": _object(
            text=_TEXT, id=_TEXT_OR_NONE, language=_TEXT_OR_NONE, datatype=_TEXT_OR_NONE
        ),
        "Source": _object(
            id=_IRI, title=_TEXT, publisher=_TEXT, issued=_DAY_OR_NONE, url=_TEXT_OR_NONE
        ),
        "Stated": _object(
            source={"$ref": "#/$defs/Source"},
            statement=_TEXT_OR_NONE,
            standing=_STANDING,
            state={"enum": sorted(state.value for state in ClaimState)},
            origin={"enum": ["stated", "reading"]},
            narrowed=_FLAG,
            asOf=_DAY_OR_NONE,
            asOfEarliest=_DAY_OR_NONE,
            validFrom=_DAY_OR_NONE,
            validFromLatest=_DAY_OR_NONE,
            validUntil=_DAY_OR_NONE,
            validUntilEarliest=_DAY_OR_NONE,
            holdsFrom=_DAY_OR_NONE,
            holdsUntil=_DAY_OR_NONE,
            qualifiers=_texts(),
            notes=_texts(),
            statedValues=_texts(),
            reason=_TEXT,
            readFrom=_listed("Source"),
        ),
        "Statement": _object(
            subject=_TEXT,
            property=_IRI,
            propertyLabel=_TEXT,
            value={"$ref": "#/$defs/Term"},
            **grounds,
        ),
        "NotFound": _object(
            property=_IRI,
            propertyLabel=_TEXT,
            value=_TEXT_OR_NONE,
            source={"$ref": "#/$defs/Source"},
            notes=_texts(),
        ),
    }


def _fact(form: Form) -> Schema:
    if form.kind == "link":
        value = {"$ref": "#/$defs/Link"}
        if form.pattern:
            value = _object(id={**_TEXT, "pattern": form.pattern}, label=_TEXT)
    else:
        value = {**_TEXT, "pattern": form.pattern} if form.pattern else _VALUES[form.kind]
    return _object(value=value, **_grounds())


def _fact_name(form: Form) -> str:
    """A name that says the form: LinkFact, AssetclassFact for a concept of that scheme."""
    name = form.name or form.kind
    return f"{name[0].upper()}{name[1:]}Fact"


def _grounds() -> Schema:
    return {
        "standing": _STANDING,
        "inferred": _FLAG,
        "stated": _listed("Stated"),
        "record": _listed("Statement"),
        "disputes": _texts(),
        "rivals": _texts(),
    }


def _object(**properties: Schema) -> Schema:
    """An object that has all of these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _listed(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _texts() -> Schema:
    return {"type": "array", "items": _TEXT}


def _described(store: Store, iri: str) -> Schema:
    """What a term means, in both languages; nothing of what the ontology does not know."""
    quads = store.quads_for_pattern(NamedNode(iri), SKOS.definition, None, DefaultGraph())
    found = {q.object.language: q.object.value for q in quads if isinstance(q.object, Literal)}
    texts = [found[language] for language in ("en", "ja") if language in found]
    return {"description": " ".join(texts)} if texts else {}
