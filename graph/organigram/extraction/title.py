"""The title of the advertised post and the role that it names.

It stands in a field, as a headline, after a cue ("is seeking a ..."), or only in the body ("En tant que ..."), in this order.
What typists put around it (gender marks, places, codes, numbers of posts) is taken off.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> def title(text):
...     found = find_title(Document(Posting("a", "a.txt", "en", text), NoVocabulary()))
...     return found.value, found.rule
>>> title("Harm reduction coordinator at Relief - March, 2024\\n\\nRelief is an NGO.")
('Harm reduction coordinator', 'title.headline')
>>> title("Relief recrute un/une Chargé(e) de projet pour son siège.")
('Chargé(e) de projet', 'title.cue')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from organigram.extraction.document import Document, Span
from organigram.extraction.layout import BULLET
from organigram.extraction.title_bounds import clean, heads, pattern, phrases
from organigram.extraction.titles import Title, has_head, read_titles
from organigram.extraction.tokens import Token, read_tokens, span_of
from organigram.model import Item

_HEADLINES = 14  # paragraphs from the top that may be a headline
_LONGEST = 150
_WORDS = 16
_SHORT = 100
#: Characters between a title and the name of who holds it.
_NEXT = 6
#: How far behind a cue those who are sought are named before the post.
_REACH = 60
_GLUED_DATE = re.compile(r"\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?=[A-ZÀ-Þ])")
_COLON = re.compile(r"\s*[:–-]\s+(?=\w)")
#: What a consultant is hired for, up to the sign that ends the clause or the quoted name in it.
_PURPOSE = re.compile(r"[^,.;:()\n\"]{0,110}(?:\"[^\"\n]{3,200}\")?")
#: A short form behind a title ("the Associate Legal Adviser (ALA) supports").
_ACRONYM = re.compile(r"^\s*\([a-z&-]{2,8}\)")
_EXTENT = re.compile(r"[^,.;:()\n]{0,60}")


def find_title(document: Document) -> Item | None:
    """The title as written, without what surrounds it; None where the text gives none."""
    places = (
        _labelled(document),
        _headlines(document),
        _cued(document),
        _listed(document),
        _under_bare_label(document),
        _announced(document),
    )
    for span, confidence, rule in chain(*places, _in_body(document)):
        cleaned = clean(document, span)
        if cleaned is not None:
            evidence = document.evidence(*cleaned)
            return Item(" ".join(evidence.quote.split()), evidence=(evidence,), confidence=confidence, rule=rule)
    return None


def find_role(document: Document, title: Item | None) -> Item | None:
    """The same value with the words of the title that name a role of the vocabulary as evidence, else the whole title."""
    if title is None:
        return None
    span = Span(title.evidence[0].start, title.evidence[0].end)
    mentions = document.mentions_in(span, "role")
    longest = max(mentions, key=lambda mention: mention.end - mention.start, default=None)
    evidence = (document.evidence(longest.start, longest.end),) if longest else title.evidence
    confidence = title.confidence if longest else min(title.confidence, 0.6)
    return Item(title.value, evidence=evidence, confidence=confidence, rule="role.mention" if longest else "role.title")


def _labelled(document: Document) -> Iterator[tuple[Span, float, str]]:
    for field in document.fields_of("title"):
        value = document.folded_in(field.value)
        label = document.folded_in(field.label)
        if value in phrases("empty") or pattern("seeking").search(value) or not any(map(str.isalpha, value)):
            continue
        sure = ("tit" in label and label.strip() not in phrases("bare")) or heads(document, field.value)
        if sure and len(value) <= 4 * _LONGEST:
            yield field.value, 0.95, "title.label"


def _listed(document: Document) -> Iterator[tuple[Span, float, str]]:
    """The first of several posts: "Poste 1 : ...", or the first item of a list behind "recrute :"."""
    for match in document.find(pattern("numbered")):
        position = document.folded.offsets[match.start()]
        line = next((p for p in document.paragraphs if p.start <= position < p.end), None)
        if line is not None and position - line.start <= 4 and heads(document, line):
            yield Span(position, line.end), 0.85, "title.numbered"
    if not document.may_hold(pattern("lists")):
        return
    for line, item in pairwise(document.paragraphs):
        if document.text[line.end - 1] == ":" and pattern("lists").search(document.folded_in(line)):
            bullet = BULLET.match(document.quote(item))
            start = item.start + (bullet.end() if bullet else 0)
            tokens = read_tokens(document, *document.folded_span(Span(start, item.end)), limit=7)
            if bullet and item.end - start <= _LONGEST and has_head(tokens) and tokens[0].text in phrases("articles"):
                yield Span(start, item.end), 0.8, "title.listed"


def _under_bare_label(document: Document) -> Iterator[tuple[Span, float, str]]:
    """What a bare "Title:" names, be it a post or not: a project's title stands under such a label too."""
    for field in document.fields_of("title"):
        if document.folded_in(field.label).strip() in phrases("bare") and document.folded_in(field.value) not in phrases("empty"):
            yield field.value, 0.8, "title.label"


def _announced(document: Document) -> Iterator[tuple[Span, float, str]]:
    """What a short line near the top announces, whether a word in it heads titles or not ("Offre d'emploi : Co-coordination")."""
    for paragraph in document.paragraphs[:_HEADLINES]:
        opens = pattern("announces").match(document.folded.text, *document.folded_span(paragraph))
        sign = _COLON.match(document.text, document.folded.offsets[opens.end()], paragraph.end) if opens else None
        if sign is not None and paragraph.end - sign.end() <= _SHORT and document.text[paragraph.end - 1].isalnum():
            yield Span(sign.end(), paragraph.end), 0.7, "title.announced"


def _headlines(document: Document) -> Iterator[tuple[Span, float, str]]:
    """Short paragraphs near the top that read like a title, before the text begins to run."""
    running, listed, previous, sought = 0, False, 0, False
    for index, paragraph in enumerate(document.paragraphs[:_HEADLINES]):
        blank = document.text.count("\n", previous, paragraph.start) > 1
        previous = paragraph.end
        span, glued = _after_date(document, _with_rest(document, index))
        field = not glued and _is_field(document, span)
        listed = field or (listed and not blank and not glued)
        running += span.end - span.start > _LONGEST
        if running > 2:
            return
        if not listed and _may_be_headline(document, span, sought=sought):
            yield span, 0.9 if index == 0 else 0.85, "title.headline"
        sought = sought or _seeks(document, span)


def _with_rest(document: Document, index: int) -> Span:
    """A paragraph with the line right below it where that goes on with it ("Avis de consultance", "pour l'évaluation ...")."""
    span = document.paragraphs[index]
    following = document.paragraphs[index + 1] if index + 1 < len(document.paragraphs) else None
    if following is None or following.end - span.start > 2 * _LONGEST or not document.text[span.end - 1].isalnum():
        return span
    below = document.text[span.end : following.start].count("\n") == 1
    opens = pattern("goes_on").match(document.folded_in(following)) and document.text[following.start].islower()
    return Span(span.start, following.end) if opens and below else span


def _after_date(document: Document, span: Span) -> tuple[Span, bool]:
    """A paragraph without a date that is glued to its start."""
    date = _GLUED_DATE.match(document.text, *span)
    return (Span(date.end(), span.end), True) if date else (span, False)


def _seeks(document: Document, span: Span) -> bool:
    """Whether a line says for which post someone is sought; what stands below it is then what the post is for."""
    match = next(document.find(pattern("seeking"), span), None)
    end = document.folded_span(span)[1]
    return match is not None and bool(read_titles(document, match.end(), min(end, match.end() + _LONGEST), most=1))


def _may_be_headline(document: Document, span: Span, *, sought: bool) -> bool:
    folded, text = document.folded_in(span), document.quote(span)
    if "@" in text:
        return False
    asks = sought or (pattern("seeking").search(folded) and not pattern("terms").match(folded))
    short = len(text) <= 3 * _LONGEST and ". " not in folded and not asks
    if short and pattern("work").search(folded) and pattern("work").match(document.folded_in(clean(document, span) or span)):
        return True
    if short and pattern("terms").match(folded) and pattern("study").search(document.folded_in(clean(document, span) or span)):
        return len(folded.split()) <= 2 * _WORDS and clean(document, span) is not None
    if len(text) > _LONGEST + 100 or text.endswith((".", ":", ";", "!", "?")) or len(folded.split()) > 2 * _WORDS:
        return False
    if pattern("verb").search(folded):
        return False
    if BULLET.match(text) or pattern("sentence").match(folded):
        return False
    cleaned = clean(document, span)
    if cleaned is None or (len(text) <= _SHORT and pattern("never").search(document.folded_in(cleaned))):
        return False
    return _reads_like_title(document, cleaned)


def _is_field(document: Document, span: Span) -> bool:
    return any(field.label.start < span.end and span.start < field.value.end for field in document.fields if field.key != "title")


def _reads_like_title(document: Document, span: Span) -> bool:
    """Whether a headline names a post: a head among its first words, and no cue that it is a sentence."""
    if pattern("seeking").search(document.folded_in(span)):
        return False
    colon = document.text.find(": ", *span)
    if colon >= 0 and not has_head(read_tokens(document, *document.folded_span(Span(span.start, colon)))):
        return False  # a label that is not known
    event = next(document.find(pattern("event"), span), None)
    if event is not None and not has_head(read_tokens(document, document.folded.index(span.start), event.start())):
        return False
    tokens = read_tokens(document, *document.folded_span(span), limit=10)
    return has_head([token for token in tokens if not _is_small_word(document, token)]) or bool(
        document.mentions_in(span, "role")
    )


def _is_small_word(document: Document, token: Token) -> bool:
    """Whether a word that could head a title is another one as it is written ("la charge de", "but principal")."""
    return token.text in phrases("small_words") and document.quote(span_of(document, token.start, token.end)) == token.text


def _cued(document: Document) -> Iterator[tuple[Span, float, str]]:
    for match in document.find(pattern("seeking")):
        position = document.folded.offsets[match.start()]
        if document.section_of(position) in {"requirements", "apply", "policy"}:
            continue
        sentence = document.sentence_at(position)
        _, end = document.folded_span(sentence)
        start = _after_applicants(document, match.end(), end)
        for title in read_titles(document, start, min(end, start + _LONGEST), most=1):
            yield span_of(document, title.start, _extended(document, title, end)), 0.85, "title.cue"


def _end_of_line(document: Document, title: Title, end: int) -> int | None:
    """Where the line ends, if a title's second half goes on up to there ("... Communication et Animation du réseau")."""
    text = document.folded.text
    line = text.find("\n", title.end)
    stop = min(line if line >= 0 else len(text), end)
    rest = read_tokens(document, title.end, stop)
    opens = [token.text for token in rest[:1]]
    words = {token.text for token in (rest[1:-1] if rest and rest[-1].text == "." else rest[1:])}
    if not set(opens) <= phrases("second_half") or not rest or stop - title.start > _LONGEST or words & phrases("not_in_half"):
        return None
    return stop


def _after_applicants(document: Document, start: int, end: int) -> int:
    """The place behind "qualified candidates for the position of" in the folded text, where a cue goes on so."""
    match = pattern("applicants").search(document.folded.text, start, min(end, start + _REACH))
    return match.end() if match else start


def _extended(document: Document, title: Title, end: int) -> int:
    """Where a title ends with the area or the study that it goes on with ("consultant pour l'évaluation ...")."""
    text = document.folded.text
    extended = pattern("extends").match(text, title.end + 1, end)
    extent = _EXTENT.match(text, extended.end(), end) if extended else None
    if extent is not None:
        return extent.end()
    line = _end_of_line(document, title, end)
    if line is not None:
        return line
    purpose = pattern("purpose").match(text, title.end + 1, end)
    if purpose is None or not pattern("hired_for_work").search(text, title.start, title.end):
        return title.end
    extent = _PURPOSE.match(text, purpose.end(), end)
    return extent.end() if extent and pattern("study").search(extent.group()) else title.end


def _in_body(document: Document) -> Iterator[tuple[Span, float, str]]:
    """Sentences that open with the title: "The X will ...", "Le/la X sera ...", "En tant que X, ..."."""
    holders: list[Span] = []
    for sentence in document.sentences:
        start, end = document.folded_span(sentence)
        opening = document.folded.text[start : min(end, start + 40)]
        if article := pattern("subject_article").match(opening):
            for title in read_titles(document, start + article.end(), min(end, start + _LONGEST), most=1):
                after = _ACRONYM.sub("", document.folded.text[title.end : min(end, title.end + 60)]).lstrip(" ,()")
                if pattern("subject_verb").match(after):
                    yield span_of(document, title.start, title.end), 0.75, "title.subject"
        elif subject := _later_subject(document, start, end):
            yield subject, 0.75, "title.subject"
        elif holder := pattern("holder").match(opening):
            titles = read_titles(document, start + holder.end(), min(end, start + _LONGEST), most=1)
            holders += [
                span_of(document, title.start, title.end) for title in titles if not _of_organization(document, title.end)
            ]
    yield from ((holder, 0.7, "title.holder") for holder in holders)


def _of_organization(document: Document, end: int) -> bool:
    """Whether an organization is who holds a role ("As the consortium leader, Relief will ...")."""
    start = document.folded.offsets[end]
    return any(m.start <= start + _NEXT for m in document.mentions_in(Span(start, start + 2 * _SHORT), "organization"))


def _later_subject(document: Document, start: int, end: int) -> Span | None:
    """The title that is a sentence's subject behind an opening clause ("Sous la responsabilité de ..., le ou la X aura ...")."""
    text = document.folded.text
    comma = text.find(", ", start, min(end, start + 2 * _LONGEST)) if pattern("sentence").match(text, start, end) else -1
    while comma >= 0:
        article = pattern("subject_article").match(text, comma + 2, end)
        titles = read_titles(document, article.end(), min(end, article.end() + _LONGEST), most=1) if article else []
        if titles and pattern("subject_verb").match(text[titles[0].end : titles[0].end + 60].lstrip(" ,()")):
            return span_of(document, titles[0].start, titles[0].end)
        comma = text.find(", ", comma + 2, min(end, start + 2 * _LONGEST))
    return None
