"""`kgraph align`: the links to outside ontologies, checked and written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import Option, Root
from kgraph.cli.output import Place, put
from kgraph.render import console


@limited
def align(
    check: Annotated[
        bool, Option(("--check",), "Change nothing; exit code 1 where a link is wrong.")
    ] = False,
    vendor: Annotated[
        Path | None,
        Option(("--vendor",), "Copies of the outside ontologies to check against.", metavar="DIR"),
    ] = None,
    pin: Annotated[
        bool, Option(("--pin",), "First pin the outside terms anew, as the copies have them.")
    ] = False,
    root: Root = None,
) -> int:
    """Write the bridges to outside ontologies from their table, or check every link."""
    from kgraph.align import PINNED, align_report, aligned_texts, pinned_targets
    from kgraph.render import align as writing
    from kgraph.root import SETTINGS, find_root, find_writable_root, lowest
    from kgraph.writing import write_within

    if pin and (check or vendor is None):
        raise Misuse(
            "--pin writes the list of outside terms from copies; leave --check out, and name the "
            "copies with --vendor"
        )
    folder = lowest(find_root(root)) if check else find_writable_root(root)
    if (folder / SETTINGS).is_file():
        raise Misuse(
            "the links are those of the graph below, which an overlay never writes to; check them "
            "with kgraph align --check"
        )
    if pin and vendor is not None:
        path = folder / PINNED
        write_within(folder, path, pinned_targets(folder, vendor))
        put(f"{path}\n")
    if not check:
        written = ((folder / name, text) for name, text in sorted(aligned_texts(folder).items()))
        changed = [
            (path, text)
            for path, text in written
            if not path.is_file() or path.read_text(encoding="utf-8") != text
        ]
        for path, text in changed:
            write_within(folder, path, text)
            put(f"{path}\n")
        console.say(f"{len(changed)} file(s) written")
    report = align_report(folder, vendor)
    to = Place("table")
    to.put(writing.write(report, to.width, console.LANGUAGE.get()))
    return 0 if report.ok else 1
