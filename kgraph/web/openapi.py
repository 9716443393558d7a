"""The interface described for machines: OpenAPI 3.1, made from the headers of the questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from kgraph.questions.params import LANGUAGES, Choice
from kgraph.questions.question import Question
from kgraph.questions.variables import Parameter
from kgraph.verify.verified import Outcome
from kgraph.version import __version__
from kgraph.web import media, rest
from kgraph.web.reconciliation.manifest import PATH
from kgraph.web.reconciliation.suggest import FARTHEST

_SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "lang": {"type": "string", "enum": list(LANGUAGES)},
}
_PROBLEM: Final = {
    "type": "object",
    "description": "What cannot be answered, as RFC 9457 has it.",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "nearest": {"type": "array", "items": {"type": "string"}},
    },
}
_ANSWER: Final = {
    "type": "object",
    "required": ["question", "title", "as_of", "snapshot", "columns", "rows", "total", "next"],
    "properties": {
        "question": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "lang": {"type": "string", "enum": list(LANGUAGES)},
        "as_of": {"type": "string", "format": "date"},
        "known_at": {"type": ["string", "null"], "format": "date"},
        "version": {"type": "string"},
        "snapshot": {"type": "string"},
        "parameters": {"type": "object"},
        "columns": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "label"],
                "properties": {"name": {"type": "string"}, "label": {"type": "string"}},
            },
        },
        "rows": {"type": "array", "items": {"type": "object"}},
        "offset": {"type": "integer", "minimum": 0},
        "limit": {"type": "integer", "minimum": 1},
        "total": {"type": "integer", "minimum": 0},
        "truncated": {"type": "boolean"},
        "next": {"type": ["string", "null"]},
        "note": {"type": "string"},
    },
}
_TEXT: Final = {"type": ["string", "null"]}
_SOURCE: Final = {
    "type": ["object", "null"],
    "required": ["iri", "title", "publisher", "url", "issued", "read"],
    "properties": {
        "iri": {"type": "string"},
        "title": {"type": "string"},
        **dict.fromkeys(("publisher", "url", "issued", "read"), _TEXT),
    },
}
_VERDICT: Final = {
    "type": "object",
    "required": ["id", "outcome", "since", "instead", "standing", "source", "told"],
    "properties": {
        "id": {"type": "string"},
        "outcome": {"type": "string", "enum": [one.value for one in Outcome]},
        "since": {"type": ["string", "null"], "format": "date"},
        **dict.fromkeys(("subject_label", "property_label", "value_label"), _TEXT),
        "instead": {"type": "array", "items": {"type": "string"}},
        **dict.fromkeys(("standing", "told"), _TEXT),
        "source": _SOURCE,
    },
}
_VERDICTS: Final = {
    "type": "object",
    "required": ["as_of", "snapshot", "facts"],
    "properties": {
        "lang": {"type": "string", "enum": list(LANGUAGES)},
        "as_of": {"type": "string", "format": "date"},
        "known_at": {"type": ["string", "null"], "format": "date"},
        "version": {"type": "string"},
        "snapshot": {"type": "string"},
        "facts": {"type": "array", "items": _VERDICT},
        "note": {"type": "string"},
    },
}
_WRONG: Final = {
    "400": "A parameter or the query cannot be understood; the detail says which and why.",
    "404": "There is no such question.",
    "406": "It cannot be given in any form that you accept.",
    "422": "A limit of time, memory or rows was reached.",
    "503": "The server is busy; Retry-After says when to ask again.",
}

Choices = Callable[[Parameter], Sequence[Choice]]
"""What an enum parameter may be."""


def document(questions: Sequence[Question], choices: Choices, server: str) -> dict[str, Any]:
    """The OpenAPI document: a path for each question, the SPARQL endpoint, and what is beside."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Japan security-token graph",
            "version": __version__,
            "description": (
                "A sourced knowledge graph of Japan's security-token secondary market: stored "
                "questions and SPARQL, read only. Absence from the record never means no."
            ),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/questions": {"get": _list()},
            **{f"/api/questions/{one.slug}": {"get": _question(one, choices)} for one in questions},
            "/api/search": {"get": _search()},
            "/api/verify": {"get": _verify()},
            **_reconciliation(),
            "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
            "/health": {"get": _plain("health", "Whether the server answers, and from what.")},
            "/void": {"get": _graph("void", "What the graph holds (VoID, service description).")},
        },
        "components": {"schemas": {"Answer": _ANSWER, "Problem": _PROBLEM, "Verdicts": _VERDICTS}},
    }


def _question(question: Question, choices: Choices) -> dict[str, Any]:
    return {
        "operationId": question.slug,
        "summary": question.title("en"),
        "description": "\n\n".join(
            (
                question.about("en"),
                f"{question.title('ja')}: {question.about('ja')}",
                *question.undecided("en"),
            )
        ),
        "tags": list(question.tags),
        "parameters": [
            *(_parameter(one, choices) for one in question.parameters if one.kind != "lang"),
            *_own(),
        ],
        "responses": {"200": _answer(), **_problems()},
    }


def _parameter(parameter: Parameter, choices: Choices) -> dict[str, Any]:
    schema: dict[str, Any] = dict(_SCHEMAS.get(parameter.kind, {"type": "string", "minLength": 1}))
    if parameter.kind == "enum":
        schema = {"type": "string", "enum": [choice.value for choice in choices(parameter)]}
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required and parameter.default is None,
        "description": f"{parameter.label('en')} / {parameter.label('ja')}",
        "schema": schema,
    }
    if parameter.default is not None:
        told["example"] = _plain_default(parameter)
    return told


def _plain_default(parameter: Parameter) -> str | int:
    text = str(parameter.default)
    return int(text) if parameter.kind == "integer" else text


def _own() -> list[dict[str, Any]]:
    day = {"type": "string", "format": "date"}
    return [
        _field("lang", "The language of labels.", {"type": "string", "enum": list(LANGUAGES)}),
        _field("as_of", "The day asked about, by default that of the latest reading.", day),
        _field("known_at", "By what had been read on that day, by default everything.", day),
        _field("format", "In place of Accept.", {"type": "string", "enum": list(rest.FORMATS)}),
        _field("limit", "Rows of a page.", {"type": "integer", "minimum": 1, "maximum": rest.MOST}),
        _field("offset", "Rows before the page.", {"type": "integer", "minimum": 0}),
    ]


def _field(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


def _answer() -> dict[str, Any]:
    return {
        "description": "The answer.",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Answer"}},
            "text/csv": {"schema": {"type": "string"}},
            "text/markdown": {"schema": {"type": "string"}},
            media.XLSX: {"schema": {"type": "string", "contentEncoding": "binary"}},
        },
    }


def _problems() -> dict[str, Any]:
    content = {media.PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": words, "content": content} for code, words in _WRONG.items()}


def _list() -> dict[str, Any]:
    return {
        "operationId": "questions",
        "summary": "The stored questions.",
        "parameters": _own()[:1],
        "responses": {
            "200": {
                "description": "Each with its parameters and its address.",
                "content": {
                    "application/json": {
                        "schema": {"type": "array", "items": {"type": "object"}},
                    }
                },
            },
            **{code: told for code, told in _problems().items() if code in ("400", "406", "503")},
        },
    }


def _search() -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    return {
        "operationId": "search",
        "summary": "Things by a name in any spelling, a code or an identifier, best first.",
        "parameters": [{**_field("q", "What to look for.", text), "required": True}, *_own()[:1]],
        "responses": {
            "200": {
                "description": "IRI, label, kind, and how each was found.",
                "content": {
                    "application/json": {"schema": {"type": "array", "items": {"type": "object"}}}
                },
            },
            **{code: told for code, told in _problems().items() if code in ("400", "406", "503")},
        },
    }


def _verify() -> dict[str, Any]:
    ids = {"type": "string", "minLength": 1}
    formats = {"type": "string", "enum": ["json", "csv", "md"]}
    own = [one for one in _own() if one["name"] in ("lang", "as_of", "known_at")]
    return {
        "operationId": "verify",
        "summary": "Whether facts still stand, by the ids that came with them, and since when.",
        "parameters": [
            {**_field("id", "Ids of facts, with commas between them.", ids), "required": True},
            *own,
            _field("format", "In place of Accept.", formats),
        ],
        "responses": {
            "200": {
                "description": "What has become of each fact, in the order of the ids.",
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Verdicts"}},
                    "text/csv": {"schema": {"type": "string"}},
                    "text/markdown": {"schema": {"type": "string"}},
                },
            },
            **{code: told for code, told in _problems().items() if code in ("400", "406", "503")},
        },
    }


def _reconciliation() -> dict[str, Any]:
    """The W3C Reconciliation Service API, whose own schemas say what its messages hold."""
    text = {"type": "string"}
    form = {"type": "object", "properties": {"queries": text, "extend": text}}
    wrong = {code: told for code, told in _problems().items() if code in ("400", "422", "503")}
    wrong |= {
        code: {**wrong["400"], "description": words}
        for code, words in (("413", "It asks for too much at once."), ("415", "It is no form."))
    }
    told = {"content": {"application/json": {"schema": {"type": "object"}}}}
    page = {"content": {media.HTML: {"schema": text}}}

    def got(name: str, words: str, fields: list[dict[str, Any]], answer: Any) -> dict[str, Any]:
        answers = {"200": {"description": words, **answer}, **wrong, "404": _problems()["404"]}
        return {"operationId": name, "summary": words, "parameters": fields, "responses": answers}

    batch = _field("queries", "A batch of queries, as JSON.", text)
    values = _field("extend", "Properties to fetch for things, as JSON.", text)
    lang = _own()[:1]
    prefix = _field("prefix", "What was typed.", text)
    number = {"type": "integer", "minimum": 0, "maximum": FARTHEST}
    cursor = _field("cursor", "Suggestions to skip.", number)
    kinds = {"type": "string", "enum": ["entity", "type", "property"]}
    kind = {**_field("kind", "Of what.", kinds), "in": "path", "required": True}
    most = _field("limit", "Properties at most.", {**number, "minimum": 1})
    thing = {**_field("id", "The identifier of a thing.", text), "required": True}
    summary = "W3C Reconciliation Service API 0.2: the manifest; a batch of queries; values."
    return {
        PATH: {
            "get": got("reconcile", summary, [batch, values, *lang], told),
            "post": {
                **got("reconcilePost", summary, lang, told),
                "requestBody": {"required": True, "content": {media.FORM: {"schema": form}}},
            },
        },
        f"{PATH}/suggest/{{kind}}": {
            "get": got("suggest", "What begins as was typed.", [kind, prefix, cursor, *lang], told)
        },
        f"{PATH}/properties": {
            "get": got(
                "reconcileProperties",
                "Properties that can be fetched for things of a type.",
                [_field("type", "The identifier of a type.", text), most, *lang],
                told,
            )
        },
        f"{PATH}/preview": {
            "get": got("preview", "A small page about a thing.", [thing, *lang], page)
        },
    }


def _sparql_get() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "operationId": "sparqlGet",
        "summary": "SPARQL 1.1 Protocol: a query, read only; without one, the service description.",
        "parameters": [_field("query", "SELECT, ASK, CONSTRUCT or DESCRIBE.", text), *_dataset()],
        "responses": {"200": _result(), **_problems()},
    }


def _sparql_post() -> dict[str, Any]:
    text = {"type": "string"}
    form = {"type": "object", "required": ["query"], "properties": {"query": text}}
    return {
        "operationId": "sparqlPost",
        "summary": "The same, with the query in the body.",
        "parameters": _dataset(),
        "requestBody": {
            "required": True,
            "content": {media.QUERY: {"schema": text}, media.FORM: {"schema": form}},
        },
        "responses": {"200": _result(), **_problems()},
    }


def _dataset() -> list[dict[str, Any]]:
    graphs = {"type": "array", "items": {"type": "string", "format": "uri"}}
    day = {"type": "string", "format": "date"}
    return [
        _field("default-graph-uri", "Graphs to ask as the default graph.", graphs),
        _field("named-graph-uri", "Graphs to ask by name.", graphs),
        _field("as-of", "The day whose state is the default graph.", day),
        _field("known-at", "By what had been read on that day.", day),
    ]


def _result() -> dict[str, Any]:
    kinds = dict.fromkeys((*media.ROWS, *media.GRAPHS))
    return {"description": "The result.", "content": {kind: {} for kind in kinds}}


def _plain(name: str, words: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": name,
        "summary": words,
        "responses": {"200": {"description": words, "content": content}},
    }


def _graph(name: str, words: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": words,
        "responses": {
            "200": {"description": words, "content": {kind: {} for kind in media.GRAPHS}},
            **{code: told for code, told in _problems().items() if code == "406"},
        },
    }
