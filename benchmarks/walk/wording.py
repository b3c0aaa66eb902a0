"""The texts of a page in the third language (:mod:`benchmarks.walk.pseudo`), and which of them came from no catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
from babel import Locale
from playwright.sync_api import Page

from benchmarks.walk import pseudo
from benchmarks.walk.watching import script
from organigram.i18n import Language
from organigram.namespaces import BASE, PREFIXES
from organigram.resources import ontology_dir
from organigram.store import StoreVersion, StoreWriter
from organigram_viz.wording import LANGUAGE_NAMES

#: The texts that a reader sees in what we draw, a block each. Apart: code, names that are said to be of another language, and
#: what Streamlit itself says within its widgets (how to upload, what a date is written like), which it says in English alone.
_BLOCKS = script("""
  const ours = '[data-testid="stMainBlockContainer"], [data-testid="stSidebarContent"], [role="dialog"], [role="tooltip"]';
  const apart = 'code, pre, textarea, script, style, noscript, svg, canvas, [aria-hidden="true"], [translate="no"], '
    + '[lang="en"]:not(html), [data-testid="stIconMaterial"], .cm-editor, [role="progressbar"], '
    + '[data-testid="stFileUploaderDropzone"], [data-testid="stDateInput"] > :not(label)';
  const streamlit = '[role="progressbar"], [data-testid="stVegaLiteChart"] *, '
    + '[data-testid="stElementToolbar"], [data-testid="stSidebarHeader"], [data-testid="stDateInput"], svg, '
    + '[data-testid="stTooltipIcon"], [data-testid="stTooltipHoverTarget"], [data-testid="stCodeCopyButton"], '
    + '[data-testid="stFileUploaderDropzone"], [data-testid="stSelectbox"] button, [data-testid="stMultiSelect"] button';
  const within = (element) => element.closest(ours) || element.getRootNode().host;
  const blocks = new Map();
  for (const root of roots(document)) {
    const walker = document.createTreeWalker(root.body ?? root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, parent = node.parentElement;
      if (!node.data.trim() || !parent || !within(parent) || parent.closest(apart)) continue;
      if (!parent.checkVisibility({ visibilityProperty: true })) continue;
      let block = parent;
      while (getComputedStyle(block).display.startsWith('inline') && block.parentElement) block = block.parentElement;
      blocks.set(block, (blocks.get(block) || '') + node.data);
    }
  }
  const named = all('[placeholder], [aria-label], [title], [alt]').flatMap((element) =>
    !within(element) || element.closest(streamlit) || element.closest('[lang="en"]:not(html)') ? []
      : ['placeholder', 'aria-label', 'title', 'alt'].map((name) => element.getAttribute(name)).filter(Boolean));
  return [...blocks.values(), ...named];
""")
_WORD = re.compile(r"[^\W\d_]{2,}")
#: CSV, EUR, SPARQL: names in any language.
_NAME = re.compile(r"[A-Z]{2,6}")


def _dates(language: Language) -> set[str]:
    """Words that Babel puts into dates and numbers."""
    locale = Locale(language)
    tables = (locale.months["format"], locale.months["stand-alone"], locale.days["format"], locale.days["stand-alone"])
    return {word for table in tables for names in table.values() for name in names.values() for word in _WORD.findall(str(name))}


def plain_words(version: StoreVersion) -> tuple[set[str], str]:
    """What a graph says in no language (codes, quoted words, IRIs), and the texts of its postings."""
    texts = " ".join(" ".join(posting.posting.text.split()) for posting in version.postings())
    rows = version.engine.query("SELECT DISTINCT ?o { ?s ?p ?o FILTER(ISLITERAL(?o) && LANG(?o) = '') }")
    assert isinstance(rows, ox.QuerySolutions)
    values = {" ".join(row["o"].value.split()) for row in rows}
    subjects = version.engine.query("SELECT DISTINCT ?s { ?s ?p ?o }")
    assert isinstance(subjects, ox.QuerySolutions)
    names = {word for row in subjects for word in _WORD.findall(row["s"].value)}
    # Pages read what the ontology calls its terms from its file.
    terms = ox.parse(path=str(ontology_dir() / "organigram.ttl"))
    french = {word for one in terms if getattr(one.object, "language", None) == "fr" for word in _WORD.findall(one.object.value)}
    formats = {format for format in vars(ox.RdfFormat).values() if isinstance(format, ox.RdfFormat)}
    named = {word for format in formats for word in _WORD.findall(format.name)}
    own = {"Organigram", "GraphML", "https", "http", *LANGUAGE_NAMES.values()}
    return values | names | french | named | set(PREFIXES) | _dates("fr") | own, texts


def marked_store(version: StoreVersion, folder: Path) -> Path:
    """A store under a folder that holds the same, with every label marked."""
    with StoreWriter.begin(folder / "store") as writer:
        for posting in version.postings():
            writer.add_posting(posting.posting, posting.facts, ())
        french = pseudo.in_french(line for graph in version.nquads() for line in graph.decode().split("\n"))
        for graph in version.nquads():
            writer.add_graph(pseudo.marked_lines((line for line in graph.decode().split("\n") if line), french))
        writer.publish({"base": BASE}).close()
    return folder / "store"


def blocks(page: Page) -> list[str]:
    """The texts of a page, a block each."""
    return list(page.evaluate(_BLOCKS))


def untranslated(blocks: list[str], plain: tuple[set[str], str]) -> list[str]:
    """The blocks in which words stand that neither the catalogue nor the graph gave."""
    values, texts = plain
    found = []
    for block in blocks:
        left = " ".join(pseudo.unmarked(block).split())
        if left in values or left in texts:
            continue
        if [word for word in _WORD.findall(left) if word not in values and not _NAME.fullmatch(word)]:
            found.append(f"{left!r} in {block!r}")
    return sorted(set(found))
