"""The commands as a Typer application: help, checks of what is typed, and all special cases."""

from __future__ import annotations

import datetime
import inspect
from types import FunctionType
from typing import Annotated, Any, get_args, get_type_hints

import typer

import kgraph
from kgraph.cli.commands import COMMANDS, IMPORT, NEW, Command
from kgraph.cli.options import Argument, Option
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
        app.command(name)(described(command()))
    for group, words, members in (
        ("new", "Draft a new source or token.", NEW),
        ("import", "Add what a table holds.", IMPORT),
    ):
        sub = typer.Typer(help=words, **settings)
        for name, command in members.items():
            sub.command(name)(described(command()))
        app.add_typer(sub, name=group)
    return app


def described(command: Command) -> Command:
    """A copy of a command whose parameters are described in Typer's terms."""
    assert isinstance(command, FunctionType)
    copy = FunctionType(
        command.__code__, command.__globals__, command.__name__, command.__defaults__
    )
    copy.__doc__ = command.__doc__
    hints = get_type_hints(command, include_extras=True)
    for name in inspect.signature(command).parameters:
        hint, given = get_args(hints[name])
        copy.__annotations__[name] = Annotated[hint, _in_typer(given, hint)]
    return copy


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
        formats=["%Y-%m-%d"] if is_day else None,
        **shown,
    )


def _version(wanted: bool) -> None:
    if wanted:
        console.data(f"kgraph {kgraph.__version__}\n")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Say which version."),
    ] = False,
) -> None:
    """Stands before every command."""
