"""``python -m benchmarks.sector FOLDER``: a store of a sector made by chance, to measure on and to try pages on."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.sector.building import kept_store
from organigram.pipeline import BuildReport


def _tell(report: BuildReport) -> None:
    seconds = ", ".join(f"{stage} {taken:.1f} s" for stage, taken in report.seconds.items())
    print(f"{report.postings:,} postings, {report.quads:,} quads ({report.inferred:,} inferred): {seconds}")
    for error in report.set_aside:
        print(f"set aside: {error}")


def main() -> None:
    """Build it, unless it is there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sector", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the store is kept: FOLDER/store")
    parser.add_argument("--postings", type=int, default=20_000, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another sector (default: %(default)s)")
    options = parser.parse_args()
    print(kept_store(options.folder, options.postings, seed=options.seed, tell=_tell))


if __name__ == "__main__":
    main()
