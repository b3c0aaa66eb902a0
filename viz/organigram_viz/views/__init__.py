"""The pages, in the order of the menu. A page is a module with ``NAME``, ``TITLE``, ``ICON`` and ``show()``."""

from organigram.i18n import N_
from organigram_viz.views import chart, compare, entity, graph, overview, postings, quality, query, search, trying, vocabulary

#: The menu: pages by what one comes for.
GROUPS = (
    (N_("Look"), (overview, search, chart, graph, entity)),
    (N_("Read"), (postings, trying)),
    (N_("Ask"), (query, compare)),
    (N_("Check"), (quality, vocabulary)),
)
PAGES = tuple(page for _, pages in GROUPS for page in pages)
