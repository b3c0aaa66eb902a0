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

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode

from organigram.errors import QueryError, UsageError
from organigram.i18n import LANGUAGES, N_, Language
from organigram.namespaces import BASE, KINDS, PREFIXES, entity, expand, rebase
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
]

#: The kind of a parameter that may be any entity.
ANY_KIND = "any"

#: The variable that stands for the reader's language in every question.
LANGUAGE_VARIABLE = "_language"

# What is no place for a parameter: an IRI, a string (long forms first), a comment; then the parameter itself.
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*|[?$](?P<variable>_\w+)""",
    re.DOTALL,
)
_VARIABLE = re.compile(r"(?P<marks>__?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:_(?P<type>[a-z]+))?")
# Escapes of a literal: of a character by its number, a backslash and the u behind it, any other.
_ESCAPE = re.compile(r"\\u(?P<number>[0-9A-F]{4})|\\\\(?P<u>[uU])?|\\.")
_TRUTH = {
    "true": "true",
    "1": "true",
    "yes": "true",
    "oui": "true",
    "false": "false",
    "0": "false",
    "no": "false",
    "non": "false",
}


def _decimal(value: str) -> str:
    if not re.fullmatch(r"[+-]?\d{1,30}(\.\d{1,30})?", value):
        raise ValueError(value)
    return str(Decimal(value))


def string_term(text: str) -> str:
    """A text as a SPARQL literal that every engine reads as it is.

    >>> string_term('a "quoted" title')
    '"a \\\\"quoted\\\\" title"'
    """
    return _ESCAPE.sub(_plain_escape, str(Literal(text)))


def _plain_escape(match: re.Match[str]) -> str:
    """The escape in the one form that engines agree on.

    Numbers are read before the query is parsed, by some even behind an escaped backslash (so no u may follow one), and with
    eight digits where four are meant.
    """
    if match["number"]:
        return rf"\U0000{match['number']}"
    return rf"\\\U{ord(match['u']):08X}" if match["u"] else match[0]


#: How a value of each type is read into its lexical form; a KeyError or ValueError says that it cannot be.
_READERS: Mapping[str, Callable[[str], str]] = {
    "integer": lambda value: str(int(value)),
    "decimal": _decimal,
    "date": lambda value: date.fromisoformat(value).isoformat(),
    "boolean": lambda value: _TRUTH[value.casefold()],
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    ``type`` is ``iri``, ``string``, ``integer``, ``decimal``, ``date`` or ``boolean``; ``kind`` what an IRI names (``country``,
    ``role``, ...), so that its last part is enough; ``choices`` the only values, if there are any; ``variable`` its name in the
    text of the question.
    """

    name: str
    type: str
    variable: str
    required: bool
    label: Mapping[Language, str]
    kind: str = ""
    default: str | None = None
    choices: tuple[str, ...] = ()

    def term(self, value: object) -> str:
        """The value as a SPARQL term. Raises :class:`UsageError` where it is none of the parameter's type.

        >>> country = Parameter("country", "iri", "_country_iri", True, {"en": "Country", "fr": "Pays"}, kind="country")
        >>> country.term("ml"), country.term("organization:alima")
        ('<https://w3id.org/organigram/country/ML>', '<https://w3id.org/organigram/organization/alima>')
        >>> Parameter("title", "string", "_title", True, {}).term('a "quoted" title')
        '"a \\\\"quoted\\\\" title"'
        """
        text = str(value).strip() if self.type != "string" else str(value)
        if self.choices and text not in self.choices:
            raise self._wrong(text, N_("Give one of: {choices}."), choices=", ".join(self.choices))
        try:
            if self.type == "iri":
                return str(NamedNode(self.iri(text)))
            if self.type == "string":
                return string_term(text)
            return str(Literal(_READERS[self.type](text), datatype=NamedNode(expand(f"xsd:{self.type}"))))
        except (KeyError, ValueError) as error:
            raise self._wrong(text, _REMEDIES[self.type]) from error

    @staticmethod
    def is_explicit(text: str) -> bool:
        """Whether a value is an IRI, whole, under a prefix or without the instances' base, so that it can be no name.

        >>> [Parameter.is_explicit(text) for text in ("<x:y>", "country:ML", "country/ML", "ML", "Action: help")]
        [True, True, True, False, False]
        """
        sign = next((letter for letter in text if letter in ":/"), "")
        prefix, _, local = text.partition(sign) if sign else (text, "", "")
        iri = text.startswith("<") or (sign == ":" and local.startswith("//"))
        return (
            iri
            or (sign == ":" and prefix in PREFIXES and " " not in local)
            or (bool(sign) and prefix in KINDS and " " not in local)
        )

    def iri(self, text: str) -> str:
        """The IRI that a value spells; the value itself where it spells none.

        >>> Parameter("x", "iri", "_x_iri", True, {}, kind="any").iri("country/ML")
        'https://w3id.org/organigram/country/ML'
        """
        text = text.removeprefix("<").removesuffix(">")
        prefix, colon, local = text.partition(":")
        if colon and local.startswith("//"):
            return text
        if colon and prefix in PREFIXES:
            return expand(text)
        if colon and prefix in KINDS:
            return entity(prefix, local)
        if not colon and text.partition("/")[0] in KINDS and "/" in text:
            return entity(*text.split("/", 1))
        if colon or self.kind in ("", ANY_KIND) or not re.fullmatch(r"[\w-][\w./-]*", text):
            return text
        return entity(self.kind, text.upper() if self.kind == "country" else text)

    def _wrong(self, text: str, remedy: str, choices: str = "") -> UsageError:
        reason = N_("“{value}” is no value of this parameter ({type}).")
        return UsageError(reason, remedy, place=self.name, value=text, type=self.type, choices=choices)


_REMEDIES: Mapping[str, str] = {
    "iri": N_("Give an IRI, a prefixed name such as country:ML, or the last part of the IRI."),
    "string": N_("Give text without lone surrogates."),
    "integer": N_("Give a whole number, such as 5."),
    "decimal": N_("Give a number with a decimal point, such as 0.5."),
    "date": N_("Give a day as YYYY-MM-DD."),
    "boolean": N_("Give true or false."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue: ``name`` is its file's stem, ``subject`` its folder, ``view`` how a result is best shown."""

    name: str
    subject: str
    title: Mapping[Language, str]
    description: Mapping[Language, str]
    tags: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    text: str
    view: str = "table"

    def bind(self, values: Mapping[str, object] | None = None, language: Language = "en", *, base: str = BASE) -> str:
        """The question as SPARQL, with values or defaults in the place of parameters and the instances' base put in.

        ``values`` are by parameter name; None and the empty string stand for no value. Raises :class:`UsageError` for an
        unknown parameter, a value of the wrong type and a required parameter without value or default.
        """
        given = {name: value for name, value in (values or {}).items() if value is not None and value != ""}
        for name in (values or {}).keys() - self.parameters.keys():
            reason, remedy = N_("The question {question} has no such parameter."), N_("Its parameters are: {names}.")
            raise UsageError(reason, remedy, place=name, question=self.name, names=", ".join(self.parameters) or "-")
        terms = {LANGUAGE_VARIABLE: str(Literal(language))}
        for parameter in self.parameters.values():
            value = given.get(parameter.name, parameter.default)
            if value is not None:
                term = parameter.term(value)
                terms[parameter.variable] = rebase(term, base) if parameter.type == "iri" else term
            elif parameter.required:
                reason = N_("The question {question} needs a value for this parameter ({type}).")
                remedy = _REMEDIES[parameter.type]
                raise UsageError(reason, remedy, place=parameter.name, question=self.name, type=parameter.type)
        return _TOKEN.sub(lambda match: terms.get(match["variable"], match[0]), rebase(self.text, base))


def parse_question(name: str, source: str, *, subject: str = "", file: str | None = None) -> Question:
    """The question of a file's text. Raises :class:`QueryError` where the header is not as it should be."""
    place = file or name
    lines = source.splitlines()
    header = _header("\n".join(line[2:] for line in lines if line.startswith("#+")), place)
    text = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
    # grlc reads one summary and one description: those are English; other languages have a block of their own.
    told: dict[str, Any] = {language: header.get(language) or {} for language in LANGUAGES} | {"en": header}
    return Question(
        name,
        subject,
        title=_both({language: part.get("summary") for language, part in told.items()}, place, "summary"),
        description=_both({language: part.get("description") for language, part in told.items()}, place, "description"),
        tags=tuple(header.get("tags", ())),
        parameters=MappingProxyType(_parameters(text, header, place)),
        text=text,
        view=header.get("view", "table"),
    )


def _header(text: str, place: str) -> Mapping[str, Any]:
    try:
        header = yaml.safe_load(text)
    except yaml.YAMLError as error:
        reason = N_("The header's lines #+ are no YAML: {error}.")
        raise QueryError(reason, N_("Correct them."), file=place, error=" ".join(str(error).split())) from error
    if not isinstance(header, Mapping):
        raise QueryError(N_("There is no header."), N_("Begin the file with lines #+ summary: ..."), file=place)
    return header


def _both(texts: Mapping[str, Any], place: str, name: str) -> dict[Language, str]:
    missing = [language for language in LANGUAGES if not isinstance(texts.get(language), str)]
    if missing:
        reason = N_("A text is missing from the header: {name} ({languages}).")
        raise QueryError(reason, N_("Write it in both languages."), file=place, name=name, languages=", ".join(missing))
    return {language: " ".join(texts[language].split()) for language in LANGUAGES}


def _parameters(text: str, header: Mapping[str, Any], place: str) -> dict[str, Parameter]:
    told: Mapping[str, Any] = header.get("parameters", {})
    defaults, choices = _entries(header, "defaults"), _entries(header, "enumerate")
    found: dict[str, Parameter] = {}
    for variable in dict.fromkeys(token["variable"] for token in _TOKEN.finditer(text) if token["variable"]):
        if variable == LANGUAGE_VARIABLE:
            continue
        match = _VARIABLE.fullmatch(variable)
        kind_of_value = match["type"] or "string" if match else ""
        if not match or kind_of_value not in _REMEDIES or match["name"] in found:
            reason, remedy = N_("?{variable} names no parameter, or one named before."), N_("Name it ?_name or ?_name_<type>.")
            raise QueryError(reason, remedy, file=place, variable=variable)
        name = match["name"]
        about: Mapping[str, Any] = told.get(name) or {}
        found[name] = Parameter(
            name,
            kind_of_value,
            variable,
            required=match["marks"] == "_",
            label=_both(about, place, name),
            kind=about.get("kind", ""),
            default=None if name not in defaults else str(defaults[name]),
            choices=tuple(str(choice) for choice in choices.get(name, ())),
        )
    for name in (told.keys() | defaults.keys() | choices.keys()) - found.keys():
        reason, remedy = N_("The header tells of a parameter that the question does not use."), N_("Use it, or take it out.")
        raise QueryError(reason, remedy, file=place, place=name)
    return found


def _entries(header: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What grlc writes as a list of one-entry mappings."""
    return {name: value for entry in header.get(key, ()) for name, value in entry.items()}


def load_catalogue(folder: Path | None = None) -> Mapping[str, Question]:
    """Every question below a folder (the catalogue that comes with Organigram, if none is given), by name, sorted.

    Raises :class:`QueryError` for a file whose header is wrong or whose name another file has.

    >>> "reporting-line" in load_catalogue()
    True
    """
    folder = folder or queries_dir()
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


def by_subject(tag: str | None = None) -> Mapping[str, Sequence[Question]]:
    """The catalogue's questions by subject, in the order of lists; those with a tag only, if one is given.

    >>> list(by_subject("pay")), [question.name for question in by_subject("pay")["postings"]][:2]
    (['postings'], ['pay', 'pay-by-role'])
    """
    found: dict[str, list[Question]] = {subject: [] for subject in _labels("subjects.yaml")}
    for question in load_catalogue().values():
        if tag is None or tag in question.tags:
            found.setdefault(question.subject, []).append(question)
    return MappingProxyType({subject: questions for subject, questions in found.items() if questions})
