"""Floors under the quality of extraction: F1 by language and relation that a measure must not fall below.

>>> import tempfile
>>> path = Path(tempfile.mkdtemp()) / "floors.toml"
>>> _ = path.write_text("[en]\\ntitle = 0.9\\n")
>>> load_floors(path)
{('en', 'title'): 0.9}
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from organigram.errors import UsageError
from organigram.evaluation import ALL, RELATIONS, Counts
from organigram.i18n import LANGUAGES, N_

__all__ = ["below", "load_floors"]


def load_floors(path: Path) -> dict[tuple[str, str], float]:
    """F1 by (language, relation) that a measure must not fall below, from a TOML file with a table a language.

    Raises UsageError where the file is none, or names a language, a relation or a share that there is not.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        floors = {(lang, relation): floor for lang, table in tables.items() for relation, floor in table.items()}
        wrong = [
            f"{language}.{relation} = {floor}"
            for (language, relation), floor in floors.items()
            if language not in (*LANGUAGES, ALL)
            or relation not in (*RELATIONS, ALL)
            or not isinstance(floor, int | float)
            or not 0 <= floor <= 1
        ]
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(
            N_("The floors cannot be read ({cause})."),
            N_("A floor is a line such as title = 0.9 under [en] or [fr]."),
            file=str(path),
            cause=error,
        ) from error
    if wrong:
        raise UsageError(
            N_("This is no floor: {wrong}."),
            N_("A floor is a share from 0 to 1 of one of: {relations}; under [en], [fr] or [all]."),
            file=str(path),
            wrong=", ".join(wrong),
            relations=", ".join((*RELATIONS, ALL)),
        )
    return floors


def below(
    counts: Mapping[tuple[str, str], Counts], floors: Mapping[tuple[str, str], float]
) -> list[tuple[tuple[str, str], float, float]]:
    """Every (language, relation) whose F1 is under its floor, with F1 and floor. What was not measured is at 0.

    >>> below({("en", "title"): Counts(8, 9, 9)}, {("en", "title"): 0.9})
    [(('en', 'title'), 0.8888888888888888, 0.9)]
    """
    reached = {key: counts[key].f1 or 0.0 if key in counts else 0.0 for key in floors}
    return [(key, reached[key], floor) for key, floor in sorted(floors.items()) if reached[key] < floor]
