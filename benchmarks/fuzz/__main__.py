"""``python -m benchmarks.fuzz [TARGET ...] --runs N``: fuzz, a process a target; what breaks is kept in artifacts/fuzz/.

What broke something is written as the file that it stands for, too; that belongs, once mended, into tests/data/fuzz/, where every
test run tries it again.
"""

from __future__ import annotations

import argparse
import logging
import re
import subprocess
import sys
import time
from pathlib import Path

import atheris

ARTIFACTS = Path("artifacts/fuzz")
_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def main() -> int:
    """Fuzz the targets that are named, or all; the number of those that broke."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="reader to fuzz, or extraction (default: all)")
    parser.add_argument("--runs", type=int, default=100_000, help="inputs a target (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same inputs (default: %(default)s)")
    parser.add_argument("--length", type=int, default=300, help="bytes of an input at most (default: %(default)s)")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        return _fuzz(options.targets[0], options)
    from benchmarks.fuzz.targets import TARGETS

    unknown = set(options.targets) - set(TARGETS)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    return sum(_in_process(target, options) for target in options.targets or TARGETS)


def _fuzz(target: str, options: argparse.Namespace) -> int:
    with atheris.instrument_imports(include=["organigram"]):
        from benchmarks.fuzz.targets import TARGETS, attempt
    logging.disable(logging.CRITICAL)
    settings = {
        "runs": options.runs,
        "seed": options.seed,
        "max_len": options.length,
        "timeout": 60,
        "rss_limit_mb": 4096,
        "print_final_stats": 1,
    }
    arguments = [f"-{name}={value}" for name, value in settings.items()]
    atheris.Setup(
        [sys.argv[0], *arguments, f"-artifact_prefix={ARTIFACTS}/{target}-"], lambda data: attempt(*TARGETS[target](data))
    )
    atheris.Fuzz()
    return 0


def _in_process(target: str, options: argparse.Namespace) -> bool:
    from benchmarks.fuzz.targets import TARGETS

    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.fuzz", "--here", target, f"--runs={options.runs}", f"--seed={options.seed}"]
    started = time.monotonic()
    done = subprocess.run([*command, f"--length={options.length}"], capture_output=True, text=True, errors="replace", check=False)
    inputs = int(found[1]) if (found := _DONE.search(done.stderr)) else 0
    print(
        f"{target:<12} {inputs:>8} inputs {time.monotonic() - started:>7.0f} s  {'broke' if done.returncode else 'held'}",
        flush=True,
    )
    if done.returncode:
        (ARTIFACTS / f"{target}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
        for path in ARTIFACTS.glob(f"{target}-crash-*"):
            name, raw = TARGETS[target](path.read_bytes())
            path.with_name(f"{target}-{name}").write_bytes(raw)
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
