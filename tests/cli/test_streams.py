"""The command at its edges: streams that are closed or full, odd names, faults, interruptions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.running import hear_signals, run_bytes
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kgraph.cli import main, misuse
from kgraph.cli.call import Call
from kgraph.cli.commands import COMMANDS

CODES = {0, 1, 2, 3, 4}
"""How a command may end that met no fault of the program."""


def shell(
    script: str, folder: Path, *words: str | bytes, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Runs a shell script in which `$K` is the command."""
    environment = {name: text for name, text in os.environ.items() if name[:7] != "KGRAPH_"}
    environment |= {"PYTHONPATH": str(PROJECT), "PY": sys.executable, **(env or {})}
    return subprocess.run(
        ["bash", "-c", 'K="$PY -m kgraph"; ' + script, "bash", *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )


def plain(folder: Path, *words: str | bytes) -> subprocess.CompletedProcess[bytes]:
    """Runs a command line that needs no shell."""
    return run_bytes(*map(os.fsdecode, words), cwd=folder)


def fails(monkeypatch: pytest.MonkeyPatch, error: BaseException, *line: str) -> int:
    """The exit code where the command `stats` meets an error."""

    def stats() -> int:
        raise error

    monkeypatch.setitem(dict_of_commands(monkeypatch), "stats", lambda: stats)
    monkeypatch.setattr(sys, "argv", ["kgraph", "stats", *line])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def dict_of_commands(monkeypatch: pytest.MonkeyPatch) -> dict:
    open_to_change = dict(COMMANDS)
    monkeypatch.setattr("kgraph.cli.commands.COMMANDS", open_to_change)
    monkeypatch.setattr("kgraph.cli.line.COMMANDS", open_to_change)
    return open_to_change


# -- faults and interruptions


@pytest.mark.parametrize(
    "error",
    [
        ValueError("odd"),
        RecursionError("deep"),
        MemoryError(),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        AssertionError(),
        OverflowError("timestamp too large"),
        KeyError("x\x1b[31m\ny"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_fault_is_one_line_that_asks_for_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException
) -> None:
    assert fails(monkeypatch, error) == misuse.UNFORESEEN == 70
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert line.startswith("error: ")
    assert type(error).__name__ in line
    assert "report" in line
    assert "\x1b" not in line


@pytest.mark.parametrize("words", [["stats", "--debug"], ["--debug", "stats"]])
def test_debug_shows_where_it_happened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    def stats() -> int:
        raise ValueError("odd")

    monkeypatch.setitem(dict_of_commands(monkeypatch), "stats", lambda: stats)
    monkeypatch.setattr(sys, "argv", ["kgraph", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 70
    told = capsys.readouterr().err
    assert "Traceback" in told
    assert "in stats" in told


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(32, "Broken pipe"), 0),
        (OSError(28, "No space left on device"), 3),
        (UnicodeEncodeError("utf-8", "a\udcff", 1, 2, "surrogates not allowed"), 2),
    ],
    ids=["interrupted", "reader gone", "disk full", "name not UTF-8"],
)
def test_what_can_be_foreseen_has_its_own_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
) -> None:
    assert fails(monkeypatch, error) == code
    assert "report it" not in capsys.readouterr().err


def test_an_error_without_words_is_still_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Speechless(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    assert fails(monkeypatch, Speechless()) == 70
    assert "RuntimeError" in capsys.readouterr().err


def test_the_parser_runs_no_command_and_so_swallows_none_of_its_errors(
    built_market: Path,
) -> None:
    script = "$K export --format nquads --no-inferred | true; echo ${PIPESTATUS[0]}"
    told = shell(script, built_market)
    assert (told.stdout, told.stderr) == (b"0\n", b"")
    assert shell("$K export --help | true; echo ${PIPESTATUS[0]}", built_market).stdout == b"0\n"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_control_c_ends_a_command_quietly(built_market: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "query", "-"],
        cwd=built_market,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hear_signals,
    )
    assert process.stdin is not None
    # More than a pipe holds: when it is through, the command reads, and waits for the end.
    process.stdin.write(b"#" * 200_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"interrupted\n")


# -- streams


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("stats >&-", 3, b"standard output"),
        ("query - <&-", 2, b"standard input is closed"),
        ("stats > /dev/full", 3, b"the disk is full; free some space"),
        ("import tokens - -s x <&-", 2, b"standard input is closed"),
        ("--help > /dev/full", 3, b"the disk is full; free some space"),
    ],
)
def test_a_stream_that_takes_or_gives_nothing_is_one_line(
    built_market: Path, line: str, code: int, word: bytes
) -> None:
    told = shell(f"$K {line}", built_market)
    assert told.returncode == code, told.stderr
    assert word in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_words_go_nowhere_where_nobody_hears_them(built_market: Path) -> None:
    for closed in ("2>&-", "2>/dev/full"):
        told = shell(f"$K ask units -f csv {closed}", built_market)
        assert told.stdout.startswith(b"token,tokenLabel,units\n")
        assert told.returncode == 0
        told = shell(f"$K ask nothing {closed}", built_market)
        assert (told.returncode, told.stdout) == (2, b"")


def test_all_streams_closed_and_no_home(built_market: Path, tmp_path: Path) -> None:
    target = tmp_path / "units.csv"
    script = '$K ask units -o "$1" <&- >&- 2>&-; echo $? > "$2"'
    shell(script, built_market, str(target), str(tmp_path / "code"))
    assert (tmp_path / "code").read_text() == "0\n"
    assert "units" in target.read_text(encoding="utf-8")


def test_a_command_needs_no_home(built_market: Path) -> None:
    told = shell("unset HOME; $K ask units -f csv", built_market)
    assert (told.returncode, told.stderr) == (0, b"")


# -- texts and names that are not what they should be


def test_a_name_beyond_utf_8(built_market: Path, tmp_path: Path) -> None:
    """A file from a zip that was packed on a Japanese Windows, and letters typed in no encoding."""
    name = b"\x8e\x91\x97\xbf.ttl"
    path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 (bytes)
    with open(path, "wb") as stream:  # noqa: PTH123 (bytes)
        stream.write(b"<https://w3id.org/jpst/id/new> a <https://w3id.org/jpst/ontology/Venue> .\n")
    for written in ("text", "json", "csv", "sarif", "report"):
        told = plain(built_market, "validate", path, "-f", written)
        assert told.returncode == 1, told.stderr
        assert b"Traceback" not in told.stderr
        assert told.stdout.decode("utf-8")
    odd = b"ODX\xff"
    for line in (
        ("show", odd),
        ("ask", odd),
        ("ask", "units", b"least=" + odd),
        ("search", odd),
        ("query", odd),
    ):
        told = plain(built_market, *line)
        assert told.returncode == 2, told.stderr
        assert b"is not UTF-8" in told.stderr
        assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "cp932", "PYTHONUTF8": "0"},
    ],
)
def test_a_name_is_found_whatever_the_locale(built_market: Path, env: dict[str, str]) -> None:
    told = shell('$K search "$1" -f tsv', built_market, "アルファ", env=env)
    assert (told.returncode, told.stderr) == (0, b"")
    assert "アルファ" in told.stdout.decode("utf-8")


@pytest.mark.parametrize("seconds", ["inf", "nan", "-inf", "1e400", "1e300", "2e6"])
def test_a_limit_is_a_number_to_count_with(built_market: Path, seconds: str) -> None:
    told = plain(built_market, "query", "ASK {}", f"--timeout={seconds}")
    assert told.returncode == 2, told.stderr
    assert len(told.stderr.splitlines()) == 1


# -- what is no file


def test_a_pipe_a_device_and_a_folder_are_named_and_never_waited_for(
    market: Path, built_market: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "folder.ttl").mkdir()
    root = ("--root", str(built_market))
    for line in (
        ("query", "pipe.ttl", *root),
        ("fmt", "pipe.ttl"),
        ("import", "tokens", "pipe.ttl", "-s", "x", *root),
        ("diff", "pipe.ttl", "pipe.ttl"),
        ("validate", "--profile", "pipe.ttl", *root),
    ):
        told = plain(tmp_path, *line)
        assert (told.returncode, b"this is a pipe" in told.stderr) == (3, True), told.stderr
    for name, word in (("pipe.ttl", b"this is a pipe"), ("folder.ttl", b"this is a folder")):
        told = plain(tmp_path, "validate", name, *root)
        assert (told.returncode, word in told.stderr) == (3, True), told.stderr
    told = plain(tmp_path, "query", "/dev/zero", *root)
    assert (told.returncode, b"this is a device" in told.stderr) == (3, True), told.stderr
    assert plain(market, "build").returncode == 0
    os.mkfifo(market / "queries" / "endless.rq")
    for line in (("build",), ("ask", "endless")):
        told = plain(market, *line)
        assert (told.returncode, b"this is a pipe" in told.stderr) == (3, True), told.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="any bytes are a file name")
@pytest.mark.parametrize("verb", ["validate", "build"])
def test_a_file_name_that_is_no_text_is_told(market: Path, verb: str) -> None:
    Path(os.fsdecode(os.fsencode(market / "data/sources") + b"/\xff.ttl")).touch()
    told = plain(market, verb)
    assert (told.returncode, told.stdout) == (3, b"")
    assert b"the file name is not a slug" in told.stderr


# -- whatever is typed

WORDS = st.one_of(
    st.sampled_from(
        [
            *(word for name in COMMANDS for word in name.split()),
            *("units", "least=1", "least=", "=", "-"),
            *("--lang", "ja", "-f", "json", "csv", "--max-rows", "1", "--timeout", "nan", "--"),
            *("--root", "/nowhere", "-o", "-h", "--version", "--debug", "--explain", "--check"),
            *("odx", "ODX", "start", "a", "operatedBy", "ASK {}", "SELECT * {", "/dev/null"),
        ]
    ),
    st.text(max_size=6),
)


@settings(max_examples=150, deadline=None)
@given(line=st.lists(WORDS, max_size=5))
@example(line=["mcp"])
def test_no_line_makes_a_traceback(line: list[str], built_market: Path) -> None:
    if {"build", "release", "fmt", "align", "new", "import", "-o", "--out"} & set(line):
        return  # they write; what they do has tests of its own
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(built_market)
        for name in ("KGRAPH_ROOT", "KGRAPH_LANG"):
            patch.delenv(name, raising=False)
        patch.setattr(sys, "argv", ["kgraph", *line])
        patch.setattr("kgraph.web.run.serve", lambda *_: None)  # it would answer for ever
        if find_spec("mcp") is not None:  # the other one that would
            patch.setattr("kgraph.mcp.server.MCPServer.run", lambda *_: None)
        with pytest.raises(SystemExit) as ended:
            main()
    assert int(ended.value.code or 0) in CODES


def test_a_call_takes_no_text_that_is_not_utf_8() -> None:
    from kgraph.cli.search import search

    with pytest.raises(misuse.Misuse, match=r"text: “a\\udcff” is not UTF-8"):
        Call(search, {"text": "a\udcff"}).run()


def test_what_was_typed_does_not_drown_what_is_wrong_with_it(built_market: Path) -> None:
    told = plain(built_market, "query", "ASK {}", "-f", "x" * 5000).stderr.decode()
    assert told.startswith("error: -f: “xxx")
    assert told.endswith("see `kgraph query --help`\n")
    assert len(told) < 1600


def test_a_current_folder_that_is_gone_stops_nothing(built_market: Path, tmp_path: Path) -> None:
    script = 'mkdir gone; cd gone; rmdir ../gone; $K validate --root "$1"; $K stats --root "$1"'
    told = shell(script, tmp_path, str(built_market))
    assert told.returncode == 0, told.stderr
    assert b"error" not in told.stderr
