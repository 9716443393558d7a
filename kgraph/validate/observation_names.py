"""Statements and records whose names say something else than they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.load.observed_names import below, right_names
from kgraph.names import SHAPE, base_of, compact, is_part, local_name
from kgraph.validate.findings import Finding
from kgraph.validate.locate import Locator, Origin, SourceFile
from kgraph.vocab import JPST, RDFS, Node, as_term

SHAPE_IRI: Final = SHAPE + "observation-name"
"""Stands in the place of a shape: none can compute a digest."""
SEVERITY: Final = "warning"
TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "problem": "{$this} says what has another name: {?right}",
        "problem_ja": "{$this}の内容に対応する名前は{?right}です。",
        "why": "The name of a statement or record is made of what it says, so that the same "
        "observation has one name in all sources, and two observations never share one.",
        "why_ja": "言明や記録の名前は内容から定まり、同じ観察はどの出典でも同じ名前に、"
        "異なる観察は別の名前になります。",
        "fix": "run kgraph fmt, which writes it and follows it where it is spoken of",
        "fix_ja": "kgraph fmt を実行してください。名前とその参照箇所を書き直します。",
    }
)


def check_names(store: ox.Store, files: Iterable[SourceFile] | Locator = ()) -> Iterator[Finding]:
    """A warning for each statement or record of a source or of editors under another name.

    `files` give file and line, as in `validate_store`.
    """
    locator = Locator.of(files)
    merged = ox.DefaultGraph()
    above = store.quads_for_pattern(None, RDFS.subClassOf, None, merged)
    records = below(JPST.Record, ((quad.subject, quad.object) for quad in above))
    for graph in sorted(store.named_graphs(), key=str):
        if not (is_part(graph.value, "source") or is_part(graph.value, "editorial")):
            continue
        quads = store.quads_for_pattern(None, None, None, graph)
        said = [(quad.subject, quad.predicate, as_term(quad.object)) for quad in quads]
        for node, right in sorted(
            right_names(said, records, base_of(graph.value)).items(), key=str
        ):
            if isinstance(node, ox.NamedNode):
                yield _finding(node, right, graph, locator)


def _finding(node: ox.NamedNode, right: ox.NamedNode, graph: Node, locator: Locator) -> Finding:
    file, line, column = locator.place(Origin((node, None, None), (graph.value,)))
    names = compact(node.value), compact(right.value)
    problem, japanese = (
        TEXTS[key].replace("{$this}", names[0]).replace("{?right}", names[1])
        for key in ("problem", "problem_ja")
    )
    return Finding(
        id=local_name(SHAPE_IRI),
        severity=SEVERITY,
        focus=node,
        path=None,
        value=right,
        component=SHAPE_IRI,
        shape=SHAPE_IRI,
        message_en=problem,
        message_ja=japanese,
        fix_en=TEXTS["fix"],
        fix_ja=TEXTS["fix_ja"],
        graphs=(graph.value,),
        file=file,
        line=line,
        column=column,
    )
