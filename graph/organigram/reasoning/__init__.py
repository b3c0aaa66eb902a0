"""What follows from the quads: OWL 2 RL, the small part by owlrl, the large part by rules.

The ontology is closed once by owlrl and kept by content. The axioms of the closed ontology are compiled into rules, each a
SPARQL query over all graphs; pyoxigraph runs them until nothing new follows. What follows goes to ``graph/inferred``, and
only what no graph asserts. Axioms that rules do not cover are refused, never passed over.

>>> import pyoxigraph as ox
>>> store = ox.Store()
>>> store.load(b"<ex:a> <https://w3id.org/organigram/ontology#supervises> <ex:b> <ex:graph> .", format=ox.RdfFormat.N_QUADS)
>>> infer(store)
5
>>> line = ox.Triple(ox.NamedNode("ex:b"), ox.NamedNode("http://www.w3.org/ns/org#reportsTo"), ox.NamedNode("ex:a"))
>>> print(explain(store, line).rule)
ngo:reportsDirectlyTo rdfs:subPropertyOf: ?x org:reportsTo ?y ⇐ ?x ngo:reportsDirectlyTo ?y
"""

from organigram.reasoning.closure import close_ontology
from organigram.reasoning.explaining import Statements, Step, explain
from organigram.reasoning.fixpoint import infer, inferred
from organigram.reasoning.following import Follower
from organigram.reasoning.rules import Rule, compile_rules

__all__ = ["Follower", "Rule", "Statements", "Step", "close_ontology", "compile_rules", "explain", "infer", "inferred"]
