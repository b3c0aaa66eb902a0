"""The parameters of a question: a value is read as its type and becomes a SPARQL term."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from organigram.errors import UsageError
from organigram.i18n import N_, Language
from organigram.namespaces import KINDS, PREFIXES, entity, expand

#: The kind of a parameter that may be any entity.
ANY_KIND = "any"

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
            raise self._wrong(text, REMEDIES[self.type]) from error

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


REMEDIES: Mapping[str, str] = {
    "iri": N_("Give an IRI, a prefixed name such as country:ML, or the last part of the IRI."),
    "string": N_("Give text without lone surrogates."),
    "integer": N_("Give a whole number, such as 5."),
    "decimal": N_("Give a number with a decimal point, such as 0.5."),
    "date": N_("Give a day as YYYY-MM-DD."),
    "boolean": N_("Give true or false."),
}
