"""An overlay of own sources above the real graph: how long a build takes.

python -m benchmarks.bench_overlay [--sizes 100 1000] [--write]
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import measure
from benchmarks.measure import Run, mib, seconds

JOB = "bench_overlay"
SIZES = (100, 1_000)
BASE = "https://data.bench.example/kg/"
HEAD = ("overlay", "claims", "processor time", "time", "memory")
_SOURCE = """\
@prefix bench: <{base}id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix hosting: <https://w3id.org/jpst/hosting/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{base}source/note-{i}>
    a jpst:PrimarySource ;
    dcterms:title "Note {i}"@en ;
    dcterms:publisher bench:firm ;
    dcterms:issued "2026-{month:02}-01"^^xsd:date ;
    schema:url "https://wiki.bench.example/{i}"^^xsd:anyURI ;
    jpst:hosting hosting:page ;
    jpst:read "2026-11-20"^^xsd:date ;
.

bench:client-{i}
    jpst:headquarters "Chiyoda-ku, Tokyo"@en ;
    jpst:legalName "Client {i} Ltd."@en ;
    jpst:website "https://client-{i}.example/"^^xsd:anyURI ;
.
"""


def make(root: str, sources: int) -> None:
    """Writes an overlay with so many sources, each on a thing of its own."""
    folder = Path(root)
    for part in ("data/sources", "data/entities"):
        (folder / part).mkdir(parents=True)
    settings = f'name = "bench"\nextends = "jpst"\nbase = "{BASE}"\nlanguages = ["en"]\n'
    (folder / "kgraph.toml").write_text(settings, encoding="utf-8")
    things = ["firm", *(f"client-{i}" for i in range(sources))]
    entities = "".join(
        f"<{BASE}id/{name}> a <https://w3id.org/jpst/ontology/Company> ;\n"
        f'    <http://www.w3.org/2004/02/skos/core#prefLabel> "{name}"@en .\n'
        for name in things
    )
    (folder / "data/entities/firm.ttl").write_text(entities, encoding="utf-8")
    for i in range(sources):
        text = _SOURCE.format(base=BASE, i=i, month=i % 11 + 1)
        (folder / f"data/sources/note-{i}.ttl").write_text(text, encoding="utf-8")


def main() -> None:
    """Measures and prints."""
    options = measure.parser(__doc__, SIZES).parse_args()
    rows = []
    with measure.workplace() as folder:
        for sources in sorted(options.sizes):
            root = str(folder / f"overlay-{sources}")
            make(root, sources)
            run = measure.run("bench_build:build", root=root, out=str(folder / f"out-{sources}"))
            rows.append(_row(f"{sources:,} own sources", run))
    body = f"{measure.table(HEAD, rows)}\n{measure.CLOCK} {measure.PEAK}\n"
    measure.report("Overlay", "bench_overlay.py", body, write=options.write)


def _row(name: str, run: Run) -> tuple[object, ...]:
    return (
        name,
        f"{run['counts']['claims']:,}",
        *(seconds(run[what]) for what in ("cpu", "seconds")),
        mib(run["peak"]),
    )


if __name__ == "__main__":
    main()
