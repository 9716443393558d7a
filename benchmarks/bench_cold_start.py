"""How long a user waits for one answer from a cold start: `kgraph ask` as a whole process.

python benchmarks/bench_cold_start.py [--runs N] [--write]

Every stored question is asked of the built graph with the defaults of its header, each time by a
process of its own. Beside it, a process in which rdflib reads the exported graph and runs the same
query, for the slowest of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from pyoxigraph import RdfFormat

import kgraph
from benchmarks import measure
from kgraph.questions.params import bind
from kgraph.questions.question import questions
from kgraph.sparql.substitute import substitute

AIM = 0.3
"""Seconds within which a cold process is to answer."""
SHOWN = 5
"""How many of the slowest questions are compared with rdflib."""
READ_AND_ASK = (
    "import sys; from pathlib import Path; from rdflib import Dataset; graph = Dataset();"
    "graph.parse(sys.argv[1], format='nquads');"
    "print(len(list(graph.query(Path(sys.argv[2]).read_text(encoding='utf-8')))))"
)


def cold(command: list[str], runs: int) -> list[float]:
    """Seconds of each run of a Python command in a process of its own, after one to warm up."""
    # Without compiled modules every start would compile the package anew.
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
    seconds = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, *command],
            check=True,
            capture_output=True,
            cwd=measure.PROJECT,
            env=environment,
        )
        seconds.append(time.perf_counter() - started)
    return seconds[1:]  # the first fills the caches of the disk


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result in RESULTS.md")
    options = parser.parse_args()
    with measure.workplace() as folder:
        kgraph.build(measure.PROJECT, folder / "out", fail_on="never", validate=False)
        where = ["--root", str(measure.PROJECT), "--out", str(folder / "out")]
        ours = {
            question.slug: cold(["-m", "kgraph", "ask", question.slug, *where], options.runs)
            for question in questions(measure.PROJECT)
        }
        slowest = sorted(ours, key=lambda slug: -statistics.median(ours[slug]))[:SHOWN]
        theirs = _rdflib(folder, slowest)
    measure.report(
        "Cold start", "bench_cold_start.py", _body(ours, theirs, options.runs), write=options.write
    )


def _rdflib(folder: Path, slugs: list[str]) -> dict[str, float]:
    """Seconds in which a process reads the exported graph with rdflib and asks, by question."""
    graph, text = folder / "graph.nq", folder / "query.rq"
    snapshot = kgraph.open(measure.PROJECT, folder / "out")
    snapshot.store.dump(str(graph), RdfFormat.N_QUADS)
    found = {}
    for question in questions(measure.PROJECT):
        if question.slug in slugs:
            values = {p.name: p.default for p in question.parameters if p.default is not None}
            query = substitute(question.body, bind(snapshot, question, values))
            text.write_text(query, encoding="utf-8")
            found[question.slug] = cold(["-c", READ_AND_ASK, str(graph), str(text)], 1)[0]
    return found


def _body(ours: dict[str, list[float]], theirs: dict[str, float], runs: int) -> str:
    rows = [
        (
            slug,
            *(measure.seconds(pick(ours[slug])) for pick in (min, statistics.median, max)),
            measure.seconds(theirs[slug]),
            f"{theirs[slug] / statistics.median(ours[slug]):,.0f} ×",
        )
        for slug in sorted(theirs, key=lambda slug: -statistics.median(ours[slug]))
    ]
    head = ["question", "at best", "in the middle", "at worst", "rdflib", "faster"]
    medians = [statistics.median(times) for times in ours.values()]
    within = sum(median < AIM for median in medians)
    return (
        f"{measure.table(head, rows)}\n"
        f"The {len(rows)} slowest of {len(ours)} questions on the real graph; {within} answer "
        f"within {AIM} s, the one in the middle in {measure.seconds(statistics.median(medians))}. "
        f"{runs} runs each, after one that fills the caches of the disk. rdflib reads the graph "
        f"as N-Quads and runs the same query, once. {measure.versions('pyoxigraph', 'rdflib')}.\n"
    )


if __name__ == "__main__":
    main()
