"""The process that runs one query, so that it can be ended: a task on stdin, a result on stdout."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from kgraph.questions.run import InvalidQuery, evaluate
from kgraph.snapshot.errors import SnapshotError
from kgraph.snapshot.store import open_snapshot


def main() -> None:
    """Reads (snapshot folder, query, form, row limit); writes the Result or the error raised."""
    folder, sparql, form, max_rows = pickle.load(sys.stdin.buffer)
    result: object
    try:
        result = evaluate(open_snapshot(Path(folder)), sparql, form, max_rows)
    except (InvalidQuery, SnapshotError) as error:
        result = error
    sys.stdout.buffer.write(pickle.dumps(result))


if __name__ == "__main__":
    main()
