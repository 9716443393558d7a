"""The check of the links: do the targets exist, are they of the right kind, does it all hold?"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kgraph.align.bridges import FOLDER, LEI_ENTITIES, Bridges, read_bridges
from kgraph.align.consistency import schema_problems, side_problems
from kgraph.align.merged import CATALOG
from kgraph.align.ours import Ours, read_ours
from kgraph.align.table import RELATED, SAME_AS, SUB_CLASS, TABLE, Row
from kgraph.align.targets import CLASS, INDIVIDUAL, TARGETS, Target, mark, read_targets
from kgraph.align.vendor import Vendor, read_vendor
from kgraph.align.view import view_queries, view_terms
from kgraph.align.write import all_rows, bridge_of, missing, texts
from kgraph.names import ID
from kgraph.problems import LoadError, Problem
from kgraph.turtle.parse import read_text

_SHOWN: Final = 3


@dataclass(frozen=True)
class AlignReport:
    """What a check found.

    `mappings` counts OWL axioms and SKOS mappings of each bridge; `targets` are the pinned terms;
    `copies` is the folder of copies, None where there was none: then nothing outside the pinned
    list was looked at. `axioms` of them were used, and `left_out` counts what was not, by kind;
    `news` tells of vocabularies in another version than the pinned one.
    """

    problems: tuple[Problem, ...]
    mappings: Mapping[str, tuple[int, int]]
    targets: int
    copies: Path | None
    witnesses: int = 0
    axioms: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    news: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def check(root: Path, vendor: Path | None = None) -> tuple[Problem, ...]:
    """The problems of `align_report`."""
    return align_report(root, vendor).problems


def align_report(root: Path, vendor: Path | None = None) -> AlignReport:
    """Checks ontology/align/ and ontology/fibo/ against the pinned list, and against copies.

    In: the project folder; a folder with copies of the outside ontologies, or None.

    Always: each target is pinned and of a kind that fits its axiom; no class of ours is an agent
    and a role; the files say what table and data say. With copies: each target is declared by its
    own vocabulary, as the kind and with the definition that is pinned, and not given up; our schema
    with the bridges and with the outside axioms that bear on them, one witness for each class and
    property, has no contradiction; no property of ours falls under a functional one.

    Raises LoadError where something cannot be read at all.
    """
    started = time.perf_counter()
    bridges = read_bridges(root)
    targets = read_targets(root)
    ours = read_ours(root)
    rows = all_rows(root, bridges, ours)
    problems = [
        *_rows(root, rows, ours, targets, bridges),
        *_terms(root, targets, bridges),
        *side_problems(root, ours, rows, targets, bridges),
    ]
    axioms, left_out = 0, {}
    news: tuple[str, ...] = ()
    if vendor is not None:
        copies = read_vendor(vendor)
        news = _news(targets, copies)
        problems += _declared(root, rows, targets, copies, bridges)
        found, selection = schema_problems(root, ours, rows, copies.store, bridges)
        problems += found
        axioms, left_out = len(selection.axioms), dict(selection.left_out)
    problems += _files(root, texts(root, bridges, ours, rows))
    return AlignReport(
        problems=tuple(problems),
        mappings=_counts(rows, targets, bridges),
        targets=len(targets),
        copies=vendor,
        witnesses=sum(1 for iri in ours.kinds if ours.kinds[iri] != INDIVIDUAL),
        axioms=axioms,
        left_out=left_out,
        news=news,
        seconds=time.perf_counter() - started,
    )


def _rows(
    root: Path,
    rows: Iterable[Row],
    ours: Ours,
    targets: Mapping[str, Target],
    bridges: Bridges,
) -> list[Problem]:
    """Both ends of each mapping exist, and an axiom joins what it may join."""
    path = root / FOLDER / TABLE
    problems: list[Problem] = []
    for row in rows:
        near, far = bridges.compact(row.subject), bridges.compact(row.object)
        kind = ours.kinds.get(row.subject)
        if kind is None:
            fix = "correct the name; ours stay as they are"
            why = "no file of ontology/ or data/entities/ defines it"
            problems.append(Problem(f"unknown term {near}", why, fix, path, row.line))
            continue
        if row.object.startswith(LEI_ENTITIES):
            continue
        target = targets.get(row.object)
        if target is None:
            fix = "correct the IRI, or pin the list again from copies that declare it"
            why = f"{TARGETS} does not hold it"
            problems.append(Problem(f"unknown target {far}", why, fix, path, row.line))
        elif row.is_axiom and (wrong := _misfit(row, kind, target.kind)):
            fix = "make it a SKOS match, or name another target"
            what = f"{near} and {far} do not fit {bridges.compact(row.predicate)}"
            problems.append(Problem(what, wrong, fix, path, row.line))
        elif not row.is_axiom and (said := _apart(row, kind, target.kind)):
            fix = f"make it skos:relatedMatch and begin its comment with “{said}”"
            what = f"{near} and {far} are of different kinds"
            why = "what is of another kind is no close match, and a reader must be told"
            problems.append(Problem(what, why, fix, path, row.line))
    return problems


def _apart(row: Row, near: str, far: str) -> str | None:
    """How the comment of a mapping between different kinds must begin, where it does not, or where
    the mapping says more than that they are related."""
    kinds = {CLASS: "class", INDIVIDUAL: "individual"}
    one, other = kinds.get(near, "property"), kinds.get(far, "property")
    if one == other:
        return None
    if one == kinds[INDIVIDUAL] and not row.subject.startswith(ID):
        one = "concept"
    said = f"{_article(one).capitalize()} here, {_article(other)}"
    fits = row.predicate == RELATED and row.comment.startswith(said)
    return None if fits else f"{said} there"


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _misfit(row: Row, near: str, far: str) -> str | None:
    if near != far:
        return f"ours is of the kind {near}, theirs {far}"
    wanted = {SUB_CLASS: CLASS, SAME_AS: INDIVIDUAL}.get(row.predicate)
    if wanted is not None and near != wanted:
        return f"both are of the kind {near}, and the axiom joins {wanted} and {wanted}"
    if wanted is None and near in (CLASS, INDIVIDUAL):
        return f"both are of the kind {near}, and the axiom joins properties"
    return None


def _terms(root: Path, targets: Mapping[str, Target], bridges: Bridges) -> list[Problem]:
    """Every outside term in the queries of the view is pinned."""
    problems = []
    for path, text in view_queries(root).items():
        for iri in sorted(view_terms([text]) - targets.keys()):
            what = f"unknown target {bridges.compact(iri)}"
            fix = "correct the term, or pin the list again from copies that declare it"
            problems.append(Problem(what, f"{TARGETS} does not hold it", fix, path))
    return problems


def _declared(
    root: Path,
    rows: Sequence[Row],
    targets: Mapping[str, Target],
    copies: Vendor,
    bridges: Bridges,
) -> list[Problem]:
    """The pinned list agrees with the copies, each term with its own vocabulary."""
    lines = {row.object: row.line for row in rows}
    table, pinned = root / FOLDER / TABLE, root / FOLDER / TARGETS
    anew = "pin the list anew with `kgraph align --pin --vendor DIR`"
    problems = []
    for iri, target in targets.items():
        term = copies.terms.get(iri)
        if term is None:
            gone = missing(iri, target, copies, bridges)
            why, fix = gone.why, gone.fix
        elif term.kind != target.kind:
            why = f"it is pinned as {target.kind}, and the copies declare a {term.kind}"
            fix = f"make a mapping of it that fits, or {anew}"
        elif term.deprecated:
            why = "the copies mark it as deprecated"
            went = copies.moved(iri, target.kind, "")
            places = " or ".join(bridges.compact(other) for other in went[:_SHOWN])
            fix = f"name {places or 'the term that took its place'}, then {anew}"
        elif mark(term.definition) != target.definition:
            why = f"its definition is now: “{term.definition}”"
            fix = f"judge each mapping to it again, then {anew}"
        else:
            continue
        at_row = iri in lines
        what = f"the target {bridges.compact(iri)} is not as pinned"
        problems.append(Problem(what, why, fix, table if at_row else pinned, lines.get(iri)))
    return problems


def _news(targets: Mapping[str, Target], copies: Vendor) -> tuple[str, ...]:
    """The vocabularies of which the copies hold another version than the pinned one."""
    found: dict[str, tuple[str, str, list[Target]]] = {}
    for target in targets.values():
        term = copies.terms.get(target.iri)
        now = copies.versions.get(term.file, "") if term is not None else target.version
        if now != target.version:
            key = target.file
            found.setdefault(key, (target.version, now, []))[2].append(target)
    return tuple(
        f"{file}: {before or 'no version'} is now {now or 'no version'} "
        f"({len(terms)} mapped term(s), definitions changed: "
        f"{sum(mark(copies.terms[t.iri].definition) != t.definition for t in terms)})"
        for file, (before, now, terms) in sorted(found.items())
    )


def _files(root: Path, wanted: Mapping[str, str]) -> list[Problem]:
    """The bridge files, the table and the catalog are as they follow from table and data."""
    problems = []
    for name, text in wanted.items():
        path = root / name
        if name == CATALOG and not path.exists():
            continue  # a convenience for Protégé: a folder without it is complete
        try:
            same = read_text(path) == text
        except LoadError:
            same = False
        if not same:
            problems.append(
                Problem(
                    "the file is not up to date",
                    f"the table, the pinned list and the data give another {path.name}",
                    "write the bridge files again; links are edited in the table only",
                    path,
                )
            )
    extra = {p.name for p in (root / FOLDER).glob("*.ttl")} - {Path(n).name for n in wanted}
    problems += [
        Problem(
            "a bridge that nothing accounts for",
            "bridges.yaml and the table give no such file",
            "add the bridge there, or remove the file",
            root / FOLDER / name,
        )
        for name in sorted(extra)
    ]
    return problems


def _counts(
    rows: Iterable[Row], targets: Mapping[str, Target], bridges: Bridges
) -> dict[str, tuple[int, int]]:
    individuals = {iri for iri, target in targets.items() if target.kind == INDIVIDUAL}
    counts: Counter[tuple[str, bool]] = Counter(
        (bridge_of(row, bridges, individuals).slug, row.is_axiom) for row in rows
    )
    return {
        bridge.slug: (counts[bridge.slug, True], counts[bridge.slug, False])
        for bridge in bridges.bridges
    }
