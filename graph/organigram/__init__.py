"""Organigram: NGO postings, in English and French, read into a validated knowledge graph."""

__version__ = "0.1.0"
