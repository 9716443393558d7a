"""Commands that ask the built graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import kgraph
from kgraph.cli.call import utf8
from kgraph.cli.input import standard_input
from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.opened import opened
from kgraph.cli.options import (
    AnswerFormat,
    Answers,
    Argument,
    AsOf,
    ExplanationFormat,
    GraphFormat,
    KnownAt,
    Lang,
    Language,
    MaxMemory,
    MaxRows,
    Option,
    Out,
    Output,
    Profile,
    QueryFormat,
    QuestionFormat,
    Root,
    Rows,
    TableFormat,
    Timeout,
    Wide,
)
from kgraph.cli.output import choose, put, put_answer, put_files, put_rows, put_table
from kgraph.cli.quantities import MEMORY
from kgraph.limited import QUERY, LimitReached, Limits
from kgraph.render import console
from kgraph.render.table import Table


def ask(
    slug: Annotated[str | None, Argument("The question.", default="lists the questions")] = None,
    values: Annotated[
        list[str] | None, Argument("Its parameters.", metavar="[NAME=VALUE]...")
    ] = None,
    format: Answers = None,
    output: Output = None,
    wide: Wide = False,
    lang: Lang = Language.en,
    timeout: Timeout = QUERY.seconds,
    max_rows: MaxRows = QUERY.rows,
    max_memory: MaxMemory = MEMORY,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    root: Root = None,
    out: Out = None,
) -> int:
    """Answer a stored question; without one, list them."""
    if slug is None:
        return questions(format=_of_list(format), lang=lang, root=root)
    from kgraph.questions import ask as asking

    chosen = choose(format, output, AnswerFormat, "table")
    answer = asking.ask(
        opened(root, out, as_of, known_at),
        slug,
        assignments(values or []),
        lang.value,
        limits=Limits(timeout, max_rows, max_memory),
    )
    if chosen == AnswerFormat.table:
        put_answer(answer, output, wide=wide)
    else:
        put_table(Table(answer.columns, answer.terms), AnswerFormat(chosen), output)
        if answer.truncated:
            from kgraph.render.ask import cut_off

            console.say(cut_off(len(answer), answer.lang))
    return LimitReached.exit_code if answer.truncated else 0


@limited
def questions(
    format: Annotated[
        QuestionFormat | None,
        Option(
            ("--format", "-f"),
            "How the list is written; turtle and jsonld hold the queries.",
            default="the ending of FILE, else table",
        ),
    ] = None,
    output: Output = None,
    pages: Annotated[
        Path | None,
        Option(("--pages",), "Write a page on each question there instead.", metavar="DIR"),
    ] = None,
    lang: Lang = Language.en,
    root: Root = None,
) -> int:
    """List the stored questions, or describe them as RDF or in pages of documentation."""
    from kgraph.questions import question
    from kgraph.root import find_root

    found = question.questions(find_root(root))
    if pages is not None:
        from kgraph.render import question_pages

        put_files({question_pages.INDEX: question_pages.index(found).encode()}, pages)
        each = {f"{one.slug}.md": question_pages.page(one).encode() for one in found}
        put_files(each, pages / question_pages.FOLDER)
        return 0
    chosen = choose(format, output, QuestionFormat, "table")
    if chosen in (QuestionFormat.turtle, QuestionFormat.jsonld):
        from kgraph.export.jsonld import to_jsonld
        from kgraph.export.text import to_turtle
        from kgraph.questions.catalogue import catalogue

        write = to_turtle if chosen == QuestionFormat.turtle else to_jsonld
        put(write(catalogue(found)).decode(), output)
    else:
        from kgraph.render import questions as listing

        put_table(listing.as_table(found, lang.value), TableFormat(chosen), output)
    return 0


def _of_list(format: AnswerFormat | None) -> QuestionFormat | None:
    """The same format for the list of questions. Raises Misuse for one of query results."""
    if format is not None and format not in set(QuestionFormat):
        raise Misuse(f"the list of questions cannot be written as {format.value}; use json")
    return QuestionFormat(format.value) if format else None


def query(
    sparql: Annotated[
        str,
        Argument("The query, its file, or - for stdin.", metavar="SPARQL|FILE|-", names_file=True),
    ],
    format: Annotated[
        QueryFormat | None,
        Option(
            ("--format", "-f"),
            "How the result is written: sparql-* are the W3C's results formats, with every "
            "datatype and language; csv is for spreadsheets, json has plain values.",
            default="the ending of FILE, else table or turtle",
        ),
    ] = None,
    output: Output = None,
    lang: Lang = Language.en,
    timeout: Timeout = QUERY.seconds,
    max_rows: MaxRows = QUERY.rows,
    max_memory: MaxMemory = MEMORY,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    root: Root = None,
    out: Out = None,
) -> int:
    """Run a read-only SPARQL query over the graph; our prefixes need no declaration."""
    from kgraph.render.japanese import warning
    from kgraph.render.query import GRAPH_FORMATS, ROW_FORMATS, no_row, result_as
    from kgraph.snapshot.run import run_query
    from kgraph.sparql.spelling import unknown_terms

    text = query_text(sparql)
    snapshot = opened(root, out, as_of, known_at)
    result = run_query(snapshot, text, Limits(timeout, max_rows, max_memory))
    for told in unknown_terms(snapshot.store, text):
        console.say(warning(told, lang.value))
    is_graph = result.form in ("CONSTRUCT", "DESCRIBE")
    chosen = (
        choose(format, output, GRAPH_FORMATS, "turtle")
        if is_graph
        else choose(format, output, ROW_FORMATS, "table")
    )
    width = console.width() if output is None else None
    try:
        written = result_as(result, chosen, width)
    except ValueError as error:
        raise Misuse(str(error)) from None
    put_rows(written, chosen, output)
    if chosen == "table" and result.form == "SELECT" and not result.rows:
        console.say(no_row(lang.value))
    if result.truncated:
        from kgraph.render.ask import cut_off

        console.say(cut_off(len(result), lang.value))
        return LimitReached.exit_code
    return 0


@limited
def show(
    entity: Annotated[str, Argument("Slug, IRI, label or alias, LEI, MIC or corporate number.")],
    format: Rows = None,
    output: Output = None,
    lang: Lang = Language.en,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    root: Root = None,
    out: Out = None,
) -> int:
    """All that is known of one thing: each fact with its standing and its sources."""
    from kgraph.cli.things import one_thing
    from kgraph.render import show as writing
    from kgraph.show.dossier import dossier

    snapshot = opened(root, out, as_of, known_at)
    found = dossier(snapshot, one_thing(snapshot, entity, lang.value).value, lang.value)
    chosen = TableFormat(choose(format, output, TableFormat, "table"))
    if chosen != TableFormat.table:
        put_table(writing.as_table(found), chosen, output)
        return 0
    kinds = [snapshot.label(kind, lang.value) for kind in found.types]
    put(writing.as_text(found, kinds, lang.value), output)
    return 0


@limited
def explain(
    subject: Annotated[str, Argument("The thing.")],
    predicate: Annotated[str, Argument("The property, such as operatedBy; a for its kinds.")],
    value: Annotated[str, Argument("The thing or value it is linked to.")],
    format: Annotated[
        ExplanationFormat | None,
        Option(("--format", "-f"), "How it is written.", default="the ending of FILE, else text"),
    ] = None,
    output: Output = None,
    all: Annotated[
        bool, Option(("--all",), "Every derivation that is found, not only the best.")
    ] = False,
    limit: Annotated[
        int, Option(("--limit",), "How many derivations are looked for.", least=1)
    ] = 20,
    ids: Annotated[bool, Option(("--ids",), "The short name after every label.")] = False,
    lang: Lang = Language.en,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    root: Root = None,
    out: Out = None,
) -> int:
    """Why a fact is in the graph, down to what sources say; or what is missing for it."""
    from kgraph.cli.things import fact
    from kgraph.explain.explained import explained
    from kgraph.render import explain as writing

    chosen = choose(format, output, ExplanationFormat, "text")
    snapshot = opened(root, out, as_of, known_at)
    triple = fact(snapshot, subject, predicate, value, lang.value)
    found = explained(snapshot, kgraph.rules(snapshot), triple, lang.value, limit=limit, ids=ids)
    if chosen == ExplanationFormat.json:
        put(writing.as_json(found, everything=all), output)
    elif chosen == ExplanationFormat.md:
        put(writing.as_markdown(found, lang.value, everything=all), output)
    else:
        width = console.width() if output is None else None
        put(writing.as_text(found, lang.value, everything=all, width=width), output)
    return 0


@limited
def search(
    text: Annotated[str, Argument("A name or code, or part of one.")],
    format: Rows = None,
    output: Output = None,
    limit: Annotated[int, Option(("--limit",), "How many at most.", least=1)] = 20,
    wide: Wide = False,
    lang: Lang = Language.en,
    root: Root = None,
    out: Out = None,
) -> int:
    """Find things by name or code, in either language."""
    from kgraph.render import questions as listing
    from kgraph.search.lookup import search as find

    snapshot = kgraph.open(root, out, say=console.say)
    hits = find(snapshot, text, limit=limit, lang=lang.value)
    table = listing.hits_as_table(hits, lang.value)
    put_table(replace(table, brief=None) if wide else table, format, output)
    if not hits:
        console.say(listing.nothing(text, lang.value))
    return 0


@limited
def stats(
    format: Rows = None,
    output: Output = None,
    lang: Lang = Language.en,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    root: Root = None,
    out: Out = None,
) -> int:
    """Figures about the graph."""
    from kgraph.render import stats as figures

    snapshot = opened(root, out, as_of, known_at)
    put_table(figures.as_table(snapshot, lang.value), format, output)
    return 0


@limited
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
    profile: Annotated[
        Profile | None,
        Option(("--profile",), "The view in another ontology's terms.", default="our own terms"),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    root: Root = None,
    out: Out = None,
) -> int:
    """Write the whole graph: as RDF, as tables (csv, parquet), or for graph tools (graphml).

    Turtle, N-Triples and RDF/XML hold the merge, the other RDF formats all named graphs. Tables are
    several files: -o names a folder for them, or a .zip. A view is an OWL ontology without named
    graphs, of what sources say and rules add.
    """
    from kgraph.export import FORMATS, TABLE_FORMATS, WITHOUT_GRAPHS, WRITERS, tables
    from kgraph.export import export as serialize

    chosen = choose(format, output, FORMATS, None)
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
    if provenance and chosen in WITHOUT_GRAPHS:
        others = ", ".join(name for name in FORMATS if name not in WITHOUT_GRAPHS)
        raise Misuse(f"{chosen} has no place for --provenance; use --format with one of {others}")
    snapshot = opened(root, out, as_of, known_at)
    if profile is not None:
        from pyoxigraph import Quad

        from kgraph.align import fibo_ontology
        from kgraph.export.selection import in_order

        version = f"snapshot {snapshot.fingerprint[:12]}"
        view = fibo_ontology(snapshot.store, snapshot.root, version=version)
        put(WRITERS[chosen](in_order(Quad(*triple) for triple in view)).decode(), output)
        return 0
    parts = {"inferred": inferred is not False, "provenance": provenance is not False}
    if as_tables and output is not None and output.suffix != ".zip":
        put_files(tables(snapshot, chosen, **parts), output)
        return 0
    content = serialize(snapshot, chosen, **parts)
    put(content if as_tables else content.decode(), output)
    return 0


def assignments(values: list[str]) -> dict[str, str]:
    """`name=value` arguments by name. Raises Misuse where one has no name or comes twice."""
    given: dict[str, str] = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name.strip():
            raise Misuse(f"“{value}” is no parameter; write name=value")
        if name in given:
            raise Misuse(f"the parameter {name} is given twice; give it once")
        given[name] = text
    return given


def query_text(argument: str) -> str:
    """The query itself, from the command line, a file or standard input.

    Raises Misuse where it names a file that is not there, LoadError for what is no ordinary file.
    """
    if argument == "-":
        return standard_input()
    path = Path(argument)
    if _stands(path):
        from kgraph.turtle.parse import read_text

        return read_text(path)
    if path.suffix in (".rq", ".sparql") and not any(map(str.isspace, argument)):
        raise Misuse(f"{argument}: there is no such file; give a query, its file, or -")
    return utf8(argument, "SPARQL")


def _stands(path: Path) -> bool:
    """Whether there is such a file, or anything else of that name: a query is no name at all."""
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a name, say
        return False
