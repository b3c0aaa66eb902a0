"""Others' data beside the postings: IATI activities and FTS flows, as projects and donors in graphs of their own.

``records`` is what every format is read into; ``iati`` and ``fts`` read; ``reading`` finds files and keeps the newest state of
each record; ``mapping`` links and tells it in RDF; ``likely`` finds projects of postings that others may publish too.
"""

from organigram.importing.likely import is_published, likely_lines
from organigram.importing.mapping import Importer
from organigram.importing.reading import Kept, Records

__all__ = ["Importer", "Kept", "Records", "is_published", "likely_lines"]
