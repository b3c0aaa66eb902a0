"""The fields of a question: names of entities to choose, days, numbers, lists. What a field holds stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import streamlit as st

from organigram.catalogue import ANY_KIND, Parameter, Question
from organigram.errors import UsageError
from organigram.finding import finder, is_known, resolve
from organigram.i18n import N_
from organigram.namespaces import rebase
from organigram.search import KINDS, Hit
from organigram_viz import frame
from organigram_viz.completion import with_prefixes
from organigram_viz.entities import labels_of, short
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import address, choose, language, put, say

__all__ = ["field", "find_names"]

#: Kinds of which there are so many at most are listed whole; of others, names are looked for as they are written.
_LISTED = 800
#: How many names are offered for words that fit several.
_OFFERED, _LOOKED_AT = 8, 60
#: Letters of what is no number that are told.
_SHOWN = 40
_DAYS = (date(1990, 1, 1), date(2099, 12, 31))
_DAY_FORMAT = {"en": "YYYY-MM-DD", "fr": "DD/MM/YYYY"}
#: Digits before the point that a number may have: as many as a browser counts exactly.
_DIGITS = 15
_TRUTHS = {"true": N_("yes"), "false": N_("no")}


def field(question: Question, parameter: Parameter) -> str:
    """A field for a parameter, and what it holds: the empty string where it holds nothing."""
    name, label = f"p.{parameter.name}", parameter.label[language()]
    if not parameter.required:
        label = f"{label} ({say(N_('optional'))})"
    if parameter.choices:
        return choose(label, parameter.choices, _choices(parameter), name, empty=_empty(parameter))
    if parameter.type == "boolean":
        return choose(label, list(_TRUTHS), {key: say(text) for key, text in _TRUTHS.items()}, name, empty=_empty(parameter))
    draw = _FIELDS.get(parameter.type, _text)
    if parameter.type == "iri" and parameter.kind in (*KINDS, ANY_KIND, *_LISTS):
        draw = _entity
    return draw(parameter, label, name, f"{name}:{question.name}:{language()}")


def _empty(parameter: Parameter) -> str:
    return "" if parameter.required else say(N_("All"))


def _choices(parameter: Parameter) -> dict[str, str]:
    """The names of what may be chosen, where they are entities."""
    if parameter.type != "iri":
        return {}
    iris = {choice: _iri(parameter, choice) for choice in parameter.choices}
    labels = labels_of(source(), iris.values(), language())
    return {choice: labels[iri] for choice, iri in iris.items()}


def _iri(parameter: Parameter, value: str) -> str:
    return rebase(f"<{parameter.iri(value)}>", source().base)[1:-1]


def _keep(name: str, key: str, written: Callable[[Any], str] = str) -> Callable[[], None]:
    def kept() -> None:
        value = st.session_state[key]
        put(name, "" if value is None else written(value))

    return kept


def _text(parameter: Parameter, label: str, name: str, key: str) -> str:
    st.session_state[key] = address(name, parameter.default or "")
    return st.text_input(label, key=key, on_change=_keep(name, key))


def _day(parameter: Parameter, label: str, name: str, key: str) -> str:
    try:
        st.session_state[key] = date.fromisoformat(address(name, parameter.default or ""))
    except ValueError:
        st.session_state[key] = None
    lowest, highest = _DAYS
    chosen = st.date_input(
        label,
        key=key,
        min_value=lowest,
        max_value=highest,
        format=_DAY_FORMAT[language()],
        on_change=_keep(name, key, date.isoformat),
    )
    return chosen.isoformat() if isinstance(chosen, date) else ""


def _number(parameter: Parameter, label: str, name: str, key: str) -> str:
    whole, written = parameter.type == "integer", address(name, parameter.default or "")
    value = _small(written)
    st.session_state[key] = None if value is None else int(value) if whole else float(value)
    step: Any = 1 if whole else 0.05
    chosen = st.number_input(label, value=None, key=key, step=step, on_change=_keep(name, key))
    if written and value is None:
        told = N_("“{value}” is no number that can be asked for: write one of {digits} digits at most.")
        st.error(say(told, value=frame.plain(written[:_SHOWN]), digits=_DIGITS), icon=":material/error:")
    return "" if chosen is None else str(chosen)


def _small(text: str) -> Decimal | None:
    """A number of so few digits that nothing takes long with it; nothing for another one.

    >>> _small("12.5"), _small("1e999999999"), _small("NaN"), _small("ten")
    (Decimal('12.5'), None, None, None)
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < _DIGITS else None


_FIELDS: dict[str, Callable[[Parameter, str, str, str], str]] = {"date": _day, "integer": _number, "decimal": _number}

#: Kinds that are lists of the vocabulary: the scheme, and whether only what stands at its top.
_LISTS = {"role-family": "roles"}


def _entity(parameter: Parameter, label: str, name: str, key: str) -> str:
    """A name to choose from a list that is searched as one types; of a kind with very many, words are looked for first."""
    (listed, whole), typed = _listed(parameter.kind), f"{key}:words"
    chosen, words = _settled(parameter, address(name, parameter.default or ""))
    options = list(dict.fromkeys([*([chosen] if chosen else []), *listed]))
    labels = labels_of(source(), options, language())
    options.sort(key=lambda iri: labels[iri].casefold())
    st.session_state[key] = chosen or None

    def kept() -> None:
        found = st.session_state[key]
        known = found is None or found in options
        put(name, short(found or "") if known else "")
        st.session_state[typed] = "" if known else found

    st.selectbox(
        label,
        options,
        format_func=lambda iri: labels.get(iri, iri),
        key=key,
        on_change=kept,
        placeholder=say(N_("Type a name") if whole else N_("Type words of a name, then Enter")),
        accept_new_options=not whole,
    )
    if words := words or st.session_state.get(typed, ""):
        _offer(parameter.kind, words, name, key)
    return chosen


def _settled(parameter: Parameter, value: str) -> tuple[str, str]:
    """The entity that a value of the address means, or the words that mean none or several."""
    if not value:
        return "", ""
    question = Question("", "", {}, {}, (), {parameter.name: parameter}, "")
    try:
        found = resolve(question, {parameter.name: value}, find_names, is_known(source().service), base=source().base)
        term = parameter.term(found[parameter.name])
    except UsageError:
        return "", value
    return rebase(term, source().base)[1:-1], ""


def find_names(words: str, kind: str) -> Sequence[Hit]:
    """The entities of a kind that have a name with some words, best first: by the text index, or else by their labels."""
    here = source()
    found = here.find(words, language(), () if kind == ANY_KIND else (kind,), _LOOKED_AT) if kind in (*KINDS, ANY_KIND) else None
    return finder(here.service, language(), base=here.base)(words, kind) if found is None else found


def _listed(kind: str) -> tuple[list[str], bool]:
    """Entities of a kind to choose from, and whether these are all: of organizations, those that advertise most."""
    if kind not in (*KINDS, *_LISTS) or kind in ("post", "posting", "place"):
        return [], False
    asked = panel("entities_of_kind").replace("$pattern", _patterns(kind)).replace("$limit", str(_LISTED + 1))
    found = [row["entity"].value for row in source().rows(with_prefixes(asked))]
    if kind == "organization":
        return found[:_LISTED], False
    return (found, True) if len(found) <= _LISTED else ([], False)


def _patterns(kind: str) -> str:
    base = source().base
    schemes = {"sector": "sectors", "contract": "contracts", "language": "languages", "organization-type": "organization-types"}
    classes = {"country": "schema:Country", "role": "org:Role", "project": "schema:Project"}
    if kind == "organization":
        cube, number = f"<{base}statistics/vacancies-by-organization>", f"<{base}measure/number>"
        return f"?counted qb:dataSet {cube} ; <{base}dimension/organization> ?entity ; {number} ?number"
    if kind in _LISTS:
        return f"?entity skos:topConceptOf <{base}scheme/{_LISTS[kind]}> BIND(0 AS ?number)"
    named = f"skos:inScheme <{base}scheme/{schemes[kind]}>" if kind in schemes else f"a {classes[kind]}"
    return f"?entity {named} BIND(0 AS ?number)"


def _offer(kind: str, words: str, name: str, key: str) -> None:
    """Names that fit the words; the one that is chosen goes into the address."""
    hits = find_names(words, kind)[:_OFFERED]
    if not hits:
        st.caption(say(N_("Nothing of this kind has a name with “{words}”: write fewer letters."), words=frame.plain(words)))
        return
    st.caption(say(N_("Which one?")))
    for hit in hits:
        st.button(
            frame.plain(hit.label), key=f"{key}:{hit.iri}", type="tertiary", on_click=_take, args=(name, hit.iri, f"{key}:words")
        )


def _take(name: str, iri: str, typed: str) -> None:
    put(name, short(iri))
    st.session_state[typed] = ""
