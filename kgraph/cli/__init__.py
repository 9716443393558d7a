"""The command line: one function per command, each a thin face of a call of the package."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from kgraph.cli import misuse
from kgraph.render import console

DEBUG: Final = "--debug"
"""Stands anywhere on a line: a fault of the program shows where it happened."""


def main() -> NoReturn:
    """Runs the command of this process and ends it with its exit code.

    0 good, 1 findings or differences, 2 bad use, 3 cannot load, 4 limit reached, 70 a fault of the
    program, 130 interrupted. Whatever happens is told in words; nothing else leaves this function.
    """
    words = sys.argv[1:]
    end = words.index("--") if "--" in words else len(words)
    debug = DEBUG in words[:end]
    console.LANGUAGE.set(language(words[:end]))
    try:
        console.prepare()
        code = run([*(word for word in words[:end] if word != DEBUG), *words[end:]])
        console.flush()
    except BaseException as error:
        code = misuse.report(error, debug)
    console.finish()
    sys.exit(code)


def language(words: Sequence[str]) -> str:
    """The language that a line, or the environment, asks for, also where the line is wrong."""
    text = " ".join(words).replace("--lang=", "--lang ")
    _, found, after = text.rpartition("--lang ")
    return after.partition(" ")[0] if found else os.environ.get("KGRAPH_LANG", "en")


def run(line: Sequence[str]) -> int:
    """Runs one command line and gives its exit code. Raises what `misuse.report` can word."""
    from kgraph.cli.call import Call
    from kgraph.cli.line import Version, read

    asked = read(line)
    if isinstance(asked, Call):
        return asked.run()
    if isinstance(asked, Version):
        from kgraph.version import __version__

        console.data(f"kgraph {__version__}\n")
        return 0
    from kgraph.cli.help import page

    console.data(page(asked, console.width()))
    return misuse.BAD_USE if asked.missing else 0
