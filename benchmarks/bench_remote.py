"""The graph on engines that others keep, beside the embedded one, in one run.

python -m benchmarks.bench_remote [--sizes 1M 5M] [--engines fuseki virtuoso] [--steps push ask]
    [--snapshot MARKET OUT] [--write]

A synthetic market of each size is built, then pushed to an engine that is started with an empty
folder, on loopback; there its closure is worked out, every stored question is asked with the
defaults of its header, and it is validated. Here the same is done on the snapshot and the files.
`--snapshot` names a market of the first size that was built before: its project folder and the
folder of its snapshots. Engines that are not installed (`.ci/engines.sh`) are left out by
name. Each step has a limit (`LIMITS`); what was measured is kept after each engine.
"""

from __future__ import annotations

import contextlib
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.bench_build import JOB as BUILD
from benchmarks.measure import Clock, Run, mib, seconds

JOB = "bench_remote"
SIZES = (1_000_000, 5_000_000)
STEPS = ("push", "infer", "ask", "validate")
"""As they are done: what takes the longest comes last."""
LIMITS = {"push": 600, "infer": 240, "ask": 300, "validate": 300}
"""Seconds that a step may take for a million triples, or for less."""
ANSWER = 15
"""Seconds that an answer may take."""
EXPECTED = {
    "build": 110,
    "embedded": {"infer": 5, "ask": 100, "validate": 40},
    "fuseki": {"push": 420, "infer": 60, "ask": 120, "validate": 200},
    "virtuoso": {"push": 330, "infer": 60, "ask": 60, "validate": 1},
}
"""Seconds that a million triples took on two cores; only to say how long a run will take."""
_LATE = re.compile("not whole after|timed out")
DAY = date(2026, 11, 30)
"""The day on which sources are due for review or not: the same findings in every run."""


def here(root: str, out: str, step: str) -> dict[str, Any]:
    """What the embedded engine takes for a step that is not the push."""
    import kgraph
    from kgraph.limited.limits import LIMITED

    LIMITED.set(True)  # in this process, whose processor time is known
    snapshot = kgraph.open(Path(root), Path(out))
    works: dict[str, Callable[[], Any]] = {
        "infer": lambda: _closed(snapshot),
        "ask": lambda: _asked(
            lambda slug, given: len(kgraph.ask(slug, snapshot=snapshot, **given).rows)
        ),
        "validate": lambda: len(kgraph.findings(root=Path(root), as_of=DAY)),
    }
    return _done(works[step])


def there(url: str, user: str, password: str, root: str, out: str, step: str) -> dict[str, Any]:
    """The same on an engine that runs at an address."""
    import kgraph
    from kgraph.limited.limits import LIMITED
    from kgraph.remote import Endpoint
    from kgraph.remote.ask import ask
    from kgraph.remote.credentials import Credentials
    from kgraph.remote.infer import infer
    from kgraph.remote.push import push
    from kgraph.remote.validate import validate

    LIMITED.set(True)
    snapshot = kgraph.open(Path(root), Path(out))
    timeout = ANSWER if step == "ask" else None
    given = Credentials(user or None, password or None)
    endpoint = Endpoint(url, timeout=timeout, given=given)
    rules, no_limit, told = kgraph.rules(snapshot), float("inf"), _Told()
    works: dict[str, Callable[[], Any]] = {
        "push": lambda: push(snapshot, endpoint, told=told).triples,
        "infer": lambda: infer(endpoint, rules, limit=no_limit, told=told).facts,
        "ask": lambda: _asked(lambda slug, given: len(ask(snapshot, endpoint, slug, given).rows)),
        "validate": lambda: len(validate(endpoint, Path(root), DAY, limit=no_limit, told=told)),
    }
    return _done(works[step])


class _Told:
    """Says how far a step is, every ten seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, text: str) -> None:
        if time.monotonic() > self._last + 10:
            self._last = time.monotonic()
            _say(f"    {text}")


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


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


def _done(work: Callable[[], Any]) -> dict[str, Any]:
    """What a step gave and took, or why it was not done."""
    with Clock() as clock:
        try:
            gave, why = work(), ""
        except Exception as error:  # whatever ends a step, the others are measured
            gave, why = None, " ".join(str(error).split()) or type(error).__name__
    return {"gave": gave, "why": why, "seconds": clock.seconds, "cpu": clock.cpu}


def _asked(answer: Callable[[str, dict[str, Any]], int]) -> dict[str, Any]:
    """Milliseconds and rows of each question that is answered, the others by name. What takes less
    than a second is asked twice: the second time counts."""
    from kgraph.questions.question import questions
    from kgraph.remote import RemoteError

    found: dict[str, Any] = {"ms": {}, "rows": {}, "refused": {}}
    for question in questions(measure.PROJECT):
        given = {p.name: p.default for p in question.parameters if p.default is not None}
        try:
            for _ in range(2):
                began = time.perf_counter()
                found["rows"][question.slug] = answer(question.slug, given)
                taken = time.perf_counter() - began
                found["ms"][question.slug] = 1000 * taken
                if taken > 1:
                    break
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


def _steps(
    engine: str, steps: list[str], size: int, job: str, **arguments: Any
) -> Iterator[tuple[str, Run]]:
    """Each step in a process of its own, within its limit; none after a push that failed."""
    for step in steps:
        limit = LIMITS[step] * max(1.0, size / 1_000_000)
        run = measure.run(f"{JOB}:{job}", limit=limit, step=step, **arguments)
        if run.figures is None:
            run = Run({"gave": None, "why": run.stopped, "seconds": limit, "cpu": None})
        _say(f"  {engine}, {step}: {seconds(run['seconds'])} {run['why']}")
        yield step, run
        if step == "push" and run["why"]:
            return


def _measured(
    engine: str, folder: Path, steps: list[str], size: int, root: str, out: str
) -> dict[str, Any]:
    """What each step took, on the embedded engine or one that is started; its memory, its disk."""
    given = {"root": root, "out": out}
    if engine == "embedded":
        wanted = [step for step in steps if step != "push"]
        done = dict(_steps(engine, wanted, size, "here", **given))
        return {**done, "memory": max((run["peak"] or 0 for run in done.values()), default=0)}
    options: dict[str, Any] = {"buffers": 170_000}
    if engine == "fuseki":
        options = {"java": ["-Xmx4g", "-XX:TieredStopAtLevel=4"]}
    with _engines().STARTS[engine](folder, **options) as running:
        who = {"user": running.given.user or "", "password": running.given.password or ""}
        done = dict(_steps(engine, steps, size, "there", url=running.url, **who, **given))
        disk = sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
        return {**done, "memory": _memory(running.process.pid), "disk": disk}


def _estimate(sizes: list[int], engines: list[str], steps: list[str], is_built: bool) -> float:
    """About how many minutes a run takes on two cores."""
    million = 0 if is_built else EXPECTED["build"]
    million += sum(EXPECTED[e].get(step, 0) for e in ("embedded", *engines) for step in steps)
    return million * sum(sizes) / 1_000_000 / 60


def main() -> None:
    """Measures and prints."""
    parser = measure.parser(__doc__, SIZES)
    parser.add_argument("--engines", nargs="*", default=["fuseki", "virtuoso"])
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--snapshot", nargs=2, metavar=("MARKET", "OUT"), help="built before")
    options = parser.parse_args()
    sizes = [60_000] if options.quick else sorted(options.sizes)
    steps = [step for step in STEPS if step in options.steps]
    engines = [one for one in options.engines if _engines().lacking(one) is None]
    notes = {
        f"{one} was not run: {_engines().lacking(one)}.": None
        for one in options.engines
        if one not in engines
    }
    rows: list[tuple[str, ...]] = []
    if options.snapshot:
        sizes = sizes[:1]
    _say(f"about {_estimate(sizes, engines, steps, bool(options.snapshot)):.0f} minutes")
    with measure.workplace() as folder:
        for triples in sizes:
            root, out = options.snapshot or (str(folder / "market"), str(folder / "out"))
            size = triples
            if not options.snapshot:
                made = measure.run(f"{BUILD}:make", root=root, triples=triples, seed=options.seed)
                measure.run(f"{BUILD}:build", root=root, out=out, validate=False)
                size = made["size"]
            first: dict[str, Any] = {}
            for engine in ("embedded", *engines):
                _say(f"{engine}, {size:,} triples")
                run = _measured(engine, folder / f"{engine}-{triples}", steps, size, root, out)
                first = first or run
                rows.append(_row(f"{size:,}", engine, run, first, notes))
                body = f"{measure.table(HEAD, rows)}\n" + "\n".join(f"- {n}" for n in notes)
                measure.report(
                    "Other engines", "bench_remote.py", f"{body}\n\n{END}", write=options.write
                )


HEAD = ("triples", "engine", "push", "infer", "validate", "questions", "p50", "memory", "on disk")
END = (
    "Seconds are those on the wall, with what was sent, followed or found; the embedded engine has "
    "no push. “Questions” are those answered of all, and how many of them have as many rows as "
    "here; the middle of their times is that of the second asking, or of the first where it took "
    "more than a second. Memory is the peak of the "
    f"process that has the data, here that of validation too. {measure.versions('pyoxigraph')}."
)


def _row(
    size: str,
    engine: str,
    run: Mapping[str, Any],
    first: Mapping[str, Any],
    notes: dict[str, None],
) -> tuple[str, ...]:
    cells = [_cell(engine, size, step, run, notes) for step in ("push", "infer", "validate")]
    asked, here_asked = (one["ask"]["gave"] if "ask" in one else None for one in (run, first))
    if asked is None:
        cells += [_cell(engine, size, "ask", run, notes), "—"]
    else:
        rows, wanted = asked["rows"], (here_asked or asked)["rows"]
        same = sum(rows[slug] == wanted.get(slug) for slug in rows)
        total = len(rows) + len(asked["refused"])
        middle = f"{statistics.median(asked['ms'].values()):,.1f} ms" if rows else "—"
        cells += [f"{len(rows)} of {total} ({same})", middle]
        for slug in sorted(rows):
            if rows[slug] != wanted.get(slug):
                notes[f"{engine}, {size}: `{slug}` has {rows[slug]:,} rows, here "
                      f"{wanted.get(slug, 0):,}."] = None  # fmt: skip
        late = sorted(
            slug
            for slug, why in asked["refused"].items()
            if "not whole" in why or "timed out" in why
        )
        if late:
            notes[f"{engine}, {size}: no answer within {ANSWER} s to {', '.join(late)}."] = None
    return (size, engine, *cells, mib(run.get("memory")), mib(run.get("disk")))


def _cell(engine: str, size: str, step: str, run: Mapping[str, Any], notes: dict[str, None]) -> str:
    """What a step took, and in brackets what it gave; why it was not done goes to the notes."""
    done = run.get(step)
    if done is None:
        return "—"
    if done["why"]:
        why = re.sub(r"^https?://\S+ ", "", done["why"])
        notes[f"{engine}, {size}, {step}: {why}."] = None
        return "refused" if "Virtuoso 7 matches" in why else "not done"
    return f"{seconds(done['seconds'])} ({done['gave']:,})"


if __name__ == "__main__":
    main()
