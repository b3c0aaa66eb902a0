"""Postings in our own words, in the forms that sources give them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from organigram.errors import ReadingError
from organigram.model import Posting
from organigram.reading import Options, read_postings

ENGLISH = (
    "We seek a coordinator for our health project in Goundam. You report to the Head of Mission and lead a team of four. "
    "Fixed-term contract of six months. Please apply with a CV."
)
FRENCH = (
    "L’association recherche une personne pour coordonner son projet de santé à Goundam. Vous rendez compte à la cheffe de "
    "mission. Contrat à durée déterminée de six mois. Envoyez votre CV et une lettre de motivation."
)
HTML = (
    "<p>We seek a coordinator for our health project in Goundam &amp; Gao.</p>"
    "<ul><li>Lead the team</li><li>Apply with a CV</li></ul>"
)


def reliefweb_item(number: int, **fields: Any) -> dict[str, Any]:
    """An item of ReliefWeb's API with all the fields that a vacancy may have there."""
    return {
        "id": str(number),
        "score": 1,
        "href": f"https://api.reliefweb.int/v2/jobs/{number}",
        "fields": {
            "id": number,
            "title": "Project Coordinator",
            "status": "published",
            "body": "We seek a **coordinator** ...",
            "body-html": HTML,
            "how_to_apply": "Write to us",
            "how_to_apply-html": "<p>Write to <a href='mailto:jobs@example.org'>us</a> before Friday.</p>",
            "country": [{"href": "x", "id": 149, "name": "Mali", "iso3": "mli", "shortname": "Mali", "location": {"lat": 17.5}}],
            "city": [{"name": "Goundam"}],
            "source": [{"href": "x", "id": 1, "name": "Relief Aid", "shortname": "RA", "type": {"id": 274, "name": "NGO"}}],
            "theme": [{"id": 4595, "name": "Health"}, {"id": 4604, "name": "Water Sanitation Hygiene"}],
            "career_categories": [{"id": 6867, "name": "Program/Project Management"}],
            "type": [{"id": 264, "name": "Consultancy"}],
            "experience": [{"id": 260, "name": "5-9 years"}],
            "date": {"created": "2024-01-15T00:00:00+00:00", "closing": "2024-02-15T00:00:00+00:00"},
            "url": f"https://reliefweb.int/node/{number}",
            "url_alias": f"https://reliefweb.int/job/{number}/project-coordinator",
            **fields,
        },
    }


OPTIONS = Options()


def stated(posting: Posting) -> list[tuple[str, str]]:
    """Keys and values, once every value was found where it is said to stand, above the body."""
    assert all(posting.text[one.start : one.end] == one.value and one.end < posting.body for one in posting.stated)
    return [(one.key, one.value) for one in posting.stated]


def read_one(path: Path, options: Options = OPTIONS) -> Posting:
    """The only posting of a file."""
    [found] = read_postings(path, options)
    assert isinstance(found, Posting), found
    return found


def told(path: Path, options: Options = OPTIONS) -> list[str]:
    """What is said of a file, a line a posting: its id, or the error without the file's name."""
    lines = []
    for one in read_postings(path, options):
        if isinstance(one, ReadingError):
            assert one.file == str(path)
            assert one.message("fr") != one.message("en")
            lines.append(one.message().removeprefix(f"{path}: "))
        else:
            lines.append(one.id)
    return lines
