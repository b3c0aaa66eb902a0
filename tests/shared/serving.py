"""A real server in a thread, on a free port of loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from organigram.config import Settings
from organigram.service import application
from organigram.service.running import bind, make_server, opened

#: What a process of its own prints when it answers.
_OPEN = "http://"
#: A query that would run for years.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@contextmanager
def serving(store: Path, **values: Any) -> Iterator[str]:
    """The address of a service over a store, with settings."""
    settings = Settings(**values)
    with opened(store, settings, "en") as state, closing(bind("127.0.0.1", 0)) as listener:
        server = make_server(application(state), settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def serving_alone(store: Path, *, environment: Mapping[str, str] | None = None, **values: Any) -> Iterator[str]:
    """The address of ``organigram serve`` in a process of its own, whose work nothing in the test slows."""
    with closing(bind("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = {f"ORGANIGRAM_{name.upper()}": str(value) for name, value in values.items()}
    command = [sys.executable, "-m", "organigram", "serve", "--store", str(store), "--port", str(port)]
    variables = {**os.environ, **settings, "LANGUAGE": "en", **(environment or {})}
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert _OPEN in process.stdout.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)
