"""The graph as a public data service: the SPARQL Protocol, every entity at its address, text search, health and figures.

:func:`application` is an ASGI application; :func:`organigram.service.running.serve` runs it. It reads only, and holds limits of
time, size and number for whatever is sent.
"""

from organigram.service.app import application, owns

__all__ = ["application", "owns"]
