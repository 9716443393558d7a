"""Asks a Virtuoso every stored question and writes which it answers as the embedded engine does.

Each is asked with the parameters of every golden answer, and with other things in the place of
theirs; of those that it answers otherwise is written why.

python .ci/virtuoso.py ENDPOINT

The graph of the project folder is pushed there before (`kgraph remote push ENDPOINT`). The list is
`kgraph/remote/virtuoso.json`; a question whose text has changed since is refused until it is made
anew.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode

import kgraph
from kgraph.questions.ask import ask as ask_here
from kgraph.questions.params import DAYS, plain_name
from kgraph.questions.question import Question, question
from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.ask import ask
from kgraph.remote.differences import Row
from kgraph.remote.virtuoso import CAUSES, LIST, text_of
from kgraph.snapshot import Snapshot
from kgraph.vocab import RDF

PROJECT = Path(__file__).resolve().parents[1]
OTHERS = 4
"""Other things than that of the golden answer that a question is tried with."""
LONGEST = 15
"""Seconds that an answer may take."""
PARTS = " | "
"""What stands between the parts of a text put together, which engines order each in their way."""


def plain(rows: tuple[Row, ...]) -> list[str]:
    """Rows to be compared, in any order."""
    return sorted(repr([_plain(term) for term in row]) for row in rows)


def _plain(term: object) -> object:
    if isinstance(term, Literal):
        return sorted(term.value.split(PARTS)), term.language, term.datatype.value
    return str(term)


def cause(there: tuple[Row, ...], here: tuple[Row, ...]) -> str:
    """In what way an answer differs."""
    if len(there) != len(here):
        return "rows"
    one, other = (sorted(rows, key=lambda row: str(row[:3])) for rows in (there, here))
    for row, wanted in zip(one, other, strict=True):
        for got, want in zip(row, wanted, strict=True):
            if _plain(got) == _plain(want):
                continue
            if got is None or want is None:
                return "unbound"
            if not isinstance(got, Literal) or not isinstance(want, Literal):
                return "rows"
            if got.language != want.language:
                return "language"
            return "division" if want.datatype != got.datatype else "text"
    return "rows"


def variants(
    snapshot: Snapshot, asked: Question, given: dict[str, object]
) -> Iterator[dict[str, object]]:
    """The parameters, and the same with other things in the place of each thing."""
    yield given
    for parameter in asked.parameters:
        name = next((n for n in given if plain_name(n) == plain_name(parameter.name)), None)
        if name is None or parameter.class_iri is None:
            continue
        kind = NamedNode(parameter.class_iri)
        quads = snapshot.store.quads_for_pattern(None, RDF.type, kind, DefaultGraph())
        things = sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
        for thing in things[:: max(1, len(things) // OTHERS)][:OTHERS]:
            yield given | {name: thing}


def tried(snapshot: Snapshot, endpoint: Endpoint, slug: str, given: dict[str, object]) -> str:
    """In what way the answer to a question differs; empty where it does not."""
    try:
        there = ask(snapshot, endpoint, slug, given, untried=True).terms
    except RemoteError as error:
        return "time" if "timed out" in str(error) else "compiler"
    here = ask_here(snapshot, slug, given, root=PROJECT).terms
    return "" if plain(there) == plain(here) else cause(there, here)


def main() -> None:
    """Writes the list."""
    endpoint, snapshot = Endpoint(sys.argv[1], timeout=LONGEST), kgraph.open(PROJECT)
    found: dict[str, str] = {}
    for path in sorted((PROJECT / "tests" / "golden").glob("*.json")):
        golden = json.loads(path.read_text(encoding="utf-8"))
        slug, given = golden["question"], golden["parameters"]
        asked = question(PROJECT, slug, checked=False)
        own = {plain_name(parameter.name) for parameter in asked.parameters}
        if any(plain_name(name) in DAYS.keys() - own for name in given):
            continue  # of another day, which was not pushed
        several = variants(snapshot, asked, given) if slug not in found else (given,)
        why = next((w for one in several if (w := tried(snapshot, endpoint, slug, one))), "")
        found[slug] = found.get(slug) or why
        print(path.stem, why or "equal", file=sys.stderr, flush=True)
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for slug, why in sorted(found.items()):
        groups[why or "answered"][slug] = text_of(question(PROJECT, slug, checked=False).body)
    assert groups.keys() <= CAUSES.keys() | {"answered"}
    LIST.write_text(json.dumps(groups, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
