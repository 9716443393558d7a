"""The snapshots that a server answers from: the published one, and states of other days."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from kgraph.questions.params import BadValue, to_day
from kgraph.snapshot.day import Day
from kgraph.snapshot.store import Snapshot
from kgraph.web.problem import Problem

MOST: Final = 24
"""States of other days that are kept open: each takes as much disk as the graph, and descriptors.
Who asks for ever more days gets them one after the other, and pays for it in time."""


class States:
    """One snapshot, on any day. Safe to be asked from several threads."""

    def __init__(
        self,
        published: Snapshot,
        on_day: Callable[[Snapshot, date | None, date | None], Snapshot],
        drop: Callable[[Path], bool],
        most: int = MOST,
    ) -> None:
        self.published: Final = published
        self._on_day = on_day
        self._drop = drop
        self._most = most
        self._kept: OrderedDict[Day, Snapshot] = OrderedDict()
        self._leaving: dict[Day, tuple[weakref.ref[Snapshot], Path]] = {}
        """Those that are not kept any more, whose files go when nobody reads them."""
        self._lock = threading.Lock()

    def on(self, as_of: str | None, known_at: str | None, lang: str = "en") -> Snapshot:
        """The snapshot with the state of a day. Raises Problem 400 for what is no day, and as
        `kgraph.snapshot.days.on_day`."""
        try:
            asked = to_day("as-of", as_of, lang) if as_of else None
            known = to_day("known-at", known_at, lang) if known_at else None
        except BadValue as error:
            raise Problem(400, str(error), parameter=error.parameter) from None
        if asked is None and known is None:
            return self.published
        day = Day(asked or self.published.day.as_of, known)
        if day == self.published.day:
            return self.published
        with self._lock:
            found = self._kept.get(day) or self._still_read(day)
            if found is None:
                found = self._on_day(self.published, asked, known)
            self._kept[day] = found
            self._kept.move_to_end(day)
            self._let_go()
        return found

    def _still_read(self, day: Day) -> Snapshot | None:
        """The state of a day that was to go, if somebody reads it."""
        reference, _ = self._leaving.pop(day, (None, None))
        return None if reference is None else reference()

    def _let_go(self) -> None:
        """Keeps no more than `most`. Who reads another goes on reading it: it goes after that."""
        while len(self._kept) > self._most:
            day, oldest = self._kept.popitem(last=False)
            self._leaving[day] = weakref.ref(oldest), oldest.path
            del oldest
        for day, (reference, path) in list(self._leaving.items()):
            if reference() is None and self._drop(path):
                del self._leaving[day]
