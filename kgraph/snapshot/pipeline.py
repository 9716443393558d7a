"""The steps from files to a graph, each in one place: load, infer, validate, the state of a day.

A build takes all of them, a validation the first three, the state of another day the last one. What
only the first ones need is imported there: a day is asked for from a cold start.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Quad, Store

from kgraph.infer.budget import LIMIT
from kgraph.root import stacked
from kgraph.snapshot.claims import Claim, Sorted, source_days
from kgraph.snapshot.day import Day
from kgraph.snapshot.holds import spans
from kgraph.snapshot.pages import Pages
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.reason import Closing, Reasoner
from kgraph.snapshot.span import ClaimState, Span, states_on
from kgraph.snapshot.standing import Weighed, weigh
from kgraph.snapshot.state import Living, State, make_state
from kgraph.vocab import GRAPH, Node

if TYPE_CHECKING:
    from kgraph.load import ExtraFile, Loaded
    from kgraph.shacl.shapes_graph import ShapeGraph
    from kgraph.validate import Check, Finding

RULES: Final = Path("ontology") / "rules"
"""Where the named rules stand in a project folder."""


class Stages:
    """Tells what begins; `seconds` has how long each stage took that ended well."""

    def __init__(self, on_stage: Callable[[str], None] | None = None) -> None:
        self._tell = on_stage
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """The time within is that of the stage of that name."""
        started = time.perf_counter()
        if self._tell is not None:
            self._tell(name)
        yield
        self.seconds[name] = time.perf_counter() - started


# -- what follows


def reason(
    store: Store, root: Path, reasoner: str = "compiled", limit: float | None = None
) -> Reasoner:
    """Adds to a store what follows from its default graph, there and to graph:inferred.

    It follows by the axioms in it and the named rules of the project folder `root`. `reasoner` and
    what is raised are as in `Reasoner.read`; `limit` is how many facts may follow (None: LIMIT, or
    as many as a larger store holds; infinity: no limit), else TooMuchFollows is raised.
    """
    made = Reasoner.read(
        reasoner,
        store,
        stacked(root, *RULES.parts),
        max(LIMIT, len(store)) if limit is None else limit,
    )
    merged = store.quads_for_pattern(None, None, None, DefaultGraph())
    inferred = set(made.closing().grow(quad.triple for quad in merged))
    store.bulk_extend(
        Quad(*triple, graph) for triple in inferred for graph in (DefaultGraph(), GRAPH.inferred)
    )
    return made


# -- what is wrong


@dataclass(frozen=True)
class Reasoned:
    """The files of a project folder, with what follows from them in their store."""

    loaded: Loaded
    reasoner: Reasoner
    limit: float | None = None

    @classmethod
    def of(cls, loaded: Loaded, reasoner: str = "compiled", limit: float | None = None) -> Reasoned:
        """Infers from what was loaded; in and raised as in `reason`."""
        return cls(loaded, reason(loaded.store, loaded.root, reasoner, limit), limit)

    def findings(
        self,
        checks: Iterable[Check],
        today: date,
        *,
        shapes: ShapeGraph | None = None,
        engine: str = "compiled",
        extra: Sequence[ExtraFile] = (),
        lines: bool = True,
    ) -> tuple[Finding, ...]:
        """What is wrong with the graph, or what the `extra` files make wrong on top of it.

        `shapes` are by default those of the folder; without `lines`, findings have no line, and no
        file is read again. In and raised as in `validate_store` and `validate_files`.
        """
        from kgraph.validate import validate_files, validate_store
        from kgraph.validate.house import bound
        from kgraph.validate.locate import Locator
        from kgraph.validate.shapes import load_shapes

        loaded, rules = self.loaded, self.reasoner.rules
        chosen = load_shapes(loaded.root / "shapes") if shapes is None else shapes
        if extra:
            found = validate_files(
                loaded.store,
                extra,
                chosen,
                files=loaded.files,
                infer=lambda store: reason(store, loaded.root, limit=self.limit),
                rules=rules,
                engine=engine,
                checks=checks,
                today=today,
            )
            return bound(found, chosen, loaded.layers)
        found = validate_store(
            loaded.store,
            chosen,
            files=Locator(loaded.files, lines=lines),
            rules=rules,
            engine=engine,
            checks=checks,
            today=today,
        )
        return bound(found, chosen, loaded.layers)


# -- the state of a day


@dataclass(frozen=True)
class Dated:
    """The state of a day, the days of each claim as far as it was known, and how certain it was."""

    state: State
    spans: Sequence[Span | None]
    weighed: Weighed

    @classmethod
    def on(
        cls,
        day: Day,
        store: Store,
        taken: Sorted,
        found: Sequence[Span],
        weighed: Weighed,
        living: Living,
        terms: Terms,
        closing: Closing,
    ) -> Dated:
        """What a day makes of the claims.

        In: the asserted graphs, which `taken` are the claims of, with their merge or a state as
        default graph of `store`; the days and the weight of all claims, whenever they were read;
        a closure that has grown from what identifies things.
        """
        known: Sequence[Span | None] = found
        if day.known_at is not None:
            pages = Pages.read(store, day.known_at)
            silent = _unread(store, day.known_at) | pages.silent
            weighed = weigh(store, taken.claims, weighed.quality, silent)
            known = spans_of(taken.claims, weighed, terms, pages, day.known_at)
        states = [
            ClaimState.REJECTED if i in weighed.rejected and known[i] is not None else state
            for i, state in enumerate(states_on(known, day.as_of))
        ]
        state = make_state(day, taken, states, weighed, living, terms, closing)
        return cls(state, known, weighed)


def spans_of(
    claims: Sequence[Claim],
    weighed: Weighed,
    terms: Terms,
    pages: Pages,
    known_at: date | None = None,
) -> list[Span | None]:
    """The days of the claims; None for each that had not been read by the day of knowledge.

    What was not known cannot have taken the place of, or ended, what was; nor can what editors
    rejected: its days are those it would have if nobody else spoke.
    """
    known = [known_at is None or claim.read is None or claim.read <= known_at for claim in claims]
    heard = [
        claim
        for i, (claim, is_known) in enumerate(zip(claims, known, strict=True))
        if is_known and i not in weighed.rejected
    ]
    theirs = iter(spans(heard, terms, pages))
    return [
        None
        if not is_known
        else spans([claim], terms)[0]
        if i in weighed.rejected
        else next(theirs)
        for i, (claim, is_known) in enumerate(zip(claims, known, strict=True))
    ]


def _unread(store: Store, day: date) -> set[Node]:
    """The sources that had not been read by the day of knowledge."""
    return {
        source
        for source, page in source_days(store).items()
        if page.read is not None and page.read > day
    }
