"""A question: its header read, its parameters found in its text, values put in their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import yaml
from pyoxigraph import Literal

from organigram.catalogue.parameters import REMEDIES, Parameter
from organigram.errors import QueryError, UsageError
from organigram.i18n import LANGUAGES, N_, Language
from organigram.namespaces import BASE, rebase

#: The variable that stands for the reader's language in every question.
LANGUAGE_VARIABLE = "_language"

# What is no place for a parameter: an IRI, a string (long forms first), a comment; then the parameter itself.
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*|[?$](?P<variable>_\w+)""",
    re.DOTALL,
)
_VARIABLE = re.compile(r"(?P<marks>__?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:_(?P<type>[a-z]+))?")


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
                remedy = REMEDIES[parameter.type]
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
        if not match or kind_of_value not in REMEDIES or match["name"] in found:
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
