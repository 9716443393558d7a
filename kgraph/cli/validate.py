"""`kgraph validate`: what is wrong with the graph, or with files of the user's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import (
    Argument,
    AtLeast,
    EngineName,
    FailingOn,
    FailOn,
    FindingForm,
    FindingFormat,
    Grades,
    InputFormat,
    Lang,
    Language,
    MaxInferred,
    Option,
    Output,
    ReviewDay,
    Root,
)
from kgraph.cli.output import place, put
from kgraph.limited import UNLIMITED
from kgraph.render.progress import progress
from kgraph.root import current_folder

if TYPE_CHECKING:
    from kgraph.load import ExtraFile
    from kgraph.validate import Finding


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
    format: FindingForm = None,
    output: Output = None,
    fail_on: FailingOn = FailOn.violation,
    severity: AtLeast = None,
    changed: Annotated[
        str | None,
        Option(
            ("--changed",),
            "Only what differs from this git revision, such as HEAD: the exit code is by what is "
            "new.",
            metavar="REVISION",
        ),
    ] = None,
    input_format: Annotated[
        InputFormat | None,
        Option(
            ("--input-format",),
            "The format of your files.",
            default="the ending of each; TriG for standard input",
        ),
    ] = None,
    profile: Grades = None,
    as_of: ReviewDay = None,
    engine: Annotated[
        EngineName,
        Option(
            ("--engine",),
            "The compiled shapes, or pyshacl, the reference, which takes many minutes for the "
            "whole graph: raise --timeout.",
        ),
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
    from kgraph.render import validate as writing
    from kgraph.validate import exceeds
    from kgraph.validate.against import against, at_least

    if changed is not None and files:
        raise Misuse("--changed is about the files of the project; leave out your own")
    to = place(format, output, FindingFormat, "text")
    read: list[ExtraFile] = []
    with progress(lang.value) as told:
        found = kgraph.findings(
            files or (),
            root=root,
            format=input_format.value if input_format else None,
            engine=engine.value,
            profile=profile,
            as_of=as_of,
            max_inferred=max_inferred,
            on_stage=told,
            on_file=read.append,
            limits=UNLIMITED,  # the command has them
        )
    compared = None
    if changed is not None:
        compared = against(found, _before(changed, root, profile, as_of, lang.value))
        found = compared.new
    if severity is not None:
        found = at_least(found, severity.value)
    base, person = current_folder(), to.width is not None
    to.put(
        writing.shown(
            found,
            read,
            to.format,
            lang.value,
            base=base,
            person=person,
            color=to.colored,
            compared=compared,
            revision=changed,
        )
    )
    return 1 if exceeds(found, fail_on.word) else 0


def _before(
    revision: str, root: Path | None, profile: Path | None, as_of: date | None, language: str
) -> tuple[Finding, ...]:
    """The findings about the files as of a revision."""
    from tempfile import TemporaryDirectory

    import kgraph
    from kgraph.diff.revisions import export_revision
    from kgraph.root import find_root

    with TemporaryDirectory(prefix="kgraph-") as work, progress(language) as told:
        told(f"validating {revision}")
        export_revision(find_root(root), revision, Path(work))
        return kgraph.findings(root=work, profile=profile, as_of=as_of, limits=UNLIMITED)


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
