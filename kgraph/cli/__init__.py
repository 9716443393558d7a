"""The command line: one function per command, each a thin face of a call of the package."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

from kgraph.cli import misuse
from kgraph.render import console


def main() -> NoReturn:
    """Runs the command of this process and ends it with its exit code.

    0 good, 1 findings or differences, 2 bad use, 3 cannot load, 4 limit reached.
    """
    console.prepare()
    try:
        code = run(sys.argv[1:])
    except BrokenPipeError:
        # The reader (`head`, say) has what it wants; the interpreter must not complain at exit.
        console.silence()
        code = 0
    except (Exception, KeyboardInterrupt) as error:
        code = misuse.report(error)
    sys.exit(code)


def run(line: Sequence[str]) -> int:
    """Runs one command line and gives its exit code. Raises what `misuse.report` can word."""
    from kgraph.cli.commands import COMMANDS
    from kgraph.cli.quick import read

    if line and line[0] in COMMANDS:
        command = COMMANDS[line[0]]()
        values = read(command, line[1:])
        if values is not None:
            return command(**values)

    from kgraph.cli.app import application

    code = application()(list(line), prog_name="kgraph", standalone_mode=False)
    return code if isinstance(code, int) else 0
