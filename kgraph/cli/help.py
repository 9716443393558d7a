"""What the line asks help for → its page, in the language of the line."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from pathlib import Path

from kgraph.cli import DEBUG
from kgraph.cli.commands import COMMANDS, GROUPS
from kgraph.cli.line import HELP, LANG, VERSION, Help
from kgraph.cli.options import Argument, Option
from kgraph.cli.parameters import Parameter, parameters
from kgraph.render.help import Section, as_text
from kgraph.render.help_words import ABOUT, COMMAND, DEBUGGING, HELPING, VERSIONS, Words


def page(asked: Help, width: int | None = None) -> str:
    """The page that is asked for. Raises BadValue and LoadError for a question that is none."""
    values = asked.values or {}
    lang = str(values.get("lang") or os.environ.get("KGRAPH_LANG") or "en")
    if asked.name == "ask" and values.get("slug"):
        return _of_question(values["slug"], values.get("root"), lang, width)
    words = Words(lang)
    if asked.name in COMMANDS:
        return as_text(_of_command(asked.name, words), width)
    return as_text(_of_group(asked.name, words), width)


def _of_question(slug: str, root: Path | None, lang: str, width: int | None) -> str:
    from kgraph.questions.find import named
    from kgraph.render.questions import help_text
    from kgraph.root import find_root

    return help_text(named(find_root(root), slug, lang), lang, width)


def _of_group(group: str, words: Words) -> Iterator[str | Section]:
    yield words("usage", f"kgraph {group}".strip(), f"{COMMAND} ...")
    yield words(GROUPS[group] if group else ABOUT)
    rows = [
        (name.removeprefix(group).strip(), words(_summary(name)))
        for name in COMMANDS
        if (name.startswith(f"{group} ") if group else " " not in name)
    ]
    rows += [] if group else [(name, words(text)) for name, text in GROUPS.items()]
    yield Section(words("commands"), rows)
    options = [_row(LANG, words), (_names(HELP), words(HELPING))]
    if not group:
        options += [(VERSION, words(VERSIONS)), (DEBUG, words(DEBUGGING))]
    yield Section(words("options"), options)


def _of_command(name: str, words: Words) -> Iterator[str | Section]:
    known = parameters(COMMANDS[name]())
    arguments = [one for one in known if isinstance(one.given, Argument)]
    options = [one for one in known if isinstance(one.given, Option)]
    if LANG.name not in {one.name for one in known}:
        options.append(LANG)
    placed = [_placed(one) for one in arguments]
    needed = [f"{one.called} {_metavar(one)}" for one in options if one.needed]
    yield words("usage", f"kgraph {name}", " ".join([*placed, *needed, "[OPTION]..."]))
    yield from map(words, _paragraphs(name))
    yield Section(words("arguments"), [_row(one, words) for one in arguments])
    rows = [_row(one, words) for one in options]
    yield Section(words("options"), [*rows, (_names(HELP), words(HELPING))])


def _placed(argument: Parameter) -> str:
    if argument.called.startswith("[") or argument.needed:
        return argument.called
    return f"[{argument.called}]"


def _row(parameter: Parameter, words: Words) -> tuple[str, str]:
    """Names and value of a parameter, and what it does."""
    given = parameter.given
    text = [words(given.help)]
    if parameter.choices:
        text.append(words("one of", ", ".join(parameter.choices)))
    if isinstance(given, Option) and given.variable:
        text.append(words("variable", given.variable))
    if parameter.needed:
        text.append(words("needed"))
    elif given.default is not None:
        text.append(words("default", words(given.default)))
    elif parameter.default not in (None, False):
        text.append(words("default", str(parameter.default)))
    if isinstance(given, Argument):
        return parameter.called, " ".join(text)
    names = _names(given.names)
    return f"{names} {_metavar(parameter)}".strip(), " ".join(text)


def _metavar(option: Parameter) -> str:
    """What stands for the value of an option."""
    if option.kind is bool:
        return ""
    metavar = option.given.metavar
    if metavar is None:
        metavar = "N" if option.kind in (int, float) else option.called.lstrip("-").upper()
    return metavar


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(sorted((name.replace("/", ", ") for name in names), key=len))


def _paragraphs(name: str) -> list[str]:
    text = inspect.getdoc(COMMANDS[name]()) or ""
    return [" ".join(part.split()) for part in text.split("\n\n")]


def _summary(name: str) -> str:
    return _paragraphs(name)[0]
