"""Words and signs by which names are told from the text around them."""

from __future__ import annotations

import re
from functools import cache

from organigram.extraction.patterns import phrase_set, small
from organigram.extraction.tokens import Token

#: Tokens of a name, and of the name of an institution up to its small words.
LONGEST = 16
#: Small words and kinds that may stand before a name, and the tokens that it takes to tell that one begins behind them.
SKIPPED = 9
AHEAD = 3
FIRST = SKIPPED + AHEAD
SMALL = phrase_set("phrases", "small")
LINKS = phrase_set("phrases", "links")
JOINS = phrase_set("phrases", "ands")
ALWAYS_KINDS = phrase_set("organizations", "always_kinds")
SEPARATORS = frozenset({",", ";", "&"}) | phrase_set("phrases", "listing")
OPENERS = frozenset({":", ",", "«", '"', "(", "-", "–", "'", "“", "|"})
INSTITUTION = 7
#: Tokens of a clause that is put into a list, its commas with it.
CLAUSE = 14
ARTICLES = small("article")
#: Behind the word for several, before their names ("two of").
OF_SEVERAL = phrase_set("organizations", "of_several")
#: Characters of the longest name of a country.
LAND = 60
#: Prepositions that a list may say again before each name ("of Sida and of UN Women").
AGAIN = small("again")
ADJECTIVE = re.compile(
    r"(?:a(?:l|le|les|ux|is|ise|ises|ire|ires|in|ine|ines)|ois|oises?|[iy]en|[iy]enne|[iy]ens|[iy]ennes|iques?|ives?|if|elles?|el|eure?|eres?)$"
)
#: The English possessive; what is owned is no part of the owner's name ("the EU's Lives in Dignity facility").
OWNER = "'s"
GLUE = frozenset({"-", "–", "/", "'", "’", "&"})


@cache
def not_in_names() -> frozenset[str]:
    """Words that no name goes on over."""
    return phrase_set("phrases", "stops") | phrase_set("phrases", "joiners")


@cache
def nouns_too() -> frozenset[str]:
    """Words at which a title ends that are nouns after a small word ("Bureau d'aide humanitaire")."""
    return phrase_set("phrases", "linked_nouns")


def acts(token: Token) -> bool:
    """Whether a word in capitals says what the one named before it does ("ONG KARO RECRUTE")."""
    return token.shouted and token.text in phrase_set("organizations", "acting")


def tells_kind(word: str) -> bool:
    """Whether a small word is an adjective that says of what country or kind one is ("malienne", "locale")."""
    return ADJECTIVE.search(word) is not None
