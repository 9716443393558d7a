"""The check that no term is deprecated without a replacement that is in use."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kgraph.diff.ontology import Schema, str_of
from kgraph.names import compact
from kgraph.vocab import OWL, RDF


@dataclass(frozen=True)
class Abandoned:
    """A deprecated term or thing without a live replacement; `replaced_by` are the dead ones."""

    iri: str
    replaced_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line: what is wrong and what to do."""
        named = ", ".join(map(compact, self.replaced_by))
        why = f"its replacement {named} is not in use" if named else "nothing replaces it"
        return (
            f"{compact(self.iri)} is deprecated and {why}; "
            "name with dcterms:isReplacedBy a term or thing that is not deprecated itself"
        )


def abandoned(store: Store) -> tuple[Abandoned, ...]:
    """Every term and thing with owl:deprecated that has no replacement in use, by IRI."""
    schema = Schema(store)
    return tuple(
        Abandoned(node.value, tuple(sorted(map(str_of, schema.replaced.get(node, ())))))
        for node in sorted(schema.deprecated, key=str)
        if isinstance(node, NamedNode)
        and not schema.replacements(node)
        # A thing may turn out to be none; a term that was published has users.
        and not (_is_bare(store, node) and not schema.replaced.get(node))
    )


def _is_bare(store: Store, node: NamedNode) -> bool:
    """Whether it is no more than a thing: of no class that says what it was."""
    found = store.quads_for_pattern(node, RDF.type, NamedNode(OWL.BASE + "Thing"), None)
    return next(iter(found), None) is not None
