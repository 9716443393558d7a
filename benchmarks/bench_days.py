"""The state of another day: made from a snapshot, and opened again, beside a build.

python -m benchmarks.bench_days [--sizes 100k] [--write]
"""

from __future__ import annotations

import statistics
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.bench_build import JOB as BUILD
from benchmarks.measure import Clock, Run, mib, seconds

JOB = "bench_days"
SIZES = (100_000,)
DAYS = (date(2020, 1, 1), date(2024, 1, 1), date(2025, 6, 1), date(2026, 6, 1))


def days(out: str) -> dict[str, Any]:
    """Makes the states of some days, one after the other, and opens them again."""
    from kgraph.snapshot import open_snapshot
    from kgraph.snapshot.days import on_day

    snapshot = open_snapshot(Path(out))
    figures = {}
    for name in ("made", "opened"):
        clocks = []
        for day in DAYS:
            with Clock() as clock:
                on_day(snapshot, day)
            clocks.append(clock)
        figures[name] = [clock.seconds for clock in clocks]
        figures[f"{name} cpu"] = [clock.cpu for clock in clocks]
    return figures


def main() -> None:
    """Measures and prints."""
    options = measure.parser(__doc__, SIZES).parse_args()
    rows = []
    with measure.workplace() as folder:
        real = str(folder / "out")
        built = measure.run(f"{BUILD}:build", root=str(measure.PROJECT), out=real)
        rows.append(_row("the real graph", measure.run(f"{JOB}:days", out=real), built))
        for triples in [] if options.quick else sorted(options.sizes):
            root, out = str(folder / f"market-{triples}"), str(folder / f"out-{triples}")
            made = measure.run(f"{BUILD}:make", root=root, triples=triples, seed=options.seed)
            built = measure.run(f"{BUILD}:build", root=root, out=out)
            rows.append(_row(f"{made['size']:,}", measure.run(f"{JOB}:days", out=out), built))
    head = ("triples", "made, in the middle", "at worst", "opened again", "a build", "memory")
    body = (
        f"{measure.table(head, rows)}\nThe states of {', '.join(map(str, DAYS))}. "
        f"{measure.CLOCK} {measure.PEAK} {measure.versions('pyoxigraph')}.\n"
    )
    measure.report("State of another day", "bench_days.py", body, write=options.write)


def _row(name: str, run: Run, built: Run) -> tuple[object, ...]:
    middle = statistics.median(run["made cpu"])
    return (
        name,
        *(_both(run, "made", pick) for pick in (statistics.median, max)),
        _both(run, "opened", statistics.median),
        f"{built['cpu'] / middle:,.1f} × as long",
        mib(run["peak"]),
    )


def _both(run: Run, name: str, pick: Any) -> str:
    return f"{seconds(pick(run[name]))} ({seconds(pick(run[f'{name} cpu']))})"


if __name__ == "__main__":
    main()
