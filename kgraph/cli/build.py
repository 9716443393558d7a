"""`kgraph build`: files into a graph."""

from __future__ import annotations

from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.options import FailOn, Lang, Language, MaxInferred, Option, Out, ReasonerName, Root
from kgraph.cli.output import put
from kgraph.limited import UNLIMITED
from kgraph.render import console
from kgraph.render.progress import progress
from kgraph.root import current_folder


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

    with progress(lang.value) as told:
        report = kgraph.build(
            root,
            out,
            force=force,
            fail_on=fail_on.word,
            reasoner=reasoner.value,
            max_inferred=max_inferred,
            limits=UNLIMITED,  # the command has them
            patience=PATIENCE,
            lines=False,
            on_wait=console.say,
            on_stage=told,
        )
    if not report.published:
        grave = [f for f in report.findings if fail_on.stops(f.severity)]
        color = console.colored_words()
        console.say(
            listing.as_groups(grave, lang.value, base=current_folder(), color=color).rstrip()
        )
    put(report_of.as_text(report, lang.value))
    return 0 if report.published else 1
