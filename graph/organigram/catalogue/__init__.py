"""The catalogue: questions in SPARQL, a file each, told in both languages, with values put into them safely.

A file begins with a header of lines ``#+`` that together are YAML, in the form that grlc reads; its parameters are variables
named the way that grlc names them: ``?_country_iri`` must have a value, ``?__country_iri`` may go without one (it is then a
variable like any other), the ending says the type (``docs/decisions/catalogue.md``). ``?_language`` is the reader's language.

>>> question = parse_question("posts", '''#+ summary: Posts of a country
... #+ description: Every seat of one country.
... #+ fr: {summary: Postes d'un pays, description: Tous les postes d'un pays.}
... #+ tags: [posts]
... #+ parameters:
... #+   country: {kind: country, en: Country, fr: Pays}
... SELECT ?post WHERE { ?post ngo:dutyCountry ?_country_iri }''')
>>> question.title["fr"], question.parameters["country"].type
("Postes d'un pays", 'iri')
>>> question.bind({"country": "ML"}).splitlines()[-1]
'SELECT ?post WHERE { ?post ngo:dutyCountry <https://w3id.org/organigram/country/ML> }'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from organigram.catalogue.parameters import ANY_KIND, Parameter, string_term
from organigram.catalogue.questions import Question, parse_question
from organigram.errors import QueryError
from organigram.i18n import N_, Language
from organigram.resources import queries_dir

__all__ = [
    "ANY_KIND",
    "Parameter",
    "Question",
    "by_subject",
    "column_label",
    "load_catalogue",
    "parse_question",
    "string_term",
    "subject_label",
    "tag_label",
]


def load_catalogue(folder: Path | None = None) -> Mapping[str, Question]:
    """Every question below a folder (the catalogue that comes with Organigram, if none is given), by name, sorted.

    Raises :class:`QueryError` for a file whose header is wrong or whose name another file has.

    >>> "reporting-line" in load_catalogue()
    True
    """
    return _load(folder or queries_dir())


@cache
def _load(folder: Path) -> Mapping[str, Question]:
    found: dict[str, Question] = {}
    for path in sorted(folder.rglob("*.rq"), key=lambda path: (path.stem, path)):
        if path.stem in found:
            raise QueryError(N_("Another question has this name."), N_("Rename the file."), file=str(path))
        subject = path.parent.relative_to(folder).as_posix()
        found[path.stem] = parse_question(path.stem, path.read_text("utf-8"), subject=subject, file=str(path))
    return MappingProxyType(found)


@cache
def _labels(file: str) -> Mapping[str, Mapping[str, str]]:
    labels: Mapping[str, Mapping[str, str]] = yaml.safe_load((queries_dir() / file).read_text("utf-8"))
    return labels


def column_label(variable: str, language: Language) -> str:
    """How a column of a result is headed; the variable's own name where the catalogue does not know it.

    >>> column_label("postLabel", "fr"), column_label("x", "fr")
    ('Poste', 'x')
    """
    return _labels("columns.yaml").get(variable, {}).get(language, variable)


def subject_label(subject: str, language: Language) -> str:
    """What a folder of questions is about; the folder's own name where the catalogue does not know it.

    >>> subject_label("funding", "fr")
    'Bailleurs et projets'
    """
    return _labels("subjects.yaml").get(subject, {}).get(language, subject)


def tag_label(tag: str, language: Language) -> str:
    """What a question is tagged with; the tag itself where the catalogue does not know it.

    >>> tag_label("donors", "fr")
    'bailleurs'
    """
    return _labels("tags.yaml").get(tag, {}).get(language, tag)


def by_subject(tag: str | None = None) -> Mapping[str, Sequence[Question]]:
    """The catalogue's questions by subject, in the order of lists; those with a tag only, if one is given.

    >>> list(by_subject("pay")), [question.name for question in by_subject("pay")["postings"]][:2]
    (['postings'], ['pay', 'pay-bands'])
    """
    found: dict[str, list[Question]] = {subject: [] for subject in _labels("subjects.yaml")}
    for question in load_catalogue().values():
        if tag is None or tag in question.tags:
            found.setdefault(question.subject, []).append(question)
    return MappingProxyType({subject: questions for subject, questions in found.items() if questions})
