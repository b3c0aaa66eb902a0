"""A short round of what the fuzzer does, the same on every run, and what once broke something (`make fuzz` goes on for long)."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.fuzz.targets import TARGETS, attempt

ROOT = Path(__file__).resolve().parents[2]
BROKE = sorted(ROOT.glob("tests/data/fuzz/*"))
#: Inputs a target; the slow ones take fewer.
INPUTS = {"pdf": 150, "docx": 150, "extraction": 200}


@pytest.mark.parametrize("path", BROKE, ids=lambda path: path.name)
def test_what_broke_once_holds(path: Path) -> None:
    attempt(path.name, path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_a_short_round_holds(target: str) -> None:
    inputs = random.Random(f"{target} 1")
    for _ in range(INPUTS.get(target, 400)):
        attempt(*TARGETS[target](inputs.randbytes(inputs.choice((5, 40, 300)))))


@pytest.mark.slow
def test_the_fuzzer_runs(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("atheris: Linux has it")
    command = [sys.executable, "-m", "benchmarks.fuzz", "text", "jsonl", "--runs", "300"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [["text", "300"], ["jsonl", "300"]]
