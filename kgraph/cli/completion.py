"""`kgraph completion`: what a word that is being typed may become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Final

from kgraph.cli.commands import COMMANDS, GROUPS
from kgraph.cli.limits import limited
from kgraph.cli.line import HELP, LANG, VERSION, members
from kgraph.cli.options import Argument
from kgraph.cli.output import put
from kgraph.cli.parameters import Parameter, parameters

if TYPE_CHECKING:
    from kgraph.questions.variables import Parameter as OfQuestion

# Bash takes what stands after “=” as a word of its own, so that is cut off what is offered; where
# nothing is offered it completes names of files.
_BASH: Final = r"""_kgraph() {
    local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" last words
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    last="${words[-1]}"
    [[ $word == "=" ]] && word=""
    mapfile -t COMPREPLY < <(kgraph completion -- "${words[@]:1}" 2> /dev/null)
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    COMPREPLY=("${COMPREPLY[@]#"${last%"$word"}"}")
}
complete -o default -F _kgraph kgraph
"""


@limited
def completion(
    words: Annotated[
        list[str] | None,
        Argument(
            "The words of a line so far, the last one being typed.",
            metavar="[-- WORD...]",
            default="the script",
        ),
    ] = None,
) -> int:
    """Write the script that lets bash complete commands, options, questions and values.

    With words, show what the last of them may become. For every session: add `source <(kgraph
    completion)` to ~/.bashrc.
    """
    put("".join(f"{word}\n" for word in candidates(words)) if words else _BASH)
    return 0


def candidates(words: Sequence[str]) -> list[str]:
    """What the last of the words may become; nothing where any text or a file may stand there."""
    *before, typed = words
    name = ""
    while before and (f"{name} {before[0]}".strip() in (*COMMANDS, *GROUPS)):
        name = f"{name} {before.pop(0)}".strip()
        if name in COMMANDS:
            break
    offered = _of_command(name, before, typed) if name in COMMANDS else _of_group(name)
    return sorted({word for word in offered if word.startswith(typed)})


def _of_group(name: str) -> Iterable[str]:
    return (*members(name), *HELP, LANG.called, *(() if name else (VERSION,)))


def _of_command(name: str, before: Sequence[str], typed: str) -> Iterable[str]:
    known = parameters(COMMANDS[name]())
    options = {spelled: one for one in (LANG, *known) for spelled in one.spellings}
    asked = options.get(before[-1]) if before else None
    if asked is not None and asked.kind is not bool:
        return asked.choices
    spelled, equals, _ = typed.partition("=")
    if equals and spelled in options:
        return (f"{spelled}={choice}" for choice in options[spelled].choices)
    if typed.startswith("-"):
        return (*options, *HELP)
    if name in ("ask", "questions"):
        placed = _placed(before, options)
        return _values(placed[0], typed) if placed and name == "ask" else _slugs()
    return ()


def _placed(words: Sequence[str], options: dict[str, Parameter]) -> list[str]:
    """The words that are no options and no values of these."""
    found, rest = [], iter(words)
    for word in rest:
        if word in options and options[word].kind is not bool:
            next(rest, None)
        elif not word.startswith("-"):
            found.append(word)
    return found


def _slugs() -> list[str]:
    from kgraph.problems import LoadError
    from kgraph.questions.question import FOLDER
    from kgraph.root import find_root

    with suppress(LoadError):
        return [path.stem for path in (find_root() / FOLDER).glob("*.rq")]
    return []


def _values(slug: str, typed: str) -> Iterator[str]:
    """`name=` for each parameter of a question; the values that it may have once that is typed."""
    from kgraph.problems import LoadError
    from kgraph.questions.question import question
    from kgraph.root import find_root

    with suppress(LoadError, KeyError):
        for parameter in question(find_root(), slug).parameters:
            named = f"{parameter.name}="
            values = _choices(parameter) if typed.startswith(named) else ("",)
            yield from (named + value for value in values)


def _choices(parameter: OfQuestion) -> Sequence[str]:
    from kgraph.questions.params import LANGUAGES

    return LANGUAGES if parameter.kind == "lang" else parameter.values
