"""The words behind a fact, shown in the sentence that they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import streamlit as st

from organigram.contacts import mask_contacts
from organigram.i18n import N_
from organigram.namespaces import expand
from organigram.quoting import sentence
from organigram_viz import frame
from organigram_viz.entities import key_of, labels_of, short
from organigram_viz.kinds import LINES
from organigram_viz.links import anchor, href
from organigram_viz.questions import panel
from organigram_viz.source import Source, source
from organigram_viz.wording import language, say

#: How many sentences that speak of an entity are shown at once.
_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a posting (its IRI), characters ``start`` to ``end`` of its text, and how sure the rule is (0..1)."""

    posting: str
    quote: str
    start: int
    end: int
    confidence: float | None = None


def words_of_line(start: str, line: str, end: str) -> list[Words]:
    """The words that state a line, whichever way round, in all postings."""
    inverse = expand(LINES[line].inverse) if line in LINES and LINES[line].inverse else line
    question = panel("evidence_of_line", **{"from": [start], "to": [end], "line": [line], "inverse": [inverse]})
    return _words(question)


def words_of_entity(iri: str) -> list[Words]:
    """The words in which postings speak of an entity, those that name it and the surest first, each sentence once."""
    found: dict[tuple[str, str], Words] = {}
    for words in _words(panel("evidence_of_entity", entity=[iri])):
        found.setdefault((words.posting, "".join(sentence_of(words))), words)
    labels_of(source(), [iri], language())
    names = [name.casefold() for name in source().labels.get(iri, {}).values()]
    told = sorted(found.items(), key=lambda one: not any(name in one[0][1].casefold() for name in names))
    return [words for _, words in told]


def _words(question: str) -> list[Words]:
    return [
        Words(
            row["posting"].value,
            row["quote"].value,
            int(row["start"].value),
            int(row["end"].value),
            float(row["confidence"].value) if row["confidence"] is not None else None,
        )
        for row in source().rows(question)
    ]


def show_line(start: str, line: str, end: str) -> None:
    """Show every sentence that states a line."""
    found = words_of_line(start, line, end)
    if not found:
        frame.empty(
            N_("No single sentence states this line."),
            N_("It follows from the posting as a whole, or from the vocabulary. Click the entities at its ends to see more."),
        )
        return
    _show(found)


def show_entity(iri: str) -> None:
    """Show the sentences that speak of an entity: the first at once, more of them on demand."""
    found = words_of_entity(iri)
    if found:
        st.html(f'<p class="fact">{escape(say(N_("In the words of the postings")))}</p>')
        _show(found[:_SENTENCES])
    if len(found) > _SENTENCES:
        rest = len(found) - _SENTENCES
        with st.expander(say(N_("{count} more sentences") if rest > 1 else N_("1 more sentence"), count=rest)):
            _show(found[_SENTENCES:])


def _show(found: Iterable[Words]) -> None:
    shown = list(found)
    labels = labels_of(source(), (words.posting for words in shown), language())
    for words in shown:
        st.html(quotation(words, labels[words.posting]))


def quotation(words: Words, posting: str) -> str:
    """The sentence as HTML, its words marked, everything escaped; below it the posting that it stands in, as a link."""
    before, marked, after = sentence_of(words)
    sure = "" if words.confidence is None else f" · {say(N_('confidence {percent} %'), percent=round(100 * words.confidence))}"
    where = anchor(href("postings", posting=short(words.posting)), posting, kind="quiet")
    return (
        f'<blockquote class="quote">{escape(before)}<mark>{escape(marked)}</mark>{escape(after)}</blockquote>'
        f'<p class="source">{where}{escape(sure)}</p>'
    )


def sentence_of(words: Words, place: Source | None = None) -> tuple[str, str, str]:
    """What stands before the words, the words, what stands after; only the words where the text is not at hand.

    ``place`` holds the text, where it is not the source of all pages.
    """
    text = mask_contacts((place or source()).texts(key_of(words.posting)) or "")
    if text[words.start : words.end] == words.quote:
        return sentence(text, words.start, words.end)
    return "", words.quote, ""
