"""A name or a code → the things that may be meant, with a score; one of them only where it is sure.

A match is never a guess: the whole of a name or a code, of one thing alone. What merely resembles,
what is of another legal form, what several things are called, and what a code contradicts are
candidates for a person to choose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.names import is_part
from kgraph.search.folding import Spelling, are_others, fold, similarity, spelling
from kgraph.search.lookup import HOW, Kinds, by_id, groups, named
from kgraph.snapshot.store import Snapshot
from kgraph.vocab import JPST

_SCORES: Final = {"id": 100.0, "code": 100.0, "name": 100.0, "alias": 98.0, "short": 95.0}
WHOLE: Final = frozenset(_SCORES)
"""How a thing is found of which a text is the whole name, without its legal form, or a code."""
_OTHER_FORM: Final = 80.0
"""For a name that is the same but for its legal form or the note behind it."""
_BEST_OF_PART: Final = 90.0
_BEST_OF_LIKE: Final = 90.0
_ENOUGH: Final = 0.45
"""Similarity from which a name is offered as a candidate."""
_LEAST: Final = 2
"""Letters that a text has at least, to be looked for within names."""


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant: its labels, a score up to 100, the name and how it fits.

    That is one of HOW, or `form` for the same name with another legal form or note.
    """

    iri: str
    label_en: str
    label_ja: str
    score: float
    matched: str
    how: str


@dataclass(frozen=True)
class Matched:
    """What was found for the texts of one row: the thing, where it is sure, and all candidates.

    `outcome` is match, several (whole names or codes of several things), candidates (nothing whole)
    or none.
    """

    texts: tuple[str, ...]
    outcome: str
    candidates: tuple[Candidate, ...]

    @property
    def match(self) -> Candidate | None:
        """The thing that is meant, where that is sure."""
        return self.candidates[0] if self.outcome == "match" else None


@dataclass(frozen=True)
class _Name:
    iri: str
    text: str
    how: str
    spelled: Spelling


@dataclass(frozen=True, order=True)
class _Fit:
    score: float
    how: str
    text: str


class Matcher:
    """Finds things of one snapshot, its names read once: of a class, or all but terms and lists."""

    def __init__(self, snapshot: Snapshot, class_iri: str | None = None) -> None:
        self._snapshot = snapshot
        self._kinds = Kinds(snapshot, (class_iri,))
        self._group = groups(snapshot)
        self._names = [
            _Name(iri, text, HOW[rank], spelling(text))
            for iri, text, rank, _ in named(snapshot)
            if iri in self._kinds
        ]
        # No word of ours is meant by a list of clients, unless its class is asked for.
        self._usual = frozenset(
            name.iri for name in self._names if class_iri is not None or is_part(name.iri, "id")
        )
        parties = Kinds(snapshot, (JPST.BASE + "Agent",))
        known = {name.iri for name in self._names}
        none = {iri for iri in known if iri not in parties}
        self._no_parties = none if none < known else set[str]()
        self._forms: dict[str, list[frozenset[str]]] = defaultdict(list)
        self._whole: dict[str, list[_Name]] = defaultdict(list)
        for name in self._names:
            self._whole[name.spelled.folded].append(name)
            if name.how != "code":
                self._whole[name.spelled.core].append(name)
            if name.spelled.forms:
                self._forms[name.iri].append(name.spelled.forms)

    def match(
        self, texts: Sequence[str], limit: int = 5, among: Container[str] | None = None
    ) -> Matched:
        """The thing that all texts of a row mean: names of it, and codes.

        `among` are the only things that can be meant, by default all that the matcher is for. Where
        texts mean different things for sure, none is the match: both are told.
        """
        given = tuple(text for text in texts if text.strip())
        fits = [self._fits(text, self._usual if among is None else among) for text in given]
        sure = [self._sure(found) for found in fits]
        meant = {iri for found in sure for iri in found}
        agreed = set.intersection(*map(set, filter(None, sure))) if any(sure) else set()
        outcome = "none"
        if len(agreed) == 1:
            outcome = "match"
        elif meant:
            outcome = "several"
        elif any(fits):
            outcome = "candidates"
        best: dict[str, _Fit] = {}
        for found in fits:
            for iri, fit in found.items():
                best[iri] = max(fit, best.get(iri, fit))
        order = sorted(
            best,
            key=lambda iri: (iri not in agreed, iri not in meant, -best[iri].score, iri),
        )
        return Matched(given, outcome, tuple(self._candidate(i, best[i]) for i in order[:limit]))

    def foremost(self, iris: Iterable[str]) -> set[str]:
        """Of some things, those of the kind that comes first."""
        kept = set(iris)
        first = min(map(self._group, kept), default=0)
        return {iri for iri in kept if self._group(iri) == first}

    def _sure(self, found: dict[str, _Fit]) -> set[str]:
        """The things of which a text is the whole name or a code, of the foremost kind alone."""
        return self.foremost(iri for iri, fit in found.items() if fit.how in WHOLE)

    def _fits(self, text: str, among: Container[str]) -> dict[str, _Fit]:
        found: dict[str, _Fit] = {}

        def put(iri: str, fit: _Fit) -> None:
            if iri in among:
                found[iri] = max(fit, found.get(iri, fit))

        for iri in by_id(self._snapshot, text.strip()):
            if iri in self._kinds:
                put(iri, _Fit(_SCORES["id"], "id", text.strip()))
        asked = spelling(text)
        if not asked.folded:
            return found
        for name in self._whole.get(asked.folded, ()):
            whole = name.spelled.folded == asked.folded
            put(name.iri, self._called(asked, name, name.how if whole else "short"))
        if asked.core != asked.folded:
            for name in self._whole.get(asked.core, ()):
                if name.how != "code" and name.spelled.folded != asked.folded:
                    put(name.iri, self._called(asked, name, "short"))
        if not found and len(asked.folded) >= _LEAST:
            for name in self._names:
                fit = self._like(asked, name) if name.iri in among else None
                if fit is not None:
                    put(name.iri, fit)
        return found

    def _called(self, asked: Spelling, name: _Name, how: str) -> _Fit:
        """How well a name fits that is the same, or the same without its legal form."""
        if how == "short":
            # A name that leaves its form open is of the forms that other names of its thing tell.
            sure = len(name.spelled.forms) == 1
            forms = [name.spelled.forms] if sure else self._forms[name.iri]
            others = any(are_others(asked.forms, one) for one in forms)
            # What is no party has no legal form: a coin that is called as its company is not meant.
            others |= bool(asked.forms and not forms and name.iri in self._no_parties)
            if others or asked.differs(name.spelled):
                return _Fit(_OTHER_FORM, "form", name.text)
        return _Fit(_SCORES[how], how, name.text)

    def _like(self, asked: Spelling, name: _Name) -> _Fit | None:
        if name.how == "code":
            return None
        core, other = asked.core, name.spelled.core
        shorter, longer = sorted((core, other), key=len)
        if len(shorter) >= _LEAST and shorter in longer and name.spelled.begins(asked.folded):
            share = len(shorter) / len(longer)
            return _Fit(round(50 + (_BEST_OF_PART - 50) * share, 1), "part", name.text)
        if len(longer) > 2 * len(shorter):
            return None
        alike = similarity(core, other)
        if alike < _ENOUGH:
            return None
        return _Fit(round(_BEST_OF_LIKE * alike, 1), "similar", name.text)

    def _candidate(self, iri: str, fit: _Fit) -> Candidate:
        label = self._snapshot.label
        return Candidate(iri, label(iri, "en"), label(iri, "ja"), fit.score, fit.text, fit.how)


def columns_of(header: Iterable[str]) -> list[str]:
    """The columns of a list that hold names or codes, by their heads; the first where none does."""
    heads = [head for head in header if head]
    known = [head for head in heads if any(word in fold(head) for word in _HEADS)]
    return known or heads[:1]


_HEADS: Final = tuple(
    fold(word)
    for word in (
        *("name", "company", "issuer", "security", "token", "code", "lei", "isin", "mic"),
        *("名称", "名前", "社名", "商号", "会社", "銘柄", "発行体", "コード", "番号"),
    )
)
