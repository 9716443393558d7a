"""Identifiers of the protocol: the paths of our IRIs, whatever way of writing them comes in."""

from __future__ import annotations

from collections.abc import Container
from difflib import get_close_matches

from kgraph.names import expand
from kgraph.search.lookup import by_id
from kgraph.snapshot.store import Snapshot
from kgraph.vocab import JPST
from kgraph.web.paths import iri_at, path_of
from kgraph.web.problem import Problem


def id_of(snapshot: Snapshot, iri: str) -> str:
    """The identifier of what an IRI names: its path, the IRI itself where it is of no root here."""
    return path_of(snapshot, iri) or iri


def thing(snapshot: Snapshot, text: str) -> str | None:
    """The IRI that an identifier, a slug, a short name or an IRI stands for, if one is known."""
    at = iri_at(snapshot, text) if "/" in text and ":" not in text else text
    return next(by_id(snapshot, at.strip()), None)


def term(snapshot: Snapshot, known: Container[str], text: str) -> str | None:
    """The IRI of a class or property among `known`: by identifier, name, short name or IRI."""
    tried = [text, JPST.BASE + text]
    if "/" in text and ":" not in text:
        tried.append(iri_at(snapshot, text))
    elif ":" in text:
        try:
            tried.append(expand(text))
        except ValueError:
            return text if text in known else None
    return next((iri for iri in tried if iri in known), None)


def unknown(what: str, text: str, known: list[str]) -> Problem:
    """That there is no such type or property, with what may have been meant."""
    names = {one.rpartition("/")[2]: one for one in known}
    near = [names[name] for name in get_close_matches(text.rpartition("/")[2], names)]
    detail = f"{what}: there is no “{text[:100]}” here"
    detail += f"; did you mean {', '.join(near)}?" if near else ""
    return Problem(400, detail, parameter=what, nearest=near)
