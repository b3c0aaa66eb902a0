"""A process that does what may have to be ended from outside: evaluating a query, opening a file that may be hostile.

>>> import tempfile
>>> script = Path(tempfile.mkdtemp()) / "double.py"
>>> _ = script.write_text('''
... import sys
... from multiprocessing.connection import Connection
... with Connection(int(sys.argv[1])) as connection:
...     connection.send((2 * connection.recv()[0],))
... ''')
>>> child = ChildProcess(script)
>>> child.ask((21,), seconds=10.0)
(42,)
>>> _ = child.kill()
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


class ChildProcess:
    """A script of its own, and the socket to it. The script is given the socket's descriptor, then the arguments.

    It is run by its path and without the folder that it is in, so that it starts quickly and imports nothing of its owner.
    """

    def __init__(self, script: Path, *arguments: str) -> None:
        """Start it. Raises OSError where the system has no process to give."""
        ours, theirs = socket.socketpair()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(script), str(theirs.fileno()), *arguments],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self.connection = Connection(os.dup(ours.fileno()))
        finally:
            ours.close()
            theirs.close()

    def ask(self, request: tuple[Any, ...], seconds: float) -> tuple[Any, ...] | None:
        """The answer, or None at the deadline. Raises EOFError or OSError where the process died."""
        self.connection.send(request)
        return self.wait(seconds)

    def wait(self, seconds: float) -> tuple[Any, ...] | None:
        """The answer to what was asked before, or None at the deadline. Raises as :meth:`ask`."""
        if not self.connection.poll(seconds):
            return None
        answer: tuple[Any, ...] = self.connection.recv()
        return answer

    def kill(self) -> int:
        """End the process at once; its exit status (minus the signal's number)."""
        self.connection.close()
        if self.process.poll() is None:
            self.process.kill()
        return self.process.wait()
