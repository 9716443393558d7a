"""The graph on engines that others keep, beside the embedded one, in one run.

python -m benchmarks.bench_remote [--sizes 1M 5M] [--engines fuseki virtuoso] [--steps push ask]
    [--write]

A synthetic market of each size is built, then pushed to an engine that is started with an empty
folder, on loopback; there its closure is worked out, it is validated, and every stored question is
asked with the defaults of its header. Here the same is done on the snapshot and the files. Engines
that are not installed (`.ci/engines.sh`) are left out by name.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.bench_build import JOB as BUILD
from benchmarks.measure import Clock, Run, mib, seconds

JOB = "bench_remote"
SIZES = (1_000_000, 5_000_000)
STEPS = ("push", "infer", "validate", "ask")
DAY = date(2026, 11, 30)
"""The day on which sources are due for review or not: the same findings in every run."""


def here(root: str, out: str, steps: list[str]) -> dict[str, Any]:
    """What the embedded engine takes for each step but the push."""
    import kgraph
    from kgraph.limited.limits import LIMITED

    LIMITED.set(True)  # in this process, whose processor time is known
    snapshot = kgraph.open(Path(root), Path(out))
    works: dict[str, Callable[[], Any]] = {
        "infer": lambda: _closed(snapshot),
        "validate": lambda: len(kgraph.findings(root=Path(root), as_of=DAY)),
        "ask": lambda: _asked(
            lambda slug, given: len(kgraph.ask(slug, snapshot=snapshot, **given).rows)
        ),
    }
    return _done(works, steps)


def there(engine: str, folder: str, root: str, out: str, steps: list[str]) -> dict[str, Any]:
    """The same on an engine, started for it; with the memory of the engine and its folder."""
    import kgraph
    from kgraph.limited.limits import LIMITED
    from kgraph.remote import Endpoint
    from kgraph.remote.ask import ask
    from kgraph.remote.infer import infer
    from kgraph.remote.push import push
    from kgraph.remote.validate import validate

    LIMITED.set(True)
    engines = _engines()
    snapshot = kgraph.open(Path(root), Path(out))
    with engines.STARTS[engine](Path(folder)) as running:
        endpoint = Endpoint(running.url, timeout=None, given=running.given)
        rules = kgraph.rules(snapshot)
        works: dict[str, Callable[[], Any]] = {
            "push": lambda: push(snapshot, endpoint).triples,
            "infer": lambda: infer(endpoint, rules, limit=float("inf")).facts,
            "validate": lambda: len(validate(endpoint, Path(root), DAY, limit=float("inf"))),
            "ask": lambda: _asked(
                lambda slug, given: len(ask(snapshot, endpoint, slug, given).rows)
            ),
        }
        found = _done(works, steps)
        found["memory"] = _memory(running.process.pid)
        found["disk"] = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())
    return found


def _closed(snapshot: Any) -> int:
    """The number of facts that follow from the state without what was said to follow."""
    from pyoxigraph import DefaultGraph, Quad, Store

    import kgraph
    from kgraph.infer import run
    from kgraph.vocab import GRAPH

    inferred = {
        q.triple for q in snapshot.store.quads_for_pattern(None, None, None, GRAPH.inferred)
    }
    store = Store()
    store.bulk_extend(
        Quad(*quad.triple)
        for quad in snapshot.store.quads_for_pattern(None, None, None, DefaultGraph())
        if quad.triple not in inferred
    )
    return run(store, kgraph.rules(snapshot), limit=float("inf")).added


def _done(works: dict[str, Callable[[], Any]], steps: list[str]) -> dict[str, Any]:
    """What each step gave and took, or why it was not done; told as it goes."""
    from kgraph.remote import RemoteError

    found: dict[str, Any] = {}
    for name in (step for step in steps if step in works):
        with Clock() as clock:
            try:
                gave, why = works[name](), ""
            except RemoteError as error:
                gave, why = None, str(error)
        found[name] = {"gave": gave, "why": why, "seconds": clock.seconds, "cpu": clock.cpu}
        print(f"{time.strftime('%H:%M:%S')}   {name}: {clock.seconds:.1f} s", file=sys.stderr)
    return found


def _asked(answer: Callable[[str, dict[str, Any]], int]) -> dict[str, Any]:
    """Milliseconds and rows of each question that is answered, asked twice; the others by name."""
    from kgraph.questions.question import questions
    from kgraph.remote import RemoteError

    found: dict[str, Any] = {"ms": {}, "rows": {}, "refused": {}}
    for question in questions(measure.PROJECT):
        given = {p.name: p.default for p in question.parameters if p.default is not None}
        try:
            answer(question.slug, given)
            began = time.perf_counter()
            found["rows"][question.slug] = answer(question.slug, given)
            found["ms"][question.slug] = 1000 * (time.perf_counter() - began)
        except RemoteError as error:
            found["refused"][question.slug] = str(error)
    return found


def _engines() -> Any:
    """The script that starts engines for the tests."""
    sys.path.insert(0, str(measure.PROJECT / "tests"))
    return import_module("helpers.real_engines")


def _memory(process: int) -> int | None:
    """The most memory that a process ever held, in bytes (Linux)."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return None


def main() -> None:
    """Measures and prints."""
    parser = measure.parser(__doc__, SIZES)
    parser.add_argument("--engines", nargs="*", default=["fuseki", "virtuoso"])
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    options = parser.parse_args()
    sizes = [60_000] if options.quick else sorted(options.sizes)
    rows: list[tuple[str, ...]] = []
    notes: dict[str, None] = {}
    with measure.workplace() as folder:
        for triples in sizes:
            root, out = str(folder / f"market-{triples}"), str(folder / f"out-{triples}")
            made = measure.run(f"{BUILD}:make", root=root, triples=triples, seed=options.seed)
            measure.run(f"{BUILD}:build", root=root, out=out, validate=False)
            size = f"{made['size']:,}"
            first = measure.run(f"{JOB}:here", root=root, out=out, steps=options.steps)
            rows.append(_row(size, "embedded", first, first, notes))
            for engine in options.engines:
                lacking = _engines().lacking(engine)
                if lacking is not None:
                    notes[f"{engine} was not run: {lacking}."] = None
                    continue
                work = str(folder / f"{engine}-{triples}")
                run = measure.run(
                    f"{JOB}:there", engine=engine, folder=work, root=root, out=out,
                    steps=options.steps,
                )  # fmt: skip
                rows.append(_row(size, engine, run, first, notes))
            print(measure.table(HEAD, rows), flush=True)
    body = (
        measure.table(HEAD, rows) + "\n" + "\n".join(f"- {note}" for note in notes) + f"\n\n{END}"
    )
    measure.report("Other engines", "bench_remote.py", body, write=options.write)


HEAD = ("triples", "engine", "push", "infer", "validate", "questions", "p50", "memory", "on disk")
END = (
    "Seconds are those on the wall, with what was sent, followed or found; the embedded engine has "
    "no push. “Questions” are those answered of all, and how many of them have as many rows as "
    "here; the middle of their times is that of the second asking. Memory is the peak of the "
    f"process that has the data, here that of validation too. {measure.versions('pyoxigraph')}."
)


def _row(size: str, engine: str, run: Run, first: Run, notes: dict[str, None]) -> tuple[str, ...]:
    cells = []
    for step in STEPS[:3]:
        done = run[step]
        if done is None:
            cells.append("—")
        elif done["why"]:
            notes[f"{engine}, {step}: {done['why'].partition(': ')[2]}."] = None
            cells.append("refused")
        else:
            cells.append(f"{seconds(done['seconds'])} ({done['gave']:,})")
    asked, here_asked = (one["ask"] and one["ask"]["gave"] for one in (run, first))
    if asked:
        rows, wanted = asked["rows"], here_asked["rows"]
        same = sum(rows[slug] == wanted.get(slug) for slug in rows)
        total = len(rows) + len(asked["refused"])
        middle = f"{statistics.median(asked['ms'].values()):,.1f} ms" if rows else "—"
        cells += [f"{len(rows)} of {total} ({same})", middle]
        for slug in sorted(rows):
            if rows[slug] != wanted.get(slug):
                notes[f"{engine}, {size}: `{slug}` has {rows[slug]:,} rows, here "
                      f"{wanted.get(slug, 0):,}."] = None  # fmt: skip
    else:
        cells += ["—", "—"]
    disk = run["disk"]
    return (size, engine, *cells, mib(run["memory"] or run["peak"]), mib(disk))


if __name__ == "__main__":
    main()
