"""Who asks: from the environment or a keyring, never from a command line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from kgraph.remote.errors import RemoteError

USER = "KGRAPH_REMOTE_USER"
PASSWORD = "KGRAPH_REMOTE_PASSWORD"
TOKEN = "KGRAPH_REMOTE_TOKEN"
_VISIBLE: Final = re.compile(r"[!-~]+")
"""What a token is of, and an address."""


@dataclass(frozen=True)
class Credentials:
    """A name with its password, or a bearer token; no text of it shows either."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        return self.token is not None or self.user is not None


def credentials(url: str) -> Credentials:
    """Those for an endpoint. Raises RemoteError where they would cross a network unencrypted."""
    where = checked(url)
    told = (os.environ.get(name) or None for name in (USER, PASSWORD, TOKEN))
    found = Credentials(*told)
    if found.token is not None and not _VISIBLE.fullmatch(found.token):
        raise RemoteError(
            f"{TOKEN} holds what no token may, such as a blank or a line end; set it anew"
        )
    if not found and find_spec("keyring") is not None:
        import keyring

        kept = keyring.get_credential(f"{where.scheme}://{where.netloc}", None)
        if kept is not None:
            found = Credentials(kept.username, kept.password)
    if found and where.scheme == "http" and not is_here(where.hostname or ""):
        raise RemoteError(f"{url}: credentials go over https alone; write https://")
    return found


def checked(url: str) -> SplitResult:
    """The parts of an address. Raises RemoteError for one that is none, or names a password."""
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise RemoteError("the endpoint is no address; write https://host/path") from None
    if parts.scheme not in ("http", "https") or not whole:
        shown = "the endpoint" if "@" in url else url
        raise RemoteError(f"{shown}: this is no endpoint; write https://host/path")
    if "@" in parts.netloc:
        raise RemoteError(
            f"{parts.scheme}://{parts.hostname}: an address carries no password; "
            f"set {USER} and {PASSWORD}, or {TOKEN}"
        )
    if not _VISIBLE.fullmatch(url):
        raise RemoteError(
            f"{url}: an address holds no blank and no letter beyond ASCII; write it as a browser "
            "copies it, percent-encoded"
        )
    return parts


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
