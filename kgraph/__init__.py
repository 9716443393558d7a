"""A sourced knowledge graph of Japan's security-token secondary market.

A few calls cover everyday use; those that need the built graph build it first where it is missing:

    import kgraph
    kgraph.ask("record-coverage")          # a stored question → Answer
    kgraph.graph()                         # the whole graph as an rdflib.Dataset
    kgraph.open()                          # the snapshot itself
    kgraph.build()                         # make it anew from the files
    kgraph.findings([Path("mine.ttl")])    # what is wrong with the graph, or with files of yours

Work on what is handed in, a file, a folder, a query, is done in a process of its own that ends with
its limits of time and memory: LimitReached. Each call takes others, `limits=Limits(seconds=60)` of
`kgraph.limited`, or UNLIMITED; then it works in the process of the caller.
"""

from kgraph.version import __version__

# Not the one of `typing`: with `python -m kgraph`, the current folder comes first on the path until
# `__main__` has taken it away, and no module may be looked for there, `__future__` neither.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from os import PathLike
    from pathlib import Path
    from typing import Any

    from rdflib import Dataset

    from kgraph.infer import Rule
    from kgraph.limited import Limits
    from kgraph.load import ExtraFile
    from kgraph.questions.ask import Answer
    from kgraph.snapshot import Snapshot
    from kgraph.snapshot.build import BuildReport
    from kgraph.validate import Finding

    Place = str | PathLike[str]


__all__ = ["__version__", "ask", "build", "changed", "findings", "graph", "open", "rules"]


def build(
    root: "Place | None" = None,
    out: "Place | None" = None,
    *,
    limits: "Limits | None" = None,
    on_stage: "Callable[[str], None] | None" = None,
    on_wait: "Callable[[str], None] | None" = None,
    **options: "Any",
) -> "BuildReport":
    """Makes the snapshot from the files and publishes it, unless a finding stops that.

    `root` is the folder with ontology/, data/, shapes/ and queries/, by default the nearest one,
    else the packaged copy; `out` where snapshots go, by default `.kgraph` in it. `limits` are by
    default those of the command (`kgraph.limited.WORK`). `on_stage`, `on_wait`, `options` and
    errors are those of `kgraph.snapshot.build.build`; raises LimitReached too.
    """
    from kgraph.limited import WORK, within

    told = {"on_stage": on_stage, "on_wait": on_wait}
    hearing = {name: function for name, function in told.items() if function is not None}
    return within(
        *(limits or WORK, _build), told=hearing, root=_path(root), out=_path(out), options=options
    )


def _build(
    root: "Path | None", out: "Path | None", options: "Mapping[str, Any]", **told: "Any"
) -> "BuildReport":
    from kgraph.limited.beside import beside
    from kgraph.root import find_root

    folder = find_root(root)

    def stored() -> "dict[str, Any]":
        from kgraph.questions.question import questions
        from kgraph.questions.signature import to_json

        return to_json(questions(folder))

    # A faulty question stops the build, although the graph does not need it.
    with beside(stored) as read:
        from kgraph.snapshot.build import build as make
        from kgraph.snapshot.folder import default_out

        where = out or default_out(folder)
        return make(folder, where, notes=lambda: {"questions": read()}, **options, **told)


def open(  # noqa: A001 (as in `kgraph.open()`)
    root: "Place | None" = None,
    out: "Place | None" = None,
    *,
    as_of: "date | str | None" = None,
    known_at: "date | str | None" = None,
    say: "Callable[[str], None] | None" = None,
    limits: "Limits | None" = None,
) -> "Snapshot":
    """The built graph with the state of a day, built now where there is none yet.

    In: `as_of`, the day asked about, by default that of the latest reading of a source; `known_at`,
    the day by which sources had been read, by default all of them.
    `root` and `out` as in `build`. `say` is told when something is built or waited for, or when the
    files are no longer those that were built. A snapshot that came with a folder that cannot be
    written is used in place. `limits` hold for a build, and for making the state of another day;
    by default they are those of the command. Raises LoadError or SnapshotError where there is no
    graph and none can be built, even because of findings, DayError for a day without a state, and
    LimitReached.
    """
    from kgraph.limited import WORK

    snapshot = _published(_path(root), _path(out), say or _silent, limits or WORK)
    if as_of is None and known_at is None:
        return snapshot
    from kgraph.snapshot.days import on_day

    days = _day("as_of", as_of), _day("known_at", known_at)
    state = on_day(snapshot, *days, limits=limits or WORK)
    if state is not snapshot:  # which nobody asks anything any more
        state.workers.take_over(snapshot.workers)
    return state


def _published(
    root: "Path | None", out: "Path | None", tell: "Callable[[str], None]", limits: "Limits"
) -> "Snapshot":
    """The snapshot of the latest build, built now where there is none yet."""
    from kgraph.snapshot import SnapshotError, open_snapshot
    from kgraph.snapshot.folder import PATIENCE, holds_snapshot, places

    if out is not None and root is None and holds_snapshot(out):
        snapshot = open_snapshot(out)
        if snapshot.root.is_dir():
            return snapshot

    from kgraph.root import find_root

    folder = find_root(root)
    where = (out,) if out is not None else places(folder)
    held, refusal = [], None
    for place in where:
        try:
            if holds_snapshot(place):
                held.append(open_snapshot(place, folder))
        except SnapshotError as error:
            refusal = error  # of no account where another place has a good one
    if refusal is not None and not held:
        raise refusal
    for snapshot in held:
        if not changed(snapshot, folder):
            return snapshot
    if held:
        tell("the files changed since the last build; run kgraph build")
        return held[-1]
    tell(f"no built graph yet: building it from {folder}")
    report = build(folder, where[-1], patience=PATIENCE, on_wait=tell, limits=limits)
    if report.snapshot is None:
        found = report.severities.get("violation", 0)
        raise SnapshotError(
            f"{folder}: {found} violation(s) stop the build; run `kgraph validate` to see them"
        )
    return open_snapshot(where[-1], folder)


def changed(snapshot: "Snapshot", root: "Path | None" = None) -> bool:
    """Whether the files differ from those the snapshot was built from.

    Cheap: contents are compared only where a file or folder is younger than the snapshot.
    """
    from os import scandir

    from kgraph.problems import LoadError
    from kgraph.root import FOLDERS, SETTINGS, layers
    from kgraph.snapshot.folder import MANIFEST

    folder = root or snapshot.root
    built = (snapshot.path / MANIFEST).stat().st_mtime_ns
    try:
        stack = layers(folder)
    except LoadError:
        return True
    if any((one.folder / SETTINGS).stat().st_mtime_ns > built for one in stack if not one.is_house):
        return _differs(snapshot, folder)
    pending = [
        str(one.folder / name)
        for one in stack
        for name in FOLDERS
        if one.is_house or (one.folder / name).is_dir()
    ]
    while pending:
        try:
            with scandir(pending.pop()) as entries:
                for entry in entries:
                    is_folder = entry.is_dir()
                    if is_folder:
                        pending.append(entry.path)
                    if (is_folder or entry.name.endswith((".ttl", ".rq", ".yaml"))) and (
                        entry.stat().st_mtime_ns > built
                    ):
                        return _differs(snapshot, folder)
        except FileNotFoundError:
            return True
    return snapshot.built_from != folder and _differs(snapshot, folder)


def findings(
    files: "Place | Iterable[Place]" = (),
    *,
    root: "Place | None" = None,
    format: str | None = None,
    engine: str = "compiled",
    profile: "Place | None" = None,
    as_of: "date | str | None" = None,
    max_inferred: float | None = None,
    on_stage: "Callable[[str], None] | None" = None,
    on_file: "Callable[[ExtraFile], None] | None" = None,
    limits: "Limits | None" = None,
) -> "tuple[Finding, ...]":
    """Every finding about the graph in `root`, or what `files` of the user's make wrong on top.

    Reads the files as they are now, built or not. `format` is the ending to assume for all of
    `files`; `profile` a file with severities of checks that win over those of the graph; `as_of`
    the day on which sources are due for review or not, today by default; `max_inferred` how many
    facts may follow (see `kgraph.infer.run`); `on_stage` is told what begins: load, infer,
    validate; `on_file` is given each of `files` once read; `limits` are by default those of the
    command. Raises LoadError where something does not load, and LimitReached.
    """
    from os import PathLike
    from pathlib import Path

    from kgraph.limited import WORK, within
    from kgraph.load import standard_input

    files = (files,) if isinstance(files, (str, PathLike)) else files
    paths = tuple(map(Path, files))
    told = {"on_stage": on_stage, "on_file": on_file}
    return within(
        limits or WORK,
        _findings,
        told={name: function for name, function in told.items() if function is not None},
        files=paths,
        stdin=standard_input(paths),
        root=_path(root),
        format=format,
        engine=engine,
        profile=_path(profile),
        as_of=_day("as_of", as_of),
        max_inferred=max_inferred,
    )


def _findings(
    files: "tuple[Path, ...]",
    stdin: bytes,
    root: "Path | None",
    format: str | None,
    engine: str,
    profile: "Path | None",
    as_of: "date | None",
    max_inferred: float | None,
    on_stage: "Callable[[str], None] | None" = None,
    on_file: "Callable[[ExtraFile], None] | None" = None,
) -> "tuple[Finding, ...]":
    from contextlib import nullcontext
    from datetime import date

    from kgraph.cycles import uncollected
    from kgraph.load import load, load_extra
    from kgraph.root import find_root
    from kgraph.snapshot.pipeline import Reasoned, Stages
    from kgraph.validate import load_checks, load_shapes

    folder, tell = find_root(root), on_stage or _silent
    stage = Stages(tell)
    # The reference works on graphs of rdflib, which hold each other.
    with uncollected() if engine == "compiled" else nullcontext():
        with stage("load"):
            extra = load_extra(
                files,
                format=format,
                stdin=stdin,
                on_read=lambda path, n: tell(f"reading {path}: {n:,} statements"),
            )
            if on_file is not None:
                for file in extra:
                    on_file(file)
            loaded = load(folder)
            shapes = load_shapes(folder / "shapes")
            checks = load_checks(folder, profile)
        with stage("infer"):
            reasoned = Reasoned.of(loaded, limit=max_inferred)
        with stage("validate"):
            return reasoned.findings(
                checks, as_of or date.today(), shapes=shapes, engine=engine, extra=extra
            )


def ask(
    slug: str,
    /,
    *,
    snapshot: "Snapshot | None" = None,
    lang: str = "en",
    limits: "Limits | None" = None,
    **values: object,
) -> "Answer":
    """The answer to a stored question; `values` by parameter name.

    `snapshot` is by default `kgraph.open()`; `limits` are by default those of the command
    (`kgraph.limited.QUERY`). `as_of` and `known_at` among the values (days, as date or text) ask
    the state of another day. Raises BadValue for an unknown question or a wrong value, each with
    the nearest right ones, and LimitReached.
    """
    from kgraph.limited import QUERY
    from kgraph.questions.ask import ask as answer

    return answer(snapshot or open(), slug, values, lang, limits=limits or QUERY)


def graph(
    snapshot: "Snapshot | None" = None,
    *,
    as_of: "date | str | None" = None,
    known_at: "date | str | None" = None,
    limits: "Limits | None" = None,
) -> "Dataset":
    """A copy of the whole graph for rdflib: the state of a day as default graph, all named graphs.

    `snapshot` is by default `kgraph.open(as_of=as_of, known_at=known_at)`; `limits` hold as there.
    The copy is made in the process of the caller: raises LimitReached, before it is begun, where it
    would need more memory than these allow.
    """
    from kgraph.export.dataset import to_dataset
    from kgraph.limited import WORK

    chosen = snapshot or open(as_of=as_of, known_at=known_at, limits=limits)
    return to_dataset(chosen, limits or WORK)


def rules(
    snapshot: "Snapshot | None" = None, *, limits: "Limits | None" = None
) -> "tuple[Rule, ...]":
    """The rules that inferred what the snapshot holds: those of its ontology and the named ones.

    With them `kgraph.explain.explained.explained(snapshot, rules, triple)` says in words why a
    fact is there, and `kgraph.infer.why(snapshot.store, rules, triple)` gives the bare proofs.
    `limits` are by default those of the command. Raises LoadError for a faulty rule of the folder,
    and LimitReached.
    """
    from kgraph.limited import WORK, within

    return within(limits or WORK, _rules, snapshot=snapshot or open(limits=limits))


def _rules(snapshot: "Snapshot") -> "tuple[Rule, ...]":
    from pyoxigraph import NamedNode

    from kgraph.infer import compile_rules
    from kgraph.names import is_part
    from kgraph.root import stacked
    from kgraph.snapshot.pipeline import RULES

    # Only what the ontology says: axioms that follow from others would give rules of their own.
    axioms = [
        quad.triple
        for name in sorted(snapshot.graphs())
        if is_part(name, "module") or is_part(name, "scheme")
        for quad in snapshot.store.quads_for_pattern(None, None, None, NamedNode(name))
    ]
    return compile_rules(axioms, stacked(snapshot.root, *RULES.parts))


def _path(place: "Place | None") -> "Path | None":
    from pathlib import Path

    return None if place is None else Path(place)


def _day(name: str, day: "date | str | None") -> "date | None":
    """A day, also where it was given as text. Raises BadValue for what is none."""
    from kgraph.questions.params import to_day

    return None if day is None else to_day(name, day)


def _differs(snapshot: "Snapshot", root: "Path") -> bool:
    from kgraph.load import fingerprint
    from kgraph.problems import LoadError

    try:
        return fingerprint(root) != snapshot.fingerprint
    except LoadError:
        return True


def _silent(text: str) -> None:
    """Says nothing."""
