"""The figures as tables, on the terminal and in docs/performance.md between its markers."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks.measuring import Figure, Peer, Timed
from benchmarks.single import Rate, Single

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def seconds(timed: Timed[object]) -> str:
    """The median, and the fastest and slowest where there were several runs."""
    median = f"{timed.seconds:.3g}"
    return median if len(timed.runs) == 1 else f"{median} ({min(timed.runs):.3g} to {max(timed.runs):.3g})"


def _rate(number: int, timed: Timed[object]) -> str:
    return f"{number / timed.seconds:,.0f}" if number else ""


def stage_row(figure: Figure) -> list[str]:
    """The cells of a stage."""
    triples = f"{figure.triples:,}" if figure.triples else ""
    rates = [_rate(figure.postings, figure.timed), _rate(figure.triples, figure.timed)]
    return [figure.stage, f"{figure.postings:,}", triples, seconds(figure.timed), *rates]


def peer_row(peer: Peer) -> list[str]:
    """The cells of a comparison."""
    ratio = peer.theirs.seconds / peer.ours.seconds
    return [peer.work, peer.size, seconds(peer.ours), peer.name, seconds(peer.theirs), f"{ratio:.2g}"]


STAGE_HEAD = ["Stage", "Postings", "Triples", "Seconds", "Postings/s", "Triples/s"]
PEER_HEAD = ["Work", "Sample", "Seconds here", "Peer", "Seconds there", "Peer takes times"]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What was measured on; no name of a machine."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "rdflib", "owlrl", "shacl", "pyshacl"))
    python = f"Python {platform.python_version()} on {platform.machine()}"
    return f"{python}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end; {packages}."


SINGLE_HEAD = ["Texts", "Postings", "Characters each", "ms each", "Postings/s", "Million characters/s"]


def rate_row(rate: Rate) -> list[str]:
    """The cells of a rate on one core."""
    each = rate.seconds / rate.postings
    speed = rate.characters / each / 1e6
    return [rate.texts, f"{rate.postings:,}", f"{rate.characters:,}", f"{1000 * each:.2f}", f"{1 / each:.0f}", f"{speed:.2f}"]


def _single(single: Single) -> str:
    memory = ", ".join(f"{size} MB after {number:,}" for number, size in single.memory)
    told = (
        "From text to N-Quads, one process on one core, in processor time. A new process, from its start to the facts of one "
        f"posting: {single.start:.2f} s. Memory: {memory}."
    )
    return f"{told}\n\n{_table(SINGLE_HEAD, list(map(rate_row, single.rates)))}"


def write(figures: list[Figure], peers: list[Peer], single: Single, runs: int, texts: int) -> None:
    """Put the tables between the markers of the page."""
    told = (
        f"Measured on {texts} different postings of the unlabelled corpus, repeated with another line at the end where more were "
        f"needed. Median of {runs} runs, with the fastest and the slowest; one run where there is one number. {machine()}"
    )
    tables = [_table(STAGE_HEAD, list(map(stage_row, figures))), _table(PEER_HEAD, list(map(peer_row, peers)))]
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{told}\n\n{tables[0]}\n\n{_single(single)}\n\n{tables[1]}\n\n{END}{after}", "utf-8")
