"""Requests to one endpoint, and to nowhere else: no redirect is followed, every wait ends."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from itertools import islice
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote, urlencode

from kgraph.remote.credentials import Credentials, checked, credentials, is_here
from kgraph.remote.errors import RemoteError

TRIES: Final = 4
"""How often a request is made that an engine puts off, or whose connection breaks."""
_LONGEST_WAIT: Final = 30.0
_PART: Final = 1 << 16
_LINES: Final = 5_000
_BUSY: Final = frozenset((429, 503))
_MEANS: Final[Mapping[int, str]] = MappingProxyType(
    {
        401: "the engine wants to know who asks; set KGRAPH_REMOTE_USER and KGRAPH_REMOTE_PASSWORD,"
        " or KGRAPH_REMOTE_TOKEN",
        403: "whoever asks may not do this; ask the keeper of the engine for the right to",
        404: "there is nothing at this address; compare it with the engine’s own page",
    }
)
_INTERRUPTED: Final = "S1TAT"
"""What Virtuoso says of an answer that it gives as far as it came (its “anytime” queries)."""
_NO_ROOM: Final = "unsafe memory access"
"""What Java says where the disk has no room for a file that it has in memory (Fuseki says 400)."""
_TOO_LONG: Final = "SR325"
"""How Virtuoso calls it where an update changes more than it logs as one."""
_BY_ROWS: Final = "DEFINE sql:log-enable 3\n"
"""Has it log, and show, each row of an update by itself."""
RESULTS: Final = "application/sparql-results+json"
_WHO: Final = "ASK {}"
"""What is asked to hear who answers."""


@dataclass(frozen=True)
class Answered:
    """What a request gave: the body whole, and what the engine says of it."""

    body: bytes
    media: str
    headers: Mapping[str, str]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Nowhere: another address is named by the user, or not asked."""


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Tells who asks with each request once the engine has said how (RFC 7616, section 3.6)."""

    _challenge: Any = None

    def get_authorization(self, req: urllib.request.Request, chal: Any) -> Any:
        """As the library makes it; how the engine asked is kept."""
        told = super().get_authorization(req, chal)
        self._challenge = chal if told else None
        return told

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """The request with who asks; where the engine wants it anew, it says so as before."""
        challenge = self._challenge
        told = None if challenge is None else self.get_authorization(request, challenge)
        if told:
            request.add_unredirected_header(self.auth_header, f"Digest {told}")
        return request

    https_request = http_request


class Endpoint:
    """An engine: its address for queries, and those for updates and for graphs.

    `update` and `data` (Graph Store Protocol) are by default where the engine that answers has
    them. `timeout` bounds each request in seconds; `wait` is how the time between tries passes.
    """

    def __init__(
        self,
        query: str,
        update: str | None = None,
        data: str | None = None,
        *,
        timeout: float | None = 60,
        wait: Callable[[float], None] = time.sleep,
        given: Credentials | None = None,
    ) -> None:
        for url in (query, update, data):
            if url is not None:
                checked(url)
        self.query_url: Final = query
        self._update = update
        self._data = data
        self.timeout: Final = timeout
        self._wait = wait
        self.given: Final = given
        self._server: str | None = None
        self._openers: dict[str, urllib.request.OpenerDirector] = {}

    @property
    def server(self) -> str:
        """What the engine calls itself."""
        if self._server is None:
            headers = self.ask(_WHO).headers
            is_fuseki = "fuseki-request-id" in headers  # which tells no other name
            self._server = "Fuseki" if is_fuseki else headers.get("server", "")
        return self._server

    @cached_property
    def description(self) -> bytes:
        """What the engine says of itself in N-Triples or Turtle; nothing where it says nothing.

        Source: SPARQL 1.1 Service Description, section 2.
        """
        request = urllib.request.Request(
            self.query_url, headers={"Accept": "application/n-triples"}
        )
        try:
            return self._send(request).body
        except RemoteError:
            return b""

    @property
    def update_url(self) -> str:
        """Where updates go."""
        if self._update is None and "virtuoso" in self.server.lower():
            return self.query_url.removesuffix("/") + "-auth"
        return self._update or self.query_url

    @property
    def data_url(self) -> str | None:
        """Where graphs are put; None where the engine is known for no such place."""
        if self._data is not None:
            return self._data
        name = self.server.lower()
        if "virtuoso" in name:
            return self.query_url.removesuffix("/") + "-graph-crud-auth"
        return self.query_url if "fuseki" in name else None

    @property
    def most_operations(self) -> int | None:
        """How many operations one update may hold; None for any number.

        Virtuoso compiles them as one program; what parses with rdflib goes a level deeper for each.
        """
        name = self.server.lower()
        return 5 if "virtuoso" in name else 50 if "uvicorn" in name else None

    @property
    def most_triples(self) -> int | None:
        """How many triples an update may name; None for any number.

        The parser of rdflib takes four times as long for twice as many, that of Virtuoso keeps
        them on a stack.
        """
        name = self.server.lower()
        return 2_000 if "virtuoso" in name else 250 if "uvicorn" in name else None

    @property
    def runs_whole(self) -> bool:
        """Whether a request of any size is done whole or not at all, whatever way it comes."""
        return "fuseki" in self.server.lower() and self.data_url is not None

    def ask(self, sparql: str, accept: str = RESULTS) -> Answered:
        """What a query gives. Raises RemoteError."""
        return self._sparql(self.query_url, sparql, accept)

    def update(self, sparql: str, least: float = 0) -> bool:
        """Runs an update, which is given so many seconds at least. Raises RemoteError.

        It may run twice: who calls writes one for which that is the same as once. Gives whether
        the engine did it as one: what Virtuoso takes back, since that is more than it logs as one,
        it is told to do row by row.
        """
        try:
            self._sparql(self.update_url, sparql, "*/*", is_update=True, least=least)
        except RemoteError as error:
            if _TOO_LONG not in str(error):
                raise
            text = f"{_BY_ROWS}{sparql}"
            self._sparql(self.update_url, text, "*/*", is_update=True, least=least)
            return False
        return True

    def post_graph(self, name: str, ntriples: bytes) -> None:
        """Adds triples to a graph, by the Graph Store Protocol or else as an update."""
        place = self.data_url
        if place is None:
            self.update(f"INSERT DATA {{ GRAPH <{name}> {{\n{ntriples.decode()}}} }}")
            return
        is_virtuoso = "virtuoso" in self.server.lower()
        key, media = "graph", "application/n-triples"
        if is_virtuoso:
            key, media = "graph-uri", "text/turtle"
        self._send(
            urllib.request.Request(
                f"{place}?{key}={quote(name, safe='')}",
                data=ntriples,
                method="POST",
                headers={"Content-Type": f"{media}; charset=utf-8"},
            )
        )

    def put_graph(self, name: str, lines: Iterable[str], least: float = 0) -> None:
        """Puts lines of N-Triples in the place of a graph, however many, by the Graph Store
        Protocol, within so many seconds at least."""
        request = urllib.request.Request(
            f"{self.data_url}?graph={quote(name, safe='')}",
            data=_Streamed(lines),
            method="PUT",
            headers={"Content-Type": "application/n-triples; charset=utf-8"},
        )
        self._send(request, least)

    def post_quads(
        self, quads: Iterable[tuple[str, str]], least: float = 0, *, once: bool = False
    ) -> None:
        """Adds lines of N-Triples to graphs, each line after the name of its graph.

        `once`: where no answer comes, nothing is sent again.
        """
        request = urllib.request.Request(
            str(self.data_url),
            data="".join(f"{line[:-1]}<{name}> .\n" for name, line in quads).encode(),
            method="POST",
            headers={"Content-Type": "application/n-quads; charset=utf-8"},
        )
        self._send(request, least, 1 if once else TRIES)

    def _sparql(
        self, url: str, text: str, accept: str, *, is_update: bool = False, least: float = 0
    ) -> Answered:
        """The answer to a text that is the body: rdflib-endpoint decodes the fields of a form
        twice. Who answers is asked by a form, which Virtuoso wants, since it may be that."""
        kind = "update" if is_update else "query"
        if text == _WHO or "virtuoso" in self.server.lower():
            body, media = urlencode({kind: text}), "application/x-www-form-urlencoded"
        else:
            body, media = text, f"application/sparql-{kind}"
        return self._send(
            urllib.request.Request(
                url,
                data=body.encode(),
                headers={
                    "Accept": accept,
                    "Content-Type": f"{media}; charset=utf-8",
                    "User-Agent": "kgraph",
                },
            ),
            least,
            late=TRIES if is_update else 1,
        )

    def _send(
        self,
        request: urllib.request.Request,
        least: float = 0,
        breaks: int = TRIES,
        late: int = TRIES,
    ) -> Answered:
        """The answer; asked again where the engine puts off, and so often where a connection
        breaks or no answer comes in time."""
        who = self.given if self.given is not None else credentials(request.full_url)
        seconds = None if self.timeout is None else max(self.timeout, least)
        for tried in range(1, TRIES + 1):
            last = tried == TRIES
            try:
                return self._once(request, who, seconds)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in _BUSY or last:
                        raise RemoteError(self._told(request, error)) from None
                    self._wait(_pause(error.headers.get("Retry-After"), tried))
            except ssl.SSLCertVerificationError as error:
                raise RemoteError(self._unsafe(error.verify_message)) from None
            except ValueError as error:  # how the engine wants to know who asks
                raise RemoteError(
                    f"{self._place(request)}: the engine asks for something that is not known here "
                    f"({_in_line(error)}); see what stands before it"
                ) from None
            except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
                if isinstance(error, TimeoutError) and tried >= late and seconds is not None:
                    place = self._place(request)
                    if late > 1:  # something to do, which is told again
                        raise RemoteError(
                            f"{place}: it was not done after {seconds:g} s, told {tried} times; "
                            "give it longer (--wait), and run the command again"
                        ) from None
                    raise RemoteError(
                        f"{place}: the answer was not whole after {seconds:g} s; ask for less, or "
                        "give it longer (--wait)"
                    ) from None
                why = getattr(error, "reason", error)
                if isinstance(why, ssl.SSLCertVerificationError):
                    raise RemoteError(self._unsafe(why.verify_message)) from None
                if tried >= breaks:
                    times = f"{tried} times" if tried > 1 else "once"
                    raise RemoteError(
                        f"{self._place(request)}: the connection failed {times} "
                        f"({_reason(why) or type(why).__name__}); see whether the engine runs, "
                        "and run the command again"
                    ) from None
                self._wait(_pause(None, tried))
        raise AssertionError("the last try ends the loop")

    def _once(
        self, request: urllib.request.Request, who: Credentials, seconds: float | None
    ) -> Answered:
        opener = self._opener(self._place(request), who)
        if who.token is not None:
            request.add_unredirected_header("Authorization", f"Bearer {who.token}")
        with opener.open(request, timeout=seconds) as response:
            body = _body(response, seconds)
            media = response.headers.get_content_type()
            headers = {name.lower(): value for name, value in response.headers.items()}
            partial = response.status == HTTPStatus.PARTIAL_CONTENT
        if partial or headers.get("x-sql-state", "").startswith(_INTERRUPTED):
            raise RemoteError(
                f"{self._place(request)}: the engine stopped with a part of the answer; ask for "
                "less, or have its keeper give a query longer"
            )
        if media == "text/html" and request.get_header("Accept") == RESULTS:
            raise RemoteError(
                f"{self._place(request)}: this is a page for people and no SPARQL endpoint; "
                "name the address that programs ask"
            )
        return Answered(body, media, headers)

    def _opener(self, url: str, who: Credentials) -> urllib.request.OpenerDirector:
        """What makes requests to an address: made once, since it reads every certificate known."""
        found = self._openers.get(url)
        if found is None:
            found = self._openers[url] = self._new_opener(url, who)
        return found

    def _new_opener(self, url: str, who: Credentials) -> urllib.request.OpenerDirector:
        handlers: list[urllib.request.BaseHandler] = [
            _NoRedirect(),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        ]
        if is_here(checked(url).hostname or ""):  # what stays on this machine goes by no other
            handlers.append(urllib.request.ProxyHandler({}))
        if who.user is not None:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, url, who.user, who.password or "")
            handlers.append(_Digest(known))
            handlers.append(urllib.request.HTTPBasicAuthHandler(known))
        return urllib.request.build_opener(*handlers)

    def _told(self, request: urllib.request.Request, error: urllib.error.HTTPError) -> str:
        place = self._place(request)
        if error.code in _MEANS:
            return f"{place}: {error.code}: {_MEANS[error.code]}"
        if 300 <= error.code < 400:
            return f"{place}: the engine sends on to another address; name that one"
        try:
            is_page = error.headers.get_content_type() == "text/html"
            text = "" if is_page else error.read(4000).decode()
        except (OSError, http.client.HTTPException, UnicodeDecodeError):
            text = ""
        said = _in_line(text)[:300] or error.reason
        if error.code < 500 and _NO_ROOM not in said:
            return f"{place}: {error.code}: {said}"
        return (
            f"{place}: {error.code}: {said}; see the log of the engine and whether its disk is "
            "full, and run the command again"
        )

    def _unsafe(self, why: str) -> str:
        return f"{self.query_url}: its certificate is not to be trusted ({why}); nothing was sent"

    def _place(self, request: urllib.request.Request) -> str:
        return request.full_url.partition("?")[0]


class _Streamed:
    """Lines as the parts of a body, which is never whole in memory and may be sent again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[bytes]:
        lines = iter(self._lines)
        while some := list(islice(lines, _LINES)):
            yield "".join(f"{line}\n" for line in some).encode()


def _body(response: http.client.HTTPResponse, seconds: float | None) -> bytes:
    """The body whole, within the time of a request. Raises TimeoutError, IncompleteRead."""
    end = None if seconds is None else time.monotonic() + seconds
    parts = []
    while part := response.read1(_PART):
        parts.append(part)
        if end is not None and time.monotonic() > end:
            raise TimeoutError(f"the answer was not whole after {seconds:g} s")
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(parts)


def _pause(told: str | None, tried: int) -> float:
    try:
        wanted = float(told) if told else 0.5 * 2 ** (tried - 1)
    except ValueError:  # a day and time
        wanted = 0.5 * 2 ** (tried - 1)
    return min(wanted, _LONGEST_WAIT) if wanted > 0 else 0.0  # nor is NaN a time to wait


def _reason(why: object) -> str:
    """Without the number that the system has for it."""
    return _in_line(why.strerror if isinstance(why, OSError) and why.strerror else why)


def _in_line(text: object) -> str:
    return " ".join(str(text).split())
