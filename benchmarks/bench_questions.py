"""Stored questions: how long each answer takes, beside rdflib on the real graph.

python -m benchmarks.bench_questions [--sizes 100k 1M] [--questions SLUG …] [--write]

Each question is asked with the defaults of its header, again and again on an open snapshot: of the
real graph, and of the real graph grown to each size. rdflib runs the same query text over
`kgraph.graph()`, at the real size.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.bench_build import JOB as BUILD
from benchmarks.measure import Clock, Run

JOB = "bench_questions"
SIZES = (100_000, 1_000_000)
RUNS = 30
BUDGET = 1.0
"""Seconds after which a question is not asked again."""
AIMS = (50, 250, 500)
"""Milliseconds within which every question is to be answered at the real size; most, and all, at
1M."""
MANY, A_ROW = 5_000, 0.1
"""Rows above which an answer may take longer than the last aim, and then milliseconds a row."""


def ours(out: str, questions: list[str]) -> dict[str, Any]:
    """Milliseconds of each run of each question on a snapshot, and its rows."""
    from kgraph.limited.limits import LIMITED
    from kgraph.questions.ask import ask
    from kgraph.snapshot import open_snapshot

    snapshot = open_snapshot(Path(out))
    LIMITED.set(True)  # in this process, whose processor time is known

    def answer(question: Any) -> int:
        return len(ask(snapshot, question, _values(question)).rows)

    return {q.slug: _timed(lambda q=q: answer(q), RUNS) for q in _questions(questions)}


def rdflib(out: str, questions: list[str], patience: int) -> dict[str, Any]:
    """The same with rdflib; a question that takes longer than `patience` seconds has no figures."""
    from kgraph.export.dataset import to_dataset
    from kgraph.questions.params import bind
    from kgraph.snapshot import open_snapshot
    from kgraph.sparql.substitute import substitute

    snapshot = open_snapshot(Path(out))
    dataset = to_dataset(snapshot)
    figures: dict[str, Any] = {}
    for question in _questions(questions):
        text = substitute(question.body, bind(snapshot, question, _values(question)))
        figures[question.slug] = measure.within(
            patience, lambda t=text: _timed(lambda: len(list(dataset.query(t))), 5)
        )
    return figures


def _questions(slugs: list[str]) -> list[Any]:
    from kgraph.questions.question import question

    return [question(measure.PROJECT, slug) for slug in slugs]


def _values(question: Any) -> dict[str, object]:
    return {p.name: p.default for p in question.parameters if p.default is not None}


def _timed(answer: Callable[[], int], runs: int) -> dict[str, Any]:
    """Milliseconds of up to `runs` runs after one to warm up, which counts where it is slow."""
    began = time.perf_counter()
    taken: list[Clock] = []
    rows = 0
    while len(taken) <= runs and (not taken or time.perf_counter() - began < BUDGET):
        with Clock() as clock:
            rows = answer()
        taken.append(clock)
    counted = taken[1:] if len(taken) > 3 else taken
    return {
        "rows": rows,
        "ms": [round(1000 * clock.seconds, 3) for clock in counted],
        "cpu": [round(1000 * clock.cpu, 3) for clock in counted],
    }


def main() -> None:
    """Measures and prints."""
    parser = measure.parser(__doc__, SIZES)
    parser.add_argument("--questions", nargs="+", metavar="SLUG", default=None)
    parser.add_argument("--rdflib-limit", type=int, default=20, metavar="SECONDS")
    options = parser.parse_args()
    slugs = options.questions or _readable()
    sizes = [] if options.quick else sorted(options.sizes)
    runs: list[tuple[str, Run]] = []
    with measure.workplace() as folder:
        real = str(folder / "real")
        _told("the real graph")
        _build(str(measure.PROJECT), real)
        runs.append(("real", measure.run(f"{JOB}:ours", out=real, questions=slugs)))
        _told("the same with rdflib")
        theirs = measure.run(
            f"{JOB}:rdflib", out=real, questions=slugs, patience=options.rdflib_limit
        )
        for triples in sizes:
            _told(f"{triples:,} triples")
            root, out = str(folder / f"market-{triples}"), str(folder / f"out-{triples}")
            made = measure.run(f"{BUILD}:make", root=root, triples=triples, seed=options.seed)
            _build(root, out)
            figures = measure.run(f"{JOB}:ours", out=out, questions=slugs)
            runs.append((f"{made['size']:,}", figures))
    body = _body(slugs, runs, theirs, options.rdflib_limit)
    measure.report("Questions", "bench_questions.py", body, write=options.write)


def _told(what: str) -> None:
    """Says what comes next: all of it takes many minutes."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _build(root: str, out: str) -> None:
    measure.run(f"{BUILD}:build", root=root, out=out, validate=False)


def _readable() -> list[str]:
    from kgraph.problems import LoadError
    from kgraph.questions.question import read_question

    found = []
    for path in sorted((measure.PROJECT / "queries").glob("*.rq")):
        try:
            found.append(read_question(path).slug)
        except LoadError as error:
            print(f"left out: {error}")
    return found


def _body(slugs: list[str], runs: list[tuple[str, Run]], theirs: Run, limit: int) -> str:
    head = ["question", "rows", *(f"{name}: p50, p95" for name, _ in runs), "rdflib p50", "faster"]
    rows = []
    ratios = []
    for slug in slugs:
        first, other = runs[0][1][slug], theirs[slug]
        cells: list[object] = [slug, first["rows"]]
        for _, run in runs:
            cells.append(f"{_of(run[slug], 0.5):,.1f}, {_of(run[slug], 0.95):,.1f} ms")
        if other is None:
            cells += [f"more than {limit} s", "—"]
        else:
            ratios.append(_of(other, 0.5) / _of(first, 0.5))
            differs = "" if other["rows"] == first["rows"] else f" ({other['rows']} rows)"
            cells += [f"{_of(other, 0.5):,.0f} ms{differs}", f"{ratios[-1]:,.0f} ×"]
        rows.append(cells)
    return (
        measure.table(head, rows)
        + "\n"
        + "\n".join(_summary(name, run, slugs) for name, run in runs)
        + f"\n{_beside(ratios, len(slugs), limit)}\n\n"
        + f"Milliseconds, up to {RUNS} runs each after one to warm up. “rows” at the real size. "
        + "In brackets what the processor worked, which says more where the machine was busy. "
        + f"{measure.versions('pyoxigraph', 'rdflib')}.\n"
    )


def _of(figures: Any, share: float, kind: str = "ms") -> float:
    ordered = sorted(figures[kind])
    return float(ordered[max(0, math.ceil(share * len(ordered)) - 1)])


def _summary(name: str, run: Run, slugs: list[str]) -> str:
    """How many answers keep to the aims, by p50 on the wall and of the processor."""
    wall, cpu = ({slug: _of(run[slug], 0.5, kind) for slug in slugs} for kind in ("ms", "cpu"))
    slowest = max(cpu, key=lambda slug: cpu[slug])

    def within(aim: float) -> str:
        count, worked = (
            sum(ms <= (_most(run[slug]["rows"]) if aim == AIMS[-1] else aim) for slug, ms in of)
            for of in (wall.items(), cpu.items())
        )
        return f"{count} ({worked}) of {len(slugs)} within {aim} ms"

    return (
        f"- {name}: {', '.join(map(within, AIMS))}, or {1000 * A_ROW:.0f} µs a row where there are "
        f"more than {MANY:,}; the slowest, `{slowest}`, takes "
        f"{wall[slowest]:,.0f} ({cpu[slowest]:,.0f}) ms."
    )


def _most(rows: int) -> float:
    """The milliseconds that an answer of so many rows may take."""
    return max(AIMS[-1], rows * A_ROW) if rows > MANY else AIMS[-1]


def _beside(ratios: list[float], asked: int, limit: int) -> str:
    if not ratios:
        return f"- rdflib answers none of them within {limit} s."
    middle = sorted(ratios)[len(ratios) // 2]
    return (
        f"- rdflib answers {len(ratios)} of {asked} within {limit} s, and takes "
        f"{middle:,.0f} times as long in the middle."
    )


if __name__ == "__main__":
    main()
