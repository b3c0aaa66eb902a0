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

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

#: Threads share two heaps: glibc reserves 64 MB for each, which would count against the memory that a child may use.
_FEW_ARENAS = {"MALLOC_ARENA_MAX": "2"}


class ChildProcess:
    """A script of its own, and the socket to it. The script is given the socket's descriptor, then the arguments.

    It is run by its path and without the folder that it is in, so that it starts quickly and imports nothing of its owner.
    """

    def __init__(self, script: Path, *arguments: str) -> None:
        """Start it. Raises OSError where the system has no process to give."""
        ours, theirs = socket.socketpair()
        watched, self._life = os.pipe()
        self._ending = threading.Lock()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(script), str(theirs.fileno()), *arguments],
                pass_fds=[theirs.fileno(), watched],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | _FEW_ARENAS,
            )
            self.connection = Connection(os.dup(ours.fileno()))
            _end_with_owner(self.process.pid, watched)
        except OSError:
            os.close(self._life)
            raise
        finally:
            os.close(watched)
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
        with self._ending:  # two threads may end it at once, and a descriptor is closed once
            self.connection.close()
        if self.process.poll() is None:
            self.process.kill()
        status = self.process.wait()
        with self._ending:
            life, self._life = self._life, -1
        if life >= 0:
            os.close(life)
        return status


def _end_with_owner(process: int, watched: int) -> None:
    """Have the system end a process when the other end of a pipe closes: when its owner dies, however that happens.

    The signal comes from the kernel, so it ends a process that does not look up from its work. (A death signal of the parent
    would come with the end of the thread that started the process.) A system that cannot do this goes without.
    """
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(watched, fcntl.F_SETOWN, process)
        fcntl.fcntl(watched, fcntl.F_SETFL, fcntl.fcntl(watched, fcntl.F_GETFL) | os.O_ASYNC)
