"""A sector made by chance: postings of organizations that advertise again and again, for measuring and for trying pages.

The same number and seed give the same postings, on any machine. All sentences are the project's own (``words.toml``, English and
French side by side); roles, organizations, countries and sectors are those of the vocabulary.
"""

from benchmarks.sector.building import kept_store
from benchmarks.sector.making import postings

__all__ = ["kept_store", "postings"]
