"""Validation of the synthetic market with seeded faults: kgraph beside pySHACL and rudof.

python -m benchmarks.bench_validate [--sizes 10k 100k 1M 5M] [--reference-up-to 100k] [--write]

Each engine runs in a process of its own on the same graph, with all that is inferred. Reading the
data is not part of the time. pySHACL and kgraph check the merge and each source alone. rudof (the
package pyrudof, measured where it is installed) has no notion of that; it is given the merge and the
shapes that hold there, and kgraph is measured on the same besides.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.market import Market
from benchmarks.measure import Clock, Run, both, mib, times

JOB = "bench_validate"
SHAPES = measure.PROJECT / "shapes"
RULES = measure.PROJECT / "ontology" / "rules"
FAULT_SHARE = 0.01


def make(path: str, triples: int, seed: int) -> dict[str, Any]:
    """Writes a market with faults and all that follows from it, as N-Quads; and the faults."""
    import json

    from pyoxigraph import RdfFormat

    from kgraph.infer import compile_rules, run

    market = Market(triples, seed=seed, fault_share=FAULT_SHARE)
    store = market.store()
    run(store, compile_rules(store, RULES))
    store.dump(path, format=RdfFormat.N_QUADS)
    faults = [(fault.finding, str(fault.focus)) for fault in market.faults]
    Path(path + ".faults").write_text(json.dumps(faults), encoding="utf-8")
    return {"size": market.size, "faults": len(faults)}


def validate(path: str, engine: str) -> dict[str, Any]:
    """All findings of an engine, whether it named the faults, and a digest to compare."""
    import json

    from kgraph.validate import load_shapes, validate_store

    store, shapes = _load(path), load_shapes(SHAPES)
    with Clock() as clock:
        findings = validate_store(store, shapes, engine=engine)
    faults = json.loads(Path(path + ".faults").read_text(encoding="utf-8"))
    named = {(finding.id, str(finding.focus)) for finding in findings}
    return {
        "findings": len(findings),
        "violations": sum(finding.severity == "violation" for finding in findings),
        "missed": sum(tuple(fault) not in named for fault in faults),
        "digest": _digest(
            f"{f.severity} {f.id} {f.focus} {f.path} {f.value} {f.component}" for f in findings
        ),
        "seconds": clock.seconds,
        "cpu": clock.cpu,
    }


def merge_only(path: str) -> dict[str, Any]:
    """The bare results of kgraph's engine on the merge: what rudof is asked for too."""
    from kgraph.validate import load_shapes
    from kgraph.validate.store import run_scopes

    store, shapes = _load(path), load_shapes(SHAPES)
    with Clock() as clock:
        results = list(run_scopes(store, shapes, "compiled", ["merge"]))
    kinds = Counter("sparql" if r.constraint is not None else "core" for r in results)
    return {**kinds, "results": len(results), "seconds": clock.seconds, "cpu": clock.cpu}


def rudof(path: str) -> dict[str, Any]:
    """The results of rudof on the merge."""
    try:
        from pyrudof import RDFFormat, Rudof, RudofConfig
    except ImportError:
        return {"absent": True}
    from pyoxigraph import DefaultGraph, RdfFormat, serialize

    from kgraph.names import PREFIXES
    from kgraph.validate import load_shapes
    from kgraph.validate.scopes import split_by_scope

    store = _load(path)
    merge, _ = split_by_scope(load_shapes(SHAPES))
    data, shapes = path + ".nt", path + ".shapes.ttl"
    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    serialize((quad.triple for quad in quads), data, format=RdfFormat.N_TRIPLES)
    serialize(merge.triples, shapes, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    del store
    session = Rudof(RudofConfig())
    session.read_data(data, RDFFormat.NTriples)
    session.read_shacl(shapes)
    with Clock() as clock:
        report = session.validate_shacl()
        results = list(report)
    sparql = sum("SPARQL" in str(result.constraint_component) for result in results)
    return {
        "results": len(results),
        "sparql": sparql,
        "core": len(results) - sparql,
        "seconds": clock.seconds,
        "cpu": clock.cpu,
    }


def _load(path: str) -> Any:
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    return store


def _digest(lines: Any) -> str:
    import hashlib

    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def main() -> None:
    """Measures and prints."""
    parser = measure.parser(__doc__)
    parser.add_argument("--reference-up-to", type=measure.size, default=100_000, metavar="TRIPLES")
    options = parser.parse_args()
    sizes = [min(options.sizes)] if options.quick else sorted(options.sizes)
    rows, merge_rows, notes = [], [], []
    with measure.workplace() as folder:
        for triples in sizes:
            path = str(folder / f"{triples}.nq")
            made = measure.run(f"{JOB}:make", path=path, triples=triples, seed=options.seed)
            ours = measure.run(f"{JOB}:validate", path=path, engine="compiled")
            theirs = Run(None, "not run")
            if triples <= options.reference_up_to:
                theirs = measure.run(
                    f"{JOB}:validate", measure.LIMIT, path=path, engine="pyshacl"
                )
            rows.append(_row(made, ours, theirs))
            print(measure.table(HEAD, rows[-1:]), flush=True)
            notes += _notes(made, ours, theirs)
            bare = measure.run(f"{JOB}:merge_only", path=path)
            other = measure.run(f"{JOB}:rudof", measure.LIMIT, path=path)
            merge_rows.append(_merge_row(made, bare, other))
            print(measure.table(MERGE_HEAD, merge_rows[-1:]), flush=True)
            for file in folder.iterdir():
                file.unlink()
    body = (
        measure.table(HEAD, rows)
        + "".join(f"\n{note}" for note in notes)
        + "\n\nOn the merge alone, bare results without their words, beside rudof:\n\n"
        + measure.table(MERGE_HEAD, merge_rows)
        + f"\n{measure.CLOCK} {measure.PEAK} "
        + f"{measure.versions('pyoxigraph', 'pyshacl', 'rdflib', 'pyrudof')}.\n"
    )
    measure.report("Validation", "bench_validate.py", body, write=options.write)


HEAD = (
    "triples",
    "seeded faults",
    "findings",
    "kgraph",
    "pySHACL",
    "faster",
    "kgraph",
    "pySHACL",
)
MERGE_HEAD = (
    "triples",
    "kgraph: Core results",
    "SPARQL results",
    "time",
    "rudof: Core results",
    "SPARQL results",
    "time",
    "faster than rudof",
)


def _row(made: Run, ours: Run, theirs: Run) -> tuple[object, ...]:
    return (
        f"{made['size']:,}",
        f"{made['faults']:,}",
        f"{ours['findings']:,}",
        both(ours),
        both(theirs),
        f"{times(theirs['seconds'], ours['seconds'])} ({times(theirs['cpu'], ours['cpu'])})",
        mib(ours["peak"]),
        mib(theirs["peak"]),
    )


def _notes(made: Run, ours: Run, theirs: Run) -> list[str]:
    found = "all" if not ours["missed"] else f"all but {ours['missed']}"
    note = f"At {made['size']:,} triples kgraph names {found} of the seeded faults"
    if theirs.figures is not None:
        same = ours["digest"] == theirs["digest"]
        note += (
            "; pySHACL has the same findings, one for one"
            if same
            else f"; **pySHACL’s findings differ** ({theirs['findings']:,})"
        )
    return [note + "."]


def _merge_row(made: Run, bare: Run, other: Run) -> tuple[object, ...]:
    figures = (f"{bare['core'] or 0:,}", f"{bare['sparql'] or 0:,}", both(bare))
    if other["absent"]:
        return (f"{made['size']:,}", *figures, "not installed", "—", "—", "—")
    if other.figures is None:
        return (f"{made['size']:,}", *figures, "—", "—", other.stopped, "—")
    return (
        f"{made['size']:,}",
        *figures,
        f"{other['core']:,}",
        f"{other['sparql']:,}",
        both(other),
        f"{times(other['seconds'], bare['seconds'])} ({times(other['cpu'], bare['cpu'])})",
    )


if __name__ == "__main__":
    main()
