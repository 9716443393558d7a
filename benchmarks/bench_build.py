"""A build, stage by stage: the real graph and synthetic markets as files.

python -m benchmarks.bench_build [--sizes 100k 1M] [--write]
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.measure import Clock, Run, mib, seconds

JOB = "bench_build"
SIZES = (100_000, 1_000_000)
STAGES = ("load", "infer", "claims", "validate", "write", "publish")


def make(root: str, triples: int, seed: int) -> dict[str, Any]:
    """Writes a market as a project folder."""
    from benchmarks.files import write_root
    from benchmarks.market import Market

    market = Market(triples, seed=seed)
    write_root(market, Path(root))
    return {"size": market.size}


def build(root: str, out: str, validate: bool = True) -> dict[str, Any]:
    """Builds a project folder from nothing."""
    import kgraph
    from kgraph.limited.limits import LIMITED

    LIMITED.set(True)  # in this process, whose processor time is known
    with Clock() as clock:
        built = kgraph.build(
            Path(root), Path(out), fail_on="never", force=True, validate=validate, lines=False
        )
    return {
        **{stage: built.seconds.get(stage) for stage in STAGES},
        "counts": dict(built.counts),
        "seconds": clock.seconds,
        "cpu": clock.cpu,
    }


def main() -> None:
    """Measures and prints."""
    parser = measure.parser(__doc__, SIZES)
    options = parser.parse_args()
    rows = []
    with measure.workplace() as folder:
        real = measure.run(f"{JOB}:build", root=str(measure.PROJECT), out=str(folder / "out"))
        rows.append(_row("the real graph", real))
        for triples in [] if options.quick else sorted(options.sizes):
            root = str(folder / f"market-{triples}")
            made = measure.run(f"{JOB}:make", root=root, triples=triples, seed=options.seed)
            run = measure.run(f"{JOB}:build", root=root, out=str(folder / f"out-{triples}"))
            rows.append(_row(f"{made['size']:,}", run))
            print(measure.table(HEAD, rows[-1:]), flush=True)
    body = (
        measure.table(HEAD, rows)
        + f"\n{measure.CLOCK} {measure.PEAK} {measure.versions('pyoxigraph')}.\n"
    )
    measure.report("Build", "bench_build.py", body, write=options.write)


HEAD = ("triples", *STAGES, "all", "memory")


def _row(name: str, run: Run) -> tuple[object, ...]:
    return (
        name,
        *(seconds(run[stage]) for stage in STAGES),
        f"{seconds(run['seconds'])} ({seconds(run['cpu'])})",
        mib(run["peak"]),
    )


if __name__ == "__main__":
    main()
