"""`kgraph check-snapshot`: whether the built graph is as it was built."""

from __future__ import annotations

from kgraph.cli.limits import limited
from kgraph.cli.options import Lang, Language, Out, Root
from kgraph.cli.output import Place


@limited
def check_snapshot(root: Root = None, out: Out = None, lang: Lang = Language.en) -> int:
    """Read every byte of the built graph, and say what is not as it was built."""
    from kgraph.render import check_snapshot as writing
    from kgraph.root import find_root
    from kgraph.snapshot.folder import published_place
    from kgraph.snapshot.verify import check_snapshot as check

    found = check(out or published_place(find_root(root)))
    Place("text").put(writing.write(found, lang.value))
    return 1 if found.damages else 0
