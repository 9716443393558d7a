"""The state of another day: a snapshot like the published one, made from it when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kgraph.names import MODULE, SCHEME
from kgraph.snapshot import folder
from kgraph.snapshot.claims import Claim, Node, read_claims, source_days
from kgraph.snapshot.day import Day
from kgraph.snapshot.errors import DayError, SnapshotError
from kgraph.snapshot.graphs import CLAIMS, CONFLICTING, INFERRED, STATE, is_standing
from kgraph.snapshot.holds import Span, Terms, spans, states_on
from kgraph.snapshot.intact import SEAL
from kgraph.snapshot.reason import Reasoner
from kgraph.snapshot.standing import weigh
from kgraph.snapshot.state import Living, State, make_state
from kgraph.snapshot.store import Snapshot, open_snapshot
from kgraph.snapshot.write_claims import (
    CLAIM_STATE,
    DISPLACED_BY,
    HOLDS_FROM,
    HOLDS_UNTIL,
    STANDING_OF,
    STATES,
    claim_iri,
    span_quads,
)


def on_day(snapshot: Snapshot, as_of: date | None = None, known_at: date | None = None) -> Snapshot:
    """The snapshot with the state of another day as its default graph.

    In: `as_of`, the day asked about, by default that of the snapshot; `known_at`, the day by which
    sources had been read, by default all of them. Claims carry what that day makes of them; the
    sources' graphs are the same. Made once, kept beside the snapshot, and gone with it.

    Raises DayError for a day that lies ahead, or before anything had been read.
    """
    day = Day(as_of or snapshot.day.as_of, known_at)
    if day == snapshot.day:
        return snapshot
    _check(snapshot, day)
    path = folder.state_folder(snapshot.path, str(day))
    if not (path / folder.MANIFEST).is_file():
        _make(snapshot, day)
    return open_snapshot(path, snapshot.root)


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


def _make(snapshot: Snapshot, day: Day) -> None:
    state, claims, found = _state(snapshot, day)
    try:
        place, work = folder.start_state(snapshot.path, str(day))
        try:
            snapshot.store.backup(str(work / folder.STORE))
            store = Store(str(work / folder.STORE))
            _rewrite(store, snapshot, state, claims, found)
            manifest = {
                **{k: v for k, v in snapshot.manifest.items() if k not in ("files", SEAL)},
                "day": day.as_of.isoformat(),
                "known_at": day.known_at.isoformat() if day.known_at else None,
                "counts": {
                    **snapshot.manifest["counts"],
                    "inferred": len(state.inferred),
                    "triples": len(state),
                },
                "quads": len(store),
            }
            del store  # the files are complete once it is closed
            folder.publish_state(work, place, manifest)
        finally:
            folder.discard(work)
    except (OSError, RuntimeError) as error:
        raise SnapshotError(
            f"{folder.state_folder(snapshot.path, str(day))}: cannot keep the state of a day: "
            f"{error}; free some space and ask again"
        ) from error


def _state(snapshot: Snapshot, day: Day) -> tuple[State, Sequence[Claim], Sequence[Span | None]]:
    """The state, the claims, and the days of each as far as it was known."""
    store = snapshot.store
    taken = read_claims(store)
    terms = Terms.read(store)
    known = [day.known_at is None or _known(claim, day.known_at) for claim in taken.claims]
    # What was not known cannot have taken the place of, or ended, what was.
    heard = [claim for claim, is_known in zip(taken.claims, known, strict=True) if is_known]
    found = iter(spans(heard, terms))
    all_spans = [next(found) if is_known else None for is_known in known]
    state = make_state(
        day,
        taken.claims,
        states_on(all_spans, day.as_of),
        weigh(store, taken.claims, _quality(store, taken.claims), _unread(store, day)),
        taken.given(day),
        Living.read(store),
        terms,
        _reasoner(snapshot),
    )
    return state, taken.claims, all_spans


def _quality(store: Store, claims: Sequence[Claim]) -> list[NamedNode | None]:
    """What the source of each claim gives it, as the build found; None if disputed."""
    found = store.quads_for_pattern(None, STANDING_OF, None, CLAIMS)
    given = {quad.subject: quad.object for quad in found if quad.object != CONFLICTING}
    return [given.get(claim_iri(claim)) for claim in claims]


def _unread(store: Store, day: Day) -> set[Node]:
    """The sources that had not been read by the day of knowledge."""
    if day.known_at is None:
        return set()
    return {
        source
        for source, page in source_days(store).items()
        if page.read is not None and page.read > day.known_at
    }


def _known(claim: Claim, day: date) -> bool:
    return claim.read is None or claim.read <= day


def _reasoner(snapshot: Snapshot) -> Reasoner:
    """The rules that the snapshot was built with.

    Only what the ontology says: axioms that follow from others would give rules of their own.
    """
    schema = Store()
    schema.bulk_extend(
        Quad(*quad.triple)
        for name in sorted(snapshot.graphs())
        if name.startswith((MODULE, SCHEME))
        for quad in snapshot.store.quads_for_pattern(None, None, None, NamedNode(name))
    )
    return Reasoner("compiled", schema, snapshot.root / "ontology" / "rules")


def _rewrite(
    store: Store,
    snapshot: Snapshot,
    state: State,
    claims: Sequence[Claim],
    found: Sequence[Span | None],
) -> None:
    """Puts one state in the place of another, and touches only what differs.

    It stays in the log of the store. Written out it would double the files, of which the engine
    opens only the first sixteen at once; a query, within which nothing is opened, fails on more.
    """
    old = set(_of_state(snapshot.store))
    new = set(state.quads())
    for claim, now, span in zip(claims, state.claim_states, found, strict=True):
        new.add(Quad(claim_iri(claim), CLAIM_STATE, STATES[now], CLAIMS))
        if span is not None:
            new.update(span_quads(claim, span))
    for quad in old - new:
        store.remove(quad)
    store.extend(new - old)


def _of_state(store: Store) -> Iterable[Quad]:
    for graph in (DefaultGraph(), STATE, INFERRED):
        yield from store.quads_for_pattern(None, None, None, graph)
    for graph in store.named_graphs():
        if is_standing(graph):
            yield from store.quads_for_pattern(None, None, None, graph)
    for name in (CLAIM_STATE, HOLDS_FROM, HOLDS_UNTIL, DISPLACED_BY):
        yield from store.quads_for_pattern(None, name, None, CLAIMS)
