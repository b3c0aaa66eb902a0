"""The ontology as pages: Markdown for the repository, HTML that stands alone, a picture; each in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import shorten
from organigram.ontology.contents import Contents
from organigram.ontology.diagram import draw
from organigram.ontology.walk import SEED, walks

#: What goes before the ending of a file in each language.
ENDINGS: dict[Language, str] = {"en": "", "fr": ".fr"}
_COLONS: dict[Language, str] = {"en": ":", "fr": " :"}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html.jinja",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


def picture(language: Language) -> str:
    """The picture of the ontology, as SVG."""
    page = Contents(language)
    return draw(page.terms, language, page.text("diagram"))


def markdown(language: Language) -> str:
    """The page in Markdown, as it stands in ``docs/ontology``."""
    return _write("page.md.jinja", language, "md")


def html(language: Language) -> str:
    """The page in HTML: one file that asks for no other, a term's name as its anchor.

    >>> 'id="paidBy"' in html("fr")
    True
    """
    return _write("page.html.jinja", language, "html")


def worked_example(language: Language) -> str:
    """One seed posting from its words to an answer, in Markdown. Builds the seeds: some seconds, once a process."""
    (other_language,) = set(LANGUAGES) - {language}
    page = Contents(language)
    text = _environment().get_template("walk.md.jinja").render(
        t=page.text,
        walk=walks()[language],
        seed=SEED,
        own=ENDINGS[language],
        other=f"example{ENDINGS[other_language]}.md",
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def _write(template: str, language: Language, ending: str) -> str:
    page = Contents(language)
    own = ENDINGS[language]
    (other_language,) = set(LANGUAGES) - {language}
    text = _environment().get_template(template).render(
        page=page,
        lang=language,
        t=page.text,
        shorten=shorten,
        colon=_COLONS[language],
        other_lang=other_language,
        other=f"index{ENDINGS[other_language]}.{ending}",
        policy=f"policy{own}.md",
        example=f"example{own}.md",
        diagram=f"diagram{own}.svg",
        picture=draw(page.terms, language, page.text("diagram")),
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def files() -> dict[str, str]:
    """Every page by its file's name."""
    made: dict[str, str] = {}
    for language in LANGUAGES:
        ending = ENDINGS[language]
        made[f"index{ending}.md"] = markdown(language)
        made[f"example{ending}.md"] = worked_example(language)
        made[f"index{ending}.html"] = html(language)
        made[f"diagram{ending}.svg"] = picture(language)
    return made
