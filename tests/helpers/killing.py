"""Kills builds and releases, each at another moment.

    python killing.py build|release FROM INTO EVERY MOMENTS

FROM is a project, which is copied to INTO/<case>/project for each case. One child is killed at each
EVERYth event of the file system that the program causes below its case, and some more at MOMENTS of
the clock, so that they hit the engine as well. Writes a line for each: case, and whether it died.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

from kgraph.release import release
from kgraph.snapshot.build import build

EVENTS = frozenset(
    ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree")
)


def run(what: str, case: Path) -> None:
    """The work that is killed."""
    project = case / "project"
    if what == "build":
        build(project, project / ".kgraph", validate=False, force=True)
    else:
        release(project, "1.2.0", case / "dist", issued=date(2026, 11, 24))


def die_at(case: Path, number: float) -> None:
    """Kills this process at that event of its own."""
    seen = count()
    place = os.fsencode(case)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event not in EVENTS or not isinstance(arguments[0], str | bytes | Path):
            return
        reading = (
            event == "open" and isinstance(arguments[2], int) and not arguments[2] & os.O_CREAT
        )
        if os.fsencode(arguments[0]).startswith(place) and not reading and next(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def die_after(_case: Path, seconds: float) -> None:
    """Has the system end this process then, whatever it is doing: nothing of Python runs."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def one(
    what: str, project: Path, case: Path, arm: Callable[[Path, float], None], when: float
) -> bool:
    """Whether the child died."""
    shutil.copytree(project, case / "project")
    child = os.fork()
    if not child:
        arm(case, when)
        run(what, case)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit(f"{case}: the child failed")
    return os.WIFSIGNALED(status)


def main() -> None:
    """Runs all cases."""
    what, project, into = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]).resolve()
    every, moments = map(int, sys.argv[4:])
    died, whole = True, 0.0
    for number in count(step=every):
        if not died:
            break
        started = time.monotonic()
        died = one(what, project, into / f"event-{number:03}", die_at, number)
        whole = time.monotonic() - started
        sys.stdout.write(f"event-{number:03} {died}\n")
    chance = random.Random(7)
    for number in range(moments):
        case = into / f"moment-{number:03}"
        died = one(what, project, case, die_after, max(0.001, chance.random() * whole))
        sys.stdout.write(f"{case.name} {died}\n")


if __name__ == "__main__":
    main()
