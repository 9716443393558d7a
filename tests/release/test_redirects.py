"""The redirects of a release, obeyed by the server that they are written for."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kgraph.release import ReleaseError
from kgraph.release.redirects import redirects

SITE = "https://pages.example.org/jpst"
APACHE = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MODULES = Path("/usr/lib/apache2/modules")
LOADED = ("mpm_event", "authz_core", "dir", "mime", "rewrite")
SECONDS = 20

Ask = Callable[..., tuple[int, str | None]]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Asks a real Apache, which has the file where w3id.org has it: status and where it leads."""
    if APACHE is None or not MODULES.is_dir():
        pytest.skip("no Apache of Debian on this machine (apt-get install apache2)")
    folder = Path(tempfile.mkdtemp(prefix="redirects-"))
    folder.chmod(0o755)  # Apache gives up the rights of root before it reads
    (folder / "jpst").mkdir()
    (folder / "jpst" / ".htaccess").write_text(redirects(SITE, "1.2.3"), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    lines = [
        *(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED),
        f"ServerRoot {folder}",
        f"Listen 127.0.0.1:{port}",
        "ServerName localhost",
        f"PidFile {folder}/pid",
        f"ErrorLog {folder}/log",
        "TypesConfig /dev/null",
        f"DocumentRoot {folder}",
        *(("User nobody", "Group nogroup") if os.geteuid() == 0 else ()),
        f"<Directory {folder}>",
        "AllowOverride All",
        "Require all granted",
        "</Directory>",
    ]
    (folder / "conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [APACHE, "-f", str(folder / "conf"), "-DFOREGROUND"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port, server, folder / "log")
            yield lambda path, accept=None: _asked(port, path, accept)
        finally:
            server.terminate()
            server.wait(SECONDS)
            shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail(log.read_text() if log.is_file() else "Apache did not start")


def _asked(port: int, path: str, accept: str | None) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request("GET", f"/jpst/{path}", headers={} if accept is None else {"Accept": accept})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers["Location"]


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (None, "ttl"),
        ("*/*", "ttl"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("text/html", "html"),
        (BROWSER, "html"),
        ("Text/HTML", "html"),
        ("text/html;q=0.5, text/turtle", "ttl"),
        ("text/turtle;q=0.5, text/html", "html"),
        ("application/ld+json;q=0.4, */*;q=0.1", "jsonld"),
        ("text/turtle;q=0, application/ld+json;q=0.9", "jsonld"),
        ("text/turtle;q=0.0, text/html;q=0.2", "html"),
        ("application/rdf+xml, text/turtle;q=0.9", "ttl"),
    ],
)
def test_a_thing_leads_to_the_form_that_a_client_likes(
    ask: Ask, accept: str | None, ending: str
) -> None:
    assert ask("id/start", accept) == (303, f"{SITE}/id/start.{ending}")


@pytest.mark.parametrize(
    "name",
    [
        "ontology/order",
        "ontology",
        "source/odx-2023-12-25-start-launch",
        "assetclass/realEstate",
        "scheme/assetclass",
        "module/party",
        "question/custody-chain",
        "shape/lei",
        "editorial/readings",
    ],
)
def test_terms_sources_and_all_else_lead_to_pages_and_data(ask: Ask, name: str) -> None:
    assert ask(name, BROWSER) == (303, f"{SITE}/{name}.html")
    assert ask(name, "application/ld+json") == (303, f"{SITE}/{name}.jsonld")


def test_a_class_leads_to_its_files_apart_from_the_property_of_its_name(ask: Ask) -> None:
    place = f"{SITE}/ontology/class/Order"
    assert ask("ontology/Order", BROWSER) == (303, f"{place}.html")
    assert ask("ontology/Order") == (303, f"{place}.ttl")
    assert ask("ontology/Order.nt") == (302, f"{place}.nt")
    assert ask("ontology/order.nt") == (302, f"{SITE}/ontology/order.nt")


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ("", 302, "/"),
        ("id/start.nt", 302, "/id/start.nt"),
        ("context.jsonld", 302, "/context.jsonld"),
        ("frames/token.jsonld", 302, "/release/1.2.3/frames/token.jsonld"),
        ("release/1.0.0", 303, "/release/1.0.0/dcat.ttl"),
        ("release/1.0.0/graph.trig", 302, "/release/1.0.0/graph.trig"),
        ("release/1.0.0/queries/venues.rq", 302, "/release/1.0.0/queries/venues.rq"),
        ("dataset", 303, "/data/void.ttl"),
        ("catalog", 303, "/data/void.ttl"),
        ("linked", 303, "/release/1.2.3/jpst-linked.ttl"),
        ("ontology/", 303, "/release/1.2.3/jpst-full.ttl"),
        ("graph/claims", 303, "/release/1.2.3/graph.trig"),
        ("claim/0123456789ab", 303, "/release/1.2.3/graph.trig"),
    ],
)
def test_versions_and_documents_lead_to_their_files(
    ask: Ask, path: str, status: int, place: str
) -> None:
    assert ask(path, BROWSER) == (status, SITE + place)


@pytest.mark.parametrize("path", ["//elsewhere.example.org/x", "id/%0d%0aX-Y:%20z", "id/a%3fb=c"])
def test_nothing_leads_elsewhere(ask: Ask, path: str) -> None:
    status, place = ask(path)
    assert status >= 400 or (place or "").startswith(f"{SITE}/")
    assert place is None or "\n" not in place


@pytest.mark.parametrize("site", ["pages", "https://x/?a", "https://x/#a", "javascript:x"])
def test_what_is_no_address_is_refused(site: str) -> None:
    with pytest.raises(ReleaseError, match="is no address of pages"):
        redirects(site, "1.0.0")
