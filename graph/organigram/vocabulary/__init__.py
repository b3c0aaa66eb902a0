"""The vocabulary: roles, organizations, countries, places, sectors, contracts and languages, by any of their names.

:func:`load_vocabulary` compiles the Turtle files once and keeps the result by content; a :class:`Vocabulary` finds names in
text, looks them up, and writes what the lists say as N-Quads.

>>> from organigram.folding import fold
>>> vocabulary = load_vocabulary()
>>> text = "La Cheffe de mission est basée au Mali."
>>> [mention.entities[0].slug for mention in vocabulary.mentions(text, fold(text), ("role", "country"))]
['head-of-mission', 'ML']
"""

from organigram.vocabulary.entities import Entity
from organigram.vocabulary.loading import Vocabulary, load_vocabulary
from organigram.vocabulary.matching import Mention, key

__all__ = ["Entity", "Mention", "Vocabulary", "key", "load_vocabulary"]
