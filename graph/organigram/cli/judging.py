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
    examples=(
        "organigram evaluate seeds/facts",
        "organigram evaluate seeds/facts --errors",
        "organigram evaluate seeds/facts --floors tests/data/floors/retold.toml",
    ),
)
@click.argument("gold_dir", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar=N_("GOLD_DIR"))
@click.option("--errors", is_flag=True, help=N_("List every fact that was missed, and every one that no reader found."))
@click.option(
    "--floors",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar=N_("FILE"),
    help=N_("TOML file of F1 by language and relation; what falls below is told, and the exit status is 1."),
)
@json_option
@click.pass_obj
def evaluate(session: Session, gold_dir: Path, errors: bool, floors: Path | None, as_json: bool) -> int:
    """Scores on standard output; exit status 1 where a posting could not be read, or a floor is not reached."""
    from organigram.evaluation import by_confidence, compare, load_gold
    from organigram.floors import below, load_floors
    from organigram.intake import extract_all

    gold = load_gold(gold_dir)
    wanted = load_floors(floors) if floors else {}
    facts, status = {}, ALL_DONE
    with progress_bar(session) as progress:
        for found in extract_all([posting.text_file for posting in gold], session.settings, progress):
            if isinstance(found, OrganigramError):
                session.tell(found)
                status = SET_ASIDE
            else:
                facts[found.id] = found.to_json()
    counts, misses = compare(gold, facts)
    bands = by_confidence(gold, facts)
    fallen = below(counts, wanted)
    status = SET_ASIDE if fallen else status
    if as_json:
        session.give(_plain(counts, misses, bands))
    else:
        _show(session, counts, misses if errors else [], bands)
    for (language, relation), reached, floor in fallen:
        template = N_("{language}, {relation}: F1 is {reached}, below the floor of {floor}.")
        session.say(template, language=language, relation=relation, reached=f"{reached:.3f}", floor=floor)
    return status


def _show(session: Session, counts: Mapping[tuple[str, str], Counts], misses: list[Miss], bands: Mapping[float, Counts]) -> None:
    from organigram.evaluation import ALL

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
    headings = [session.text(h) for h in (N_("Confidence from"), N_("Right"), N_("Found"))]
    show_table(headings, [[f"{band:.1f}", _share(c.precision), str(c.found)] for band, c in bands.items()], numbers=(0, 1, 2))


def _row(session: Session, key: tuple[str, str], counts: Counts, every: str) -> list[str]:
    from organigram.evaluation import ALL

    names = [every if name == ALL else name for name in key]
    shares = [_share(share) for share in (counts.precision, counts.recall, counts.f1)]
    return [*names, *shares, str(counts.gold), str(counts.found)]


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def _plain(counts: Mapping[tuple[str, str], Counts], misses: list[Miss], bands: Mapping[float, Counts]) -> dict[str, object]:
    scores = {
        f"{language}/{relation}": {
            **dataclasses.asdict(count),
            "precision": count.precision,
            "recall": count.recall,
            "f1": count.f1,
        }
        for (language, relation), count in sorted(counts.items())
    }
    confidence = [{"from": band, "right": count.precision, "found": count.found} for band, count in bands.items()]
    return {"scores": scores, "confidence": confidence, "differences": [dataclasses.asdict(miss) for miss in misses]}


COMMANDS = (evaluate,)
