"""Links to outside ontologies, their check, the FIBO-shaped view, and the ontology in one file."""

from kgraph.align.check import AlignReport, align_report, check
from kgraph.align.fibo import View, fibo_view
from kgraph.align.fibo_ontology import VIEW, VIEW_IMPORTS, FiboOntology, fibo_ontology
from kgraph.align.merged import catalog, merged_ontology
from kgraph.align.profile import owl2rl_ontology
from kgraph.align.targets import PINNED
from kgraph.align.write import aligned_texts, pinned_targets

__all__ = [
    "PINNED",
    "VIEW",
    "VIEW_IMPORTS",
    "AlignReport",
    "FiboOntology",
    "View",
    "align_report",
    "aligned_texts",
    "catalog",
    "check",
    "fibo_ontology",
    "fibo_view",
    "merged_ontology",
    "owl2rl_ontology",
    "pinned_targets",
]
