"""The explorer as a process of its own, for as long as something is measured or looked at."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

CHROMIUM = os.environ.get("ORGANIGRAM_CHROMIUM", "/usr/bin/chromium")


def _command(store: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "organigram", "explore", "--no-browser", "--store", str(store), "--port", str(port)]


@contextmanager
def explorer(store: Path, command: Callable[[Path, int], list[str]] = _command) -> Iterator[tuple[str, int]]:
    """Address and process of ``organigram explore`` over a store, or of another command that serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(command(store, port), stdout=subprocess.DEVNULL, env={**os.environ, "LANGUAGE": "en"}) as process:
        try:
            _answers(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.send_signal(signal.SIGINT)


def _answers(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("The explorer did not start.")
