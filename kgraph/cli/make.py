"""Commands that read the files: build, validate, fmt, new source."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import (
    Argument,
    EngineName,
    FailOn,
    FindingFormat,
    InputFormat,
    Lang,
    Language,
    MaxInferred,
    Option,
    Out,
    Output,
    ReasonerName,
    Root,
    SourceKind,
)
from kgraph.cli.output import choose, put, put_rows
from kgraph.render import console
from kgraph.root import current_folder

if TYPE_CHECKING:
    from kgraph.load import ExtraFile


@limited
def build(
    root: Root = None,
    out: Out = None,
    force: Annotated[bool, Option(("--force",), "Build although nothing changed.")] = False,
    fail_on: Annotated[
        FailOn, Option(("--fail-on",), "The severity of findings that stops the build.")
    ] = FailOn.violation,
    reasoner: Annotated[
        ReasonerName, Option(("--reasoner",), "The compiled rules, or owlrl, the slow reference.")
    ] = ReasonerName.compiled,
    max_inferred: MaxInferred = None,
    lang: Lang = Language.en,
) -> int:
    """Make the graph: read the files, infer, validate, weigh the sources, publish."""
    import kgraph
    from kgraph.render import build as report_of
    from kgraph.render import validate as listing
    from kgraph.snapshot.folder import PATIENCE

    try:
        report = kgraph.build(
            root,
            out,
            force=force,
            fail_on=fail_on.word,
            reasoner=reasoner.value,
            max_inferred=max_inferred,
            patience=PATIENCE,
            lines=False,
            on_wait=console.say,
            on_stage=lambda stage: console.progress(report_of.DOING.get(stage, stage)),
        )
    finally:
        console.progress_done()
    if not report.published:
        grave = [f for f in report.findings if fail_on.stops(f.severity)]
        color = console.colored_words()
        console.say(
            listing.as_groups(grave, lang.value, base=current_folder(), color=color).rstrip()
        )
    put(report_of.as_text(report))
    return 0 if report.published else 1


@limited
def validate(
    files: Annotated[
        list[Path] | None,
        Argument(
            "Your own RDF files, checked on top of the graph; - is standard input.",
            metavar="[FILE]...",
            default="the graph itself",
        ),
    ] = None,
    root: Root = None,
    format: Annotated[
        FindingFormat | None,
        Option(
            ("--format", "-f"), "How findings are written.", default="the ending of FILE, else text"
        ),
    ] = None,
    output: Output = None,
    fail_on: Annotated[
        FailOn, Option(("--fail-on",), "The severity that makes the exit code 1.")
    ] = FailOn.violation,
    input_format: Annotated[
        InputFormat | None,
        Option(
            ("--input-format",),
            "The format of your files.",
            default="the ending of each; TriG for standard input",
        ),
    ] = None,
    profile: Annotated[
        Path | None,
        Option(
            ("--profile",),
            "How grave findings of checks are: YAML lines such as `dvp-cash-leg: off`.",
            metavar="FILE",
            default="queries/checks/profile.yaml",
        ),
    ] = None,
    as_of: Annotated[
        datetime.datetime | None,
        Option(
            ("--as-of",),
            "The day on which sources are due for review.",
            metavar="YYYY-MM-DD",
            default="today",
        ),
    ] = None,
    engine: Annotated[
        EngineName, Option(("--engine",), "The compiled shapes, or pyshacl, the slow reference.")
    ] = EngineName.compiled,
    max_inferred: MaxInferred = None,
    explain: Annotated[
        str | None,
        Option(("--explain",), "Say what findings of this id mean, and check nothing.", "ID"),
    ] = None,
    lang: Lang = Language.en,
) -> int:
    """Check the graph, or your own files on top of it, against the shapes and stored checks."""
    if explain is not None:
        return _explain_finding(explain, root, profile, lang.value, output)
    import kgraph
    from kgraph.render import build as report_of
    from kgraph.render import validate as listing
    from kgraph.validate import exceeds, summary

    chosen = choose(format, output, FindingFormat, "text")
    read: list[ExtraFile] = []
    try:
        found = kgraph.findings(
            files or (),
            root=root,
            format=input_format.value if input_format else None,
            engine=engine.value,
            profile=profile,
            as_of=as_of.date() if as_of else None,
            max_inferred=max_inferred,
            on_stage=lambda stage: console.progress(report_of.DOING.get(stage, stage)),
            on_file=read.append,
        )
    finally:
        console.progress_done()
    for file in read:
        console.say(listing.read_words(file, lang.value))
    person = output is None and console.width() is not None
    color = output is None and console.colored_data()
    put_rows(
        listing.write(found, chosen, lang.value, base=current_folder(), person=person, color=color),
        chosen,
        output,
    )
    console.say(listing.count_words(dict(summary(found).by_severity), lang.value))
    return 1 if exceeds(found, fail_on.word) else 0


def _explain_finding(
    id: str, root: Path | None, profile: Path | None, language: str, output: Path | None
) -> int:
    from kgraph.render.finding_kinds import as_text
    from kgraph.root import find_root
    from kgraph.validate import find_kind, finding_kinds, load_checks, load_shapes

    folder = find_root(root)
    checks = load_checks(folder, profile)
    if profile is not None:  # what the user's profile turns off can be explained all the same
        known = {check.slug for check in checks}
        checks += tuple(check for check in load_checks(folder) if check.slug not in known)
    kinds = finding_kinds(load_shapes(folder / "shapes"), checks)
    try:
        kind = find_kind(kinds, id)
    except KeyError as unknown:
        near = " or ".join(unknown.args[0])
        what = f"did you mean {near}?" if near else "the id stands at the end of a finding's line"
        raise Misuse(f"there is no kind of finding “{id}”; {what}") from unknown
    put(as_text(kind, language, base=folder), output)
    return 0


@limited
def fmt(
    files: Annotated[
        list[Path] | None,
        Argument("Turtle files.", metavar="[FILE]...", default="every Turtle file of the project"),
    ] = None,
    root: Root = None,
    check: Annotated[
        bool, Option(("--check",), "Change nothing; exit code 1 where a file would.")
    ] = False,
) -> int:
    """Bring Turtle files into canonical form and list those that changed."""
    from kgraph.load import turtle_files
    from kgraph.root import find_root, find_writable_root
    from kgraph.turtle import canonical

    find = find_root if check else find_writable_root
    chosen = files or turtle_files(find(root))
    changed = canonical.check(chosen) if check else canonical.rewrite(chosen)
    put("".join(f"{path}\n" for path in changed))
    verb = "would change" if check else "changed"
    console.say(f"{len(changed)} of {len(chosen)} file(s) {verb}")
    return 1 if check and changed else 0


@limited
def new_source(
    url: Annotated[str, Argument("The address of the page.")],
    publisher: Annotated[str, Option(("--publisher",), "Slug or label of an entity, else a name.")],
    title: Annotated[str | None, Option(("--title",), "The title of the page.")] = None,
    issued: Annotated[
        datetime.datetime | None,
        Option(("--issued",), "The day that the page shows.", metavar="YYYY-MM-DD"),
    ] = None,
    slug: Annotated[
        str | None,
        Option(("--slug",), "Name of the file.", default="from publisher, day and title"),
    ] = None,
    kind: Annotated[
        SourceKind, Option(("--kind",), "Who speaks: the party itself, or another.")
    ] = SourceKind.primary,
    hosting: Annotated[str, Option(("--hosting",), "A concept of hosting:.")] = "page",
    review_period: Annotated[
        str | None, Option(("--review-period",), "A concept of reviewperiod:.")
    ] = None,
    dry_run: Annotated[bool, Option(("--dry-run",), "Show the file and write nothing.")] = False,
    root: Root = None,
) -> int:
    """Start a file for a source: what is known at once, in canonical form."""
    from kgraph import add
    from kgraph.root import find_root, find_writable_root

    find = find_root if dry_run else find_writable_root
    path, text = add.new_source(
        find(root),
        url,
        publisher,
        today=datetime.date.today(),
        issued=issued.date() if issued else None,
        title=title,
        slug=slug,
        kind=kind.value,
        hosting=hosting,
        review_period=review_period,
    )
    if dry_run:
        put(text)
        return 0
    add.save_source(path, text)
    put(f"{path}\n")
    console.say("add what the document says, then run kgraph fmt and kgraph build")
    return 0
