"""How long a user waits: `kgraph ask` as a whole process on a built graph, and a build by stage.

python benchmarks/bench_cold_start.py [--root DIR] [--runs N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kgraph

QUESTIONS = ("token-route", "record-coverage")


def cold(line: list[str], runs: int) -> list[float]:
    """Seconds of each run of a command in a process of its own."""
    # Without compiled modules every start would compile the package anew.
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
    seconds = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        command = [sys.executable, "-m", "kgraph", *line]
        subprocess.run(command, check=True, capture_output=True, env=environment)
        seconds.append(time.perf_counter() - started)
    return seconds[1:]  # the first fills the caches of the disk


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path)
    parser.add_argument("--runs", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        report = kgraph.build(options.root, out, fail_on="never")
        print(f"{report.counts['triples']:,} triples, {os.cpu_count()} cores")
        for stage, seconds in report.seconds.items():
            print(f"build {stage:<18} {seconds:7.3f} s")
        print(f"build {'all stages':<18} {sum(report.seconds.values()):7.3f} s")
        where = ["--out", str(out), *(["--root", str(options.root)] if options.root else [])]
        for question in QUESTIONS:
            times = cold(["ask", question, *where], options.runs)
            print(
                f"ask {question:<20} {min(times):7.3f} s at best, "
                f"{statistics.median(times):.3f} s in the middle, {max(times):.3f} s at worst"
            )


if __name__ == "__main__":
    main()
