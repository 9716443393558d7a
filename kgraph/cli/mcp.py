"""`kgraph mcp`: the graph for assistants, over standard input and output."""

from __future__ import annotations

from kgraph.cli.misuse import Misuse
from kgraph.cli.opened import Asked, of_the_graph
from kgraph.cli.options import Timeout


@of_the_graph
def mcp(timeout: Timeout = 30, *, graph: Asked) -> int:
    """Give assistants the graph: the Model Context Protocol over standard input and output."""
    from kgraph.limited import QUERY, Limits
    from kgraph.questions.question import questions
    from kgraph.snapshot.days import drop, on_day
    from kgraph.web.states import States

    try:
        from kgraph.mcp.server import server
    except ImportError:
        raise Misuse("the SDK of the protocol is not installed; install kgraph[mcp]") from None
    from kgraph.mcp.tools import Tools

    snapshot = graph.open()
    limits = Limits(timeout, QUERY.rows, QUERY.memory)
    states = States(snapshot, on_day, drop)
    server(Tools(states, tuple(questions(snapshot.root)), limits)).run("stdio")
    return 0
