"""Schema → rules → inferred graph, its contradictions, and the proof of every inferred fact."""

from kgraph.infer.budget import TooMuchFollows
from kgraph.infer.compile import compile_rules
from kgraph.infer.contradictions import Contradiction, contradiction_patterns, contradictions
from kgraph.infer.fixpoint import Closure, run
from kgraph.infer.match import Reader
from kgraph.infer.misfits import Misfit, misfit_patterns, misfits
from kgraph.infer.named_rules import read_rules
from kgraph.infer.proof import Explanation, Leaf, NearMiss, Proof, check_proof
from kgraph.infer.reference import covered, owlrl_closure
from kgraph.infer.rules import Atom, Rule, batches, make_rule, replays
from kgraph.infer.schema import INFERRED, read_schema
from kgraph.infer.why import explain

__all__ = [
    "INFERRED",
    "Atom",
    "Closure",
    "Contradiction",
    "Explanation",
    "Leaf",
    "Misfit",
    "NearMiss",
    "Proof",
    "Reader",
    "Rule",
    "TooMuchFollows",
    "batches",
    "check_proof",
    "compile_rules",
    "contradiction_patterns",
    "contradictions",
    "covered",
    "explain",
    "make_rule",
    "misfit_patterns",
    "misfits",
    "owlrl_closure",
    "read_rules",
    "read_schema",
    "replays",
    "run",
]
