"""The state of another day: a snapshot like the published one, made from it when asked for."""

from __future__ import annotations

import errno
import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from kgraph.cycles import uncollected
from kgraph.limited import WORK, Limits, within
from kgraph.refusals import why
from kgraph.snapshot import folder
from kgraph.snapshot.basis import Basis, read_basis
from kgraph.snapshot.claims import source_days
from kgraph.snapshot.day import Day
from kgraph.snapshot.day_quads import day_lines, line
from kgraph.snapshot.engine_files import bring, give_lines, quick_folder, share
from kgraph.snapshot.errors import DamagedSnapshot, DayError, SnapshotError
from kgraph.snapshot.intact import REPAIR, SEAL
from kgraph.snapshot.labels import Ranked, ranked_labels
from kgraph.snapshot.pipeline import Dated
from kgraph.snapshot.reason import Reasoner
from kgraph.snapshot.span import ClaimState
from kgraph.snapshot.store import Snapshot, open_snapshot
from kgraph.snapshot.write_claims import span_values, standing_values
from kgraph.vocab import GRAPH, Object

_MADE_FROM = "made_from"
_LARGE = 200_000_000
"""Bytes of the lasting part of a snapshot of which the states take hundreds of MiB to be made."""
_ATTEMPTS = 3
"""Times that a state is made which others take away, or damage, before it is opened."""


def on_day(
    snapshot: Snapshot,
    as_of: date | None = None,
    known_at: date | None = None,
    *,
    limits: Limits = WORK,
) -> Snapshot:
    """The snapshot with the state of another day as its default graph.

    In: `as_of`, the day asked about, by default that of the snapshot; `known_at`, the day by which
    sources had been read, by default all of them. Claims carry what that day makes of them; the
    sources' graphs are the same. Made once, in a process with the `limits`, kept beside the
    snapshot, and gone with it.

    Raises DayError for a day that lies ahead, or before anything had been read; LimitReached.
    """
    day = Day(as_of or snapshot.day.as_of, known_at)
    if day == snapshot.day:
        return snapshot
    if _MADE_FROM in snapshot.manifest:
        published = os.path.normpath(snapshot.path / snapshot.manifest[_MADE_FROM])
        snapshot = open_snapshot(Path(published), snapshot.root)
    _check(snapshot, day)
    path = folder.state_folder(snapshot.path, str(day))
    for _ in range(_ATTEMPTS):
        with suppress(SnapshotError):
            return _kept(path, snapshot.root)
        # None was made, or it is damaged, or another process is making it anew.
        folder.remove_state(path)
        _have_made(snapshot, day, path, limits)
    return _kept(path, snapshot.root)


def _have_made(snapshot: Snapshot, day: Day, place: Path, limits: Limits) -> None:
    """Has a process make the state of a day: one that is kept, where that needs little memory.

    It has the snapshot open then, and answers queries afterwards.
    """
    if _bytes(snapshot) > _LARGE or (limits.seconds is None and limits.memory is None):
        within(limits, make_state, snapshot=snapshot, day=day, place=place)
    else:
        told = {"snapshot": snapshot, "day": day, "place": place}
        snapshot.workers.call(make_state, told, limits, held=snapshot)


def _kept(path: Path, root: Path) -> Snapshot:
    """The state that is kept there. Raises SnapshotError where none is, or it is damaged."""
    if not (path / folder.MANIFEST).is_file():
        raise SnapshotError(f"{path}: there is no state of a day here")
    return open_snapshot(path, root)


def drop(state: Path) -> bool:
    """Removes the folder of a state of another day, which is made again when it is asked for.

    One that somebody has open stays; so does a published snapshot. Gives whether it is gone.
    """
    folder.remove_state(state)
    return not state.is_dir()


def _check(snapshot: Snapshot, day: Day) -> None:
    latest = max(date.today(), snapshot.day.as_of)
    if day.as_of > latest:
        raise DayError(
            f"{day.as_of}: this day lies ahead; nobody knows yet what holds then; "
            f"ask for a day up to {latest}"
        )
    if day.known_at is None:
        return
    if day.known_at > latest:
        raise DayError(
            f"{day.known_at}: this day lies ahead; nobody knows what will have been read by then; "
            f"ask for a day up to {latest}"
        )
    read = sorted(_read_days(snapshot))
    if not read or day.known_at < read[0]:
        first = f"the first was read on {read[0]}" if read else "no source says when it was read"
        raise DayError(f"{day.known_at}: no source had been read by then; {first}")


def _read_days(snapshot: Snapshot) -> Iterator[date]:
    return (day.read for day in source_days(snapshot.store).values() if day.read is not None)


def make_state(snapshot: Snapshot, day: Day, place: Path) -> None:
    """Makes the state of a day, in this process. Raises SnapshotError where it cannot be kept."""
    with uncollected():
        _make(snapshot, day, place)


def _make(snapshot: Snapshot, day: Day, place: Path) -> None:
    basis = _basis(snapshot)
    dated = Dated.on(
        day,
        snapshot.store,
        basis.taken,
        basis.spans,
        basis.weighed,
        basis.living,
        basis.terms,
        Reasoner("compiled", basis.rules).closing(basis.identified),
    )
    noted = snapshot.manifest
    try:
        work = folder.start_state(place)
        try:
            with quick_folder(work, _bytes(snapshot)) as quick:
                made = quick / folder.STORE
                share(snapshot.path / folder.LASTING, made)
                added = _write(made, basis, dated, ranked_labels(snapshot.store))
                bring(made, work / folder.STORE, durable=False)
            manifest = {
                **{k: v for k, v in noted.items() if k not in ("files", SEAL)},
                _MADE_FROM: os.path.relpath(snapshot.path, place),
                "day": day.as_of.isoformat(),
                "known_at": day.known_at.isoformat() if day.known_at else None,
                "counts": {
                    **noted["counts"],
                    "inferred": len(dated.state.inferred),
                    "triples": basis.identifying + len(dated.state),
                },
                "quads": noted["lasting"] + added,
            }
            folder.publish_state(work, place, manifest, snapshot.path)
        finally:
            folder.discard(work)
    except (OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise SnapshotError(
                f"{place}: cannot keep the state of a day: {why(error)}; name a folder that can be "
                "written with XDG_CACHE_HOME and ask again"
            ) from error
        raise SnapshotError(
            f"{place}: cannot keep the state of a day: {why(error)}; free some space and ask again"
        ) from error


def _basis(snapshot: Snapshot) -> Basis:
    try:
        return read_basis(snapshot.path)
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise DamagedSnapshot(
            f"{snapshot.path}: cannot read what states are made from: {why(error)}; {REPAIR}"
        ) from error


def _bytes(snapshot: Snapshot) -> int:
    """The bytes of the lasting part of a snapshot, more than what a state has beside it."""
    files = snapshot.manifest["files"].items()
    return sum(noted["bytes"] for name, noted in files if name.startswith(folder.LASTING))


def _write(made: Path, basis: Basis, dated: Dated, ranked: Ranked) -> int:
    """Adds to a copy of the lasting part what the day makes of it; gives how many quads more.

    What was known on a day changes the lasting part, too: the days of the claims, and how certain
    they are.
    """
    names, weighed, steady = basis.names, dated.weighed, basis.steady
    come: list[Quad] = []
    gone: list[Quad] = []
    states = dated.state.claim_states
    for name, was, now in zip(names, basis.spans, dated.spans, strict=True):
        if was is now:
            continue  # as for all claims where no day of knowledge was asked about
        if was != now:
            gone += _quads(name, span_values(was))
            come += _quads(name, span_values(now)) if now is not None else ()
    if weighed is not basis.weighed:
        for i, name in enumerate(names):
            counts = i in steady and states[i] is ClaimState.HOLDS
            before, after = (
                set(standing_values(of.standing(i), ranked, steady=is_steady))
                for of, is_steady in ((basis.weighed, i in steady), (weighed, counts))
            )
            gone += _quads(name, before - after)
            come += _quads(name, after - before)
    store = Store(str(made))
    for quad in gone:
        store.remove(quad)
    if gone:
        # Left in the log of the store, it would be read from there whenever the state is opened.
        store.flush()
    lines = [
        *day_lines(dated.state, basis.always, basis.taken, names, weighed, ranked, steady),
        *map(line, come),
    ]
    give_lines(store, lines)
    return len(lines) - len(gone)


def _quads(claim: NamedNode, values: Iterable[tuple[NamedNode, Object]]) -> Iterator[Quad]:
    return (Quad(claim, name, value, GRAPH.claims) for name, value in values)
