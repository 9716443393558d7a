"""Validation of the synthetic market with seeded faults: kgraph beside pySHACL and rudof.

python -m benchmarks.bench_validate [--sizes 10k 100k 1M 5M] [--reference-up-to 100k]
    [--rudof-up-to 1M] [--write]

Each engine runs in a process of its own on the same graph, with all that is inferred. Reading the
data is not part of the time. First the three engines on the merge, where they are asked the same;
then kgraph with all that `kgraph validate` does: each source alone too, check digits, and words.
rudof is measured where its package pyrudof is installed, which `make bench` and the extra `bench`
of kgraph do; without it the rest runs all the same. Above the sizes that the others can do within
reason, kgraph runs alone, and the page says why.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.market import Market
from benchmarks.measure import Clock, Run, both, faster, mib

JOB = "bench_validate"
SHAPES = measure.PROJECT / "shapes"
RULES = measure.PROJECT / "ontology" / "rules"
FAULT_SHARE = 0.01
NOT_FOR_RUDOF = "property-defined"


def make(path: str, triples: int, seed: int) -> dict[str, Any]:
    """Writes a market with faults and all that follows from it, as N-Quads; and the faults."""
    from pyoxigraph import RdfFormat

    from kgraph.infer import compile_rules, run

    market = Market(triples, seed=seed, fault_share=FAULT_SHARE)
    store = market.store()
    run(store, compile_rules(store, RULES))
    store.dump(path, format=RdfFormat.N_QUADS)
    faults = [(fault.finding, str(fault.focus)) for fault in market.faults]
    Path(path + ".faults").write_text(json.dumps(faults), encoding="utf-8")
    return {"size": market.size, "faults": len(faults)}


def bare(path: str, engine: str) -> dict[str, Any]:
    """The bare results of an engine on the merge; they are written down to be compared."""
    results = _rudof(path) if engine == "rudof" else _kgraph(path, engine)
    if "keys" in results:
        Path(f"{path}.{engine}").write_text(json.dumps(results.pop("keys")), encoding="utf-8")
    return results


def _kgraph(path: str, engine: str) -> dict[str, Any]:
    from kgraph.validate.whole import run_scopes

    store, shapes = _load(path), _common_shapes()
    with Clock() as clock:
        results = list(run_scopes(store, shapes, engine, ["merge"]))
    return {
        "results": len(results),
        "keys": [_key(r.component, getattr(r.focus, "value", "")) for r in results],
        "seconds": clock.seconds,
        "cpu": clock.cpu,
    }


def _rudof(path: str) -> dict[str, Any]:
    try:
        from pyrudof import RDFFormat, Rudof, RudofConfig
    except ImportError:
        return {"absent": True}
    from pyoxigraph import DefaultGraph, RdfFormat, serialize

    from kgraph.names import PREFIXES
    from kgraph.validate.scopes import split_by_scope

    merge, _ = split_by_scope(_common_shapes())
    data, shapes = path + ".nt", path + ".ttl"
    quads = _load(path).quads_for_pattern(None, None, None, DefaultGraph())
    serialize((quad.triple for quad in quads), data, format=RdfFormat.N_TRIPLES)
    serialize(merge.triples, shapes, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    session = Rudof(RudofConfig())
    session.read_data(data, RDFFormat.NTriples)
    session.read_shacl(shapes)
    with Clock() as clock:
        results = list(session.validate_shacl())
    return {
        "results": len(results),
        "keys": [_key(str(r.constraint_component), str(r.focus_node)) for r in results],
        "seconds": clock.seconds,
        "cpu": clock.cpu,
    }


def whole(path: str, engine: str) -> dict[str, Any]:
    """All findings that `kgraph validate` has, whether they name the faults, and a digest."""
    from kgraph.validate import load_shapes, validate_store

    store, shapes = _load(path), load_shapes(SHAPES)
    with Clock() as clock:
        findings = validate_store(store, shapes, engine=engine)
    faults = json.loads(Path(path + ".faults").read_text(encoding="utf-8"))
    named = {(finding.id, str(finding.focus)) for finding in findings}
    lines = (f"{f.severity} {f.id} {f.focus} {f.path} {f.value} {f.component}" for f in findings)
    return {
        "findings": len(findings),
        "violations": sum(finding.severity == "violation" for finding in findings),
        "missed": sum(tuple(fault) not in named for fault in faults),
        "digest": hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest(),
        "seconds": clock.seconds,
        "cpu": clock.cpu,
    }


def _common_shapes() -> Any:
    """The shapes but the one that rudof cannot run, which asks a query about blank nodes."""
    from kgraph.names import SHAPE
    from kgraph.shacl.shapes_graph import ShapeGraph
    from kgraph.validate import load_shapes

    shapes = load_shapes(SHAPES)
    left_out = SHAPE + NOT_FOR_RUDOF
    kept = [t for t in shapes.triples if left_out not in (t.subject.value, _iri(t.object))]
    return ShapeGraph(kept, shapes.files)


def _iri(term: Any) -> str:
    return getattr(term, "value", "")


def _key(component: str, focus: str) -> str:
    return f"{component.strip('<>').rpartition('#')[2]} {focus.strip('<>')}"


def _load(path: str) -> Any:
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    return store


def main() -> None:
    """Measures and prints."""
    parser = measure.parser(__doc__)
    parser.add_argument("--reference-up-to", type=measure.size, default=100_000, metavar="TRIPLES")
    parser.add_argument("--rudof-up-to", type=measure.size, default=1_000_000, metavar="TRIPLES")
    options = parser.parse_args()
    sizes = [min(options.sizes)] if options.quick else sorted(options.sizes)
    rows, whole_rows, notes = [], [], []
    last: dict[str, tuple[Run, Run]] = {}
    with measure.workplace() as folder:
        for triples in sizes:
            path = str(folder / f"{triples}.nq")
            made = measure.run(f"{JOB}:make", path=path, triples=triples, seed=options.seed)
            ours = measure.run(f"{JOB}:bare", path=path, engine="compiled")
            shacl = other = Run(None, "not run")
            if triples <= options.reference_up_to:
                shacl = measure.run(f"{JOB}:bare", measure.LIMIT, path=path, engine="pyshacl")
                last["pySHACL"] = made, shacl
            if triples <= options.rudof_up_to:
                other = measure.run(f"{JOB}:bare", measure.LIMIT, path=path, engine="rudof")
                last["rudof"] = made, other
            rows.append(_row(made, ours, shacl, other))
            differences = _differences(made, path, shacl, other)
            notes += differences
            print(measure.table(HEAD, rows[-1:]), *differences, flush=True)
            all_of_it = measure.run(f"{JOB}:whole", path=path, engine="compiled")
            whole_rows.append(_whole_row(made, all_of_it))
            print(measure.table(WHOLE_HEAD, whole_rows[-1:]), flush=True)
            if triples == sizes[0]:
                theirs = measure.run(f"{JOB}:whole", measure.LIMIT, path=path, engine="pyshacl")
                whole_note = _whole_note(made, all_of_it, theirs)
            for file in folder.iterdir():
                file.unlink()
    notes += _left_out(sizes, last)
    body = (
        f"Bare results on the merge, all shapes but `{NOT_FOR_RUDOF}`, which rudof cannot run:\n\n"
        + measure.table(HEAD, rows)
        + "\n"
        + "\n".join(notes)
        + "\n\nAll that `kgraph validate` does:\n\n"
        + measure.table(WHOLE_HEAD, whole_rows)
        + f"\n{whole_note}\n\n{measure.CLOCK} {measure.PEAK} “Faster” compares the first, in "
        + "brackets the second. "
        + f"{measure.versions('pyoxigraph', 'pyshacl', 'rdflib', 'pyrudof')}.\n"
    )
    measure.report("Validation", "bench_validate.py", body, write=options.write)


HEAD = (
    "triples",
    "results",
    "kgraph",
    "pySHACL",
    "faster",
    "rudof",
    "faster",
    "kgraph memory",
    "pySHACL memory",
    "rudof memory",
)
WHOLE_HEAD = ("triples", "seeded faults", "not named", "findings", "violations", "time", "memory")


def _row(made: Run, ours: Run, shacl: Run, other: Run) -> tuple[object, ...]:
    return (
        f"{made['size']:,}",
        f"{ours['results']:,}",
        both(ours),
        both(shacl),
        faster(shacl, ours),
        "not installed" if other["absent"] else both(other),
        faster(other, ours),
        *(mib(run["peak"]) for run in (ours, shacl, other)),
    )


def _differences(made: Run, path: str, *others: Run) -> list[str]:
    """A sentence for each engine that ran: whether it has the same results."""
    ours = _keys(path, "compiled")
    found = []
    for name, engine, run in zip(("pySHACL", "rudof"), ("pyshacl", "rudof"), others, strict=True):
        if run["results"] is None:  # not run, stopped, or not installed
            continue
        theirs = _keys(path, engine)
        missing, more = ours - theirs, theirs - ours
        text = f"At {made['size']:,} triples {name} has "
        if not missing and not more:
            text += "the same results."
        else:
            text += f"{missing.total():,} of them not, and {more.total():,} others"
            kinds = Counter(key.split()[0] for key in (missing + more).elements())
            text += f" ({', '.join(f'{kind} {n:,}' for kind, n in kinds.most_common(4))})."
        found.append(text)
    return found


def _left_out(sizes: list[int], last: dict[str, tuple[Run, Run]]) -> list[str]:
    """A sentence for each other engine that was not run on the largest graph, with the reason."""
    found = []
    for name, (made, run) in last.items():
        if run["absent"]:
            found.append(f"{name} is not installed; the extra `bench` brings it.")
        elif made["size"] < max(sizes):
            needed = f"{both(run)} and {mib(run['peak'])}" if run.figures else run.stopped
            found.append(
                f"{name} is not run above {made['size']:,} triples, where it takes {needed}."
            )
    return found


def _keys(path: str, engine: str) -> Counter[str]:
    return Counter(json.loads(Path(f"{path}.{engine}").read_text(encoding="utf-8")))


def _whole_row(made: Run, ours: Run) -> tuple[object, ...]:
    return (
        f"{made['size']:,}",
        *(f"{count:,}" for count in (made["faults"], ours["missed"])),
        *(f"{count:,}" for count in (ours["findings"], ours["violations"])),
        both(ours),
        mib(ours["peak"]),
    )


def _whole_note(made: Run, ours: Run, theirs: Run) -> str:
    text = f"At {made['size']:,} triples the same with pySHACL takes {both(theirs)}"
    if theirs.figures is None:
        return text + "."
    same = ours["digest"] == theirs["digest"]
    rest = "the findings are the same, one for one" if same else "**the findings differ**"
    return f"{text}, {faster(theirs, ours)} as long; {rest}."


if __name__ == "__main__":
    main()
