"""Measured runs in processes of their own, and the page on which results are kept."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, TypeVar

Result = TypeVar("Result")

PROJECT: Final = Path(__file__).resolve().parents[1]
RESULTS: Final = PROJECT / "benchmarks" / "RESULTS.md"
SIZES: Final = (10_000, 100_000, 1_000_000, 5_000_000)
LIMIT: Final = 600.0
"""Seconds that a reference may take before it counts as not finishing."""

CLOCK: Final = (
    "Seconds are those on the wall; in brackets those that the processor worked, all threads "
    "together, which say more where the machine was busy."
)
PEAK: Final = "Memory is the peak of the whole process, the data included."
_HEAD: Final = (
    "# Measured results\n\n"
    "Each section is written by the script it names, run with `--write`. Sizes are triples\n"
    "asserted in the merged graph, the schema included.\n"
)


@dataclass(frozen=True)
class Run:
    """What a job gave: its own figures, or None where it was stopped; and why."""

    figures: Mapping[str, Any] | None
    stopped: str = ""

    def __getitem__(self, name: str) -> Any:
        """A figure, or None where there is none."""
        return None if self.figures is None else self.figures.get(name)


class Clock:
    """Seconds on the wall, and seconds that the processor worked, while it is entered."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    def __enter__(self) -> Clock:
        self.started, self.worked = time.perf_counter(), _worked()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self.started
        self.cpu = _worked() - self.worked


def _worked() -> float:
    """The processor seconds of this process and of those that it started, ended or not."""
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system + _at_work()


def _at_work() -> float:
    """The processor seconds of the processes that this one started and that live, as Linux tells
    them: those that wait for the next piece of work."""
    ticks = 0
    for started in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        for process in started.read_text().split():
            with suppress(OSError):
                told = Path(f"/proc/{process}/stat").read_text()
                ticks += sum(map(int, told.rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def peak() -> int:
    """The most memory that this process ever held, in bytes."""
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale


def run(job: str, limit: float | None = None, **arguments: Any) -> Run:
    """The result of `module:function` of benchmarks, called in a process of its own.

    `limit` in seconds; beyond it the process is ended, as it is where it takes more than three
    quarters of the memory. A job that fails ends the benchmark.
    """
    paths = os.pathsep.join([str(PROJECT), *(p for p in sys.path if p)])
    command = [sys.executable, "-m", "benchmarks.measure", job, json.dumps(arguments)]
    started = subprocess.Popen(
        command,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        output, _ = started.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        return Run(None, f"more than {limit:.0f} s")
    finally:
        if started.poll() is None:
            started.kill()
            started.communicate()
    figures = json.loads(output.splitlines()[-1]) if output.strip() else None
    if started.returncode == 0 and figures is not None:
        return Run(figures)
    if limit is not None and started.returncode in (_NO_MEMORY, -9):
        return Run(None, "out of memory")
    raise SystemExit(f"error: the job {job} failed with exit code {started.returncode}")


def within(limit: float, work: Callable[[], Result]) -> Result | None:
    """What some work gives, done in a copy of this process; None where it takes longer.

    In: `limit` in seconds. The copy is ended from outside: a library that catches every exception
    would take one raised by an alarm for its own, and go on.
    """
    context = get_context("fork")
    reading, writing = context.Pipe(duplex=False)
    copy = context.Process(target=lambda: writing.send(work()))
    copy.start()
    writing.close()
    try:
        return reading.recv() if reading.poll(limit) else None
    finally:
        copy.kill()
        copy.join()


_NO_MEMORY: Final = 77


def main() -> None:
    """Runs one job and prints its figures as JSON, with the peak of memory."""
    job, arguments = sys.argv[1], json.loads(sys.argv[2])
    total = _memory()
    if total:
        resource.setrlimit(resource.RLIMIT_DATA, (total * 3 // 4, total * 3 // 4))
    module, function = job.split(":")
    try:
        figures = getattr(import_module(f"benchmarks.{module}"), function)(**arguments)
    except MemoryError:
        sys.exit(_NO_MEMORY)
    print(json.dumps({**figures, "peak": peak()}))


def parser(text: str | None, sizes: Sequence[int] = SIZES) -> argparse.ArgumentParser:
    """The options that all scripts have."""
    made = argparse.ArgumentParser(
        description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--sizes", nargs="+", type=size, default=list(sizes), metavar="TRIPLES")
    made.add_argument("--quick", action="store_true", help="the smallest size only")
    made.add_argument("--seed", type=int, default=1, help="which market of a size")
    made.add_argument("--write", action="store_true", help="keep the result in RESULTS.md")
    return made


def size(text: str) -> int:
    """A number of triples as people write it: 10k, 1M or 250000."""
    factors = {"k": 1_000, "M": 1_000_000}
    return int(float(text.rstrip("kM")) * factors.get(text[-1], 1))


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder for data of the run, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="kgraph-bench-") as folder:
        yield Path(folder)


# -- words


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column to the left, numbers to the right."""
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def seconds(value: float | None) -> str:
    """Seconds with as many digits as mean something."""
    if value is None:
        return "—"
    return (
        f"{value:.0f} s" if value >= 100 else f"{value:.1f} s" if value >= 10 else f"{value:.2f} s"
    )


def both(run: Run) -> str:
    """The wall and the processor seconds of a run, or why there are none."""
    if run.figures is None:
        return run.stopped
    return f"{seconds(run['seconds'])} ({seconds(run['cpu'])})"


def mib(value: int | None) -> str:
    """Bytes as MiB."""
    return "—" if value is None else f"{value / 2**20:,.0f} MiB"


def faster(theirs: Run, ours: Run) -> str:
    """How many times as long theirs took, on the wall and of the processor."""
    if theirs["seconds"] is None:
        return "—"
    ratios = (theirs[kind] / max(ours[kind], 0.001) for kind in ("seconds", "cpu"))
    return "{:,.1f} × ({:,.1f} ×)".format(*ratios)


def machine() -> str:
    """What the figures were measured on, and how busy it was."""
    memory = _memory()
    words = [processor(), f"{os.cpu_count()} cores"]
    if memory:
        words.append(f"{memory / 2**30:.0f} GiB of memory")
    words.append(f"Python {platform.python_version()}")
    if hasattr(os, "getloadavg"):
        words.append(f"load average {os.getloadavg()[0]:.1f} when it ended")
    return ", ".join(words)


def versions(*packages: str) -> str:
    """The versions of packages."""
    found = []
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, AttributeError):
        return 0


def processor() -> str:
    """What the processor calls itself."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        found = re.search(r"^model name\s*:\s*(.+)$", info.read_text(encoding="utf-8"), re.M)
        if found:
            return found[1].strip()
    return platform.processor() or platform.machine()


def report(title: str, script: str, body: str, *, write: bool) -> None:
    """Prints a section and, with `write`, puts it in the place of the old one in RESULTS.md."""
    section = (
        f"## {title}\n\n`{script}`, {date.today().isoformat()}; {machine()}.\n\n{body.rstrip()}\n"
    )
    print(section)
    if write:
        old = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else _HEAD
        RESULTS.write_text(with_section(old, title, section), encoding="utf-8")


def section(title: str) -> str:
    """The section of that title as it stands in RESULTS.md; nothing where there is none."""
    page = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else ""
    found = re.search(rf"^## {re.escape(title)}$.*?(?=^## |\Z)", page, re.M | re.S)
    return found[0] if found else ""


def with_section(page: str, title: str, section: str) -> str:
    """The page with a section in the place of that of the same title, or at its end."""
    head, *sections = re.split(r"^(?=## )", page, flags=re.M)
    kept = [part.rstrip() + "\n" for part in sections]
    for place, part in enumerate(kept):
        if part.split("\n", 1)[0] == f"## {title}":
            kept[place] = section
            break
    else:
        kept.append(section)
    return "\n".join([head.rstrip() + "\n", *kept])


if __name__ == "__main__":
    main()
