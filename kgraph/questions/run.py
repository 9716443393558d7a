"""Runs a query within limits of rows and time.

The engine cannot be interrupted. Where a time limit is given, the query runs in a process of its
own, which is ended when the time is up.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryBoolean, Triple

from kgraph.names import PREFIXES
from kgraph.questions import engine
from kgraph.questions.guard import check_readonly
from kgraph.questions.spelling import unknown_prefix
from kgraph.questions.values import Term
from kgraph.snapshot.store import Snapshot

Row = tuple[Term | None, ...]


class LimitReached(Exception):
    """A query took too long. One line."""

    exit_code: Final = 4


class InvalidQuery(Exception):
    """A query that the engine cannot read or evaluate. One line, with the place if known."""

    exit_code: Final = 2


@dataclass(frozen=True)
class Result:
    """What a query gave: rows for SELECT, triples for CONSTRUCT and DESCRIBE, `boolean` for ASK.

    `truncated` tells that there is more than the row limit let through.
    """

    form: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    triples: tuple[Triple, ...] = ()
    boolean: bool | None = None
    truncated: bool = False


def run_query(
    snapshot: Snapshot,
    sparql: str,
    *,
    max_rows: int | None = None,
    timeout: float | None = None,
) -> Result:
    """The result of a query from outside, checked by the guard first.

    In: `max_rows` bounds rows or triples; `timeout`, in seconds, the whole run. Raises Refused
    for what may not run, InvalidQuery for what the engine cannot read, LimitReached when the time
    is up.
    """
    form = check_readonly(sparql, snapshot.graphs())
    try:
        return execute(snapshot, sparql, form, max_rows=max_rows, timeout=timeout)
    except InvalidQuery as error:
        told = unknown_prefix(sparql)
        raise InvalidQuery(told) if told else error from error


def execute(
    snapshot: Snapshot,
    sparql: str,
    form: str,
    *,
    max_rows: int | None = None,
    timeout: float | None = None,
) -> Result:
    """The result of a query that is known to be read-only. See `run_query`."""
    if timeout is None:
        return evaluate(snapshot, sparql, form, max_rows)
    return _in_process(snapshot, (sparql, form, max_rows), timeout)


def evaluate(snapshot: Snapshot, sparql: str, form: str, max_rows: int | None) -> Result:
    """Runs a query in this process, however long it takes."""
    try:
        answer = engine.query(snapshot.store, sparql, PREFIXES)
        if isinstance(answer, QueryBoolean):
            return Result(form, boolean=bool(answer))
        found = []
        truncated = False
        for item in answer:
            if max_rows is not None and len(found) == max_rows:
                truncated = True
                break
            found.append(item)
    except (SyntaxError, RuntimeError, OSError, ValueError) as error:
        text = " ".join(str(error).split())
        raise InvalidQuery(f"query: {text}; correct it and ask again") from error
    if isinstance(answer, engine.Solutions):
        return Result(form, columns=answer.columns, rows=tuple(found), truncated=truncated)
    return Result(form, triples=tuple(found), truncated=truncated)


def _in_process(snapshot: Snapshot, task: tuple[object, ...], timeout: float) -> Result:
    import pickle
    import subprocess

    # Whatever made this package importable here must hold there too.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph.questions.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    try:
        output, errors = process.communicate(
            pickle.dumps((str(snapshot.path), *task)), timeout=timeout
        )
    except subprocess.TimeoutExpired:
        raise LimitReached(
            f"query: no answer within {timeout:g} s, so it was stopped; "
            "ask for less, or raise the limit with --timeout"
        ) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode != 0 or not output:
        last = errors.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
        raise LimitReached(f"query: its process ended early ({last[0]}); ask for less")
    result = pickle.loads(output)
    if isinstance(result, Exception):
        raise result
    assert isinstance(result, Result)
    return result
