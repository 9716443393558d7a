"""Table, list and data → the bridge files: what is written, and what is checked against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.align.bridges import (
    FOLDER,
    LEI_ENTITIES,
    THINGS,
    Bridge,
    Bridges,
    module_of,
    read_bridges,
)
from kgraph.align.merged import CATALOG, ONE_FILE, catalog
from kgraph.align.ours import Ours, lei_rows, read_ours
from kgraph.align.select import side_of
from kgraph.align.table import CONCEPT, TABLE, TYPES, Labels, Row, read_table, table_text
from kgraph.align.targets import CLASS, INDIVIDUAL, Target, mark, read_targets, targets_text
from kgraph.align.vendor import Vendor, read_vendor
from kgraph.align.view import view_queries, view_terms
from kgraph.names import ID, LICENSE_IRI, split
from kgraph.problems import LoadError, Problem
from kgraph.turtle.canonical import write_turtle
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import DCTERMS, OWL, RDF, SKOS, as_iri

_SHOWN: Final = 3
_SKOS_NOTE: Final = (
    "SKOS mappings, apart from the axioms: their properties make a concept of what they link.",
    "SKOSによる対応付け。対応付けた語を概念とみなすため、公理とは別のファイルとする。",
)
_AXIOM_NOTE: Final = (
    "Axioms from our terms to theirs, and nothing else.",
    "本オントロジーの語から外部の語への公理のみを収める。",
)


def bridge_of(row: Row, bridges: Bridges, individuals: Iterable[str]) -> Bridge:
    """The bridge that a mapping stands in: things to themselves, all else by namespace."""
    home = bridges.home(row.object)
    if home is None or row.object in individuals or row.object.startswith(LEI_ENTITIES):
        return next(bridge for bridge in bridges.bridges if bridge.slug == THINGS)
    return home


def all_rows(root: Path, bridges: Bridges, ours: Ours) -> list[Row]:
    """The rows of the table, with the legal entities of GLEIF as the data give them."""
    known = read_table(root, bridges)
    kept = [row for row in known if not row.object.startswith(LEI_ENTITIES)]
    return kept + lei_rows(ours, known)


def aligned_texts(root: Path) -> dict[str, str]:
    """The files that follow from the table, the list of targets and the data.

    Out: path inside `root` → text, for the table in its one form, every bridge file, and the
    catalog. Writing them all is always safe. Raises LoadError.
    """
    bridges = read_bridges(root)
    ours = read_ours(root)
    return texts(root, bridges, ours, all_rows(root, bridges, ours))


def texts(root: Path, bridges: Bridges, ours: Ours, rows: list[Row]) -> dict[str, str]:
    """As `aligned_texts`, of what has been read already."""
    targets = read_targets(root)
    individuals = {iri for iri, target in targets.items() if target.kind == INDIVIDUAL}
    found = {
        (FOLDER / TABLE).as_posix(): table_text(
            rows, bridges, _labels(rows, ours, targets, bridges, ontology_version(root))
        )
    }
    for bridge in bridges.bridges:
        own = [row for row in rows if bridge_of(row, bridges, individuals) == bridge]
        axioms = [row for row in own if row.is_axiom]
        matches = [row for row in own if not row.is_axiom]
        found[(FOLDER / f"{bridge.slug}.ttl").as_posix()] = _turtle(bridge, bridges, axioms, "")
        if matches:
            name = (FOLDER / f"{bridge.slug}-skos.ttl").as_posix()
            found[name] = _turtle(bridge, bridges, matches, "-skos")
    found[CATALOG] = catalog(root, [Path(name).name for name in found if name.endswith(".ttl")])
    return found


def _labels(
    rows: Iterable[Row],
    ours: Ours,
    targets: Mapping[str, Target],
    bridges: Bridges,
    version: str,
) -> Labels:
    types: dict[str, str] = {}
    objects: dict[str, str] = {}
    releases: dict[str, str] = {}
    modules: dict[str, str] = {}
    for row in rows:
        target = targets.get(row.object)
        if target is not None:
            objects[row.object], releases[row.object] = target.label, target.release
            types[row.object] = TYPES[target.kind]
        elif row.object.startswith(LEI_ENTITIES):
            objects[row.object] = f"LEI {row.object.removeprefix(LEI_ENTITIES + 'L-')}"
            releases[row.object] = bridges.release(row.object) or ""
            types[row.object] = TYPES[INDIVIDUAL]
        kind = ours.kinds.get(row.subject, INDIVIDUAL)
        concept = kind == INDIVIDUAL and not row.subject.startswith(ID)
        types[row.subject] = CONCEPT if concept else TYPES[kind]
        modules[row.object] = module_of(row.object)
    return Labels(ours.labels, objects, releases, modules, types, version)


def ontology_version(root: Path) -> str:
    """The version of the ontology in one load, as its version IRI ends; empty where it has none."""
    path = root / "ontology" / ONE_FILE
    if not path.exists():
        return ""
    stated = (t for t in parse_turtle(read_text(path), path) if t.predicate == OWL.versionIRI)
    return next((split(as_iri(t.object).value)[1] for t in stated), "")


def _turtle(bridge: Bridge, bridges: Bridges, rows: list[Row], suffix: str) -> str:
    own = NamedNode(bridge.iri + suffix)
    en, ja = _SKOS_NOTE if suffix else _AXIOM_NOTE

    def say(name: str, value: NamedNode | Literal) -> Triple:
        return Triple(own, NamedNode(name), value)

    mark, mark_ja = ("(SKOS)", "（SKOS）") if suffix else ("", "")
    header = [
        say(RDF.type.value, OWL.Ontology),
        say(DCTERMS.title.value, Literal(f"{bridge.title['en']} {mark}".strip(), language="en")),
        say(DCTERMS.title.value, Literal(bridge.title["ja"] + mark_ja, language="ja")),
        say(DCTERMS.description.value, Literal(en, language="en")),
        say(DCTERMS.description.value, Literal(ja, language="ja")),
        say(DCTERMS.license.value, NamedNode(LICENSE_IRI)),
        *(say(DCTERMS.source.value, NamedNode(source)) for source in bridge.sources),
        *(say(OWL.versionInfo.value, Literal(f"Checked against {r}")) for r in bridge.releases),
    ]
    if bridge.note and not suffix:
        header.append(say(SKOS.editorialNote.value, Literal(bridge.note, language="en")))
    triples = [
        Triple(NamedNode(row.subject), NamedNode(row.predicate), NamedNode(row.object))
        for row in rows
    ]
    return write_turtle([*header, *triples], first=own, prefixes=bridges.prefixes)


def _pinned(root: Path) -> Iterable[Target]:
    """The list as it is; none where it is not there yet, or of another form."""
    try:
        return read_targets(root).values()
    except LoadError:
        return ()


def missing(iri: str, before: Target | None, copies: Vendor, bridges: Bridges) -> Problem:
    """A term that its own vocabulary does not declare, and where it probably went."""
    kind, label = (before.kind, before.label) if before else (None, "")
    went = copies.moved(iri, kind, label)
    if module_of(iri) in copies.namespaces:
        why = f"its own vocabulary, among the copies of {copies.folder}, does not declare it"
    else:
        why = f"no copy of {copies.folder} is its vocabulary"
    places = " or ".join(bridges.compact(other) for other in went[:_SHOWN])
    anew = "pin the list anew with `kgraph align --pin --vendor DIR`"
    fix = (
        f"it probably went to {places}: correct the table and the queries of the view, then {anew}"
        if went
        else f"correct the IRI, or add the file that declares it to the copies, then {anew}"
    )
    return Problem(f"unknown target {bridges.compact(iri)}", why, fix, copies.folder)


def pinned_targets(root: Path, vendor: Path) -> str:
    """The text of targets.csv, made from the copies: every target of the table and of the view.

    Raises LoadError with a problem for every term that its own vocabulary does not declare.
    """
    bridges = read_bridges(root)
    copies = read_vendor(vendor)
    wanted = {row.object for row in read_table(root, bridges)} | view_terms(view_queries(root))
    found: list[Target] = []
    problems: list[Problem] = []
    before = {target.iri: target for target in _pinned(root)}
    for iri in sorted(wanted):
        if iri.startswith(LEI_ENTITIES):
            continue
        term = copies.terms.get(iri)
        if term is None:
            problems.append(missing(iri, before.get(iri), copies, bridges))
            continue
        side = side_of(copies.store, iri) if term.kind == CLASS else ""
        release = bridges.release(iri) or copies.release(iri) or "not stated"
        found.append(
            Target(
                *(iri, term.kind, side, release, term.label, term.file),
                *(copies.versions[term.file], mark(term.definition)),
            )
        )
    if problems:
        raise LoadError(problems)
    return targets_text(found)
