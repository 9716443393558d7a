"""The stored questions → a list to choose from, and the help for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kgraph.render.table import Table

if TYPE_CHECKING:
    from kgraph.questions.header import Question
    from kgraph.questions.lookup import Hit


def as_table(questions: Iterable[Question], language: str = "en") -> Table:
    """One row a question, the headline ones first: slug, summary, parameters, tags.

    A parameter that may be left out stands in brackets.
    """
    rows = [
        (
            question.slug,
            question.title(language),
            " ".join(
                p.name if p.required and p.default is None else f"[{p.name}]"
                for p in question.parameters
            ),
            " ".join(question.tags),
        )
        for question in sorted(questions, key=lambda q: (not q.headline, q.slug))
    ]
    return Table(("question", "summary", "parameters", "tags"), rows)


def hits_as_table(hits: Iterable[Hit]) -> Table:
    """One row a thing that was found, best first."""
    from pyoxigraph import NamedNode

    rows = [(NamedNode(hit.iri), hit.label, hit.kind, hit.matched, hit.how) for hit in hits]
    return Table(("thing", "label", "kind", "matched", "how"), rows)
