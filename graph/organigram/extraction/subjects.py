"""The name that is the subject of a verb: all of a short clause, or the capitals that end before the verb."""

from __future__ import annotations

from functools import cache

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.names import NameReader
from organigram.extraction.patterns import small
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, span_of

_CLAUSE = 10  # words of a clause that is a name as a whole
LONGEST = 14  # words of a name


def name_before(document: Document, low: int, end: int) -> Span | None:
    """The subject before a verb: all of a short clause, else the capitals that end there, else the clause's first name."""
    low = max(low, document.folded.text.rfind(":", low, end) + 1)
    tokens = [token for token in read_tokens(document, low, end, limit=120) if token.end <= end]
    while tokens and (tokens[-1].text in {",", "-", "–"} or tokens[-1].text in words_of("adverbs")):
        tokens.pop()
    if tokens and tokens[-1].text in words_of("several_verbs"):
        name = NameReader(document).read(low, end)  # the verb is a second one ("Relief renforce son équipe et recrute")
        return span_of(document, name.start, name.end) if name else None
    run = _last_run(tokens)
    if run and _is_governed(tokens, tokens.index(run[0])):
        run = []
    whole = _without_kind(tokens)
    kind = len(tokens) - len(whole)
    if kind and _is_of_acronym(tokens, kind - 1):
        whole = tokens[kind - 1 :]
    bracket = next((i for i, token in enumerate(whole) if token.text in {"(", "-", "–"} and i > 0), len(whole))
    named = bool(whole) and whole[0].capital and bracket <= _CLAUSE
    if named and not any(t.sign and t.text in ",;:" for t in whole[:bracket]) and not words_of("clause") & _texts(whole):
        return span_of(document, whole[0].start, whole[bracket - 1].end)
    if run:
        return span_of(document, run[0].start, run[-1].end)
    name = NameReader(document).read(low, end)
    return span_of(document, name.start, name.end) if name else None


def _is_of_acronym(tokens: list[Token], kind: int) -> bool:
    """Whether the acronym in brackets behind a name begins as the word for its kind does, and not as the next word.

    "Organisation Humanitaire pour le Développement (OHD)".
    """
    bracket = next((i for i, token in enumerate(tokens) if token.text == "("), len(tokens))
    acronym = tokens[bracket + 1] if bracket + 1 < len(tokens) else None
    first = tokens[kind]
    if acronym is None or not acronym.shouted or not first.capital or kind + 1 >= bracket:
        return False
    return acronym.text[0] == first.text[0] != tokens[kind + 1].text[0]


def _is_governed(tokens: list[Token], index: int) -> bool:
    """Whether a preposition stands before a name, so that it is no subject ("by the delegation of the Commission")."""
    while index > 0 and tokens[index - 1].text in small("article"):
        index -= 1
    return index > 0 and tokens[index - 1].text in words_of("weak")


def _texts(tokens: list[Token]) -> set[str]:
    return {token.text for token in tokens}


def _without_kind(tokens: list[Token]) -> list[Token]:
    """Tokens without the article and the word for its kind that open a clause ("l'ONG", "The")."""
    index = 0
    while index < len(tokens) - 1 and index < 4 and tokens[index].text in _opening_words():
        own, following = tokens[index], tokens[index + 1]
        if own.capital and not (following.capital or following.sign) and own.text not in words_of("apart"):
            break
        index += 1
    return tokens[index:]


@cache
def _opening_words() -> frozenset[str]:
    return small("article") | words_of("opening") | words_of("kinds") | {":"}


def _last_run(tokens: list[Token]) -> list[Token]:
    """The words with capitals, and small ones between them, that end a clause; an acronym in brackets behind them left out."""
    end = len(tokens)
    if end > 2 and tokens[end - 1].text == ")":
        while end > 0 and tokens[end - 1].text != "(":
            end -= 1
        end -= 1
    start = end
    while start > 0 and (_is_word_of_name(tokens[start - 1]) or tokens[start - 1].text in words_of("small")):
        start -= 1
    while start < end and not tokens[start].capital:
        start += 1
    while end > start and not tokens[end - 1].capital:
        end -= 1
    whole = tokens[max(start, 0) : max(end, 0)]
    run = _without_kind(whole)
    kind = len(whole) - len(run)
    if kind and _is_of_acronym(tokens[max(start, 0) :], kind - 1):
        run = whole[kind - 1 :]
    return run if len(run) <= LONGEST else []


def _is_word_of_name(token: Token) -> bool:
    return token.capital and not token.sign


def may_act(document: Document, span: Span) -> bool:
    """Whether the subject of a verb may be an organization: no title, no pronoun, a capital behind its article."""
    tokens = read_tokens(document, *document.folded_span(span))
    own = [token for token in tokens if token.text not in _articles()]
    begins = own[:1] if len(own) < 3 or own[1].text != "/" else [own[0], own[2]]  # "S/he"
    return bool(own) and own[0].capital and not _no_subjects() & _texts(begins) and not has_head(tokens)


@cache
def _articles() -> frozenset[str]:
    return small("article")


@cache
def _no_subjects() -> frozenset[str]:
    """Small words that no name begins with, although a sentence may begin with them."""
    return frozenset(cues.phrases(cues.load("phrases")["stops"])) | frozenset(cues.phrases(cues.load("phrases")["articles"]))


@cache
def words_of(table: str) -> frozenset[str]:
    """The phrases of a table of ``cues/employer.toml``."""
    return frozenset(cues.phrases(cues.load("employer")[table]))
