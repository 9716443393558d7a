"""The triples of the shapes, indexed for reading, with the file each subject stands in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar, cast

import pyoxigraph as ox

from kgraph.names import compact
from kgraph.problems import LoadError, Problem
from kgraph.vocab import RDF, Node, Object

Made = TypeVar("Made")

FIRST = RDF.first.value
REST = RDF.rest.value


class Places(Protocol):
    """Where in a file its triples stand."""

    def find(
        self, subject: Object | None, predicate: str | None, value: Object | None
    ) -> tuple[int, int] | None:
        """Line and column of the first triple that matches; None in a position matches any."""
        ...


ReadPlaces: TypeAlias = Callable[[Path], Places | None]
"""Gives the places of a file, None where they cannot be told."""


class ShapeGraph:
    """An immutable set of triples that keeps the order they were written in.

    Literals keep the spelling of the file: SHACL tells `true` from `"1"^^xsd:boolean`. `files` tell
    in which file each subject stands, and `read_places` where in it; complaints name no file
    without the one, and no line without the other.
    """

    def __init__(
        self,
        triples: Iterable[ox.Triple],
        files: Mapping[Object, Path] | None = None,
        read_places: ReadPlaces | None = None,
    ) -> None:
        self.triples: tuple[ox.Triple, ...] = tuple(dict.fromkeys(triples))
        self.files: Mapping[Object, Path] = dict(files or {})
        objects: dict[tuple[Object, str], list[Object]] = {}
        subjects: dict[tuple[str, Object], list[Node]] = {}
        predicates: dict[Object, dict[str, None]] = {}
        users: dict[Object, list[Node]] = {}
        for triple in self.triples:
            predicate = triple.predicate.value
            objects.setdefault((triple.subject, predicate), []).append(triple.object)
            subjects.setdefault((predicate, triple.object), []).append(triple.subject)
            predicates.setdefault(triple.subject, {})[predicate] = None
            users.setdefault(triple.object, []).append(triple.subject)
        self._objects = objects
        self._subjects = subjects
        self._predicates = predicates
        self._users = users
        self._read_places = read_places
        self._made: dict[Hashable, object] = {}
        # Each file is read again at most once, and only for a complaint.
        self._places: dict[Path, Places | None] = {}

    def of(self, triples: Iterable[ox.Triple]) -> ShapeGraph:
        """The graph of other triples, which stand in the same files."""
        return ShapeGraph(triples, self.files, self._read_places)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes of this graph alone, under a key of its own: made when first asked for.

        Who validates many graphs, or one before and after, asks the same of the shapes each time.
        """
        if key not in self._made:
            self._made[key] = make()
        return cast("Made", self._made[key])

    def objects(self, subject: Object, predicate: str) -> tuple[Object, ...]:
        """Every value of `predicate` at `subject`, in the order written."""
        return tuple(self._objects.get((subject, predicate), ()))

    def value(self, subject: Object, predicate: str) -> Object | None:
        """The one value of `predicate` at `subject`, or None; LoadError where there are more."""
        found = self._objects.get((subject, predicate), ())
        if len(found) > 1:
            raise self.refusal(
                subject,
                f"{compact(predicate)} stands {len(found)} times",
                "SHACL allows one value there",
                "keep one, and move the others to shapes of their own",
            )
        return found[0] if found else None

    def subjects(self, predicate: str, value: Object) -> tuple[Node, ...]:
        """Every subject that has `value` for `predicate`."""
        return tuple(self._subjects.get((predicate, value), ()))

    def predicates(self, subject: Object) -> tuple[str, ...]:
        """The predicates used at `subject`, in the order written."""
        return tuple(self._predicates.get(subject, ()))

    def all_subjects(self) -> Iterator[Object]:
        """Every subject, once, in the order written."""
        return iter(self._predicates)

    def items(
        self, head: Object, holder: Object | None = None, predicate: str | None = None
    ) -> tuple[Object, ...]:
        """The members of the RDF list that starts at `head`; LoadError where it is not a list.

        `holder` and `predicate` say where the list stands, for the complaint.
        """
        members: list[Object] = []
        seen: set[Object] = set()
        while head != RDF.nil:
            first = self.objects(head, FIRST)
            rest = self.objects(head, REST)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise LoadError([self._no_list(head, holder, predicate)])
            seen.add(head)
            members.append(first[0])
            head = rest[0]
        return tuple(members)

    def _no_list(self, head: Object, holder: Object | None, predicate: str | None) -> Problem:
        where = "" if predicate is None else f" of {compact(predicate)}"
        return self.problem(
            head if holder is None else holder,
            f"the list{where} is broken",
            "it is no list in brackets, or a node of it has not exactly one first member and one "
            "rest, or it is a circle",
            "write the list in brackets: ( … )",
            predicate,
        )

    def owner(self, node: Object) -> ox.NamedNode | None:
        """The node itself where it has a name, else the nearest named node that refers to it."""
        waiting: list[Object] = [node]
        for user in waiting:
            if isinstance(user, ox.NamedNode):
                return user
            waiting.extend(n for n in self._users.get(user, ()) if n not in waiting)
        return None

    def named(self, node: Object) -> str:
        """How a message names a shape: its short name, or that of its owner."""
        owner = self.owner(node)
        if owner is None:
            return "an unnamed shape"
        name = compact(owner.value)
        return name if owner == node else f"an unnamed node within {name}"

    def refusal(self, node: Object, what: str, why: str, fix: str) -> LoadError:
        """The LoadError that says what is wrong with the shape `node` and where it stands."""
        return LoadError([self.problem(node, what, why, fix)])

    def problem(
        self,
        node: Object,
        what: str,
        why: str,
        fix: str,
        predicate: str | None = None,
        value: Object | None = None,
    ) -> Problem:
        """The complaint about the shape `node`, with the place of the shape or of its owner.

        Where `predicate` (and `value`) are given, it is the place of that statement.
        """
        owner = self.owner(node) or node
        home = self.files.get(node) or self.files.get(owner)
        path, place = home, None
        # A shape may be written in several files.
        for file in dict.fromkeys((home, *self.files.values())) if predicate else ():
            found = file and self._find(file, node, predicate, value)
            if found:
                path, place = file, found
                break
        if place is None and path is not None:
            place = self._find(path, node) or self._find(path, owner)
        line, column = place or (None, None)
        return Problem(f"{self.named(node)}: {what}", why, fix, path, line, column)

    def _find(
        self,
        file: Path,
        subject: Object | None,
        predicate: str | None = None,
        value: Object | None = None,
    ) -> tuple[int, int] | None:
        if self._read_places is None:
            return None
        if file not in self._places:
            self._places[file] = self._read_places(file)
        places = self._places[file]
        return places.find(subject, predicate, value) if places else None


def short(value: Object) -> str:
    """How a message names a value in a shapes graph."""
    if isinstance(value, ox.NamedNode):
        return compact(value.value)
    return "a node without a name" if isinstance(value, ox.BlankNode) else str(value)
