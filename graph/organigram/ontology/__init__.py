"""The ontology: as part of the graph, as pages that people read, and checked against the profile that it keeps to.

>>> any("ontology#paidBy" in line and "@fr" in line for line in ontology_lines())
True
>>> [breach for breach in profile_breaches(load_ontology())]
[]
"""

from organigram.ontology.lines import ontology_lines
from organigram.ontology.profile import Breach, profile_breaches
from organigram.ontology.terms import Term, load_ontology, load_shapes, read_terms

__all__ = ["Breach", "Term", "load_ontology", "load_shapes", "ontology_lines", "profile_breaches", "read_terms"]
