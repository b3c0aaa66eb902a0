"""The forms that a name of the tables takes: other spellings, feminine and inclusive forms, plurals."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

TABLES = Path(__file__).parent / "tables"
#: Words that British, American and international English spell apart, both put into altLabels.
SPELLINGS = (
    ("Programmes", "Programs"), ("Programme", "Program"), ("Organisation", "Organization"), ("Centre", "Center"),
    ("Adviser", "Advisor"), ("Labour", "Labor"), ("Defence", "Defense"), ("Co-operation", "Cooperation"),
)  # fmt: skip
#: Parts of French names that take no plural.
_FIXED = frozenset(["et", "co", "post", "vice", "porte", "socio", "data", "art"])
#: Words that agree with the head of a French name wherever they stand.
_AGREEING_ANYWHERE = re.compile(r"\b(?:adjointe?|principale?|chargée?)\b")


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table, cells left out at the end empty; raises ValueError, with file and line, where one has too many."""
    lines = [
        (number, line)
        for number, line in enumerate((TABLES / f"{name}.psv").read_text(encoding="utf-8").splitlines(), 1)
        if line and not line.startswith("#")
    ]
    head = lines[0][1].split("|")
    for number, line in lines[1:]:
        cells = line.split("|")
        if len(cells) > len(head):
            raise ValueError(f"{name}.psv:{number}: {len(cells)} cells, not {len(head)}: {line}")
        yield {name: cell.strip() for name, cell in zip_longest(head, cells, fillvalue="")}


def spelled(names: Iterable[str]) -> list[str]:
    """The names, each also in the other spelling.

    >>> spelled(["Programme Manager"])
    ['Programme Manager', 'Program Manager']
    """
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        for one, other in SPELLINGS:
            for here, there in ((one, other), (other, one)):
                if re.search(rf"\b{here}\b", name):
                    found[re.sub(rf"\b{here}\b", there, name)] = None
    return joined(found, "and")


def joined(names: Iterable[str], word: str = "et") -> list[str]:
    """The names, each also with the other sign of "and".

    >>> joined(["Suivi et évaluation"]), joined(["Water & Sanitation"], "and")
    (['Suivi et évaluation', 'Suivi & évaluation'], ['Water & Sanitation', 'Water and Sanitation'])
    """
    pairs = ((name, name.replace(" & ", f" {word} "), name.replace(f" {word} ", " & ")) for name in names)
    return list(dict.fromkeys(form for forms in pairs for form in forms))


def agreed(names: Iterable[str], column: str) -> list[str]:
    """French names with the words of ``french-feminine.psv`` put into another form (``feminine``, ``inclusive``).

    Only what agrees with the head is changed: the first word, those of the table that follow it, ``adjoint`` wherever it is.

    >>> agreed(["Coordinateur médical national", "Chargé soutien psychosocial", "Chef de mission adjoint"], "feminine")
    ['Coordinatrice médicale nationale', 'Chargée soutien psychosocial', 'Cheffe de mission adjointe']
    """
    forms = {row["masculine"]: row[column] for row in table("french-feminine")}

    def changed(word: str) -> str:
        form = forms.get(word.lower(), word)
        return form[0].upper() + form[1:] if word[:1].isupper() and form != word else form

    found = []
    for name in names:
        end = agreeing_end(name, forms)
        new = re.sub(r"[\w]+", lambda match: changed(match[0]), name[:end])
        rest = _AGREEING_ANYWHERE.sub(lambda match: changed(match[0]), name[end:])
        found.append(new + rest)
    return found


def agreeing_end(name: str, forms: Container[str]) -> int:
    """Where the first word of a French name and the words of ``forms`` that follow it end.

    >>> agreeing_end("Référent santé mentale", {"référent", "mental"}), agreeing_end("Chef de mission", {"chef", "mission"})
    (8, 4)
    """
    end = 0
    for word in re.finditer(r"\w+", name[: head_end(name)]):
        if end and word[0].lower() not in forms and word[0] != "et":
            break
        end = word.end()
    return end


def head_end(name: str) -> int:
    """Where the words that agree with a French name's first word end.

    >>> head_end("Chef de mission adjoint")
    4
    """
    head = re.match(r".*?(?=\s(?:d[eu]s?|en|à|aux?|pour|le|la)(?:\s|$)|\sd'|$)", name)
    return head.end() if head else len(name)


def plurals(names: Iterable[str], language: str) -> list[str]:
    """Names of posts as lists of them are written.

    >>> plurals(["Head of Mission", "Deputy"], "en"), plurals(["Coordinateur médical de zone", "Référent santé"], "fr")
    (['Heads of Mission', 'Deputies'], ['Coordinateurs médicaux de zone', 'Coordinateurs médical de zone', 'Référents santé'])
    """
    agreeing = {form for row in table("french-feminine") for form in row.values()}
    found = []
    for name in names:
        if language == "en":
            head, *rest = re.split(r"(?= (?:of|to|for|in) )", name, maxsplit=1)
            plural = re.sub(r"y$", "ies", head) if re.search(r"[^aeiou]y$", head) else head + ("" if head.endswith("s") else "s")
            found.append("".join([plural, *rest]))
        else:
            end = agreeing_end(name, agreeing)
            behind = _AGREEING_ANYWHERE.sub(lambda match: _plural(match[0]), name[end:])
            found.append(re.sub(r"\w+", lambda match: _plural(match[0]), name[:end]) + behind)
            found.append(re.sub(r"\w+", lambda match: _plural(match[0]), name, count=1))  # as it is often written
    return list(dict.fromkeys(found))


def in_number(adjectives: Iterable[str], language: str) -> list[str]:
    """Adjectives of a country with the plurals that agree ("maliens") or name its people ("Malians").

    >>> in_number(["malien", "malienne", "français"], "fr"), in_number(["Malian", "Swiss"], "en")
    (['malien', 'maliens', 'malienne', 'maliennes', 'français'], ['Malian', 'Malians', 'Swiss'])
    """
    plural = {"en": lambda word: f"{word}s" if word.endswith(("an", "i")) else word, "fr": _plural}[language]
    return list(dict.fromkeys(form for word in adjectives for form in (word, plural(word))))


def _plural(word: str) -> str:
    if word.lower() in _FIXED:
        return word
    return word if word.endswith(("s", "x")) else re.sub(r"al$", "aux", word) if word.endswith("al") else f"{word}s"


def french(names: list[str]) -> list[str]:
    """Masculine names with their feminine and inclusive forms."""
    return joined(dict.fromkeys([*names, *agreed(names, "feminine"), *agreed(names, "inclusive")]))
