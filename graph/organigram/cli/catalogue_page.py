"""The index of the catalogue, made from the headers of its questions: ``queries/README.md`` and its French.

``python -m organigram.cli.catalogue_page`` writes it; a test compares it with the headers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from organigram.catalogue import Parameter, Question, by_subject, subject_label
from organigram.i18n import LANGUAGES, N_, Language, translate

_TITLE = N_("The catalogue of questions")
_MADE = N_("Made from the headers of the questions by `python -m organigram.cli.catalogue_page`; edit those, not this page.")
_ASK = N_(
    "Ask one by its name: `organigram query NAME --param PARAMETER=VALUE`. A value may be a name as people know it. "
    "Parameters in brackets may go without a value; after = stands the default."
)
_EXAMPLE = """\
```sh
organigram query posts-by-role-and-country --param country=Mali
organigram query pay-by-role --format csv
organigram query chart-as-graph --param organization=ALIMA --format turtle
```"""
_FORM = N_(
    "A file is SPARQL 1.1 that any engine can run; its header is YAML in lines `#+`, as grlc reads it. "
    "[How files are written](../docs/decisions/catalogue.md)."
)
_HEADINGS = (N_("Name"), N_("Question"), N_("Parameters"))


def pages() -> Iterator[tuple[str, str]]:
    """The name and text of the page in each language."""
    for language in LANGUAGES:
        yield ("README.md" if language == "en" else f"README.{language}.md"), page(language)


def page(language: Language) -> str:
    """The index as Markdown: a table for each subject.

    >>> "| [pay-by-role](postings/pay-by-role.rq) |" in page("fr")
    True
    """
    parts = [f"# {translate(_TITLE, language)}", translate(_MADE, language), translate(_ASK, language), _EXAMPLE]
    parts.append(translate(_FORM, language))
    for subject, questions in by_subject().items():
        rows = [f"| {' | '.join(_cells(question, language))} |" for question in questions]
        head = [f"| {' | '.join(translate(heading, language) for heading in _HEADINGS)} |", "| --- | --- | --- |"]
        parts += [f"## {subject_label(subject, language)}", "\n".join([*head, *rows])]
    return "\n\n".join(parts) + "\n"


def _cells(question: Question, language: Language) -> tuple[str, str, str]:
    name = f"[{question.name}]({question.subject}/{question.name}.rq)"
    told = f"**{question.title[language]}.** {question.description[language]}"
    return name, told, ", ".join(map(_parameter, question.parameters.values()))


def _parameter(parameter: Parameter) -> str:
    text = parameter.name if parameter.required else f"[{parameter.name}]"
    default = (parameter.default or "").rpartition("/")[2] if parameter.type == "iri" else parameter.default
    return f"`{text}={default}`" if default else f"`{text}`"


def main(folder: Path | None = None) -> None:
    """Write the pages into ``queries/`` of the checkout, or another folder."""
    target = folder or Path(__file__).resolve().parents[3] / "queries"
    for name, text in pages():
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
