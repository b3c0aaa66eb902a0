"""The pages, in the order of the menu. A page is a module with ``NAME``, ``TITLE``, ``ICON`` and ``show()``."""

from organigram_viz.pages import chart, graph, overview

PAGES = (overview, graph, chart)
