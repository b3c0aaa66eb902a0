"""Measures extraction against gold facts: ``python -m benchmarks.quality [CORPUS]`` writes docs/quality.md and docs/quality.json.

``CORPUS`` is a folder that holds gold/seeds and gold/dev and the postings that they name; else ``ORGANIGRAM_CORPUS`` says it.
``--unseen GOLD_DIR`` measures gold facts that no rule was written with, and keeps the figures until it is measured again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from organigram.config import load_settings
from organigram.errors import OrganigramError
from organigram.evaluation import ALL, Counts, by_confidence, compare, load_gold
from organigram.intake import extract_all

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


UNSEEN = """## Postings that no rule was written with

Real vacancies of the same kinds, English and French, whose facts were read without knowledge of the rules, and which nobody who
writes rules has seen. Their texts are not ours to give, so these figures are kept from the day of measuring; each row of the
first table is one measuring, the second is the last one by relation.
"""
SAMPLE = """## Facts drawn at random and read against their text

Fifty facts of each kind (all where there are fewer) of the unlabelled postings, drawn by `python -m benchmarks.sampling`, each
read against the words around it: right where the text states it of this posting, and every part of it is as stated. Texts that
announce a workshop or a grant and no post are among them; a post read from one counts as wrong. The draw is not blind: a seventh
of the unlabelled postings stand in gold/dev too, and one job board wrote most. Rules for sectors and kinds of contract were
mended after the reading (13 of 16 wrong sectors no longer come); the shares are those of the draw.
"""


def scores(folder: Path) -> tuple[dict[tuple[str, str], Counts], dict[float, Counts]]:
    """Counts by (language, relation) for the gold facts of a folder, and by confidence.

    A posting that is refused gives no facts, so all of its facts count as missed.
    """
    gold = load_gold(folder)
    facts = {}
    for found in extract_all([posting.text_file for posting in gold], load_settings()):
        if isinstance(found, OrganigramError):
            sys.stderr.write(f"{found}\n")
        else:
            facts[found.id] = found.to_json()
    return compare(gold, facts)[0], by_confidence(gold, facts)


def _table_of(figures: dict[str, dict[str, Any]]) -> str:
    """A Markdown table of :func:`plain`: a row a relation, the languages side by side."""
    keys = [key.split("/") for key in figures]
    languages = [*sorted({language for language, _ in keys} - {ALL}), ALL]
    relations = [*sorted({relation for _, relation in keys} - {ALL}), ALL]
    rows = ["| relation |" + "".join(f" {language} P | R | F1 | gold | found |" for language in languages)]
    rows.append("| --- |" + " ---: |" * 5 * len(languages))
    for relation in relations:
        cells = [_cells(figures.get(f"{language}/{relation}", {})) for language in languages]
        rows.append(f"| {relation} |" + "".join(cells))
    return "\n".join(rows)


def _cells(figures: dict[str, Any]) -> str:
    rates = (_rate(figures.get(name)) for name in ("precision", "recall", "f1"))
    return "".join(f" {cell} |" for cell in (*rates, figures.get("gold", 0), figures.get("found", 0)))


def _bands_of(bands: list[dict[str, Any]]) -> str:
    """A Markdown table: how many facts of each confidence are right."""
    rows = [f"| {band['from']:.1f} | {_rate(band['right'])} | {band['found']} |" for band in bands]
    return "\n".join(["| confidence from | right | found |", "| ---: | ---: | ---: |", *rows])


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.2f}"


def plain(counts: dict[tuple[str, str], Counts]) -> dict[str, dict[str, float | int | None]]:
    """The counts by "language/relation", for programs."""
    return {
        f"{language}/{relation}": {
            "precision": count.precision, "recall": count.recall, "f1": count.f1, "gold": count.gold, "found": count.found,
        }
        for (language, relation), count in sorted(counts.items())
    }  # fmt: skip


def _plain_bands(bands: dict[float, Counts]) -> list[dict[str, float | int | None]]:
    return [{"from": band, "right": count.precision, "found": count.found} for band, count in bands.items()]


def load() -> dict[str, Any]:
    """The figures that are kept."""
    path = DOCS / "quality.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def keep(part: str, figures: Any) -> None:
    """Keep the figures of one part, and write data and page anew."""
    data = load()
    data[part] = figures
    (DOCS / "quality.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    (DOCS / "quality.md").write_text("\n".join([HEAD, *_sections(data)]), encoding="utf-8")


def _sections(data: dict[str, Any]) -> Iterator[str]:
    for part, told in PARTS.items():
        if "scores" in (figures := data.get(part, {})):
            yield f"## gold/{part}: {told}\n\n{_table_of(figures['scores'])}\n\n{_bands_of(figures['confidence'])}\n"
    if measured := data.get("unseen"):
        rows = [_row(one["told"], *(_rate(one[language]) for language in ("en", "fr", ALL))) for one in measured["history"]]
        history = "\n".join(["| measured | en F1 | fr F1 | all F1 |", "| --- | ---: | ---: | ---: |", *rows])
        yield f"{UNSEEN}\n{history}\n\n{_table_of(measured['scores'])}\n\n{_bands_of(measured['confidence'])}\n"
    if sample := data.get("sample"):
        rows = [_row(kind, one["read"], one["right"], _rate(one["right"] / one["read"])) for kind, one in sample.items()]
        yield "\n".join([SAMPLE, "| kind | read | right | share |", "| --- | ---: | ---: | ---: |", *rows, ""])


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Measure every part, and write page and data."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=os.environ.get("ORGANIGRAM_CORPUS"))
    parser.add_argument("--unseen", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--told", default="", help="what this measuring of unseen postings is called in the table")
    options = parser.parse_args()
    if options.unseen:
        _measure_unseen(options.unseen, options.told)
        return
    if options.corpus is None:
        parser.error("name the CORPUS, or set ORGANIGRAM_CORPUS")
    for part in PARTS:
        counts, bands = scores(Path(options.corpus) / "gold" / part)
        keep(part, {"scores": plain(counts), "confidence": _plain_bands(bands)})


def _measure_unseen(folder: Path, told: str) -> None:
    counts, bands = scores(folder)
    history = load().get("unseen", {}).get("history", [])
    history.append({"told": told, **{language: counts[language, ALL].f1 for language in ("en", "fr", ALL)}})
    keep("unseen", {"history": history, "scores": plain(counts), "confidence": _plain_bands(bands)})


if __name__ == "__main__":
    main()
