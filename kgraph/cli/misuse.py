"""Errors → one clear line on standard error and an exit code."""

from __future__ import annotations

from typing import Final

from kgraph.render import console

BAD_USE: Final = 2
CANNOT_LOAD: Final = 3
INTERRUPTED: Final = 130


class Misuse(Exception):
    """The command was used wrongly. The message is one line: what, and what to do."""

    exit_code: Final = BAD_USE


def report(error: BaseException) -> int:
    """Says what is wrong, one line each, and gives the exit code. Raises what is a fault of ours.

    Errors of this package carry their own exit code, and one line for each problem.
    """
    if isinstance(error, KeyboardInterrupt):
        console.say("interrupted")
        return INTERRUPTED
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        console.say(f"error: {place}{error.strerror or error}")
        return CANNOT_LOAD
    code = getattr(error, "exit_code", None)
    if not isinstance(code, int):
        raise error
    for line in _lines(error):
        console.say(f"error: {line}")
    return code


def _lines(error: BaseException) -> list[str]:
    problems = getattr(error, "problems", None)
    if problems:
        return [str(problem) for problem in problems]
    # Errors of the option parser know how to word themselves.
    wording = getattr(error, "format_message", None)
    text = " ".join((wording() if wording else str(error)).split())
    text = text.replace("Value error, ", "")  # a prefix of the type checker
    if not text:
        return []  # the help has been shown instead
    context = getattr(error, "ctx", None)
    if context is not None:
        text = f"{text.rstrip('.')}; see `{context.command_path} --help`"
    return [text]
