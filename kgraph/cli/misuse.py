"""Errors → one clear line on standard error and an exit code."""

from __future__ import annotations

from typing import Final

from kgraph.refusals import told
from kgraph.render import console
from kgraph.render.worded import problem_in

GOOD: Final = 0
BAD_USE: Final = 2
CANNOT_LOAD: Final = 3
UNFORESEEN: Final = 70
INTERRUPTED: Final = 130
_LONGEST_LINE: Final = 1500

_ENGINE: Final = ("Corruption: ", "IO error: ")
"""How the engine begins to tell of a store that is damaged."""
_REPAIR: Final = (
    "see which file it is with `kgraph check-snapshot`, then run `kgraph build --force`"
)


class Misuse(Exception):
    """The command was used wrongly. The message is one line: what, and what to do.

    `command` is the one whose help tells more.
    """

    exit_code: Final = BAD_USE

    def __init__(self, what: str, command: str | None = None) -> None:
        super().__init__(f"{what}; see `{command} --help`" if command else what)


def report(error: BaseException, debug: bool = False) -> int:
    """Says what is wrong, one line each, and gives the exit code. Never raises.

    Errors of this package carry their own exit code, and one line for each problem. What nobody
    foresaw is a fault of the program: the line asks for a report, and `debug` shows the traceback.
    """
    if isinstance(error, BrokenPipeError):
        return GOOD  # the reader (`head`, say) has what it wants
    if isinstance(error, KeyboardInterrupt):
        console.say("interrupted")
        return INTERRUPTED
    try:
        code, lines = _worded(error)
    except Exception as fault:  # an error that cannot even be put into words
        code, lines = UNFORESEEN, [_asking(fault)]
    if debug and code == UNFORESEEN:
        import traceback

        console.say("".join(traceback.format_exception(error)).rstrip())
    for line in lines:
        console.say(f"error: {line}")
    return code


def _worded(error: BaseException) -> tuple[int, list[str]]:
    if isinstance(error, OSError | RuntimeError) and str(error).startswith(_ENGINE):
        return CANNOT_LOAD, [_plain(f"the built graph cannot be read ({error}); {_REPAIR}")]
    if isinstance(error, OSError):
        return CANNOT_LOAD, [_plain(told(error))]
    if isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason:
        name = error.object.encode("utf-8", "backslashreplace").decode()
        return BAD_USE, [_plain(f"“{name}” is not UTF-8; rename it, or type it as UTF-8")]
    code = getattr(error, "exit_code", None)
    if not isinstance(code, int):
        return UNFORESEEN, [_asking(error)]
    problems = getattr(error, "problems", None)
    if problems:
        language = console.LANGUAGE.get()
        return code, [_plain(problem_in(problem, language)) for problem in problems]
    return code, [_plain(str(error))]


def _asking(error: BaseException) -> str:
    what = _plain(f"{type(error).__name__}: {error}".removesuffix(": "))[:300]
    return (
        f"a fault of kgraph itself, which nobody foresaw ({what}); please report it with the "
        "command and its input; --debug shows where it happened"
    )


def _plain(text: str) -> str:
    """On one line that can be read, and without what a terminal would obey."""
    from kgraph.tables.value_text import for_people

    line = " ".join(for_people(text).split())
    if len(line) <= _LONGEST_LINE:
        return line
    # What is wrong stands at the beginning, what to do at the end.
    return f"{line[: _LONGEST_LINE * 2 // 3]} … {line[-_LONGEST_LINE // 3 :]}"
