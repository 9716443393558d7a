"""`kgraph remote …`: the same graph on an engine that speaks SPARQL 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from kgraph.cli.ask import assignments
from kgraph.cli.limits import limited
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import (
    AnswerFormat,
    Answers,
    Argument,
    AtLeast,
    FailingOn,
    FailOn,
    FindingForm,
    FindingFormat,
    Grades,
    Lang,
    Language,
    MaxInferred,
    Option,
    Output,
    Results,
    ReviewDay,
    Root,
    Sparql,
    Wide,
)
from kgraph.cli.output import place
from kgraph.cli.quantities import seconds
from kgraph.cli.query import query_text
from kgraph.cli.shared import Command, Shared, with_options
from kgraph.limited import UNLIMITED
from kgraph.render import console
from kgraph.render.progress import progress
from kgraph.root import current_folder

if TYPE_CHECKING:
    from kgraph.remote import Endpoint

Address = Annotated[
    str, Argument("Where the engine answers queries: https://host/path.", metavar="ENDPOINT")
]
_ADDRESSES: Final[Shared] = {
    "update_url": (
        Annotated[
            str | None,
            Option(
                ("--update-url",),
                "Where the engine takes updates.",
                metavar="URL",
                default="where engines of its kind do",
            ),
        ],
        None,
    ),
    "data_url": (
        Annotated[
            str | None,
            Option(
                ("--data-url",),
                "Where the engine speaks the Graph Store Protocol.",
                metavar="URL",
                default="where engines of its kind do, else by updates",
            ),
        ],
        None,
    ),
    "wait": (
        Annotated[
            float | None,
            Option(
                ("--wait",), "How long a request may take.", metavar="SECONDS|none", read=seconds
            ),
        ],
        60.0,
    ),
}


def _at_an_endpoint(command: Command) -> Command:
    """The command with the options of an endpoint, which it gets as `addresses`."""
    return with_options(command, _ADDRESSES, "addresses")


def _endpoint(url: str, addresses: dict[str, object]) -> Endpoint:
    from kgraph.remote import Endpoint

    update, data, wait = (addresses[name] for name in ("update_url", "data_url", "wait"))
    assert update is None or isinstance(update, str)
    assert data is None or isinstance(data, str)
    assert wait is None or isinstance(wait, float | int)
    return Endpoint(url, update, data, timeout=wait)


@limited
@of_a_day
@_at_an_endpoint
def remote_push(
    endpoint: Address,
    lang: Lang = Language.en,
    sweep: Annotated[
        bool,
        Option(
            ("--sweep",),
            "Remove what runs from other machines left; none of them may be under way.",
        ),
    ] = False,
    *,
    addresses: dict[str, object],
    graph: Asked,
) -> int:
    """Make the graphs of an engine those of the built graph: only what changed is sent.

    It is sent beside the old graphs, and takes their place once all of it is there.
    """
    from kgraph.remote.push import push
    from kgraph.render import remote as shown

    there = _endpoint(endpoint, addresses)
    with progress(lang.value) as told:
        done = push(graph.open(), there, sweep=sweep, told=told)
    console.say(shown.pushed(done, lang.value))
    return 0


@limited
@of_a_day
@_at_an_endpoint
def remote_status(
    endpoint: Address, lang: Lang = Language.en, *, addresses: dict[str, object], graph: Asked
) -> int:
    """Tell how the graphs of an engine differ from the built graph: exit code 1 if they do."""
    from kgraph.remote.push import status
    from kgraph.render import remote as shown

    there = _endpoint(endpoint, addresses)
    with progress(lang.value) as told:
        found = status(graph.open(), there, told=told)
    console.data(shown.state(found, lang.value))
    return 0 if found.is_current else 1


@limited
@_at_an_endpoint
def remote_pull(
    endpoint: Address,
    output: Output = None,
    lang: Lang = Language.en,
    *,
    addresses: dict[str, object],
) -> int:
    """Write what an engine has of the graph as N-Quads, each graph compared with what was pushed.

    The state of the day stands in a graph of its own.
    """
    from kgraph.cli.output import put, ready
    from kgraph.remote.push import pull
    from kgraph.render import remote as shown

    ready(output)
    with progress(lang.value) as told:
        parts = list(pull(_endpoint(endpoint, addresses), told=told))
    put(shown.nquads(parts), output)
    return 0


@limited
@of_a_day
@_at_an_endpoint
def remote_infer(
    endpoint: Address,
    max_inferred: MaxInferred = None,
    lang: Lang = Language.en,
    *,
    addresses: dict[str, object],
    graph: Asked,
) -> int:
    """Have an engine work out what follows from the state it holds, by the rules of the graph.

    They run beside what readers see; what follows takes the place of what was said to follow.
    """
    import kgraph
    from kgraph.remote.infer import infer
    from kgraph.render import remote as shown

    rules = kgraph.rules(graph.open(), limits=UNLIMITED)  # the command has them
    there = _endpoint(endpoint, addresses)
    with progress(lang.value) as told:
        done = infer(there, rules, limit=max_inferred, told=told)
    console.say(shown.inferred(done, lang.value))
    return 0


@limited
@_at_an_endpoint
def remote_validate(
    endpoint: Address,
    root: Root = None,
    format: FindingForm = None,
    output: Output = None,
    fail_on: FailingOn = FailOn.violation,
    severity: AtLeast = None,
    profile: Grades = None,
    as_of: ReviewDay = None,
    max_inferred: MaxInferred = None,
    lang: Lang = Language.en,
    *,
    addresses: dict[str, object],
) -> int:
    """Have an engine check the graphs it holds against the shapes and stored checks.

    These, the ontology and the lines of findings are from the files of the project.
    """
    from datetime import date

    from kgraph.remote.validate import validate
    from kgraph.render import validate as writing
    from kgraph.root import find_root
    from kgraph.validate import exceeds
    from kgraph.validate.against import at_least

    to = place(format, output, FindingFormat, "text")
    there, day = _endpoint(endpoint, addresses), as_of or date.today()
    with progress(lang.value) as told:
        found = validate(
            there, find_root(root), day, profile=profile, limit=max_inferred, told=told
        )
    if severity is not None:
        found = at_least(found, severity.value)
    base, person = current_folder(), to.width is not None
    to.put(
        writing.shown(found, (), to.format, lang.value, base=base, person=person, color=to.colored)
    )
    return 1 if exceeds(found, fail_on.word) else 0


@limited
@of_a_day
@_at_an_endpoint
def remote_ask(
    endpoint: Address,
    slug: Annotated[str, Argument("The question.")],
    values: Annotated[
        list[str] | None, Argument("Its parameters.", metavar="[NAME=VALUE]...")
    ] = None,
    format: Answers = None,
    output: Output = None,
    wide: Wide = False,
    lang: Lang = Language.en,
    *,
    addresses: dict[str, object],
    graph: Asked,
) -> int:
    """Have an engine answer a stored question; names are looked up in the built graph."""
    from kgraph.remote.ask import ask
    from kgraph.render import ask as writing

    to = place(format, output, AnswerFormat, "table")
    there, given = _endpoint(endpoint, addresses), assignments(values or [])
    answer = ask(graph.open(), there, slug, given, lang.value)
    to.put(writing.write(answer, to.format, to.width, wide=wide))
    return 0


@limited
@_at_an_endpoint
def remote_query(
    endpoint: Address,
    sparql: Sparql,
    format: Results = None,
    output: Output = None,
    lang: Lang = Language.en,
    *,
    addresses: dict[str, object],
) -> int:
    """Have an engine answer a read-only query as the built graph would."""
    from kgraph.remote.ask import query
    from kgraph.render import query as writing

    result = query(_endpoint(endpoint, addresses), query_text(sparql))
    formats = writing.formats(result)
    to = place(format, output, formats, formats[0])
    to.put(writing.write(result, to.format, lang.value, to.width))
    return 0
