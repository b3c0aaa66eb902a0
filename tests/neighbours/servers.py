"""Other stores' servers, started for a test on free ports of the loopback, in a folder of their own, and ended with it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from organigram.credentials import Credentials
from organigram.pushing import Addresses, addresses

HERE = Path(__file__).resolve().parent
_SECONDS = 60.0
_JARS = Path("/usr/share/java")
_JENA = [
    "jena-arq",
    "jena-base",
    "jena-core",
    "jena-iri",
    "jena-tdb2",
    "jena-dboe-base",
    "jena-dboe-index",
    "jena-dboe-storage",
    "jena-dboe-trans-data",
    "jena-dboe-transaction",
    "slf4j-api",
    "slf4j-nop",
    "thrift",
    "protobuf",
    "commons-io",
    "commons-lang3",
    "commons-csv",
    "commons-codec",
    "commons-compress",
    "gson",
    "dexx.collection",
    "guava",
    "titanium-json-ld",
]
_XERCES = "org/apache/jena/ext/"
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 10
Charset = UTF-8
[SPARQL]
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Server:
    """A server that runs: its addresses, who may write, and its process."""

    name: str
    addresses: Addresses
    credentials: Credentials
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, *, port: int = 0) -> Iterator[Server]:
    """Oxigraph's own server, from PyPI; its default graph is the union of all."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("Oxigraph's server: pip install oxigraph")
    port = port or free_port()
    command = [str(program), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with _running(command, folder.parent) as process:
        yield _ready(Server("oxigraph", addresses(f"http://127.0.0.1:{port}", "oxigraph"), Credentials(), process))


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Virtuoso, Debian's virtuoso-opensource, with a configuration of the test's own; it asks for Digest."""
    if not shutil.which("virtuoso-t"):
        pytest.skip("Virtuoso: install Debian's virtuoso-opensource")
    folder.mkdir()
    port = free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, sql_port=free_port()), "utf-8")
    with _running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder) as process:
        yield _ready(Server("virtuoso", addresses(f"http://127.0.0.1:{port}", "virtuoso"), Credentials("dba", "dba"), process))


@contextmanager
def jena(folder: Path) -> Iterator[Server]:
    """Apache Jena, Debian's libapache-jena-java, behind the paths that Fuseki has; it asks for Basic."""
    if not (shutil.which("javac") and (_JARS / "jena-tdb2.jar").exists()):
        pytest.skip("Apache Jena: install Debian's libapache-jena-java and default-jdk-headless")
    classes = folder / "classes"
    database = folder / "database"
    database.mkdir(parents=True)
    jars = ":".join(str(_JARS / f"{name}.jar") for name in _JENA)
    source = HERE / "JenaServer.java"
    subprocess.run(["javac", "-cp", jars, "-d", str(classes), str(source)], check=True, capture_output=True)
    with zipfile.ZipFile(_JARS / "jena-core.jar") as archive:  # Debian moved the classes of this package, not what they read
        for name in archive.namelist():
            if name.startswith(f"{_XERCES}xerces/") and name.endswith(".properties"):
                target = classes / name.removeprefix(_XERCES)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
    command = ["java", "-Xmx1g", "-XX:+UseSerialGC", "-cp", f"{classes}:{jars}", "JenaServer", str(database), "maria", "hush"]
    with _running(command, folder, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline() or 0)
        assert port, (folder / "log").read_text("utf-8")
        yield _ready(Server("jena", addresses(f"http://127.0.0.1:{port}", "fuseki"), Credentials("maria", "hush"), process))


@contextmanager
def _running(command: list[str], folder: Path, stdout: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=stdout or log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def _ready(server: Server) -> Server:
    """The server, once it answers."""
    deadline = time.monotonic() + _SECONDS
    question = urllib.request.Request(
        server.addresses.query,
        b"query=ASK%20%7B%7D",
        {"content-type": "application/x-www-form-urlencoded", "accept": "application/sparql-results+json"},
    )
    while True:
        try:
            with urllib.request.urlopen(question, timeout=_SECONDS):
                return server
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline or server.process.poll() is not None:
                raise
            time.sleep(0.05)


STARTS = {"oxigraph": oxigraph, "virtuoso": virtuoso, "jena": jena}
