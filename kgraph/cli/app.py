"""The commands as a Typer application: help, checks of what is typed, and all special cases."""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import typer
from typer import Context
from typer.core import TyperCommand

import kgraph
from kgraph.cli import DEBUG
from kgraph.cli.call import Call
from kgraph.cli.commands import COMMANDS, IMPORT, NEW, Command
from kgraph.cli.options import Argument, Option
from kgraph.cli.quantities import is_negative
from kgraph.render import console

_HELP = "A sourced knowledge graph of Japan's security-token market: build, validate, ask, export."


def application() -> typer.Typer:
    """All commands, each described by its function."""
    settings: dict[str, Any] = {
        "no_args_is_help": True,
        "context_settings": {"help_option_names": ["-h", "--help"]},
    }
    app = typer.Typer(help=_HELP, add_completion=False, pretty_exceptions_enable=False, **settings)
    app.callback()(_options)
    for name, command in COMMANDS.items():
        app.command(name, cls=LineCommand)(described(command()))
    for group, words, members in (
        ("new", "Draft a new source or token.", NEW),
        ("import", "Add what a table holds.", IMPORT),
    ):
        sub = typer.Typer(help=words, **settings)
        for name, command in members.items():
            sub.command(name, cls=LineCommand)(described(command()))
        app.add_typer(sub, name=group)
    return app


class LineCommand(TyperCommand):
    """A command whose arguments may be negative numbers."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Reads the words: a negative number is no option, and no other word is let through."""
        options = {"-", "--", *(name for p in self.params for name in (*p.opts, *p.secondary_opts))}
        words = [word for word in args if not is_negative(word)]
        named = {w.partition("=")[0] if w[:2] == "--" else w[:2] for w in words if w[:1] == "-"}
        ctx.ignore_unknown_options = named <= options
        return super().parse_args(ctx, args if named <= options else words)


def described(command: Command) -> Callable[..., Call]:
    """A function with the parameters of a command, described in Typer's terms.

    It runs nothing and gives the call that was read from the line.
    """
    hints = get_type_hints(command, include_extras=True)
    annotations, parameters = {}, []
    for name, parameter in inspect.signature(command).parameters.items():
        hint, given = get_args(hints[name])
        annotations[name] = Annotated[hint, _in_typer(given, hint)]
        parameters.append(parameter.replace(annotation=annotations[name]))

    def read(**values: Any) -> Call:
        return Call(command, values)

    read.__name__, read.__doc__ = command.__name__, command.__doc__
    read.__annotations__ = annotations
    read.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return read


def _in_typer(given: Argument | Option, hint: object) -> Any:
    # None leaves it to Typer to show the default of the function.
    shown: dict[str, Any] = {} if given.default is None else {"show_default": given.default}
    if isinstance(given, Argument):
        return typer.Argument(help=given.help, metavar=given.metavar, **shown)
    is_day = datetime.datetime in get_args(hint)
    return typer.Option(
        *given.names,
        help=given.help,
        metavar=given.metavar,
        envvar=given.variable,
        min=given.least,
        callback=_unless(given.absent) if given.absent else None,
        parser=given.read,
        formats=["%Y-%m-%d"] if is_day else None,
        **shown,
    )


def _unless(absent: str) -> Callable[[Path | None], Path | None]:
    """Takes one word for no value."""

    def callback(value: Path | None) -> Path | None:
        return None if str(value) == absent else value

    return callback


def _version(wanted: bool) -> None:
    if wanted:
        console.data(f"kgraph {kgraph.__version__}\n")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Say which version."),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(DEBUG, help="Show where a fault of the program happened; may stand anywhere."),
    ] = False,
) -> None:
    """Stands before every command."""
