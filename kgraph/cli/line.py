"""A command line → the call or the page of help that it asks for.

The one reader of command lines. It knows what `options` describe and no more: words by place,
`--name value`, `--name=value`, `-nvalue`, and `--`, after which no word is an option. Libraries for
this were left: see docs/decisions.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kgraph.cli.call import Call
from kgraph.cli.commands import COMMANDS, GROUPS, Command
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Language, Option
from kgraph.cli.parameters import Parameter, parameters
from kgraph.cli.quantities import is_negative

HELP: Final = ("--help", "-h")
VERSION: Final = "--version"
_NO_OPTION: Final = "there is no option {}"
_NAMED: Final = "NAME=VALUE"
_WRITTEN: Final = "; a parameter is written NAME=VALUE, without dashes"
_NO_COMMAND: Final = "there is no command “{}”"
LANG: Final = Parameter(
    "lang",
    Option(("--lang",), "The language of labels and messages.", variable="KGRAPH_LANG"),
    Language,
    many=False,
    needed=False,
    default=Language.en,
)
"""May stand on any line: errors and help have a language whatever the command."""


@dataclass(frozen=True)
class Help:
    """Help that is asked for: of all, of a group or of a command, with what else the line gives.

    `missing` tells that a command should have stood there.
    """

    name: str = ""
    values: Mapping[str, Any] | None = None
    missing: bool = False


@dataclass(frozen=True)
class Version:
    """The line asks which version this is."""


def read(line: Sequence[str]) -> Call | Help | Version:
    """What a line asks for. Raises Misuse for a line that means nothing."""
    words = list(line)
    lang: dict[str, Any] = {}
    name = ""
    while words:
        word = words.pop(0)
        if word in HELP:
            return Help(name, lang or _read_ahead(words))
        if word == VERSION and not name:
            return Version()
        if word.partition("=")[0] == LANG.called:
            equals, spelled = word.partition("=")[1:]
            if not equals and not words:
                raise Misuse(f"{LANG.called} needs a value", _path(name))
            lang["lang"] = _value(LANG, spelled if equals else words.pop(0), _path(name))
            continue
        if word.startswith("-"):
            raise _unknown(_NO_OPTION.format(word), word, (*HELP, VERSION, LANG.called), name)
        known = members(name)
        if word not in known:
            raise _unknown(_NO_COMMAND.format(word), word, known, name)
        name = f"{name} {word}".strip()
        if name in COMMANDS:
            return read_command(name, COMMANDS[name](), words, lang)
    return Help(name, lang, missing=True)


def read_command(
    name: str, command: Command, words: Iterable[str], given: Mapping[str, Any] | None = None
) -> Call | Help:
    """The call of a command, or its help, that the words after its name ask for.

    `given` are values that stood before the name. Raises Misuse.
    """
    return _Reader(name, command).read(words, dict(given or {}))


class _Reader:
    def __init__(self, name: str, command: Command) -> None:
        self.name, self.command = name, command
        self.known = parameters(command)
        self.own = {parameter.name for parameter in self.known}
        self.options: dict[str, Parameter] = {
            spelled: parameter
            for parameter in (LANG, *self.known)
            for spelled in parameter.spellings
        }

    def read(self, line: Iterable[str], given: dict[str, Any]) -> Call | Help:
        places: list[str] = []
        wants_help = False
        words = iter(line)
        for word in words:
            if word == "--":
                places += words
            elif not word.startswith("-") or word == "-" or is_negative(word):
                places.append(word)
            elif word in HELP:
                wants_help = True
            else:
                self.option(word, words, given)
        for parameter in self.options.values():
            self.from_environment(parameter, given)
        self.place(places, given)
        if wants_help:
            return Help(self.name, given)
        for parameter in self.known:
            if parameter.needed and parameter.name not in given:
                raise self.wrong(f"{parameter.called} is missing")
        return Call(self.command, {n: value for n, value in given.items() if n in self.own})

    def option(self, word: str, words: Iterator[str], given: dict[str, Any]) -> None:
        """Takes one option, and its value from the words after it."""
        spelled, equals, value = word.partition("=")
        if not word.startswith("--") and len(word) > 2:
            spelled, equals, value = word[:2], "=", word[2:]
        if spelled not in self.options:
            known = (*self.options, *HELP)
            is_named = any(_NAMED in parameter.called for parameter in self.known)
            fix = _WRITTEN if is_named else ""
            raise _unknown(_NO_OPTION.format(spelled), spelled, known, self.name, fix)
        parameter = self.options[spelled]
        if parameter.kind is bool:
            if equals:
                raise self.wrong(f"{spelled} takes no value")
            given[parameter.name] = parameter.spellings[spelled]
            return
        if not equals:
            following = next(words, None)
            if following is None:
                raise self.wrong(f"{spelled} needs a value")
            value = following
        given[parameter.name] = _value(parameter, value, _path(self.name), spelled)

    def from_environment(self, parameter: Parameter, given: dict[str, Any]) -> None:
        variable = parameter.given.variable if isinstance(parameter.given, Option) else None
        value = os.environ.get(variable) if variable else None
        if variable and value and parameter.name not in given:
            given[parameter.name] = _value(parameter, value, _path(self.name), variable)

    def place(self, words: Sequence[str], given: dict[str, Any]) -> None:
        """Gives each argument its word, and the last one the rest where it takes many."""
        left = list(words)
        for parameter in self.known:
            if isinstance(parameter.given, Option) or not left:
                continue
            taken = left if parameter.many else left[:1]
            left = left[len(taken) :]
            values = [_value(parameter, word, _path(self.name)) for word in taken]
            given[parameter.name] = values if parameter.many else values[0]
        if left:
            raise self.wrong(f"“{left[0]}” is one word too many")

    def wrong(self, what: str) -> Misuse:
        return Misuse(what, _path(self.name))


def _value(parameter: Parameter, word: str, path: str, called: str | None = None) -> Any:
    try:
        return parameter.value(word, called)
    except Misuse as error:
        raise Misuse(str(error), path) from None


def _read_ahead(words: Sequence[str]) -> dict[str, Any]:
    """The language that stands after the question for help."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        name, equals, value = word.partition("=")
        if name == LANG.called:
            return {"lang": _value(LANG, value if equals else following, _path(""))}
    return {}


def members(group: str) -> tuple[str, ...]:
    """The words that may stand after the name of the program, or of a group."""
    if group:
        return tuple(name.split()[1] for name in COMMANDS if name.startswith(f"{group} "))
    return (*(name for name in COMMANDS if " " not in name), *GROUPS)


def _path(name: str) -> str:
    return f"kgraph {name}".strip()


def _unknown(what: str, word: str, known: Iterable[str], name: str, fix: str = "") -> Misuse:
    import difflib

    near = ", ".join(difflib.get_close_matches(word, list(known), n=3, cutoff=0.6))
    return Misuse((f"{what} (did you mean {near}?)" if near else what) + fix, _path(name))
