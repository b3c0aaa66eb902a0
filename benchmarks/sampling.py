"""Facts of unlabelled postings, drawn at random, to be read against their text.

``python -m benchmarks.sampling draw SHEET`` writes some facts of every kind, each with its sentence, a JSON object a line;
a person puts true or false into ``right`` (null: cannot be told); ``python -m benchmarks.sampling count SHEET`` puts the shares
into docs/quality.json and docs/quality.md. The sheet quotes the postings, so it stays outside the checkout.

Bodies alone are read: what a source states in fields needs no rule.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks import quality
from benchmarks.corpus import bodies, corpus_dir
from organigram.config import load_settings
from organigram.errors import ReadingError
from organigram.model import Facts, Item, Posting, Salary
from organigram.reading import read_text
from organigram.workshop import Workshop

#: Characters of text on each side of a fact's words.
AROUND = 250


def facts_of(folder: Path) -> Iterator[tuple[Posting, Facts]]:
    """Every posting of the unlabelled files that can be read, with its linked facts."""
    with Workshop(load_settings()) as workshop:
        for number, body in enumerate(bodies(folder)):
            with suppress(ReadingError):  # one is Spanish
                posting = read_text(body.encode(), str(number), str(number))
                yield posting, workshop.facts(posting)


def rows(found: Iterable[tuple[Posting, Facts]]) -> Iterator[dict[str, Any]]:
    """Every fact as a line of the sheet."""
    for posting, facts in found:
        for kind, item in facts.items():
            first = item.evidence[0]
            yield {
                "kind": kind,
                "posting": posting.id,
                "language": posting.language,
                "fact": _told(item),
                "quote": [evidence.quote for evidence in item.evidence],
                "text": posting.text[max(0, first.start - AROUND) : first.end + AROUND],
                "confidence": item.confidence,
                "right": None,
            }


_EMPTY: tuple[object, ...] = (None, (), {}, "")


def _told(item: Item | Salary) -> dict[str, Any]:
    values = {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
    return {name: value for name, value in values.items() if name not in ("evidence", "confidence") and value not in _EMPTY}


def draw(found: Iterable[dict[str, Any]], number: int, seed: int) -> list[dict[str, Any]]:
    """So many facts of each kind, or all where there are fewer; the same seed draws the same."""
    kinds: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        kinds[row["kind"]].append(row)
    chance = random.Random(seed)
    return [row for _, of_kind in sorted(kinds.items()) for row in chance.sample(of_kind, min(number, len(of_kind)))]


def count(sheet: Iterable[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Facts read and facts right, by kind and in all."""
    read, right = Counter[str](), Counter[str]()
    for row in sheet:
        if row["right"] is not None:
            for kind in (row["kind"], "all"):
                read[kind] += 1
                right[kind] += bool(row["right"])
    return {kind: {"read": read[kind], "right": right[kind]} for kind in sorted(read)}


def main() -> None:
    """Draw a sheet, or count one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sampling", description=__doc__)
    parser.add_argument("what", choices=("draw", "count"))
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--number", type=int, default=50, help="facts of each kind (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.what == "draw":
        drawn = draw(rows(facts_of(corpus_dir())), options.number, options.seed)
        options.sheet.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in drawn), encoding="utf-8")
        return
    lines = options.sheet.read_text("utf-8").splitlines()
    quality.keep("sample", count(json.loads(line) for line in lines if line))


if __name__ == "__main__":
    main()
