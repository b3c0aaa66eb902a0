"""HTML to lines of text: a block a line, items of lists behind a dash, tables and definition lists as labels with values.

>>> html_to_text("<h2>Duties</h2><ul><li>Plan &amp; write</li><li><p>Lead</p></li></ul><dl><dt>Country</dt><dd>Chad</dd></dl>")
'Duties\\n\\n- Plan & write\\n- Lead\\n\\nCountry: Chad'
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.documents import document_words
from organigram.reading.tables import Cell, flatten, is_label, labelled

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINES = re.compile(r"<(?:p|div|br|li|tr|td|dt|dd|h[1-6]|ul|ol|table|section)\b", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile(r"[\xad\u200b\u200c\u200d\u2060\ufeff]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse(source: str) -> HtmlElement:
    """The tree of a page or of a part of one.

    Raises ReadingError where there is nothing in it, or where it goes beyond what the parser bears (elements 256 deep, a text
    of 10 MB): the parser would leave out the rest in silence.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise ReadingError(N_("The page holds no text."), N_("Save the page again once your browser shows it whole.")) from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise ReadingError(
            N_("The page goes beyond what is read: its elements are nested too deep, or one of them is too long."),
            N_("Save the posting's text as a UTF-8 text file (.txt) and read that."),
        )
    return root


def html_to_text(fragment: str) -> str:
    """The text of some HTML, or of plain text with or without entities: lines, with empty lines between parts.

    HTML that was escaped twice is read as HTML. Raises ReadingError as :func:`parse` does.

    >>> html_to_text("Reports to: Director<br>Country:&nbsp;Chad")
    'Reports to: Director\\nCountry: Chad'
    >>> html_to_text("&lt;p&gt;One&lt;/p&gt;"), html_to_text("A &amp; B\\nC < D")
    ('One', 'A & B\\nC < D')
    """
    if not _TAG.search(fragment):
        fragment = html.unescape(fragment)
    if not _TAG.search(fragment):
        return tidy(fragment.splitlines())
    if not _LINES.search(fragment):
        fragment = "<br>".join(fragment.splitlines())
    return render(parse(f"<div>{fragment}</div>"))


def render(element: HtmlElement) -> str:
    """The text of an element of a page."""
    return tidy(_lines(element))


def tidy(lines: list[str]) -> str:
    """Lines with single spaces, at most one empty line between them and none at the ends."""
    kept: list[str] = []
    for line in lines:
        line = squeeze(line).strip()
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")


def squeeze(text: str) -> str:
    """A text with single spaces for all its white space, and without characters that are not seen."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text))


def is_hidden(element: HtmlElement) -> bool:
    """Whether a browser would not show an element."""
    return "hidden" in element.attrib or element.get("aria-hidden") == "true" or bool(_HIDDEN.search(element.get("style", "")))


class _Lines:
    """Lines as they come about: words are added, blocks end the line; a sign or a label waits for the words it belongs to."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._words: list[str] = []
        self._before = ""
        self.label = ""

    def add(self, words: str | None, *, kept: bool = False) -> None:
        for number, line in enumerate((words or "").split("\n") if kept else [words or ""]):
            if number:
                self.end()
            self._words.append(line)

    def end(self, *, apart: bool = False) -> None:
        words = squeeze("".join(self._words)).strip()
        self._words.clear()
        if words:
            if self.label and not self._before:
                self.done += labelled(self.label, [words])
            else:
                self.done.append(self._before + words)
            self._before = self.label = ""
        if apart and not self._before:
            self.done.append("")

    def item(self) -> None:
        self.end()
        self.spend()
        self._before = "- "

    def hold(self) -> str:
        """Make the words of this line the label of what follows, and tell it; none where they are no label."""
        words = squeeze("".join(self._words)).strip()
        if is_label(words):
            self._words.clear()
            self.label = words
        else:
            self.end()
        return self.label

    def spend(self) -> None:
        """Write a label that nothing came behind on a line of its own."""
        if self.label:
            self.done.append(self.label if self.label.endswith(":") else f"{self.label}:")
            self.label = ""


def _lines(element: HtmlElement) -> list[str]:
    out = _Lines()
    skipped: HtmlElement | None = None
    tags = document_words().tags
    term, kept = "", 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if (tag in tags.unread or is_hidden(node)) and node is not element:
                skipped = node
                walk.skip_subtree()
            elif is_data_table(node):
                out.end(apart=True)
                out.done += [*flatten(list(_rows(node))), ""]
                skipped = node
                walk.skip_subtree()
            else:
                _open(out, node, term)
                kept += tag == "pre"
                out.add(node.text, kept=bool(kept))
            continue
        if node is not skipped:
            if tag == "dt":
                term = out.hold()
            elif tag in tags.blocks:
                out.end(apart=_is_apart(node))
            kept -= tag == "pre"
        if node is not element:
            out.add(node.tail, kept=bool(kept))
    out.end()
    out.spend()
    return out.done


def _open(out: _Lines, node: HtmlElement, term: str) -> None:
    if node.tag == "li":
        out.item()
    elif node.tag == "dt":
        out.end()
        out.spend()
    elif node.tag == "dd":
        out.end()
        out.label = out.label or term
    elif node.tag == "br":
        out.end()
    elif node.tag in document_words().tags.blocks:
        out.end(apart=_is_apart(node))


def _is_apart(node: HtmlElement) -> bool:
    parent = node.getparent()
    return node.tag in document_words().tags.apart and (parent is None or parent.tag not in ("li", "dd"))


def is_data_table(table: HtmlElement) -> bool:
    """Whether an element is a table that holds data; others place the parts of a page."""
    if table.tag != "table":
        return False
    if next(table.iterdescendants("table", *document_words().tags.headings), None) is not None:
        return False
    return any(len(row.findall("td")) + len(row.findall("th")) > 1 for row in table.iterdescendants("tr"))


def _rows(table: HtmlElement) -> Iterator[list[Cell]]:
    for row in table.iterdescendants("caption", "tr"):
        if row.tag == "caption":
            yield [_cell(row)]
        elif not is_hidden(row):
            yield [_cell(cell) for cell in row.iterchildren("td", "th")]


def _cell(cell: HtmlElement) -> Cell:
    text = render(cell)
    bold = squeeze("".join("".join(part.itertext()) for part in cell.iterdescendants("b", "strong"))).strip()
    heads = cell.tag == "th" or (bool(text) and bold.rstrip(" :") == text.rstrip(" :"))
    return Cell(tuple(line for line in text.split("\n") if line), heads)
