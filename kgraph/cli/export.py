"""`kgraph export`: the whole graph in the formats of others."""

from __future__ import annotations

from typing import Annotated, Final

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import GraphFormat, Lang, Language, Option, Output, Profile
from kgraph.cli.output import choose, put, put_files, ready
from kgraph.render import console
from kgraph.root import OURS

_WORKBOOK: Final = "xlsx"
"""The format that holds all tables in one file."""


@limited
@of_a_day
def export(
    format: Annotated[
        GraphFormat | None,
        Option(("--format", "-f"), "How the graph is written.", default="the ending of FILE"),
    ] = None,
    output: Output = None,
    inferred: Annotated[
        bool | None,
        Option(("--inferred/--no-inferred",), "With what rules add.", default="inferred"),
    ] = None,
    provenance: Annotated[
        bool | None,
        Option(
            ("--provenance/--no-provenance",),
            "With the named graph of each source.",
            default="provenance",
        ),
    ] = None,
    with_links: Annotated[
        bool,
        Option(("--with-links",), "With the links to FIBO, GLEIF and other outside ontologies."),
    ] = False,
    profile: Annotated[
        Profile | None,
        Option(("--profile",), "The view in another ontology's terms.", default="our own terms"),
    ] = None,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """Write the whole graph: as RDF, as tables (csv, parquet, xlsx), or for graph tools (graphml).

    Turtle, N-Triples and RDF/XML hold the merge, the other RDF formats all named graphs. Tables are
    several files: -o names a folder for them, or a .zip; a workbook is one. A view is an OWL
    ontology without named graphs, of what sources say and rules add. Links to outside ontologies
    stand in graph:links, or in the one graph of a format without names. trig12 has claims as
    reifiers of RDF 1.2, nanopubs a nanopublication for each claim.
    """
    from kgraph.export import FORMATS, TABLE_FORMATS, WITHOUT_GRAPHS, WRITERS, tables
    from kgraph.export import export as serialize

    chosen = choose(format, output, (*FORMATS, _WORKBOOK), None)
    as_tables = chosen in TABLE_FORMATS
    if as_tables and (
        output is None or (output.suffix not in ("", ".zip") and not output.is_dir())
    ):
        raise Misuse(f"{chosen} makes several files; name with -o a folder for them, or a .zip")
    if profile is not None:
        if chosen not in WRITERS:
            raise Misuse(f"a view is RDF; use --format with one of {', '.join(WRITERS)}")
        if inferred is not None or provenance is not None:
            option = "--[no-]inferred" if inferred is not None else "--[no-]provenance"
            raise Misuse(
                f"{option} does not go with --profile: a view is of all that is known; "
                "leave the option out, or the profile"
            )
    if with_links and (chosen not in WRITERS or profile is not None):
        place = "a view" if profile is not None else chosen
        raise Misuse(
            f"{place} has no place for --with-links; export the graph itself as one of "
            f"{', '.join(WRITERS)}"
        )
    if provenance and chosen in WITHOUT_GRAPHS:
        others = ", ".join(name for name in FORMATS if name not in WITHOUT_GRAPHS)
        raise Misuse(f"{chosen} has no place for --provenance; use --format with one of {others}")
    if chosen == "nanopubs" and (inferred is not None or provenance is not None):
        option = "--[no-]inferred" if inferred is not None else "--[no-]provenance"
        raise Misuse(
            f"{option} does not go with nanopubs: each holds what one source says, and who says "
            "it; leave the option out"
        )
    in_folder = as_tables and output is not None and output.suffix != ".zip"
    ready(output, several=in_folder)
    snapshot = graph.open()
    if snapshot.bases:
        roots = ", ".join((OURS, *snapshot.bases.values()))
        console.say(f"holds what {roots} say; --root {OURS} exports {OURS} alone")
    if profile is not None:
        from pyoxigraph import Quad

        from kgraph.align import VIEW, fibo_ontology
        from kgraph.align.bridges import bridges_of
        from kgraph.align.coverage import summary
        from kgraph.export import written
        from kgraph.export.selection import in_order
        from kgraph.root import lowest
        from kgraph.turtle.canonical import write_turtle

        below = lowest(snapshot.root)
        version = f"snapshot-{snapshot.fingerprint[:12]}"
        view = fibo_ontology(snapshot.store, below, version=version)
        prefixes = bridges_of(below).prefixes
        if chosen == "turtle":
            put(write_turtle(view.triples, first=VIEW, prefixes=prefixes), output)
        else:
            quads = in_order((Quad(*triple) for triple in view.triples), VIEW)
            put(written(quads, chosen, prefixes).decode(), output)
        for line in summary(view.coverage, lang.value):
            console.say(line)
        return 0
    parts = {"inferred": inferred is not False, "provenance": provenance is not False}
    if chosen == _WORKBOOK:
        from kgraph.export.tabular import table_sheets
        from kgraph.render.workbook import of_tables

        kept = table_sheets(
            snapshot.store,
            inferred=parts["inferred"],
            provenance=parts["provenance"],
            lang=lang.value,
        )
        put(of_tables(snapshot, kept, lang.value), output)
        return 0
    if with_links:
        parts["links"] = True
    if in_folder and output is not None:
        put_files(tables(snapshot, chosen, **parts), output)
        return 0
    content = serialize(snapshot, chosen, **parts)
    put(content if as_tables else content.decode(), output)
    return 0
