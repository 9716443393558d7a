"""The graph on engines that others keep, beside the embedded one, in one run.

python -m benchmarks.bench_remote [--sizes 1M 5M] [--engines fuseki virtuoso] [--steps push ask]
    [--snapshot MARKET OUT] [--write]

A synthetic market of each size is built, then pushed to an engine that is started with an empty
folder, on loopback, and Fuseki's database compacted; there its closure is worked out, every stored
question is asked with the defaults of its header, and it is validated. Here the same is done on the
snapshot and the files.
`--snapshot` names a market that was built before, of whatever size: its project folder and the
folder of its snapshots. Engines that are not installed (`.ci/engines.sh`) are left out by
name. Each step has a limit (`LIMITS`), after which it is ended, and how far it came is told; what
was measured is kept after each engine, beside the rows of other sizes and engines that stand there.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

from benchmarks import measure
from benchmarks.bench_build import JOB as BUILD
from benchmarks.measure import Clock, Run, mib, seconds

JOB = "bench_remote"
SIZES = (1_000_000, 5_000_000)
STEPS = ("push", "infer", "ask", "validate")
"""As they are done: what takes the longest comes last."""
LIMITS = {"push": 1_800, "infer": 900, "ask": 600, "validate": 1_800}
"""Seconds that a step may take for a million triples, or for less."""
ANSWER = 15
"""Seconds that an answer may take."""
BRIEF = "brief"
"""The service of Fuseki that gives a query up soon after that: it would go on beside the next."""
EXPECTED = {
    "build": 110,
    "embedded": {"infer": 5, "ask": 100, "validate": 40},
    "fuseki": {"push": 160, "infer": 40, "ask": 120, "validate": 500},
    "virtuoso": {"push": 600, "infer": 60, "ask": 60, "validate": 1},
}
"""Seconds that a million triples took on two cores; only to say how long a run will take."""
_LATE = re.compile("not whole after|timed out")
TITLE = "Other engines"
DAY = date(2026, 11, 30)
"""The day on which sources are due for review or not: the same findings in every run."""


def size_of(root: str, out: str) -> dict[str, Any]:
    """How many triples the asserted graphs of a snapshot have together, each once."""
    import kgraph
    from kgraph.snapshot.graphs import is_merged

    store = kgraph.open(Path(root), Path(out)).store
    return {
        "size": len(
            {
                hash(quad.triple)
                for graph in filter(is_merged, store.named_graphs())
                for quad in store.quads_for_pattern(None, None, None, graph)
            }
        )
    }


def here(root: str, out: str, step: str, reached: str) -> dict[str, Any]:
    """What the embedded engine takes for a step that is not the push; the file `reached` says how
    far it is."""
    import kgraph
    from kgraph.limited.limits import LIMITED

    LIMITED.set(True)  # in this process, whose processor time is known
    snapshot = kgraph.open(Path(root), Path(out))
    works: dict[str, Callable[[], Any]] = {
        "infer": lambda: _closed(snapshot),
        "ask": lambda: _asked(
            lambda slug, given: len(kgraph.ask(slug, snapshot=snapshot, **given).rows), reached
        ),
        "validate": lambda: len(kgraph.findings(root=Path(root), as_of=DAY)),
    }
    return _done(works[step])


def there(
    url: str, user: str, password: str, root: str, out: str, step: str, reached: str
) -> dict[str, Any]:
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
    rules, no_limit, told = kgraph.rules(snapshot), float("inf"), _Told(reached)
    works: dict[str, Callable[[], Any]] = {
        "push": lambda: push(snapshot, endpoint, told=told).triples,
        "infer": lambda: infer(endpoint, rules, limit=no_limit, told=told).facts,
        "ask": lambda: _asked(
            lambda slug, given: len(ask(snapshot, endpoint, slug, given).rows), reached
        ),
        "validate": lambda: len(validate(endpoint, Path(root), DAY, limit=no_limit, told=told)),
    }
    return _done(works[step])


class _Told:
    """Says how far a step is: in a file, and every ten seconds to who runs this."""

    def __init__(self, reached: str) -> None:
        self._reached = reached
        self._last = time.monotonic()

    def __call__(self, text: str) -> None:
        _keep(self._reached, {"why": text})
        if time.monotonic() > self._last + 10:
            self._last = time.monotonic()
            _say(f"    {text}")


def _keep(reached: str, done: Mapping[str, Any]) -> None:
    """Writes how far a step is, so that the file is whole whenever the step is ended."""
    new = Path(f"{reached}.new")
    new.write_text(json.dumps(done), encoding="utf-8")
    new.replace(reached)


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


def _asked(answer: Callable[[str, dict[str, Any]], int], reached: str) -> dict[str, Any]:
    """Milliseconds and rows of each question that is answered, the others by name. What takes less
    than a second is asked twice: the second time counts."""
    from kgraph.questions.question import questions
    from kgraph.remote import RemoteError

    asked = questions(measure.PROJECT)
    left = [question.slug for question in asked]
    found: dict[str, Any] = {"ms": {}, "rows": {}, "refused": {}, "left": left}
    for question in asked:
        _keep(reached, {"gave": found})
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
        left.remove(question.slug)
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
    engine: str, steps: list[str], size: int, job: str, folder: Path, **arguments: Any
) -> Iterator[tuple[str, Run]]:
    """Each step in a process of its own, within its limit; none after a push that failed."""
    folder.mkdir(parents=True, exist_ok=True)
    for step in steps:
        limit = LIMITS[step] * max(1.0, size / 1_000_000)
        kept = folder / f"{step}.json"
        at = {"url": f"{arguments['url']}/{BRIEF}"} if (engine, step) == ("fuseki", "ask") else {}
        given = {**arguments, **at, "reached": str(kept)}
        run = measure.run(f"{JOB}:{job}", limit=limit, step=step, **given)
        if run.figures is None:
            run = Run({"seconds": limit, "cpu": None, **cut(run.stopped, kept)})
        _say(f"  {engine}, {step}: {seconds(run['seconds'])} {run['why']}")
        yield step, run
        if step == "push" and run["why"]:
            return


def cut(why: str, kept: Path) -> dict[str, Any]:
    """What is known of a step that was ended: the answers until then, or how far it came."""
    done = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    if done.get("gave") is not None:
        return {"gave": done["gave"], "why": ""}
    return {"gave": None, "why": f"{why}, {done['why']}" if done.get("why") else why}


def _measured(
    engine: str, folder: Path, steps: list[str], size: int, root: str, out: str
) -> dict[str, Any]:
    """What each step took, on the embedded engine or one that is started; its memory, its disk."""
    given = {"root": root, "out": out}
    if engine == "embedded":
        wanted = [step for step in steps if step != "push"]
        done = dict(_steps(engine, wanted, size, "here", folder, **given))
        return {**done, "memory": max((run["peak"] or 0 for run in done.values()), default=0)}
    options: dict[str, Any] = {"buffers": 170_000, "seconds": 1_200}
    if engine == "fuseki":
        options = {
            "java": ["-Xmx4g", "-XX:TieredStopAtLevel=4"],
            "brief": (BRIEF, ANSWER + 1),
            "more": ["--compact"],
        }
    with _engines().STARTS[engine](folder, **options) as running:
        who = {"user": running.given.user or "", "password": running.given.password or ""}
        given |= who | {"url": running.url}
        done: dict[str, Any] = {}
        for step, run in _steps(engine, steps, size, "there", folder / "reached", **given):
            done[step] = run
            if (engine, step) == ("fuseki", "push") and not run["why"]:
                before = _disk(folder)
                taken = _compacted(running.url)
                done["compacted"] = {"seconds": taken, "before": before, "after": _disk(folder)}
                _say(f"  fuseki, compacted: {taken:.0f} s")
        return {**done, "memory": _memory(running.process.pid), "disk": _disk(folder)}


def _disk(folder: Path) -> int:
    """The bytes that a folder takes on disk; files may go while they are counted."""
    taken = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            taken += path.lstat().st_blocks * 512
    return taken


def _compacted(url: str) -> float:
    """Lets a Fuseki write its database anew without what was given up; how many seconds it took."""
    server, _, name = url.rpartition("/")
    opener = build_opener(ProxyHandler({}))

    def asked(address: str, data: bytes | None = None) -> dict[str, Any]:
        with opener.open(f"{server}/$/{address}", data, timeout=60) as answer:
            return dict(json.load(answer))

    began = time.monotonic()
    task = asked(f"compact/{name}?deleteOld=true", b"")["taskId"]
    while "finished" not in (told := asked(f"tasks/{task}")):
        time.sleep(1)
    if not told.get("success"):
        raise RuntimeError(f"Fuseki did not compact its database: {told}")
    return time.monotonic() - began


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
        root, out = options.snapshot
        sizes = [measure.run(f"{JOB}:size_of", root=root, out=out)["size"]]
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
            given = {"steps": steps, "size": size, "root": root, "out": out}
            others = engines if steps == ["push"] else ("embedded", *engines)
            for engine in others:
                _say(f"{engine}, {size:,} triples")
                run = _measured(engine, folder / f"{engine}-{triples}", **given)
                first = first or run
                rows.append(_row(f"{size:,}", engine, run, first, notes))
                body = body_of(rows, list(notes), measure.section(TITLE))
                measure.report(TITLE, "bench_remote.py", body, write=options.write)


def body_of(rows: list[tuple[str, ...]], notes: list[str], old: str) -> str:
    """The section: what this run measured, and what stands there of other sizes and engines.

    A market of one size has a few triples more or less after each change of the schema.
    """

    def is_old(size: str, engine: str) -> bool:
        return any(row[1] == engine and abs(_size(row) / _size((size,)) - 1) < 0.01 for row in rows)

    lines = [line.strip("| ").split(" | ") for line in old.splitlines() if line.startswith("| ")]
    lines = lines[1:] if lines and tuple(lines[0]) == HEAD else []
    kept = [tuple(line) for line in lines if not is_old(*line[:2])]
    told = re.findall(r"^- ((\w+), ([\d,]+)[:,] .*)$", old, re.M)
    notes += [note for note, engine, size in told if not is_old(size, engine)]
    table = measure.table(HEAD, sorted([*rows, *kept], key=_size))
    return "\n".join((table, *(f"- {note}" for note in notes), "", END))


def _size(row: tuple[str, ...]) -> int:
    return int(row[0].replace(",", ""))


HEAD = (
    *("triples", "engine", "push", "infer", "validate", "questions", "p50", "memory", "on disk"),
    "measured",
)
END = (
    "Seconds are those on the wall, with what was sent, followed or found; the embedded engine has "
    "no push. “Questions” are those answered of all, and how many of them have as many rows as "
    "here; the middle of their times is that of the second asking, or of the first where it took "
    "more than a second. Memory is the peak of the process that has the data, here that of "
    "validation too. Each row says when and on what it was measured, and how busy that was. "
    f"{measure.versions('pyoxigraph')}."
)


def _row(
    size: str,
    engine: str,
    run: Mapping[str, Any],
    first: Mapping[str, Any],
    notes: dict[str, None],
) -> tuple[str, ...]:
    """A row of the table; what it does not tell goes to the notes."""
    cells = [_cell(engine, size, step, run, notes) for step in ("push", "infer", "validate")]
    asked, here_asked = (one["ask"]["gave"] if "ask" in one else None for one in (run, first))
    if asked is None:
        cells += [_cell(engine, size, "ask", run, notes), "—"]
    else:
        rows, wanted = asked["rows"], (here_asked or asked)["rows"]
        same = sum(rows[slug] == wanted.get(slug) for slug in rows)
        total = len(rows) + len(asked["refused"]) + len(asked["left"])
        middle = f"{statistics.median(asked['ms'].values()):,.1f} ms" if rows else "—"
        cells += [f"{len(rows)} of {total} ({same})", middle]
        for slug in sorted(rows):
            if rows[slug] != wanted.get(slug):
                notes[f"{engine}, {size}: `{slug}` has {rows[slug]:,} rows, here "
                      f"{wanted.get(slug, 0):,}."] = None  # fmt: skip
        late = sorted(slug for slug, why in asked["refused"].items() if _LATE.search(why))
        if late:
            notes[f"{engine}, {size}: no answer within {ANSWER} s to {', '.join(late)}."] = None
        if asked["left"]:
            notes[f"{engine}, {size}: ended after {seconds(run['ask']['seconds'])}, before "
                  f"{len(asked['left'])} questions were answered ({asked['left'][0]} and what "
                  "follows)."] = None  # fmt: skip
    if done := run.get("compacted"):
        before, after = mib(done["before"]), mib(done["after"])
        notes[f"{engine}, {size}: compacted after the push, in {seconds(done['seconds'])}, from "
              f"{before} to {after} on disk."] = None  # fmt: skip
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    measured = f"{date.today().isoformat()}, {measure.processor()}{load}"
    return (size, engine, *cells, mib(run.get("memory")), mib(run.get("disk")), measured)


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
