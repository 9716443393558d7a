"""Print the page for who connects an assistant, with six calls as they are answered.

python .ci/transcript.py > docs/assistants.md        # needs kgraph[mcp]
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anyio
import mcp

import kgraph
from kgraph.limited import QUERY
from kgraph.mcp.server import server
from kgraph.mcp.tools import Tools
from kgraph.questions.question import questions
from kgraph.snapshot.days import drop, on_day
from kgraph.web.states import States

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# For assistants

`kgraph mcp` gives an assistant the graph by the
[Model Context Protocol](https://modelcontextprotocol.io): tools that only read, each answer with
the release, the day asked about and what each fact rests on. It needs the extra `mcp`
(`pip install 'kgraph[mcp]'`). Most programs are told of it so:

```json
{"mcpServers": {"kgraph": {"command": "kgraph", "args": ["mcp"]}}}
```

`kgraph serve` answers the same at its address, below `/mcp`, for programs that speak the protocol
over HTTP. Nothing is sent anywhere, and every call has the limits of a query
([security.md](security.md)).

| tool | what it gives |
|---|---|
{tools}

Every fact has an `id`, a receipt: the version of the release and a digest over the fact and its
source. `verify`, like `kgraph verify ID`, tells later whether the fact still stands.
`standing` is confirmed, likely or conflicting; `state` is what the day makes of it; a
`reading` is our conclusion and no word of a source. Where nothing is on record, `needed` says what
a source would have to state. Resources are the ontology (`kgraph://schema`) and the text of every
stored question (`kgraph://question/…`).

## Six calls

As they were answered when this page was written, cut to what they show.
"""
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("list_questions", {"words": "participants"}),
    ("ask", {"question": "venue-participants", "values": {"venue": "START"}}),
    ("who_says", {"thing": "START", "property": "operatedBy", "limit": 1}),
    ("show", {"thing": "大阪デジタルエクスチェンジ", "lang": "ja", "limit": 1}),
    ("who_says", {"thing": "START", "property": "lei"}),
    ("sparql", {"query": "SELECT ?token { ?token jpst:tradedOm id:start }"}),
)
LONG = 4


def cut(told: Any) -> Any:
    """The value without what is empty, and with the first members of long lists only."""
    if isinstance(told, dict):
        return {k: cut(v) for k, v in told.items() if v not in (None, [], "", {})}
    if isinstance(told, list):
        return [cut(one) for one in told[:LONG]] + (["…"] if len(told) > LONG else [])
    return told


async def main() -> None:
    """Asks, and prints the page."""
    snapshot = kgraph.open(ROOT)
    tools = Tools(States(snapshot, on_day, drop), tuple(questions(ROOT)), QUERY)
    async with mcp.Client(server(tools)) as client:
        listed = (await client.list_tools()).tools
        rows = "\n".join(
            f"| `{one.name}` | {' '.join(one.description.split())} |" for one in listed
        )
        print(HEAD.replace("{tools}", rows))
        for name, values in CALLS:
            found = (await client.call_tool(name, values)).structured_content
            told = cut(found)
            told["record"].pop("fingerprint")
            print(f"`{name}` `{json.dumps(values, ensure_ascii=False)}`\n")
            print(f"```json\n{json.dumps(told, ensure_ascii=False, indent=1)}\n```\n")


if __name__ == "__main__":
    anyio.run(main)
