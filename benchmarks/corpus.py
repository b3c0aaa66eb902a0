"""The postings to measure on: the unlabelled ones of the corpus, as often as it takes, each copy another posting."""

from __future__ import annotations

import json
import os
import sys
from itertools import cycle, islice
from pathlib import Path


def corpus_dir() -> Path:
    """The folder named in ORGANIGRAM_CORPUS; ends the program with a word on what to do where there is none."""
    folder = Path(os.environ.get("ORGANIGRAM_CORPUS", "")) / "corpus" / "unlabelled"
    if not os.environ.get("ORGANIGRAM_CORPUS") or not folder.is_dir():
        sys.exit("Set ORGANIGRAM_CORPUS to the folder of real postings: it holds corpus/unlabelled/*.jsonl.")
    return folder


def bodies(folder: Path) -> list[str]:
    """The text of every posting, in the order of files and lines."""
    paths = sorted(folder.glob("*.jsonl"))
    return [str(json.loads(line)["body"]) for path in paths for line in path.read_text("utf-8").splitlines() if line]


def dev_texts() -> list[str]:
    """Other postings of the corpus: those that rules are written on."""
    return [path.read_text("utf-8") for path in sorted((corpus_dir().parent / "dev").glob("*.txt"))]


def write_postings(texts: list[str], number: int, folder: Path) -> list[Path]:
    """So many files; from the second round on, a text ends in a line of its own, so that it is another posting."""
    paths = []
    for position, text in enumerate(islice(cycle(texts), number)):
        path = folder / f"posting-{position:06}.txt"
        copy = position // len(texts)
        path.write_text(f"{text}\n\nReference {copy}\n" if copy else text, "utf-8")
        paths.append(path)
    return paths
