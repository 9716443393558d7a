"""Engines that others keep, started on loopback with a data folder of their own, stopped after.

Apache Jena Fuseki needs Java and what `.ci/engines.sh` fetches, Virtuoso the Debian packages
virtuoso-opensource-7-bin and -common, rdflib-endpoint what `kgraph[test]` installs.
"""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from helpers.project import PROJECT, TESTS

from kgraph.remote import Endpoint
from kgraph.remote.credentials import Credentials

SECONDS: Final = 60
"""The longest that an engine may take to stop or to answer."""
START: Final = 180
"""The longest that it may take to start: Virtuoso writes its first database then."""
JARS: Final = PROJECT / ".engines"
DATASETS: Final = ("ds", "other")
"""What one Fuseki keeps apart: a graph that is only read once it is there, and one for changes."""


@dataclass(frozen=True)
class Running:
    """An engine that answers queries at an address; `given` may write there."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    given: Credentials

    def endpoint(self, dataset: str | None = None) -> Endpoint:
        """The engine as the project sees it; of Fuseki one of its `DATASETS`."""
        url = self.url if dataset is None else f"{self.url.rpartition('/')[0]}/{dataset}"
        return Endpoint(url, timeout=SECONDS, given=self.given)

    def killed(self) -> None:
        """Ends it at once, as a power cut does."""
        self.process.kill()
        self.process.wait(SECONDS)


def lacking(engine: str) -> str | None:
    """Why an engine cannot be started here; None where it can."""
    if engine == "fuseki":
        if shutil.which("java") is None:
            return "there is no Java (apt-get install default-jre-headless)"
        jars = any(JARS.glob("jena-fuseki-main-*.jar"))
        return None if jars else "there is no Apache Jena (.ci/engines.sh fetches it)"
    if engine == "virtuoso":
        found = shutil.which("virtuoso-t")
        return None if found else "there is no Virtuoso (apt-get install virtuoso-opensource-7-bin)"
    missing = [name for name in ("rdflib_endpoint", "oxrdflib") if find_spec(name) is None]
    return f"{missing[0]} is not installed (kgraph[test] has it)" if missing else None


@contextmanager
def fuseki(
    folder: Path,
    port: int | None = None,
    java: Sequence[str] = (),
    brief: tuple[str, int] | None = None,
    more: Sequence[str] = (),
) -> Iterator[Running]:
    """A Fuseki with the `DATASETS`, each in TDB2; the first is at its address.

    `brief` names a service for queries that ends each after so many seconds; `more` are options of
    the server itself.
    """
    port = port or free_port()
    services, ended = [], ""
    if brief is not None:
        ended = f''', [ fuseki:operation fuseki:query ; fuseki:name "{brief[0]}" ; ja:context
            [ ja:cxtName "arq:queryTimeout" ; ja:cxtValue "{brief[1] * 1000}" ] ]'''
    for name in DATASETS:
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        services.append(
            f'[] a fuseki:Service ; fuseki:name "{name}" ; fuseki:dataset'
            f' [ a tdb2:DatasetTDB2 ; tdb2:location "{place}" ] ; fuseki:endpoint'
            " [ fuseki:operation fuseki:query ] , [ fuseki:operation fuseki:update ] ,"
            " [ fuseki:operation fuseki:gsp-rw ] ,"
            f' [ fuseki:operation fuseki:shacl ; fuseki:name "shacl" ] {ended} .\n'
        )
    config = folder / "config.ttl"
    config.write_text(
        "@prefix fuseki: <http://jena.apache.org/fuseki#> .\n"
        "@prefix ja: <http://jena.hpl.hp.com/2005/11/Assembler#> .\n"
        "@prefix tdb2: <http://jena.apache.org/2016/tdb#> .\n" + "".join(services)
    )
    # One thread for garbage and no late compiler: it runs for seconds.
    command = ["java", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *java]
    command += ["-cp", f"{JARS}/*", "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"]
    command += ["--localhost", "--port", str(port), *more, "--config", str(config)]
    url = f"http://127.0.0.1:{port}/{DATASETS[0]}"
    with _running(command, folder, url, Credentials()) as found:
        yield found


@contextmanager
def virtuoso(
    folder: Path,
    port: int | None = None,
    most: int = 1_000_000,
    buffers: int = 40_000,
    seconds: int = 60,
    logged: int = 50_000_000,
) -> Iterator[Running]:
    """A Virtuoso with its database in a folder, which gives so many rows at most, keeps so many
    pages of 8 KiB in memory, ends a query after so many seconds, and takes back an update that
    logs more bytes."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    given = {"sql": free_port(), "http": port, "most": most, "seconds": seconds}
    given |= {"buffers": buffers, "dirty": buffers * 3 // 4, "logged": logged}
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format_map(given))
    command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
    url = f"http://127.0.0.1:{port}/sparql"
    with _running(command, folder, url, Credentials("dba", "dba")) as found:
        yield found


@contextmanager
def rdflib_endpoint(folder: Path, port: int | None = None) -> Iterator[Running]:
    """An rdflib-endpoint on a store of Oxigraph in a folder."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", _RDFLIB, str(folder / "store"), str(port), str(TESTS)]
    with _running(command, folder, f"http://127.0.0.1:{port}/", Credentials()) as found:
        yield found


STARTS: Final = {"fuseki": fuseki, "virtuoso": virtuoso, "rdflib-endpoint": rdflib_endpoint}
"""How each engine that can be written to is started."""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(
    command: Sequence[str], folder: Path, url: str, given: Credentials
) -> Iterator[Running]:
    log = folder / "log.txt"
    with (
        log.open("ab") as said,
        subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            preexec_fn=_dies_with_us,
        ) as process,
    ):  # fmt: skip
        try:
            _wait(url, process, log)
            yield Running(url, process, log, given)
        finally:
            process.kill()
            process.wait(SECONDS)


def _dies_with_us() -> None:
    """The engine hears the end of the tests that started it, however they end (Linux)."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Asks until there is an answer. Raises TimeoutError with what the engine said."""
    until = time.monotonic() + START
    opener = build_opener(ProxyHandler({}))
    while time.monotonic() < until:
        try:
            with opener.open(f"{url}?query=ASK%7B%7D", timeout=SECONDS):
                return
        except HTTPError as error:
            with error:
                if error.code != 503:
                    return  # it speaks; what it says is for the test
        except OSError:
            pass
        try:
            process.wait(0.1)
            break
        except subprocess.TimeoutExpired:
            continue
    raise TimeoutError(f"{process.args!r} does not answer: {log.read_text()[-2000:]}")


_RDFLIB = """
import sys
sys.path.append(sys.argv[3])
import pyoxigraph, uvicorn
from oxrdflib.store import OxigraphStore
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
from helpers.quick_grammar import quicken_grammar
quicken_grammar()
store = OxigraphStore(store=pyoxigraph.Store(sys.argv[1]))
graph = Dataset(store=store, default_union=True)
app = SparqlEndpoint(graph=graph, enable_update=True)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""

# Little memory, long answers; nothing is synced: what a killed process wrote is there anyhow.
_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 60
CheckpointSyncMode = 0
CaseMode = 2
AllowOSCalls = 0
DirsAllowed = .
TransactionAfterImageLimit = {logged}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
DavRoot = DAV
[SPARQL]
ResultSetMaxRows = {most}
MaxQueryExecutionTime = {seconds}
"""
