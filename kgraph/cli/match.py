"""`kgraph match`: a list of names and codes, and the things that are meant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from kgraph.cli.input import table_bytes
from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.opened import Asked, of_the_graph
from kgraph.cli.options import Argument, Lang, Language, Option, Output, Rows, Wide
from kgraph.cli.output import place
from kgraph.tables.formats import ROW_FORMATS


@limited
@of_the_graph
def match(
    file: Annotated[
        Path,
        Argument("A workbook (.xlsx) or CSV with a header; - is standard input.", metavar="FILE"),
    ],
    column: Annotated[
        list[str] | None,
        Option(
            ("--column", "-c"),
            "A column that holds names or codes; several may be named.",
            default="those whose heads say so, else the first",
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        Option(
            ("--sheet",), "The sheet of a workbook.", default="the only one that holds anything"
        ),
    ] = None,
    format: Rows = None,
    output: Output = None,
    limit: Annotated[int, Option(("--limit",), "How many at most.", least=1)] = 5,
    wide: Wide = False,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """Match a list of names and codes with things of the graph; what is not sure is not matched.

    The exit code is 1 where a row is not matched.
    """
    from kgraph.matching.matcher import Matcher, columns_of
    from kgraph.render import match as writing
    from kgraph.tables.incoming import read_sheet, records

    to = place(format, output, ROW_FORMATS, "table")
    header, rows = records(read_sheet(*table_bytes(file), sheet))
    for name in column or ():
        if name not in header:
            raise Misuse(f"{file}: there is no column “{name}”; it has {', '.join(header)}")
    columns = column or columns_of(header)
    matcher = Matcher(graph.open())
    found = [
        (row.number, matcher.match([row.cells.get(name, "") for name in columns], limit))
        for row in rows
    ]
    to.put(writing.write(found, to.format, lang.value, to.width, wide=wide))
    return int(not all(one.outcome == "match" for _, one in found))
