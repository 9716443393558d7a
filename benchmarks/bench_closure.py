"""Closure of the synthetic market: time and peak memory of kgraph.infer beside owlrl.

python -m benchmarks.bench_closure [--sizes 10k 100k 1M 5M] [--reference-up-to 100k] [--write]

Both read the same N-Triples into memory, which is not part of the time, in a process of its own;
both compute the OWL axioms. The named rules, which owlrl has no way to run, are measured besides.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.market import Market
from benchmarks.measure import Clock, Run, both, faster, mib, peak

JOB = "bench_closure"
RULES = measure.PROJECT / "ontology" / "rules"


def make(path: str, triples: int, seed: int) -> dict[str, Any]:
    """Writes the merged graph of a market as N-Triples."""
    from pyoxigraph import RdfFormat, serialize

    market = Market(triples, seed=seed)
    serialize((quad.triple for quad in market.merged()), path, format=RdfFormat.N_TRIPLES)
    return {"size": market.size}


def compiled(path: str, named: bool) -> dict[str, Any]:
    """The closure by the compiled rules, with or without the named ones."""
    from pyoxigraph import RdfFormat, Store

    from kgraph.infer import compile_rules, run

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    loaded = peak()
    with Clock() as clock:
        closure = run(store, compile_rules(store, RULES if named else None))
    return {
        "added": closure.added,
        "seconds": clock.seconds,
        "cpu": clock.cpu,
        "loaded": loaded,
    }


def owlrl(path: str) -> dict[str, Any]:
    """The closure by owlrl."""
    import owlrl as library
    from rdflib import Graph

    graph = Graph()
    graph.parse(path, format="nt")
    before, loaded = len(graph), peak()
    reasoner = library.DeductiveClosure(
        library.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    )
    with Clock() as clock:
        reasoner.expand(graph)
    return {
        "added": len(graph) - before,
        "seconds": clock.seconds,
        "cpu": clock.cpu,
        "loaded": loaded,
    }


def equal(path: str) -> dict[str, Any]:
    """Whether the compiled rules infer just what owlrl infers by the same rules of OWL 2 RL."""
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

    from kgraph.infer import INFERRED, compile_rules, owlrl_closure, run

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    asserted = [q.triple for q in store.quads_for_pattern(None, None, None, DefaultGraph())]
    run(store, compile_rules(store, None))
    inferred = store.quads_for_pattern(None, None, None, NamedNode(INFERRED))
    ours, theirs = {quad.triple for quad in inferred}, owlrl_closure(asserted)
    return {"ours": len(ours), "only_ours": len(ours - theirs), "only_theirs": len(theirs - ours)}


def main() -> None:
    """Measures and prints."""
    parser = measure.parser(__doc__)
    parser.add_argument("--reference-up-to", type=measure.size, default=100_000, metavar="TRIPLES")
    options = parser.parse_args()
    sizes = [min(options.sizes)] if options.quick else sorted(options.sizes)
    rows, named, agreement = [], [], ""
    with measure.workplace() as folder:
        for triples in sizes:
            path = str(folder / "market.nt")
            size = measure.run(f"{JOB}:make", path=path, triples=triples, seed=options.seed)["size"]
            ours = measure.run(f"{JOB}:compiled", path=path, named=False)
            every = measure.run(f"{JOB}:compiled", path=path, named=True)
            theirs = Run(None, "not run")
            if triples <= options.reference_up_to:
                theirs = measure.run(f"{JOB}:owlrl", measure.LIMIT, path=path)
            if triples == sizes[0]:
                agreement = _agreement(size, measure.run(f"{JOB}:equal", path=path))
            rows.append(_row(size, ours, theirs))
            named.append((f"{size:,}", f"{every['added']:,}", both(every), mib(every["peak"])))
            print(measure.table(HEAD, rows[-1:]), flush=True)
            Path(path).unlink()
    body = (
        measure.table(HEAD, rows)
        + f"\n{agreement}\n\n"
        + "With the named rules of `ontology/rules/`, which owlrl has no way to run:\n\n"
        + measure.table(HEAD_NAMED, named)
        + f"\n{measure.CLOCK} {measure.PEAK} "
        + f"{measure.versions('pyoxigraph', 'owlrl', 'rdflib')}.\n"
    )
    measure.report("Closure", "bench_closure.py", body, write=options.write)


HEAD = ("triples", "inferred", "kgraph", "owlrl", "faster", "kgraph memory", "owlrl memory")
HEAD_NAMED = ("triples", "inferred by all rules", "kgraph", "memory")


def _row(size: int, ours: Run, theirs: Run) -> tuple[object, ...]:
    return (
        f"{size:,}",
        f"{ours['added']:,}",
        both(ours),
        both(theirs),
        faster(theirs, ours),
        mib(ours["peak"]),
        mib(theirs["peak"]),
    )


def _agreement(size: int, run: Run) -> str:
    only = run["only_ours"], run["only_theirs"]
    if any(only):
        return (
            f"**At {size:,} triples the results differ**: {only[0]} facts are inferred by kgraph "
            f"alone, {only[1]} by owlrl alone."
        )
    return (
        f"At {size:,} triples both infer the same {run['ours']:,} facts "
        "(owlrl’s restricted to the rules that the ontology’s constructs need)."
    )


if __name__ == "__main__":
    main()
