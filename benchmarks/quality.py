"""Measures extraction against gold facts: ``python -m benchmarks.quality [CORPUS]`` writes docs/quality.md and docs/quality.json.

``CORPUS`` is a folder that holds gold/seeds and gold/dev and the postings that they name; else ``ORGANIGRAM_CORPUS`` says it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from organigram.config import load_settings
from organigram.errors import OrganigramError
from organigram.evaluation import ALL, Counts, compare, load_gold
from organigram.pipeline import extract_all

DOCS = Path(__file__).resolve().parent.parent / "docs"
PARTS = {"seeds": "the five real postings that the project started from", "dev": "sixty real postings to develop against"}
HEAD = """# How well facts are found

Made by `python -m benchmarks.quality CORPUS`, where `CORPUS` holds gold facts that careful readers wrote and the postings that
they read; the figures for programs are in [quality.json](quality.json). The tests hold floors under them.

Matching is that of `organigram evaluate`: names loosely (words, initials, a part of the words, a few other letters), codes and
days exactly, one to one. P is the share of the facts found that are right, R the share of the readers' facts that were found, F1
both in one; "gold" counts the readers' facts, "found" ours. `all` is the micro average over all facts. Two careful readers agree
to about 0.96 in English and 0.92 in French, so nothing much above that can be read from these tables.
"""


def scores(folder: Path) -> dict[tuple[str, str], Counts]:
    """Counts by (language, relation) for the gold facts of a folder. Raises OrganigramError where a posting cannot be read."""
    gold = load_gold(folder)
    facts = {}
    for found in extract_all([posting.text_file for posting in gold], load_settings()):
        if isinstance(found, OrganigramError):
            raise found
        facts[found.id] = found.to_json()
    return compare(gold, facts)[0]


def table(counts: dict[tuple[str, str], Counts]) -> str:
    """A Markdown table: a row a relation, the languages side by side."""
    languages = [*sorted({language for language, _ in counts} - {ALL}), ALL]
    relations = [*sorted({relation for _, relation in counts} - {ALL}), ALL]
    rows = ["| relation |" + "".join(f" {language} P | R | F1 | gold | found |" for language in languages)]
    rows.append("| --- |" + " ---: |" * 5 * len(languages))
    for relation in relations:
        cells = [_cells(counts.get((language, relation), Counts())) for language in languages]
        rows.append(f"| {relation} |" + "".join(cells))
    return "\n".join(rows)


def _cells(count: Counts) -> str:
    rates = ("–" if rate is None else f"{rate:.2f}" for rate in (count.precision, count.recall, count.f1))
    return "".join(f" {cell} |" for cell in (*rates, count.gold, count.found))


def plain(counts: dict[tuple[str, str], Counts]) -> dict[str, dict[str, float | int | None]]:
    """The counts by "language/relation", for programs."""
    return {
        f"{language}/{relation}": {
            "precision": count.precision, "recall": count.recall, "f1": count.f1, "gold": count.gold, "found": count.found,
        }
        for (language, relation), count in sorted(counts.items())
    }  # fmt: skip


def main() -> None:
    """Measure every part, and write page and data."""
    corpus = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["ORGANIGRAM_CORPUS"])
    measured = {part: scores(corpus / "gold" / part) for part in PARTS}
    pages = [f"## gold/{part}: {PARTS[part]}\n\n{table(counts)}\n" for part, counts in measured.items()]
    (DOCS / "quality.md").write_text("\n".join([HEAD, *pages]), encoding="utf-8")
    data = {part: plain(counts) for part, counts in measured.items()}
    (DOCS / "quality.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
