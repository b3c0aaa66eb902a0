"""The pages, in the order of the menu. A page is a module with ``NAME``, ``TITLE``, ``ICON`` and ``show()``."""

from organigram_viz.views import chart, graph, overview, postings, query, validation

PAGES = (overview, graph, chart, postings, query, validation)
