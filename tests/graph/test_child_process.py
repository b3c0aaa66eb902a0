"""A process that works for another one ends with it, whatever it is doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from organigram.child_process import ChildProcess

BUSY = "import sys, time\nfrom multiprocessing.connection import Connection\nConnection(int(sys.argv[1])).send((1,))\n"
OWNER = """
import sys, threading, time
from pathlib import Path
from organigram.child_process import ChildProcess
children = []
# Started by a thread that ends: the child stays as long as the process does.
thread = threading.Thread(target=lambda: children.extend(ChildProcess(Path(sys.argv[1])) for _ in range(2)))
thread.start()
thread.join()
for child in children:
    child.wait(60)
print(*(child.process.pid for child in children), flush=True)
time.sleep(600)
"""


def runs(process: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def descriptors() -> int:
    """How many descriptors this process has open; 0 where the system does not tell."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system tells processes in another way")
@pytest.mark.parametrize(
    "work", ["while True: pass", "sum(range(10**13))", "time.sleep(600)"], ids=["loop", "one long call", "asleep"]
)
def test_a_child_ends_with_its_owner(work: str, tmp_path: Path) -> None:
    script = tmp_path / "busy.py"
    script.write_text(BUSY + work)
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(script)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    children = [int(number) for number in owner.stdout.readline().split()]
    time.sleep(0.3)
    assert len(children) == 2
    assert all(map(runs, children)), "a child ended with the thread that started it"
    owner.kill()
    owner.wait()
    owner.stdout.close()
    end = time.monotonic() + 20
    while any(map(runs, children)) and time.monotonic() < end:
        time.sleep(0.05)
    left = [number for number in children if runs(number)]
    for number in left:
        os.kill(number, signal.SIGKILL)
    assert not left


def test_a_child_that_is_killed_leaves_no_descriptor_open(tmp_path: Path) -> None:
    script = tmp_path / "busy.py"
    script.write_text(BUSY + "time.sleep(600)")
    before = descriptors()
    for _ in range(3):
        child = ChildProcess(script)
        assert child.wait(60) == (1,)
        with ThreadPoolExecutor(8) as threads:
            assert {ended.result() for ended in [threads.submit(child.kill) for _ in range(8)]} == {-9}
    assert descriptors() == before
