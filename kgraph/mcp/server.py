"""The tools as a server of the Model Context Protocol, made with its official SDK."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, Final, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.types import ToolAnnotations

from kgraph.mcp.tools import Tools
from kgraph.version import __version__
from kgraph.web import problem
from kgraph.web.aside import aside

T = TypeVar("T")
NAME: Final = "kgraph"
INSTRUCTIONS: Final = """\
The public record of Japan's security-token market: who is registered for what, tokens, venues,
rules, platforms, custody and settlement, each fact with the page that says so. Start with
list_questions and ask; look things up with search, then show. Cite the sources that come with
each fact, and its standing: confirmed, likely, or conflicting. What is marked as a reading or as
inferred is a conclusion, not the word of a source. What is not on record is unknown, never “no”.
Days: as_of asks what held on a day, known_at what could be known by then. Names may be English
or Japanese.
"""
READ_ONLY: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def server(tools: Tools) -> MCPServer[Any]:
    """The server of the tools: each read only, with the schema of its result; resources for the
    ontology and every stored question."""
    made: MCPServer[Any] = MCPServer(
        NAME, instructions=INSTRUCTIONS, version=__version__, log_level="CRITICAL"
    )
    offered: tuple[Callable[..., object], ...] = (
        tools.list_questions,
        tools.ask,
        tools.search,
        tools.show,
        tools.who_says,
        tools.explain,
        tools.conflicts,
        tools.verify,
        tools.describe_schema,
        tools.sparql,
    )
    for tool in offered:
        made.tool(annotations=READ_ONLY, structured_output=True)(_aside(tool))
    made.resource("kgraph://schema", mime_type="application/json")(_schema(tools))
    for question in tools.questions:
        made.resource(
            f"kgraph://question/{question.slug}",
            name=question.slug,
            title=question.title("en"),
            description=question.title("ja"),
            mime_type="application/sparql-query",
        )(_text(question.text))
    return made


def _aside(tool: Callable[..., T]) -> Callable[..., Any]:
    """The tool beside the loop; what a caller can mend is told, and no more than that."""

    @wraps(tool)
    async def called(**values: Any) -> T:
        try:
            return await aside(lambda: tool(**values))
        except Exception as error:
            found = problem.of(error)
            if found.status >= 500:
                raise
            raise ToolError(found.detail) from None

    return called


def _schema(tools: Tools) -> Callable[[], Any]:
    async def schema() -> str:
        """All terms of the ontology, with prefixes and graphs."""
        try:
            told = await aside(lambda: tools.describe_schema(limit=10_000))
        except Exception as error:
            raise ResourceError(problem.of(error).detail) from None
        return json.dumps(asdict(told), ensure_ascii=False)

    return schema


def _text(text: str) -> Callable[[], str]:
    def read() -> str:
        return text

    return read
