"""Commands about the built graph as files: check-snapshot."""

from __future__ import annotations

from kgraph.cli.limits import limited
from kgraph.cli.options import Lang, Language, Out, Root
from kgraph.cli.output import put
from kgraph.render import console


@limited
def check_snapshot(root: Root = None, out: Out = None, lang: Lang = Language.en) -> int:
    """Read every byte of the built graph, and say what is not as it was built."""
    from kgraph.render import check_snapshot as words
    from kgraph.root import find_root
    from kgraph.snapshot.folder import published_place
    from kgraph.snapshot.verify import check_snapshot as check

    found = check(out or published_place(find_root(root)))
    put(words.as_text(found, lang.value))
    if not found.damages:
        return 0
    console.say(words.advice(found, lang.value))
    return 1
