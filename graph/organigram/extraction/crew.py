"""Who works below and beside the post: titles after "supervises", "encadre", "in collaboration with", and bodies it sits in.

"Supervises the team" names no post, and is none here: a title needs a head, and staff at large a word that says which staff.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from organigram.extraction.cues import opening
from organigram.extraction.document import Document, Span
from organigram.extraction.fields import Field
from organigram.extraction.header import Header
from organigram.extraction.layout import BULLET
from organigram.extraction.line_cues import doubtful
from organigram.extraction.lines import Above
from organigram.extraction.patterns import branches, either, leading, pattern, phrase_set, small
from organigram.extraction.posts import Found, Titles, is_nobody, is_own, roles_of
from organigram.extraction.titles import Title, has_head, read_titles, singular, words
from organigram.extraction.tokens import Token, read_tokens, span_of, value_of
from organigram.model import Item

_NEAR = 90
#: What opens the members of a team ("a team of five: ...").
_OPENING = re.compile(r"[(:]")
_MOST_ITEMS = 12
_NUMBER = re.compile(r"[\s:]*(?:\d{1,3}\s*[(:,–-])?\s*")
_SKIPPED_SECTIONS = frozenset({"requirements"})
_SMALL = phrase_set("phrases", "small") | phrase_set("phrases", "stops")


@cache
def _below() -> re.Pattern[str]:
    filler = rf"(?:\s*(?:{either('small', 'and')}\b|[,&/])?\s*{branches('lines', 'below', 'filler')})*"
    return opening(
        rf"{leading('lines', 'below', 'verb')}(?!\s+{either('small', 'by')}\b){filler}", phrase_set("lines", "below", "verb")
    )


def find_below(document: Document, header: Header, above: Above) -> list[Item]:
    """The posts that the advertised one supervises, those that a line above told of the other way round among them."""
    below = Titles()
    for found in above.other_way:
        below.add(found)
    for field in document.fields_of("supervises"):
        for span in _values(document, field):
            start, end = document.folded_span(span)
            for title in _posts(document, header, read_titles(document, start, end, ("heads", "staff"))):
                below.add(_found(document, title, document.folded.index(field.label.start), 0.92, "supervises.label"))
    for found in (*_labelled(document, header), *_placed(document, header)):
        below.add(found)
    for match in document.find(_below()):
        position = document.folded.offsets[match.start()]
        sentence = document.sentence_at(position)
        nearest = bisect_left(above.cues, (match.end(), -1)) - 1
        if nearest >= 0 and above.cues[nearest][1] > match.start():
            continue
        if _is_adjective(document, match.start()) or _is_of_another(document, match.start()):
            continue
        if doubtful(document, sentence, match.start()) or document.section_of(position) in _SKIPPED_SECTIONS:
            continue
        stop = document.folded.index(sentence.end)
        for title in _posts(document, header, _team(document, match.start(), match.end(), stop)):
            below.add(_found(document, title, match.start(), _confidence(document, title), "supervises.sentence"))
    return _items(below)


def _values(document: Document, field: Field) -> Iterator[Span]:
    """The value of a label, or the items of the list that stands under it."""
    if not BULLET.match(document.text, *field.value):
        yield field.value
        return
    place = next((n for n, paragraph in enumerate(document.paragraphs) if paragraph.end >= field.value.end), 0)
    yield from _items_after(document, place - 1)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"[^\w\n]*(?:\d{{1,2}}[.)]\s*)?(?P<label>{branches('lines', 'below', 'label')})[^\S\n]*(?P<colon>:|\(|$)?")


def _labelled(document: Document, header: Header) -> Iterator[Found]:
    """What stands behind a label at the start of a line ("Subordonnés directs : ..."), or on the next lines where it is alone."""
    folded = document.folded.text
    for place, paragraph in enumerate(document.paragraphs):
        first, end = document.folded_span(paragraph)
        match = _label().match(folded, first, end)
        if match is None:
            continue
        spans = [(match.end(), end)]
        if not folded[match.end() : end].strip(" :") and match["colon"] is not None:
            spans = [document.folded_span(item) for item in _items_after(document, place)]
        for start, high in spans:
            number = _NUMBER.match(folded, start, high)
            low = number.end() if number else start
            titles = read_titles(document, low, high, ("heads", "staff"))
            at_once = titles and not re.search(r"[^\W\d_]", folded[low : titles[0].start])
            if at_once and match["label"] in phrase_set("lines", "below", "of_number") and not _is_counted(document, titles[0]):
                break
            if not at_once or not (match["colon"] or document.text[document.folded.offsets[titles[0].start]].isupper()):
                break
            for title in _posts(document, header, titles):
                yield _found(document, title, match.start("label"), 0.88, "supervises.form")


def _is_counted(document: Document, title: Title) -> bool:
    return any(map(_is_number, read_tokens(document, title.start, title.end, limit=1)))


def _items_after(document: Document, number: int) -> Iterator[Span]:
    """The items of a list right after a paragraph; the next line where it is no list."""
    for paragraph in document.paragraphs[number + 1 : number + 1 + _MOST_ITEMS]:
        bullet = BULLET.match(document.text, *paragraph)
        if bullet is None:
            return
        yield Span(bullet.end(), paragraph.end)


def _placed(document: Document, header: Header) -> Iterator[Found]:
    """ "Les animateurs sont placés sous sa responsabilité": the titles right before the words."""
    folded = document.folded.text
    for match in document.find(pattern("lines", "below", "placed")):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        if document.section_of(sentence.start) in _SKIPPED_SECTIONS or doubtful(document, sentence, match.start()):
            continue
        floor = max(document.folded.index(sentence.start), match.start() - 2 * _NEAR)
        for token in read_tokens(document, floor, match.start()):
            titles = read_titles(document, token.start, match.start())
            if titles and set(folded[titles[-1].end : match.start()].split()) <= phrase_set("lines", "below", "placed_link"):
                for title in _posts(document, header, titles):
                    if read_tokens(document, title.start, title.end)[-1].text not in words("nobody"):
                        yield _found(document, title, title.start, 0.75, "supervises.placed")
                break


def _is_of_another(document: Document, position: int) -> bool:
    """Whether the supervision is one that the post stands under ("placé sous la supervision directe ...")."""
    before = document.folded.text[max(0, position - 30) : position].rstrip()
    return any(match.end() == len(before) for match in pattern("lines", "below", "of_another").finditer(before))


def _is_adjective(document: Document, position: int) -> bool:
    """Whether "lead" stands before a title as part of it ("coordinate with the lead translator")."""
    if not document.folded.text.startswith("lead ", position):
        return False
    before = read_tokens(document, max(0, position - 20), position)
    small_words = words("articles", "phrases") | words("stops", "phrases")
    return bool(before) and before[-1].text in small_words - phrase_set("lines", "before_verb")


def _team(document: Document, cue: int, start: int, stop: int) -> list[Title]:
    """The titles after a verb, or those within the brackets or after the words that open a team's members."""
    titles = read_titles(document, start, stop, ("heads", "staff"))
    if any(_is_post(document, title) for title in titles):
        return titles
    text = document.folded.text
    reach = min(stop, start + _NEAR)
    begin = pattern("lines", "below", "members").search(text, start, reach) or _OPENING.search(text, start, reach)
    if begin is None or not _is_team(document, cue, begin.start()):
        return titles
    inner = begin.end()
    again = pattern("lines", "below", "members").match(text, inner, stop)
    return read_titles(document, again.end() if again else inner, stop, ("heads", "staff")) or titles


def _is_post(document: Document, title: Title) -> bool:
    """Whether a title has a head and is more than "twelve people"."""
    tokens = read_tokens(document, title.start, title.end)
    return has_head(tokens) and not is_nobody(_without_number(document, title, tokens).value)


def _is_team(document: Document, start: int, stop: int) -> bool:
    return any(token.text in words("staff") for token in read_tokens(document, start, stop))


def _posts(document: Document, header: Header, titles: list[Title]) -> Iterator[Title]:
    for title in titles:
        tokens = read_tokens(document, title.start, title.end)
        if has_head(tokens):
            post = _without_number(document, title, tokens)
            if not is_nobody(post.value) and not is_own(header, post.value) and not _is_project(document, post):
                yield post
        elif _says_which(tokens):
            yield title


def _is_project(document: Document, post: Title) -> bool:
    """Whether a head only stands inside the name of a project ("the Teacher Education Project")."""
    tokens = read_tokens(document, post.start, post.end)
    project = words("before", "projects") | words("after", "projects")
    named = any(token.text in project for token in tokens[1:])
    return named and not has_head(tokens[-1:]) and not has_head(tokens[:1])


def _says_which(tokens: list[Token]) -> bool:
    """Whether staff is named closely enough to be a group of posts: "ADP staff", not "all project staff"."""
    place = next((n for n, token in enumerate(tokens) if token.text in phrase_set("lines", "staff")), None)
    if place is None:
        return False
    before = tokens[:place]
    if has_word(before, *small("of"), *phrase_set("lines", "staff_for")):
        return False
    behind = tokens[place + 1 : place + 2]
    if behind and not behind[0].capital and behind[0].text not in _SMALL:
        return False  # "regular staff meetings"
    after = (
        [token for token in tokens[place + 1 :] if token.capital]
        if has_word(tokens[place + 1 : place + 2], *phrase_set("lines", "staff_of"))
        else []
    )
    specific = [t for t in before + after if t.text not in words("plain") and singular(t.text) not in words("plain")]
    return any(t.text not in words("staff") and t.text.isalpha() for t in specific)


def has_word(tokens: list[Token], *texts: str) -> bool:
    """Whether one of the tokens is one of the words."""
    return any(token.text in texts for token in tokens)


def _without_number(document: Document, title: Title, tokens: list[Token]) -> Title:
    first = next((n for n, token in enumerate(tokens) if not _is_number(token)), 0)
    start = tokens[first].start
    return Title(start, title.end, value_of(document, start, title.end))


def _is_number(token: Token) -> bool:
    return token.text.isdigit() or token.text in words("numbers")


@cache
def _beside() -> re.Pattern[str]:
    return pattern("lines", "beside", "verb")


def find_beside(document: Document, header: Header) -> list[Item]:
    """Posts and bodies that the advertised one works with."""
    beside = Titles()
    for field in document.fields_of("collaborates_with", "functional_line"):
        if field.key == "functional_line" and document.folded_in(field.label) not in phrase_set("lines", "beside", "label"):
            continue
        start, end = document.folded_span(field.value)
        for title in read_titles(document, start, end, ("heads", "bodies", "staff")):
            if _is_post_beside(document, header, title):
                beside.add(_found(document, title, document.folded.index(field.label.start), 0.8, "collaborates-with.label"))
    for match in document.find(_beside()):
        position = document.folded.offsets[match.start()]
        sentence = document.sentence_at(position)
        if document.section_of(position) in _SKIPPED_SECTIONS or doubtful(document, sentence, match.start()):
            continue
        stop = document.folded.index(sentence.end)
        for title in read_titles(document, match.end(), stop, ("heads", "bodies", "staff"), strict=True):
            if _is_post_beside(document, header, title):
                beside.add(_found(document, title, match.start(), 0.75, "collaborates-with.sentence"))
    for found in _bodies(document):
        beside.add(found)
    return _items(beside)


def _is_post_beside(document: Document, header: Header, title: Title) -> bool:
    tokens = read_tokens(document, title.start, title.end)
    if is_nobody(title.value) or is_own(header, title.value):
        return False
    return has_head(tokens) or (len(tokens) > 1 and any(token.capital for token in tokens))


def _bodies(document: Document) -> Iterator[Found]:
    """Governing bodies that the post is a member of or speaks to."""
    text = document.folded.text
    for body in document.find(pattern("titles", "governing")):
        sentence = document.folded.index(document.sentence_at(document.folded.offsets[body.start()]).start)
        cue = max(
            pattern("lines", "sits").finditer(text, max(sentence, body.start() - 40), body.start() + 1),
            key=lambda match: match.end(),
            default=None,
        )
        if cue is not None and len(text[cue.end() : body.start()].split()) <= 2:
            yield _found(
                document, Title(*body.span(), value_of(document, *body.span())), cue.start(), 0.8, "collaborates-with.body"
            )


def _found(document: Document, title: Title, cue: int, confidence: float, rule: str) -> Found:
    span = Span(span_of(document, cue, cue + 1).start, span_of(document, title.start, title.end).end)
    if span.end - span.start > 4 * _NEAR:
        span = span_of(document, title.start, title.end)
    return Found(title.value, [document.evidence(*span)], confidence, rule, roles=roles_of(document, title))


def _confidence(document: Document, title: Title) -> float:
    return 0.85 if has_head(read_tokens(document, title.start, title.end)) else 0.6


def _items(titles: Titles) -> list[Item]:
    return [Item(f.value, evidence=tuple(f.evidence), confidence=f.confidence, rule=f.rule) for f in titles.found]
