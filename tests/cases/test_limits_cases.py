"""Code that lies where one works is not run, and what is asked ends with its limits."""

from __future__ import annotations

import contextlib
import inspect
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.processes import children, runs, seconds_of, wait_until
from helpers.project import PROJECT
from helpers.running import hear_signals

from kgraph.cli.commands import COMMANDS

HERE = Path(__file__).parent
CODE = HERE / "ask-05-cwd-code-in-worker"
HEAVY = HERE / "ask-07-worker-outlives" / "heavy.rq"
ENDLESS = HEAVY.read_text(encoding="utf-8").replace("?n)", "?n) (SUM(STRLEN(?c)) AS ?m)")

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "kgraph", *words]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROJECT)}


# -- ask-05


def modules_the_interpreter_takes() -> set[str]:
    """What `python -m` imports before it comes to the program."""
    code = "import sys, runpy; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(told.stdout.split())


@pytest.mark.parametrize(
    "words",
    [
        ("query", "ASK {}", "-f", "json"),
        ("ask", "units", "-f", "json"),
        ("validate",),
        ("explain", "start", "operatedBy", "odx"),
    ],
)
def test_no_code_of_the_current_folder_is_run(
    built_market: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    left = "open(__file__[:-3] + '.ran', 'w'); raise SystemExit(9)"
    for name in sys.stdlib_module_names - modules_the_interpreter_takes():
        (tmp_path / f"{name}.py").write_text(left, encoding="utf-8")
    for name in ("pyoxigraph", "yaml", "rich", "rdflib", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(left, encoding="utf-8")
    shutil.copy(CODE / "pickle.py", tmp_path)
    told = subprocess.run(
        [*command(*words), "--root", str(built_market)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    ran = [*tmp_path.glob("*.ran"), *tmp_path.glob("executed-by*")]
    assert (told.returncode, ran) == (0, []), told.stderr


WORKER = """
import os, sys
import kgraph
from pathlib import Path
snapshot = kgraph.open(Path(sys.argv[1]))
os.chdir(sys.argv[2])
print(snapshot.query("ASK {}").boolean, len(kgraph.ask("units", snapshot=snapshot)))
"""


def test_nor_is_it_when_a_program_asks(built_market: Path, tmp_path: Path) -> None:
    program = tmp_path / "elsewhere" / "program.py"
    program.parent.mkdir()
    program.write_text(WORKER, encoding="utf-8")
    for name in ("pickle", "json", "token", "signal", "queue", "pyoxigraph"):
        shutil.copy(CODE / "pickle.py", tmp_path / f"{name}.py")
    told = subprocess.run(
        [sys.executable, str(program), str(built_market), str(tmp_path)],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (told.stdout, told.stderr) == ("True 2\n", "")
    assert not (tmp_path / "executed-by-kgraph-query.txt").exists()


# -- ask-07


PROGRAM = """
import sys
import kgraph
from pathlib import Path
from kgraph.limited import Limits
snapshot = kgraph.open(Path(sys.argv[1]))
snapshot.query(sys.argv[2], Limits(seconds=float(sys.argv[3])))
"""

CALL = """
import sys
from hashlib import pbkdf2_hmac
from kgraph.limited import Limits, within
work = {"hash_name": "sha1", "password": b"", "salt": b"", "iterations": (1 << 31) - 1}
within(Limits(seconds=float(sys.argv[3])), pbkdf2_hmac, **work)
"""
"""What a call of the package does that builds or validates, with work that nothing interrupts."""
PROGRAMS = {"program": PROGRAM, "call": CALL}


@contextlib.contextmanager
def asking(root: Path, seconds: str, how: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A process that asks the heavy query, and the process it has started for that."""
    started = subprocess.Popen(
        command("query", ENDLESS, "--timeout", seconds)
        if how == "command"
        else [sys.executable, "-c", PROGRAMS[how], str(root), ENDLESS, seconds],
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hear_signals,
    )
    found: list[int] = []
    try:
        assert wait_until(lambda: found.extend(children(started.pid)) or found)
        assert wait_until(lambda: seconds_of(found[0]) > 0.6)
        yield started, found[0]
    finally:
        for process in (started.pid, *found):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        started.communicate(timeout=60)


linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc of Linux")


@linux
@pytest.mark.parametrize("how", ["command", *PROGRAMS])
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_nothing_goes_on_when_who_asked_is_gone(
    built_market: Path, by: signal.Signals, how: str
) -> None:
    with asking(built_market, "none" if how == "command" else "600", how) as (asker, worker):
        asker.send_signal(by)
        asker.wait(30)
        assert wait_until(lambda: not runs(worker), 10)


@linux
@pytest.mark.parametrize("how", ["command", *PROGRAMS])
def test_nothing_goes_on_past_its_limit_when_who_asked_is_stopped(
    built_market: Path, how: str
) -> None:
    with asking(built_market, "3", how) as (asker, worker):
        asker.send_signal(signal.SIGSTOP)
        assert wait_until(lambda: not runs(worker), 20)


@posix
@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (("--timeout", "1"), "it took longer than 1 s"),
        (("--max-memory", "250M"), "it takes more than 0.244 GB of memory"),
    ],
)
def test_what_was_reached_is_said_in_one_line(
    built_market: Path, limit: tuple[str, ...], told: str
) -> None:
    cross = " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(4))
    asked = subprocess.run(
        command("query", f"SELECT * {{ {cross} }} ORDER BY ?c0 ?c1", *limit),
        cwd=built_market,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (asked.returncode, asked.stdout) == (4, "")
    (line,) = asked.stderr.splitlines()
    assert line.startswith(f"error: {told}")
    assert "raise the limit with --" in line


# A server goes on until it is ended; its limits are those of each request (`web/test_walls.py`).
@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"serve", "mcp"}))
def test_every_command_has_limits(name: str) -> None:
    known = inspect.signature(COMMANDS[name]()).parameters
    assert {"timeout", "max_memory"} <= set(known)


@posix
@pytest.mark.parametrize(
    "line",
    [
        ("show", "odx"),
        ("search", "SBI"),
        ("stats",),
        ("check-snapshot",),
        ("new", "source", "https://x.org/", "--publisher", "x", "--dry-run"),
        ("new", "token", "name_en=x", "--source", "x", "--dry-run"),
        ("import", "tokens", "-", "--source", "x", "--dry-run"),
    ],
)
def test_commands_that_only_read_keep_to_their_limits(
    built_market: Path, line: tuple[str, ...]
) -> None:
    told = subprocess.run(
        command(*line, "--timeout", "0.001"),
        cwd=built_market,
        env=environment(),
        stdin=subprocess.PIPE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (told.returncode, told.stdout) == (4, "")
    assert told.stderr.startswith("error: it took longer than 0.001 s")


@posix
def test_an_interrupt_ends_what_the_engine_does(built_market: Path) -> None:
    with asking(built_market, "none", "command") as (asker, worker):
        asker.send_signal(signal.SIGINT)
        assert asker.wait(20) == 130
        assert wait_until(lambda: not runs(worker), 10)
