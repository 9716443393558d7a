"""What a browser needs that asks by itself: the names of things, and the parts of each question."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.names import BASE, PREFIXES, compact
from kgraph.questions.params import choices, to_term
from kgraph.questions.question import Question
from kgraph.questions.variables import Parameter
from kgraph.release.places import APART, instead
from kgraph.search.folding import LETTERS, fold
from kgraph.search.lookup import CODES, NAMES
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.lexer import code
from kgraph.sparql.structure import selects
from kgraph.sparql.substitute import edits, substitute
from kgraph.vocab import GRAPH, RDFS
from kgraph.web.pages.question import columns_shown
from kgraph.web.paths import path_of
from kgraph.words.heads import head
from kgraph.words.things import kind_of

MARK: Final = "urn:kgraph:value:"
LANGUAGES: Final = ("en", "ja")


def names(
    snapshot: Snapshot, pages: Container[str], questions: Iterable[Question]
) -> dict[str, Any]:
    """Names and codes of all things with a page, folded as they are compared, how to fold, how the
    file of a path is called, and the slugs and titles of questions."""
    found: dict[str, set[str]] = {}
    for rank in (*NAMES, *CODES):
        for quad in snapshot.store.quads_for_pattern(None, rank, None, DefaultGraph()):
            thing, name = quad.subject, quad.object
            if isinstance(name, Literal) and isinstance(thing, NamedNode) and thing.value in pages:
                found.setdefault(thing.value, set()).add(fold(name.value))
    things = []
    for iri, spelled in sorted(found.items()):
        path = path_of(snapshot, iri) or ""
        own = fold(path.rpartition("/")[2])
        things.append(
            [
                path,
                *(snapshot.label(iri, lang) for lang in LANGUAGES),
                *(kind_of(snapshot, iri, lang) for lang in LANGUAGES),
                sorted((spelled | {own}) - {""}),
            ]
        )
    letters = {chr(old): new if isinstance(new, str) else chr(new) for old, new in LETTERS.items()}
    return {
        "base": BASE,
        "files": [APART, instead()],
        "letters": letters,
        "things": things,
        "questions": [[one.slug, *map(one.title, LANGUAGES)] for one in questions],
    }


def editor(snapshot: Snapshot, questions: Iterable[Question]) -> dict[str, Any]:
    """What an editor of queries completes and starts from: our terms and things by their short
    names, with labels in each language; and the stored questions."""
    store = snapshot.store
    found = set()
    for quad in store.quads_for_pattern(None, RDFS.label, None, GRAPH.labels):
        thing = quad.subject
        if isinstance(thing, NamedNode) and thing.value.startswith(BASE):
            name = compact(thing.value)
            if ":" in name and not name.startswith(("src:", "<")) and thing.value != name:
                found.add((name, *(snapshot.label(thing.value, lang) for lang in LANGUAGES)))
    return {
        "prefixes": dict(PREFIXES),
        "terms": sorted(found),
        "questions": [
            {
                "slug": one.slug,
                "title": {lang: one.title(lang) for lang in LANGUAGES},
                "text": started(snapshot, one),
            }
            for one in questions
        ],
    }


def started(snapshot: Snapshot, asked: Question) -> str:
    """The text of a question with its defaults, which runs as it stands."""
    terms = {}
    for one in asked.parameters:
        if one.kind == "lang":
            terms[one.variable] = to_term(snapshot, one, LANGUAGES[0])
        elif one.default is not None:
            terms[one.variable] = to_term(snapshot, one, one.default)
    return substitute(asked.body, terms).strip() + "\n"


def question(snapshot: Snapshot, asked: Question) -> dict[str, Any]:
    """A stored question in parts: what stands between its values, and what these may be."""
    return {
        "prefixes": dict(PREFIXES),
        "parameters": [
            {
                "name": one.name,
                "variable": one.variable,
                "required": one.required,
                "default": _default(snapshot, one),
                "kind": one.kind,
                "form": one.form,
                "language": one.language,
                "choices": {choice.value: str(choice.term) for choice in choices(snapshot, one)},
            }
            for one in asked.parameters
        ],
        "parts": parts(asked.body, [one.variable for one in asked.parameters]),
        "columns": _columns(snapshot, asked),
    }


def _default(snapshot: Snapshot, parameter: Parameter) -> str | None:
    """The term of a value that is needed and not given."""
    if not parameter.required or parameter.default is None:
        return None
    return str(to_term(snapshot, parameter, parameter.default))


def parts(body: str, variables: Iterable[str]) -> list[str | dict[str, str]]:
    """A query as its text with, for each place of a value, what stands there with and without.

    Raises ValueError where the places of one value depend on another's: then a browser could not
    put the query together.
    """
    marks = {name: NamedNode(MARK + name) for name in variables}
    alone: dict[tuple[int, int], tuple[str, str]] = {}
    for name, mark in marks.items():
        for place, text in edits(body, {name: mark}).items():
            alone[place] = (name, text)
    whole = edits(body, marks)
    if whole != {place: text for place, (_, text) in alone.items()}:
        raise ValueError("the places of its values depend on each other")
    found: list[str | dict[str, str]] = []
    done = 0
    for (start, end), (name, text) in sorted(alone.items()):
        found.append(body[done:start])
        found.append({"value": name, "open": body[start:end], "set": text})
        done = end
    return [*found, body[done:]]


def _columns(snapshot: Snapshot, asked: Question) -> dict[str, Mapping[str, str | None]]:
    """The columns that people see: what each holds the label of, and its head in each language."""
    columns = tuple(selects(code(asked.body))[0].columns())
    return {
        name: {
            "behind": behind,
            **{lang: head(name, lang, snapshot, asked.heads) for lang in LANGUAGES},
        }
        for name, behind in columns_shown(columns).items()
    }
