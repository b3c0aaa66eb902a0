"""The picture of the ontology, as SVG: classes on a grid, the main properties as arrows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from organigram.i18n import Language
from organigram.namespaces import expand
from organigram.ontology.terms import Term
from organigram.resources import table

#: Sizes in pixels: distance of columns and rows, a box, the margin around all.
COLUMN, ROW, WIDTH, HEIGHT, MARGIN = 360, 165, 200, 58, 24
_CHARACTERS = 24
_LINE, _LETTER = 15, 7.5
_STYLE = """
  svg { --ink: #1b2733; --soft: #5b6b7a; --paper: #ffffff; --box: #eef4f8; --own: #0072b2; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #e8eef3; --soft: #9fb0bf; --paper: #14191e; --box: #1f2a33; --own: #56b4e9; }
  }
  .paper { fill: var(--paper); }
  rect.box { fill: var(--box); stroke: var(--soft); stroke-width: 1.2; }
  rect.own { stroke: var(--own); stroke-width: 2.6; }
  text { font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink); text-anchor: middle; }
  .name { font-size: 15px; font-weight: 600; } .code { font-size: 11.5px; fill: var(--soft); }
  .verb { font-size: 12.5px; }
  path.line { fill: none; stroke: var(--soft); stroke-width: 1.6; marker-end: url(#arrow); }
  path.follows { stroke-dasharray: 6 4; }
  marker path { fill: var(--soft); }
"""


def draw(terms: Mapping[str, Term], language: Language, title: str) -> str:
    """The picture as SVG; ``terms`` by IRI. The same terms give the same text.

    >>> from organigram.ontology.terms import load_ontology, read_terms
    >>> picture = draw({term.iri: term for term in read_terms(load_ontology())}, "fr", "L'ensemble")
    >>> "offre d’emploi" in picture
    True
    """
    plan = table("ontology/diagram.toml")
    cells: Mapping[str, list[int]] = plan["classes"]
    width = MARGIN * 2 + COLUMN * max(column for column, _ in cells.values()) + WIDTH
    height = MARGIN * 2 + ROW * max(row for _, row in cells.values()) + HEIGHT
    boxes = [_box(terms[expand(name)], cells[name], language) for name in cells]
    lines = [part for line in plan["lines"] for part in _line(line, cells, terms, language)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">',
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
            'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"/></marker></defs>',
            f'<rect class="paper" width="{width}" height="{height}"/>',
            *(path for path, _ in lines),
            *boxes,
            *(label for _, label in lines),
            "</svg>",
            "",
        ]
    )


def _middle(cell: list[int]) -> tuple[float, float]:
    return MARGIN + cell[0] * COLUMN + WIDTH / 2, MARGIN + cell[1] * ROW + HEIGHT / 2


def _box(term: Term, cell: list[int], language: Language) -> str:
    x, y = _middle(cell)
    kind = "box own" if term.own else "box"
    return (
        f'<rect class="{kind}" x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}" rx="9"/>'
        f'<text class="name" x="{x:g}" y="{y - 3:g}">{escape(term.label[language])}</text>'
        f'<text class="code" x="{x:g}" y="{y + 16:g}">{escape(term.curie)}</text>'
    )


def _line(
    line: Mapping[str, Any], cells: Mapping[str, list[int]], terms: Mapping[str, Term], language: Language
) -> Iterator[tuple[str, str]]:
    properties = [terms[expand(name)] for name in line["properties"]]
    words = [piece for one in properties for piece in textwrap.wrap(one.label[language].strip(" ,"), _CHARACTERS)]
    follows = all(one.chains for one in properties)
    kind = "line follows" if follows else "line"
    start, end = _middle(cells[line["from"]]), _middle(cells[line["to"]])
    if line["from"] == line["to"]:
        x, y = start[0] - WIDTH / 2, start[1] + HEIGHT / 2
        path = f"M{x + 30:g} {y:g} C{x + 20:g} {y + 50:g} {x - 60:g} {y + 40:g} {x:g} {y - 12:g}"
        yield f'<path class="{kind}" d="{path}"/>', _words(words, x - 60, y + 52)
        return
    first, last = _border(start, end), _border(end, start)
    path = f"M{first[0]:g} {first[1]:g} L{last[0]:g} {last[1]:g}"
    middle = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
    yield f'<path class="{kind}" d="{path}"/>', _words(words, middle[0], middle[1] - (len(words) - 1) * _LINE / 2 + 4)


def _border(inside: tuple[float, float], outside: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the middle of a box to a point leaves the box, rounded to a tenth."""
    x, y = outside[0] - inside[0], outside[1] - inside[1]
    share = min(WIDTH / 2 / abs(x) if x else 1.0, HEIGHT / 2 / abs(y) if y else 1.0)
    return round(inside[0] + x * share, 1), round(inside[1] + y * share, 1)


def _words(words: list[str], x: float, y: float) -> str:
    """Lines of text on a patch of paper, so that an arrow below does not cross them; ``y`` is of the first line's foot."""
    width = max(map(len, words)) * _LETTER
    rows = "".join(f'<tspan x="{x:g}" y="{y + index * _LINE:g}">{escape(word)}</tspan>' for index, word in enumerate(words))
    patch = f'<rect class="paper" x="{x - width / 2:g}" y="{y - 12:g}" width="{width:g}" height="{_LINE * len(words) + 1}"/>'
    return f'{patch}<text class="verb">{rows}</text>'
