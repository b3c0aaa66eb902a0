"""Commands that judge: ``evaluate`` against what careful readers found."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from organigram.cli.progress import progress_bar
from organigram.cli.session import ALL_DONE, SET_ASIDE, Command, Session, json_option
from organigram.cli.tables import show_table
from organigram.errors import OrganigramError
from organigram.i18n import N_

if TYPE_CHECKING:
    from organigram.evaluation import Counts, Miss


@click.command(
    "evaluate",
    cls=Command,
    help=N_(
        "Extract the postings of gold facts and tell how well each kind of fact was found, by language: precision, recall "
        "and F1. GOLD_DIR holds one JSON file a posting, as seeds/facts does."
    ),
    short_help=N_("Measure extraction against gold facts."),
    examples=("organigram evaluate seeds/facts", "organigram evaluate seeds/facts --errors"),
)
@click.argument("gold_dir", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar=N_("GOLD_DIR"))
@click.option("--errors", is_flag=True, help=N_("List every fact that was missed, and every one that no reader found."))
@json_option
@click.pass_obj
def evaluate(session: Session, gold_dir: Path, errors: bool, as_json: bool) -> int:
    """Scores on standard output; exit status 1 where a posting could not be read."""
    from organigram.evaluation import ALL, compare, load_gold
    from organigram.pipeline import extract_all

    gold = load_gold(gold_dir)
    facts, status = {}, ALL_DONE
    with progress_bar(session) as progress:
        for found in extract_all([posting.text_file for posting in gold], session.settings, progress):
            if isinstance(found, OrganigramError):
                session.tell(found)
                status = SET_ASIDE
            else:
                facts[found.id] = found.to_json()
    counts, misses = compare(gold, facts)
    if as_json:
        session.give(_plain(counts, misses))
        return status
    if errors:
        for miss in misses:
            template = (
                N_("{posting}: {relation}: missed: {value}") if miss.missed else N_("{posting}: {relation}: not in gold: {value}")
            )
            session.say(template, posting=miss.posting, relation=miss.relation, value=miss.value)
    headings = [session.text(h) for h in (N_("Language"), N_("Relation"), "P", "R", "F1", N_("In gold"), N_("Found"))]
    # The sums stand last, each language's after its relations.
    ordered = sorted(counts, key=lambda key: (key[0] == ALL, key[0], key[1] == ALL, key[1]))
    rows = [_row(session, key, counts[key], session.text(N_("all"))) for key in ordered]
    show_table(headings, rows, numbers=(2, 3, 4, 5, 6))
    return status


def _row(session: Session, key: tuple[str, str], counts: Counts, every: str) -> list[str]:
    from organigram.evaluation import ALL

    names = [every if name == ALL else name for name in key]
    shares = ["-" if share is None else f"{share:.2f}" for share in (counts.precision, counts.recall, counts.f1)]
    return [*names, *shares, str(counts.gold), str(counts.found)]


def _plain(counts: Mapping[tuple[str, str], Counts], misses: list[Miss]) -> dict[str, object]:
    scores = {
        f"{language}/{relation}": {
            **dataclasses.asdict(count),
            "precision": count.precision,
            "recall": count.recall,
            "f1": count.f1,
        }
        for (language, relation), count in sorted(counts.items())
    }
    return {"scores": scores, "differences": [dataclasses.asdict(miss) for miss in misses]}


COMMANDS = (evaluate,)
