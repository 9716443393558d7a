"""What cannot be answered, as RFC 9457 has it: no traceback and no path of this machine in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.responses import Response

from kgraph.limited import LimitReached
from kgraph.questions.params import BadValue
from kgraph.snapshot.errors import DayError
from kgraph.snapshot.run import InvalidQuery
from kgraph.sparql.guard import Refused, TooLarge
from kgraph.web.media import PROBLEM

_TITLES: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        400: ("The request cannot be understood", "要求を解釈できない"),
        403: ("The graph can only be read", "グラフは読み取り専用である"),
        404: ("There is nothing of that name", "その名前のものはない"),
        405: ("That method is not allowed here", "その方法は使えない"),
        406: ("It cannot be given in any form that you accept", "求められた形式では示せない"),
        408: ("The request took too long to arrive", "要求が時間内に届かなかった"),
        410: ("The name was given up", "その名前は使われなくなった"),
        413: ("The request is too large", "要求が大きすぎる"),
        415: ("A body of that kind is not understood", "その種類の本文は扱えない"),
        422: ("A limit was reached", "上限に達した"),
        500: ("Something went wrong here", "サーバー側で問題が起きた"),
        503: ("The server is busy", "サーバーが混み合っている"),
    }
)


class Problem(Exception):
    """A request that gets no answer: the status, one line that says why, and what else helps."""

    def __init__(
        self,
        status: int,
        detail: str,
        headers: Mapping[str, str] | None = None,
        **members: object,
    ) -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members

    def response(self) -> Response:
        """The problem as a document."""
        told = {
            "type": "about:blank",
            "title": title(self.status, "en"),
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        text = json.dumps(told, ensure_ascii=False)
        return Response(text, self.status, {**self.headers, "Content-Type": PROBLEM})


def title(status: int, lang: str) -> str:
    """What kind of problem a status tells of, in a language."""
    english, japanese = _TITLES.get(status, _TITLES[500 if status >= 500 else 400])
    return japanese if lang == "ja" else english


def of(error: Exception) -> Problem:
    """The problem that an error of the graph stands for; what was not foreseen tells nothing."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, TooLarge | LimitReached):
        return Problem(422, _without_options(str(error)))
    if isinstance(error, BadValue):
        return Problem(400, str(error), parameter=error.parameter, nearest=list(error.nearest))
    if isinstance(error, Refused):
        return Problem(400, str(error), line=error.line, column=error.column)
    if isinstance(error, InvalidQuery | DayError):
        return Problem(400, str(error))
    return Problem(500, "the server has noted what; ask again, or ask for less")


def _without_options(text: str) -> str:
    """The words of a limit, without the options of the command line that would raise it."""
    return text.partition(", or raise")[0]
