"""``python -m benchmarks``: measure, print, and write the figures into docs/performance.md."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import report
from benchmarks.corpus import bodies, corpus_dir, dev_texts, write_postings
from benchmarks.measuring import Figure
from benchmarks.peers import compare
from benchmarks.single import measure
from benchmarks.stages import Bench


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--postings", type=int, default=300, help="postings to measure on (default: %(default)s)")
    parser.add_argument("--many", type=int, default=20_000, help="postings through one process (default: %(default)s)")
    parser.add_argument("--sample", type=int, default=20, help="postings to compare with others on (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each stage (default: %(default)s)")
    parser.add_argument("--keep", action="store_true", help="leave docs/performance.md as it is")
    options = parser.parse_args()
    texts = bodies(corpus_dir())
    figures: list[Figure] = []

    def tell(figure: Figure) -> None:
        figures.append(figure)
        print(" | ".join(cell for cell in report.stage_row(figure) if cell), flush=True)

    single = measure(texts, dev_texts(), options.many, options.runs)
    for rate in single.rates:
        print(" | ".join(report.rate_row(rate)), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(write_postings(texts, options.postings, Path(folder)), options.runs, tell)
        bench.run()
        peers = []
        for peer in compare(bench, options.sample, options.runs):
            peers.append(peer)
            print(" | ".join(report.peer_row(peer)), flush=True)
    if not options.keep:
        report.write(figures, peers, single, options.runs, min(len(texts), options.postings))


if __name__ == "__main__":
    main()
