"""Measures every stage on real postings: ``python -m benchmarks``, or ``make bench``."""
