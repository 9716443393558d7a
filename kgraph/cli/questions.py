"""`kgraph questions`: what can be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Argument, Lang, Language, Option, Output, QuestionFormat, Root
from kgraph.cli.output import place, put, put_files


@limited
def questions(
    words: Annotated[
        list[str] | None,
        Argument(
            "Only questions that have all of these words, or tags.",
            metavar="[WORD]...",
            default="every question",
        ),
    ] = None,
    format: Annotated[
        QuestionFormat | None,
        Option(
            ("--format", "-f"),
            "How the list is written; turtle and jsonld hold the queries.",
            default="the ending of FILE, else table",
        ),
    ] = None,
    output: Output = None,
    sparql: Annotated[
        bool, Option(("--sparql",), "Show the SPARQL text of the one question that is named.")
    ] = False,
    pages: Annotated[
        Path | None,
        Option(("--pages",), "Write a page on each question there instead.", metavar="DIR"),
    ] = None,
    lang: Lang = Language.en,
    root: Root = None,
) -> int:
    """List the stored questions, or find them by words; show the text of one."""
    from kgraph.questions import find, question
    from kgraph.root import find_root

    folder = find_root(root)
    if sparql:
        if words is None or len(words) != 1:
            raise Misuse("--sparql shows the text of one question; name it by its slug")
        put(find.named(folder, words[0], lang.value).text, output)
        return 0
    found = find.having(question.questions(folder), words or ())
    if pages is not None:
        from kgraph.render import question_pages

        beside = question_pages.FOLDER
        texts = {f"{beside}/{one.slug}.md": question_pages.page(one) for one in found}
        texts[question_pages.INDEX] = question_pages.index(found)
        put_files({name: text.encode() for name, text in texts.items()}, pages)
        return 0
    from kgraph.render import questions as writing

    to = place(format, output, QuestionFormat, "table")
    to.put(writing.write(found, words or (), to.format, lang.value, to.width))
    return 0
