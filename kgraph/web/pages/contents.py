"""What pages show, whatever they are written to: the name of a template, and its values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

from jinja2 import Environment
from pyoxigraph import Quad

from kgraph.export.schemaorg import schema_org
from kgraph.limited import Limits
from kgraph.names import BASE, PREFIXES, is_part
from kgraph.questions.diagram import Edge
from kgraph.questions.question import Question
from kgraph.snapshot.store import Snapshot
from kgraph.web.pages import browser, overview, question, thing
from kgraph.web.pages.conflicts import sides
from kgraph.web.pages.layered import Drawing
from kgraph.web.pages.pictures import Pictures, is_rule, of_question, patterns
from kgraph.web.pages.since import Since
from kgraph.web.pages.view import STATIC, View, templates
from kgraph.web.paths import path_of
from kgraph.words.units import Units

EXAMPLE: Final = """\
PREFIX graph: <https://w3id.org/jpst/graph/>
PREFIX jpst: <https://w3id.org/jpst/ontology/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?token ?label ?platform WHERE {
  ?token a jpst:SecurityToken ; jpst:platform ?platform .
  GRAPH graph:labels { ?token rdfs:label ?label FILTER(LANG(?label) = "en") }
}
ORDER BY ?label LIMIT 20"""

COVERAGE: Final = "record-coverage"
"""The question that the heat map shows."""
EDITOR: Final = "vendor/yasqe"
"""The editor of queries, where `make client` has fetched it."""
CONFLICTS: Final = "conflicts"
"""The question that the page of conflicts shows."""
MARKET: Final = frozenset({"issues-by-period", "tokens-by-asset-class", "tokens-by-platform"})
"""The questions that the page of the market shows."""
Page = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Contents:
    """Gathers what each page shows, within limits for the questions that it asks.

    `since` is what changed since the release before, for the overview, where one was named.
    """

    questions: Mapping[str, Question]
    limits: Limits
    since: Since | None = None
    _units: WeakKeyDictionary[Snapshot, Units] = field(default_factory=WeakKeyDictionary)
    _pictures: WeakKeyDictionary[Snapshot, Pictures] = field(default_factory=WeakKeyDictionary)
    _completions: WeakKeyDictionary[Snapshot, bytes] = field(default_factory=WeakKeyDictionary)
    _patterns: dict[str, list[Edge]] = field(default_factory=dict)

    def home(self, view: View) -> Page:
        """The overview."""
        return "home.html", overview.home(view, dict(self.questions), self.limits, self.since)

    def listed(self, view: View) -> Page:
        """All questions."""
        return "questions.html", overview.listed(view, tuple(self.questions.values()))

    def coverage(self, view: View) -> Page:
        """The heat map. Raises KeyError where the graph has no question about it."""
        asked = self.questions[COVERAGE]
        return "coverage.html", overview.heat_map(view, asked, self.limits)

    def market(self, view: View) -> Page:
        """The market over time and by kind, with the tables behind the pictures."""
        return "market.html", overview.market(view, self.questions, self.limits)

    def ties(self, view: View) -> Page:
        """Who owns, runs and takes part in whom."""
        return "ties.html", {"drawings": self._pictures_of(view.snapshot).of_market(view)}

    def conflicts(self, view: View) -> Page:
        """Every conflict with both its sides. Raises KeyError where nothing asks for them."""
        return "conflicts.html", {
            "conflicts": sides(
                view, self.questions[CONFLICTS], self.limits, self._units_of(view.snapshot)
            )
        }

    def search(self, view: View, text: str) -> Page:
        """What a text finds."""
        return "search.html", overview.hits(view, text)

    @staticmethod
    def query(text: str, endpoint: str) -> Page:
        """A form for SPARQL."""
        return "query.html", {
            "text": text,
            "endpoint": endpoint,
            "prefixes": dict(PREFIXES),
            "base": BASE,
            "editor": (STATIC / EDITOR).is_dir(),
        }

    def completions(self, snapshot: Snapshot) -> bytes:
        """What an editor of queries completes, as JSON; put together once."""
        if snapshot not in self._completions:
            told = browser.editor(snapshot, self.questions.values())
            content = json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
            self._completions[snapshot] = content.encode()
        return self._completions[snapshot]

    def question(
        self, view: View, asked: Question, given: Mapping[str, str], offset: int, rows: int
    ) -> Page:
        """A stored question: its form, and so many rows of its answer."""
        told = question.values(view, asked, given, offset, rows, self.limits)
        return "question.html", {**told, "drawing": self._diagram(asked, view.lang)}

    def thing(self, view: View, iri: str, outside: Iterable[Quad] | None) -> Page:
        """A thing, or what stands outside the graph: shapes."""
        path = f"/{path_of(view.snapshot, iri)}"
        if outside is not None:
            return "thing.html", {
                **thing.plain(view, iri, outside),
                "data": path,
                "drawing": None,
                "over": "",
            }
        units = self._units_of(view.snapshot)
        told = thing.Page(view, units).values(iri)
        layers = None
        route = self.questions.get("token-route")
        if route is not None and thing.is_token(view.snapshot, iri):
            layers = thing.route(view, iri, route, self.limits, units)
        said = thing.said_by(view, iri) if is_part(iri, "source") else []
        linked = schema_org(view.snapshot, iri, view.lang)
        drawing = self._pictures_of(view.snapshot).of_thing(view, iri)
        more = {"layers": layers, "said": said, "data": path, "linked": linked, "drawing": drawing}
        more["over"] = (
            "lineage" if drawing is not None and is_rule(view.snapshot, iri) else "tiedTo"
        )
        return "thing.html", {**told, **more}

    def templates(self) -> Environment:
        """The templates of the pages that there are."""
        return templates(
            coverage=COVERAGE in self.questions,
            market=self.questions.keys() >= MARKET,
            conflicts_page=CONFLICTS in self.questions,
        )

    def _diagram(self, asked: Question, lang: str) -> Drawing | None:
        """Parsing a query takes longer than a page: it is done once."""
        if asked.slug not in self._patterns:
            self._patterns[asked.slug] = patterns(asked)
        return of_question(asked, self._patterns[asked.slug], lang)

    def _pictures_of(self, snapshot: Snapshot) -> Pictures:
        found = self._pictures.get(snapshot)
        if found is None:
            found = self._pictures[snapshot] = Pictures(snapshot, self._units_of(snapshot))
        return found

    def _units_of(self, snapshot: Snapshot) -> Units:
        """Reading the units of a graph takes longer than a page: it is done once."""
        found = self._units.get(snapshot)
        if found is None:
            found = self._units[snapshot] = Units(snapshot)
        return found
