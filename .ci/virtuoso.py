"""Asks a Virtuoso every stored question and writes which it answers as the embedded engine does.

Each is asked with the parameters of every golden answer, and with other things in the place of
theirs; of those that it answers otherwise is written why.

python .ci/virtuoso.py [--all]

A Virtuoso is started for it, and the graph of the project folder is pushed there. The list is
`kgraph/remote/virtuoso.json`; a question whose text has changed since is refused until it is made
anew: these are asked, or, with `--all`, every one. Nothing is written before all are.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, Literal, NamedNode

import kgraph
from kgraph.questions.ask import ask as ask_here
from kgraph.questions.params import DAYS, plain_name
from kgraph.questions.question import Question, question
from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.answers import Row
from kgraph.remote.ask import ask
from kgraph.remote.push import push
from kgraph.remote.virtuoso import CAUSES, LIST, text_of
from kgraph.snapshot import Snapshot
from kgraph.vocab import RDF

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests"))
virtuoso = import_module("helpers.real_engines").virtuoso
QUESTIONS = sorted((PROJECT / "queries").glob("*.rq"))
OTHERS = 4
"""Other things than that of the golden answer that a question is tried with."""
LONGEST = 15
"""Seconds that an answer may take, after which it is not asked for again."""
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
        if name is None:
            continue
        kinds = map(NamedNode, parameter.class_iris)
        quads = (
            quad
            for kind in kinds
            for quad in snapshot.store.quads_for_pattern(None, RDF.type, kind, DefaultGraph())
        )
        things = sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})
        for thing in things[:: max(1, len(things) // OTHERS)][:OTHERS]:
            yield given | {name: thing}


def tried(snapshot: Snapshot, endpoint: Endpoint, slug: str, given: dict[str, object]) -> str:
    """In what way the answer to a question differs; empty where it does not."""
    try:
        there = ask(snapshot, endpoint, slug, given, untried=True).terms
    except TooLate:
        return "time"
    except RemoteError:
        return "compiler"
    here = ask_here(snapshot, slug, given, root=PROJECT).terms
    return "" if plain(there) == plain(here) else cause(there, here)


class TooLate(Exception):
    """No answer came in time."""


def given_up(_seconds: float) -> None:
    """What is to be waited for before an engine is asked again. Raises TooLate."""
    raise TooLate


def main() -> None:
    """Writes the list."""
    old: dict[str, dict[str, str]] = json.loads(LIST.read_text(encoding="utf-8"))
    if "--all" in sys.argv:
        old = {}
    bodies = {path.stem: question(PROJECT, path.stem, checked=False).body for path in QUESTIONS}
    known = {
        slug: kind
        for kind, questions in old.items()
        for slug, text in questions.items()
        if slug in bodies and text_of(bodies[slug]) == text
    }
    asked = bodies.keys() - known.keys()
    found = asked_all(asked) if asked else {}
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for slug, why in sorted((known | found).items()):
        groups[why or "answered"][slug] = text_of(bodies[slug])
    assert groups.keys() <= CAUSES.keys() | {"answered"}
    LIST.write_text(json.dumps(groups, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def asked_all(slugs: Collection[str]) -> dict[str, str]:
    """In what way the answers to questions differ, of those that a golden answer of today has."""
    snapshot, found = kgraph.open(PROJECT), dict[str, str]()
    with TemporaryDirectory() as folder, virtuoso(Path(folder)) as running:
        push(snapshot, running.endpoint())
        endpoint = Endpoint(running.url, timeout=LONGEST, wait=given_up, given=running.given)
        for path in sorted((PROJECT / "tests" / "golden").glob("*.json")):
            golden = json.loads(path.read_text(encoding="utf-8"))
            slug, given = golden["question"], golden["parameters"]
            if slug not in slugs or found.get(slug):
                continue
            asked = question(PROJECT, slug, checked=False)
            own = {plain_name(parameter.name) for parameter in asked.parameters}
            if any(plain_name(name) in DAYS.keys() - own for name in given):
                continue  # of another day, which was not pushed
            several = variants(snapshot, asked, given) if slug not in found else (given,)
            whys = (tried(snapshot, endpoint, slug, one) for one in several)
            found[slug] = next((why for why in whys if why), "")
            print(path.stem, found[slug] or "equal", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    main()
