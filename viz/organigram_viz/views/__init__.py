"""The pages, in the order of the menu. A page is a module with ``NAME``, ``TITLE``, ``ICON`` and ``show()``."""

from organigram_viz.views import chart, entity, graph, overview, postings, query, search, trying, validation

PAGES = (overview, search, entity, graph, chart, postings, trying, query, validation)
